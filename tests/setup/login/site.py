"""The whole installation with one more page: a form that keeps a draft, to come back to after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

received: list[str] = []


def form(request: HttpRequest) -> HttpResponse:
    """A form of a signed-in page."""
    if request.method == "POST":
        received.append(request.POST["reason"])
    if "HX-Request" in request.headers:
        return HttpResponse("；".join(received))
    return render(request, "login_test/form.html", {"received": list(received)})


urlpatterns = [path("test/form/", form), path("", include("yanxiu.config.urls"))]
