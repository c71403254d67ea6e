"""`yanxiu org import-schools` and `yanxiu people import`: stable contracts, nothing twice, nothing half."""

from __future__ import annotations

import resource
import signal
import subprocess
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import COMMAND, answer, counts, roster, variables, with_schools, yanxiu
from tests.setup.roster.sheets import text, xls

pytestmark = pytest.mark.slow
DISTRICT = ["--district", "ROSTERA300", "--json"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A district with two schools."""
    return with_schools(tmp_path / "data", tmp_path)


def school_list(folder: Path, rows: list[list[str]]) -> str:
    path = folder / "list.csv"
    path.write_text(text(rows), encoding="utf-8")
    return str(path)


def test_schools_go_in_on_an_empty_folder_and_the_same_list_again_changes_nothing(tmp_path: Path) -> None:
    data, rows = tmp_path / "data", [["学校代码", "学校名称", "单位类型"], ["010101", "柳湾小学", "小学"], ["10102", "柳湾中学", "中学"]]  # fmt: skip
    path = school_list(tmp_path, [*rows, ["", "无码小学", "小学"]])
    first = yanxiu(data, "org", "import-schools", path, "--create-district", "青禾区", *DISTRICT)
    found = answer(first)
    assert first.returncode == 0
    assert (found["data_rows"], found["valid"], found["created"]) == (3, 2, 2)
    assert [bad["row"] for bad in found["bad"]] == [4]
    again = answer(yanxiu(data, "org", "import-schools", path, "--create-district", "青禾区", *DISTRICT))
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)


def test_a_district_nobody_made_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    path = school_list(tmp_path, [["学校代码", "学校名称", "单位类型"], ["010101", "柳湾小学", "小学"]])
    done = yanxiu(tmp_path / "data", "org", "import-schools", path, *DISTRICT)
    assert done.returncode == 1 and list(answer(done)) == ["error"]
    assert "--create-district" in answer(done)["error"]


def test_the_contract_of_a_preview(data: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["柳湾小学名单"],
        ["姓名", "参加工作"],
        ["江若谷", "2015.9"],
        ["", "2016.9"],
        ["李静", "2015.9"],
        ["李静", "2016.9"],
        ["柳成蹊", "1984.9"],
        ["小计", "5"],
    ):
        book.active.append(row)
    book.active.row_dimensions[7].hidden = True
    book.save(tmp_path / "a.xlsx")
    before = counts(data)
    done = yanxiu(data, "people", "import", str(tmp_path / "a.xlsx"), "--school", "010101", "--dry-run", "--json")
    assert done.returncode == 0
    assert answer(done) == {
        "data_rows": 4,
        "valid": 3,
        "bad": [{"row": 4, "codes": ["name_missing"], "message": "没有姓名，认不出是谁。请补上姓名，或删去这一行。"}],
        "hidden_rows": [7],
        "skipped": [{"row": 1, "kind": "title"}, {"row": 2, "kind": "header"}, {"row": 8, "kind": "subtotal"}],
        "warnings": {"same_name": [{"name": "李静", "rows": [5, 6]}]},
    }
    assert counts(data) == before


def test_with_a_bad_row_nothing_is_written_unless_the_good_ones_are_chosen(data: Path, tmp_path: Path) -> None:
    path = school_list(tmp_path, [["姓名"], ["江若谷"], [""], ["顾言"], ["x"]])
    path = school_list(tmp_path, [["姓名", "组"], ["江若谷", "语文组"], ["", "语文组"], ["顾言", "数学组"]])
    before = counts(data)
    refused = yanxiu(data, "people", "import", path, "--school", "010101", "--json")
    assert refused.returncode == 0 and "一行也没有写入" in answer(refused)["warnings"]["not_imported"]
    assert counts(data) == before
    mend = tmp_path / "mend.xlsx"
    done = yanxiu(data, "people", "import", path, "--school", "010101", "--good-rows", "--mend", str(mend), "--json")
    assert answer(done)["warnings"]["imported"] == {"created": 2, "updated": 0, "unchanged": 0}
    page = openpyxl.load_workbook(mend).active
    assert page["A2"].value == "3" and "没有姓名" in page.cell(2, page.max_column).value


def test_the_same_list_again_changes_nothing_and_a_changed_cell_is_taken_over(data: Path, tmp_path: Path) -> None:
    path = str(roster(tmp_path / "a.csv", 40))
    assert answer(yanxiu(data, "people", "import", path, *DISTRICT))["warnings"]["imported"]["created"] == 40
    again = answer(yanxiu(data, "people", "import", path, *DISTRICT))
    assert again["warnings"]["imported"] == {"created": 0, "updated": 0, "unchanged": 40}
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    shorter = [lines[0], lines[1].replace("2015年9月", "2016年9月"), *lines[2:-1]]
    Path(path).write_text("\r\n".join(shorter) + "\r\n", encoding="utf-8")
    third = answer(yanxiu(data, "people", "import", path, *DISTRICT))
    assert third["warnings"]["imported"] == {"created": 0, "updated": 1, "unchanged": 38}
    assert len(third["warnings"]["missing_from_list"]) == 1


def test_a_column_is_named_and_the_day_is_given(data: Path, tmp_path: Path) -> None:
    path = school_list(tmp_path, [["教工", "何时来"], ["江若谷", "2030年1月"]])
    given = ["--map", "姓名=A", "--map", "参加工作年月=B", "--dry-run", "--json", "--school", "010101"]
    today = answer(yanxiu(data, "people", "import", path, *given))
    assert [d["code"] for d in today["warnings"]["doubts"]] == ["work_in_future"]
    later = answer(yanxiu(data, "people", "import", path, *given, "--as-of", "2031-01-01"))
    assert "doubts" not in later["warnings"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["absent.xlsx", "--school", "010101"], "没有找到文件"),
        (["a.csv", "--school", "999999"], "没有代码为“999999”的学校"),
        (["a.csv", "--district", "NONE"], "没有代码为“NONE”的区"),
        (["a.csv", "--school", "010101", "--sheet", "临聘"], "没有“临聘”这张工作表"),
        (["a.csv", "--school", "010101", "--map", "姓名"], "--map 要写成 项目=列"),
        (["a.csv", "--school", "010101", "--map", "姓名=Z"], "表里没有“Z”这一列"),
        (["a.csv", "--school", "010101", "--as-of", "2026.5.20"], "日期要写成 2026-05-20"),
        (["a.csv", "--school", "010101", "--profile", "town"], "没有“town”这种口径"),
        (["a.csv"], "--district"),
        (["a.csv", "--school", "010101", "--district", "ROSTERA300"], "--district"),
        (["broken.xlsx", "--school", "010101"], "文件坏了"),
    ],
)
def test_what_cannot_be_done_is_an_error_and_a_status(
    data: Path, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    (tmp_path / "a.csv").write_text("姓名\r\n江若谷\r\n", encoding="utf-8")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 cut off")
    before = counts(data)
    done = yanxiu(data, "people", "import", *arguments, "--json", cwd=tmp_path)
    assert done.returncode == 1 and list(answer(done)) == ["error"] and sentence in answer(done)["error"]
    assert "Traceback" not in done.stderr and counts(data) == before


def test_the_six_keys_of_the_contract_stand_alone_whatever_was_written(data: Path, tmp_path: Path) -> None:
    """Bad rows or good, rehearsed or written: exit 0 and the same six keys."""
    keys = ["data_rows", "valid", "bad", "hidden_rows", "skipped", "warnings"]
    (tmp_path / "a.csv").write_text("姓名,组\r\n江若谷,语文组\r\n,语文组\r\n", encoding="utf-8")
    for more in (["--dry-run"], [], ["--good-rows"]):
        done = yanxiu(data, "people", "import", str(tmp_path / "a.csv"), "--school", "010101", "--json", *more)
        assert (done.returncode, list(answer(done))) == (0, keys)
        assert answer(done)["bad"][0]["row"] == 3


def test_people_before_any_school_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    path = school_list(tmp_path, [["姓名"], ["江若谷"]])
    for where in (["--district", "ROSTERA300"], ["--school", "010101"]):
        done = yanxiu(tmp_path / "empty", "people", "import", path, *where, "--json")
        assert done.returncode == 1 and "先导入学校名单" in answer(done)["error"]


def test_the_rows_of_another_school_are_pointed_out_in_a_schools_list(data: Path, tmp_path: Path) -> None:
    path = school_list(tmp_path, [["姓名", "学校代码"], ["江若谷", "010101"], ["顾言", "010102"], ["孟知秋", ""]])
    own = answer(yanxiu(data, "people", "import", path, "--school", "010101", "--dry-run", "--json"))
    assert (own["valid"], [(d["row"], d["code"]) for d in own["warnings"]["doubts"]]) == (3, [(3, "school_other")])


def test_a_list_in_the_old_format_leaves_stdout_to_the_result(data: Path, tmp_path: Path) -> None:
    whole = xls(tmp_path / "a.xls", [["姓名"], ["江若谷"]]).read_bytes()
    (tmp_path / "a.xls").write_bytes(whole + b"\0" * 100)  # no multiple of a sector, as some programs leave it
    done = yanxiu(data, "people", "import", str(tmp_path / "a.xls"), "--school", "010101", "--dry-run", "--json")
    assert answer(done)["valid"] == 1


def test_killed_while_writing_nothing_is_in_and_the_next_run_does_it_all(data: Path, tmp_path: Path) -> None:
    path, before = str(roster(tmp_path / "a.csv", 3000)), counts(data)
    running = subprocess.Popen(
        [*COMMAND, "people", "import", path, *DISTRICT], env=variables(data), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )  # fmt: skip
    assert running.stderr is not None
    seen = next(line for line in running.stderr if "正在写入第 2000 人" in line)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert seen and running.returncode == -signal.SIGKILL
    assert counts(data) == before
    assert answer(yanxiu(data, "people", "import", path, *DISTRICT))["warnings"]["imported"]["created"] == 3000


def test_two_imports_of_one_list_at_once_write_everybody_once(data: Path, tmp_path: Path) -> None:
    path = str(roster(tmp_path / "a.csv", 1200))
    started = [
        subprocess.Popen([*COMMAND, "people", "import", path, *DISTRICT], env=variables(data), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]  # fmt: skip
    ended = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0, 0], ended
    assert counts(data)["org_person"] == 1200


def test_on_a_full_disk_nothing_is_in_and_the_sentence_says_so(data: Path, tmp_path: Path) -> None:
    path, before = str(roster(tmp_path / "a.csv", 3000)), counts(data)
    room = (data / "db.sqlite3").stat().st_size + 100_000

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = yanxiu(data, "people", "import", path, *DISTRICT, preexec_fn=little_room)
    assert done.returncode == 1
    assert "磁盘" in answer(done)["error"] and "Traceback" not in done.stderr
    assert counts(data) == before
