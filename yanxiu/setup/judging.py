"""Reading the file behind a roster import and judging it as decided so far."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.storage import default_storage

from yanxiu.jobs.registry import Reporter
from yanxiu.org.models import School
from yanxiu.setup.models import RosterImport
from yanxiu.setup.roster.preview import Preview, preview
from yanxiu.setup.roster.reader import read_book


def cells_of(roster: RosterImport) -> dict[int, dict[str, str]]:
    """The office's corrections: row → field → text."""
    return {int(row): cells for row, cells in roster.answers.get("cells", {}).items()}


def known_codes(school: School | None) -> dict[str, str] | None:
    """Codes a list may name: the district's, or those of the list's school; None where codes mean nothing.

    A lone school has a code of our making, so whatever code its own list bears is not compared.
    """
    if school is None:
        return {found.code.upper(): found.name for found in School.objects.all()}
    return None if school.district.standalone else {school.code.upper(): school.name}


def judged(roster: RosterImport, progress: Reporter) -> Preview:
    """Read the file behind a roster and judge it as decided so far. Raises RosterError."""
    with tempfile.NamedTemporaryFile(suffix=f".{roster.file.kind}") as copy:
        with default_storage.open(roster.file.key) as source:
            for chunk in iter(lambda: source.read(1 << 20), b""):
                copy.write(chunk)
        copy.flush()
        book = read_book(Path(copy.name), roster.file.name)
    return preview(
        book, profile=roster.profile, sheet=roster.sheet, mapping=roster.mapping, as_of=roster.as_of,
        schools=known_codes(roster.school), one_school=roster.school is not None,
        include_hidden=roster.include_hidden, cells=cells_of(roster), progress=lambda n, of: progress.at(n, of, f"正在核对第 {n} 行"),
    )  # fmt: skip
