"""What must not be in the repository: the machine it was written on, where packages came from, others' files."""

from __future__ import annotations

import configparser
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.health.tree import ROOT

THIRD_PARTY = (
    ".min.js", ".min.css", ".woff", ".woff2", ".ttf", ".otf", ".ttc", ".eot", ".map", ".whl", ".jar", ".so", ".dll",
)  # fmt: skip
MACHINE = re.compile(r"(?<![\w.$}/-])/(?:root|work|tmp|home/[a-z][\w-]*|Users/[a-zA-Z][\w-]*)/|[A-Z]:\\+Users\\")
SOURCES = re.compile(
    r"--(?:extra-)?index-url[ =]\S*//|--find-links[ =]\S|\"resolved\"\s*:|//[^\s/\"]+:\d+/(?:simple|npm|repository)"
)
# Everybody's own; put together here, so that this file names no host either.
PUBLIC = {"127.0.0.1", "localhost", ""} | {
    ".".join(parts) for parts in (("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"))
}
SETTINGS = re.compile(r"index_url|extra_index|registry|find_links|default_index", re.IGNORECASE)


def third_party(name: str) -> list[str]:
    """A file that others wrote or a build made."""
    return [f"{name}:1: not ours"] if name.endswith(THIRD_PARTY) else []


def machine_paths(name: str, text: str) -> list[str]:
    """Paths of a person's or a build machine."""
    return _hits(MACHINE, name, text)


def package_sources(name: str, text: str) -> list[str]:
    """Where packages were fetched from, in lock files and settings."""
    return _hits(SOURCES, name, text)


def this_machine(name: str, text: str, needles: frozenset[str]) -> list[str]:
    """The repository's own folder, the home folder, and hosts this machine fetches packages from."""
    lines = enumerate(text.splitlines(), 1)
    return [f"{name}:{number}: {needle}" for number, line in lines for needle in sorted(needles) if needle in line]


def needles() -> frozenset[str]:
    """What names this machine."""
    folders = {path for path in (ROOT, Path.home()) if len(path.parts) > 2}  # a short one is part of other words
    return frozenset(f"{path}/" for path in folders) | (configured_hosts(dict(os.environ)) - PUBLIC)


def configured_hosts(environment: dict[str, str]) -> frozenset[str]:
    """Hosts of package indexes named by the environment and by pip's and npm's settings of this machine."""
    addresses = [value for key, value in environment.items() if SETTINGS.search(key)]
    home = Path(environment.get("HOME", "/nonexistent"))
    for path in (Path("/etc/pip.conf"), home / ".pip/pip.conf", home / ".config/pip/pip.conf"):
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(path, encoding="utf-8")
        addresses += [value for section in parser.values() for key, value in section.items() if "index" in key]
    if (home / ".npmrc").exists():
        addresses += re.findall(r"registry\s*=\s*(\S+)", (home / ".npmrc").read_text(encoding="utf-8"))
    return frozenset(urlsplit(address).hostname or "" for text in addresses for address in text.split())


def _hits(pattern: re.Pattern[str], name: str, text: str) -> list[str]:
    lines = enumerate(text.splitlines(), 1)
    return [f"{name}:{number}: {hit[0]}" for number, line in lines for hit in pattern.finditer(line)]
