"""Progress on stderr, so that stdout carries results alone."""

import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]


def say(text: str) -> None:
    """One line of progress."""
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """A sentence that says what is wrong and how to mend it, then exit 1."""
    say(text)
    raise SystemExit(1)
