"""docs/deploy.md: its settings are those the program reads, its commands and files exist, its links lead somewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from botocore.session import Session
from django.conf import settings

from launcher.index import configured
from tests.cli.parsers import whole
from yanxiu.cli.output import Problem

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
# What the launcher passes on or sets for its children; no setting of ours.
PLUMBING = {"PATH", "PYTHONPATH", "PYTHONUTF8", "DJANGO_SETTINGS_MODULE", "DEBIAN_FRONTEND"}


def tables() -> tuple[dict[str, str], dict[str, str]]:
    """The two tables of settings: name → what stands in the second column."""
    part = TEXT.split("## 全部设置")[1].split("\n## ")[0]
    ours, others = part.split("下面几个不归研修读")
    return tuple(dict(re.findall(r"^\| `([A-Z0-9_]+)` \| (.*?) \|", one, re.M)) for one in (ours, others))  # type: ignore[return-value]


def is_environ(node: ast.expr) -> bool:
    """os.environ or environs' env."""
    return (isinstance(node, ast.Name) and node.id == "env") or (isinstance(node, ast.Attribute) and node.attr == "environ")  # fmt: skip


def names_read(source: str) -> set[str]:
    """Variables a module reads: env.str("X"), os.environ.get("X"), os.environ["X"]."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_environ(node.func.value):
            first = node.args[0] if node.args and node.func.attr != "setdefault" else None
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and is_environ(node.value):
            first = node.slice
        else:
            continue
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.add(first.value)
    return found


def test_every_way_of_reading_a_variable_is_seen() -> None:
    planted = "import os\na = env.str('A', '')\nb = os.environ.get('B')\nc = os.environ['C']\nos.environ['D'] = 'x'\n"
    assert names_read(planted) == {"A", "B", "C"}


def test_the_settings_written_are_the_settings_read() -> None:
    modules = [*(ROOT / "yanxiu").rglob("*.py"), *(ROOT / "launcher").rglob("*.py"), ROOT / "run.py"]
    read = set().union(*(names_read(path.read_text(encoding="utf-8")) for path in modules)) - PLUMBING
    assert len(read) > 15
    assert set(tables()[0]) == read


def test_the_defaults_written_are_those_in_force() -> None:
    ours = tables()[0]
    assert f"`{settings.UPLOAD_LIMIT}`" in ours["UPLOAD_LIMIT"]
    source = (ROOT / "yanxiu" / "config" / "settings.py").read_text(encoding="utf-8")
    for name in ("S3_ADDRESSING", "LOG_LEVEL", "YANXIU_DEBUG"):
        (default,) = re.findall(rf'"{name}", (?:"(\w+)"|False)', source)
        assert ours[name] == f"`{default or 'false'}`"


def test_what_other_programs_read_is_known_to_them_and_not_read_by_us(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, others = tables()
    assert others and not set(ours) & set(others)
    known = {name for entry in Session.SESSION_VARIABLES.values() for name in as_list(entry[1])}
    assert {name for name in others if name.startswith("AWS_")} <= known
    for name in (name for name in others if name.startswith("PIP_")):
        monkeypatch.setenv(name, "given")
        assert configured(name.removeprefix("PIP_").lower().replace("_", "-")) == "given"


def as_list(value: object) -> list[str]:
    """botocore names one variable or several."""
    return [value] if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]


def test_the_example_file_and_the_blocks_name_only_known_settings() -> None:
    known = set().union(*tables())
    example = (ROOT / "deploy" / "yanxiu.env").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z0-9_]{4,})=", example, re.M))
    assert {"YANXIU_DATA", "S3_BUCKET", "DATABASE_URL"} <= named <= known
    blocks = "\n".join(code())
    used = set(re.findall(r"\b([A-Z][A-Z0-9_]{3,})=", blocks))
    assert "YANXIU_DATA" in used and used <= known


def code() -> list[str]:
    """The lines of the fenced blocks."""
    return [line for block in re.findall(r"^```\n(.*?)^```", TEXT, re.M | re.S) for line in block.splitlines()]


def commands() -> list[list[str]]:
    """Arguments of every `yanxiu` in the blocks, however it is started."""
    start = re.compile(r"^(?:.*(?:run\.py|podman run .*?yanxiu) )?yanxiu (.+)$")
    return [found[1].split() for line in code() if (found := start.match(line))]


def test_every_yanxiu_command_in_the_text_is_one() -> None:
    found = commands()
    assert len(found) > 12
    for one in found:
        try:
            whole().parse_args(one)
        except Problem as problem:
            pytest.fail(f"yanxiu {' '.join(one)}：{problem.message}")


def test_a_command_that_is_none_would_be_found() -> None:
    with pytest.raises(Problem):
        whole().parse_args(["restore", "--from", "x"])


def test_the_launcher_is_asked_only_for_what_it_knows() -> None:
    serve = (ROOT / "launcher" / "serve.py").read_text(encoding="utf-8")
    known = set(re.findall(r'add_argument\("(--\w+)"', serve))
    asked = {word for line in code() if "run.py" in line and "run.py yanxiu" not in line for word in re.findall(r"--\w+", line)}  # fmt: skip
    assert {"--prepare", "--lan"} <= asked <= known


def test_files_and_links_it_names_exist() -> None:
    named = set(re.findall(r"\bdeploy/[\w./-]+[\w]", "\n".join(code())))
    assert len(named) > 6
    assert [one for one in sorted(named) if not (ROOT / one).exists()] == []
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert [one for one in links if not (ROOT / "docs" / one).exists()] == []
    titles = {title.strip() for title in re.findall(r"^#+ (.+)$", TEXT, re.M)}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= titles
