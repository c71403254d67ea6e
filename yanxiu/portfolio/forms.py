"""Forms of written work: on the phone, at the desk as from a pile of paper, and for many people at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from yanxiu.base import clock
from yanxiu.kernel.written import read_day
from yanxiu.lessons.forms import ObservationForm
from yanxiu.org.models import Group, Person, School
from yanxiu.portfolio.queries import found_by_words
from yanxiu.regulations.forms import OFFICE, UNREADABLE, Field, RecordForm, RecordKind
from yanxiu.setup.forms.fields import choices_of, chosen_field

FROM_PAPER = "据纸质代录要写凭据，例如：听课本第 22 页。"


class WorkForm(RecordForm):
    """A piece of work; whose it is is asked only when there is a choice."""

    def __init__(self, *args: Any, groups: Iterable[Group] = (), people: Iterable[Person] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.choosing: dict[str, dict[str, Any]] = {}
        self._ask("group", "哪个组", list(groups))
        self._ask("person", "哪位老师", list(people))

    def _ask(self, name: str, label: str, rows: list[Any]) -> None:
        if not rows:
            return
        self.choosing[name] = {str(row.pk): row for row in rows}
        self.fields[name] = chosen_field(label, f"请选是{label}的。")
        self.fields[name].choices = choices_of(rows, "" if len(rows) == 1 else "请选")  # type: ignore[attr-defined]

    def picked(self, name: str) -> Any:
        """The chosen group or person, None where none is asked for."""
        return self.choosing.get(name, {}).get(self.cleaned_data.get(name, ""))


class PaperMixin(RecordForm):
    """One line copied at the desk: whose, when, what, from which paper."""

    who = forms.CharField(label="姓名", required=False, error_messages={"required": "请写姓名。"})
    source = forms.CharField(
        label="据", max_length=120, required=False, error_messages={"max_length": "凭据最多 120 字。"}
    )

    def __init__(self, *args: Any, school: School, groups: Iterable[Group] = (), **options: Any) -> None:
        super().__init__(*args, roles={OFFICE}, by_hand=True, **options)
        self.school = school
        self.person: Person | None = None
        self.groups = {str(group.pk): group for group in groups}
        who = {"data-people": "people", "autocomplete": "off", "autofocus": True, "placeholder": "姓名或拼音首字母"}
        self.fields["who"].widget.attrs |= who
        for made in self.fields.values():
            made.plain = True  # type: ignore[attr-defined]  # at the desk nothing is said of every cell
        if self.kind.subject == "group":
            self.fields["group"] = chosen_field("组", "请选哪个组。")
            self.fields["group"].choices = choices_of(self.groups.values(), "选组")  # type: ignore[attr-defined]
        if self.kind.subject != "teacher":
            del self.fields["who"]

    def clean_who(self) -> str:
        """The one person meant; several or none are said."""
        text = str(self.cleaned_data["who"]).strip()
        if not text:
            raise forms.ValidationError("请写姓名，打拼音首字母也可以。")
        found = found_by_words(self.school, text)
        if not found:
            raise forms.ValidationError(f"本{self.school.place}没有“{text}”。先到“人员”里加这个人，或改一下写法。")
        if len(found) > 1:
            raise forms.ValidationError(f"“{text}”有 {len(found)} 位：{_some(found)}。请多打一个字。")
        self.person = found[0]
        return self.person.name

    def clean(self) -> dict[str, Any]:
        """What teachers write themselves is copied only with its paper."""
        data = super().clean()
        if self.needs_paper and not str(data.get("source") or "").strip():
            self.add_error("source", FROM_PAPER)
        return data

    @property
    def needs_paper(self) -> bool:
        """Whether the office copies what somebody else wrote."""
        return self.kind.by != OFFICE

    @property
    def columns(self) -> list[forms.BoundField]:
        """The line's cells in the order of typing."""
        first = [name for name in ("who", "group", "on") if name in self.fields]
        more = ["taught_name"] if "taught_name" in self.fields else []
        return [*(self[name] for name in [*first, *more]), *self.all_asked, self["source"]]

    @property
    def own_fields(self) -> dict[str, Any]:
        """Fields of the room's own model."""
        return {}


class PaperWorkForm(PaperMixin):
    """One piece of work from paper."""


class PaperObservationForm(PaperMixin, ObservationForm):
    """One observed lesson from paper; who taught is a name, no guess, and there is no note to oneself."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("taught", "memo", "page"):
            del self.fields[name]
        self.fields["taught_name"].widget = forms.TextInput(attrs={"data-people": "people", "autocomplete": "off"})

    @property
    def own_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("taught_by", "taught_by_name")}


class CorrectedObservationForm(ObservationForm):
    """An observed lesson as somebody else corrects it: the writer's note is not there and stays as it is."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("taught", "memo"):
            del self.fields[name]

    @property
    def own_fields(self) -> dict[str, Any]:
        """Fields of the room's own model."""
        return {name: self.cleaned_data[name] for name in ("taught_by", "taught_by_name", "page")}


class BatchForm(forms.Form):
    """One kind and one day for many: who is ticked has it, fields of the office tell the exceptions."""

    on = forms.CharField(label="日期", error_messages={"required": "请填日期。"})
    source = forms.CharField(label="据", max_length=120, required=False, help_text="例如：计划收件登记表")

    def __init__(self, *args: Any, kind: RecordKind, people: list[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.people = kind, people
        self.fields["source"].plain = True  # type: ignore[attr-defined]  # whether it is needed depends on the kind

    @property
    def flags(self) -> list[Field]:
        """Exceptions one ticks beside a name."""
        return [one for one in self.kind.fields if one.type == "flag"]

    def clean_on(self) -> Any:
        """The day, however it was written."""
        day = read_day(self.cleaned_data["on"], clock.today())
        if day is None:
            raise forms.ValidationError(UNREADABLE)
        return day

    def clean(self) -> dict[str, Any]:
        """At least one person; paper where somebody else wrote it."""
        data = super().clean() or {}
        ticked = set(self.data.getlist("id"))  # type: ignore[attr-defined]
        data["people"] = [one for one in self.people if str(one.pk) in ticked]
        if not data["people"]:
            raise forms.ValidationError("还没有勾人。交了的打勾，再登记。")
        if self.kind.by != OFFICE and not str(data.get("source") or "").strip():
            self.add_error("source", "请写凭据，例如：计划收件登记表。")
        return data

    def flags_of(self, person: Person) -> dict[str, bool]:
        """The exceptions ticked beside a name."""
        return {one.id: True for one in self.flags if f"flag-{one.id}-{person.pk}" in self.data}


def _some(people: list[Person], most: int = 4) -> str:
    return "、".join(one.name for one in people[:most]) + ("等" if len(people) > most else "")
