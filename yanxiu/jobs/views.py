"""One job: its page, the part that asks again, stopping."""

import contextlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yanxiu.base.errors import Refusal
from yanxiu.jobs.access import JobDoor
from yanxiu.jobs.actions import ask_to_stop
from yanxiu.jobs.enums import OPEN


def _back(request: HttpRequest) -> str:
    wanted = request.GET.get("back", "")
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None) else ""


@require_GET
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page of one job."""
    found = JobDoor.get(request.viewer, pk)  # type: ignore[attr-defined]
    return render(request, "jobs/job.html", {"job": found, "back": _back(request)})


@require_GET
def part(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The progress alone; once it has ended, the page that waits loads itself again."""
    found = JobDoor.get(request.viewer, pk)  # type: ignore[attr-defined]
    response = render(request, "jobs/_job.html", {"job": found, "back": _back(request)})
    if found.state not in OPEN and _back(request):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a job to stop; one that has ended stays as it is."""
    found = JobDoor.get(request.viewer, pk, to="stop")  # type: ignore[attr-defined]
    with contextlib.suppress(Refusal):
        ask_to_stop(found, actor=request.viewer.actor)  # type: ignore[attr-defined]
    return redirect("jobs:job", found.pk)
