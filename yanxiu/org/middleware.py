"""Binds the request to the viewer and the viewer's district; nobody signed in means no district."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yanxiu.base import clock
from yanxiu.base.tenancy import in_district
from yanxiu.org.viewer import viewer_for

DESK, SCHOOL = "desk", "school"  # session keys of the chosen desk, and of the chosen school of who works at several


class ViewerMiddleware:
    """Sets request.viewer (None for strangers) and binds its district for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        session = request.session
        viewer = viewer_for(request.user, clock.today(), session.get(DESK, ""), session.get(SCHOOL, ""))
        request.viewer = viewer  # type: ignore[attr-defined]
        with in_district(viewer.district_id):
            return self.get_response(request)
