"""「这是我」 by name and staff number: the office taps, then the waiting device comes in by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from yanxiu.base.errors import AlreadyHandled
from yanxiu.base.models import AuditEvent
from yanxiu.base.tenancy import in_district
from yanxiu.setup.actions.claims import decide_claim
from yanxiu.setup.enums import ClaimState
from yanxiu.setup.models import Claim
from yanxiu.setup.queries.login import school_token

from .conftest import ACT

ME = {"name": "周以宁", "proof": "T0012"}


def claims(world) -> list[Claim]:
    with in_district(world.district):
        return list(Claim.objects.select_related("person").order_by("created_at"))


def states(world) -> list[str]:
    return [claim.state for claim in claims(world)]


def decide(world, who, claim, answer):
    return world.client(who).post(f"/people/claims/{claim.pk}/", {"answer": answer})


def test_a_staff_number_alone_waits_and_says_so(world, school_page):
    phone = Client()
    page = phone.post(school_page, ME, follow=True).content.decode()
    assert "等教导处确认" in page and "确认后这台设备自动进入" in page and 'http-equiv="refresh"' in page
    assert states(world) == [ClaimState.WAITING]
    assert phone.get("/").url.startswith("/login/")


def test_after_the_offices_tap_the_waiting_device_comes_in_by_itself_once(world, school_page):
    phone = Client()
    phone.post(f"{school_page}?next=/schedule/", ME | {"next": "/schedule/"})
    receipt = phone.cookies["claim"].value
    decide(world, "office", claims(world)[0], "yes")
    answer = phone.get("/join/wait/")
    assert answer.url == "/schedule/" and phone.session["_auth_user_id"]
    thief = Client()
    thief.cookies["claim"] = receipt
    assert thief.get("/join/wait/").url == "/join/" and "_auth_user_id" not in thief.session


def test_another_browser_does_not_come_in_by_the_tap(world, school_page):
    Client().post(school_page, ME)
    decide(world, "office", claims(world)[0], "yes")
    assert Client().get("/join/wait/").url == "/join/"


def test_a_receipt_is_worth_nothing_two_days_after_the_tap(world, school_page):
    phone = Client()
    phone.post(school_page, ME)
    decide(world, "office", claims(world)[0], "yes")
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        assert "过了两天" in phone.get("/join/wait/").content.decode()


def test_two_claims_on_one_name_are_both_contested_and_the_office_decides(world, school_page):
    first, second = Client(HTTP_USER_AGENT="Android MicroMessenger"), Client(HTTP_USER_AGENT="iPhone Safari")
    for phone in (first, second):
        phone.post(school_page, ME)
    assert states(world) == [ClaimState.CONTESTED, ClaimState.CONTESTED]
    office = world.client("office").get("/people/claims/").content.decode()
    assert office.count("几台设备认领同一姓名") == 2 and "微信 · 安卓手机" in office and "Safari · 苹果手机" in office
    assert "两台设备认领" in first.get("/join/wait/").content.decode()
    decide(world, "office", claims(world)[1], "yes")
    assert states(world) == [ClaimState.REFUSED, ClaimState.APPROVED]
    assert "没有通过" in first.get("/join/wait/").content.decode()
    assert second.get("/join/wait/").status_code == 302 and second.session["_auth_user_id"]


def test_refusing_one_of_two_leaves_the_other_waiting_and_of_three_contested(world, school_page):
    for _ in range(3):
        Client().post(school_page, ME)
    decide(world, "office", claims(world)[0], "no")
    assert states(world) == [ClaimState.REFUSED, ClaimState.CONTESTED, ClaimState.CONTESTED]
    decide(world, "office", claims(world)[1], "no")
    assert states(world) == [ClaimState.REFUSED, ClaimState.REFUSED, ClaimState.WAITING]


def test_the_same_browser_asking_twice_contests_nothing(world, school_page):
    phone = Client()
    phone.post(school_page, ME)
    phone.post(school_page, ME)
    assert states(world) == [ClaimState.WAITING]


def test_a_second_tap_on_a_decided_claim_changes_nothing(world, school_page):
    Client().post(school_page, ME)
    claim = claims(world)[0]
    decide(world, "office", claim, "no")
    answer = world.client("office").post(f"/people/claims/{claim.pk}/", {"answer": "yes"}, follow=True)
    assert "刚才已由别人处理" in answer.content.decode()
    with in_district(world.district), pytest.raises(AlreadyHandled):
        decide_claim(claim, True, actor=ACT)
    assert states(world) == [ClaimState.REFUSED]


@pytest.mark.parametrize("who", ["stranger", "far_office"])
def test_another_office_neither_sees_nor_decides_our_claims(world, school_page, who):
    Client().post(school_page, ME)
    claim = claims(world)[0]
    assert "周以宁" not in world.client(who).get("/people/claims/").content.decode()
    assert decide(world, who, claim, "yes").status_code == 404
    assert states(world) == [ClaimState.WAITING]
    assert "周以宁" in world.client("office").get("/people/claims/").content.decode()
    assert decide(world, "office", claim, "yes").status_code == 302


def test_a_teacher_has_no_claims_page(world):
    assert world.client("teacher").get("/people/claims/").status_code == 404


def test_an_office_does_not_confirm_whom_the_district_answers_for(world, school_page):
    with in_district(world.district):
        visiting = world.people["visiting"]
        visiting.staff_no = "T0800"
        visiting.save()
    Client().post(school_page, {"name": "何书瑶", "proof": "T0800"})
    assert decide(world, "office", claims(world)[0], "yes").status_code == 403
    assert decide(world, "district", claims(world)[0], "yes").status_code == 302


@pytest.mark.parametrize("name", ["周", "周以", "zyn", "zhou", "", "以宁", "%", "周以宁李静"])
def test_a_part_of_a_name_finds_nobody(world, school_page, name):
    page = Client().post(school_page, {"name": name, "proof": "T0012"})
    assert page.status_code == 422 and states(world) == []
    assert "周以宁" not in page.content.decode().replace('value="周以宁李静"', "")


@pytest.mark.parametrize("name", ["周以宁", "zhouyining", "Zhou Yi Ning", " 周 以宁 "])
def test_the_full_name_is_taken_in_characters_and_in_pinyin(world, school_page, name):
    assert Client().post(school_page, {"name": name, "proof": "t0012"}).url == "/join/wait/"


def test_the_answer_does_not_say_whether_name_or_number_is_wrong(world, school_page):
    answers = {
        proof: Client()
        .post(school_page, {"name": name, "proof": proof})
        .content.decode()
        .split("id_proof_error")[-1][:80]
        for name, proof in (("周以宁", "T0013"), ("周以安", "T0012"))
    }
    assert len(set(answers.values())) == 1


def test_equal_names_are_told_apart_by_the_staff_number_never_by_the_equal_phone(world, school_page):
    for proof, person in (("T0101", "one_li"), ("T0102", "other_li")):
        Client().post(school_page, {"name": "李静", "proof": proof})
        assert claims(world)[-1].person_id == world.people[person].pk
    assert Client().post(school_page, {"name": "李静", "proof": "13800000001"}).status_code == 422
    assert Client().post(school_page, {"name": "李静", "proof": "无"}).status_code == 422
    assert len(claims(world)) == 2


def test_who_has_no_staff_number_on_the_roll_may_claim_by_name_and_the_office_judges(world, school_page):
    assert Client().post(school_page, {"name": "蒋未晞", "proof": "无"}).url == "/join/wait/"
    assert states(world) == [ClaimState.WAITING]


def test_the_slips_code_on_the_schools_page_needs_no_waiting(world, school_page):
    code, phone = world.slip("teacher"), Client()
    assert phone.post(school_page, {"name": "周以宁", "proof": code.lower()}).status_code == 302
    assert phone.session["_auth_user_id"] and states(world) == []


def test_an_address_of_a_school_cannot_be_made_up(world, school_page):
    assert Client().get(school_page).status_code == 200
    token = school_page.strip("/").split("/")[1]
    for forged in (
        token[:-1],
        "a" + token[1:],
        str(world.schools["first"].pk),
        school_token(world.schools["second"])[:-2] + "aa",
    ):
        assert Client().get(f"/s/{forged}/").status_code == 404


def test_many_wrong_numbers_stop_claims_from_that_address_and_nothing_else(world, school_page):
    place = {"REMOTE_ADDR": "203.0.113.30"}
    for number in range(200):
        Client(**place).post(school_page, {"name": "周以宁", "proof": f"X{number}"})
    assert "不能用工号认领" in Client(**place).post(school_page, ME).content.decode()
    assert Client(**place).post(school_page, {"name": "周以宁", "proof": world.slip("teacher")}).status_code == 302
    assert Client(REMOTE_ADDR="198.51.100.4").post(school_page, ME).url == "/join/wait/"


def test_a_sixth_device_on_one_name_is_sent_to_the_office(world, school_page):
    for _ in range(5):
        assert Client().post(school_page, ME).status_code == 302
    assert "已有几台设备在等" in Client().post(school_page, ME).content.decode()


def test_claims_and_taps_are_written_down_and_wrong_guesses_are_not(world, school_page):
    Client().post(school_page, {"name": "周以宁", "proof": "T9999"})
    phone = Client()
    phone.post(school_page, ME)
    decide(world, "office", claims(world)[0], "yes")
    phone.get("/join/wait/")
    with in_district(world.district):
        verbs = set(AuditEvent.objects.filter(verb__startswith="claims").values_list("verb", flat=True))
        decided = AuditEvent.objects.get(verb="claims.decide")
        assert AuditEvent.objects.filter(verb__startswith="claims").count() == 3
    assert verbs == {"claims.make", "claims.decide", "claims.redeem"}
    assert decided.person_id == world.people["office"].pk and decided.school_id == world.schools["first"].pk
