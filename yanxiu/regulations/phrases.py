"""Parts of a rule as a reader reads them: numbers, periods, conditions, what is counted, school days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from yanxiu.policy.exact import text
from yanxiu.policy.pack import Pack

PERIODS = {
    "week": "每周", "fortnight": "每两周", "month": "每月", "term": "每学期", "school_year": "每学年",
    "calendar_year": "每年", "cycle": "每个周期", "once": "总共",
}  # fmt: skip
BOUNDS = {"at_least": "不少于", "at_most": "不超过", "exactly": "正好", "above": "多于", "below": "少于"}
SUBJECTS = {"teacher": "教师", "group": "组", "school": "学校", "district": "区"}
WEEKDAYS = dict(
    zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "一二三四五六日", strict=True)
)
AGES = {"age_at_least": "满 {} 岁", "age_at_most": "不超过 {} 岁", "age_below": "不满 {} 岁"}
YEARS = {"within_years": "{} 年以内", "years_at_least": "满 {} 年", "before": "在 {} 以前", "after": "在 {} 以后"}
NUMERALS = "零一二三四五六七八九十"


def number(value: Any) -> str:
    """A number as a clerk writes it; a number the unit still has to fix is words already."""
    return text(value) if isinstance(value, int | Decimal | Fraction) else str(value)


def day_words(day: date) -> str:
    """2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def listed(value: Any) -> list[Any]:
    """One or several as a list."""
    return [] if value is None else value if isinstance(value, list) else [value]


class Phrases:
    """The words of one pack: what it calls posts, fields, records."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def subject(self, code: str) -> str:
        """Of whom a rule speaks."""
        return SUBJECTS.get(code) or self.pack.word("groups", code)

    def period(self, code: Any) -> str:
        """每学期."""
        return PERIODS.get(str(code), str(code))

    def records(self, kinds: Any) -> str:
        """听课记录、反思."""
        known = self.pack.records
        return "、".join(known[kind].title if kind in known else str(kind) for kind in listed(kinds))

    def field(self, name: str, kinds: Any = ()) -> str:
        """What a field of a record, or an attribute of a person, is called."""
        found = self.pack.words.get("attributes", {}).get(name)
        if not found and any(rule.kind == "classify" and rule.body["field"] == name for rule in self.pack.rules):
            return "认定"  # the result of a table of cases, not a field anybody fills in
        return found or self.pack.field_title(tuple(listed(kinds)), name)

    def value(self, name: str, code: Any, kinds: Any = ()) -> str:
        """What a value of that field is called."""
        if isinstance(code, bool):
            return "是" if code else "否"
        choices = next(self._choices(name, kinds), {})
        words = self.pack.words
        likely = [words.get(one, {}) for one in (f"{name}s", name, "outcomes")]
        families = (choices, *likely, *(one for family, one in words.items() if family != "attributes"))
        return next((one[str(code)] for one in families if str(code) in one), number(code))

    def _choices(self, name: str, kinds: Any) -> Iterator[Mapping[str, str]]:
        for kind in listed(kinds):
            record = self.pack.records.get(kind)
            if record and (found := record.field(name)) and found.choices:
                yield found.choices

    def condition(self, data: Any, kinds: Any = ()) -> str:
        """职务是校长、副校长，管教学."""
        return "，".join(self._tests(data or {}, kinds))

    def _tests(self, data: Mapping[str, Any], kinds: Any) -> Iterator[str]:
        for name, wanted in data.items():
            if name == "any":
                yield "或者".join(f"（{self.condition(part, kinds)}）" for part in listed(wanted))
            elif name == "not":
                yield f"除去（{self.condition(wanted, kinds)}）"
            elif isinstance(wanted, dict):
                yield from (self._test(name, op, one, kinds) for op, one in wanted.items() if op != "on")
            else:
                yield self._test(name, "in", wanted, kinds)

    def _test(self, name: str, op: str, wanted: Any, kinds: Any) -> str:
        title = self.field(name, kinds)
        if op in ("is", "in", "not_in"):
            if isinstance(wanted, bool):
                return f"{title.removeprefix('是否')}{'' if wanted else '：否'}"
            values = "、".join(self.value(name, one, kinds) for one in listed(wanted))
            return f"{title}{'不是' if op == 'not_in' else '是'}{values}"
        if op == "given":
            return f"写了{title}" if wanted else f"没有写{title}"
        if op in AGES:
            return AGES[op].format(number(wanted))
        if op in YEARS:
            return f"{title.removesuffix('日期')} {YEARS[op].format(number(wanted))}"
        return f"{title}{BOUNDS.get(op, op)} {number(wanted)}"

    def measure(self, data: Mapping[str, Any]) -> str:
        """What is counted: 听课记录，只数写全的."""
        kinds = data["records"]
        found = self._taken(data, self.records(kinds))
        where = self.condition(data.get("where"), kinds)
        whole = "、".join(self.rule(id) for id in listed(data.get("counts_if")))
        parts = [f"其中{where}" if where else "", f"只数合乎“{whole}”的" if whole else ""]
        said = "；".join(part for part in parts if part)
        return f"{found}（{said}）" if said else found

    def _taken(self, data: Mapping[str, Any], records: str) -> str:
        kinds = data["records"]
        if "sum" in data:
            return f"{records}的{self.field(data['sum'], kinds)}合计"
        if "distinct" in data:
            return f"{records}里不同的{self.field(data['distinct'], kinds)}"
        if "days" in data:
            return f"有{records}的天数"
        if "missing" in data:
            return f"{records}缺{'、'.join(self.field(name, kinds) for name in data['missing'])}的处数"
        return records

    def rule(self, id: Any) -> str:
        """The title of a rule."""
        return next((rule.title for rule in self.pack.rules if rule.id == id), str(id))

    def moment(self, data: Mapping[str, Any]) -> str:
        """开学第二周星期一 12:00 以前."""
        begins = str(data["from"])
        until = f" {data['until']} " if data.get("until") else ""
        if begins in ("first_day", "last_day"):
            return f"学期{'第一天' if begins == 'first_day' else '最后一天'}{until}以前"
        day = str(data.get("weekday", "monday"))
        return f"{_week(begins, data.get('week', 0))}星期{WEEKDAYS.get(day, f'（{day}）')}{until}以前"


def _week(begins: str, week: Any) -> str:
    if not isinstance(week, int):
        return f"第{week}周"
    if begins == "ending":
        return "最后一周" if week == 0 else f"结束前第{_numeral(-week)}周"
    return f"{'开学' if begins == 'opening' else '学校计划出台后'}第{_numeral(week)}周"


def _numeral(value: int) -> str:
    return NUMERALS[value] if 0 <= value < len(NUMERALS) else str(value)
