"""docs/cli.md names every command and argument there is and none that is not; the JSON it shows is what is emitted."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.parsers import arguments, leaves, whole
from tests.cli.running import answer, yanxiu
from yanxiu.setup.roster.rows import kind_of

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `yanxiu ([^`]+)`\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL))
COMMANDS = dict(leaves(whole()))


def test_every_command_has_its_section_and_every_section_its_command() -> None:
    assert len(COMMANDS) > 14
    assert sorted(SECTIONS) == sorted(COMMANDS)


def table(section: str, head: str) -> set[str]:
    """The code words in the first column of the table with this head."""
    found = re.search(rf"^\| {head} \|.*?\n\|[-|]+\n((?:\|.*\n)+)", section, re.MULTILINE)
    assert found is not None, head
    return {word for row in found[1].splitlines() for word in re.findall(r"`([^`]+)`", row.split("|")[1])}


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_names_the_commands_arguments_and_no_others(name: str) -> None:
    assert table(SECTIONS[name], "参数") == arguments(COMMANDS[name])


def test_options_in_the_prose_and_examples_exist() -> None:
    known = {one for parser in COMMANDS.values() for one in arguments(parser)} | {"--check"}  # of run.py
    assert set(re.findall(r"--[a-z][\w-]+", TEXT)) <= known


def shown(name: str) -> dict[str, Any]:
    """The object a section shows."""
    (block,) = re.findall(r"^```json\n(.*)\n```$", SECTIONS[name], re.MULTILINE)
    found: dict[str, Any] = json.loads(block)
    return found


def shape(value: Any) -> Any:
    """Keys and kinds of a value, lists by their first item."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def test_a_result_in_json_is_shown_wherever_the_option_exists() -> None:
    described = {"policy evaluate", "policy explain"}  # whose findings are too long to show
    with_json = {name for name, parser in COMMANDS.items() if "--json" in arguments(parser)}
    assert {name for name in SECTIONS if "```json" in SECTIONS[name]} == with_json - described


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in a folder, made as the document says."""
    folder = tmp_path_factory.mktemp("documented") / "demo"
    made = answer(yanxiu(folder, "demo", "create", "--json"))
    assert shape(made) == shape(shown("demo create"))
    return folder


@pytest.mark.slow
def test_what_demo_info_shows_is_what_it_prints(demo: Path) -> None:
    found = answer(yanxiu(demo, "demo", "info", "--json"))
    assert shape(found) == shape(shown("demo info"))
    assert found["accounts"][0] == shown("demo info")["accounts"][0]
    assert (found["today"], found["password"]) == (shown("demo info")["today"], shown("demo info")["password"])


@pytest.mark.slow
def test_backup_verify_and_restore_print_what_is_shown(demo: Path, tmp_path: Path) -> None:
    made = answer(yanxiu(demo, "backup", str(tmp_path / "b.tar.gz"), "--json"))
    assert shape(made) == shape(shown("backup"))
    assert answer(yanxiu(demo, "verify", made["file"], "--json")) == shown("verify")
    back = answer(yanxiu(tmp_path / "back", "restore", made["file"], "--json"))
    assert shape(back) == shape(shown("restore")) and back["rows"] == made["rows"]


@pytest.mark.slow
def test_doctor_prints_what_is_shown_and_looks_at_what_is_listed(demo: Path) -> None:
    found = answer(yanxiu(demo, "doctor", "--json"))
    assert shape(found) == shape(shown("doctor"))
    assert "、".join(one["name"] for one in found["findings"]) in SECTIONS["doctor"]
    assert len(found["findings"]) == 10 and "总是十样" in SECTIONS["doctor"]


@pytest.mark.slow
def test_a_new_installation_and_its_administrator_print_what_is_shown(tmp_path: Path) -> None:
    assert shape(answer(yanxiu(tmp_path / "real", "init", "--json"))) == shape(shown("init"))
    made = answer(yanxiu(tmp_path / "real", "admin", "create", "--username", "guanli", "--password-stdin", "--json", input="qing-he-2026\n"))  # fmt: skip
    assert shape(made) == shape(shown("admin create")) and made["username"] == shown("admin create")["username"]
    assert shape(answer(yanxiu(tmp_path / "real", "db", "migrate", "--json"))) == shape(shown("db migrate"))


@pytest.mark.slow
def test_the_two_imports_print_exactly_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "学校名单.csv").write_text(
        "学校代码,学校名称,单位类型\n010101,柳湾小学,小学\n,无码小学,小学\n", encoding="utf-8"
    )
    people = "姓名,组,参加工作\n江若谷,语文组,2015年9月\n,数学组,2015年9月\n顾言,数学组,2016/9\n"
    (tmp_path / "名单.csv").write_text(people, encoding="utf-8")
    data, (first, *_), (dry, good) = tmp_path / "data", examples("org import-schools"), examples("people import")
    schools = answer(yanxiu(data, *first, cwd=tmp_path))
    assert schools == shown("org import-schools")
    looked = answer(yanxiu(data, *dry, cwd=tmp_path))
    assert looked == shown("people import") | {"warnings": {}}
    assert answer(yanxiu(data, *good, cwd=tmp_path)) == shown("people import")
    assert openpyxl.load_workbook(tmp_path / "要改的.xlsx").active.max_row == 2
    wrong = yanxiu(data, "people", "import", "名单.csv", "--school", "999999", "--json", cwd=tmp_path)
    assert wrong.returncode == 1 and answer(wrong) == json.loads(re.findall(r"^(\{\"error\".*\})$", TEXT, re.M)[0])


def examples(name: str) -> list[list[str]]:
    """The command lines a section shows, without the word yanxiu."""
    return [line.split()[1:] for line in re.findall(r"^yanxiu .+$", SECTIONS[name], re.MULTILINE)]


def test_a_pack_checked_prints_what_is_shown(tmp_path: Path) -> None:
    folder = str(next(path.parent for path in sorted(ROOT.glob("packs/*/pack.yaml"))))
    found = answer(yanxiu(tmp_path, "policy", "check", folder, "--json"))
    assert shape(found) == shape(shown("policy check"))
    cases = answer(yanxiu(tmp_path, "policy", "cases", folder, "--json"))
    assert shape(cases) == shape(shown("policy cases"))


def test_check_emits_the_keys_that_are_shown() -> None:
    tree = ast.parse((ROOT / "yanxiu" / "cli" / "check.py").read_text(encoding="utf-8"))
    (made,) = [
        node.value for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and getattr(node.targets[0], "id", "") == "result"
    ]  # fmt: skip
    assert [key.value for key in made.keys if isinstance(key, ast.Constant)] == list(shown("check"))


def literals(pattern: str, *places: str) -> set[str]:
    """What a pattern finds in the modules of these folders."""
    files = [path for place in places for path in (ROOT / "yanxiu" / place).rglob("*.py")]
    return {word for path in files for word in re.findall(pattern, path.read_text(encoding="utf-8"))}


def test_every_code_of_a_bad_row_is_explained_and_no_other() -> None:
    codes = literals(r'\bBad\(\s*"([a-z_]+)"', "setup/roster")
    assert len(codes) > 25
    assert table(SECTIONS["people import"], "代码") == codes


def test_every_warning_is_explained_and_no_other() -> None:
    part = SECTIONS["people import"].split("`warnings` 里可能有")[1]
    preview = (ROOT / "yanxiu" / "setup" / "roster" / "preview.py").read_text(encoding="utf-8")
    raised = re.findall(r'^        "([a-z_]+)": ', preview.split("raised: dict")[1].split("found.warnings =")[0], re.M)
    asked = literals(r'(?:questions\[|\bask\()"([a-z_]+)"', "setup/actions") | literals(
        r'None, "([a-z_]+)"\)', "setup/actions"
    )
    assert len(raised) > 6 and len(asked) > 6
    assert table(part, "键") == {*raised, *asked, "imported", "not_imported"}


def test_every_kind_of_row_that_is_passed_over_is_named() -> None:
    (line,) = re.findall(r"^\| `skipped` \| (.*) \|$", SECTIONS["people import"], re.M)
    kinds = set(re.findall(r"[a-z_]+", (kind_of.__doc__ or "").partition("is skipped:")[2]))
    assert kinds <= literals(r'"([a-z_]+)"', "setup/roster")
    assert len(kinds) > 5
    assert set(re.findall(r"`([a-z_]+)`", line)) - {"row", "kind"} == kinds
