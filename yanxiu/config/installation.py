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


def read_key(folder: Path, name: str) -> str:
    """The key `keys/<name>.key`, made on first use, readable by its owner only."""
    path = folder / "keys" / f"{name}.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass  # another process made it a moment ago; read that one
    return path.read_text(encoding="utf-8").strip()
