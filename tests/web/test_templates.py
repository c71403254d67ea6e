"""Templates keep the rules of the house: nothing inline, each component documented and shown on the living page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.web.conftest import ROOT

COTTON = ROOT / "yanxiu/web/templates/cotton"
TEMPLATES = sorted(ROOT.glob("yanxiu/*/templates/**/*.html"))
INLINE = re.compile(
    r"""<style|\sstyle=|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=)|hx-on|hx-vals=["']js:|\sx-html="""
)


def inline_in(text: str) -> list[str]:
    """Inline script or style in a template's or page's text; comments do not count."""
    bare = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    return INLINE.findall(bare)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "yanxiu")))
def test_no_template_has_inline_script_or_style(path: Path):
    assert inline_in(path.read_text()) == []


def test_the_inline_check_can_fail():
    assert inline_in('<p style="x">') and inline_in("<script>1</script>") and inline_in('<a onclick="x">')
    assert not inline_in('<script type="module" src="/a.js"></script>')


@pytest.mark.parametrize(
    "path", ["/design/", "/design/phone/", "/design/entry/", "/design/paper/", "/design/explain/", "/login/"]
)
def test_no_rendered_page_has_inline_script_or_style(face, path):
    assert inline_in(Client().get(path).content.decode()) == []


@pytest.mark.parametrize("path", sorted(COTTON.glob("*.html")), ids=lambda path: path.stem)
def test_each_component_says_at_its_head_what_it_is(path: Path):
    head = path.read_text()[:400]
    assert re.match(r"({% load [\w ]+ %})?{% comment %}", head), "文件开头要有说明"


def test_each_component_stands_on_the_living_page():
    shown = "".join(path.read_text() for path in (ROOT / "yanxiu/web/templates").rglob("*.html"))
    used = {
        name.replace("-", "_")
        for name in re.findall(r"<c-([\w-]+)", re.sub(r"{% comment %}.*?{% endcomment %}", "", shown, flags=re.DOTALL))
    }
    assert {path.stem for path in COTTON.glob("*.html")} - used == set()


def test_defaults_shield_components_from_the_page_around_them():
    for path in COTTON.glob("*.html"):
        declared = re.search(r"<c-vars(.*?)/>", path.read_text(), re.DOTALL)
        assert declared, path.name
        assert re.findall(r"""(?:^|\s)[\w-]+(?=\s|$)""", re.sub(r"""=("[^"]*"|'[^']*')""", "=1", declared[1])) == [], (
            path.name
        )


def test_pages_carry_no_exclamation_mark_and_no_developer_words():
    for path in TEMPLATES:
        text = re.sub(r"{%.*?%}|{{.*?}}|<!--.*?-->|<!doctype[^>]*>", "", path.read_text(), flags=re.DOTALL)
        assert "！" not in text and "操作失败" not in text, path.name
