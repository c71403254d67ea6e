"""THIRD_PARTY.md says what the locks say; LICENSE is the whole text in both languages."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import third_party

ROOT = Path(third_party.__file__).resolve().parents[1]
# Licences under which a school, a district or a supplier may run and change this without opening their own work.
FINE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "CC-BY-4.0", "CC0-1.0", "LGPL-3.0-only", "MIT",
    "MIT-0", "MPL-2.0", "PSF-2.0",
}  # fmt: skip
LINE = re.compile(r"^\| (\S+) \| (\S+) \| (.+) \|$", re.MULTILINE)


def check(root: Path) -> subprocess.CompletedProcess[str]:
    """The tool with --check on a tree."""
    command = [sys.executable, str(ROOT / "tools" / "third_party.py"), "--check", "--root", str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_file_is_current():
    done = check(ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("requirements.lock", "segno==1", "segno==9"),
        ("package-lock.json", '"license": "0BSD"', '"license": "MIT"'),
        ("THIRD_PARTY.md", "| segno |", "| sagno |"),
    ],
)
def test_a_changed_lock_or_a_hand_made_change_is_found(tmp_path, name, old, new):
    for one in ("requirements.lock", "package-lock.json", "THIRD_PARTY.md"):
        shutil.copy(ROOT / one, tmp_path / one)
    assert check(tmp_path).returncode == 0
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    done = check(tmp_path)
    assert done.returncode == 1 and "not current" in done.stderr


def test_every_pin_of_the_lock_stands_in_it_once():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = [tuple(pin) for pin in re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", lock, re.MULTILINE)]
    lines = [
        (name, version) for name, version, _ in LINE.findall((ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8"))
    ]
    assert len(pins) > 50
    assert [lines.count(pin) for pin in pins] == [1] * len(pins)


def test_no_licence_obliges_a_school_to_open_its_own_work():
    rows = LINE.findall((ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8"))
    words = {word for _, _, licence in rows for word in re.split(r" (?:AND|OR) ", licence)} - {"许可证"}
    assert words <= FINE


def test_a_package_without_a_licence_stops_the_tool():
    with pytest.raises(third_party.Unknown, match="not installed"):
        third_party.licence_of("no-such-package-anywhere")
    lock = json.dumps({"packages": {"": {}, "node_modules/left": {"version": "1.0.0"}}})
    with pytest.raises(third_party.Unknown, match="left names no licence"):
        third_party.front_packages(lock)


def test_front_end_packages_are_told_apart_by_where_they_go():
    entries = {
        "": {},
        "node_modules/@a/b": {"version": "2.0.0", "license": "MIT"},
        "node_modules/tool": {"version": "3.0.0", "license": "MIT", "dev": True},
        "node_modules/@tool/other-system": {"version": "3.0.0", "license": "MIT", "dev": True, "optional": True},
    }
    shipped, building = third_party.front_packages(json.dumps({"packages": entries}))
    assert [(one.name, one.version) for one in shipped] == [("@a/b", "2.0.0")]
    assert [one.name for one in building] == ["tool"]


def test_the_licence_is_the_whole_text_in_both_languages():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    chinese, _, english = text.partition("Mulan Permissive Software License，Version 2\n")
    titles = ["定义", "授予版权许可", "授予专利许可", "无商标许可", "分发限制", "免责声明与责任限制", "语言"]
    assert re.findall(r"^   (\d)\. (.+)$", chinese, re.MULTILINE) == [(str(n), one) for n, one in enumerate(titles)]
    assert [number for number, _ in re.findall(r"^   (\d)\. (.+)$", english, re.MULTILINE)] == list("0123456")
    assert chinese.count("条款结束") == 1 and english.count("END OF THE TERMS AND CONDITIONS") == 1
    assert chinese.count("Copyright (c) [Year]") == english.count("Copyright (c) [Year]") == 1
