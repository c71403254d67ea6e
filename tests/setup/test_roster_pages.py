"""Importing a list on the pages: what is wrong is mended in place, decided, written once, and can be taken back."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.cast import TODAY, Cast
from tests.support.text import one_line
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.base.models import AuditEvent
from yanxiu.cli.jobs import tidy
from yanxiu.config.installation import Installation
from yanxiu.files.models import StoredFile
from yanxiu.org.models import Appointment, Group, GroupMembership, Person, Posting, SpellKind
from yanxiu.setup.models import RosterImport
from yanxiu.tenants.actions import account_for_person

Send = Callable[..., Any]
HEAD = ["姓名", "组别", "参加工作时间"]
ROWS = [
    ["费乐天", "语文组", "2017.8"],  # row 2: known to the school
    ["", "语文组", "2018.9"],  # row 3: no name
    ["江若谷", "数学组", "98.7"],  # row 4: a year of two digits
    ["李静", "语文组", "2010.9"],  # row 5
    ["李静", "数学组", "2011.9"],  # row 6: the same name
    ["柳成蹊", "语文组", "1984.9"],  # row 7: hidden
]


def sheet(rows: list[list[str]] = ROWS, hidden: int = 7) -> SimpleUploadedFile:
    """The list as an .xlsx."""
    book = openpyxl.Workbook()
    page = book.active
    for row in [HEAD, *rows]:
        page.append(row)
    page.row_dimensions[hidden].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("名单.xlsx", buffer.getvalue())


@pytest.fixture
def send(django_capture_on_commit_callbacks) -> Send:
    """Posts and lets the worker do what was submitted."""

    def sent(client: Client, path: str, data: dict[str, Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, data)

    return sent


@pytest.fixture
def office(here: Cast, browser_of) -> Client:
    """The office of the first school."""
    return browser_of("office")


@pytest.fixture
def page(office: Client, send: Send) -> str:
    """The address of the uploaded and judged list."""
    form = {"file": sheet(), "profile": "school", "as_of": "2026-05-20"}
    return send(office, "/people/import/", form).headers["Location"]


def test_the_page_says_what_is_wrong_row_by_row_and_what_importing_would_do(office: Client, page: str) -> None:
    html = one_line(office.get(page))
    assert "没有姓名，认不出是谁。请补上姓名，或删去这一行。" in html
    assert "参加工作年月“98.7”的年份只有两位" in html
    assert "第 5、6 行，语文组、数学组" in html
    assert ("柳成蹊" in html and "1 行</b>" in html.replace(" </b>", "</b>")) or "在表里是隐藏的" in html
    outlook = RosterImport.objects.get().preview["outlook"]
    assert (outlook["created"], outlook["updated"], outlook["missing"]) == (3, 1, 3)
    assert Person.objects.filter(name="李静").count() == 0


def test_equal_phones_and_columns_nobody_knows_are_told_before_importing(office: Client, send: Send) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["姓名", "手机", "手机号码", "鞋码"],
        ["江若谷", "13800000001", "", "42"],
        ["顾言", "13800000001", "", "41"],
    ):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    upload = SimpleUploadedFile("名单.xlsx", buffer.getvalue())
    sent = send(office, "/people/import/", {"file": upload, "profile": "school", "as_of": "2026-05-20"})
    html = one_line(office.get(sent.headers["Location"]))
    assert "第 2、3 行" in html and "手机号一样，照导" in html
    assert "C 手机号码" in html and "D 鞋码" in html
    send(office, f"{sent.headers['Location']}decide/", {"then": "go"})
    assert Person.objects.filter(phone="13800000001").count() == 2


def test_a_name_put_in_on_the_page_makes_the_row_good(office: Client, page: str, send: Send) -> None:
    send(office, f"{page}decide/", {"cell-3-name": "顾明川", "cell-4-work_began": "1998.7", "then": "look"})
    shown = RosterImport.objects.get().preview
    assert (shown["valid"], shown["bad_count"]) == (5, 0)
    assert [(i["row"], i["state"]) for i in shown["issues"]] == [(3, "mended"), (4, "mended")]
    assert 'value="顾明川"' in one_line(office.get(page))


def test_what_was_decided_is_what_is_written(here: Cast, office: Client, page: str, send: Send) -> None:
    decided = {"cell-3-name": "顾明川", "hidden-7": "in", "same-5": "one", "group-0": "语文组", "then": "go"}
    assert send(office, f"{page}decide/", decided).status_code == 302
    names = Posting.objects.filter(school=here.school).values_list("person__name", flat=True)
    assert {"顾明川", "江若谷", "李静", "柳成蹊"} <= set(names)
    assert list(names).count("李静") == 1
    assert not Group.objects.filter(name="数学组").exists()
    assert GroupMembership.objects.filter(group=here.group, person__name="江若谷").count() == 1
    assert "新增 4 人，更新 1 人" in one_line(office.get(page))


def test_without_decisions_bad_and_hidden_rows_stay_out(here: Cast, office: Client, page: str, send: Send) -> None:
    send(office, f"{page}decide/", {"then": "go"})
    names = list(Person.objects.values_list("name", flat=True))
    assert names.count("李静") == 2 and "柳成蹊" not in names
    assert Person.objects.get(name="江若谷").work_began is None


def test_the_list_is_written_once_however_often_the_button_is_pressed(office: Client, page: str, send: Send) -> None:
    for _ in range(3):
        send(office, f"{page}decide/", {"then": "go"})
    assert Person.objects.filter(name="李静").count() == 2
    assert AuditEvent.objects.filter(verb="roster.import").count() == 1


def test_taking_it_back_leaves_the_school_as_it_was(here: Cast, office: Client, page: str, send: Send) -> None:
    before = set(Person.objects.values_list("name", "work_began"))
    send(office, f"{page}decide/", {"then": "go"})
    send(office, f"{page}withdraw/", {})
    assert set(Person.objects.values_list("name", "work_began")) == before
    assert not Group.objects.filter(name="数学组").exists()


def test_taking_it_back_gives_groups_posts_and_work_back_too(here: Cast, office: Client, send: Send) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["姓名", "组别", "职务", "是否专任"],
        ["费乐天", "数学组", "", "否"],
        ["顾言", "语文组", "教研组长", ""],
    ):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    upload = SimpleUploadedFile("名单.xlsx", buffer.getvalue())
    form = {"file": upload, "profile": "school", "as_of": "2026-05-20"}

    def ties() -> set[tuple[object, ...]]:
        work = Posting.objects.values_list("person__name", "is_full_time_teacher", "end")
        inside = GroupMembership.objects.values_list("person__name", "group__name", "end")
        return {*work, *inside, *Appointment.objects.values_list("person__name", "post__code", "end")}

    before = ties()
    page = send(office, "/people/import/", form).headers["Location"]
    send(office, f"{page}decide/", {"then": "go"})
    # 费乐天: work changed (2), one group left (2), one joined (1); 王一诺 dismissed (2); 顾言: work, group, post (3)
    assert len(ties() ^ before) == 10
    send(office, f"{page}withdraw/", {})
    assert ties() == before


def test_an_import_whose_people_have_signed_in_is_not_taken_back(office: Client, page: str, send: Send) -> None:
    send(office, f"{page}decide/", {"then": "go"})
    account_for_person(Person.objects.get(name="江若谷").pk, "江若谷", actor=COMMAND_LINE)
    answer = send(office, f"{page}withdraw/", {})
    assert answer.status_code == 409 and "已经登录过" in one_line(answer)
    assert Person.objects.filter(name="江若谷").exists()


def test_who_is_missing_from_the_list_is_asked_and_retires_by_a_tap(
    here: Cast, office: Client, page: str, send: Send
) -> None:
    send(office, f"{page}decide/", {"then": "go"})
    assert "名单里没有的 3 人" in one_line(office.get(page))
    principal, retired = here.people["principal"], SpellKind.objects.get(code="retired")
    stranger = here.people["neighbour_office"]
    office.post(f"{page}gone/", {f"gone-{principal.pk}": str(retired.pk), f"gone-{stranger.pk}": str(retired.pk)})
    ended = Posting.objects.get(person=principal)
    assert ended.end.isoformat() == "2026-05-20"
    assert Posting.objects.get(person=stranger).end is None
    assert "名单里没有的 2 人" in one_line(office.get(page))


def test_the_same_list_again_changes_nothing(office: Client, page: str, send: Send) -> None:
    send(office, f"{page}decide/", {"then": "go"})
    people = Person.objects.count()
    again = send(office, "/people/import/", {"file": sheet(), "profile": "school", "as_of": "2026-05-20"})
    outlook = RosterImport.objects.exclude(state="done").get().preview["outlook"]
    assert (outlook["created"], outlook["updated"], outlook["unchanged"]) == (0, 0, 4)
    send(office, f"{again.headers['Location']}decide/", {"then": "go"})
    assert Person.objects.count() == people


def test_a_finished_import_keeps_no_name(office: Client, page: str, send: Send) -> None:
    send(office, f"{page}decide/", {"then": "go"})
    kept = RosterImport.objects.get()
    assert "李静" not in str(kept.preview) + str(kept.result)


def test_a_list_with_more_rows_in_question_than_a_page_holds_says_how_many(
    office: Client, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yanxiu.setup.summary.SHOWN", 2)
    form = {"file": sheet([ROWS[3], *[ROWS[1]] * 3]), "profile": "school", "as_of": "2026-05-20"}
    html = one_line(office.get(send(office, "/people/import/", form).headers["Location"]))
    assert "有出入的 3 行" in html
    assert "这里列出前 2 行" in html
    assert html.count('name="cell-') == 2


def to_mend(client: Client, page: str) -> list[Any]:
    """Row numbers in the workbook of rows to mend."""
    answer = client.get(f"{page}bad/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [row[0].value for row in book.active.iter_rows(min_row=2)]


def test_rows_to_mend_are_those_left_after_the_corrections_and_no_file_is_read_for_them(
    office: Client, page: str, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert to_mend(office, page) == ["3"]
    send(office, f"{page}decide/", {"then": "look"})
    monkeypatch.setattr("yanxiu.setup.judging.read_book", None)
    assert to_mend(office, page) == ["3"]
    monkeypatch.undo()
    send(office, f"{page}decide/", {"cell-3-name": "顾明川", "then": "go"})
    assert office.get(f"{page}bad/").status_code == 404 and f"{page}bad/" not in one_line(office.get(page))


def test_after_thirty_days_the_file_and_the_decisions_are_gone(
    office: Client, page: str, send: Send, settings: Any
) -> None:
    send(office, f"{page}decide/", {"cell-3-name": "顾明川", "then": "go"})
    settings.INSTALLATION = Installation("demo", TODAY + timedelta(days=29), None)
    assert tidy() == 0
    settings.INSTALLATION = Installation("demo", TODAY + timedelta(days=31), None)
    assert tidy() == 1
    assert not RosterImport.objects.exists() and not StoredFile.objects.exists()
    assert Person.objects.filter(name="顾明川").exists()


def test_an_id_number_is_never_mended_on_the_page_nor_kept(office: Client, here: Cast, send: Send) -> None:
    rows = [["费乐天", "11010119900307123X"], ["江若谷", "11010119900307777X"]]
    book = openpyxl.Workbook()
    book.active.append(["姓名", "身份证号"])
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    upload = SimpleUploadedFile("名单.xlsx", buffer.getvalue())
    send(office, "/people/import/", {"file": upload, "profile": "school", "as_of": "2026-05-20"})
    made = RosterImport.objects.get()
    address = f"/people/import/{made.pk}/"
    send(office, f"{address}decide/", {"cell-2-id_number": "110101199003077774", "then": "look"})
    made.refresh_from_db()
    assert "11010119900307" not in str(made.preview) + str(made.answers)
    assert "11010119900307" not in office.get(address).content.decode()


def test_on_a_full_disk_an_upload_leaves_nothing_and_the_page_says_so(
    office: Client, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []

    def half(storage: FileSystemStorage, name: str, content: Any) -> str:
        place = Path(storage.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.read(100))
        begun.append(place)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    form = {"file": sheet(), "profile": "school", "as_of": "2026-05-20"}
    answer = send(office, "/people/import/", form)
    assert answer.status_code == 422 and "磁盘满了" in one_line(answer)
    assert begun and not begun[0].exists()
    assert not RosterImport.objects.exists() and not StoredFile.objects.filter(purpose="roster").exists()


@pytest.mark.parametrize("who", ["teacher", "leader", "neighbour_office", "stranger"])
def test_a_list_is_absent_for_everybody_else(office: Client, page: str, browser_of, send: Send, who: str) -> None:
    other = browser_of(who)
    assert other.get(page).status_code == 404
    for act in ("decide", "drop", "gone", "withdraw"):
        assert send(other, f"{page}{act}/", {"then": "go"}).status_code == 404
    assert other.get(f"{page}bad/").status_code == 404
    assert RosterImport.objects.get().state == "ready"


def test_another_file_can_be_chosen_and_the_first_is_not_offered_again(office: Client, page: str) -> None:
    assert office.post(f"{page}drop/").headers["Location"] == "/people/import/"
    assert RosterImport.objects.get().preview == {}
    assert office.post(f"{page}decide/", {"then": "go"}).status_code == 409
