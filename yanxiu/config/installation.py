"""What this installation is: a demonstration or a real one, read from its data folder.

`installation.json` lies beside the database: {"kind": "demo" | "real", "created": ISO date,
"today": "YYYY-MM-DD" (demonstrations only), "public_url": null | "https://…"}. Settings read it
once at start; nothing here needs Django.
"""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = "installation.json"
KEYS = ("secret", "identity")


@dataclass(frozen=True)
class Installation:
    """Kind of installation, its pinned day (demonstrations) and its public address."""

    kind: str
    today: date | None
    public_url: str | None

    @property
    def is_demo(self) -> bool:
        return self.kind == "demo"


def data_dir() -> Path:
    """The folder of database, files, keys and logs: YANXIU_DATA, else the demonstration."""
    return Path(os.environ.get("YANXIU_DATA") or ROOT / "var" / "demo").resolve()


def read_installation(folder: Path) -> Installation:
    """The installation in `folder`; a folder without the file counts as a real, empty one."""
    path = folder / FILE
    if not path.exists():
        return Installation("real", None, None)
    data = json.loads(path.read_text(encoding="utf-8"))
    today = date.fromisoformat(data["today"]) if data.get("today") else None
    return Installation(data["kind"], today, data.get("public_url"))


class LostKey(Exception):
    """An installation without its key. A new one would fit nothing that is stored, so none is made."""


def make_keys(folder: Path) -> None:
    """The keys of a new installation, before its mark is set."""
    for name in KEYS:
        _make_key(folder / "keys" / f"{name}.key")


def read_key(folder: Path, name: str) -> str:
    """The key `keys/<name>.key`; made on first use in a folder that is no installation yet. Raises LostKey."""
    path = folder / "keys" / f"{name}.key"
    if not path.exists() and (folder / FILE).exists():
        raise LostKey(f"密钥 {path} 不在了。请从备份里找回它；不能新建，新的和已存的数据对不上。")
    _make_key(path)
    return path.read_text(encoding="utf-8").strip()


def _make_key(path: Path) -> None:
    """A random key that only its owner may read; one that is there stays."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass  # another process made it a moment ago
