"""The second factor: asked on every way in once it is on, and given back by the office when the phone is lost."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from yanxiu.base.models import AuditEvent
from yanxiu.base.tenancy import in_district
from yanxiu.setup import second
from yanxiu.tenants.models import Account

from .conftest import ACT, PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def guarded(world) -> list[str]:
    """The office's second factor is on; these are the recovery codes."""
    account = world.account("office", password=PASSWORD)
    Account.objects.filter(pk=account.pk).update(username="jiang")
    with in_district(world.district):
        return second.switch_on(account, SECRET, code_now(), actor=ACT)


def with_password(browser: Client, **more: str):
    return browser.post("/login/", {"username": "jiang", "password": PASSWORD, "next": "/audit/", **more})


def test_the_password_alone_does_not_let_in(world, guarded):
    desk = Client()
    assert with_password(desk).url == "/login/code/"
    assert "_auth_user_id" not in desk.session and desk.get("/").url.startswith("/login/")


def test_password_and_code_let_in_to_the_page_that_asked(world, guarded):
    desk = Client()
    with_password(desk)
    assert desk.post("/login/code/", {"code": code_now()}).url == "/audit/"


def test_with_the_second_factor_an_administrators_device_may_be_remembered(world, guarded):
    desk = Client()
    with_password(desk, remember="on")
    desk.post("/login/code/", {"code": code_now()})
    assert desk.session.get_expiry_age() > 179 * 24 * 3600


def test_a_code_works_once(world, guarded):
    first, thief = Client(), Client()
    with_password(first)
    with_password(thief)
    code = code_now()
    assert first.post("/login/code/", {"code": code}).status_code == 302
    assert thief.post("/login/code/", {"code": code}).status_code == 422


def test_a_recovery_code_works_once(world, guarded):
    for expected in (302, 422):
        desk = Client()
        with_password(desk)
        assert desk.post("/login/code/", {"code": guarded[0]}).status_code == expected


def test_a_slip_does_not_go_round_the_second_factor(world, guarded):
    phone = Client()
    with in_district(world.district):
        code = world.slip("office")
    assert phone.post(f"/j/{code}/").url == "/login/code/"
    assert "_auth_user_id" not in phone.session
    assert phone.post("/login/code/", {"code": code_now()}).status_code == 302


def test_codes_cannot_be_tried_without_end_even_with_the_password(world, guarded):
    for _ in range(10):
        desk = Client()
        with_password(desk)
        assert desk.post("/login/code/", {"code": "000000"}).status_code == 422
    desk = Client()
    with_password(desk)
    assert "再等 5 分钟" in desk.post("/login/code/", {"code": code_now()}).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert desk.post("/login/code/", {"code": code_now()}).status_code == 302


def test_without_a_password_step_there_is_no_code_step(world, guarded):
    assert Client().get("/login/code/").url == "/login/"


def test_an_administrator_switches_it_on_and_sees_the_recovery_codes_once(world):
    desk = world.client("office")
    page = desk.get("/me/second/").content.decode()
    secret = desk.session["second_secret"]
    assert " ".join(re.findall("....", secret)) in page and "data:image/svg+xml" in page
    assert "验证码不对" in desk.post("/me/second/", {"code": "000000"}).content.decode()
    codes = re.findall(
        r'<li class="num">(\d+)</li>', desk.post("/me/second/", {"code": code_now(secret)}).content.decode()
    )
    assert len(codes) == 10
    assert not any(code in desk.get("/me/second/").content.decode() for code in codes)
    assert second.unused(world.account("office", password=PASSWORD)) == 10


def test_switching_off_or_new_codes_need_a_code(world, guarded):
    desk = world.client("office")
    assert "什么都没有改" in desk.post("/me/second/", {"code": "000000", "what": "off"}).content.decode()
    fresh = desk.post("/me/second/", {"code": guarded[0], "what": "codes"}).content.decode()
    assert guarded[1] not in fresh and len(re.findall(r'<li class="num">\d+</li>', fresh)) == 10
    assert desk.post("/me/second/", {"code": code_now(), "what": "off"}).url == "/me/login/"
    assert not Authenticator.objects.exists()


def test_without_a_password_it_cannot_be_switched_on(world):
    browser = Client()
    browser.force_login(world.account("teacher"), backend="django.contrib.auth.backends.ModelBackend")
    assert "先设一个密码" in browser.get("/me/second/").content.decode()
    assert (
        "先设密码"
        in browser.post("/me/second/", {"code": code_now(browser.session["second_secret"])})
        .context["form"]
        .errors["code"][0]
    )


def test_what_codes_are_made_from_is_sealed_in_the_database(world, guarded):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in kept
    with in_district(world.district):
        assert SECRET not in str(list(AuditEvent.objects.values_list("changes", flat=True)))


def test_the_phone_is_lost_and_another_keeper_of_the_roll_opens_the_way(world, guarded):
    person, old = world.people["office"], world.client("office")
    assert world.client("stranger").post(f"/people/{person.pk}/access/", {"what": "lost"}).status_code == 404
    assert Authenticator.objects.exists()
    assert world.client("district").post(f"/people/{person.pk}/access/", {"what": "lost"}).status_code == 302
    assert not Authenticator.objects.exists() and old.get("/").status_code == 302
    with in_district(world.district):
        assert AuditEvent.objects.filter(verb="account.second_off", person_id=world.people["district"].pk).exists()


def test_allauths_own_pages_are_not_there(world):
    for path in (
        "/accounts/signup/",
        "/accounts/login/",
        "/accounts/email/",
        "/accounts/2fa/",
        "/accounts/password/reset/",
    ):
        assert world.client("office").get(path).status_code == 404
