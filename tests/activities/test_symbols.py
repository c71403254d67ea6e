"""Export then import gives the same rows, whatever stands in them; under each regulation and without one."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.activities.scene import adopted, office
from tests.packs.known import OBSERVING, PLANNING, TRAVELLING
from tests.support.cast import Cast
from yanxiu.activities.actions import Plan, have_imported, hold_activity, record_attendance, upload_register
from yanxiu.activities.actions.registers import SheetOf
from yanxiu.activities.exporting import term_workbook
from yanxiu.activities.judging import judge
from yanxiu.activities.models import Activity, Attendance
from yanxiu.regulations.attending import attending, read_back, said
from yanxiu.regulations.records import RecordState

FIRST = date(2026, 3, 2)
TITLES = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


def fields_of(kept: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Any fields a record of attendance may hold, most of them never seen on paper."""
    parts = {}
    for one in kept.kind.fields:
        if one.id == "event":
            continue
        if one.type == "flag":
            parts[one.id] = st.booleans()
        elif one.type == "choice":
            parts[one.id] = st.sampled_from(list(one.choices))
        else:
            parts[one.id] = st.sampled_from(["公假", "外出培训"])
    return st.fixed_dictionaries({}, optional=parts).filter(bool)


def rows() -> list[tuple[str, date, str, dict[str, Any], dict[str, Any]]]:
    kept = Attendance.objects.filter(state=RecordState.KEPT).select_related("person", "activity")
    return sorted((row.person.name, row.on, row.activity.title, row.marks, row.texts) for row in kept)


@pytest.mark.parametrize("pack", [OBSERVING, TRAVELLING, PLANNING, ""])
def test_export_then_import_gives_the_same_rows(here: Cast, pack: str) -> None:
    if pack:
        adopted(here, pack)
    kept = attending(here.school, FIRST)

    @settings(max_examples=8, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(TITLES, fields_of(kept), fields_of(kept)), min_size=1, max_size=4))
    def same(meetings: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> None:
        with transaction.atomic():
            for number, (title, one, other) in enumerate(meetings):
                plan = Plan(title, FIRST + timedelta(days=number), here.group)
                activity = hold_activity(here.school, plan, actor=office(here))
                marks = {here.people["teacher"]: one, here.people["leader"]: other}
                record_attendance(activity, marks, actor=office(here))
            before, book = rows(), term_workbook(here.school, here.term, here.group)
            Attendance.objects.all().delete()
            Activity.objects.all().delete()
            of = SheetOf(here.term, "活动", here.group)
            register = upload_register(here.school, of, file=io.BytesIO(book), name="x.xlsx", actor=office(here))
            assert judge(register).troubles == []
            have_imported(register, actor=office(here))
            assert rows() == before
            transaction.set_rollback(True)

    same()


@pytest.mark.parametrize("pack", [OBSERVING, TRAVELLING, PLANNING, ""])
def test_words_of_fields_read_back_to_the_fields(here: Cast, pack: str) -> None:
    if pack:
        adopted(here, pack)
    kept = attending(here.school, FIRST)
    assert len({way.title for way in kept.ways}) == len(kept.ways) > 3
    for way in kept.ways:
        assert read_back(kept.kind, said(kept.kind, way.fields)) == dict(way.fields)
