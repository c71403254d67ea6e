"""What a row is: a person, a title, a repeated header, a subtotal, a signature, or nothing."""

from __future__ import annotations

import re
from typing import Any

from yanxiu.setup.roster.columns import Layout, field_of
from yanxiu.setup.roster.names import DATE, is_caption, is_name, is_remark, name_problem
from yanxiu.setup.roster.reader import Row, Sheet
from yanxiu.setup.roster.values import clean_name, is_blank, text_of

_SUBTOTAL = re.compile(r"小\s*计(?!算)")
_TOTAL = re.compile(r"(合|总|共|累)\s*计(?!算)|总\s*人?数|^(以上)?共\s*\d+\s*[人名]")
_WHOLE = re.compile(r"^(本页|全校|全区|全园|人数)?(小|合|总|共|累)\s*计[:：]?$")
_SIGNATURE = re.compile(
    r"^(制\s*表|填\s*表|填\s*报|审\s*核|审\s*批|复\s*核|校\s*对|经\s*办|负责人|单位负责人|主管领导|分管领导|校\s*长(签|：|:|\()|联系人|联系电话|电\s*话[:：]"
    r"|签\s*[字章名]|盖\s*章|（?\(?盖章|\(?公章|（公章|打印日期|填表日期|[^\s:：]{0,4}(日\s*期|时\s*间)\s*[:：]|日\s*期|单位[（(]盖章|学校[（(]盖章|单位盖章|学校盖章|报送)"
)
_SEALED = re.compile(r"[（(]\s*(盖\s*章|公\s*章|签\s*[名字章])\s*[）)]\s*[:：]?$")
_NOTE = re.compile(r"^(注|备注|说明|填表说明|填写说明|注意|附注|注释)\s*[:：1]")


def kind_of(row: Row, layout: Layout, sheet: Sheet) -> str:
    """ "person", or why the row is skipped: title, header, repeated_header, blank, subtotal, total, signature, note."""
    filled = [(c, v) for c, v in enumerate(row.values) if not is_blank(v)]
    if not filled and not _has_formula(row, layout, sheet):
        return "blank"
    if row.number in layout.header:
        return "header"
    if layout.header and row.number < layout.header[0]:
        return "title"
    return _below_header(row, layout, filled, sheet)


def _has_formula(row: Row, layout: Layout, sheet: Sheet) -> bool:
    return (row.number, layout.columns["name"] + 1) in sheet.marks.formulas


def _below_header(row: Row, layout: Layout, filled: list[tuple[int, Any]], sheet: Sheet) -> str:
    named = [field_of(v) for _, v in filled if isinstance(v, str)]
    place = layout.columns["name"]
    name = clean_name(row.values[place]) if place < len(row.values) else ""
    if field_of(name) == "name" and (len(filled) == 1 or len([n for n in named if n]) >= 2):
        return "repeated_header"
    first = text_of(filled[0][1]) if filled else ""
    person = is_name(name) and name != first  # a name stands beside the first cell
    if _NOTE.match(first) and not person:
        return "note"
    if summed := _summed(first, name, person=person):
        return summed
    return (
        "signature"
        if _is_signature(filled, layout, first, person=person)
        else _sparse(row, layout, filled, place, sheet)
    )


def _summed(first: str, name: str, *, person: bool) -> str:
    """ "subtotal", "total" or "": 「语文组小计」 is one, 江若谷 of the 综合计算机组 is none."""
    lead = first if not person or _WHOLE.match(first) else ""
    if _SUBTOTAL.search(lead) or _SUBTOTAL.search(name):
        return "subtotal"
    return "total" if _TOTAL.search(lead) or _TOTAL.search(name) else ""


def _is_signature(filled: list[tuple[int, Any]], layout: Layout, first: str, *, person: bool) -> bool:
    """Who made the list and when. A person whose post is 负责人 is no signature: the word stands in a column we know."""
    if not person and (_SEALED.search(first) or _is_date(filled, layout, first)):
        return True
    signed = [text for _, value in filled if _SIGNATURE.match(text := text_of(value))]
    if not signed or signed[0] != first:
        return False
    if ":" in first or len(signed) > 1 or (len(filled) == 1 and not person):
        return True
    known = filled[0][0] in [column for field, column in layout.columns.items() if field not in ("serial", "name")]
    return not known and (not person or len(filled) <= 3)


def _is_date(filled: list[tuple[int, Any]], layout: Layout, first: str) -> bool:
    months = [layout.columns.get(field) for field in ("born", "work_began", "hired")]
    return len(filled) == 1 and filled[0][0] not in months and bool(DATE.match(first))


def _sparse(row: Row, layout: Layout, filled: list[tuple[int, Any]], place: int, sheet: Sheet) -> str:
    """A row without a name may be a prepared serial number, a caption merged across, or a person whose name was forgotten."""
    if _has_formula(row, layout, sheet) or any(c == place for c, _ in filled):
        return "note" if _merged_across(row, filled, sheet) or _is_caption(filled) else "person"
    serial = layout.columns.get("serial")
    if all(c == serial for c, _ in filled):
        return "blank"
    alone = len(filled) == 1
    if alone and (filled[0][0] not in layout.columns.values() or is_remark(text_of(filled[0][1]))):
        return "note"
    return "note" if alone and _merged_across(row, filled, sheet) else "person"


def _is_caption(filled: list[tuple[int, Any]]) -> bool:
    """Nothing but 「语文组（12人）」, 「以下空白」 or a sentence in the column of names."""
    problem = name_problem(filled[0][1]) if len(filled) == 1 else None
    text = text_of(filled[0][1]) if filled else ""
    return problem is not None and problem.code == "name_unreadable" and (is_caption(text) or is_remark(text))


def _merged_across(row: Row, filled: list[tuple[int, Any]], sheet: Sheet) -> bool:
    if len(filled) != 1:
        return False
    return any(top <= row.number <= bottom and right - left >= 2 for top, left, bottom, right in sheet.marks.merges)
