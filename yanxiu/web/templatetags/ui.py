"""Tags of the face: {% load ui %}. Icons, assets, week ticks, form controls, dates in Chinese."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from yanxiu.web import words

register = template.Library()

STATE_ICONS = {
    "done": "circle-check",
    "due": "clock",
    "late": "alert-triangle",
    "wait": "hourglass",
    "ruling": "help",
    "info": "info-circle",
}
_OWN_NUMBERS = re.compile(r"[（(][A-Z]-\d+(?:[、，…—～\-]+(?:[A-Z]-)?\d+)*[）)]")
LONG_LIST = 15  # options from which a select can be searched


@register.simple_tag
def asset(path: str) -> str:
    """Address of a built file; unlike {% static %} it never fails, because error pages use it too."""
    try:
        return static(path)
    except ValueError:  # not in the manifest: nothing was collected yet
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """One icon of the sprite; with `label` it speaks to screen readers, without it is decoration."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    css = f"i i-{size}" if size else "i"
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', css, spoken, asset("dist/icons.svg"), name)


@register.filter
def state_icon(state: str) -> str:
    """The icon that goes with a meaning: done, due, late, wait, ruling, info."""
    return STATE_ICONS.get(state, "info-circle")


@register.simple_tag
def week_ticks(current: int, total: int) -> SafeString:
    """The weeks of the term as ticks, the current one taller; nothing when there is no term."""
    if not total:
        return SafeString("")
    ticks = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>',
        (_tick(number, current) for number in range(1, total + 1)),
    )
    now = f"现在是第{current}周" if 1 <= current <= total else "现在不在教学周内"
    width = total * 7
    opening = format_html('<svg class="weeks" width="{}" height="14" viewBox="0 0 {} 14" role="img"', width, width)
    return format_html('{} aria-label="本学期共{}周，{}">{}</svg>', opening, total, now, ticks)


def _tick(number: int, current: int) -> tuple[str, float, float, float, float, float]:
    left = (number - 1) * 7
    if number == current:
        return "now", left, 1, 5, 12, 1.5
    if number < current:
        return "gone", left, 5, 5, 8, 1.5
    return "left", left + 0.5, 5.5, 4, 7, 1


@register.simple_tag
def form_nonce() -> SafeString:
    """A hidden number by which the server knows that it has had this very form before."""
    return format_html('<input type="hidden" name="_nonce" value="{}">', secrets.token_urlsafe(16))


@register.filter
def attributes(attrs: Any) -> SafeString:
    """The remaining attributes of a component, escaped; cotton's own printing of them is not."""
    given: Mapping[str, Any] = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else attrs
    return flatatt({name: value for name, value in given.items() if value is not None and value is not False})


@register.filter
def initial(name: str) -> str:
    """The character in the avatar: the first of the name."""
    return (name or "").strip()[:1] or "？"


@register.filter
def control_kind(field: BoundField) -> str:
    """How a form field is drawn: check, radio, many, file, hidden or input."""
    kinds = {"checkbox": "check", "radio": "radio", "file": "file"}
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if getattr(widget, "allow_multiple_selected", False) and getattr(widget, "input_type", "") == "checkbox":
        return "many"
    return kinds.get(getattr(widget, "input_type", ""), "input")


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of a form field with our class and its help and error announced."""
    attrs: dict[str, str | bool] = {"class": "input", **_described(field)}
    choices = getattr(field.field, "choices", None)
    if choices is not None and len(list(choices)) >= LONG_LIST:
        attrs["data-search-select"] = ""
    return field.as_widget(attrs=attrs)


def _described(field: BoundField) -> dict[str, str]:
    parts = [f"{field.auto_id}_error"] if field.errors else []
    parts += [f"{field.auto_id}_help"] if field.help_text else []
    invalid = {"aria-invalid": "true"} if field.errors else {}
    return {**invalid, **({"aria-describedby": " ".join(parts)} if parts else {})}


@register.filter
def chosen(field: BoundField) -> list[str]:
    """Values of a choice field as text, for ticking what was chosen."""
    value = field.value()
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple | set) else [str(value)]


@register.filter
def as_text(value: object) -> str:
    """The value as text, so that a number equals the same number typed."""
    return str(value)


@register.simple_tag
def signature_rows(names: Sequence[Any], blank: int = 1) -> list[tuple[Any, Any]]:
    """Rows of a sign-in sheet in two columns, with at least `blank` empty places for guests.

    A name is text or a mapping {name, note}; each side is {no, name, note}.
    """
    places = [_place(number, name) for number, name in enumerate([*names, *[""] * blank], start=1)]
    if len(places) % 2:
        places.append(_place(len(places) + 1, ""))
    half = len(places) // 2
    return list(zip(places[:half], places[half:], strict=True))


def _place(number: int, name: Any) -> dict[str, Any]:
    given = name if isinstance(name, Mapping) else {"name": name}
    return {"no": number, "name": given.get("name", ""), "note": given.get("note", "")}


@register.filter
def pieces(text: str) -> list[str]:
    """The words of a text, parted at spaces."""
    return text.split()


@register.filter
def percent_of(part: float, whole: float) -> int:
    """Whole per cent, rounded down, so that 100 means all; 0 of 0 is 0."""
    return int(part * 100 // whole) if whole else 0


@register.filter
def times(number: int) -> Iterable[int]:
    """1 to number, to repeat something."""
    return range(1, int(number) + 1)


@register.filter
def short_day(value: date | datetime | None) -> str:
    """3月9日（周一）."""
    return words.short_day(_local_day(value)) if value else ""


@register.filter
def full_day(value: date | datetime | None) -> str:
    """2026年3月9日（周一）."""
    return words.full_day(_local_day(value)) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """周一."""
    return words.weekday(_local_day(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """3月9日 15:02, in Shanghai."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local.month}月{local.day}日 {words.clock_time(local)}"


@register.filter
def day(value: date | None, today: date | None = None) -> str:
    """3月9日; with the year when it is another than today's."""
    if not value:
        return ""
    year = f"{value.year}年" if today is None or value.year != today.year else ""
    return f"{year}{value.month}月{value.day}日"


@register.filter
def cited(text: str) -> str:
    """A cite as a reader needs it, without the clause numbers of our own list: 三「……」（L-09） becomes 三「……」."""
    return _OWN_NUMBERS.sub("", text)


@register.filter
def week_name(number: int) -> str:
    """第十二周."""
    return words.week_name(number)


@register.simple_tag
def text_diff(before: str, after: str) -> SafeString:
    """What changed between two texts, marked with del and ins."""
    return words.text_difference(before, after)


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value
