"""Catalogues point at rules, open points and records that are there, and say nothing a record cannot hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yanxiu.policy.loader import load
from yanxiu.policy.measures import as_list
from yanxiu.policy.pack import Pack
from yanxiu.policy.selfcheck import selfcheck

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "packs").glob("*/pack.yaml"))
PACKS = [load(folder) for folder in FOLDERS]
each = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)


def rows(pack: Pack) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, listed in pack.catalogues.items():
        yield from ((name, row) for row in listed)


@each
def test_what_a_catalogue_names_is_there(pack: Pack) -> None:
    named = {"rule": {rule.id for rule in pack.rules}, "point": set(pack.points), "records": set(pack.records)}
    missing = [
        (catalogue, key, one)
        for catalogue, row in rows(pack)
        for key, known in named.items()
        for one in as_list(row.get(key))
        if one not in known
    ]
    assert missing == []


@each
def test_no_catalogue_says_a_thing_twice(pack: Pack) -> None:
    for catalogue, listed in pack.catalogues.items():
        ids = [row["id"] for row in listed]
        assert len(ids) == len(set(ids)), catalogue


@each
def test_kinds_of_leave_and_honours_are_those_the_records_can_hold(pack: Pack) -> None:
    for catalogue, record, field in (("leave_kinds", "attendance", "leave"), ("honours", "award", "name")):
        if listed := pack.catalogues.get(catalogue):
            kind = pack.records[record].field(field)
            assert kind is not None and [row["id"] for row in listed if row["id"] not in kind.choices] == []


@each
def test_every_field_a_rule_judges_is_more_than_free_text(pack: Pack) -> None:
    folder = FOLDERS[PACKS.index(pack)]
    assert [str(one) for one in selfcheck(pack, folder) if one.code in ("W11", "W12", "W13")] == []


@each
def test_the_register_knows_present_late_and_absent(pack: Pack) -> None:
    """A sheet is read without asking as far as its marks go: each says whether somebody came."""
    marks = {mark.symbol: mark.fields["present"] for mark in pack.register}
    assert not marks or (marks["√"], marks["△"], marks["×"]) == (True, True, False)
