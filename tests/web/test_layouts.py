"""Layouts: the frame round a page, and error pages that stand when everything else has fallen."""

from __future__ import annotations

import re

import pytest
from django.template.loader import get_template
from django.test import Client, RequestFactory

from tests.web.conftest import tidy
from yanxiu.base.errors import NotAllowed
from yanxiu.web import errors


def test_the_page_is_chinese_and_has_a_way_to_the_text(face):
    html = Client().get("/design/").content.decode()
    assert '<html lang="zh-CN"' in html and 'href="#main"' in html and 'id="main"' in html
    assert "<title>部件 · 研修</title>" in html


def test_the_office_shell_says_where_when_and_who(face):
    html = tidy(Client().get("/design/").content.decode())
    for words in (
        "青禾镇中心小学",
        "2025年11月19日（周三·第十二周）",
        "本学期共20周",
        "沈砚秋 · 教导主任",
        "导出全部",
        "退出登录",
    ):
        assert words in html
    assert re.search(r'<a href="#" aria-current="page">.*?<span>人员', html)
    assert 'action="/search/"' in html and "<em>13</em>" in html


def test_logging_out_and_changing_desks_are_posts(face):
    html = Client().get("/design/").content.decode()
    assert '<form method="post" action="/logout/">' in html and '<form method="post" action="/desk/">' in html
    assert 'href="/logout/"' not in html


def test_the_phone_shows_only_the_rooms_that_exist(face):
    html = Client().get("/design/phone/").content.decode()
    bar = re.search(r'<nav class="tabbar".*?</nav>', html, re.DOTALL)[0]
    assert [name for name in ("今日", "记录", "我的", "日程") if name in bar] == ["今日", "我的", "日程"]


def test_the_demonstration_says_so_on_every_layout(face):
    for address in ("/design/", "/design/phone/", "/design/entry/"):
        assert "演示 · 日期固定在2025年11月19日" in Client().get(f"{address}?demo").content.decode()
        assert "演示" not in Client().get(address).content.decode()


def test_a_part_for_the_drawer_has_no_frame_and_the_same_address_is_a_page(face):
    part = Client().get("/design/explain/", headers={"HX-Request": "true"}).content.decode()
    whole = Client().get("/design/explain/").content.decode()
    assert "<html" not in part and "怎么算的" in part
    assert "<html" in whole and "怎么算的" in whole


def test_an_unknown_layout_is_not_found(face):
    assert Client().get("/design/nothing/").status_code == 404


CASES = [
    (400, errors.bad_request, "再提交一次"),
    (403, errors.forbidden, "管理员"),
    (404, errors.not_found, "没有找到这一页"),
]


@pytest.mark.parametrize(("status", "view", "words"), CASES)
def test_error_pages_are_chinese_and_show_the_way_back(request_, status, view, words):
    answer = view(request_, ValueError("x"))
    html = answer.content.decode()
    assert answer.status_code == status and words in html and 'href="/"' in html and 'data-page="error"' in html


def test_a_refusal_says_its_own_reason(request_):
    assert "请校长来定" in errors.forbidden(request_, NotAllowed("请校长来定。")).content.decode()


def test_too_many_attempts_say_how_long(request_):
    answer = errors.too_many(request_, "六次都不对，请 15 分钟后再试。")
    assert answer.status_code == 429 and "15 分钟后" in answer.content.decode()


def test_a_page_left_open_too_long_says_that_nothing_is_lost(request_):
    answer = errors.csrf_failure(request_, reason="x")
    assert answer.status_code == 403 and "你填的内容还在" in answer.content.decode()


def test_the_error_page_stands_without_request_or_context():
    html = get_template("web/problem.html").render(
        {"status": 500, "title": "系统出了问题", "text": "过一会儿再试。", "reference": "AB23CD45"}
    )
    assert "AB23CD45" in html and 'href="/"' in html and "<html" in html
    assert "dist/entry-style.css" in html


def test_the_error_page_stands_without_collected_files(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    html = get_template("web/problem.html").render(
        {"status": 500, "title": "系统出了问题", "text": "", "reference": "-"}
    )
    assert "/static/dist/entry-style.css" in html and "编号" not in html


def test_a_fragment_request_gets_the_words_of_the_error_without_a_page(face):
    request = RequestFactory().get("/x/")
    request.htmx = True
    html = errors.not_found(request, ValueError()).content.decode()
    assert "没有找到这一页" in html and "<html" not in html
