"""What the scripts do, in a real browser: nothing typed is lost, nothing is sent twice, the keyboard works."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web import site
from tools.look import complaints

pytestmark = pytest.mark.browser
WORDS = "家里有事，15:30 离校"


def write(page: Page, address: str, text: str = WORDS) -> None:
    page.goto(f"{address}/form/")
    page.fill("#reason", text)
    expect(page.locator("[data-draft-status]")).to_have_text(re.compile(r"^已保存 \d\d:\d\d$"))


def test_what_was_typed_comes_back_after_a_reload_and_is_announced(phone, address):
    write(phone, address)
    phone.check("[name=paper]")
    phone.fill("#secret", "abc")
    phone.wait_for_timeout(600)
    phone.reload()
    expect(phone.locator("#reason")).to_have_value(WORDS)
    expect(phone.locator("[name=paper]")).to_be_checked()
    expect(phone.locator("[data-draft-notice]")).to_contain_text("写了没交的内容")
    expect(phone.locator("#secret")).to_have_value("")
    assert "abc" not in phone.evaluate("JSON.stringify(localStorage)")


def test_the_draft_can_be_thrown_away(phone, address):
    write(phone, address)
    phone.reload()
    phone.click("[data-draft-notice] button")
    expect(phone.locator("#reason")).to_have_value("")
    phone.reload()
    expect(phone.locator("#reason")).to_have_value("")


def test_a_draft_for_a_page_that_changed_meanwhile_is_offered_and_not_put_in(phone, address):
    write(phone, address)
    phone.goto(f"{address}/form/?v=2")
    expect(phone.locator("#reason")).to_have_value("")
    phone.click("[data-draft-notice] button")
    expect(phone.locator("#reason")).to_have_value(WORDS)


def test_the_draft_is_gone_once_the_form_has_arrived(phone, address):
    write(phone, address)
    phone.click("#send")
    phone.wait_for_url("**/done/")
    assert site.received[-1]["reason"] == WORDS and site.received[-1]["_nonce"]
    phone.goto(f"{address}/form/")
    expect(phone.locator("#reason")).to_have_value("")


@pytest.mark.parametrize("mode", ["break", "expire"])
def test_the_draft_outlives_a_broken_server_and_an_expired_login(phone, address, mode):
    write(phone, address)
    site.answer["mode"] = mode
    phone.click("#send")
    phone.wait_for_load_state("networkidle")
    phone.goto(f"{address}/form/")
    expect(phone.locator("#reason")).to_have_value(WORDS)


def test_the_draft_outlives_a_dead_network(phone, address):
    write(phone, address)
    phone.context.set_offline(True)
    phone.click("#send", no_wait_after=True)
    phone.wait_for_timeout(500)
    phone.context.set_offline(False)
    phone.goto(f"{address}/form/")
    expect(phone.locator("#reason")).to_have_value(WORDS)
    assert site.received == []


def test_a_refused_form_keeps_the_text_and_puts_the_focus_on_the_error(phone, address):
    write(phone, address)
    site.answer["mode"] = "refuse"
    phone.click("#send")
    expect(phone.locator("#reason_error")).to_be_visible()
    expect(phone.locator("#reason")).to_be_focused()
    expect(phone.locator("#reason")).to_have_value(WORDS)


TWO_TAPS = """async () => {
  const button = document.querySelector('#send');
  button.click();
  await new Promise((done) => setTimeout(done, 200));
  const resting = button.getAttribute('aria-disabled');
  button.click();
  await new Promise((done) => setTimeout(done, 200));
  return resting;
}"""


def test_two_taps_send_the_form_once(phone, address):
    write(phone, address)
    site.answer["mode"] = "slow"
    resting = phone.evaluate(TWO_TAPS)
    site.released.set()
    phone.wait_for_url("**/done/")
    assert resting == "true"
    assert len(site.received) == 1


def test_a_field_saves_itself_with_the_token_and_says_when(phone, address):
    phone.goto(f"{address}/form/")
    phone.fill("#id_topic", "两篇习作对照")
    expect(phone.locator("#saved_topic")).to_have_text("已保存 15:02")
    assert site.received[-1]["topic"] == "两篇习作对照"
    assert phone.complained == []


def test_a_dead_network_is_said_in_chinese_and_goes_away_with_the_next_success(phone, address):
    phone.goto(f"{address}/form/")
    phone.context.set_offline(True)
    phone.fill("#id_topic", "断网时写的")
    expect(phone.locator("#net")).to_contain_text("网络")
    phone.context.set_offline(False)
    phone.fill("#id_topic", "又通了")
    expect(phone.locator("#saved_topic")).to_have_text("已保存 15:02")
    expect(phone.locator("#net")).to_have_count(0)


def test_a_broken_server_is_said_with_the_reference_number(phone, address):
    phone.goto(f"{address}/form/")
    site.answer["mode"] = "break"
    phone.fill("#id_topic", "写一半")
    expect(phone.locator("#net")).to_contain_text("AB23CD45")


def test_an_expired_login_goes_to_the_login_page_and_knows_the_way_back(phone, address):
    phone.goto(f"{address}/form/")
    site.answer["mode"] = "expire"
    phone.fill("#id_topic", "写一半")
    phone.wait_for_url("**?next=%2Fform%2F")


def test_the_keyboard_walks_ticks_searches_and_helps(desk, address):
    desk.goto(f"{address}/design/")
    desk.keyboard.press("Escape")
    desk.evaluate("document.activeElement.blur()")
    for key in "jj":
        desk.keyboard.press(key)
    expect(desk.locator("[data-row]").nth(1)).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("k")
    expect(desk.locator("[data-row]").nth(0)).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("x")
    expect(desk.locator("[x-text=count]")).to_have_text("1")
    desk.keyboard.press("/")
    expect(desk.locator("[data-search]")).to_be_focused()
    desk.keyboard.type("jj?")
    expect(desk.locator("[data-search]")).to_have_value("jj?")
    expect(desk.locator("[data-row]").nth(0)).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Escape")
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator("#keys")).to_be_hidden()
    assert desk.complained == []


def test_all_can_be_picked_and_the_buttons_wake(desk, address):
    desk.goto(f"{address}/design/")
    act = desk.locator("[data-pick-act]").first
    expect(act).to_be_disabled()
    desk.locator("[data-pick-all]").first.check()
    expect(desk.locator("[x-text=count]")).to_have_text("4")
    expect(act).to_be_enabled()


def test_a_figure_opens_its_explanation_and_the_focus_comes_back(desk, address):
    desk.goto(f"{address}/design/")
    figure = desk.locator("table a.fig").first
    figure.click()
    drawer = desk.locator("#drawer")
    expect(drawer).to_be_visible()
    expect(drawer).to_contain_text("怎样就够了")
    desk.locator("[data-row] a").first.click(trial=True)  # the table beside it stays usable
    desk.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(figure).to_be_focused()


def test_without_script_a_figure_is_a_page(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/design/phone/")
    page.locator("a.fig").first.click()
    expect(page.locator("h1")).to_have_text("怎么算的")
    expect(page.get_by_text("怎样就够了")).to_be_visible()
    context.close()


@pytest.mark.parametrize("clipboard", [True, False])
def test_the_words_for_the_group_are_copied_also_the_old_way(browser, address, clipboard):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    if not clipboard:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{address}/design/phone/")
    page.evaluate(
        "window.taken = null; document.addEventListener('copy', () => { window.taken = getSelection().toString() })"
    )
    button = page.locator("[data-copy]")
    button.click()
    expect(button).to_contain_text("已复制")
    if clipboard:
        assert page.evaluate("navigator.clipboard.readText()").startswith("数学组各位老师")
    expect(button).to_contain_text("复制到微信群")
    context.close()


def test_a_menu_closes_on_escape_and_on_a_click_elsewhere(desk, address):
    desk.goto(f"{address}/design/")
    menu = desk.locator("details.dk-me")
    menu.locator("summary").click()
    expect(menu.get_by_text("退出登录")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(menu.get_by_text("退出登录")).to_be_hidden()
    menu.locator("summary").click()
    desk.locator("h1").click()
    expect(menu.get_by_text("退出登录")).to_be_hidden()


def test_a_dialog_opens_and_closes_and_gives_the_focus_back(desk, address):
    desk.goto(f"{address}/design/")
    opener = desk.locator("[data-dialog=sample-dialog]")
    opener.click()
    expect(desk.locator("#sample-dialog")).to_be_visible()
    desk.locator("#sample-dialog [data-close]").last.click()
    expect(desk.locator("#sample-dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_long_list_is_searched_by_typing(desk, address):
    desk.goto(f"{address}/design/")
    control = desk.locator(".ts-control input").first
    control.click()
    control.type("教师17")
    expect(desk.locator(".ts-dropdown .option")).to_have_count(1)
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.querySelector('[name=mentor]').value") == "17"
    assert desk.complained == []


def test_a_file_too_big_is_refused_before_it_travels(desk, address, tmp_path):
    big = tmp_path / "全校照片.pdf"
    big.write_bytes(b"0" * (11 * 1024 * 1024))
    desk.goto(f"{address}/design/")
    desk.set_input_files("[name=proof]", str(big))
    expect(desk.locator(".drop output")).to_contain_text("最大 10.0 MB")
    assert desk.evaluate("document.querySelector('[name=proof]').checkValidity()") is False


@pytest.mark.parametrize("path", ["/design/", "/design/phone/", "/design/entry/", "/design/explain/", "/form/"])
@pytest.mark.parametrize(("width", "dark"), [(320, False), (390, True), (1000, False)])
def test_no_page_is_wider_than_its_window_and_the_console_is_quiet(browser, address, path, width, dark):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    found = complaints(page)
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert found == []
    context.close()


SMALL = """() => [...document.querySelectorAll('a, button, summary, .check, .seg label, .input')]
  .filter((item) => item.offsetParent && !item.matches('.fig, .skip'))
  .filter((item) => !item.closest('.hint, .help, p:not(:only-child), dialog'))
  .map((item) => [item.outerHTML.slice(0, 90), Math.round(item.getBoundingClientRect().height)])
  .filter(([, height]) => height < 44)"""


@pytest.mark.parametrize("path", ["/design/phone/", "/design/entry/", "/form/"])
def test_what_a_thumb_must_hit_is_44_px_high(phone, address, path):
    phone.goto(address + path)
    assert phone.evaluate(SMALL) == []


def test_reduced_motion_stops_the_turning(browser, address):
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/form/")
    page.evaluate("document.querySelector('#send').classList.add('is-busy')")
    assert page.evaluate("getComputedStyle(document.querySelector('#send'), '::before').animationName") == "none"
    context.close()


def test_paper_prints_without_the_buttons(desk, address):
    desk.goto(f"{address}/design/paper/")
    expect(desk.locator(".tools")).to_be_visible()
    desk.emulate_media(media="print")
    expect(desk.locator(".tools")).to_be_hidden()
    pages = desk.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert pages == 1
