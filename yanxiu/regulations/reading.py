"""A pack read out: each rule in words, by what it asks, with the clauses and open points it rests on.

A rule is read as the unit ruled; where nobody has ruled yet, as recommended and marked so; without a recommendation,
under each reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yanxiu.policy.kinds.base import cites
from yanxiu.policy.pack import Clause, Pack, Point, Rule
from yanxiu.policy.switches import resolve
from yanxiu.policy.words import Number
from yanxiu.regulations.phrases import BOUNDS, Phrases, listed, number

TO_BE_FIXED = "（待定）"
GROUPS = (
    ("要做多少", ("quota", "coverage")),
    ("要写全的", ("complete",)),
    ("期限", ("deadline",)),
    ("出勤与认定", ("classify", "attempts")),
    ("计分与等级", ("score", "total", "bands", "cap")),
    ("资格", ("gate",)),
    ("经费", ("limit",)),
)
REST = "其他"
Rulings = Mapping[str, str | Number]


@dataclass(frozen=True)
class RuleText:
    """One rule in words. `open` are points nobody has ruled on."""

    id: str
    title: str
    of: str
    lines: tuple[str, ...]
    clauses: tuple[Clause, ...]
    open: tuple[Point, ...]

    @property
    def words(self) -> str:
        """All of it in one paragraph, for comparing."""
        return "；".join((self.of, *self.lines)) if self.of else "；".join(self.lines)


@dataclass(frozen=True)
class Group:
    """Rules that ask for the same sort of thing."""

    title: str
    rules: tuple[RuleText, ...]


def read_out(pack: Pack, rulings: Rulings | None = None) -> tuple[Group, ...]:
    """All rules of a pack, grouped."""
    reader = Reader(pack, rulings or {})
    named = [(title, [rule for rule in pack.rules if rule.kind in kinds]) for title, kinds in GROUPS]
    known = {kind for _, kinds in GROUPS for kind in kinds}
    named.append((REST, [rule for rule in pack.rules if rule.kind not in known]))
    return tuple(Group(title, tuple(reader.rule(rule) for rule in rules)) for title, rules in named if rules)


class Reader:
    """Reads the rules of one pack."""

    def __init__(self, pack: Pack, rulings: Rulings) -> None:
        self.pack, self.rulings, self.say = pack, rulings, Phrases(pack)
        self.choice: dict[str, Any] = {id: self._choice(point) for id, point in pack.points.items()}

    def _choice(self, point: Point) -> Any:
        made = self.rulings.get(point.id)
        if made is not None:
            return number(made) if point.asks else made
        return point.recommended or (TO_BE_FIXED if not point.readings else point.readings[0].key)

    def rule(self, rule: Rule) -> RuleText:
        """One rule in words."""
        open_ = tuple(self.pack.points[id] for id in rule.points if id not in self.rulings)
        bare = next((point for point in open_ if point.readings and not point.recommended), None)
        body = resolve(rule.body, self.choice)
        lines = tuple(self._under(rule, bare)) if bare else tuple(self.lines(body))
        clauses = tuple(self.pack.clauses[id] for id in rule.clauses if id in self.pack.clauses)
        return RuleText(rule.id, rule.title, self._of(body), lines, clauses, open_)

    def _under(self, rule: Rule, point: Point) -> Iterator[str]:
        for reading in point.readings:
            body = resolve(rule.body, {**self.choice, point.id: reading.key})
            yield f"若“{reading.label}”：{'；'.join(self.lines(body))}"

    def _of(self, body: Mapping[str, Any]) -> str:
        whose = self.say.subject(str(body.get("subject", "teacher")))
        who = self.say.condition(body.get("who"))
        return whose if not who else f"{whose}：{who}" if "（" in who else f"{whose}（{who}）"

    def lines(self, body: Mapping[str, Any]) -> Iterator[str]:
        """The demands of a resolved rule; a kind of rule this room has no words for is told by its clauses alone."""
        tell: Callable[[Mapping[str, Any]], Iterator[str]] | None = getattr(self, f"_{body['kind']}", None)
        if tell:
            yield from tell(body)

    def _quota(self, body: Mapping[str, Any]) -> Iterator[str]:
        counted, period = self.say.measure(body["measure"]), self.say.period(body["period"])
        for row in listed(body["required"]):
            who = self.say.condition(row.get("who")) or ("其他人" if row.get("otherwise") else "")
            yield f"{f'{who}：' if who else ''}{period}{_bound(row, body.get('unit', ''))}{_dates(row)}"
        if counted not in body["title"]:
            yield f"数的是：{counted}"
        if body.get("several"):
            yield f"一人合几行的取{'高' if body['several'] == 'highest' else '低'}的"

    def _complete(self, body: Mapping[str, Any]) -> Iterator[str]:
        kinds = body["records"]
        where = self.say.condition(body.get("where"), kinds)
        named = [" 或 ".join(self.say.field(one, kinds) for one in listed(row["field"])) for row in body["fields"]]
        yield f"{self.say.records(kinds)}{f'（{where}）' if where else ''}要写：{'、'.join(named)}"

    def _coverage(self, body: Mapping[str, Any]) -> Iterator[str]:
        period, counted = self.say.period(body["period"]), self.say.measure(body["measure"])
        if "items" in body:
            titles = "、".join(row["title"] for row in body["items"])
            yield f"{period} {len(body['items'])} 样都要有：{titles}"
        else:
            yield f"{period}要齐：{body['items_from']['title']}（名单由单位登记）"
        if counted not in body["title"]:
            yield f"看的是：{counted}"

    def _deadline(self, body: Mapping[str, Any]) -> Iterator[str]:
        for due in listed(body["due"]):
            yield f"{self.say.measure(body['measure'])}：{self._due(body, due)}{_dates(due)}"

    def _due(self, body: Mapping[str, Any], due: Mapping[str, Any]) -> str:
        if "moment" in due:
            return self.say.moment(due["moment"])
        if "date" in due:
            return f"{due['date']} 以前，当天算按时"
        kinds = body["measure"]["records"]
        begins, days = self.say.field(due["after"], kinds), due["days"]
        return f"{begins}当天" if days == 0 else f"{begins}以后 {number(days)} 天以内"

    def _classify(self, body: Mapping[str, Any]) -> Iterator[str]:
        kinds = body["records"]
        for row in body["rows"]:
            when = self.say.condition(row["when"], kinds)
            yield f"{when or '其余'} → {self.pack.word('outcomes', str(row['then']))}"

    def _attempts(self, body: Mapping[str, Any]) -> Iterator[str]:
        passes = "、".join(map(str, listed(body["passes"])))
        for row in listed(body["attempts"]):
            yield f"{self.say.period(body['period'])}最多 {_value(row)} 次，{passes}为通过{_dates(row)}"

    def _score(self, body: Mapping[str, Any]) -> Iterator[str]:
        unit = body.get("unit", "分")
        for row in listed(body["full"]):
            yield f"{self.say.period(body['period'])}满分 {_value(row)} {unit}{_dates(row)}"
        if given := body.get("given"):
            yield f"由{given.get('by', '评审的人')}打分"
        for row in body.get("demands", ()):
            then = "由人评定" if row.get("by_hand") else f"记 {number(row.get('gives', 0))} {unit}"
            yield f"{row['title']}不到 {number(row['at_least'])} 份：{then}"
        yield from (self._score_line(row, unit) for row in body.get("lines", ()))
        for row in listed(body.get("floor")):
            yield f"最低 {_value(row)} {unit}" if "value" in row else str(row.get("undefined"))

    def _score_line(self, row: Mapping[str, Any], unit: str) -> str:
        if "undefined" in row:
            return f"{row['title']}：{row['undefined']}"
        amount = row.get("each", row.get("once", 0))
        sign = "扣" if number(amount).startswith("-") else "加"
        times = "有就" if "once" in row else f"每 {row['per']} 次" if row.get("per") else "每次"
        most = f"，最多 {number(row['most'])} {unit}" if "most" in row else ""
        return f"{row['title']}：{times}{sign} {number(amount).lstrip('-')} {unit}{most}"

    def _total(self, body: Mapping[str, Any]) -> Iterator[str]:
        parts = [self._part(row) for row in body["parts"]]
        yield f"合计：{'、'.join(parts)}"
        for row in listed(body.get("scale")):
            if number(row.get("value", 1)) != "1":
                yield f"合计乘 {_value(row)}{_dates(row)}"
        if rounding := body.get("round"):
            how = {"half_up": "四舍五入", "floor": "舍去", "ceiling": "进一"}.get(rounding["how"], "取偶")
            yield f"保留 {rounding['places']} 位小数，{how}"

    def _part(self, row: Mapping[str, Any]) -> str:
        title = self.say.rule(row["rule"]) if "rule" in row else str(row.get("undefined", ""))
        return f"{title}×{number(row['weight'])}" if "weight" in row else title

    def _bands(self, body: Mapping[str, Any]) -> Iterator[str]:
        yield f"按“{self.say.rule(body['of'])}”分等"
        for row in body["bands"]:
            line = f"不低于 {number(row['at_least'])}" if "at_least" in row else "其余"
            yield f"{row['level']}：{line}{_dates(row)}"

    def _cap(self, body: Mapping[str, Any]) -> Iterator[str]:
        rounding = {"floor": "舍去小数", "ceiling": "进一", "half_up": "四舍五入"}.get(body.get("round", ""), "")
        for row in listed(body["share"]):
            most = f"{body['level']}不超过 {_percent(row.get('value'))}{f'，名额{rounding}' if rounding else ''}"
            yield f"{most}，超出的记{body['then']}{_dates(row)}"
        if body.get("decides"):
            yield f"线上分数相同，由{body['decides']}议定"

    def _gate(self, body: Mapping[str, Any]) -> Iterator[str]:
        if body.get("opens"):
            yield f"关系到：{'、'.join(map(str, listed(body['opens'])))}"
        for row in body.get("all", ()):
            level = "、".join(map(str, listed(row.get("level"))))
            yield f"要有：{self.say.rule(row['rule'])}{f'为{level}' if level else '达到'}"
        for row in body.get("none", ()):
            yield f"有就没有资格：{row['title']}（{self.say.measure(row['measure'])}）"

    def _limit(self, body: Mapping[str, Any]) -> Iterator[str]:
        kinds = body["measure"]["records"]
        spent, allowed = self.say.field(body["spent"], kinds), self.say.field(body["approved"], kinds)
        for row in listed(body["share"]):
            share = "" if number(row.get("value", 1)) == "1" else f"的 {_percent(row.get('value'))}"
            yield f"{spent}在{allowed}{share}以内报销{_dates(row)}"


def clauses_of(ids: Any, pack: Pack) -> tuple[Clause, ...]:
    """The quoted clauses of a cite that names any."""
    return tuple(pack.clauses[id] for id in cites(ids) if id in pack.clauses)


def _bound(row: Mapping[str, Any], unit: str) -> str:
    if number(row.get("at_most")) == "0":
        return f"一{unit}也不能有"
    found = next(((word, row[key]) for key, word in BOUNDS.items() if key in row), None)
    return f"{found[0]} {number(found[1])} {unit}".rstrip() if found else str(row.get("undefined", ""))


def _value(row: Mapping[str, Any]) -> str:
    return number(row["value"]) if "value" in row else str(row.get("undefined", TO_BE_FIXED))


def _percent(value: Any) -> str:
    try:
        return f"{number(value * 100)}%"
    except TypeError:
        return number(value)


def _dates(row: Mapping[str, Any]) -> str:
    begins, ends = row.get("from"), row.get("until")
    return f"（{begins or ''}—{ends or ''}）" if begins or ends else ""
