"""撤并: the district's office says into which school another went, and from which day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yanxiu.org.access import SchoolDoor
from yanxiu.org.actions.merging import merge_schools
from yanxiu.org.models import School
from yanxiu.org.queries.units import schools
from yanxiu.setup.forms.unit import MergeForm
from yanxiu.setup.views.common import handle, viewer_of


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One school into another."""
    viewer = viewer_of(request)
    if viewer.school_id is not None or not viewer.everywhere("manage_unit"):
        raise Http404
    source = SchoolDoor.get(viewer, pk, to="manage")
    others = list(schools().exclude(pk=source.pk).order_by("code"))
    form = MergeForm(request.POST or None, schools=others, initial={"on": viewer.on.isoformat()})

    def act(data: dict[str, Any]) -> HttpResponse:
        target = School.get(data["target"])
        moved = merge_schools(source, target, on=data["on"], actor=viewer.actor)
        messages.success(
            request,
            f"{source.name}并入了{target.name}：{moved['postings']} 人、{moved['groups']} 个组转过去；校级职务免了，请在新校重新任命。",
        )
        return redirect("setup:unit_of", target.pk)

    title = f"把{source.name}并入另一所学校"
    back = reverse("setup:unit_of", args=[source.pk])
    return handle(request, form, act, "setup/people/form.html", {"title": title, "submit": "撤并", "back": back})
