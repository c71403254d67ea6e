"""The one launcher: standard library alone, statuses and folders kept, one set-up at a time, results alone on stdout."""

from __future__ import annotations

import ast
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # what it starts chooses its own database: once is enough
ROOT = Path(__file__).parents[2]
FILES = [ROOT / "run.py", *sorted((ROOT / "launcher").glob("*.py"))]


# What a user's shell has: the settings of these tests are no business of the launcher.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def run(*arguments: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """python3 run.py with these arguments."""
    return subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *arguments],
        cwd=cwd,
        env={**ENVIRONMENT, **variables},
        capture_output=True,
        text=True,
        timeout=300,  # a demonstration may be built
        check=False,
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_needs_nothing_but_python(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= set(sys.stdlib_module_names) | {"launcher"}


def test_only_the_tests_may_install_system_packages() -> None:
    assert [path.name for path in FILES if '"apt-get"' in path.read_text(encoding="utf-8")] == ["tests.py"]


def test_a_script_keeps_its_folder_its_arguments_and_its_status(tmp_path: Path) -> None:
    script = tmp_path / "said.py"
    script.write_text("import os, sys, django\nprint(os.getcwd(), *sys.argv[1:])\nsys.exit(7)\n")
    done = run("exec", "said.py", "甲", "--乙", cwd=tmp_path)
    assert done.returncode == 7
    assert done.stdout == f"{tmp_path} 甲 --乙\n"


def test_a_script_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = run("exec", "absent.py", cwd=tmp_path)
    assert done.returncode == 1
    assert "没有找到这个文件" in done.stderr and done.stdout == ""


def test_the_command_line_prints_its_result_alone(tmp_path: Path) -> None:
    done = run("yanxiu", "demo", "create", "--json", YANXIU_DATA=str(tmp_path / "demo"))
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"data": str(tmp_path / "demo"), "created": "yes"}
    assert "正在建演示世界" in done.stderr


def test_a_wrong_command_ends_with_a_status_and_a_word_on_stderr(tmp_path: Path) -> None:
    done = run("yanxiu", "no-such", YANXIU_DATA=str(tmp_path))
    assert done.returncode != 0 and done.stdout == "" and "no-such" in done.stderr


def test_one_set_up_within_another_is_the_same_set_up() -> None:
    nested = "from launcher.environment import alone\nwith alone():\n    with alone():\n        print('in')\n"
    done = subprocess.run(
        [sys.executable, "-c", nested], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    )
    assert done.stdout == "in\n" and done.stderr == ""


def test_a_second_launcher_waits_for_the_first() -> None:
    hold = "import sys, time\nfrom launcher.environment import alone\nwith alone():\n    print('in', flush=True)\n    sys.stdin.read()\n"
    first = subprocess.Popen(
        [sys.executable, "-c", hold], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None and first.stdin is not None
    assert first.stdout.readline() == "in\n"
    second = subprocess.Popen(
        [sys.executable, "-c", hold], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert second.stderr is not None
    assert "等它做完" in second.stderr.readline()
    first.communicate("")
    assert second.communicate("", timeout=20)[0] == "in\n"


def test_a_port_that_is_taken_is_said_with_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("--port", str(port))
    assert done.returncode == 1
    assert f"端口 {port} 已经有程序在用" in done.stderr and f"--port {port + 1}" in done.stderr


@pytest.mark.parametrize("address", ["http://192.168.1.20:8000", "https://yanxiu.example.com"])
def test_the_demonstration_refuses_an_address_others_could_reach(tmp_path: Path, address: str) -> None:
    demo = {"YANXIU_DATA": str(tmp_path / "demo")}
    assert run("yanxiu", "demo", "create", **demo).returncode == 0
    done = run("yanxiu", "demo", "info", **demo, PUBLIC_URL=address)
    assert done.returncode != 0 and "演示" in done.stderr


def test_the_demonstration_is_not_served_to_the_school_network(tmp_path: Path) -> None:
    demo = {"YANXIU_DATA": str(tmp_path / "demo")}
    assert run("yanxiu", "demo", "create", **demo).returncode == 0
    done = run("--lan", "--port", "0", **demo)
    assert done.returncode == 1 and "演示" in done.stderr


def test_preparing_sets_up_and_starts_nothing(tmp_path: Path) -> None:
    done = run("--prepare", YANXIU_DATA=str(tmp_path / "data"))
    assert done.returncode == 0 and "都装好了" in done.stderr and done.stdout == ""
    assert not (tmp_path / "data").exists()
    assert (ROOT / "yanxiu" / "web" / "static" / "dist").is_dir()
