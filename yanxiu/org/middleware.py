"""Binds the request to the viewer and the viewer's district; nobody signed in means no district."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yanxiu.base import clock
from yanxiu.base.tenancy import in_district
from yanxiu.org.viewer import viewer_for

DESK = "desk"  # session key of the chosen desk


class ViewerMiddleware:
    """Sets request.viewer (None for strangers) and binds its district for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        viewer = viewer_for(request.user, clock.today(), request.session.get(DESK, ""))
        request.viewer = viewer  # type: ignore[attr-defined]
        with in_district(viewer.district_id):
            return self.get_response(request)
