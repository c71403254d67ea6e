"""Who else's work runs in Yanxiu: name, version and licence of everything the locks name, as THIRD_PARTY.md.

    python tools/third_party.py            write THIRD_PARTY.md
    python tools/third_party.py --check    exit 1 when it is not what the locks and the installed packages say

Python packages come from requirements.lock, their licences from their installed metadata; front-end packages come from
package-lock.json, which names their licences itself. The same locks give the same file on every machine.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = "THIRD_PARTY.md"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)")
# What the package itself says of its licence, where its metadata says nothing, or too little, or is of another system.
SAID = {
    "colorama": "BSD-3-Clause",  # Windows only, so not installed where this runs
    "django-csp": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",  # the latter two for bundled parts, the public suffix list MPL
    "python-dateutil": "Apache-2.0 AND BSD-3-Clause",
    "qrcode": "BSD-3-Clause AND MIT",
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
    "xlrd": "BSD-3-Clause AND BSD-4-Clause",
}
SPDX = {"MIT License": "MIT", "Apache License 2.0": "Apache-2.0", "PSFL": "PSF-2.0", "BSD": "BSD-3-Clause"}
HEAD = """# 第三方软件

研修用到下面这些别人的软件，各按自己的许可证。本文件由 `python tools/third_party.py` 按锁定清单生成，不要手改。
许可证的全文在各软件包里；研修自己的许可证见 [LICENSE](LICENSE)。

xlrd 较早的部分要求写明：This product includes software developed by David Giffin <david@giffin.org>.
"""


@dataclass(frozen=True, order=True)
class Package:
    """One package: its name, its locked version, its licence."""

    name: str
    version: str
    licence: str


class Unknown(Exception):
    """A package whose licence neither its metadata nor this tool says."""


def python_packages(lock: str) -> list[Package]:
    """What requirements.lock pins, sorted; several versions of one package stay several lines."""
    pins = sorted({(found[1], found[2]) for line in lock.splitlines() if (found := PIN.match(line))})
    return [Package(name, version, licence_of(name)) for name, version in pins]


def licence_of(name: str) -> str:
    """SPDX words for the licence of an installed package. Raises Unknown."""
    if name in SAID:
        return SAID[name]
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError as problem:
        raise Unknown(f"{name} is not installed: add it to SAID") from problem
    classifiers = [one.rpartition(":: ")[2] for one in found.get_all("Classifier") or [] if one.startswith("License")]
    said = [*(found.get_all("License-Expression") or []), *(found.get_all("License") or []), *classifiers]
    text = next((one.strip() for one in said if one.strip()), "")
    text = SPDX.get(text, text)
    if not re.fullmatch(r"[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*", text):
        raise Unknown(f"{name} says {text[:40]!r}: look it up and add it to SAID")
    return text


def front_packages(lock: str) -> tuple[list[Package], list[Package]]:
    """What package-lock.json pins: shipped to browsers, and used to build. The builds of one tool for other systems are one."""
    shipped: list[Package] = []
    building: list[Package] = []
    for place, entry in json.loads(lock)["packages"].items():
        if not place or entry.get("optional"):
            continue
        package = Package(place.rpartition("node_modules/")[2], entry["version"], entry.get("license", ""))
        if not package.licence:
            raise Unknown(f"{package.name} names no licence in package-lock.json")
        (building if entry.get("dev") else shipped).append(package)
    return sorted(shipped), sorted(building)


def render(root: Path) -> str:
    """The whole file."""
    python = python_packages((root / "requirements.lock").read_text(encoding="utf-8"))
    shipped, building = front_packages((root / "package-lock.json").read_text(encoding="utf-8"))
    parts = [
        ("服务器上运行的（Python）", python),
        ("随网页送到浏览器的", shipped),
        ("只在生成网页资源时用的", building),
    ]
    return HEAD + "".join(_table(title, packages) for title, packages in parts)


def _table(title: str, packages: list[Package]) -> str:
    rows = "".join(f"| {one.name} | {one.version} | {one.licence} |\n" for one in packages)
    return f"\n## {title}\n\n| 名称 | 版本 | 许可证 |\n|---|---|---|\n{rows}"


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or say that it is stale."""
    parser = argparse.ArgumentParser(description="THIRD_PARTY.md from the locks")
    parser.add_argument("--check", action="store_true", help="exit 1 when the file is not current")
    parser.add_argument("--root", type=Path, default=ROOT)
    options = parser.parse_args(arguments)
    try:
        text = render(options.root)
    except Unknown as problem:
        print(problem, file=sys.stderr)
        return 1
    target = options.root / TARGET
    if not options.check:
        target.write_text(text, encoding="utf-8")
        return 0
    if target.exists() and target.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET} is not current: run python tools/third_party.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
