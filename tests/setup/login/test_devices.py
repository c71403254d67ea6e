"""Devices: seen and ended by their owner, all at once by the office; and what is kept of me."""

from __future__ import annotations

import io
import json

import openpyxl
from django.test import Client

from tests.support.text import one_line
from yanxiu.base.models import AuditEvent
from yanxiu.base.tenancy import in_district
from yanxiu.setup.models import Device
from yanxiu.tenants.models import Account

WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116 Mobile MicroMessenger/8.0.47"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0"


def by_slip(world, who: str = "teacher", agent: str = WECHAT) -> Client:
    browser = Client(HTTP_USER_AGENT=agent)
    browser.post(f"/j/{world.slip(who)}/")
    browser.post("/welcome/")
    return browser


def devices(world) -> list[Device]:
    with in_district(world.district):
        return list(Device.objects.order_by("signed_in_at"))


def is_in(browser: Client) -> bool:
    return browser.get("/me/login/").status_code == 200


def test_my_devices_are_listed_with_this_one_marked(world):
    by_slip(world)
    desk = by_slip(world, agent=WINDOWS)
    page = desk.get("/me/login/").content.decode()
    assert "微信 · 安卓手机" in page and "谷歌内核浏览器 · Windows 电脑" in page
    assert page.count("这台</span>") == 1 and page.count(">退出<") == 1


def test_one_device_is_ended_and_the_others_stay(world):
    phone, desk = by_slip(world), by_slip(world, agent=WINDOWS)
    assert desk.post(f"/me/login/{devices(world)[0].pk}/end/").status_code == 302
    assert not is_in(phone) and is_in(desk)


def test_nobody_ends_somebody_elses_device(world):
    phone = by_slip(world)
    device = devices(world)[0]
    for who in ("one_li", "office", "stranger", "far_office"):
        assert world.client(who).post(f"/me/login/{device.pk}/end/").status_code == 404
    assert is_in(phone)
    assert phone.post(f"/me/login/{device.pk}/end/").status_code == 302


def test_signing_out_the_others_leaves_this_one(world):
    phone, desk = by_slip(world), by_slip(world, agent=WINDOWS)
    assert desk.post("/me/login/others/").status_code == 302
    assert not is_in(phone) and is_in(desk)
    assert [device.label for device in devices(world)] == ["谷歌内核浏览器 · Windows 电脑"]


def test_a_new_password_signs_the_others_out(world):
    phone, desk = by_slip(world), by_slip(world, agent=WINDOWS)
    desk.post("/me/password/", {"username": "zhou", "password": "qing-he-2027", "again": "qing-he-2027"})
    assert not is_in(phone) and is_in(desk) and len(devices(world)) == 1


def test_signing_out_here_takes_the_device_from_the_list(world):
    phone = by_slip(world)
    phone.post("/logout/")
    assert devices(world) == []


def test_somebody_else_signing_in_on_my_phone_signs_me_out_of_it(world):
    phone = by_slip(world)
    phone.post(f"/j/{world.slip('one_li')}/")
    assert [device.account_id for device in devices(world)] == [
        Account.objects.get(person_id=world.people["one_li"].pk).pk
    ]


def test_the_office_gives_lost_access_back_without_e_mail(world):
    lost, office = by_slip(world), world.client("office")
    address = f"/people/{world.people['teacher'].pk}/access/"
    assert "1 台设备登录着" in one_line(office.get(address))
    assert office.post(address, {"what": "devices"}).url == address
    assert not is_in(lost)
    assert is_in(by_slip(world))
    with in_district(world.district):
        assert AuditEvent.objects.filter(verb="account.sign_out", person_id=world.people["office"].pk).exists()


def test_the_office_stops_and_starts_an_account(world):
    phone, office = by_slip(world), world.client("office")
    address = f"/people/{world.people['teacher'].pk}/access/"
    office.post(address, {"what": "stop"})
    assert not is_in(phone) and "已停用" in office.get(address).content.decode()
    assert Client().post(f"/j/{world.slip('teacher')}/").status_code == 409
    office.post(address, {"what": "start"})
    assert is_in(by_slip(world))


def test_nobody_of_another_school_stops_our_teacher(world):
    phone = by_slip(world)
    for who in ("stranger", "far_office", "one_li"):
        for what in ("devices", "stop", "lost"):
            assert world.client(who).post(
                f"/people/{world.people['teacher'].pk}/access/", {"what": what}
            ).status_code in (403, 404)
    assert is_in(phone)


def test_an_administrator_does_not_stop_herself(world):
    office = world.client("office")
    assert office.post(f"/people/{world.people['office'].pk}/access/", {"what": "stop"}).status_code == 403
    assert office.get("/").status_code == 200


def test_an_unknown_wish_does_nothing(world):
    phone = by_slip(world)
    assert (
        world.client("office").post(f"/people/{world.people['teacher'].pk}/access/", {"what": "erase"}).status_code
        == 404
    )
    assert is_in(phone)


def test_my_data_says_what_is_kept_and_whom_to_ask(world):
    page = world.client("teacher").get("/me/data/").content.decode()
    for words in ("周以宁", "T0012", "语文组", "青禾区中心小学", "江若谷（教导主任）"):
        assert words in page
    assert "李静" not in page


def test_an_id_number_is_said_to_be_a_fingerprint_and_four_characters(world):
    with in_district(world.district):
        person = world.people["teacher"]
        person.id_hash, person.id_last4 = "a" * 64, "023X"
        person.save()
    page = world.client("teacher").get("/me/data/").content.decode()
    assert "号码没有存；只存校验指纹和末四位 023X" in page and "a" * 64 not in page


def test_my_data_is_taken_away_as_a_workbook_and_as_json(world):
    browser = by_slip(world)
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/me/data/yanxiu.xlsx").content))
    assert book.sheetnames == ["资料", "在岗", "组", "任职", "特殊情况", "登录", "我做过的"]
    assert ("姓名", "周以宁") in list(book["资料"].iter_rows(values_only=True))
    assert [row[0] for row in book["组"].iter_rows(min_row=2, values_only=True)] == ["语文组"]
    data = json.loads(browser.get("/me/data/yanxiu.json").content)
    assert {"项目": "工号", "内容": "T0012"} in data["资料"] and len(data["我做过的"]) >= 2


def test_nobody_takes_away_anothers_data(world):
    data = world.client("stranger").get("/me/data/yanxiu.json").content.decode()
    assert "孟知秋" in data and "周以宁" not in data and "T0012" not in data


def test_an_account_without_a_person_has_no_data_page(world):
    Account.objects.filter(person_id=world.account("teacher").pk).delete()
    lone = Account.objects.create(username="lone", district=world.district, told_at=world.account("office").told_at)
    browser = Client()
    browser.force_login(lone, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/me/data/").status_code == 404
