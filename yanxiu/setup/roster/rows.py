"""What a row is: a person, a title, a repeated header, a subtotal, a signature, or nothing."""

from __future__ import annotations

import re
from typing import Any

from yanxiu.setup.roster.columns import Layout, field_of
from yanxiu.setup.roster.reader import Row, Sheet
from yanxiu.setup.roster.values import is_blank, text_of

_TOTAL = re.compile(r"^(合\s*计|总\s*计|共\s*计|总\s*数|总人数|全校合计|合计人数|共\s*\d+\s*人)")
_SUBTOTAL = re.compile(r"小\s*计")
_SIGNATURE = re.compile(
    r"^(制\s*表|填\s*表|填\s*报|审\s*核|审\s*批|复\s*核|校\s*对|经\s*办|负责人|单位负责人|主管领导|校\s*长(签|：|:|\()|联系人|签\s*[字章名]|盖\s*章|（?\(?盖章|\(?公章|（公章|打印日期|填表日期|日\s*期|单位[（(]盖章|学校[（(]盖章|单位盖章|学校盖章|年\s+月\s+日|制表人|报送)"
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
    name = text_of(row.values[place]) if place < len(row.values) else ""
    if field_of(name) == "name" and (len(filled) == 1 or len([n for n in named if n]) >= 2):
        return "repeated_header"
    first = text_of(filled[0][1]) if filled else ""
    if _SUBTOTAL.search(first) or (_SUBTOTAL.search(name) and len(name) <= 8):
        return "subtotal"
    if _TOTAL.match(first) or _TOTAL.match(name):
        return "total"
    if _is_signature(filled, name, first):
        return "signature"
    if _NOTE.match(first):
        return "note"
    return _sparse(row, layout, filled, place, sheet)


def _is_signature(filled: list[tuple[int, Any]], name: str, first: str) -> bool:
    if not name and _SEALED.search(first):
        return True
    if not _SIGNATURE.match(first):
        return False
    return not name or name == first or _SIGNATURE.match(name) is not None or len(filled) <= 3


def _sparse(row: Row, layout: Layout, filled: list[tuple[int, Any]], place: int, sheet: Sheet) -> str:
    """A row without a name may be a prepared serial number, a caption merged across, or a person whose name was forgotten."""
    if _has_formula(row, layout, sheet) or any(c == place for c, _ in filled):
        return "note" if _merged_across(row, filled, sheet) else "person"
    serial = layout.columns.get("serial")
    if all(c == serial for c, _ in filled):
        return "blank"
    if len(filled) == 1 and (_merged_across(row, filled, sheet) or filled[0][0] not in layout.columns.values()):
        return "note"
    return "person"


def _merged_across(row: Row, filled: list[tuple[int, Any]], sheet: Sheet) -> bool:
    if len(filled) != 1:
        return False
    return any(top <= row.number <= bottom and right - left >= 2 for top, left, bottom, right in sheet.marks.merges)
