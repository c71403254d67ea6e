"""登录条：given by the office, used once by the teacher, worth nothing to anybody else."""

from __future__ import annotations

import re
from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from tests.support.text import one_line
from yanxiu.base.models import AuditEvent
from yanxiu.base.tenancy import in_district
from yanxiu.setup.codes import ALPHABET, LENGTH, cleaned, new_code
from yanxiu.setup.models import Guess, LoginSlip
from yanxiu.tenants.models import Account

WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116 Mobile MicroMessenger/8.0.47"


def slips_of(world, who):
    with in_district(world.people[who].district_id):
        return list(LoginSlip.objects.filter(person=world.people[who]).order_by("issued_at"))


def test_a_code_has_more_than_forty_bits_and_no_letters_that_are_misread():
    assert len(ALPHABET) ** LENGTH > 2**40
    assert not set("01OIL") & set(ALPHABET)
    assert len({new_code() for _ in range(1000)}) == 1000


def test_a_code_is_read_however_it_is_typed():
    assert cleaned(" 7kq-4mp-x2d ") == cleaned("７ＫＱ４ＭＰＸ２Ｄ") == "7KQ4MPX2D"


def test_the_office_prints_slips_and_only_hashes_are_kept(world):
    page = world.client("office").post(
        "/people/slips/", {"id": [world.people["teacher"].pk, world.people["one_li"].pk]}
    )
    codes = re.findall(r'<p class="code">([^<]+)</p>', page.content.decode())
    assert page.status_code == 200 and len(codes) == 2
    assert "周以宁" in page.content.decode() and "data:image/svg+xml" in page.content.decode()
    kept = slips_of(world, "teacher") + slips_of(world, "one_li")
    assert len(kept) == 2
    assert not any(cleaned(code) in str(vars(slip)) for code in codes for slip in kept)
    with in_district(world.district):
        written = str(list(AuditEvent.objects.values_list("changes", flat=True)))
    assert not any(cleaned(code) in written or code in written for code in codes)


def test_ten_slips_stand_on_a_sheet(world):
    everybody = [
        person.pk
        for key, person in world.people.items()
        if key in ("office", "teacher", "one_li", "other_li", "numberless")
    ]
    page = world.client("office").post("/people/slips/", {"id": everybody}).content.decode()
    assert page.count('<div class="slips">') == 1 and page.count('class="slip"') == 5


def test_looking_at_the_address_of_a_slip_spends_nothing(world):
    code = world.slip("teacher")
    for agent in (WECHAT, "Mozilla/5.0 (compatible; link preview)"):
        page = Client(HTTP_USER_AGENT=agent).get(f"/j/{code}/")
        assert "你是周以宁（语文组）？" in page.content.decode()
    assert slips_of(world, "teacher")[0].used_at is None


def test_one_tap_lets_the_teacher_in_for_half_a_year_and_only_once(world):
    code, phone = world.slip("teacher"), Client(HTTP_USER_AGENT=WECHAT)
    answer = phone.post(f"/j/{code}/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/welcome/")
    assert phone.session.get_expiry_age() > 179 * 24 * 3600
    again = Client().post(f"/j/{code}/")
    assert again.status_code == 409 and "已经用过了" in again.content.decode()


def test_the_tap_leaves_an_audit_row_that_names_no_one(world):
    Client().post(f"/j/{world.slip('teacher')}/")
    with in_district(world.district):
        verbs = list(
            AuditEvent.objects.filter(verb__in=["slips.use", "account.open", "account.sign_in"]).values_list(
                "verb", flat=True
            )
        )
        changes = str(list(AuditEvent.objects.filter(verb="account.open").values_list("changes", flat=True)))
    assert sorted(verbs) == ["account.open", "account.sign_in", "slips.use"]
    assert "周以宁" not in changes


def test_the_code_can_be_typed_instead_of_scanned(world):
    code, phone = world.slip("teacher"), Client()
    answer = phone.post("/join/", {"code": f"{code[:3]}-{code[3:6]}-{code[6:]}".lower(), "next": "/schedule/"})
    assert answer.url == f"/j/{code}/?next=%2Fschedule%2F"


def test_a_reprinted_slip_makes_the_old_one_void(world):
    old, new = world.slip("teacher"), world.slip("teacher")
    refused = Client().post(f"/j/{old}/")
    assert refused.status_code == 409 and "已作废" in refused.content.decode()
    assert Client().post(f"/j/{new}/").status_code == 302


