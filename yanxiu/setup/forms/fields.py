"""Fields that several forms share."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

DAY = {"type": "date"}


class Suggesting(forms.TextInput):
    """A line one may write freely, with the usual words offered under it (works without script)."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.words = words

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input and its list."""
        given = {**(attrs or {}), "list": f"{(attrs or {}).get('id', name)}_words"}
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.words))
        line = super().render(name, value, given, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', line, given["list"], options)


def day_field(label: str, **options: Any) -> forms.DateField:
    """A date, by the browser's own picker."""
    messages = {"invalid": f"{label}看不懂，请按 2026-03-02 这样填。", "required": f"请填{label}。"}
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), error_messages=messages, **options
    )


def chosen_field(label: str, words: str = "", **options: Any) -> forms.ChoiceField:
    """A choice that begins empty, so that nobody is picked by the page; `words` ask for one."""
    asked = words or f"请选一个{label}。"
    messages = {"required": asked, "invalid_choice": f"这个{label}选不了了，请重选一次。"}
    return forms.ChoiceField(label=label, error_messages=messages, **options)


def choices_of(rows: Any, empty: str = "") -> list[tuple[str, str]]:
    """Choices of a select from rows, by id."""
    return [*([("", empty)] if empty else []), *((str(row.pk), str(row)) for row in rows)]
