"""Before any page: signing in, the notice, a password for administrators — and always the way back."""

from __future__ import annotations

import pytest
from django.test import Client

from yanxiu.base.models import AuditEvent
from yanxiu.base.tenancy import in_district
from yanxiu.tenants.actions import create_operator
from yanxiu.tenants.models import Account

from .conftest import ACT, PASSWORD

BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser_of(account: Account, **options: str) -> Client:
    browser = Client(**options)
    browser.force_login(account, backend=BACKEND)
    return browser


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/schedule/", "/me/login/", "/people/slips/", "/people/claims/", "/me/data/yanxiu.xlsx"]
)
def test_a_stranger_is_sent_to_sign_in(path):
    answer = Client().get(path)
    assert answer.status_code == 302 and answer.url.startswith("/login/?next=")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/login/", "/join/"])
def test_the_ways_in_are_open_and_kept_by_no_cache(path):
    answer = Client().get(path)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page():
    answer = Client().post("/people/slips/", {}, HTTP_REFERER="http://testserver/people/slips/?show=without")
    assert answer.url == "/login/?next=%2Fpeople%2Fslips%2F%3Fshow%3Dwithout"


@pytest.mark.django_db
def test_a_part_of_a_page_sends_the_whole_page_to_sign_in_and_back():
    asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/schedule/?week=3"}
    answer = Client().get("/jobs/", **asked)
    assert answer.status_code == 401  # not a success: what was typed stays a draft
    assert answer["HX-Redirect"] == "/login/?next=%2Fschedule%2F%3Fweek%3D3"


@pytest.mark.django_db
def test_a_page_of_another_site_is_no_way_back():
    asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "https://evil.example//evil.example/x"}
    assert Client().get("/jobs/", **asked)["HX-Redirect"] == "/login/?next=%2F"


def test_the_first_login_says_what_is_kept_before_anything_else_and_only_once(world):
    account = world.account("teacher", told=False)
    browser = browser_of(account)
    assert browser.get("/schedule/").url == "/welcome/?next=%2Fschedule%2F"
    page = browser.get("/welcome/?next=/schedule/").content.decode()
    for words in (
        "存什么",
        "为什么",
        "存多久",
        "至少存六个月",
        "校验指纹和末四位",
        "不取位置，不采人脸",
        "江若谷（教导主任）",
    ):
        assert words in page
    assert browser.post("/welcome/", {"next": "/schedule/"}).url == "/schedule/"
    assert browser.get("/schedule/").status_code == 200
    with in_district(world.district):
        assert AuditEvent.objects.get(verb="account.told").person_id == world.people["teacher"].pk
    first = Account.objects.get(pk=account.pk).told_at
    browser.post("/welcome/", {"next": "/"})
    assert Account.objects.get(pk=account.pk).told_at == first


def test_the_notice_names_nobody_of_another_school(world):
    page = browser_of(world.account("second_teacher", told=False)).get("/welcome/").content.decode()
    assert "孟知秋" in page and "江若谷" not in page


@pytest.mark.parametrize(("who", "asked"), [("office", True), ("district", True), ("teacher", False)])
def test_who_administers_needs_a_password_and_a_teacher_does_not(world, who, asked):
    browser = browser_of(world.account(who))
    answer = browser.get("/audit/")
    assert (answer.status_code, answer.get("Location", "")) == (
        (302, "/me/password/?next=%2Faudit%2F") if asked else (200, "")
    )


def test_the_offices_password_is_set_once_and_it_goes_on_where_it_wanted(world):
    browser = browser_of(world.account("office"))
    answer = browser.post(
        "/me/password/", {"username": "jiang", "password": PASSWORD, "again": PASSWORD, "next": "/audit/"}
    )
    assert answer.url == "/audit/" and browser.get("/audit/").status_code == 200


@pytest.mark.django_db
def test_an_operator_reads_the_notice_too():
    browser = browser_of(create_operator("anzhuang", PASSWORD, actor=ACT))
    assert browser.get("/").url == "/welcome/?next=%2F"
    assert browser.post("/welcome/").url == "/"
    assert browser.get("/").status_code == 200


def test_a_part_of_a_page_waits_behind_the_notice_as_well(world):
    browser = browser_of(world.account("teacher", told=False))
    answer = browser.get("/jobs/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/mine/")
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/welcome/?next=%2Fmine%2F")
