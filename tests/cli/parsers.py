"""The whole parser of the command line, every command registered: what main() builds for one command at a time."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterator

from yanxiu.cli.main import COMMANDS, Parser


def whole() -> Parser:
    """A parser that knows every command."""
    parser = Parser(prog="yanxiu")
    places = parser.add_subparsers(dest="command", required=True)
    for name, (module, words) in COMMANDS.items():
        importlib.import_module(module).register(places.add_parser(name, help=words))
    return parser


def leaves(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[str, argparse.ArgumentParser]]:  # fmt: skip
    """Every command that can be run ("people import"), with its own parser."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield " ".join(words), parser
    for action in below:
        for name, place in action.choices.items():
            yield from leaves(place, (*words, name))


def arguments(parser: argparse.ArgumentParser) -> set[str]:
    """Options by their long name, positional arguments in capitals; help is everywhere and not counted."""
    found = set()
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        found.add(next((one for one in action.option_strings if one.startswith("--")), action.dest.upper()))
    return found
