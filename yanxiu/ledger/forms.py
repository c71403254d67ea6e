"""Forms of the ledger."""

from typing import Any

from django import forms

from yanxiu.setup.forms.fields import choices_of, day_field


class BalanceForm(forms.Form):
    """One opening balance from paper."""

    person = forms.ChoiceField(label="人员")
    item = forms.CharField(label="项目", max_length=60, help_text="例如：听课、校本学时")
    amount = forms.DecimalField(label="数量", max_digits=8, decimal_places=2)
    unit = forms.CharField(label="单位", max_length=10, help_text="节、学时、篇……")
    as_of = day_field("截至")
    source = forms.CharField(label="来源", max_length=120, initial="纸质台账，教导处查验")

    def __init__(self, *args: Any, people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = choices_of(people)  # type: ignore[attr-defined]
