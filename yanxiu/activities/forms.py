"""Forms of activities: one activity, a register on its way in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from yanxiu.activities.actions.registers import LARGEST
from yanxiu.setup.forms.fields import Suggesting, choices_of, day_field

WHOLE, NONE = "whole", "none"  # what stands for no group and no kind in a list, so that the list says so
TITLES = ("集体备课", "教研组活动", "教师例会", "听评课", "专题讲座", "读书沙龙", "质量分析会")


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": f"{label}看不懂，请按 15:40 这样填。"},
    )  # fmt: skip


def _title(help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label="活动名称", max_length=120, widget=Suggesting(TITLES), help_text=help_text,
        error_messages={"required": "请写活动名称，例如：集体备课。"},
    )  # fmt: skip


class OfWhom(forms.Form):
    """Whose activities, and what they count as; both lists begin with the usual answer."""

    def offer(self, groups: Iterable[Any], kinds: Iterable[Any]) -> None:
        """What may be chosen at this school."""
        self.fields["group"].choices = [(WHOLE, "全校"), *choices_of(groups)]  # type: ignore[attr-defined]
        named = [(NONE, "不计入，只记到会"), *((kind.id, kind.title) for kind in kinds)]
        self.fields["kind"].choices = named  # type: ignore[attr-defined]
        self.fields["kind"].required = len(named) > 1

    def clean_group(self) -> str:
        """The group's id, "" for the whole school."""
        return str(self.cleaned_data["group"]).removeprefix(WHOLE)

    def clean_kind(self) -> str:
        """The kind's code, "" for none."""
        return str(self.cleaned_data["kind"]).removeprefix(NONE)


class ActivityForm(OfWhom):
    """One activity as the office copies it from the book."""

    title = _title()
    on = day_field("日期")
    group = forms.ChoiceField(label="谁的活动", initial=WHOLE)
    kind = forms.ChoiceField(label="计入", initial=NONE, help_text="算作制度里的哪一种；不选就只记到会")
    starts_at = _time("开始")
    ends_at = _time("结束")
    place = forms.CharField(label="地点", max_length=60, required=False)
    speaker = forms.CharField(label="主讲人", max_length=60, required=False)
    source = forms.CharField(
        label="凭据", max_length=120, required=False, help_text="照纸上抄的写这里，例如：签到册第 12 页"
    )

    def __init__(self, *args: Any, groups: Iterable[Any] = (), kinds: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(groups, kinds)


class CorrectForm(ActivityForm):
    """The same, put right."""

    reason = forms.CharField(label="为什么改", max_length=200, required=False, help_text="改了日期就要写")


class SheetForm(OfWhom):
    """A register: a file or a paste, and what it is of."""

    text = forms.CharField(
        label="从 Excel 或微信里复制，粘贴在这里", required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false", "placeholder": "姓名	9.12	9.19\n张三	√	△"}),
        help_text="从“姓名”那一行开始，连同日期一起复制",
    )  # fmt: skip
    file = forms.FileField(
        label="或者上传文件", required=False, widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv", "max_bytes": str(LARGEST)}),
        help_text=".xlsx、.xls、.csv；标题、合计、说明不用删", error_messages={"empty": "这个文件是空的，请重新选。"},
    )  # fmt: skip
    term = forms.ChoiceField(label="哪个学期")
    group = forms.ChoiceField(label="谁的活动", required=False)
    title = _title("表头没有写活动名称的列，就用它")
    kind = forms.ChoiceField(label="计入", required=False, help_text="新建的活动算作制度里的哪一种")
    paper = forms.BooleanField(label="是照纸质签到册录的", required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        terms: Iterable[Any] = (),
        groups: Iterable[Any] = (),
        kinds: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term"].choices = choices_of(terms)  # type: ignore[attr-defined]
        self.offer(groups, kinds)

    def clean(self) -> dict[str, Any]:
        """Either of the two ways in, not none and not both."""
        data = super().clean() or {}
        given = [bool((data.get("text") or "").strip()), bool(data.get("file"))]
        if not any(given) and not self.errors:
            self.add_error("text", "请粘贴签到表，或上传文件。")
        if all(given):
            self.add_error("file", "粘贴和上传只用一样，请清掉另一样。")
        return data
