"""What travels to the phone: weight, syntax old kernels understand, nothing inline, every icon in the sprite."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests.web.conftest import ROOT

KB = 1024
ENTRY_LIMIT = 40 * KB
APP_LIMIT = 150 * KB
NEXT_LIMIT = 30 * KB


def packed(data: bytes) -> int:
    """Bytes on the wire when the server compresses as usual."""
    return len(gzip.compress(data, 6))


def page(path: str) -> bytes:
    return Client().get(path).content


def weigh(dist: Path, names: list[str], html: bytes) -> int:
    return packed(html) + sum(packed((dist / name).read_bytes()) for name in names)


def linked(html: bytes) -> list[str]:
    """Built files a page asks for by itself, the sprite included."""
    names = set(re.findall(rb"/static/dist/([\w.-]+?)(?=[\"#])", html))
    return sorted(name.decode() for name in names if b"select-style" not in name)


@pytest.mark.parametrize("path", ["/login/", "/design/entry/"])
def test_entry_pages_weigh_at_most_40_kb_in_all(face, dist, path):
    html = page(path)
    assert "entry.js" in linked(html)
    assert "app.js" not in linked(html)
    assert weigh(dist, linked(html), html) <= ENTRY_LIMIT


@pytest.mark.parametrize("path", ["/design/", "/design/phone/", "/form/"])
def test_other_pages_weigh_at_most_150_kb_at_first_and_30_kb_after(face, dist, path):
    html = page(path)
    assert "app.js" in linked(html)
    on_demand = [built.name for built in dist.glob("chunk-*.js")] + ["select-style.css"]
    assert weigh(dist, linked(html) + on_demand, html) <= APP_LIMIT
    assert packed(html) <= NEXT_LIMIT


def test_the_searchable_select_is_fetched_only_when_a_page_has_one(dist):
    app = (dist / "app.js").read_text()
    assert "TomSelect" not in app
    assert any("ts-dropdown" in built.read_text() for built in dist.glob("chunk-*.js"))


LOWER = """
import { transform } from "esbuild";
import { readFile } from "node:fs/promises";
const found = {};
for (const path of process.argv.slice(2)) {
  const text = await readFile(path, "utf8");
  const options = { loader: path.endsWith(".css") ? "css" : "js", minifyWhitespace: true, charset: "utf8" };
  const plain = (await transform(text, { ...options, target: "esnext" })).code;
  const old = (await transform(text, { ...options, target: ["es2020", "chrome87", "safari14.1"] })).code;
  found[path] = plain === old;
}
console.log(JSON.stringify(found));
"""


def understood(paths: list[Path]) -> dict[str, bool]:
    """Which of the files hold nothing that Chromium 87 would need rewritten."""
    command = ["node", "--input-type=module", "-e", LOWER, "--", *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {Path(path).name: same for path, same in json.loads(done.stdout).items()}


def test_the_built_files_hold_no_syntax_newer_than_chromium_87(dist, tmp_path):
    new = tmp_path / "new.js"
    new.write_text("let a = null; a ??= 1; class B { static #c = a?.d; static { B.#c ||= 2 } }; export { B };")
    seen = understood([*dist.glob("*.js"), *dist.glob("*.css"), new])
    assert seen.pop("new.js") is False, "the check must be able to fail"
    assert seen == dict.fromkeys(seen, True)
    assert len(seen) >= 6


@pytest.mark.parametrize("name", ["entry-style.css", "app-style.css", "paper-style.css", "select-style.css"])
def test_styles_use_nothing_newer_without_a_fallback(dist, name):
    text = (dist / name).read_text()
    for word in (":has(", ":is(", ":where(", "@container", "@layer", "dvh"):
        assert word not in text
    for word in ("color-mix(", "field-sizing"):
        outside = re.sub(r"@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
        assert word not in outside


def test_styles_name_no_web_font_and_no_other_host(dist):
    for built in dist.glob("*.css"):
        text = built.read_text()
        assert "@font-face" not in text and "http:" not in text.replace("http://www.w3.org/2000/svg", "")


def test_every_icon_used_in_templates_and_navigation_is_in_the_sprite(dist):
    from yanxiu.dashboards.nav import DESKS

    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (dist / "icons.svg").read_text()))
    used = {icon for places in DESKS.values() for _, _, icon in places}
    for template in ROOT.glob("yanxiu/*/templates/**/*.html"):
        text = template.read_text()
        used |= set(re.findall(r'{% icon "([\w-]+)"', text)) | set(re.findall(r'\bicon="([\w-]+)"', text))
    assert used - sprite == set()
    assert "inbox" in used and len(used) > 20


def test_the_sprite_carries_no_icon_twice_and_no_style(dist):
    text = (dist / "icons.svg").read_text()
    names = re.findall(r'<symbol id="([\w-]+)"', text)
    assert len(names) == len(set(names))
    assert "style=" not in text and "<script" not in text


def test_the_lock_file_names_no_host():
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text and "http" not in re.sub(r'"url": "https://[^"]*"', "", text)
