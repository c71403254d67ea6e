"""What each school's people write down and how often, and who of them is diligent. Kinds of record go by the codes
packs agree on; a kind the adopted regulation does not know is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Habit:
    """A kind of record: how many `per` week, month, term, or once; when in that time; whose; `some` is the share who do.

    `when`: spread; early (first two weeks); first (its first day); late (the last week of a term that is over); ready
    (all of it by now); ahead (most have it by now, a few lack one to three, who leads a group has a third more).
    `who`: everybody, the young (under forty), backbone teachers; for groups the codes of their kinds, joined by "+".
    """

    kind: str
    times: int = 1
    per: str = "term"
    when: str = "spread"
    who: str = ""
    some: float = 1.0


@dataclass(frozen=True)
class Following:
    """How a school came to follow a regulation: what it is about, from when, by which decision, how it rules."""

    topic: str
    start: date
    decided_on: date
    document: str
    ruling: str  # all: one sheet; half: half of it, and numbers; needed: what a run needed, two left open
    by: str = "校本研修领导小组"
    begins: date = date(2025, 9, 1)  # 起算日 when it lies later than the term's first day
    habits: tuple[Habit, ...] = ()


GROUPS = "subject_group+lesson_prep_group"
MIDDLE = (
    Habit("lesson_observation", 15, when="ahead"),
    Habit("reflection", 2),
    Habit("self_study", 4),
    Habit("speaker_script", when="ready", some=0.85),
    Habit("own_plan", 2),
    Habit("unit_reflection", 4),
    Habit("plan_check", 1, "week", when="first"),
    Habit("goal_done", 1, when="late"),
    Habit("group_plan", who=GROUPS, when="early"),
    Habit("plan_exchange", who="subject_group", when="early"),
    Habit("term_paper", 2, who="subject_group", when="late"),
    Habit("term_handover", who="subject_group", when="late"),
    Habit("prep_paper", 4, who="lesson_prep_group", when="late"),
    Habit("prep_handover", who="lesson_prep_group", when="late"),
    Habit("group_check", 1, "month", who="subject_group"),
    Habit("group_register", 1, "month", who="grade_group"),
    Habit("lesson_prep", 1, "week", who="lesson_prep_group"),
    Habit("topic_meeting", 2, who="subject_group"),
    Habit("school_activity", 1, "week"),
    Habit("school_register", 1, "month"),
    Habit("observation_statistics", 1, "month"),
    Habit("check_report", 1, "month"),
    Habit("showcase", 2, when="late"),
    Habit("training_record", 2),
    Habit("archive_text", 2),
    Habit("archive_loan", 2),
    Habit("reward_policy", 1, "once"),
)
PRIMARY = (
    Habit("lesson_observation", 4, "month"),
    Habit("reflection", 1, "month", some=0.7),
    Habit("narrative", 1, "month", some=0.4),
    Habit("training_hours", 14),
    Habit("textbook_review", when="early", some=0.9),
    Habit("archive_item", 9, "once"),
    Habit("archive_check", when="ready", some=0.85),
    Habit("notes_check", 1, "month", some=0.9),
    Habit("study_trip", some=0.15),
    Habit("demonstration", 1, "week", who="backbone"),
    Habit("mentoring", 1, "once", who="backbone"),
    Habit("skill_attendance", 2, who="young"),
    Habit("skill_assessment", 2, who="young"),
    Habit("method_exam", who="young", some=0.9),
    Habit("certificate_entry", who="young", some=0.5),
    Habit("training_project", 6, when="early"),
    Habit("skill_training", 2),
    Habit("school_archive_item", 7, "once"),
)
VILLAGE = (
    Habit("study_plan", when="early"),
    Habit("takeaway", 2, when="ready"),
    Habit("lesson_review", when="ready"),
    Habit("lesson_reflection", when="ready"),
    Habit("term_summary", when="ready"),
    Habit("lesson_observation", 8, "month"),
    Habit("reading_notes", 1, "week"),
    Habit("reflection", 1, "month"),
    Habit("research_paper", some=0.8),
    Habit("teaching_case", some=0.9),
    Habit("open_lesson", some=0.9),
    Habit("political_study", 2, "week"),
    Habit("contest", 4),
    Habit("integration_contest", 2),
)
FOLLOWING = {
    "QHB001": Following(
        "备课", date(2025, 9, 1), date(2025, 8, 28), "青初校发〔2025〕11号", "half", habits=MIDDLE,
    ),
    "QHA001": Following(
        "学时", date(2026, 3, 2), date(2026, 2, 27), "青中小发〔2026〕3号", "all", begins=date(2026, 3, 16), habits=PRIMARY,
    ),
    "QHA003": Following(
        "考核", date(2025, 9, 1), date(2025, 8, 29), "石小发〔2025〕6号", "needed", habits=VILLAGE,
    ),
}  # fmt: skip


def care(place: int) -> str:
    """How somebody at a place of the school's plan keeps up: full, short (by one to three), far behind."""
    if place % 37 == 11:
        return "far"
    return "short" if place % 6 == 4 else "full"
