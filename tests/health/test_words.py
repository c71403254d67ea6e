"""Fonts, source units and pack ids stand in packs/ only; a regulation is data, never code."""

import pytest

from tests.health import words
from tests.health.tree import ROOT, SOURCE, TEMPLATES, files, found, named

DATA = named(files(), ".toml", ".yaml", ".yml", ".js", ".mjs", under=("yanxiu/", "frontend/", "launcher/"))

MAY_NAME = ("tests/packs/", "tests/health/test_words.py")  # tests of packs, and this file, which plants the words


def test_python_files_name_no_font_unit_or_pack():
    assert len(SOURCE) > 100
    assert found(words.in_python, named(SOURCE, ".py", outside=MAY_NAME)) == []


def test_templates_and_data_name_no_font_unit_or_pack():
    assert len(TEMPLATES) > 30
    assert found(words.in_text, [*TEMPLATES, *DATA]) == []


@pytest.mark.parametrize("word", [word for listed in words.LISTS.values() for word in listed])
def test_every_listed_word_is_found_in_a_literal_and_on_a_page(word):
    assert words.in_python("planted.py", f"x = {('前' + word + '后' if not word.isascii() else word)!r}\n")
    assert words.in_text("planted.html", f"<p>{word}</p>")


@pytest.mark.parametrize(
    "planted",
    [
        'FONT = "\\u9ed1\\u4f53"',  # spelled as escapes
        'FONT = "黑" "体"',  # put together by the parser
        'text = f"{size} 号黑体"',
        '"""Rules of the pack lanxi."""',
        "# as in lanxi",
        "def lanxi(rule): ...",
        "from packs import lanxi",
        "rules.lanxi.load()",
        'PATH = b"packs/lanxi/pack.yaml"',
        'PATH = "packs/LanXi/pack.yaml"',
        'KEY = "lanxi_rules"',
    ],
)
def test_a_planted_word_is_found(planted):
    assert len(words.in_python("planted.py", planted + "\n")) == 1


def test_the_place_is_named():
    assert words.in_python("planted.py", 'x = 1\n\nFONT = "楷体"\n') == ["planted.py:3: 楷体"]
    assert words.in_text("planted.html", "<p>\n楷体</p>") == ["planted.html:2: 楷体"]


@pytest.mark.parametrize("innocent", ['x = "lanxing"', 'x = "东小学"', 'x = "北京时间"', "pinyin = ['da', 'dong']"])
def test_other_words_pass(innocent):
    assert words.in_python("planted.py", innocent + "\n") == []


def test_the_folder_of_packs_is_where_such_words_belong():
    assert not any(path.relative_to(ROOT).parts[0] == "packs" for path in [*SOURCE, *TEMPLATES])
