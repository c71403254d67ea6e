"""The manual cannot rot: its examples are one pack that loads and judges, its tables name every kind, key and error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yanxiu.policy import schemas
from yanxiu.policy.cases import run_all
from yanxiu.policy.conditions import TESTS
from yanxiu.policy.evaluate import evaluate
from yanxiu.policy.factsfile import read_facts
from yanxiu.policy.kinds import KINDS
from yanxiu.policy.kinds.base import MEASURE, rule_schema
from yanxiu.policy.loader import inspect, load
from yanxiu.policy.problems import CATALOGUE
from yanxiu.policy.selfcheck import selfcheck
from yanxiu.policy.words import VERDICT_WORDS, Verdict

DOCS = Path(__file__).parents[2] / "docs"
PACKS, FACTS = ((DOCS / name).read_text(encoding="utf-8") for name in ("packs.md", "facts.md"))
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMON = set(rule_schema([])["properties"])


def examples(text: str) -> dict[str, str]:
    """The blocks of a page by the file each one names in its first line."""
    blocks = BLOCK.findall(text)
    named = {block.split("\n", 1)[0].removeprefix("# "): block for block in blocks}
    assert len(named) == len(blocks) == text.count("```yaml"), "each example names a file of its own"
    return named


def section(text: str, heading: str) -> str:
    """A part of a page, down to the next heading."""
    found = re.search(rf"^##+ {re.escape(heading)}.*?\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def prose(text: str) -> str:
    return BLOCK.sub("", text)


def keys(schema: Any) -> Iterator[str]:
    """Every key a schema knows."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for child in schema.values():
            yield from keys(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from keys(child)


def unnamed(text: str, wanted: set[str]) -> set[str]:
    """Keys that stand nowhere in code in a text, alone or before their colon."""
    code = " ".join(re.findall(r"`([^`\n]+)`", text))
    return {key for key in wanted if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", code)}


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The pack that the examples are together."""
    folder = tmp_path / "sample"
    for name, block in examples(PACKS).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    return folder


def test_the_examples_are_a_pack_without_error_or_warning(sample: Path) -> None:
    pack, problems = inspect(sample)
    assert [str(one) for one in problems] == [] and pack is not None
    assert {rule.kind for rule in pack.rules} == set(KINDS)
    warnings = selfcheck(pack, sample)
    assert {one.code for one in warnings} <= {"W06"}, [str(one) for one in warnings]


def test_the_worked_cases_of_the_manual_hold(sample: Path) -> None:
    outcomes = run_all(load(sample), sample)
    assert [(one.case.title, one.wrong) for one in outcomes if one.wrong] == []
    assert len(outcomes) >= 9


@pytest.mark.parametrize("name", [name for name in examples(FACTS) if name != "calendar.yaml"])
def test_each_facts_file_of_the_manual_is_judged(sample: Path, name: str) -> None:
    for file, block in examples(FACTS).items():
        (sample.parent / file).write_text(block, encoding="utf-8")
    pack = load(sample)
    apart = None if "calendar:" in examples(FACTS)[name] else sample.parent / "calendar.yaml"
    given = read_facts(sample.parent / name, pack, apart)
    on = given.on or given.calendar.term.last
    found = list(evaluate(pack, given.facts, on=on, calendar=given.calendar))
    assert {one.id for one in given.facts.subjects()} == {one.subject for one in found}


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_kind_stands_in_its_section(kind: str) -> None:
    text = section(PACKS, f"`{kind}`")
    own = {key: value for key, value in KINDS[kind][1]["properties"].items() if key not in COMMON and key != "measure"}
    shared = {"cite", "from", "until", "who", "value", "undefined", *MEASURE["properties"]} - set(own)
    assert unnamed(prose(text), (set(own) | set(keys(own))) - shared) == set()
    assert f"kind: {kind}\n" in text


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("每条规则都有的", COMMON),
        ("数什么", set(MEASURE["properties"])),
        ("条件", {*TESTS, "any", "not", "on"}),
        ("pack.yaml", set(keys(schemas.PACK))),
        ("sources.yaml", set(keys(schemas.SOURCES))),
        ("裁定点", set(keys(schemas.POINTS)) - {"points"}),
        ("目录", set(keys(schemas.CATALOGUES))),
        ("一个值的样子", {"cite", "from", "until", "value", "undefined"}),
        ("样例", (set(keys(schemas.CASES)) - {*schemas.GIVEN, *keys(schemas.GIVEN), *keys(schemas.CALENDAR)}) | {"on"}),
        ("结果", {str(one) for one in Verdict}),
        ("命令", {"check", "cases", "evaluate", "explain", "schemas", "--facts", "--on 2026-01-16", "--recommended"}),
    ],
)  # fmt: skip
def test_every_key_of_a_file_stands_in_its_section(heading: str, wanted: set[str]) -> None:
    assert unnamed(prose(section(PACKS, heading)), wanted) == set()


def test_every_period_and_verdict_is_explained() -> None:
    periods = KINDS["quota"][1]["properties"]["period"]["enum"]
    assert unnamed(section(PACKS, "周期"), set(periods)) == set()
    table = section(PACKS, "结果")
    assert all(f"| `{one}` | {word} |" in table for one, word in VERDICT_WORDS.items())


@pytest.mark.parametrize(
    ("heading", "schema"),
    [("一份完整的", schemas.FACTS["properties"]), *((name, schemas.GIVEN[name]) for name in ("subjects", "records", "measures", "lists")), ("calendar", schemas.CALENDAR), ("start 和 opening", schemas.GIVEN["opening"])],
)  # fmt: skip
def test_every_key_of_a_facts_file_stands_in_its_section(heading: str, schema: Any) -> None:
    wanted = set(schema) if heading == "一份完整的" else set(keys(schema))
    assert unnamed(prose(section(FACTS, heading)), wanted) == set()


def test_the_table_of_errors_is_the_catalogue() -> None:
    rows = [line for line in section(PACKS, "报错一览").splitlines() if re.match(r"\| [EW]\d", line)]
    assert rows == [f"| {code} | {said} | {mend} |" for code, (said, mend) in CATALOGUE.items()]


def test_the_published_schemas_are_what_the_command_writes() -> None:
    wanted = schemas.all_schemas()
    assert sorted(path.name for path in (DOCS / "schemas").iterdir()) == sorted(f"{name}.json" for name in wanted)
    stale = [
        name
        for name, schema in wanted.items()
        if json.loads((DOCS / "schemas" / f"{name}.json").read_text(encoding="utf-8")) != json.loads(json.dumps(schema))
    ]
    assert stale == [], "yanxiu policy schemas docs/schemas"


def test_a_missing_word_would_be_noticed() -> None:
    assert unnamed("写 `unit` 和 `at_least: 3`", {"unit", "at_least", "least", "uni", "at_most"}) == {
        "least",
        "uni",
        "at_most",
    }


def test_the_shown_errors_are_what_the_check_says(sample: Path) -> None:
    """The two rules of the example below the table, a misspelt code and a word for a truth."""
    shown = re.findall(r"^sample/rules/\S+ E\d\d .*$", section(PACKS, "报错一览"), re.MULTILINE)
    for name, condition in {"absence": "{leave: offical}", "late": "{late: 是}"}.items():
        assert f"`where: {condition}`" in PACKS
        rule = f"id: {name}\ntitle: 例\nkind: quota\nunit: 次\nmeasure: {{records: attendance, where: {condition}}}\n"
        path = sample / "rules" / f"{name}.yaml"
        path.write_text(rule + "period: term\nrequired: [{at_most: 0, cite: C2}]\n", encoding="utf-8")
    assert [str(one) for one in inspect(sample)[1]] == shown
