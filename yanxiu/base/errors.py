"""Errors meant for people: a sentence in Chinese that says what is wrong and how to mend it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied


class Refusal(Exception):
    """An action that cannot be done as asked. `message` is shown as it is; `field` names the input."""

    def __init__(self, message: str, *, field: str = "", clause: str = "") -> None:
        super().__init__(message)
        self.message, self.field, self.clause = message, field, clause


class AlreadyHandled(Refusal):
    """Somebody else was first; `row` is the object as it was read before."""

    def __init__(self, row: Any, by: str = "") -> None:
        who = f"由{by}" if by else "由别人"
        super().__init__(f"这一件刚才已{who}处理，刷新后可看到结果。")
        self.row = row


class NotAllowed(Refusal, PermissionDenied):
    """The viewer may see the object but may not do this to it; the sentence says who may."""
