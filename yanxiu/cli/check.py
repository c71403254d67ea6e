"""`yanxiu check URL`: log in to a running demonstration as every role and walk every kind of page.

Asserts that figures named on the pages equal those of the command line, that no list is empty that should not be,
that every page answers, and (with a browser on the machine) that its console stays silent at 390 and 1280 px.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import re
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from uuid import UUID

from yanxiu.cli.output import emit, say

# Pages that are rightly empty in the demonstration, with the reason.
EMPTY = {
    "/search/": "nothing was asked for yet",
    "expert:/": "nothing is assigned before selections exist",
    "/unit/balances/": "the demonstration begins with the term: nothing to bring forward",
    "/unit/styles/": "an installation without packs has none to offer",
    "/people/claims/": "only the main school has a claim waiting",
    "/jobs/": "most people have asked for no long work",
    "/": "only the main school has something waiting",
    "/attendance/import/*/": "once imported, a register's cells are gone",
    "village_office:/people/": "everybody of a small school is in a group",
    "/runs/scores/": "not every regulation has something scored by hand",
    "/runs/mine/": "only one school has sealed a term's assessment",
    "/standing/lacking/": "where nothing is lacking to judge by",
    "district_admin:/regulations/": "the district has none of its own; its schools have",
    "district_officer:/regulations/": "the district has none of its own; its schools have",
    "on_leave:/journal/": "away since before the school began to keep records",
    "on_leave:/attendance/mine/": "away since before the school began to keep records",
}
# Of schools that follow no regulation yet: these pages say what comes next.
BARE = ("bare_office", "kindergarten_principal")
UNRULED = ("/attendance/", "/records/", "/standing/", "/runs/", "/regulations/")
SKIPPED = (
    "/static/",
    "/files/",
    "/logout",
    "/design",
    "/people/export",
    "/people/import/template",
    "/me/data/yanxiu",
    "/bad/",
)
PHONES = ("teacher", "leader", "short_teacher", "young_teacher", "middle_leader", "village_teacher")
OFFICES = ("office", "other_office", "village_office")  # of schools that have adopted a regulation
NAMED = (
    r"^(/standing/\w+/\*/)[^/]+/[^/]+/",
    r"^(/standing/effect/\*/).+/",
    r"^(/records/(?:enter|batch)/)[^/]+/",
    r"^(/journal/write/)[^/]+/",
    r"^(/runs/scores/\*/)[^/]+/",
    r"^(/regulations/\*/rulings/)[^/].*/",
    r"^(/regulations/library/)[^/]+/",
)  # addresses with a rule, a kind of record or a point in them
TOLD = ("late", "due", "done")  # what 我的 shows with a figure at once
EACH = 2  # pages of one kind walked for one role


@dataclass
class Walk:
    """What was seen."""

    pages: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    roles: int = 0
    figures: int = 0


def register(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("url", help="运行中的演示的地址")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Walk as everybody; exit 1 when something is wrong."""
    from yanxiu.cli.django import need_data

    need_data()
    from yanxiu.cli.demo.info import info

    known, walk = info(), Walk()
    for account in known["accounts"]:
        say(f"以{account['role']}（{account['name']}）走一遍……")
        _as(options.url.rstrip("/"), account, known, walk)
    browser = _browser(options.url.rstrip("/"), known, walk)
    result = {
        "roles": walk.roles,
        "pages": sum(walk.pages.values()),
        "kinds": len(walk.pages),
        "browser": browser,
        "problems": walk.problems,
    }
    words = f"{walk.roles} 种身份，{sum(walk.pages.values())} 页（{len(walk.pages)} 种），{'没有问题' if not walk.problems else '有问题：'}"
    emit(result, as_json=options.json, words="\n".join([words, *walk.problems]))
    return 1 if walk.problems else 0


class Visitor:
    """A browser without a window: cookies, forms, pages as text."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, address arrived at, text."""
        return self._open(urllib.request.Request(self.base + path))  # noqa: S310  # base is our own http address

    def post(self, path: str, page: str, **values: str) -> tuple[int, str, str]:
        """Send a form with the page's CSRF token."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        data = urllib.parse.urlencode({**values, "csrfmiddlewaretoken": token[1] if token else ""}).encode()
        return self._open(urllib.request.Request(self.base + path, data=data, headers={"Referer": self.base + path}))  # noqa: S310

    def _open(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                text = (
                    answer.read().decode("utf-8", "replace") if "html" in answer.headers.get("Content-Type", "") else ""
                )
                return answer.status, answer.geturl().removeprefix(self.base), text
        except urllib.error.HTTPError as problem:
            return problem.code, request.full_url.removeprefix(self.base), problem.read().decode("utf-8", "replace")


def _as(base: str, account: dict[str, str], known: dict[str, Any], walk: Walk) -> None:
    visitor, role = Visitor(base), account["code"]
    _, _, page = visitor.get("/login/")
    status, place, home = visitor.post("/login/", page, username=account["username"], password=known["password"])
    if status != 200 or place.startswith("/login"):
        walk.problems.append(f"{role}：登录不了（{status}，{place}）")
        return
    walk.roles += 1
    _figures(role, home, known, walk)
    _standing(visitor, account, known, walk)
    _crawl(visitor, role, walk)


def _crawl(visitor: Visitor, role: str, walk: Walk) -> None:
    waiting, seen, kinds = ["/"], set[str](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if path in seen or kinds[kind] >= EACH or path.startswith(SKIPPED) or any(part in path for part in SKIPPED):
            continue
        seen.add(path)
        kinds[kind] += 1
        status, place, text = visitor.get(path)
        walk.pages[kind] += 1
        _judge(role, path, kind, status, place, text, walk)
        waiting += [unescape(href) for href in re.findall(r'href="(/[^"#]*)"', text)]


def kind_of(path: str) -> str:
    """A page's kind: its path with identifiers and what a regulation names taken out."""
    plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", path.split("?")[0])
    for pattern in NAMED:
        plain = re.sub(pattern, r"\1*/", plain)
    return plain


