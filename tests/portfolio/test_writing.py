"""A teacher writes: twenty seconds for an observed lesson, drafts, two devices, posts that come twice or are forged."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.access.scene import words_of
from tests.support.cast import Cast
from yanxiu.base.actions import COMMAND_LINE, Actor
from yanxiu.base.keys import new_id
from yanxiu.base.models import AuditEvent
from yanxiu.lessons.models import LessonObservation
from yanxiu.org.actions import people
from yanxiu.org.models import PostingKind
from yanxiu.portfolio.models import Work
from yanxiu.portfolio.slots import _asked, register
from yanxiu.regulations.keeping import withdraw
from yanxiu.regulations.records import Origin, RecordState

OBSERVE = "/journal/observe/"


def observation() -> LessonObservation:
    return LessonObservation.objects.get()


@pytest.mark.clause("Z-74", "Z-77")
def test_a_lesson_registered_in_a_hurry_says_what_it_still_lacks_to_count(school: Cast, browser_of, observed) -> None:
    answer = browser_of("teacher").post(OBSERVE, observed(f_time="第 3 节", f_class_name="五（2）班"), follow=True)
    words = words_of(answer)
    assert "登记好了" in words and "还缺：教学过程、简要评语，补上才算一节。" in words
    row = observation()
    assert (row.state, row.origin, row.person_id) == (RecordState.KEPT, Origin.OWN, school.people["teacher"].pk)
    assert (row.taught_by, row.taught_by_name, row.on) == (None, "外校的老师", date(2026, 5, 20))


def test_a_whole_record_lacks_nothing_that_binds(school: Cast, browser_of, observed) -> None:
    whole = observed(f_time="第 3 节", f_class_name="五（2）班", f_process="先读课题。", f_comment="批注好。")
    words = words_of(browser_of("teacher").post(OBSERVE, whole, follow=True))
    assert "登记好了" in words and "才算一节" not in words


def test_a_colleague_is_known_by_name_and_a_guess_by_one_tap(school: Cast, browser_of, observed) -> None:
    leader = school.people["leader"]
    browser = browser_of("teacher")
    assert leader.name in words_of(browser.get(OBSERVE))
    browser.post(OBSERVE, observed(taught_name=leader.name))
    browser.post(OBSERVE, observed(taught_name="", taught=str(leader.pk)))
    assert [row.taught_by_id for row in LessonObservation.objects.all()] == [leader.pk, leader.pk]


def test_the_same_page_sent_twice_is_one_record(school: Cast, browser_of, observed) -> None:
    browser, sent = browser_of("teacher"), observed()
    first, second = browser.post(OBSERVE, sent), browser.post(OBSERVE, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"] and observation().revision == 1


def test_what_was_saved_while_writing_is_a_draft_that_counts_nowhere(school: Cast, browser_of, observed) -> None:
    browser, sent = browser_of("teacher"), observed()
    answer = browser.post(OBSERVE, sent | {"then": "save"})
    assert json.loads(answer.content)["revision"] == 1 and observation().state == RecordState.DRAFT
    answer = browser.post(OBSERVE, sent | {"then": "save", "revision": "1", "f_topic": "《匆匆》"})
    assert json.loads(answer.content)["revision"] == 2
    assert "《匆匆》" in words_of(browser.get("/journal/"))
    assert "《匆匆》" not in words_of(browser_of("office").get("/records/"))
    assert browser_of("office").get(f"/records/{observation().pk}/").status_code == 404
    assert browser.post(OBSERVE, sent | {"revision": "2"}).status_code == 302
    assert observation().state == RecordState.KEPT
    verbs = list(AuditEvent.objects.filter(target_id=observation().pk).order_by("at").values_list("verb", flat=True))
    assert verbs == ["record.draft", "record.draft", "record.keep"]


def test_a_page_with_nothing_on_it_leaves_no_draft(school: Cast, browser_of) -> None:
    key = new_id()
    answer = browser_of("teacher").post(
        f"/journal/write/reflection/{key}/", {"key": str(key), "on": "2026-05-20", "then": "save"}
    )
    assert json.loads(answer.content) == {"revision": 0, "at": ""} and not Work.objects.exists()


def test_two_devices_do_not_write_over_each_other(school: Cast, browser_of) -> None:
    browser, key = browser_of("teacher"), new_id()
    where = f"/journal/write/reflection/{key}/"
    sent = {"key": str(key), "on": "2026-05-20", "f_problem": "手机上写的"}
    browser.post(where, sent | {"then": "save"})
    browser.post(where, sent | {"revision": "1", "f_problem": "电脑上写的", "then": "save"})
    late = browser.post(where, sent | {"revision": "1", "f_problem": "手机上又写的", "then": "save"})
    assert late.status_code == 409 and "刚才被改过" in json.loads(late.content)["sentence"]
    page = browser.post(where, sent | {"revision": "1", "f_problem": "手机上又写的"})
    assert page.status_code == 422 and "刚才被改过" in words_of(page) and "手机上又写的" in words_of(page)
    assert Work.objects.get().texts["problem"] == "电脑上写的"


def test_a_forged_post_fills_no_field_of_the_office(school: Cast, browser_of, observed, kinds) -> None:
    of_office = next(one for one in kinds["lesson_observation"].fields if one.by == "office")
    browser = browser_of("teacher")
    assert of_office.title not in words_of(browser.get(OBSERVE))
    answer = next(iter(of_office.choices))
    browser.post(OBSERVE, observed(**{f"f_{of_office.id}": answer}))
    assert of_office.id not in observation().marks
    browser.post(
        "/records/mark/", {"kind": "lesson_observation", "mark": f"{of_office.id}={answer}", "id": observation().pk}
    )
    assert of_office.id not in observation().marks


def test_correcting_ones_own_keeps_what_the_office_marked(school: Cast, browser_of, observed, kinds) -> None:
    of_office = next(one for one in kinds["lesson_observation"].fields if one.by == "office")
    answer = next(iter(of_office.choices))
    browser, sent = browser_of("teacher"), observed()
    browser.post(OBSERVE, sent)
    mark = {"kind": "lesson_observation", "mark": f"{of_office.id}={answer}", "id": observation().pk}
    assert browser_of("office").post("/records/mark/", mark).status_code == 302
    assert observation().marks == {of_office.id: answer}
    browser.post(OBSERVE, sent | {"revision": "2", "f_topic": "《圆明园的毁灭》"})
    assert (observation().texts["topic"], observation().marks) == ("《圆明园的毁灭》", {of_office.id: answer})


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("2026-05-21", "还没到"), ("2025-08-31", "还不在本校"), ("二月三十", "日期看不懂")],
    ids=["tomorrow", "before the posting", "unreadable"],
)
def test_a_day_that_cannot_be_is_refused_in_a_sentence_and_nothing_typed_is_lost(
    school: Cast, browser_of, observed, written: str, sentence: str
) -> None:
    answer = browser_of("teacher").post(OBSERVE, observed(on=written))
    assert answer.status_code == 422 and sentence in words_of(answer) and "《草船借箭》" in words_of(answer)
    assert not LessonObservation.objects.exists()


def test_a_record_of_an_earlier_day_is_stamped(school: Cast, browser_of, observed) -> None:
    browser = browser_of("teacher")
    browser.post(OBSERVE, observed())
    assert "补录" not in words_of(browser.get("/journal/"))
    browser.post(OBSERVE, observed(on="2026-05-18"))
    assert words_of(browser.get("/journal/")).count("补录") == 1


def test_a_note_to_oneself_is_seen_by_nobody_else_and_stands_in_no_trace(school: Cast, browser_of, observed) -> None:
    browser = browser_of("teacher")
    browser.post(OBSERVE, observed(memo="只给自己看"))
    where = f"/records/{observation().pk}/"
    assert "只给自己看" in words_of(browser.get(where))
    for role in ("office", "principal", "leader"):
        for page in (where, f"{where}print/", "/records/export/"):
            answer = browser_of(role).get(page)
            assert answer.status_code == 200 and "只给自己看" not in words_of(answer), f"{role} at {page}"
    assert "只给自己看" not in json.dumps(
        list(AuditEvent.objects.values_list("changes", flat=True)), ensure_ascii=False
    )


def test_a_login_that_ran_out_leads_back_to_the_same_page(school: Cast, observed) -> None:
    key = new_id()
    where = f"/journal/write/reflection/{key}/"
    answer = Client().post(where, {"key": str(key), "on": "2026-05-20"}, HTTP_REFERER=f"http://testserver{where}")
    assert answer["Location"] == f"/login/?next={where.replace('/', '%2F')}"
    silent = Client().post(
        where,
        {"key": str(key), "then": "save"},
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL=f"http://testserver{where}",
    )
    assert silent.status_code == 401 and not Work.objects.exists()


def test_another_person_reaches_neither_page_nor_key(school: Cast, browser_of, observed) -> None:
    sent = observed()
    browser_of("teacher").post(OBSERVE, sent)
    row = observation()
    for role in ("neighbour_office", "stranger", "strange_officer"):
        browser = browser_of(role)
        for page in ("", "edit/", "print/"):
            assert browser.get(f"/records/{row.pk}/{page}").status_code == 404
        browser.post(f"/journal/observe/{sent['key']}/", sent | {"f_topic": "改掉"})
    browser_of("leader").post(f"/journal/observe/{sent['key']}/", sent | {"f_topic": "改掉"})
    assert [one.texts["topic"] for one in LessonObservation.objects.all()] == ["《草船借箭》"]


def test_a_leader_gives_back_with_a_reason_and_the_teacher_hands_in_again(school: Cast, browser_of) -> None:
    teacher, leader, key = browser_of("teacher"), browser_of("leader"), new_id()
    where = f"/journal/write/reflection/{key}/"
    sent = {"key": str(key), "on": "2026-05-20", "f_problem": "没讲透"}
    teacher.post(where, sent)
    row = Work.objects.get()
    assert leader.post(f"/records/{row.pk}/withdraw/", {"reason": ""}).status_code == 302
    assert Work.objects.get().state == RecordState.KEPT, "without a reason nothing is given back"
    leader.post(f"/records/{row.pk}/withdraw/", {"reason": "对策请写清下次在哪一步改。"})
    assert f"退回给{row.person}了，改了再交以前不计数。" in words_of(leader.get(f"/records/{row.pk}/"))
    words = words_of(teacher.get("/journal/"))
    assert "退回" in words and "王一诺：对策请写清下次在哪一步改。" in words
    assert teacher.post(where, sent | {"revision": "1", "f_measures": "先画图再问"}).status_code == 302
    assert (Work.objects.get().state, Work.objects.get().revision) == (RecordState.KEPT, 2)


def test_a_leader_reads_members_only_and_nothing_the_office_registers_about_them(
    school: Cast, browser_of, observed, kinds
) -> None:
    outside = people.add_person("组外人", actor=COMMAND_LINE)
    kind = PostingKind.objects.get(code="permanent")
    people.post_person(outside, school.school, kind, start=date(2025, 9, 1), actor=COMMAND_LINE)
    office, leader = browser_of("office"), browser_of("leader")
    hidden = next(one for one in kinds.values() if one.by == "office" and one.subject == "teacher" and one.id == "veto")
    for who in ("组外人", "费乐天"):
        line = {"key": str(new_id()), "who": who, "on": "0518", "source": "听课本第 1 页", "f_topic": f"{who}的课"}
        assert office.post("/records/enter/lesson_observation/", line).status_code == 302
    private = {"key": str(new_id()), "who": "费乐天", "on": "0518", "f_basis": "不给组长看"}
    assert office.post(f"/records/enter/{hidden.id}/", private).status_code == 302
    words = words_of(leader.get("/records/"))
    assert "费乐天的课" in words and "组外人的课" not in words and "不给组长看" not in words
    secret = Work.objects.get()
    assert leader.get(f"/records/{secret.pk}/").status_code == 404
    assert browser_of("teacher").get(f"/records/{secret.pk}/").status_code == 200
    for act in ("edit/", "withdraw/"):
        answer = browser_of("teacher").post(f"/records/{secret.pk}/{act}", {"reason": "不要", "on": "2026-05-18"})
        assert answer.status_code == 403
    assert Work.objects.get().state == RecordState.KEPT


def test_a_unit_without_any_regulation_registers_observations_and_reflections(here: Cast, browser_of) -> None:
    words = words_of(browser_of("teacher").get("/journal/"))
    assert "听课记录" in words and "教学反思" in words
    key = new_id()
    sent = {"key": str(key), "on": "2026-05-20", "f_title": "一节课", "f_body": "写下来。"}
    assert browser_of("teacher").post(f"/journal/write/reflection/{key}/", sent).status_code == 302
    answer = browser_of("teacher").get(f"/records/{Work.objects.get().pk}/")
    assert "写下来。" in words_of(answer) and "还缺" not in words_of(answer)


def test_what_is_still_lacking_stands_first_once_a_room_says_so(school: Cast, browser_of, kinds) -> None:
    mine = [one for one in kinds.values() if one.by == "self" and one.subject == "teacher"]
    last, before = mine[-1], list(_asked)
    try:
        register(lambda viewer: {last.id: "还差 1 项"})
        words = words_of(browser_of("teacher").get("/journal/"))
    finally:
        _asked[:] = before
    assert "还差 1 项" in words and words.index(last.title) < words.index(mine[0].title)


def test_a_leader_writes_for_the_group(school: Cast, browser_of, kinds) -> None:
    kind = next(
        one for one in kinds.values() if one.by == "leader" and one.subject == "group" and one.id == "group_plan"
    )
    key = new_id()
    where = f"/journal/write/{kind.id}/{key}/"
    assert browser_of("teacher").get(where).status_code == 404
    sent = {"key": str(key), "on": "2026-05-20", "group": str(school.group.pk), "f_research_plan": "每周一次"}
    assert browser_of("leader").post(where, sent).status_code == 302
    row = Work.objects.get()
    assert (row.group_id, row.person_id) == (school.group.pk, None)
    assert browser_of("teacher").get(f"/records/{row.pk}/").status_code == 200, "members read the group's plan"
    assert browser_of("teacher").post(f"/records/{row.pk}/withdraw/", {"reason": "不要"}).status_code == 403


def test_withdrawn_by_oneself_it_is_out_of_the_list_and_still_readable(school: Cast, browser_of, observed) -> None:
    browser = browser_of("teacher")
    browser.post(OBSERVE, observed())
    teacher: Any = school.people["teacher"]
    withdraw(observation(), reason="重复登记", actor=Actor(school.accounts["teacher"].pk, teacher.pk, school.school.pk))
    assert "《草船借箭》" not in words_of(browser_of("office").get("/records/"))
    assert "《草船借箭》" in words_of(browser_of("office").get("/records/?stamp=withdrawn"))
    words = words_of(browser.get("/journal/"))
    assert "已撤回" in words and "退回" not in words.replace("已撤回", "")


def test_the_office_corrects_who_taught_and_leaves_the_private_note_alone(school: Cast, browser_of, observed) -> None:
    browser_of("teacher").post(OBSERVE, observed(memo="只给自己看", page="7"))
    row, office = observation(), browser_of("office")
    page = words_of(office.get(f"/records/{row.pk}/edit/"))
    assert "外校的老师" in page and "只给自己看" not in page
    sent = {
        "key": str(row.key),
        "revision": "1",
        "on": "2026-05-20",
        "f_topic": "《草船借箭》",
        "taught_name": "王一诺",
        "page": "8",
    }
    assert office.post(f"/records/{row.pk}/edit/", sent).status_code == 302
    row = observation()
    assert (row.taught_by_id, row.taught_by_name, row.page) == (school.people["leader"].pk, "", "8")
    assert (row.memo, row.origin, row.revision) == ("只给自己看", Origin.OWN, 2)
    late = office.post(f"/records/{row.pk}/edit/", sent | {"f_topic": "别的"})
    assert late.status_code == 422 and "刚才被改过" in words_of(late)
