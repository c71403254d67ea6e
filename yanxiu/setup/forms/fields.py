"""Fields that several forms share."""

from typing import Any

from django import forms

DAY = {"type": "date"}


def day_field(label: str, **options: Any) -> forms.DateField:
    """A date, by the browser's own picker."""
    messages = {"invalid": f"{label}看不懂，请按 2026-03-02 这样填。", "required": f"请填{label}。"}
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), error_messages=messages, **options
    )


def choices_of(rows: Any, empty: str = "") -> list[tuple[str, str]]:
    """Choices of a select from rows, by id."""
    return [*([("", empty)] if empty else []), *((str(row.pk), str(row)) for row in rows)]