def test_a_slip_is_worth_nothing_after_fourteen_days(world):
    code = world.slip("teacher")
    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23)):
        assert Client().get(f"/j/{code}/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert "过了十四天" in Client().post(f"/j/{code}/").content.decode()


def test_another_schools_office_prints_no_slip_for_our_teacher(world):
    stranger = world.client("stranger")
    refused = stranger.post("/people/slips/", {"id": [world.people["second_teacher"].pk, world.people["teacher"].pk]})
    assert "陆知微" in refused.content.decode() and "周以宁" not in refused.content.decode()
    assert slips_of(world, "teacher") == []
    for path in ("access/", "access/slip/"):
        assert stranger.post(f"/people/{world.people['teacher'].pk}/{path}", {"what": "slip"}).status_code == 404
        assert (
            world.client("office").post(f"/people/{world.people['teacher'].pk}/{path}", {"what": "slip"}).status_code
            == 200
        )
    assert stranger.get(f"/people/slips/?school={world.schools['first'].pk}").status_code == 404


def test_another_district_finds_nothing(world):
    far = world.client("far_office")
    assert far.get(f"/people/{world.people['teacher'].pk}/access/").status_code == 404
    assert far.get(f"/people/slips/?school={world.schools['first'].pk}").status_code == 404
    assert "周以宁" not in far.get("/people/slips/").content.decode()


def test_a_teacher_sees_no_slips_page(world):
    assert world.client("teacher").get("/people/slips/").status_code == 403
    assert world.client("office").get("/people/slips/").status_code == 200


def test_an_office_gives_no_slip_that_reaches_further_than_itself(world):
    """Somebody who manages the second school also teaches a little at the first, whose office must not come in as her."""
    office, her = world.client("office"), world.people["visiting"]
    answer = office.post(f"/people/{her.pk}/access/", {"what": "slip"})
    assert answer.status_code == 403 and "请找区级管理员" in answer.content.decode()
    office.post("/people/slips/", {"id": [her.pk]})
    assert slips_of(world, "visiting") == []
    assert (
        world.client("stranger")
        .post(f"/people/{world.people['second_teacher'].pk}/access/", {"what": "slip"})
        .status_code
        == 200
    )
    assert world.client("district").post(f"/people/{her.pk}/access/", {"what": "slip"}).status_code == 200


def test_the_district_prints_for_a_school_and_for_its_own_people(world):
    district = world.client("district")
    assert "青禾区第二小学" in district.get("/people/slips/").content.decode()
    page = district.get(f"/people/slips/?school={world.schools['second'].pk}").content.decode()
    assert "陆知微" in page and "周以宁" not in page
    printed = district.post("/people/slips/?school=district", {"id": [world.people["district"].pk]}).content.decode()
    code = cleaned(re.findall(r'<p class="code">([^<]+)</p>', printed)[0])
    assert "你是沈砚秋？" in Client().get(f"/j/{code}/").content.decode()


def test_a_thousand_guesses_open_nothing_and_lock_nobody(world):
    """A guesser behind the school's one address; the whole school still comes in by slip."""
    codes = {who: world.slip(who) for who in ("teacher", "one_li", "numberless")}
    guesser = Client(REMOTE_ADDR="203.0.113.7")
    for _ in range(1000):
        guesser.post("/join/", {"code": new_code(), "name": "周以宁"})
    assert not guesser.session.get("_auth_user_id")
    assert Account.objects.filter(person_id__in=[world.people[who].pk for who in codes]).count() == 0
    assert AuditEvent.unscoped.filter(channel="web", verb__startswith="slips").count() == 0
    neighbour = Client(REMOTE_ADDR="203.0.113.7")
    page = neighbour.get(f"/j/{codes['teacher']}/").content.decode()
    assert "要连姓名一起核对" in page and "周以宁" not in page
    assert neighbour.post("/join/", {"code": codes["teacher"], "name": "周以宁"}).status_code == 302
    assert neighbour.session["_auth_user_id"]
    assert Client(REMOTE_ADDR="198.51.100.9").post(f"/j/{codes['one_li']}/").status_code == 302


def test_where_many_codes_were_wrong_a_right_code_needs_the_right_name(world):
    code, place = world.slip("teacher"), {"REMOTE_ADDR": "203.0.113.8"}
    for _ in range(100):
        Client(**place).get(f"/j/{new_code()}/")
    wrong = Client(**place).post("/join/", {"code": code, "name": "李静"})
    assert wrong.status_code == 422 and "对不上" in wrong.content.decode()
    assert Client(**place).post("/join/", {"code": code, "name": "zhouyining"}).status_code == 302


def test_ten_wrong_codes_under_the_right_name_void_the_slip_and_tell_the_office(world, school_page):
    code = world.slip("teacher")
    for _ in range(10):
        assert Client().post(school_page, {"name": "周以宁", "proof": new_code()}).status_code == 422
    assert "试错太多次" in Client().post(f"/j/{code}/").content.decode()
    assert "周以宁的登录条被人试错 10 次" in one_line(world.client("office").get("/people/claims/"))
    assert "周以宁" not in world.client("stranger").get("/people/claims/").content.decode()
    world.slip("teacher")
    assert "被人试错" not in world.client("office").get("/people/claims/").content.decode()


def test_wrong_codes_under_a_wrong_name_count_on_nobodys_slip(world, school_page):
    world.slip("teacher")
    for name in ("周以安", "周", "李静"):
        Client().post(school_page, {"name": name, "proof": new_code()})
    assert slips_of(world, "teacher")[0].failures == 0


def test_what_is_counted_holds_no_name_and_no_address(world, school_page):
    Client(REMOTE_ADDR="203.0.113.9").post(school_page, {"name": "周以宁", "proof": "T9999"})
    kept = Guess.objects.get()
    assert kept.count == 1 and re.fullmatch("[0-9a-f]{64}", kept.key)
