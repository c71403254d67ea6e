"""Name and password: who waits after wrong tries, and who never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.test import Client, RequestFactory
from django.utils import timezone

from yanxiu.base.errors import Refusal
from yanxiu.base.models import AuditEvent
from yanxiu.base.tenancy import in_district
from yanxiu.setup.lockout import client_address
from yanxiu.tenants.actions import plain_login_name, set_login_name, set_password
from yanxiu.tenants.models import Account

from .conftest import ACT, PASSWORD

SCHOOL = "203.0.113.1"  # the one address of a whole school
ELSEWHERE = "198.51.100.1"


def named(world, who: str, username: str) -> Account:
    account = world.account(who, password=PASSWORD)
    Account.objects.filter(pk=account.pk).update(username=username)
    return account


def try_in(username: str, password: str, address: str = SCHOOL, browser: Client | None = None, **more: str):
    return (browser or Client(REMOTE_ADDR=address)).post(
        "/login/", {"username": username, "password": password, **more}
    )


def lock(username: str, address: str) -> None:
    for _ in range(6):
        last = try_in(username, "wrong", address)
    assert last.status_code == 429


def test_a_right_password_goes_back_to_the_page_that_asked(world):
    named(world, "teacher", "zhou")
    browser = Client()
    asked = browser.get("/schedule/?week=12")
    assert asked.url == "/login/?next=%2Fschedule%2F%3Fweek%3D12"
    form = browser.get(asked.url).content.decode()
    assert 'name="next" value="/schedule/?week=12"' in form
    assert try_in("zhou", PASSWORD, browser=browser, next="/schedule/?week=12").url == "/schedule/?week=12"


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil"]
)
def test_it_never_goes_to_another_site(world, away):
    named(world, "teacher", "zhou")
    assert try_in("zhou", PASSWORD, next=away).url == "/"
    assert Client().get("/login/", {"next": away}).context["next"] == "/"


def test_a_slip_scanned_on_the_way_still_leads_to_the_page_that_asked(world):
    phone = Client()
    phone.get("/schedule/")
    assert phone.post(f"/j/{world.slip('teacher')}/").url == "/schedule/"


def test_a_wrong_password_says_what_else_to_do(world):
    named(world, "teacher", "zhou")
    page = try_in("zhou", "wrong")
    assert page.status_code == 422 and "请教导处印一张登录条" in page.content.decode()


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(world):
    named(world, "teacher", "zhou")
    known, unknown = (
        try_in(name, "wrong").content.decode().split("id_password_error")[-1][:120] for name in ("zhou", "nobody")
    )
    assert known == unknown


def test_six_wrong_tries_make_this_name_wait_a_quarter_of_an_hour_at_this_address_only(world):
    named(world, "teacher", "zhou")
    named(world, "one_li", "li")
    lock("zhou", SCHOOL)
    held = try_in("zhou", PASSWORD)
    assert held.status_code == 429
    assert (
        "还要等 15 分钟" in held.content.decode()
        and "登录条" in held.content.decode()
        and 'value="zhou"' in held.content.decode()
    )
    assert try_in("li", PASSWORD).status_code == 302
    assert try_in("zhou", PASSWORD, ELSEWHERE).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert try_in("zhou", PASSWORD).status_code == 302


def test_going_on_during_the_wait_does_not_make_it_longer(world):
    named(world, "teacher", "zhou")
    lock("zhou", SCHOOL)
    with time_machine.travel(timezone.now() + timedelta(minutes=14)):
        assert try_in("zhou", "wrong").status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=5)):
        assert try_in("zhou", PASSWORD).status_code == 302


def test_three_hundred_people_behind_one_address_sign_in_while_some_mistype(world):
    made = [Account(username=f"teacher{n:03d}", told_at=timezone.now()) for n in range(300)]
    for account in made:
        account.set_password(PASSWORD)
    Account.objects.bulk_create(made)
    for n in range(0, 300, 3):
        assert try_in(f"teacher{n:03d}", "wrong").status_code == 422
    lock("teacher001", SCHOOL)
    entered = [try_in(f"teacher{n:03d}", PASSWORD).status_code for n in range(300)]
    assert entered.count(302) == 299 and entered[1] == 429


def test_an_attacker_elsewhere_cannot_lock_me_out(world):
    named(world, "teacher", "zhou")
    for _ in range(20):
        try_in("zhou", "wrong", ELSEWHERE)
    assert try_in("zhou", PASSWORD, ELSEWHERE).status_code == 429
    assert try_in("zhou", PASSWORD, SCHOOL).status_code == 302


def test_spellings_of_one_name_are_one_name(world):
    named(world, "teacher", "zhou")
    for name in ("zhou", "ZHOU", "Zhou ", "ｚｈｏｕ", " zhou", "zHou"):
        last = try_in(name, "wrong")
    assert last.status_code == 429
    assert try_in("ZhOu", PASSWORD).status_code == 429
    assert try_in("ＺＨＯＵ", PASSWORD, ELSEWHERE).status_code == 302


def attack_from_everywhere(username: str, tries: int = 30) -> None:
    for n in range(tries):
        assert try_in(username, "wrong", f"192.0.2.{n}").status_code == 422


def test_an_attack_from_many_addresses_is_slowed_to_one_try_a_minute(world):
    named(world, "teacher", "zhou")
    attack_from_everywhere("zhou")
    held = try_in("zhou", PASSWORD, "192.0.2.99")
    assert held.status_code == 429 and "一分钟只能试一次" in held.content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert try_in("zhou", PASSWORD, "192.0.2.99").status_code == 302


def test_the_owner_on_a_remembered_device_is_never_slowed_or_locked(world):
    named(world, "teacher", "zhou")
    mine = Client(REMOTE_ADDR=SCHOOL)
    assert try_in("zhou", PASSWORD, browser=mine, remember="on").status_code == 302
    mine.post("/logout/")
    attack_from_everywhere("zhou")
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        lock("zhou", SCHOOL)
        assert try_in("zhou", PASSWORD, SCHOOL).status_code == 429
        assert try_in("zhou", PASSWORD, browser=mine).status_code == 302


def test_a_remembered_device_is_no_place_to_guess_for_ever(world):
    named(world, "teacher", "zhou")
    mine = Client(REMOTE_ADDR=SCHOOL)
    try_in("zhou", PASSWORD, browser=mine, remember="on")
    mine.post("/logout/")
    answers = [try_in("zhou", "wrong", browser=mine).status_code for _ in range(30)]
    assert answers[:12] == [422] * 12 and answers[-1] == 429


def test_somebody_elses_remembered_device_counts_for_nothing(world):
    named(world, "teacher", "zhou")
    named(world, "one_li", "li")
    hers = Client(REMOTE_ADDR=SCHOOL)
    try_in("li", PASSWORD, browser=hers, remember="on")
    hers.post("/logout/")
    lock("zhou", SCHOOL)
    assert try_in("zhou", PASSWORD, browser=hers).status_code == 429


def test_behind_our_proxy_the_address_is_the_one_the_proxy_saw(rf: RequestFactory, settings):
    forged = {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.5", "REMOTE_ADDR": "10.0.0.2"}
    settings.PROXIES = 1
    assert client_address(rf.get("/", **forged)) == "203.0.113.5"
    settings.PROXIES = 0
    assert client_address(rf.get("/", **forged)) == "10.0.0.2"


def test_wrong_passwords_write_no_audit_rows_and_sign_ins_do(world):
    named(world, "teacher", "zhou")
    try_in("zhou", "wrong")
    with in_district(world.district):
        before = AuditEvent.objects.filter(verb__startswith="account").count()
        try_in("zhou", PASSWORD)
        assert AuditEvent.objects.filter(verb__startswith="account").count() == before + 1
        assert AuditEvent.objects.get(verb="account.sign_in").person_id == world.people["teacher"].pk


def test_a_device_not_to_be_remembered_is_forgotten_after_half_a_day(world):
    named(world, "teacher", "zhou")
    public, own = Client(), Client()
    try_in("zhou", PASSWORD, browser=public)
    try_in("zhou", PASSWORD, browser=own, remember="on")
    assert public.session.get_expiry_age() <= 12 * 3600 < 179 * 24 * 3600 < own.session.get_expiry_age()
    assert "known" not in public.cookies and "known" in own.cookies


def test_an_administrators_device_is_forgotten_after_half_a_day_without_a_second_factor(world):
    named(world, "office", "jiang")
    desk = Client()
    try_in("jiang", PASSWORD, browser=desk, remember="on")
    assert desk.session.get_expiry_age() <= 12 * 3600


def test_whoever_is_stopped_comes_in_by_no_way(world, school_page):
    account = named(world, "teacher", "zhou")
    code = world.slip("teacher")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert try_in("zhou", PASSWORD).status_code == 422
    refused = Client().post(f"/j/{code}/")
    assert refused.status_code == 409 and "已经停用" in refused.content.decode()
    Account.objects.filter(pk=account.pk).update(is_active=True)
    assert Client().post(f"/j/{code}/").status_code == 302


def test_signing_out_is_a_post(world):
    browser = world.client("teacher")
    assert browser.get("/logout/").status_code == 405 and "_auth_user_id" in browser.session
    assert browser.post("/logout/").url == "/login/" and "_auth_user_id" not in browser.session


def test_a_teacher_may_set_a_password_and_needs_none(world):
    browser = Client()
    browser.post(f"/j/{world.slip('teacher')}/")
    browser.post("/welcome/")
    assert browser.get("/").status_code == 200
    page = browser.get("/me/password/").content.decode()
    assert 'value="zhouyining"' in page and "现在的密码" not in page
    answer = browser.post(
        "/me/password/", {"username": "Zhou.YN", "password": PASSWORD, "again": PASSWORD, "next": "/me/login/"}
    )
    assert answer.url == "/me/login/" and browser.get("/").status_code == 200
    assert try_in("zhou.yn", PASSWORD).status_code == 302


def test_changing_a_password_needs_the_old_one_except_just_after_a_slip(world):
    named(world, "teacher", "zhou")
    form = {"username": "zhou", "password": "lan-xi-2027", "again": "lan-xi-2027"}
    browser = Client()
    try_in("zhou", PASSWORD, browser=browser)
    assert "请输入现在的密码" in browser.post("/me/password/", form).content.decode()
    assert "现在的密码不对" in browser.post("/me/password/", form | {"old": "wrong"}).content.decode()
    assert browser.post("/me/password/", form | {"old": PASSWORD}).status_code == 302
    forgot = Client()
    forgot.post(f"/j/{world.slip('teacher')}/")
    assert forgot.post("/me/password/", form | {"password": "forgot-2028", "again": "forgot-2028"}).status_code == 302
    assert try_in("zhou", "forgot-2028").status_code == 302


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [
        ("zhou", "12345678", "password"),
        ("zhou", "short", "password"),
        ("li", PASSWORD, "username"),
        ("a b c", PASSWORD, "username"),
        ("z", PASSWORD, "username"),
    ],
)
def test_a_weak_password_or_a_taken_name_is_refused_at_its_field(world, username, password, field):
    named(world, "one_li", "li")
    account = world.account("teacher")
    with in_district(world.district), pytest.raises(Refusal) as refused:
        set_login_name(account, username, actor=ACT)
        set_password(account, password, actor=ACT)
    assert refused.value.field == field and refused.value.message.endswith("。")


def test_a_new_password_is_kept_as_a_hash_and_nowhere_else(world):
    account = world.account("teacher")
    with in_district(world.district):
        set_password(account, PASSWORD, actor=ACT)
        kept = Account.objects.get(pk=account.pk)
        written = str(list(AuditEvent.objects.values_list("changes", flat=True)))
    assert check_password(PASSWORD, kept.password) and kept.password_set
    assert PASSWORD not in written and kept.password not in written


def test_passwords_are_hashed_with_argon2_outside_tests():
    from yanxiu.config import settings as real

    assert real.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_one_spelling_of_a_login_name():
    assert plain_login_name(" Ｚhou.YN ") == "zhou.yn"


def test_the_lockout_of_the_settings_is_by_pair_only():
    assert settings.AXES_LOCKOUT_PARAMETERS == [["username", "ip_address"]]
