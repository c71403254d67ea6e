"""What a page may hold: no inline script or style, Chinese as its language, nothing from other hosts."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser

TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
DATA_SCRIPTS = {"application/json", "text/template"}
HOST = re.compile(r"""https?://([\w.-]+)|["'(]//([\w-]+\.[\w.-]+)""")
OWN_HOSTS = re.compile(r"(^|\.)(w3\.org|openxmlformats\.org|example(\.\w+)*|localhost|127\.0\.0\.1)$")


class _Page(HTMLParser):
    """Collects what is wrong with the tags of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") not in DATA_SCRIPTS:
            self._say("script without src")
        if tag == "style":
            self._say("style element")
        if tag == "html" and given.get("lang") != "zh-CN":
            self._say("html without lang=zh-CN")
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.lstrip(":") == "style" or name.startswith("hx-on"):
            self._say(f"{name} on {tag}")
        if re.fullmatch(r"on[a-z]{3,}", name):
            self._say(f"{name} on {tag}")
        if value.strip().lower().startswith("javascript:"):
            self._say(f"javascript: in {name} of {tag}")

    def _say(self, what: str) -> None:
        self.said.append((self.getpos()[0], what))


def inline(name: str, text: str) -> list[str]:
    """Inline script, style and handlers of a template, and a missing language; template tags are blanked."""
    page = _Page()
    page.feed(TEMPLATE_TAG.sub(lambda tag: re.sub(r"[^\n]", " ", tag[0]), text))
    page.close()
    return [f"{name}:{line}: {what}" for line, what in page.said]


def inline_in_python(name: str, text: str) -> list[str]:
    """The same in markup that Python writes."""
    said = []
    for node in ast.walk(ast.parse(text, name)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"<[a-zA-Z]", node.value):
            said += [f"{name}:{node.lineno}: {one.split(': ', 1)[1]}" for one in inline(name, node.value)]
    return said


def other_hosts(name: str, text: str) -> list[str]:
    """Addresses of other hosts; namespaces, example hosts and this machine are none."""
    said = []
    for number, line in enumerate(text.splitlines(), 1):
        hosts = [hit[1] or hit[2] for hit in HOST.finditer(line)]
        said += [f"{name}:{number}: {host}" for host in hosts if not OWN_HOSTS.search(host)]
    return said


def other_hosts_in_python(name: str, text: str) -> list[str]:
    """The same in string literals; docstrings and comments may cite."""
    tree = ast.parse(text, name)
    cited = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}
    said = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in cited:
            said += [f"{name}:{node.lineno}: {one.split(': ', 1)[1]}" for one in other_hosts(name, node.value)]
    return said


def _has_docstring(node: ast.AST) -> bool:
    return isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None
