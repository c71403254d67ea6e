"""Take a screenshot of a page: python tools/look.py URL OUT.png [--width 390] [--dark] [--login USER:PASS].

Prints what the browser console and the network complained about; exits 1 when there was something, so that a look is
also a small check. Needs playwright and a Chromium ($CHROMIUM, else the one on the PATH).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]
LOGIN_PATH = "/login/"


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("url")
    parser.add_argument("out")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=0, help="default: 844 up to 600 px wide, else 900")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--no-js", action="store_true", help="as without script")
    parser.add_argument("--print", dest="paper", action="store_true", help="as printed")
    parser.add_argument("--fold", action="store_true", help="only what fits the window, not the whole page")
    parser.add_argument(
        "--click", action="append", default=[], metavar="SELECTOR", help="click before looking; repeatable"
    )
    parser.add_argument("--login", metavar="USER:PASS", help="log in first, at the page's own host")
    parser.add_argument("--login-path", default=LOGIN_PATH)
    parser.add_argument("--cookie", metavar="NAME=VALUE", help="send this cookie")
    return parser.parse_args(argv)


def chromium(playwright: Playwright) -> Browser:
    """A fresh headless browser."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


def origin(url: str) -> str:
    """Scheme and host of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def log_in(page: Page, args: argparse.Namespace) -> None:
    """Fill the login form the way a person would."""
    user, _, password = args.login.partition(":")
    page.goto(origin(args.url) + args.login_path)
    page.fill("input[name=username], input[name=login]", user)
    page.fill("input[type=password]", password)
    page.press("input[type=password]", "Enter")
    page.wait_for_load_state("networkidle")


def look(page: Page, args: argparse.Namespace) -> None:
    """Open the page, do the clicks, save the picture."""
    page.goto(args.url, wait_until="networkidle")
    for selector in args.click:
        page.click(selector)
        page.wait_for_timeout(400)
    if args.paper:
        page.emulate_media(media="print")
    if not args.click:
        page.evaluate("window.scrollTo(0, 0)")  # a refused form scrolls to its error
    page.screenshot(path=args.out, full_page=not args.fold)


def complaints(page: Page) -> list[str]:
    """A list that fills itself with what goes wrong on the page."""
    found: list[str] = []
    page.on(
        "console", lambda line: found.append(f"console: {line.text}") if line.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: found.append(f"script: {error}"))
    page.on("requestfailed", lambda request: found.append(f"request: {request.url} {request.failure}"))
    page.on("response", lambda answer: found.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
    return found


def overflow(page: Page) -> str:
    """A line if the page can be pushed sideways, else empty."""
    extra = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return f"overflow: the page is {extra} px wider than the window" if extra > 0 else ""


def main(argv: list[str] | None = None) -> int:
    """Run; 0 when nothing complained."""
    args = arguments(argv)
    height = args.height or (844 if args.width <= 600 else 900)
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        context = browser.new_context(
            viewport={"width": args.width, "height": height},
            device_scale_factor=args.scale,
            color_scheme="dark" if args.dark else "light",
            java_script_enabled=not args.no_js,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=args.width <= 600,
        )
        if args.cookie:
            name, _, value = args.cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": origin(args.url)}])
        page = context.new_page()
        if args.login:
            log_in(page, args)
        found = complaints(page)
        look(page, args)
        found += [line for line in [overflow(page)] if line]
        browser.close()
    print("\n".join(found) or f"quiet: {args.out}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
