"""A person at a screen, without a browser: forms are read from the page before they are sent, pages read as text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

UNSEEN = ("script", "style", "svg", "title")


@dataclass
class Sheet:
    """A form as it stands on a page: what is filled in, what may be chosen."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def told(self, name: str, value: Any) -> str:
        """What goes over the wire; a choice is named by its words or its value."""
        assert name in self.names, f"没有“{name}”这一栏：{sorted(self.names)}"
        offered = self.choices.get(name)
        if value is True or offered is None:
            return "on" if value is True else str(value)
        found = offered.get(str(value), str(value))
        assert found in offered.values(), f"“{name}”选不了“{value}”：{offered}"
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []
        self.words: list[str] = []
        self.doors: list[tuple[str, str]] = []
        self._inside: Sheet | None = None
        self._select = self._area = self._option = ""
        self._unseen, self._door = 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._unseen += tag in UNSEEN
        if tag == "a":
            self.doors.append((said.get("aria-label", ""), said.get("href", "")))
            self._door = said.get("href", "")
        if tag == "form":
            self._inside = Sheet(said.get("action", ""))
            self.sheets.append(self._inside)
        elif self._inside is not None and "disabled" not in said:
            self._control(self._inside, tag, said)

    def _control(self, sheet: Sheet, tag: str, said: dict[str, str]) -> None:
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "option" and self._select:
            self._option = value
            if "selected" in said or self._select not in sheet.values:
                sheet.values[self._select] = value
        if tag not in ("input", "select", "textarea") or not name:
            return
        sheet.names.add(name)
        if tag == "select":
            self._select, sheet.choices[name] = name, {}
        elif tag == "textarea":
            self._area, sheet.values[name] = name, ""
        elif said.get("type") == "radio":
            sheet.choices.setdefault(name, {})[value] = value
        if tag == "input" and (said.get("type") not in ("radio", "checkbox", "file") or "checked" in said):
            sheet.values[name] = value

    def handle_data(self, data: str) -> None:
        if self._area and self._inside:
            self._inside.values[self._area] += data
        elif self._select and self._inside:
            self._inside.choices[self._select][" ".join(data.split()) or self._option] = self._option
        elif not self._unseen:
            self.words.append(data)
            if self._door:
                self.doors.append((" ".join(data.split()), self._door))

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        self._inside = None if tag == "form" else self._inside
        self._select = "" if tag == "select" else self._select
        self._area = "" if tag == "textarea" else self._area
        self._door = "" if tag == "a" else self._door


def read(response: HttpResponse) -> _Reader:
    """A page read."""
    assert response.status_code == 200, response.status_code
    found = _Reader()
    found.feed(response.content.decode())
    return found


def words_of(response: HttpResponse) -> str:
    """What stands on a page, on one line."""
    return " ".join(" ".join(read(response).words).split())


@dataclass
class Screen:
    """Somebody signed in."""

    client: Client

    def see(self, url: str) -> str:
        """The words of a page."""
        return words_of(self.client.get(url))

    def doors(self, url: str) -> list[tuple[str, str]]:
        """The links of a page: words, address."""
        return read(self.client.get(url)).doors

    def door(self, url: str, words: str) -> str:
        """Where the link leads that begins with these words."""
        return next(href for said, href in self.doors(url) if said.startswith(words))

    def opens(self, name: str) -> str:
        """The words of a figure opened on 我的."""
        return self.see(self.door("/mine/", name))

    def send(self, url: str, **said: Any) -> HttpResponse:
        """Open a page, fill in its form with these names, send it; the page that follows. None leaves out a tick."""
        sheet = next(one for one in read(self.client.get(url)).sheets if said.keys() <= one.names)
        values: dict[str, Any] = {**sheet.values, **{name: sheet.told(name, value) for name, value in said.items()}}
        answer = self.client.post(sheet.action or url, values, follow=True)
        assert answer.status_code == 200, words_of(_as_read(answer))
        return answer

    def write(self, url: str, **fields: Any) -> HttpResponse:
        """Send a form whose fields are the regulation's."""
        own = ("on", "who", "source", "taught_name", "group")
        return self.send(url, **{name if name in own else f"f_{name}": value for name, value in fields.items()})


def _as_read(answer: HttpResponse) -> HttpResponse:
    return HttpResponse(answer.content)
