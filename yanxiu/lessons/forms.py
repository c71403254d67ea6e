"""The form of an observed lesson: the regulation's fields, and whose lesson, which page, a note to oneself."""

from __future__ import annotations

from typing import Any

from django import forms

from yanxiu.org.models import Person
from yanxiu.regulations.forms import RecordForm
from yanxiu.setup.forms.fields import Suggesting

OTHER = ""


class ObservationForm(RecordForm):
    """`likely` are the guesses; `people` everybody of the school with the name one would type."""

    taught = forms.ChoiceField(label="听的是谁的课", required=False, widget=forms.RadioSelect)
    taught_name = forms.CharField(
        label="执教人", max_length=60, required=False, error_messages={"max_length": "姓名最多 60 字。"}
    )
    page = forms.CharField(
        label="写在听课本第几页", max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"max_length": "页码最多 20 字。"},
    )  # fmt: skip
    memo = forms.CharField(
        label="本人备忘", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="只有你看得到，不归档"
    )

    def __init__(
        self,
        *args: Any,
        likely: list[Person] | None = None,
        people: list[tuple[Person, str]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.people = people or []
        self.likely = likely or []
        chosen: Any = self.fields["taught"]
        chosen.choices = [*((str(one.pk), one.name) for one in self.likely), (OTHER, "别人：写姓名")]
        chosen.error_messages["invalid_choice"] = "这位老师选不了了，请重选。"
        self.fields["taught_name"].widget = Suggesting([name for _, name in self.people])

    def clean(self) -> dict[str, Any]:
        """Whose lesson: a guess that was picked, a colleague's name, or a name from elsewhere."""
        data = super().clean()
        written = str(data.get("taught_name") or "").strip()
        known = {str(one.pk): one for one in self.likely}
        named = next((one for one, name in self.people if name == written), None)
        alike = [name for one, name in self.people if one.name == written]
        if written and named is None and len(alike) > 1:
            self.add_error("taught_name", f"本校有 {len(alike)} 位{written}，请写全：{'、'.join(alike)}。")
        data["taught_by"] = named if written else known.get(str(data.get("taught") or ""))
        data["taught_by_name"] = "" if data["taught_by"] else written
        return data

    @property
    def more(self) -> dict[str, Any]:
        """What goes into the room's own fields."""
        return {name: self.cleaned_data[name] for name in ("taught_by", "taught_by_name", "page", "memo")}
