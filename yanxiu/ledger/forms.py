"""Forms of the ledger."""

from collections.abc import Sequence
from typing import Any

from django import forms

from yanxiu.setup.forms.fields import Suggesting, choices_of, chosen_field, day_field


class BalanceForm(forms.Form):
    """One opening balance from paper."""

    person = chosen_field("人员", "请选一个人。")
    item = forms.CharField(
        label="项目", max_length=60, widget=Suggesting(("听课", "公开课", "反思", "校本学时")),
        help_text="例如：听课、校本学时", error_messages={"required": "请写结转的是什么，例如：听课。"},
    )  # fmt: skip
    amount = forms.DecimalField(
        label="数量", max_digits=8, decimal_places=2,
        error_messages={"required": "请填数量。", "invalid": "请填一个数，例如 12 或 1.5。"},
    )  # fmt: skip
    unit = forms.CharField(
        label="单位", max_length=10, widget=Suggesting(("节", "学时", "篇", "次")), help_text="节、学时、篇……",
        error_messages={"required": "请写单位，例如：节。"},
    )  # fmt: skip
    as_of = day_field("截至")
    source = forms.CharField(
        label="来源",
        max_length=120,
        initial="纸质台账，教导处查验",
        error_messages={"required": "请写这个数从哪里来。"},
    )

    def __init__(self, *args: Any, people: Any = (), items: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`items`: what the regulations in force count over a term or longer, as (title, unit)."""
        super().__init__(*args, **kwargs)
        if items:
            self.fields["item"].widget = Suggesting([title for title, _ in items])
            self.fields["item"].help_text = f"照制度里的名称写才会计入：{'、'.join(title for title, _ in items[:4])}"
            self.fields["unit"].widget = Suggesting(list(dict.fromkeys(unit for _, unit in items if unit)))
        self.fields["person"].choices = choices_of(people, "选一个人")  # type: ignore[attr-defined]
