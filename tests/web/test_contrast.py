"""The colours of the tokens can be read: 4.5 to 1 for every text on every ground it stands on, light and dark."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import ROOT

TEXT = (ROOT / "frontend/css/tokens.css").read_text()
LIGHT, DARK = TEXT.split("@media (prefers-color-scheme: dark)")
STATES = ["done", "due", "late", "wait", "ruling", "blue"]


def colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", text))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_the_usual_one():
    assert round(contrast("#000000", "#ffffff"), 1) == 21
    assert round(contrast("#737d88", "#f7f6f2"), 2) == 3.87


@pytest.mark.parametrize("mood", ["light", "dark"])
def test_text_can_be_read(mood):
    tokens = colours(LIGHT) | (colours(DARK) if mood == "dark" else {})
    pairs = [(ink, ground) for ink in ("ink", "ink-2", "ink-3", "blue") for ground in ("paper", "card", "sink")]
    pairs += [(state, ground) for state in STATES for ground in (f"{state}-bg", "card", "paper")]
    weak = {
        pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in pairs
        if contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5
    }
    assert weak == {}
