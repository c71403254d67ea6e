"""Text of a page as a reader sees it."""

from django.http import HttpResponse


def one_line(response: HttpResponse) -> str:
    """The page on one line: the formatter may have broken a sentence where it has a space."""
    return " ".join(response.content.decode().split())
