"""What an office types in its own words, and forms that pick nobody for it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cast import Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.errors import Refusal
from yanxiu.base.tenancy import in_district
from yanxiu.kernel.terms import usual_first_day
from yanxiu.org.actions.units import set_age_bands
from yanxiu.org.models import Appointment, Group
from yanxiu.setup.actions.first_run import found_school
from yanxiu.setup.bands import bands_text, read_bands
from yanxiu.setup.roster.columns import kind_of_group
from yanxiu.tenants.actions import create_operator
from yanxiu.web.templatetags.ui import cited


@pytest.mark.clause("W-03")
@pytest.mark.parametrize(
    ("line", "band"),
    [
        ("35岁以下", ("35岁以下", None, 35)),
        ("35以下", ("35以下", None, 35)),
        ("36—50岁", ("36—50岁", 36, 50)),
        ("36到50岁", ("36到50岁", 36, 50)),
        ("51岁及以上", ("51岁及以上", 51, None)),
        ("青年 -35", ("青年", None, 35)),
        ("中年 36-50", ("中年", 36, 50)),
    ],
)
def test_an_age_band_is_read_from_its_own_words(line: str, band: tuple[str, int | None, int | None]) -> None:
    assert read_bands(line) == [band]


@pytest.mark.parametrize("line", ["其他", "35", "岁以下", "50—36岁"])
def test_a_band_that_says_no_years_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(Refusal, match="第 2 行"):
        read_bands(f"35岁以下\n{line}")


def test_bands_are_shown_as_they_were_written(here: Cast) -> None:
    text = "青年 -35\n36—50岁\n51岁以上"
    set_age_bands(here.school, read_bands(text), actor=here.viewer("office").actor)
    assert bands_text(here.school) == text


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2026, 11, 25), date(2026, 9, 1)),
        (date(2026, 7, 1), date(2026, 9, 1)),
        (date(2026, 6, 30), date(2026, 3, 2)),
        (date(2027, 1, 15), date(2027, 3, 1)),
    ],
)
def test_the_usual_first_day_of_the_term_near_a_day(on: date, first: date) -> None:
    assert usual_first_day(on) == first


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("/people/{person}/appoint/", "请选一个职务。"),
        ("/people/{person}/join/", "请选一个组。"),
        ("/people/{person}/spell/", "请选一种情况。"),
        ("/unit/balances/", "请选一个人。"),
    ],
)
def test_a_form_sent_as_it_came_picks_nobody(here: Cast, browser_of, page: str, said: str) -> None:
    address = page.format(person=here.people["teacher"].pk)
    office = browser_of("office")
    held = Appointment.objects.count()
    answer = office.post(address, {"start": "2026-05-20"})
    assert answer.status_code == 422 and said in one_line(answer)
    assert Appointment.objects.count() == held


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("三「成员由主任和教研组长组成」（L-09）", "三「成员由主任和教研组长组成」"),
        ("「以校长为第一责任人」（S-07、S-08）", "「以校长为第一责任人」"),
        ("校发（2025）3号", "校发（2025）3号"),
    ],
)
def test_clause_numbers_of_our_own_list_are_not_shown_to_readers(written: str, read: str) -> None:
    assert cited(written) == read


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("四年级组", "grade_group"),
        ("三年级语文备课组", "lesson_prep_group"),
        ("语文组", "subject_group"),
        ("九年级", "grade_group"),
    ],
)
def test_a_group_in_the_column_of_groups_is_of_the_kind_its_name_says(name: str, kind: str) -> None:
    assert kind_of_group(name) == kind
    assert kind_of_group(name, "grade_group") == "grade_group"


def test_names_pasted_at_the_start_make_groups_of_the_kinds_they_name(db: None, pinned: None) -> None:
    account = create_operator("anzhuang", "liu-wan-xiao-xue-1", actor=COMMAND_LINE)
    school = found_school(
        account, name="柳湾小学", type_name="小学", first_day=date(2026, 3, 2), weeks=19, administrator="周以宁",
        names="费乐天 语文组\n江若谷 四年级组", actor=COMMAND_LINE,
    )  # fmt: skip
    with in_district(school.district_id):
        made = dict(Group.objects.values_list("name", "kind__code"))
    assert made == {"语文组": "subject_group", "四年级组": "grade_group"}
