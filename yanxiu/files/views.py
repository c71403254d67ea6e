"""Fetching a file: through its door, as an attachment, never shown inside a page of ours."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_GET

from yanxiu.files.access import FileDoor


@require_GET
def download(request: HttpRequest, pk: UUID) -> FileResponse:
    """The bytes of one file under its own name."""
    stored = FileDoor.get(request.viewer, pk)  # type: ignore[attr-defined]
    if not default_storage.exists(stored.key):
        raise Http404
    response = FileResponse(default_storage.open(stored.key), as_attachment=True, filename=stored.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
