"""Audit rows in words: 「任职 · 新增」, not "appointment.make"."""

from yanxiu.base.models import AuditEvent
from yanxiu.base.verbs import BY_THE_WAY, in_words

__all__ = ["effect_of", "in_words"]


def effect_of(event: AuditEvent) -> str:
    """How many rows an act made, changed or removed where they are several, and its note."""
    counts = {"new": 0, "set": 0, "gone": 0}
    for change in event.changes:
        counts[change["what"]] += change.get("count", 1)
    many = sum(counts.values()) > 1 and event.verb not in BY_THE_WAY
    said = [
        f"{word} {counts[what]} 条"
        for what, word in (("new", "新增"), ("set", "改动"), ("gone", "删除"))
        if many and counts[what]
    ]
    return "，".join([*said, event.note] if event.note else said)
