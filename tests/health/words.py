"""Finds words of fonts, source units and packs where they may not stand."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

LISTS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def _pattern(word: str) -> str:
    """A Chinese word anywhere; a Latin one not within a longer word of letters, an underscore being none."""
    return rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])" if word.isascii() else re.escape(word)


REFUSED = re.compile("|".join(_pattern(word) for words in LISTS.values() for word in words), re.IGNORECASE)


def in_python(name: str, text: str) -> list[str]:
    """Refused words in string literals (as they read, not as they are spelled), names and comments."""
    pieces = [*_literals_and_names(ast.parse(text, name)), *_comments(text)]
    return [f"{name}:{line}: {hit[0]}" for line, piece in sorted(pieces) for hit in REFUSED.finditer(piece)]


def _literals_and_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            value = node.value
            yield node.lineno, value if isinstance(value, str) else value.decode("utf-8", "replace")
        for field in ("id", "name", "attr", "arg", "module"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield getattr(node, "lineno", 1), value


def _comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def in_text(name: str, text: str) -> list[str]:
    """Refused words anywhere in a page or a data file."""
    lines = enumerate(text.splitlines(), 1)
    return [f"{name}:{number}: {hit[0]}" for number, line in lines for hit in REFUSED.finditer(line)]
