"""What a unit follows, told for its pages: which text, since when, by whose decision, and how it stands to the library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yanxiu.org.models import School
from yanxiu.policy.pack import Pack
from yanxiu.regulations.library import Shelved, on_shelf, pack_of
from yanxiu.regulations.models import Adoption
from yanxiu.regulations.phrases import day_words
from yanxiu.regulations.queries import InForce, adoptions, in_force


@dataclass(frozen=True)
class Followed:
    """One adoption with its pack and, if any, the folder of the library it came from."""

    adoption: Adoption
    pack: Pack
    shelved: Shelved | None
    open: int = 0

    @property
    def of_district(self) -> bool:
        """Whether the district adopted it for all its schools."""
        return self.adoption.school_id is None

    @property
    def gone(self) -> bool:
        """Its folder is no longer in the library; the kept text is used."""
        return self.shelved is None

    @property
    def broken(self) -> bool:
        """Its folder cannot be read any more; the kept text is used."""
        return self.shelved is not None and self.shelved.pack is None

    @property
    def differs(self) -> bool:
        """The library has another text of it than the one in use."""
        return bool(self.shelved and self.shelved.pack and self.shelved.pack.hash != self.adoption.version_id)

    @property
    def last(self) -> date | None:
        """The last day it holds."""
        return self.adoption.end - timedelta(days=1) if self.adoption.end else None

    @property
    def never(self) -> bool:
        """Ended on its first day: it never held."""
        return self.adoption.end is not None and self.adoption.end == self.adoption.start

    @property
    def decided(self) -> str:
        """校本研修领导小组 2025年9月8日议定，校发〔2025〕3号."""
        one = self.adoption
        day = day_words(one.decided_on) if one.decided_on else ""
        return "，".join(part for part in (f"{one.decided_by} {day}议定", one.document) if part.strip())


def followed(school: School | None, on: date) -> list[Followed]:
    """What governs the unit today, its own before the district's."""
    return [_told(one) for one in in_force(school, on)]


def _told(one: InForce) -> Followed:
    return Followed(one.adoption, one.pack, on_shelf(one.pack.id), len(one.open_points))


def others(school: School | None, on: date) -> tuple[list[Followed], list[Followed]]:
    """Own adoptions that begin later, and those that are over, the latest first."""
    later: list[Followed] = []
    over: list[Followed] = []
    for row in adoptions(school):
        told = Followed(row, pack_of(row.version), None)
        if row.end and row.end <= on and not told.never:
            over.append(told)
        elif row.start and row.start > on and not told.never:
            later.append(told)
    return later, over[::-1]


def standing_of(school: School | None, pack: str, on: date) -> Adoption | None:
    """The unit's adoption of a pack that is in force or begins later, the latest."""
    rows = [one for one in adoptions(school).filter(pack=pack) if one.end is None or one.end > on]
    return next((one for one in reversed(rows) if one.end is None or one.end != one.start), None)
