"""The command line with more variables than the folder: a bucket, a database server."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.cli.running import COMMAND, variables


def yanxiu(data: Path, *arguments: str, more: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=variables(data, **(more or {})),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
