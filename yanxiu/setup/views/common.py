"""What pages of setting up share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yanxiu.base.errors import NotAllowed, Refusal
from yanxiu.org.access import SchoolDoor
from yanxiu.org.models import School
from yanxiu.org.viewer import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a signed-in request."""
    viewer = getattr(request, "viewer", None)
    if not isinstance(viewer, Viewer):
        raise Http404
    return viewer


def own_school(request: HttpRequest, to: str = "people") -> School:
    """The school of the viewer's desk, for a purpose; 404 without one."""
    viewer = viewer_of(request)
    if viewer.school_id is None:
        raise Http404
    rows = School.objects.select_related("unit_type", "parent")
    school = viewer.cache["school"] = SchoolDoor.get(
        viewer, viewer.school_id, to=to, rows=rows
    )  # the frame names it too
    return school


def handle(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], HttpResponse],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """A form page: act on good input, show refusals at their field, keep what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            return act(form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return render(request, template, context | {"form": form}, status=422 if form.errors else 200)
