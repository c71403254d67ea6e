"""What commands print: results on stdout (one JSON object on one line with --json), progress on stderr."""

import json
import sys
from typing import Any


class Problem(Exception):
    """A command cannot be done as asked; the sentence says why and how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def emit(result: dict[str, Any], *, as_json: bool, words: str = "") -> None:
    """Print the result: the object, or its words for a person."""
    print(json.dumps(result, ensure_ascii=False, default=str) if as_json else words or _lines(result), flush=True)


def say(text: str) -> None:
    """One line of progress."""
    print(text, file=sys.stderr, flush=True)


def fail(message: str, *, as_json: bool) -> int:
    """Print an error and return exit status 1."""
    if as_json:
        print(json.dumps({"error": message}, ensure_ascii=False), flush=True)
    else:
        say(message)
    return 1


def _lines(result: dict[str, Any]) -> str:
    return "\n".join(f"{name}：{value}" for name, value in result.items())
