"""Writes of 研修活动."""

from yanxiu.activities.actions.activities import Plan, correct_activity, hold_activity, withdraw_activity
from yanxiu.activities.actions.objections import answer_objection, raise_objection
from yanxiu.activities.actions.registers import decide, drop_register, have_imported, import_register, upload_register
from yanxiu.activities.actions.rolls import Recorded, record_attendance

__all__ = [
    "Plan",
    "Recorded",
    "answer_objection",
    "correct_activity",
    "decide",
    "drop_register",
    "have_imported",
    "hold_activity",
    "import_register",
    "raise_objection",
    "record_attendance",
    "upload_register",
    "withdraw_activity",
]
