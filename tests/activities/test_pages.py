"""The pages: typing a roll, importing a register, privacy of leave, 记错了, what is printed and exported."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client

from tests.activities.scene import DAY, adopted, colleague, meeting, office
from tests.support.cast import BEGAN, Cast
from yanxiu.activities.actions import raise_objection, record_attendance
from yanxiu.activities.models import Activity, Attendance, Objection, RegisterImport
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.org.actions import people
from yanxiu.org.models import SpellKind
from yanxiu.regulations.records import Origin

SICK = {"present": False, "leave": "sick"}


@pytest.fixture
def scene(here: Cast) -> Cast:
    adopted(here)
    return here


@pytest.fixture
def desk(browser_of) -> Client:
    return browser_of("office")


def body(browser: Client, where: str) -> str:
    return browser.get(where).content.decode()


def test_the_office_enters_a_meeting_and_types_the_roll(scene: Cast, desk: Client) -> None:
    form = {
        "title": "集体备课",
        "on": "2026-05-08",
        "group": scene.group.pk,
        "kind": "lesson_prep",
        "starts_at": "15:40",
        "source": "签到册第 3 页",
    }
    assert desk.post("/attendance/new/", form).status_code == 302
    activity = Activity.objects.get()
    assert (activity.kind, activity.group, activity.origin, activity.source) == (
        "lesson_prep",
        scene.group,
        Origin.PAPER,
        "签到册第 3 页",
    )
    where, teacher, leader = f"/attendance/{activity.pk}/", scene.people["teacher"], scene.people["leader"]
    page = body(desk, where)
    assert page.count("data-roll") == 2 and page.index("费乐天") < page.index("王一诺")
    desk.post(where, {f"m-{teacher.pk}": "√", f"m-{leader.pk}": "", "source": "签到册第 3 页"})
    row = Attendance.objects.get()
    assert (row.person, row.marks, row.symbol, row.origin) == (teacher, {"present": True}, "√", Origin.PAPER)
    assert "据纸质" in body(desk, where)


def test_what_was_typed_stays_when_the_reason_is_missing(scene: Cast, desk: Client) -> None:
    activity, teacher = meeting(scene), scene.people["teacher"]
    where = f"/attendance/{activity.pk}/"
    desk.post(where, {f"m-{teacher.pk}": "√"})
    answer = desk.post(where, {f"m-{teacher.pk}": "病"})
    page = answer.content.decode()
    assert (
        answer.status_code == 422
        and "请写更正原因" in page
        and '<option value="病" selected >' in " ".join(page.split())
    )
    assert desk.post(where, {f"m-{teacher.pk}": "病", "reason": "假条晚交"}).status_code == 302
    assert Attendance.objects.get().marks == SICK


def test_a_mark_that_was_never_offered_is_refused(scene: Cast, desk: Client) -> None:
    activity = meeting(scene)
    answer = desk.post(f"/attendance/{activity.pk}/", {f"m-{scene.people['teacher'].pk}": "<script>"})
    assert answer.status_code == 422 and Attendance.objects.count() == 0


def test_a_guest_of_the_school_is_added_and_one_of_another_school_is_not(scene: Cast, desk: Client) -> None:
    activity = meeting(scene)
    where, guest = f"/attendance/{activity.pk}/", scene.people["principal"]
    desk.post(where, {"extra": str(guest.pk), "extra-mark": "√"})
    desk.post(where, {"extra": str(scene.people["neighbour_office"].pk), "extra-mark": "√"})
    assert [row.person for row in Attendance.objects.all()] == [guest]


def test_only_the_office_and_the_person_read_which_leave_it_was(scene: Cast, browser_of) -> None:
    activity, teacher = meeting(scene), scene.people["teacher"]
    record_attendance(activity, {teacher: SICK, scene.people["leader"]: {"present": True}}, actor=office(scene))
    where = f"/attendance/{activity.pk}/"
    assert "病假" in body(browser_of("office"), where) and "病假" in body(browser_of("teacher"), "/attendance/mine/")
    for role in ("leader", "principal"):
        page = body(browser_of(role), where)
        assert "请假" in page and "病" not in page
    assert browser_of("teacher").get(where).status_code == 404


def test_a_spell_is_named_to_the_office_alone(scene: Cast, browser_of) -> None:
    kind = SpellKind.objects.get(code="maternity_leave")
    people.begin_spell(scene.people["teacher"], kind, start=BEGAN, school=scene.school, actor=COMMAND_LINE)
    activity = meeting(scene)
    where = f"/attendance/{activity.pk}/"
    assert kind.title in body(browser_of("office"), where)
    for page in (body(browser_of("leader"), where), body(browser_of("leader"), f"{where}sheet/")):
        assert kind.title not in page and kind.public_title in page
    assert "<b>1</b>待确认" in " ".join(body(browser_of("office"), where).split()).replace("</b> ", "</b>")


def test_a_teacher_says_it_is_wrong_and_reads_the_answer(scene: Cast, browser_of) -> None:
    activity, teacher = meeting(scene), scene.people["teacher"]
    record_attendance(activity, {teacher: {"present": False}}, actor=office(scene))
    row, own, desk = Attendance.objects.get(), browser_of("teacher"), browser_of("office")
    assert own.post(f"/attendance/mine/{row.pk}/", {"words": "我到了，坐后排"}).status_code == 302
    assert "我到了，坐后排" in body(desk, "/attendance/") and "我到了，坐后排" in body(
        desk, f"/attendance/{activity.pk}/"
    )
    objection = Objection.objects.get()
    desk.post(f"/attendance/objections/{objection.pk}/", {"mark": "√", "answer": "查了签到册，已改"})
    row.refresh_from_db()
    assert row.marks == {"present": True} and "查了签到册，已改" in body(own, "/attendance/mine/")
    assert "我到了，坐后排" not in body(desk, "/attendance/")


def test_an_objection_is_the_matter_of_the_person_alone(scene: Cast, browser_of) -> None:
    record_attendance(meeting(scene), {scene.people["teacher"]: {"present": False}}, actor=office(scene))
    row = Attendance.objects.get()
    for role, status in (("leader", 404), ("office", 403), ("neighbour_office", 404), ("stranger", 404)):
        assert browser_of(role).post(f"/attendance/mine/{row.pk}/", {"words": "x"}).status_code == status
    assert Objection.objects.count() == 0


def test_a_pasted_register_is_looked_at_decided_and_imported(scene: Cast, desk: Client) -> None:
    text = "姓名\t3.20\t3月27日\n王一诺\t√\t○\n查无此人\t√\t√\n"
    form = {
        "text": text,
        "term": scene.term.pk,
        "group": scene.group.pk,
        "title": "集体备课",
        "kind": "none",
        "paper": "on",
    }
    assert desk.post("/attendance/import/", form).status_code == 302
    register = RegisterImport.objects.get()
    where = f"/attendance/import/{register.pk}/"
    page = body(desk, where)
    assert "本校这一学年没有“查无此人”" in page and "“○”是什么？请选" in page and "C2" in page
    refused = desk.post(where, {"then": "go", "symbol:○": "病假"})
    assert refused.status_code == 409 and "还有 1 处没有定" in refused.content.decode()
    assert Attendance.objects.count() == 0
    assert desk.post(where, {"then": "go", "person:3": "skip"}).status_code == 302
    assert {(row.on, row.symbol) for row in Attendance.objects.all()} == {
        (date(2026, 3, 20), "√"),
        (date(2026, 3, 27), "○"),
    }
    assert "导入好了" in body(desk, where)


def test_an_upload_that_is_no_table_is_refused_on_the_page_and_keeps_the_rest(scene: Cast, desk: Client) -> None:
    upload = io.BytesIO(b"%PDF-1.7")
    upload.name = "签到.pdf"
    form = {"file": upload, "term": scene.term.pk, "group": "whole", "title": "我写的名称", "kind": "none"}
    answer = desk.post("/attendance/import/", form)
    assert answer.status_code == 422 and "PDF" in answer.content.decode() and "我写的名称" in answer.content.decode()


def test_words_of_a_sheet_do_not_run_on_the_page(scene: Cast, desk: Client) -> None:
    text = '姓名\t3.20 <b>x</b>\n<script>alert(1)</script>\t"><img src=x>\n'
    desk.post(
        "/attendance/import/", {"text": text, "term": scene.term.pk, "group": "whole", "title": "<i>", "kind": "none"}
    )
    page = body(desk, f"/attendance/import/{RegisterImport.objects.get().pk}/")
    assert "<script>alert" not in page and "<img src=x" not in page and "<b>x</b>" not in page


def test_the_sheet_to_sign_has_a_place_for_everybody(scene: Cast, desk: Client) -> None:
    for number in range(41):
        colleague(scene, f"同事{number}")
    page = body(desk, f"/attendance/{meeting(scene).pk}/sheet/")
    assert page.count('class="a4"') == 2 and page.count("同事") == 41 and "第 2 页，共 2 页" in page


def test_the_exported_term_is_the_register_again(scene: Cast, desk: Client) -> None:
    activity, teacher, leader = meeting(scene), scene.people["teacher"], scene.people["leader"]
    record_attendance(activity, {teacher: SICK, leader: {"present": True}}, actor=office(scene))
    answer = desk.get("/attendance/export/")
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["姓名", "2026-05-08 集体备课", "到会次数"],
        ["费乐天", "病", 0],
        ["王一诺", "√", 1],
    ]


def test_a_withdrawn_meeting_is_gone_from_the_list(scene: Cast, desk: Client) -> None:
    activity = meeting(scene)
    desk.post(f"/attendance/{activity.pk}/withdraw/", {"reason": ""})
    assert "集体备课" in body(desk, "/attendance/")
    desk.post(f"/attendance/{activity.pk}/withdraw/", {"reason": "登重了"})
    assert f"/attendance/{activity.pk}/" not in body(desk, "/attendance/")


def test_a_moved_meeting_is_put_right_on_its_page(scene: Cast, desk: Client) -> None:
    activity = meeting(scene)
    form = {
        "title": "集体备课（改期）",
        "on": "2026-05-07",
        "group": scene.group.pk,
        "kind": "none",
        "reason": "写错了一天",
    }
    assert desk.post(f"/attendance/{activity.pk}/edit/", form | {"reason": ""}).status_code == 422
    assert desk.post(f"/attendance/{activity.pk}/edit/", form).status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.on) == ("集体备课（改期）", date(2026, 5, 7))


def test_an_objection_of_another_school_is_not_answered(scene: Cast, browser_of) -> None:
    record_attendance(meeting(scene, DAY), {scene.people["teacher"]: {"present": False}}, actor=office(scene))
    row = Attendance.objects.select_related("school", "person").get()
    objection = raise_objection(row, words="x", actor=scene.viewer("teacher").actor)
    for role in ("neighbour_office", "stranger"):
        assert browser_of(role).post(f"/attendance/objections/{objection.pk}/", {"answer": "y"}).status_code == 404
    assert browser_of("teacher").post(f"/attendance/objections/{objection.pk}/", {"answer": "y"}).status_code == 403
