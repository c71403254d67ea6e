"""期初结转, entered by the office as from paper."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from yanxiu.ledger.actions import bring_forward
from yanxiu.ledger.forms import BalanceForm
from yanxiu.ledger.models import OpeningBalance
from yanxiu.org.queries.people import at_school
from yanxiu.regulations.queries import carried_over
from yanxiu.setup.views.common import handle, own_school, viewer_of

PAGE = 50
COLUMNS = [{"label": "姓名"}, {"label": "项目"}, {"label": "数量", "n": True}, {"label": "截至"}, {"label": "来源"}]


@require_http_methods(["GET", "POST"])
def balances(request: HttpRequest) -> HttpResponse:
    """What paper showed when the school began here."""
    viewer, school = viewer_of(request), own_school(request, "manage_people")
    people = list(at_school(school, viewer.on))
    known = carried_over(school, viewer.on)
    form = BalanceForm(request.POST or None, people=people, items=known, initial={"as_of": viewer.on.isoformat()})

    def act(data: dict[str, Any]) -> HttpResponse:
        person = next(p for p in people if str(p.pk) == data["person"])
        del data["person"]
        bring_forward(school, person, actor=viewer.actor, **data)
        return redirect("ledger:balances")

    rows = OpeningBalance.objects.filter(school=school).select_related("person")
    page = Paginator(rows.order_by("person__name_key", "item", "pk"), PAGE).get_page(request.GET.get("page"))
    return handle(
        request,
        form,
        act,
        "ledger/balances.html",
        {"page": page, "school": school, "columns": COLUMNS, "counted": [title for title, _ in known]},
    )
