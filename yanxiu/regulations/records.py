"""The record every room keeps in its own table: what happened, when, about whom, with the fields a regulation asks for.

A room derives its model from `KeptRecord` and `houses` says which kinds of record live there; who judges reads all of
them alike. Short values a rule may look at (flags, numbers, dates, choices) stand in `marks`, prose in `texts`, and
`given` names every field that is filled in, so that a database can group like records without reading prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

from yanxiu.base.keys import new_id
from yanxiu.base.models import TenantFK, TenantModel

MARKED = ("flag", "number", "date", "time", "choice")  # types of fields whose values stand in `marks`


class RecordState(models.TextChoices):
    """Only what is kept counts."""

    DRAFT = "draft", "草稿"
    KEPT = "kept", "已登记"
    WITHDRAWN = "withdrawn", "已撤回"


class Origin(models.TextChoices):
    """How a record came in; always shown."""

    OWN = "own", "本人登记"
    PAPER = "paper", "据纸质代录"
    OFFICE = "office", "办公室登记"
    IMPORTED = "imported", "导入"


class KeptRecord(TenantModel):
    """One record. Its subject is a person, else a group, else the school itself. `key` makes entering idempotent."""

    private = frozenset({"texts"})
    written: tuple[str, ...] = ()  # fields of the room's own that hold words; they go when the person is erased
    shown_at: ClassVar[str] = ""  # address name of a record's own page, in the room that has one
    entry: ClassVar[str] = ""  # address name of the page where one of a kind is entered
    if TYPE_CHECKING:  # made by Django in the models that derive from this one
        school_id: Any
        person_id: Any
        group_id: Any

    school = TenantFK("org.School", on_delete=models.PROTECT, related_name="+")
    person = TenantFK("org.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = TenantFK("org.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("种类", max_length=60)
    on = models.DateField("日期")
    marks: Any = models.JSONField("栏目（短值）", default=dict)
    texts: Any = models.JSONField("栏目（文字）", default=dict)
    given = models.TextField("已填栏目", blank=True)
    state = models.CharField("状态", max_length=12, choices=RecordState.choices, default=RecordState.KEPT)
    origin = models.CharField("来路", max_length=12, choices=Origin.choices, default=Origin.OWN)
    source = models.CharField("凭据", max_length=120, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.UUIDField("登记人", null=True, blank=True)
    revision = models.PositiveIntegerField("第几版", default=1)
    key = models.UUIDField(default=new_id, editable=False)

    class Meta(TenantModel.Meta):
        abstract = True

    @property
    def values(self) -> dict[str, Any]:
        """All fields that are filled in."""
        return {**self.texts, **self.marks}

    @property
    def backdated(self) -> bool:
        """补录: entered on a later day than it happened. Allowed, and never hidden."""
        return timezone.localtime(self.entered_at).date() > self.on

    def settle_district(self) -> None:
        super().settle_district()
        self.given = given(self.texts, self.marks)


def given(*parts: Mapping[str, Any]) -> str:
    """Codes of the fields that hold something, sorted, each between commas: ",lesson,topic,"."""
    names = sorted({name for part in parts for name, value in part.items() if value not in (None, "", [])})
    return f",{','.join(names)}," if names else ""


_houses: dict[str, type[KeptRecord]] = {}
_tables: list[type[KeptRecord]] = []


def houses(*kinds: str) -> Any:
    """Decorator of a model: these kinds of record live in it. "*" takes what no other room has."""

    def keep(model: type[KeptRecord]) -> type[KeptRecord]:
        _houses.update(dict.fromkeys(kinds, model))
        _tables.append(model)
        return model

    return keep


def house_of(kind: str) -> type[KeptRecord]:
    """The model a kind of record lives in. Raises KeyError when no room takes it."""
    return _houses.get(kind) or _houses["*"]


def tables() -> Iterator[type[KeptRecord]]:
    """Every model that holds records."""
    yield from dict.fromkeys(_tables)
