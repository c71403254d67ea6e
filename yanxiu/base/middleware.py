"""A reference number for each request, shown on error pages and written in every log line."""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_reference: ContextVar[str] = ContextVar("reference", default="-")
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread over the telephone


def reference() -> str:
    """Number of the request being served, or "-"."""
    return _reference.get()


class ReferenceMiddleware:
    """Gives each request its number; the response carries it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        token = _reference.set(number)
        request.reference = number  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            _reference.reset(token)
        response["X-Reference"] = number
        return response


class ReferenceFilter(logging.Filter):
    """Puts the number into log records."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.reference = reference()
        return True
