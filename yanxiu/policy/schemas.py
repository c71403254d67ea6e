"""Schemas of the files of a pack and of facts; those of rules stand with their kinds. `all_schemas` publishes them."""

from __future__ import annotations

from yanxiu.policy.kinds import KINDS
from yanxiu.policy.kinds.base import CITE, DAY, NUMBER, TRUTH, WORD, WORDS, Schema, several
from yanxiu.policy.pack import FIELD_TYPES, FILLED_BY
from yanxiu.policy.words import Verdict

TEXT: Schema = {"type": "string"}
BY: Schema = {"description": "谁填：本人、组长、教导处", "enum": list(FILLED_BY)}


def _of(required: list[str], /, **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "additionalProperties": False, "properties": properties}


def _map(one: Schema) -> Schema:
    return {"type": "object", "additionalProperties": one}


PACK: Schema = _of(
    ["id", "title", "level", "version"],
    id={"description": "编号，和文件夹同名", "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    title=WORD,
    level={"description": "哪一级的制度", "enum": ["school", "district", "city"]},
    version={"description": "版本，如 \"1\"", "type": ["string", "integer"]},
    effective=DAY,
    topics=several(WORD),
    extends=WORD,
    note=WORD,
    words=_map(_map(WORD)),
    records=_map(
        _of(
            ["title"],
            title=WORD,
            unit=WORD,
            subject=WORD,
            by=BY,
            fields=_map(
                {
                    "anyOf": [
                        WORD,
                        _of(
                            ["title"],
                            title=WORD,
                            hint=WORD,
                            by=BY,
                            type={"description": "填法", "enum": list(FIELD_TYPES)},
                            choices={"description": "代码 → 说法；或 words 里的一组词", "anyOf": [WORD, _map(WORD)]},
                        ),
                    ]
                }
            ),
        )
    ),
    register={
        **_map(_of(["title", "fields"], title=WORD, fields={"description": "栏目 → 值", "type": "object", "minProperties": 1})),
        "description": "纸质签到册上的符号 → 说法和考勤记录的栏目",
        "minProperties": 1,
    },
)  # fmt: skip
SOURCES: Schema = _of(
    ["documents", "clauses"],
    documents=_map(_of(["title"], title=WORD, issuer=WORD, number=WORD, date=DAY, link=WORD, checksum=WORD, note=WORD)),
    clauses=_map(_of(["quote", "document"], quote=WORD, document=WORD, place=WORD, text_only=TRUTH, note=WORD)),
)
POINTS: Schema = _of(
    ["points"],
    points=several(
        _of(
            ["id", "question", "cite"],
            id=WORD,
            question=WORD,
            cite=CITE,
            readings={**_map({"anyOf": [WORD, _of(["label"], label=WORD, why=WORD)]}), "minProperties": 2},
            asks={"enum": ["number"]},
            unit=WORD,
            recommended=WORD,
            reason=WORD,
            noted=TRUTH,
        )
    ),
)
CATALOGUES: Schema = _map(
    several({"type": "object", "required": ["cite", "title"], "properties": {"cite": CITE, "title": WORD}})
)
SPAN: Schema = _of(["name", "first", "last"], name=WORD, first=DAY, last=DAY)
CALENDAR: Schema = _of(
    ["first", "last"],
    key=WORD,
    name=WORD,
    first=DAY,
    last=DAY,
    plan_issued=DAY,
    months=several(SPAN),
    exams=several(SPAN),
    school_year=SPAN,
    cycle=SPAN,
    days=_map({"enum": ["workday", "rest", "holiday", "makeup_workday"]}),
    skipped=several(WORD),
)
VALUE: Schema = {"description": "一个值、几个值，或带起止日期的值"}
FIELDS: Schema = {
    "description": "栏目 → 内容；all 表示都写了；{all_but: [缺的]}",
    "anyOf": [{"const": "all"}, {"type": "object"}],
}
GIVEN: dict[str, Schema] = {
    "start": DAY,
    "subjects": several(_of(["id"], id=WORD, kind=WORD, name=WORD, joined=DAY, left=DAY, attributes={"type": "object"})),
    "records": {"type": "array", "items": _of(["kind", "of", "on"], kind=WORD, of=WORDS, on=DAY, id=WORD, times={"type": "integer"}, fields=FIELDS)},
    "measures": {"type": "array", "items": _of(["kind", "of", "count"], kind=WORD, of=WORD, period=WORD, count={"anyOf": [NUMBER, _map(NUMBER)]}, sum=_map(NUMBER), fields=FIELDS)},
    "opening": {"type": "array", "items": _of(["of", "item", "amount", "source"], of=WORD, item=WORD, amount=NUMBER, source=WORD, as_of=DAY)},
    "lists": {"type": "array", "items": _of(["list", "items"], list=WORD, of=WORD, items=several(WORD))},
}  # fmt: skip
FACTS: Schema = _of(["subjects"], calendar=CALENDAR, on=DAY, **GIVEN)
_SAID: dict[str, Schema] = {
    "verdict": {"enum": [str(verdict) for verdict in Verdict]},
    **dict.fromkeys(("measured", "required", "short", "amount"), NUMBER),
    "level": TEXT,
    "missing": {"description": "一样或几样", "anyOf": [WORD, {"type": "array", "items": TEXT}]},
    "note": WORD,
    "due": DAY,
    "open": TRUTH,
}
EXPECT: Schema = _of(
    ["rule"],
    rule=WORD,
    of=WORD,
    period=WORD,
    item=WORD,
    periods_met={"type": "integer"},
    periods={"type": "integer"},
    not_met={"description": "一段或几段", "anyOf": [WORD, {"type": "array", "items": WORD}]},
    count={"type": "integer"},
    provisional=_of([], **_SAID),
    readings=_map({"anyOf": [_of([], **_SAID), {"const": "none"}]}),
    **_SAID,
)
CASES: Schema = _of(
    ["cases"],
    calendar=CALENDAR,
    cases=several(
        _of(
            ["case", "on", "given", "expect"],
            case=WORD,
            scenario=WORDS,
            clauses=WORDS,
            why=WORD,
            on=DAY,
            calendar=CALENDAR,
            rulings={"anyOf": [{"const": "recommended"}, {"type": "object"}]},
            given=_of([], **GIVEN),
            expect=several(EXPECT),
        )
    ),
)


def all_schemas() -> dict[str, Schema]:
    """Every published schema by file name, (draft 2020-12)."""
    files = {
        "pack": PACK,
        "sources": SOURCES,
        "points": POINTS,
        "catalogues": CATALOGUES,
        "cases": CASES,
        "facts": FACTS,
    }
    rules = {f"rule-{kind}": schema for kind, (_, schema) in KINDS.items()}
    return files | rules


__all__ = ["CALENDAR", "CASES", "CATALOGUES", "EXPECT", "FACTS", "GIVEN", "PACK", "POINTS", "SOURCES", "all_schemas"]
