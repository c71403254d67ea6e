"""The guides speak the screens' words: whatever stands in 【】 stands on a page, and whatever is linked exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
READERS = [*GUIDES, ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "docs" / "cli.md"]


def screens() -> str:
    """Everything the rooms can show, template tags taken out and spaces closed up."""
    files = [
        path for ending in ("*.html", "*.py") for path in (ROOT / "yanxiu").rglob(ending) if "cli" not in path.parts
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return re.sub(r"\s+", "", re.sub(r"\{%.*?%\}", "", text, flags=re.DOTALL))


SCREENS = screens()


def test_there_is_a_guide_for_each_reader() -> None:
    assert [path.stem for path in GUIDES] == ["district", "leader", "office", "operator", "teacher"]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_the_words_in_brackets_stand_on_a_screen(path: Path) -> None:
    words = set(re.findall(r"【([^】]+)】", path.read_text(encoding="utf-8"))) - {""}
    assert len(words) > 4
    assert sorted(word for word in words if word.replace(" ", "") not in SCREENS) == []


def test_a_word_no_screen_has_would_be_found() -> None:
    assert "一键提交到云端" not in SCREENS


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.stem)
def test_links_lead_to_files(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert [one for one in links if not one.startswith("http") and not (path.parent / one).exists()] == []


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.stem)
def test_the_reader_is_not_shouted_at(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "！" not in text
