"""How Python is written here: short, by the one clock, without print, catch-alls, stubs or skipped tests."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

FILE_LINES, FUNCTION_LINES = 500, 60
NAIVE = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
SKIPS = ("mark.skip", "mark.skipif", "mark.xfail", "pytest.skip", "pytest.xfail", "importorskip", "unittest.skip")
LATER = re.compile(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b")


def long_file(name: str, text: str) -> list[str]:
    """A file of 500 lines or more."""
    count = text.count("\n")
    return [f"{name}:1: {count} lines"] if count >= FILE_LINES else []


def long_functions(name: str, text: str) -> list[str]:
    """Functions of 60 lines or more, decorators not counted."""
    said = []
    for node in ast.walk(ast.parse(text, name)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            said += [f"{name}:{node.lineno}: {node.name} has {length} lines"] if length >= FUNCTION_LINES else []
    return said


def prints(name: str, text: str) -> list[str]:
    """Calls of print."""
    return [f"{name}:{call.lineno}: print" for call, called in _calls(text, name) if called == "print"]


def naive_clock(name: str, text: str) -> list[str]:
    """The present read without a zone: date.today(), datetime.now() and its like."""
    said = []
    for call, called in _calls(text, name):
        short = ".".join(called.split(".")[-2:])
        aware = short == "datetime.now" and (call.args or call.keywords)
        said += [f"{name}:{call.lineno}: {short}"] if short in NAIVE and not aware else []
    return said


def catch_alls(name: str, text: str) -> list[str]:
    """`except:`, `except Exception`, `except BaseException`."""
    said = []
    for node in ast.walk(ast.parse(text, name)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            if {"everything", "Exception", "BaseException"} & set(re.findall(r"\w+", caught)):
                said.append(f"{name}:{node.lineno}: catches {caught}")
    return said


def left_for_later(name: str, text: str) -> list[str]:
    """Marks of unfinished work: TODO and its like, raise NotImplementedError."""
    comments = (t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type == tokenize.COMMENT)
    said = [f"{name}:{comment.start[0]}: {comment.string}" for comment in comments if LATER.search(comment.string)]
    for node in ast.walk(ast.parse(text, name)):
        if isinstance(node, ast.Raise) and node.exc and "NotImplementedError" in ast.unparse(node.exc):
            said.append(f"{name}:{node.lineno}: raises NotImplementedError")
    return said


def skipped_tests(name: str, text: str) -> list[str]:
    """Skips and expected failures."""
    nodes = [node for node in ast.walk(ast.parse(text, name)) if isinstance(node, ast.Attribute)]
    return [f"{name}:{node.lineno}: {ast.unparse(node)}" for node in nodes if ast.unparse(node).endswith(SKIPS)]


def _calls(text: str, name: str) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(ast.parse(text, name)):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)
