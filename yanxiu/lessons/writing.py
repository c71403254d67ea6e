"""Writing one record on a page: which fields for whom, saving while one writes, handing in, two devices at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from yanxiu.base.errors import NotAllowed, Refusal
from yanxiu.lessons.access import changers
from yanxiu.org.enums import Capability
from yanxiu.org.models import Group, GroupMembership, Person, School
from yanxiu.org.models.units import in_force
from yanxiu.org.viewer import Viewer
from yanxiu.regulations.demands import still_lacking
from yanxiu.regulations.forms import LEADER, OFFICE, SELF, RecordForm, RecordKind
from yanxiu.regulations.keeping import Entry, correct, keep
from yanxiu.regulations.queries import demanded, record_kind
from yanxiu.regulations.records import KeptRecord, Origin, RecordState, house_of
from yanxiu.regulations.standard import standard_kinds

SAVE = "save"  # value of `then` in what the page sends by itself


def is_office(viewer: Viewer, school: School) -> bool:
    """Whether the viewer keeps the records of this school."""
    return viewer.everywhere(Capability.KEEP_RECORDS) or school.pk in viewer.schools_with(Capability.KEEP_RECORDS)


def kind_of(record: KeptRecord) -> RecordKind:
    """The kind as the regulation of its day describes it, else as it does today, else its bare code."""
    return described(record.school, record.kind, record.on)


def described(school: School, code: str, on: Any) -> RecordKind:
    """A kind of record by code; one nobody describes any more keeps its code as its name."""
    known = record_kind(school, code, on) or record_kind(school, code, timezone.localdate())
    return known or next((one for one in standard_kinds() if one.id == code), RecordKind(code, code))


def roles_on(viewer: Viewer, record: KeptRecord) -> frozenset[str]:
    """In which roles the viewer stands to a record."""
    found = {OFFICE} if is_office(viewer, record.school) else set()
    if record.person_id and record.person_id == viewer.person_id:
        found.add(SELF)
    if (record.group_id and record.group_id in viewer.groups_led) or _leads(viewer, record):
        found.add(LEADER)
    return frozenset(found)


def _leads(viewer: Viewer, record: KeptRecord) -> bool:
    if not viewer.groups_led or not record.person_id or record.person_id == viewer.person_id:
        return False
    inside = GroupMembership.objects.filter(person_id=record.person_id, group_id__in=viewer.groups_led)
    return inside.filter(in_force(viewer.on)).exists()


def roles_new(kind: RecordKind, viewer: Viewer) -> frozenset[str]:
    """Roles of somebody who writes a new record of a kind on the own page: teachers theirs, leaders the group's."""
    if kind.by == SELF and kind.subject == "teacher":
        return frozenset({SELF})
    return frozenset({SELF, LEADER}) if kind.by == LEADER and viewer.groups_led else frozenset()


@dataclass(frozen=True)
class Whose:
    """Whose record it is."""

    person: Person | None = None
    group: Group | None = None


@dataclass
class Written:
    """What a page sent, on its way into the book. `more` holds fields of the room's own model."""

    viewer: Viewer
    school: School
    form: RecordForm
    whose: Whose
    record: KeptRecord | None
    more: Mapping[str, Any] = field(default_factory=dict)

    def save(self, *, draft: bool) -> KeptRecord | None:
        """Keep it; an empty draft is none. What is already handed in is not made a draft again. Raises Refusal."""
        if draft and self.record is None and self.form.is_blank and not any(self.more.values()):
            return None
        state = RecordState.DRAFT if draft else RecordState.KEPT
        if self.record is not None and self.record.state != RecordState.DRAFT and draft:
            return self.record  # stays on the device until it is handed in again
        entry = Entry(
            self.school, self.form.kind, self.form.cleaned_data["on"], self.form.values, person=self.whose.person,
            group=self.whose.group, state=state, origin=Origin.OWN, key=self.form.entry_key, more=self.more,
        )  # fmt: skip
        if self.record is None:
            return keep(entry, actor=self.viewer.actor)
        return correct(self.record, entry, revision=self.form.cleaned_data["revision"] or 0, actor=self.viewer.actor)


def by_key(viewer: Viewer, school: School, code: str, key: UUID | None) -> KeptRecord | None:
    """The record already kept under this key, if the viewer may change it: of this school, or the viewer's own at
    another one where the viewer teaches too. Raises NotAllowed for another's."""
    if key is None:
        return None
    model = house_of(code)
    found = model.objects.filter(key=key).select_related("person", "group", "school").first()
    if found is None:
        return None
    here = found.school_id == school.pk or (
        found.person_id == viewer.person_id and found.school_id in viewer.member_schools
    )
    if not here or found.kind != code:
        raise Http404
    if not model.objects.filter(changers(viewer), pk=found.pk).exists():
        raise NotAllowed("这一页是别人的，请从“记录”重新打开。")
    return found


def answer_saving(request: HttpRequest, saved: KeptRecord | None, refusal: Refusal | None = None) -> HttpResponse:
    """What a page that saves by itself is told: until when it is safe, or in a sentence why not."""
    if refusal is not None:
        return JsonResponse({"sentence": refusal.message}, status=409)
    revision = saved.revision if saved else 0
    return JsonResponse({"revision": revision, "at": f"{timezone.localtime():%H:%M}" if saved else ""})


def lacking(record: KeptRecord, kind: RecordKind) -> list[str]:
    """What it still lacks to count, in the regulation's words."""
    return still_lacking(kind, demanded(record.kind, record.school, record.on), record.values, record.on)


def needed(kind: RecordKind, school: School, on: Any) -> frozenset[str]:
    """Fields without which a record of this kind does not count, or is not whole where nothing counts it."""
    demands = demanded(kind.id, school, on)
    binding = [one for one in demands if one.binding] or list(demands)
    return frozenset(name for one in binding for group in one.groups for name in group)


def used_before(viewer: Viewer, kind: RecordKind, most: int = 5) -> dict[str, list[str]]:
    """Words one wrote lately in the short lines of this kind of record: last classes, places; one read."""
    lines = [one.id for one in kind.fields if one.type == "text"]
    rows = house_of(kind.id).objects.filter(person_id=viewer.person_id, kind=kind.id).order_by("-entered_at")
    found: dict[str, list[str]] = {}
    for texts in rows.values_list("texts", flat=True)[:20]:
        for name in lines:
            value = str(texts.get(name, ""))
            kept = found.setdefault(name, [])
            if value and value not in kept and len(kept) < most:
                kept.append(value)
    return found
