"""Audit rows and look-ups in words."""

from typing import Any

from django import template

from yanxiu.base import clock
from yanxiu.base.models import AuditEvent
from yanxiu.dashboards import words

register = template.Library()
register.filter("in_words", words.in_words)
register.filter("on_our_clock", clock.shown)

CHANNELS = {"web": "网页", "door": "登录页", "cli": "命令行", "job": "后台任务", "demo": "演示", "import": "导入"}


@register.filter
def at(mapping: dict[Any, Any], key: Any) -> Any:
    """The value a mapping holds for a key, or ""."""
    return mapping.get(key, "")


@register.filter
def channel(code: str) -> str:
    """Where an act came from."""
    return CHANNELS.get(code, code)


@register.filter
def effect(event: AuditEvent) -> str:
    """What an act changed, in words: "新增 3 条", "改了 姓名、工号"."""
    return words.effect_of(event)
