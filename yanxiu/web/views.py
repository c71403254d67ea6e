"""The living page: every component in all its states, in each layout."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yanxiu.web.samples import sample_context

PAGES = {
    "desk": "web/design.html",
    "phone": "web/design_phone.html",
    "entry": "web/design_entry.html",
    "paper": "web/design_paper.html",
}


def design(request: HttpRequest, layout: str = "desk") -> HttpResponse:
    """The living page in one of the layouts: desk, phone, entry, paper. Who may see it is the address list's matter."""
    if layout not in PAGES or not _administers(request):
        raise Http404(layout)
    return render(request, PAGES[layout], sample_context())


def _administers(request: HttpRequest) -> bool:
    """Components are for those who administer something."""
    viewer = getattr(request, "viewer", None)
    return viewer is not None and (viewer.account.is_operator or viewer.can("manage_unit"))


def design_explain(request: HttpRequest) -> HttpResponse:
    """What a figure of the living page opens: a part for the drawer, a page without script."""
    template = "web/_design_explain.html" if getattr(request, "htmx", False) else "web/design_explain.html"
    return render(request, template, sample_context())