def _judge(role: str, path: str, kind: str, status: int, place: str, text: str, walk: Walk) -> None:
    if status != 200 or place.startswith("/login"):
        walk.problems.append(f"{role}：{path} 应答 {status}")
        return
    if "<html" in text and "演示" not in text:
        walk.problems.append(f"{role}：{path} 没有写“演示”")
    rightly = kind in EMPTY or f"{role}:{kind}" in EMPTY or (role in BARE and kind in UNRULED)
    if 'class="empty"' in text and not rightly:
        walk.problems.append(f"{role}：{path} 是空的")


def _figures(role: str, home: str, known: dict[str, Any], walk: Walk) -> None:
    """Figures on home pages against `demo info`."""
    words = " ".join(re.sub(r"<[^>]+>", " ", home).split())
    schools = {school["code"]: school for school in known["schools"]}
    main = schools["QHA001"]
    wanted = {
        "office": [f"{main['groups']} 个组，{main['people']} 人"],
        "principal": [f"在岗 {main['people']} 人"],
        "district_admin": [f"{len(schools)} 个单位", f"在岗 {sum(s['people'] for s in schools.values())} 人"],
        "region": ["1 个区"],
        "operator": [f"{len(schools)} 个 学校、幼儿园"],
    }
    for text in wanted.get(role, []):
        if text not in words:
            walk.problems.append(f"{role}：首页上没有“{text}”，和命令行的数不一样")


def _standing(visitor: Visitor, account: dict[str, str], known: dict[str, Any], walk: Walk) -> None:
    """Figures of 我的 and of 达标 against `assess standing`."""
    from yanxiu.base import clock
    from yanxiu.base.tenancy import in_district
    from yanxiu.cli.standing import standing_at
    from yanxiu.org.models import Person, School

    role = account["code"]
    if not account["school"] or role not in (*PHONES, *OFFICES):
        return
    with in_district(UUID(known["district"]["id"])):
        school = School.objects.get(code=account["school"])
        person = Person.objects.get(staff_no=account["staff_no"]) if role in PHONES else None
        told = standing_at(school, person, clock.today())["people"]
    if person is None:
        _said(visitor, role, "/standing/", [f"{len(told)}人里"], walk)
    else:
        figures = [f"{one['title']}{one['figure']}{one['of']}" for one in told[0]["figures"] if one["state"] in TOLD]
        if not figures:
            walk.problems.append(f"{role}：命令行里没有一个数")
        _said(visitor, role, "/mine/", figures, walk)


def _said(visitor: Visitor, role: str, path: str, wanted: list[str], walk: Walk) -> None:
    """Whether a page says these figures, spaces aside."""
    words = "".join(unescape(re.sub(r"<[^>]+>", " ", visitor.get(path)[2])).split())
    walk.figures += len(wanted)
    for text in wanted:
        if "".join(text.split()) not in words:
            walk.problems.append(f"{role}：{path} 上没有“{text}”，和命令行的数不一样")


def _browser(base: str, known: dict[str, Any], walk: Walk) -> str:
    """Walk the main pages in a real browser; "absent" when the machine has none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        program = None
    if program is None:
        say("这台机器上没有浏览器，没有查控制台。")
        return "absent"
    with sync_playwright() as play:
        try:
            chromium = play.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            )
        except Error as problem:
            walk.problems.append(f"浏览器 {program} 没有起来：{str(problem).splitlines()[0]}")
            return "broken"
        for account in known["accounts"]:
            for width in (390, 1280):
                _look(chromium, base, account, known["password"], width, walk)
        chromium.close()
    return "silent"


def _look(chromium: Any, base: str, account: dict[str, str], password: str, width: int, walk: Walk) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    page.goto(f"{base}/login/")
    page.fill("input[name=username]", account["username"])
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_load_state("load")
    for href in page.eval_on_selector_all(
        "nav a[href^='/']", "all => [...new Set(all.map(a => a.getAttribute('href')))]"
    ):
        page.goto(base + href)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
        if wide:
            walk.problems.append(f"{account['code']}：{href} 在 {width} 宽时要横着滚")
    walk.problems += [f"{account['code']}：{width} 宽时浏览器报错：{text[:200]}" for text in said]
    context.close()
