"""A form for any kind of record, made from the regulation's own description of it: one field a Field, by its type.

Rooms add what is theirs (who taught, which page) and pass the values on to `keeping`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django import forms

from yanxiu.base import clock
from yanxiu.base.errors import Refusal
from yanxiu.base.keys import new_id
from yanxiu.kernel.written import read_day
from yanxiu.policy.pack import Field, RecordKind
from yanxiu.regulations.keeping import split
from yanxiu.setup.forms.fields import DAY, Suggesting

__all__ = ["Field", "RecordForm", "RecordKind", "fields_for", "shown"]

PREFIX = "f_"  # fields of the regulation; a pack may call one "on" or "key"
OFFICE, LEADER, SELF = "office", "leader", "self"
FEW = 4  # choices that stand side by side
UNREADABLE = "日期看不懂，请按 10.15、1015 或 2026-10-15 这样填。"


def fields_for(kind: RecordKind, roles: Collection[str]) -> tuple[Field, ...]:
    """The fields somebody with these roles may fill in; an office may all, because it enters from paper."""
    return kind.fields if OFFICE in roles else tuple(one for one in kind.fields if one.by in roles)


class RecordForm(forms.Form):
    """What is written of one record. `values` are those it has; words one used before are offered in `used`.

    Nothing the regulation asks for is compulsory here: a record may be finished later. `needed` are fields without which
    it does not count; when there are any, the others are marked as optional.
    """

    on = forms.CharField(label="日期", error_messages={"required": "请填日期。"})
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "这一页旧了，请刷新。"})
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        kind: RecordKind,
        roles: Collection[str],
        values: Mapping[str, Any] | None = None,
        used: Mapping[str, list[str]] | None = None,
        by_hand: bool = False,
        needed: Collection[str] = (),
        **options: Any,
    ) -> None:
        self.kind, self.asked, self.had = kind, fields_for(kind, roles), dict(values or {})
        initial = {"on": clock.today().isoformat(), "key": new_id(), **options.pop("initial", {})}
        written = {PREFIX + name: value for name, value in self.had.items()}
        super().__init__(data, initial={**written, **initial}, **options)
        self.fields["on"].widget = forms.TextInput(attrs={"inputmode": "decimal"}) if by_hand else _day_picker()
        for one in self.asked:
            made = _field(one, (used or {}).get(one.id, ()), by_hand)
            made.plain = by_hand or not needed or one.id in needed  # type: ignore[attr-defined]  # read by <c-field>
            self.fields[PREFIX + one.id] = made

    @property
    def short(self) -> list[forms.BoundField]:
        """The lines one fills in at once: those that take a few words."""
        return [self[PREFIX + one.id] for one in self.asked if one.type == "text"]

    @property
    def rest(self) -> list[forms.BoundField]:
        """Everything else."""
        return [self[PREFIX + one.id] for one in self.asked if one.type != "text"]

    @property
    def all_asked(self) -> list[forms.BoundField]:
        """The regulation's fields in its order."""
        return [self[PREFIX + one.id] for one in self.asked]

    def clean_on(self) -> Any:
        """The day, however it was written."""
        day = read_day(self.cleaned_data["on"], clock.today())
        if day is None:
            raise forms.ValidationError(UNREADABLE)
        return day

    def clean(self) -> dict[str, Any]:
        """Each field of the regulation as `keeping` takes it; its sentence stands at the field."""
        data = super().clean() or {}
        for one in self.asked:
            value = self._told(one, data.get(PREFIX + one.id))
            try:
                split(self.kind, {one.id: value})
            except Refusal as refusal:
                self.add_error(PREFIX + one.id, refusal.message)
            else:
                data[PREFIX + one.id] = value
        return data

    def _told(self, one: Field, value: Any) -> Any:
        """An empty box is no answer, unless it was ticked before; a day may be written short."""
        if one.type == "flag":
            return True if value else False if self.had.get(one.id) is not None else None
        if one.type == "date" and value:
            return read_day(value, clock.today()) or value
        return value

    @property
    def values(self) -> dict[str, Any]:
        """All fields by code: those of this form, and as they were those that others fill in."""
        known = {name: value for name, value in self.had.items() if self.kind.field(name)}
        return known | {one.id: self.cleaned_data[PREFIX + one.id] for one in self.asked}

    @property
    def entry_key(self) -> UUID:
        """The key under which this entry is kept once, however often it arrives."""
        key: UUID = self.cleaned_data["key"]
        return key

    @property
    def is_blank(self) -> bool:
        """Nothing of the regulation's fields is filled in."""
        return not any(self.cleaned_data.get(PREFIX + one.id) for one in self.asked)

    def show(self, refusal: Refusal) -> None:
        """A refusal of the action at its field, if it is here."""
        names = (refusal.field, PREFIX + refusal.field)
        self.add_error(next((name for name in names if name in self.fields), None), refusal.message)


def _field(one: Field, used: Any, by_hand: bool) -> forms.Field:
    said: dict[str, Any] = {"label": one.title, "help_text": "" if by_hand else one.hint, "required": False}
    if one.type == "flag":
        return forms.BooleanField(**said)
    if one.type == "choice":
        return _choice(one, by_hand, said)
    return forms.CharField(widget=_widget(one, used, by_hand), strip=True, **said)


def _choice(one: Field, by_hand: bool, said: dict[str, Any]) -> forms.Field:
    """A few stand side by side, many in a list; on a keyboard a list is quicker."""
    listed = by_hand or len(one.choices) > FEW
    choices = [*([("", "")] if listed else []), *one.choices.items()]
    wrong = {"invalid_choice": f"“{one.title}”可以选：{'、'.join(one.choices.values())}。"}
    widget = forms.Select if listed else forms.RadioSelect
    return forms.ChoiceField(choices=choices, widget=widget, error_messages=wrong, **said)


def _widget(one: Field, used: Any, by_hand: bool) -> forms.Widget:
    if one.type == "long" and not by_hand:  # at the desk Enter saves the line
        return forms.Textarea(attrs={"rows": 3})
    if one.type == "number":
        return forms.TextInput(attrs={"inputmode": "decimal"})
    if one.type == "date":
        return forms.TextInput(attrs={"inputmode": "decimal"}) if by_hand else _day_picker()
    if one.type == "time":
        return forms.TimeInput(attrs={"type": "time"})
    return Suggesting(used) if used else forms.TextInput(attrs={"autocomplete": "off"})


def _day_picker() -> forms.DateInput:
    return forms.DateInput(attrs=DAY, format="%Y-%m-%d")


def shown(kind: RecordKind, values: Mapping[str, Any]) -> list[tuple[Field, str]]:
    """Every field of a kind with its value in words, "" where nothing is written."""
    return [(one, _in_words(one, values.get(one.id))) for one in kind.fields]


def _in_words(one: Field, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return one.choices.get(str(value), str(value)) if one.type == "choice" else str(value)
