"""What a phone loads: pages with all they ask for by themselves, compressed as they are served."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.access.scene import Scene
from tests.pages.test_statements import more
from tests.support.cast import Cast
from tests.web.conftest import dist  # noqa: F401 - the built assets
from yanxiu.base.actions import COMMAND_LINE
from yanxiu.setup.actions.slips import issue_slips

FIRST, LATER, ENTRY = 150_000, 30_000, 40_000
PHONE = [
    "/",
    "/mine/",
    "/schedule/",
    "/group/",
    "/me/login/",
    "/me/data/",
    "/journal/",
    "/journal/observe/",
    "/journal/write/reflection/",
    "/records/",
    "/search/?q=jiao",
    "/regulations/",
    "/attendance/mine/",
    "/runs/mine/",
]


def answered(browser: Client, where: str) -> Any:
    response = browser.get(where, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200 and response.headers["Content-Encoding"] == "gzip"
    return response


def built(folder: Path, html: str) -> set[str]:
    """Built files the page asks for, with the modules those import."""
    names, seen = set(re.findall(r"/static/dist/([\w.-]+\.(?:js|css|svg))", html)), set[str]()
    while names:
        name = names.pop()
        seen.add(name)
        if name.endswith(".js"):
            names |= (
                set(re.findall(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""", (folder / name).read_text())) - seen
            )
    return seen


def weight(folder: Path, response: Any) -> int:
    html = gzip.decompress(response.content).decode()
    files = {name: len(gzip.compress((folder / name).read_bytes(), 9)) for name in built(folder, html)}
    assert files
    return len(response.content) + sum(files.values())


@pytest.mark.parametrize("where", PHONE)
def test_a_phone_page_is_light_at_first_and_lighter_after(scene: Scene, browser_of, dist: Path, where: str) -> None:  # noqa: F811
    for number in range(1, 4):
        more(scene, number)
    response = answered(browser_of("leader"), where)
    assert len(response.content) <= LATER, f"{where}: {len(response.content)} bytes again"
    assert (first := weight(dist, response)) <= FIRST, f"{where}: {first} bytes at first"


def test_the_ways_in_weigh_forty_kilobytes_at_most(here: Cast, dist: Path) -> None:  # noqa: F811
    slip = issue_slips(here.school, [here.people["teacher"]], actor=COMMAND_LINE)[0]
    for where in ("/login/", f"/j/{slip.code}/", "/join/"):
        assert (total := weight(dist, answered(Client(), where))) <= ENTRY, f"{where}: {total} bytes"
