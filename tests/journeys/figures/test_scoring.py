"""量化: rolls, plans, papers and marks of the office entered on their screens, six items and a grade read on others."""

from __future__ import annotations

from datetime import date

import pytest

from tests.journeys.figures.conftest import School
from tests.journeys.figures.screens import Screen
from tests.packs.known import PLANNING
from yanxiu.assessment.models import Run
from yanxiu.jobs import runner
from yanxiu.portfolio.models import Work

DAY = date(2025, 10, 20)
LONG = {
    "study_plan": ("goal", "theme", "method", "process", "safeguard"),
    "takeaway": ("overview", "gain", "next"),
    "lesson_review": ("strengths", "weaknesses", "measures"),
    "lesson_reflection": ("lesson", "body"),
    "term_summary": ("situation", "achievements", "shortcomings", "next"),
}


def parts(kind: str, *without: str) -> dict[str, str]:
    return {name: "写了" for name in LONG[kind] if name not in without}


@pytest.fixture(autouse=True)
def quiet_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue is told nothing: a test says itself when a worker comes."""
    monkeypatch.setattr("yanxiu.jobs.actions.hint", lambda district, number: None)


@pytest.fixture
def scoring(school: School) -> School:
    return school.follows(PLANNING)


def roll(office: Screen, on: str, **said: str) -> None:
    """An activity of the group as the office copies it from the book: who was late △, who was missing ×."""
    made = office.send("/attendance/new/", title="集体备课", on=on, group="语文组")
    office.send(made.redirect_chain[-1][0], source="签到册第 2 页", **said)


def writes(person: Screen, kind: str, *without: str, on: date = DAY) -> None:
    person.write(f"/journal/write/{kind}/", on=on.isoformat(), **parts(kind, *without))


def marked(school: School, who: str, answer: str) -> None:
    """The office says what was wrong with somebody's plan, ticking it in the book of records."""
    row = Work.objects.get(person=school.cast.people[who], kind="study_plan")
    office = school.at("office")
    assert row.pk.hex and str(row.pk) in office.client.get("/records/?kind=study_plan").content.decode()
    office.send("/records/?kind=study_plan", mark=answer, id=str(row.pk))


def run(school: School) -> tuple[Run, str]:
    """A run begun on its page and done by a worker: its page as words."""
    office = school.at("office")
    office.send("/runs/", adoption=str(school.adoption.pk))
    found = Run.objects.order_by("number").last()
    assert found is not None
    runner.run(found.district_id, found.job_id)
    return found, office.see(f"/runs/{found.pk}/")


@pytest.mark.clause("L-19", "L-20", "L-21", "L-22")
def test_late_twice_and_absent_once_is_three_and_twelve_times_late_is_nought(scoring: School) -> None:
    """SC-L1: 5 − 2 × 0.5 − 1 ＝ 3; 5 − 12 × 0.5 is below nought, so 0."""
    office, teacher, leader = (scoring.at(who) for who in ("office", "teacher", "leader"))
    one, other = (f"m-{scoring.cast.people[who].pk}" for who in ("teacher", "leader"))
    for number in range(12):
        mine = {0: "△", 1: "△", 2: "×"}.get(number, "√")
        roll(office, f"2025-10-{13 + number}", **{one: mine, other: "△"})
    assert "参与情况 迟到、间缺、早退 −1；少参加研修活动 −1 3 /5" in teacher.see("/mine/")
    opened = teacher.opens("参与情况")
    assert "3 / 5 分 扣 2 分" in opened and "2 × 每次 -0.5，共 -1 分" in opened and "1 × 每次 -1，共 -1 分" in opened
    assert "集体备课 · 未到会" in opened and "“迟到、间缺、早退一次扣0.5分”" in opened
    assert "参与情况 迟到、间缺、早退 −6 0 /5" in leader.see("/mine/")
    assert "低于 0，按 0 记" in leader.opens("参与情况")
    table = office.see("/standing/?tab=results")
    assert "3/5 扣 2 分" in table and "0/5 扣 5 分" in table


@pytest.mark.clause("L-13", "L-14", "L-15", "L-16", "L-17", "L-18")
def test_a_plan_late_off_its_theme_and_without_a_part_is_two_and_a_half(scoring: School) -> None:
    """SC-L2: 5 − 0.5 − 1 − 1 ＝ 2.5; two parts missing take off no more than one."""
    teacher, leader = scoring.at("teacher"), scoring.at("leader")
    writes(teacher, "study_plan", "safeguard")
    writes(leader, "study_plan", "safeguard", "method")
    for who in ("teacher", "leader"):
        for answer in ("未及时提交：是", "未围绕研修主题：是"):
            marked(scoring, who, answer)
    said = "未及时提交 −0.5；未围绕研修主题 −1；项目不全 −1 2.5 /5"
    assert f"计划 {said}" in teacher.see("/mine/") and f"计划 {said}" in leader.see("/mine/")
    opened = teacher.opens("计划")
    assert "2.5 / 5 分" in opened and "个人研修计划 缺“保障措施”" in opened and "“项目不全扣1分”" in opened
    assert "缺“研学方式”、“保障措施”" in leader.opens("计划")
    assert "2.5/5 扣 2.5 分" in scoring.at("office").see("/standing/?tab=results")


