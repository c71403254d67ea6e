"""Forms of runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from yanxiu.org.models import Term
from yanxiu.regulations.models import Adoption
from yanxiu.setup.forms.fields import choices_of, chosen_field, day_field

MINUTES = frozenset({"pdf", "jpg", "png", "docx"})
MOST_BYTES = 20 * 1024 * 1024


class BeginForm(forms.Form):
    """Which term, which regulation."""

    term = chosen_field("学期")
    adoption = chosen_field("制度", "请选一份制度。")

    def __init__(
        self, *args: Any, terms: Iterable[Term] = (), adoptions: Iterable[Adoption] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(one.pk), str(one.version)) for one in adoptions]
        self.fields["term"].choices = choices_of(terms)  # type: ignore[attr-defined]
        self.fields["adoption"].choices = found  # type: ignore[attr-defined]


class TieForm(forms.Form):
    """How the deciders settled a tie."""

    how = forms.ChoiceField(
        choices=[("none", "全部不取"), ("chosen", "领导小组议定")],
        error_messages={"required": "请选“全部不取”或“领导小组议定”。", "invalid_choice": "请重选一次。"},
    )
    met_on = day_field("会议日期")
    present = forms.CharField(label="到会", max_length=120, error_messages={"required": "请写到会的人。"})
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写理由。"},
    )
    file = forms.FileField(
        label="会议记录", required=False, widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx", "max_bytes": MOST_BYTES})
    )  # fmt: skip


class SealForm(forms.Form):
    """What the leading group decided."""

    decided_by = forms.CharField(
        label="议定",
        max_length=60,
        initial="校本研修领导小组",
        error_messages={"required": "请写由哪个会议或小组议定。"},
    )
    decided_on = day_field("议定日期")
    note = forms.CharField(label="说明", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    accepted = forms.BooleanField(label="还缺的就这样封存，不再补", required=False)
