"""Strict YAML: plain values with their lines; no anchors, tags or merges, no duplicate keys, no floats.

Only `true` and `false` are truth values, so a key `on:` stays a word; 60 is a whole number, 0.5 an exact decimal,
2025-09-01 and 0305 are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from yanxiu.policy.problems import PackError, Problem, problem

MOST_BYTES, MOST_DEPTH = 512 * 1024, 40
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path_ = tuple[str | int, ...]
_WHOLE = re.compile(r"[-+]?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9]\d*)\.\d+")


@dataclass
class Tree:
    """A document as plain dicts, lists and scalars; `lines` finds the line of a path."""

    file: str
    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, path: Path_) -> int:
        """Line of the nearest known part of a path, from 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def at(self, path: Path_, code: str, **words: Any) -> Problem:
        """A problem at a path."""
        return problem(code, self.file, self.line(path), **words)


def read_file(path: Path, shown: str = "") -> Tree:
    """Read one file. Raises PackError."""
    return read_text(text_of(path, shown or path.name), shown or path.name)


def text_of(path: Path, shown: str) -> str:
    """The text of a file. Raises PackError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PackError([problem("E05", shown, what=f"{path.stat().st_size // 1024} KB")])
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError([problem("E01", shown, why=_why(error))]) from error


def _why(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件"
    if isinstance(error, IsADirectoryError):
        return "这是文件夹"
    return "没有权限，或磁盘读不出" if isinstance(error, OSError) else "不是 UTF-8 文本"


def read_text(text: str, shown: str) -> Tree:
    """Read one document. Raises PackError."""
    if len(text.encode()) > MOST_BYTES:
        raise PackError([problem("E05", shown, what=f"{len(text.encode()) // 1024} KB")])
    try:
        _refuse_tricks(text, shown)
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise PackError([problem("E02", shown, line, why=_slip(text, line))]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise PackError([problem("E02", shown, why="读不下去")]) from error
    tree, problems = Tree(shown, None), list[Problem]()
    tree.data = _plain(node, (), tree, problems) if node else None
    if problems:
        raise PackError(problems)
    return tree


def _slip(text: str, line: int) -> str:
    """The likely slip at a line that cannot be read: what stands on it, or just before."""
    near = text.splitlines()[max(0, line - 2) : line]
    if any("\t" in one for one in near):
        return "用了制表键，缩进要用空格"
    if any(re.match(r"[\s-]*\w[\w-]*：", one) for one in near):
        return "名称后面是中文冒号，要写英文冒号和一个空格"
    return "缩进、冒号、引号或括号不配"


def _refuse_tricks(text: str, shown: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise PackError([problem("E04", shown, line, what="引用")])
        if (tag := getattr(event, "tag", None)) and not isinstance(event, yaml.AliasEvent):
            raise PackError([problem("E04", shown, line, what=f"标签 {tag}")])
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MOST_DEPTH:
            raise PackError([problem("E05", shown, line, what=f"超过 {MOST_DEPTH} 层")])


def _plain(node: Any, path: Path_, tree: Tree, problems: list[Problem]) -> Any:
    tree.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, number), tree, problems) for number, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, tree, problems)
    return _scalar(node)


def _mapping(node: Any, path: Path_, tree: Tree, problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(problem("E02", tree.file, line, why="键必须是一个词"))
            continue
        key = str(key_node.value)
        if key == "<<":
            problems.append(problem("E04", tree.file, line, what="<<"))
        elif key in found:
            problems.append(problem("E03", tree.file, line, key=key))
        else:
            tree.lines[(*path, key)] = line
            found[key] = _plain(value_node, (*path, key), tree, problems)
    return found


def _scalar(node: Any) -> Any:
    written = str(node.value)
    if node.style in ("'", '"', "|", ">"):
        return written
    if _WHOLE.fullmatch(written):
        return int(written)
    if _DECIMAL.fullmatch(written):
        return Decimal(written)
    return {"true": True, "false": False, "": None, "~": None, "null": None}.get(written, written)