@pytest.mark.clause("L-24", "L-25", "L-27", "L-36", "L-37", "L-39")
def test_a_takeaway_without_an_end_and_a_summary_without_two_parts_are_eight_each(scoring: School) -> None:
    """SC-L3: 10 − 2 ＝ 8 for two takeaways, 10 − 2 × 1 ＝ 8 for the summary; one of each from paper."""
    teacher, office = scoring.at("teacher"), scoring.at("office")
    writes(teacher, "takeaway", "next")
    paper = {"who": "flt", "source": "心得第 2 篇", "on": "2025-11-10"}
    office.write("/records/enter/takeaway/", **paper, **parts("takeaway"))
    writes(teacher, "term_summary", "shortcomings", "next")
    mine = teacher.see("/mine/")
    assert "心得体会 心得项目不全 −2 8 /10" in mine and "研修总结 总结项目不全 −2 8 /10" in mine
    assert "缺“今后打算”" in teacher.opens("心得体会") and "缺“找出缺点”、“今后打算”" in teacher.opens("研修总结")
    table = office.see("/standing/?tab=results")
    assert table.count("8/10 扣 2 分") == 2


def forty_one(scoring: School) -> None:
    """Plan 3, taking part 3, takeaways 8, review 9, reflection 10, summary 8: 41 of 50."""
    office, teacher = scoring.at("office"), scoring.at("teacher")
    for on, mark in (("2025-10-13", "△"), ("2025-10-14", "△"), ("2025-10-15", "×")):
        roll(office, on, **{f"m-{scoring.cast.people['teacher'].pk}": mark})
    writes(teacher, "study_plan", "safeguard")
    marked(scoring, "teacher", "未围绕研修主题：是")
    writes(teacher, "takeaway", "next")
    writes(teacher, "takeaway", on=date(2025, 11, 10))
    writes(teacher, "lesson_review", "measures")
    writes(teacher, "lesson_reflection")
    writes(teacher, "term_summary", "shortcomings", "next")


@pytest.mark.clause("L-42", "L-43")
def test_forty_one_of_fifty_is_graded_by_the_scale_that_was_ruled(scoring: School) -> None:
    """SC-L4: A 41 × 0.8 ＝ 32.8 良好; B 8＋9＋10＋8 ＝ 35 良好; C 41 above 40, 优秀."""
    forty_one(scoring)
    teacher = scoring.at("teacher")
    expected = (
        ("A", "32.8 /40 分 6 项合计 41/50，再折算", "良好", "六项合计乘 0.8"),
        ("B", "35 /40 分", "良好", "只取心得、评课、反思、总结四项"),
        ("C", "41 /50 分", "优秀", "原始分直接套等级"),
    )
    for reading, figure, grade, words in expected:
        if reading != "A":
            scoring.rules("grading-scale", reading)
        mine = teacher.see("/mine/")
        assert f"定级分 建议值，议定后生效 {figure}" in mine and f"等级 {grade}" in mine
        found, page = run(scoring)
        line = f"费乐天 语文组 3 3 8 9 10 8 {figure.split()[0]} {grade}"
        assert line in page
        paper = scoring.at("office").see(f"/runs/{found.pk}/print/")
        raw = {"B": "35"}.get(reading, "41")
        assert f"费乐天 3 3 8 9 10 8 {raw} {figure.split()[0]} {grade}" in paper
        assert f"六项满分 50 分，等级只到 40 分，按什么分数定级——{words}" in paper


def hands_in(school: School, who: str, *without: str, **plan: bool) -> None:
    """Everything asked for, kept as the pages keep it; `without` names kinds not handed in or parts left out."""
    for kind in LONG:
        if kind not in without:
            days = [DAY, date(2025, 11, 10)] if kind == "takeaway" else [DAY]
            school.keeps(who, kind, days, **parts(kind, *without), **(plan if kind == "study_plan" else {}))


