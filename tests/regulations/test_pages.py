"""The pages of 制度 as the office, the principal, the district and a teacher see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.regulations.conftest import MEETING, START, TODAY
from tests.regulations.shelf import Shelf
from tests.support.cast import Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.regulations import actions, library, slots
from yanxiu.regulations.models import Adoption, Ruling, RulingSheet
from yanxiu.regulations.queries import in_force

Browsers = Callable[[str], Client]
SAID = {"start": "2026-03-02", "decided_by": "校本研修领导小组", "decided_on": "2026-05-20"}


def page(browser: Client, name: str, *args: object) -> str:
    answer = browser.get(reverse(f"regulations:{name}", args=args))
    assert answer.status_code == 200
    return one_line(answer)


def post(browser: Client, name: str, *args: object, **values: object) -> Any:
    return browser.post(reverse(f"regulations:{name}", args=args), values)


def rule(browser: Client, adoption: Adoption, point: str = "how-often", **values: object) -> Any:
    given = {**SAID, "start": "2025-09-01", "reading": "term", "seen": "", "reason": "", **values}
    return post(browser, "ruling", adoption.pk, point, **given)


def test_without_a_regulation_the_next_thing_is_said(here: Cast, shelf: Shelf, browser_of: Browsers) -> None:
    assert "先从制度库选一份" in page(browser_of("office"), "home")
    assert "由校长或教导处从制度库选一份" in page(browser_of("teacher"), "home")


def test_the_home_says_what_governs_since_when_by_whom_and_what_is_open(
    here: Cast, adopted: Adoption, browser_of: Browsers
) -> None:
    for role in ("office", "principal"):
        shown = page(browser_of(role), "home")
        for words in (
            "听课规定",
            "2025年9月1日起",
            "校本研修领导小组 2025年9月8日议定",
            "2 处待裁定",
            "去裁定",
            "停用",
        ):
            assert words in shown


def test_a_school_sees_what_the_district_adopted_and_does_not_decide_on_it(
    here: Cast, shelf: Shelf, browser_of: Browsers
) -> None:
    own = actions.adopt("rival", None, start=START, meeting=MEETING, actor=COMMAND_LINE)
    shown = page(browser_of("office"), "home")
    assert "区里的制度" in shown and "另一份听课规定" in shown and "去裁定" not in shown and "停用……" not in shown
    assert rule(browser_of("office"), own).status_code == 403
    assert "去裁定" in page(browser_of("officer"), "home")
    assert rule(browser_of("officer"), own).status_code == 302


def test_what_governed_before_and_what_comes_are_kept_apart(here: Cast, shelf: Shelf, browser_of: Browsers) -> None:
    actions.adopt("sample", here.school, start=START, meeting=MEETING, actor=COMMAND_LINE)
    actions.adopt("rival", here.school, start=TODAY, meeting=MEETING, replacing=True, actor=COMMAND_LINE)
    actions.adopt("apart", here.school, start=TODAY.replace(month=9), meeting=MEETING, actor=COMMAND_LINE)
    shown = page(browser_of("office"), "home")
    assert "2025年9月1日—2026年5月19日" in shown
    assert shown.index("另一份听课规定") < shown.index("以后起用") < shown.index("考勤规定") < shown.index("以前的")


def test_the_district_reads_what_its_schools_adopted(here: Cast, adopted: Adoption, browser_of: Browsers) -> None:
    shown = page(browser_of("officer"), "home")
    assert "近处小学" in shown and "1 份在用" in shown
    assert "听课规定" not in page(browser_of("strange_officer"), "home")


def test_a_pack_is_read_out_before_it_is_adopted(here: Cast, shelf: Shelf, browser_of: Browsers) -> None:
    shown = page(browser_of("office"), "pack", "sample")
    for words in ("每学期听课不少于15节", "其他人：每学期不少于 15 节", "职务是组长", "公开课没有写多久一次", "每学年", "建议", "由本校定一个数（节）"):  # fmt: skip
        assert words in shown


def test_what_the_text_contradicts_is_shown_with_it(here: Cast, shelf: Shelf, browser_of: Browsers) -> None:
    score = "id: {id}\ntitle: {id}\nkind: score\nunit: 分\nperiod: term\nfull: {{value: {full}, cite: A1}}\n"
    for id, full in (("one", 30), ("two", 20)):
        shelf.write("sample", f"rules/{id}.yaml", score.format(id=id, full=full))
    parts = "parts: [{rule: one, cite: A1}, {rule: two, cite: A1}]"
    shelf.write("sample", "rules/sum.yaml", f"id: sum\ntitle: 合计\nkind: total\nunit: 分\n{parts}\n")
    bands = "bands:\n- {level: 优秀, at_least: 36, printed: [36, 40], cite: A1}\n- {level: 一般, otherwise: true, printed: [0, 35], cite: A1}\n"
    shelf.write("sample", "rules/grade.yaml", f"id: grade\ntitle: 等级\nkind: bands\nof: sum\n{bands}")
    shown = page(browser_of("office"), "pack", "sample")
    assert "原文自己对不上的" in shown and "满分合计 50，等级只到 40" in shown and "35 与 36 之间" in shown


def test_adopting_is_told_first_and_done_second(here: Cast, shelf: Shelf, browser_of: Browsers) -> None:
    office = browser_of("office")
    assert 'value="2026-03-02"' in page(office, "adopt", "sample")  # the first day of the term
    told = post(office, "adopt", "sample", **SAID)
    shown = one_line(told)
    assert "自2026年3月2日起照《听课规定》（第 1 版）判：2 条规定，管听课。" in shown
    assert "有 2 处原文没有说定，要本单位裁定，其中 1 处有建议" in shown
    assert not Adoption.objects.exists()
    text = in_text(shown)
    assert post(office, "adopt", "sample", **SAID, text=text).status_code == 302
    assert post(office, "adopt", "sample", **SAID, text=text).status_code == 302  # the button pressed twice
    assert Adoption.objects.count() == 1


def in_text(shown: str) -> str:
    """The digest of the text the page was made from."""
    return shown.partition('name="text" value="')[2].partition('"')[0]


def test_a_rival_is_refused_with_the_tick_that_ends_the_other(
    here: Cast, adopted: Adoption, browser_of: Browsers
) -> None:
    office = browser_of("office")
    refused = post(office, "adopt", "rival", **SAID)
    assert refused.status_code == 422
    assert "同一件事不能有两份制度一起判" in one_line(refused) and "改用这一份，原来的到这一天为止" in one_line(refused)
    told = one_line(post(office, "adopt", "rival", **SAID, replacing="on"))
    assert "《听课规定》用到2026年3月1日为止；这以前的仍照它判。" in told
    post(office, "adopt", "rival", **SAID, replacing="on", text=in_text(told))
    assert [one.pack.id for one in in_force(here.school, TODAY)] == ["rival"]


def test_a_form_that_is_wrong_keeps_what_was_written(here: Cast, shelf: Shelf, browser_of: Browsers) -> None:
    answer = post(browser_of("office"), "adopt", "sample", **{**SAID, "decided_by": "", "document": "校发3号"})
    assert answer.status_code == 422
    assert "请写由哪个会议或小组议定" in one_line(answer) and 'value="校发3号"' in one_line(answer)


def test_the_texts_stand_side_by_side_and_the_advice_is_ticked_but_not_in_force(
    here: Cast, adopted: Adoption, browser_of: Browsers
) -> None:
    shown = page(browser_of("office"), "ruling", adopted.pk, "how-often")
    assert "公开课由学校安排" in shown and "建议的理由：全文以学期为单位" in shown
    assert shown.count("checked") == 1 and "待裁定" in shown and "全部采用建议（1 处）" in shown
    assert not Ruling.objects.exists()


def test_ruling_leads_to_the_next_point_and_the_last_one_to_the_sheet(
    here: Cast, adopted: Adoption, browser_of: Browsers
) -> None:
    office = browser_of("office")
    first = rule(office, adopted, reason="按学期排课")
    assert first["Location"] == reverse("regulations:ruling", args=[adopted.pk, "how-many"])
    last = rule(office, adopted, "how-many", reading="3")
    sheet = RulingSheet.objects.get()
    assert last["Location"] == reverse("regulations:sheet", args=[sheet.pk])
    shown = page(office, "sheet", sheet.pk)
    assert "3 节" in shown and "按学期排课" in shown and "任文博登记" in shown


def test_a_number_that_is_none_is_asked_for_again_with_what_was_written(
    here: Cast, adopted: Adoption, browser_of: Browsers
) -> None:
    answer = rule(browser_of("office"), adopted, "how-many", reading="若干")
    assert answer.status_code == 422 and "请填一个数" in one_line(answer) and 'value="若干"' in one_line(answer)


def test_two_tabs_the_second_is_told_and_nothing_is_lost(here: Cast, adopted: Adoption, browser_of: Browsers) -> None:
    assert rule(browser_of("principal"), adopted).status_code == 302
    second = rule(browser_of("office"), adopted, start="2026-05-20", reading="year", reason="按学年排课")
    assert second.status_code == 422
    assert "刚才已由沈砚秋裁定为“每学期”" in one_line(second) and 'value="按学年排课"' in one_line(second)
    assert Ruling.objects.count() == 1


def test_all_recommendations_are_shown_whole_and_ruled_in_one_act(
    here: Cast, adopted: Adoption, browser_of: Browsers
) -> None:
    office = browser_of("office")
    shown = page(office, "recommended", adopted.pk)
    assert "一次裁定 1 处" in shown and "另有 1 处没有建议" in shown and "全文以学期为单位" in shown
    values = {**SAID, "start": "2025-09-01"}
    assert post(office, "recommended", adopted.pk, **values).status_code == 302
    again = post(office, "recommended", adopted.pk, **values)
    assert "没有还待裁定、又有建议的" in one_line(again) and Ruling.objects.count() == 1


def test_the_history_of_a_point_names_who_and_when(here: Cast, adopted: Adoption, browser_of: Browsers) -> None:
    office = browser_of("office")
    rule(office, adopted)
    seen = Ruling.objects.get().pk
    rule(office, adopted, reading="year", start="2026-05-20", seen=seen)
    shown = page(office, "ruling", adopted.pk, "how-often").partition("这一处的裁定")[2]
    assert shown.index("每学年") < shown.index("每学期") and "自2025年9月1日起" in shown and "任文博登记" in shown


def test_the_printed_page_has_the_rulings_and_places_to_sign(
    here: Cast, adopted: Adoption, browser_of: Browsers
) -> None:
    office = browser_of("office")
    rule(office, adopted)
    sheet = RulingSheet.objects.get()
    shown = page(office, "sheet_print", sheet.pk)
    for words in (
        "近处小学",
        "听课规定裁定意见",
        "公开课没有写多久一次",
        "自2025年9月1日起",
        "组长：",
        "成员：",
        "第 1 页，共 1 页",
    ):
        assert words in shown


def test_the_signed_page_is_kept_and_everybody_of_the_unit_may_fetch_it(
    here: Cast, adopted: Adoption, browser_of: Browsers, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    rule(browser_of("office"), adopted)
    sheet = RulingSheet.objects.get()
    assert browser_of("office").get(reverse("regulations:signed", args=[sheet.pk])).status_code == 404
    scan = SimpleUploadedFile("签字.pdf", b"%PDF-1.4 signed")
    assert post(browser_of("principal"), "sheet", sheet.pk, file=scan).status_code == 302
    for role in ("office", "principal", "teacher", "officer"):
        answer = browser_of(role).get(reverse("regulations:signed", args=[sheet.pk]))
        assert b"".join(answer.streaming_content) == b"%PDF-1.4 signed"  # type: ignore[attr-defined]
    assert browser_of("neighbour_office").get(reverse("regulations:signed", args=[sheet.pk])).status_code == 404


def test_a_signed_page_that_is_no_picture_is_refused_in_words(
    here: Cast, adopted: Adoption, browser_of: Browsers
) -> None:
    rule(browser_of("office"), adopted)
    sheet = RulingSheet.objects.get()
    for file, said in ((SimpleUploadedFile("签字.pdf", b"PK\x03\x04"), "认不出是什么文件"), ("", "请选文件"), (SimpleUploadedFile("空.pdf", b""), "是空的")):  # fmt: skip
        answer = post(browser_of("office"), "sheet", sheet.pk, file=file)
        assert answer.status_code == 422 and said in one_line(answer)
    sheet.refresh_from_db()
    assert sheet.signed_file_id is None


def test_a_teacher_reads_the_text_on_a_phone_and_decides_nothing(
    here: Cast, adopted: Adoption, browser_of: Browsers
) -> None:
    teacher = browser_of("teacher")
    shown = page(teacher, "read", adopted.pk)
    assert 'class="ph' in shown and "每学期听课不少于15节" in shown and "待裁定" in shown
    assert f'href="{reverse("regulations:rulings", args=[adopted.pk])}"' not in shown
    assert rule(teacher, adopted).status_code == 403
    assert post(teacher, "adopt", "sample", **SAID).status_code == 403
    assert post(teacher, "recommended", adopted.pk, **SAID).status_code == 403
    assert post(teacher, "end", adopted.pk, end="2026-05-20").status_code == 403
    assert teacher.get(reverse("regulations:library")).status_code == 403
    assert Ruling.objects.count() == 0


def test_strangers_find_nothing_anywhere(here: Cast, adopted: Adoption, browser_of: Browsers) -> None:
    rule(browser_of("office"), adopted)
    sheet = RulingSheet.objects.get()
    places = [
        *(reverse(f"regulations:{name}", args=[adopted.pk]) for name in ("read", "end", "recommended", "rulings")),
        reverse("regulations:ruling", args=[adopted.pk, "how-often"]),
        *(reverse(f"regulations:{name}", args=[sheet.pk]) for name in ("sheet", "sheet_print", "signed")),
    ]
    for role in ("neighbour_office", "stranger", "strange_officer"):
        for place in places:
            assert browser_of(role).get(place).status_code == 404, f"{role} {place}"
            assert browser_of(role).post(place, SAID).status_code in (404, 405), f"{role} {place}"
    assert (Ruling.objects.count(), Adoption.objects.get().end) == (1, None)


def test_a_point_only_noted_is_shown_and_cannot_be_ruled(here: Cast, shelf: Shelf, browser_of: Browsers) -> None:
    shelf.replace("sample", "points.yaml", "reason: 全文以学期为单位", "reason: 全文以学期为单位\n  noted: true")
    adoption = actions.adopt("sample", here.school, start=START, meeting=MEETING, actor=COMMAND_LINE)
    assert "只注明" in page(browser_of("office"), "ruling", adoption.pk, "how-often")
    assert rule(browser_of("office"), adoption).status_code == 404
    assert browser_of("office").get(reverse("regulations:ruling", args=[adoption.pk, "nowhere"])).status_code == 404


def test_a_folder_taken_away_is_said_and_all_goes_on(
    here: Cast, shelf: Shelf, adopted: Adoption, browser_of: Browsers
) -> None:
    shelf.remove("sample")
    library._kept.clear()
    office = browser_of("office")
    assert "制度库里已没有这份制度的文件夹。本校用的是采用时存下的一份，照常判。" in page(office, "home")
    assert "照常判" in page(office, "library") and "每学期听课不少于15节" in page(office, "read", adopted.pk)
    assert rule(office, adopted).status_code == 302
    assert office.get(reverse("regulations:pack", args=["sample"])).status_code == 404
    assert office.post(reverse("regulations:adopt", args=["sample"]), SAID).status_code == 404


def test_a_pack_that_becomes_broken_is_named_with_the_line_and_how_to_mend_it(
    here: Cast, shelf: Shelf, adopted: Adoption, browser_of: Browsers
) -> None:
    shelf.replace("sample", "rules/observe.yaml", "kind: quota", "kind: quotas")
    office = browser_of("office")
    assert "制度库里的这份制度现在读不通" in page(office, "home")
    assert "这份制度读不通，不能采用：1 处要改。本校在用的是采用时存下的一份" in page(office, "library")
    shown = page(office, "pack", "sample")
    assert "听课规定" in shown and "rules/observe.yaml 第 4 行" in shown and "改法：改成已有的" in shown
    assert str(shelf.folder) not in shown
    answer = office.post(reverse("regulations:adopt", args=["sample"]), SAID)
    assert answer["Location"] == reverse("regulations:pack", args=["sample"])
    assert Adoption.objects.count() == 1 and "每学期听课不少于15节" in page(office, "read", adopted.pk)


def test_a_missing_part_is_named_without_saying_where_the_library_lies(
    here: Cast, shelf: Shelf, browser_of: Browsers
) -> None:
    (shelf.folder / "apart" / "sources.yaml").unlink()
    shown = page(browser_of("office"), "pack", "apart")
    assert "文件夹里没有 sources.yaml" in shown and str(shelf.folder) not in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b, *b]\n", "用了引用或标签"),
        ("a: !!python/object/apply:os.system [id]\n", "用了引用或标签"),
        (f"a: {'[' * 60}{']' * 60}\n", "太大或嵌套太深"),
        ("a: " + "x" * 600_000 + "\n", "太大或嵌套太深"),
        ("a: [1\n", "不是能读的 YAML"),
    ],
    ids=["bomb", "tag", "depth", "size", "torn"],
)
def test_a_hostile_file_on_the_shelf_spoils_nothing_but_itself(
    here: Cast, shelf: Shelf, adopted: Adoption, browser_of: Browsers, text: str, said: str
) -> None:
    shelf.write("apart", "pack.yaml", text)
    office = browser_of("office")
    shown = page(office, "library")
    assert "听课规定" in shown and "apart" in shown and "读不通" in shown
    assert said in page(office, "pack", "apart")
    assert "听课规定" in page(office, "home")


def test_a_folder_whose_name_is_no_word_can_be_opened_too(here: Cast, shelf: Shelf, browser_of: Browsers) -> None:
    (shelf.folder / "apart").rename(shelf.folder / "新的 制度")
    assert "读不通" in page(browser_of("office"), "library")
    assert "要改的地方" in page(browser_of("office"), "pack", "新的 制度")


def test_another_text_on_the_shelf_than_in_use_is_shown_old_beside_new(
    here: Cast, shelf: Shelf, adopted: Adoption, browser_of: Browsers
) -> None:
    shelf.put("sample", title="听课规定", least=18)
    office = browser_of("office")
    assert "制度库里的文字和本校在用的不同" in page(office, "home")
    shown = page(office, "pack", "sample").partition("和在用的哪里不同")[2]
    assert shown.index("其他人：每学期不少于 15 节") < shown.index("其他人：每学期不少于 18 节")
    assert "其他人：每学期不少于 15 节" in page(office, "read", adopted.pk)


def test_the_effect_is_asked_of_the_room_that_registered_and_else_not_drawn(
    here: Cast, adopted: Adoption, browser_of: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "_addresses", {})
    assert "hx-get" not in page(browser_of("office"), "ruling", adopted.pk, "how-often").partition("<form")[2]
    slots.register("effect", "regulations:ruling")  # any address of an adoption and a point
    shown = page(browser_of("office"), "ruling", adopted.pk, "how-often")
    assert f'hx-get="{reverse("regulations:ruling", args=[adopted.pk, "how-often"])}" hx-trigger="load"' in shown


def test_ending_is_a_day_and_the_results_before_it_stay(here: Cast, adopted: Adoption, browser_of: Browsers) -> None:
    office = browser_of("office")
    assert "以前的结果都留着" in page(office, "end", adopted.pk)
    for _ in range(2):
        assert post(office, "end", adopted.pk, end="2026-05-20").status_code == 302
    assert "用到2026年5月19日" not in page(office, "home") and "2025年9月1日—2026年5月19日" in page(office, "home")
    assert "到2026年5月19日" in page(browser_of("teacher"), "read", adopted.pk)
