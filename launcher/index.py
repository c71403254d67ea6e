"""Fetching pip itself without pip: one wheel from the configured package index, checked by its pinned hash."""

import configparser
import hashlib
import html.parser
import os
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from launcher.say import ROOT, stop

CONFIG_FILES = ("/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf")
DEFAULT = "https://" + ".".join(("pypi", "org")) + "/simple"  # pip's own default
TOOLS = ROOT / "requirements-tools.lock"


def configured(name: str) -> str:
    """A setting of pip from the environment or its files, or ""."""
    if value := os.environ.get("PIP_" + name.upper().replace("-", "_")):
        return value
    for place in CONFIG_FILES:
        config = configparser.ConfigParser(interpolation=None)
        config.read(Path(place).expanduser(), encoding="utf-8")
        if config.has_option("global", name):
            return config.get("global", name).strip()
    return ""


def index_url() -> str:
    """Address of the package index this machine uses."""
    return (configured("index-url") or DEFAULT).rstrip("/")


def fetch_pip(folder: Path) -> Path:
    """The pinned wheel of pip in `folder`; fetched once."""
    version, hashes = _pin("pip")
    name = f"pip-{version}-py3-none-any.whl"
    wheel = folder / name
    if not wheel.exists():
        data = _get(_address(name))
        if hashlib.sha256(data).hexdigest() not in hashes:
            stop(f"下载的 {name} 和锁定的指纹不符，没有使用。请检查软件源设置（pip 的 index-url）。")
        folder.mkdir(parents=True, exist_ok=True)
        part = wheel.with_suffix(".part")
        part.write_bytes(data)
        part.rename(wheel)
    return wheel


def _pin(package: str) -> tuple[str, set[str]]:
    text = TOOLS.read_text(encoding="utf-8")
    found = re.search(rf"^{package}==(\S+) \\\n((?:\s+--hash=sha256:\w+.*\n)+)", text, re.M)
    if found is None:
        stop(f"{TOOLS.name} 里没有 {package}，请重新取一份完整的源码。")
    return found.group(1), set(re.findall(r"sha256:(\w+)", found.group(2)))


def _address(name: str) -> str:
    page = f"{index_url()}/pip/"
    links = _Links()
    links.feed(_get(page).decode("utf-8"))
    for link in links.found:
        if urllib.parse.unquote(urllib.parse.urlsplit(link).path).endswith("/" + name):
            return urllib.parse.urljoin(page, link)
    stop(f"软件源里没有 {name}。请换一个软件源（pip 的 index-url）再试。")


def _get(address: str) -> bytes:
    context = ssl.create_default_context(cafile=configured("cert") or None)
    request = urllib.request.Request(address, headers={"Accept": "text/html", "User-Agent": "yanxiu"})
    try:
        with urllib.request.urlopen(request, timeout=60, context=context) as answer:
            return bytes(answer.read())
    except (urllib.error.URLError, TimeoutError, OSError) as problem:
        stop(f"连不上软件源：{problem}。第一次安装要联网；用代理或内网源时，请先设好 pip 的 index-url。")


class _Links(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]