@pytest.mark.clause("L-42", "L-43", "L-44")
def test_scores_at_the_bounds_and_in_the_gaps_of_the_text_fall_to_the_lower_grade(scoring: School) -> None:
    """SC-L5, 50 less what is named, × 0.8: 45 → 36.0, 44.5 → 35.6, 30 → 24.0, 29.5 → 23.6 in the gap, 28.5 → 22.8."""
    names = ("甲", "乙", "丙", "丁", "戊")
    for name in names:
        scoring.colleague(name)
    for name in names[:2]:
        hands_in(scoring, name)
    absent = {f"m-{scoring.cast.people[name].pk}": "×" for name in names[:2]}
    for number in range(5):  # five absences: 45
        roll(scoring.at("office"), f"2025-10-{13 + number}", **absent)
    for name in names[2:]:  # neither reflection nor summary: 30
        hands_in(scoring, name, "lesson_reflection", "term_summary")
    for name in ("乙", "丁", "戊"):  # half a point for a late plan
        marked(scoring, name, "未及时提交：是")
    marked(scoring, "戊", "未围绕研修主题：是")  # one more
    expected = (
        ("甲", "36 /40 分 6 项合计 45/50", "优秀"),
        ("乙", "35.6 /40 分 6 项合计 44.5/50", "良好"),
        ("丙", "24 /40 分 6 项合计 30/50", "良好"),
        ("丁", "23.6 /40 分 6 项合计 29.5/50", "一般"),
        ("戊", "22.8 /40 分 6 项合计 28.5/50", "一般"),
    )
    found, page = run(scoring)
    paper = scoring.at("office").see(f"/runs/{found.pk}/print/")
    for name, figure, grade in expected:
        mine = scoring.at(name).see("/mine/")
        assert f"建议值，议定后生效 {figure}" in mine and f"等级 {grade}" in mine
        gap = "原文断档，按下限判" if name == "丁" else ""
        score, raw = figure.split()[0], figure.split()[-1].removesuffix("/50")
        assert f"{raw} {score} {grade}{'（' + gap + '）' if gap else ''} " in paper
        assert f" {score} {grade}{' ' + gap if gap else ''} " in page
    assert "原文断档，按下限判" in scoring.at("丁").opens("等级")


def fifty_two(school: School, below: int) -> None:
    """Fifty-two people, 23 of 36 points and more: all but three of them 40, or with `below` places fewer at the line."""
    crew = [f"教师{number:02d}" for number in range(48)]
    for name in crew:
        school.colleague(name)
    for number, name in enumerate(crew[:23]):
        hands_in(school, name, *(("measures",) if number >= below else ()))


@pytest.mark.clause("L-40", "L-41")
def test_twenty_of_fifty_two_may_be_excellent_and_three_are_good_for_want_of_places(scoring: School) -> None:
    """SC-L6: 52 × 0.4 ＝ 20.8, so 20; twenty have 40, three 39.2."""
    fifty_two(scoring, 20)
    found, page = run(scoring)
    assert "优秀名额 20 人" in page and "52 人 × 0.4 ＝ 20.8，取 20" in scoring.at("office").see(
        scoring.at("office").door(f"/runs/{found.pk}/", "教师00，综合考核等级")
    )
    assert page.count(" 40 优秀") == 20 and page.count(" 39.2 良好 因名额") == 3
    paper = scoring.at("office").see(f"/runs/{found.pk}/print/")
    assert paper.count("49 39.2 良好（因名额）") == 3


@pytest.mark.clause("L-40", "L-41")
def test_a_tie_at_the_line_waits_for_the_deciders(scoring: School) -> None:
    """SC-L6: nineteen have 40, the twentieth to the twenty-third 39.2: one place, four people, nobody chosen by us."""
    fifty_two(scoring, 19)
    found, page = run(scoring)
    assert "名额线并列 4 人，余 1 个名额" in page and page.count("并列待定") == 4
    office = scoring.at("office")
    said = {"how": "chosen", "person": str(scoring.cast.people["教师20"].pk), "met_on": "2026-01-15"}
    office.send(f"/runs/{found.pk}/", **said, present="考核小组 7 人，到 7 人", reason="评课做得实")
    latest = Run.objects.order_by("number").last()
    assert latest is not None and latest.pk != found.pk
    runner.run(latest.district_id, latest.job_id)
    after = office.see(f"/runs/{latest.pk}/").partition("封存前要办的")[0]
    assert "并列待定" not in after and after.count(" 39.2 良好 因名额") == 3 and after.count(" 39.2 优秀") == 1


@pytest.mark.clause("L-24")
def test_one_takeaway_of_two_waits_for_the_group_that_scores_and_then_counts(scoring: School) -> None:
    """Nothing is written of one takeaway short: the item waits, 7 of 10 are given on the sheet of scores."""
    office, teacher = scoring.at("office"), scoring.at("teacher")
    writes(teacher, "takeaway")
    assert "心得体会 记录不足 — /10" in teacher.see("/mine/")
    sheet = office.door("/runs/scores/", "心得体会")
    office.send(sheet, **{f"p-{scoring.cast.people['teacher'].pk}": "7"})
    assert "心得体会 7 /10" in teacher.see("/mine/") and "人工评分 7（满分 10）" in teacher.opens("心得体会")
