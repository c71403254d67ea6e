"""Values of single cells: names, ID numbers, months, codes. A bad value is a code with its sentence, never an exception."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

SPACES = re.compile(r"[\s\u3000\u00a0\u200b-\u200f\u2028-\u202f\u205f\u2060\ufeff]+")
QUOTES = "'’‘`＇"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
_BETWEEN = re.compile(rf"(?<=[{HAN}·])[ ]+(?=[{HAN}·])")
_DOTS = re.compile(r"[•‧∙⋅・ㆍ˙᛫●．.。]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?[eE][+]?\d+$")
_PARTS = re.compile(r"^(\d{4})[年/\-.](\d{1,2})(?:[月/\-.](?:(\d{1,2})日?)?)?$")
_SHORT = re.compile(r"^'?(\d{2})[年/\-.](\d{1,2})(?:[月/\-.](?:\d{1,2}日?)?)?$")
_DIGITS = re.compile(r"^\d+$")
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十]{2,}年|[一二三四五六七八九十]+月")
_CLOCK = re.compile(r"(?<=[\d日])(T|\s+)\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
_POINTLESS = re.compile(r"^(\d{4,8})\.0+$")  # a whole number as programs write it: 201509.0
_MARKS = str.maketrans(dict.fromkeys("。·、—–―_\\", "-"))
EPOCH = date(1899, 12, 30)
SERIALS = (14611, 73050)  # 1940-01-01 … 2099-12-31 as Excel counts days
LIKE_YEARS = (19400, 20999)  # such a number may also be a year with its month: 20159
OLD_EPOCH = 1462  # days by which workbooks of old Macintosh Excel count from a later day
FIRST_YEAR = 1920  # nobody on a list was born or began to work earlier; 2015.9 in a date cell reads as 1905
NOTHING = frozenset(
    [
        "无",
        "—",
        "——",
        "-",
        "--",
        "---",
        "/",
        "//",
        "\\",
        "暂无",
        "没有",
        "空",
        "空白",
        "(无)",
        "(空)",
        "〇",
        "○",
        "□",
        "×",
        "n/a",
        "na",
        "null",
        "none",
        "nil",
        "#n/a",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "#null!",
        "#num!",
    ]
)


@dataclass(frozen=True, slots=True)
class Bad:
    """A value that cannot be used: its code and the sentence for people."""

    code: str
    message: str
    readings: tuple[Month, ...] = ()  # what the value may mean, where it may mean several months


@dataclass(frozen=True, slots=True)
class Month:
    """A month, with the day where it is known."""

    year: int
    month: int
    day: int | None = None

    @property
    def first(self) -> date:
        """The date itself, or the first of the month."""
        return date(self.year, self.month, self.day or 1)

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月"


def text_of(value: Any) -> str:
    """A cell as text: full-width digits and letters narrowed, all kinds of spaces folded, a leading apostrophe gone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = unicodedata.normalize("NFKC", str(value)) if not isinstance(value, str) or not value.isascii() else value
    return SPACES.sub(" ", text).strip().lstrip(QUOTES).strip()


def is_blank(value: Any) -> bool:
    """Nothing but spaces."""
    return value is None or (isinstance(value, str) and not text_of(value))


def is_nothing(value: Any) -> bool:
    """Blank, or one of the marks people put where there is nothing: 无, —, /."""
    return is_blank(value) or (isinstance(value, str) and text_of(value).lower() in NOTHING)


def clean_name(value: Any) -> str:
    """A name: 「张　三」 → 张三, every kind of middle dot → ·, rare characters kept as they are."""
    if not isinstance(value, str):
        return text_of(value)
    # NFKC would turn compatibility ideographs of rare names into other characters, so only spaces and dots are touched.
    text = SPACES.sub(" ", value).strip().lstrip(QUOTES).strip()
    if any("\u4e00" <= c <= "\u9fff" or c > "\uffff" for c in text):
        text = _DOTS.sub("·", text)
    return _BETWEEN.sub("", text)


def is_formula(value: Any) -> bool:
    """Text that a spreadsheet would run: it begins with = + - @."""
    return isinstance(value, str) and value.strip().lstrip(QUOTES)[:1] in ("=", "+", "-", "@", "＝", "＋", "＠")


def read_id(value: Any, as_of: date) -> str | Bad:
    """The 18 characters of an ID number; "" when there is none."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Bad("id_as_number", "身份证号是按数字存的，后几位已经丢了。请在原表把这一列设成“文本”，重新填这个号码。")
    text = text_of(value).replace(" ", "").replace("-", "").upper()
    if not text:
        return ""
    if _SCIENTIFIC.match(text):
        return Bad(
            "id_scientific", "身份证号变成了科学计数（如 1.1E+17），后几位已经丢了。请把这一列设成“文本”，重新填。"
        )
    if len(text) == 15 and text.isdigit():
        return Bad("id_fifteen", "这是 15 位的旧身份证号，请换成 18 位的。")
    if len(text) != 18:
        return Bad("id_length", f"身份证号要 18 位，这里是 {len(text)} 位。请照身份证核对。")
    if not (text[:17].isdigit() and text[17] in "0123456789X"):
        return Bad("id_characters", "身份证号里有不该有的字。前 17 位是数字，最后一位是数字或 X。")
    return _checked(text, as_of)


def _checked(text: str, as_of: date) -> str | Bad:
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return Bad("id_date", "身份证号里的出生日期不是真的日子。请照身份证核对第 7 到 14 位。")
    if born > as_of or born.year < 1900:
        return Bad("id_date", "身份证号里的出生日期不可能。请照身份证核对第 7 到 14 位。")
    if "10X98765432"[sum(int(d) * w for d, w in zip(text, _WEIGHTS, strict=False)) % 11] != text[17]:
        return Bad("id_checksum", "身份证号的校验位对不上，有一位抄错了。请照身份证核对。")
    return text


def born_in_id(number: str) -> Month:
    """The birth date a valid number holds."""
    return Month(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def gender_in_id(number: str) -> str:
    """男 or 女 by the seventeenth digit."""
    return "男" if int(number[16]) % 2 else "女"


def read_gender(value: Any) -> str | None:
    """男, 女, "" for nothing, None for anything else."""
    text = text_of(value)
    return {"": "", "男": "男", "女": "女", "男性": "男", "女性": "女", "男士": "男", "女士": "女"}.get(text)


def read_month(value: Any, *, is_csv: bool = False, shown: str = "", old_epoch: bool = False) -> Month | Bad | None:
    """A month or date; None for an empty cell. `shown` is the cell's number format.

    A number such as 2015.1 is January or October: Excel drops the zero, and so does a CSV saved from it.
    In a text cell of a workbook the zero would have stayed, so there 2015.1 is January and 2015.10 October.
    """
    if is_blank(value):
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _plausible(Month(value.year, value.month, value.day))
    if isinstance(value, bool | timedelta | time) or (isinstance(value, float) and not isfinite(value)):
        return _unreadable(str(value))
    if isinstance(value, int | float):
        number = Decimal(repr(round(value, 8))) if isinstance(value, float) else Decimal(value)
        return _from_number(number, shown, OLD_EPOCH if old_epoch else 0)
    return _from_text(_without_clock(text_of(value)), is_csv=is_csv)


def _without_clock(text: str) -> str:
    """「2015/9/1 0:00」 → 2015/9/1, 「2015 年 9 月份」 → 2015年9月, 「2015 9」 → 2015-9."""
    text = _CLOCK.sub("", text).translate(_MARKS).replace("月份", "月")
    text = re.sub(r"\s*([年月日./\-])\s*", r"\1", text)
    text = re.sub(r"^(\d{4})\s+(?=\d{1,2}(\s|$))", r"\1-", text)
    return re.sub(r"^(\d{4}-\d{1,2})\s+(?=\d{1,2}$)", r"\1-", text).replace(" ", "")


def _from_number(number: Decimal, shown: str, later: int) -> Month | Bad:
    whole = int(number)
    if number == whole or SERIALS[0] <= whole <= SERIALS[1]:
        return _from_digits(str(whole), later)  # a day number may carry a time of day
    year, _, fraction = f"{number.normalize():f}".partition(".")
    if len(year) == 2:
        return _two_digit(f"{number:f}")
    if len(year) != 4 or len(fraction) > 2:
        return _unreadable(f"{number:f}")
    if fraction == "1":
        if re.fullmatch(r"0\.00(_.*)?", shown):
            return _built(year, "10", None)  # the sheet itself shows 2015.10
        return _ambiguous(f"{number:f}")
    return _built(year, fraction, None)


def _from_text(text: str, *, is_csv: bool) -> Month | Bad:
    if found := _POINTLESS.match(text):
        text = found[1]
    if _DIGITS.match(text):
        return _from_digits(text)
    if is_csv and re.fullmatch(r"\d{4}\.1", text):
        return _ambiguous(text)
    if found := _PARTS.match(text):
        return _built(*found.groups())
    if _NUMERALS.search(text):
        return Bad("month_in_words", f"“{text}”是汉字数字，请写成 2015年9月 这样。")
    if re.fullmatch(r"\d{4}年?", text):
        return _no_month(text)
    if _SHORT.match(text):
        return _two_digit(text)
    return _unreadable(text)


def _from_digits(text: str, later: int = 0) -> Month | Bad:
    if len(text) == 6:
        return _built(text[:4], text[4:], None)
    if len(text) == 8:
        return _built(text[:4], text[4:6], text[6:])
    if len(text) == 5 and SERIALS[0] <= int(text) <= SERIALS[1]:
        return _from_serial(int(text), later)
    if len(text) == 4:
        return _two_digit(text) if not text.startswith(("19", "20")) else _no_month(text)
    return _unreadable(text)


def _from_serial(number: int, later: int) -> Month | Bad:
    """Days as Excel counts them; 20159 may as well be September 2015 without its point."""
    day = EPOCH + timedelta(days=number + later)
    if not LIKE_YEARS[0] <= number <= LIKE_YEARS[1]:
        return Month(day.year, day.month, day.day)
    readings = (Month(day.year, day.month, day.day), Month(number // 10, max(1, number % 10)))
    said = f"“{number}”可能漏了点或零（{number // 10}年），也可能是表格里的日期数（{day.year}年{day.month}月）"
    return Bad("month_ambiguous", f"{said}。请写成 2015年9月 这样。", readings)


def _built(year: str, month: str, day: str | None) -> Month | Bad:
    if not 1 <= int(month) <= 12:
        return Bad("month_impossible", f"没有 {int(month)} 月。请核对这个年月。")
    try:
        return _plausible(Month(int(year), int(month), date(int(year), int(month), int(day)).day if day else None))
    except ValueError:
        return Bad("day_impossible", f"{int(year)}年{int(month)}月没有 {day} 日。请核对。")


def _plausible(month: Month) -> Month | Bad:
    if not FIRST_YEAR <= month.year <= 2099:
        return Bad("year_impossible", f"年份 {month.year} 不可能。请核对。")
    return month


def _ambiguous(text: str) -> Bad:
    year = text.split(".")[0]
    return Bad(
        "month_ambiguous",
        f"“{text}”可能是 {year}年1月，也可能是 {year}年10月（表格会吃掉末尾的 0）。请写成 {year}年1月 或 {year}年10月。",
        (Month(int(year), 1), Month(int(year), 10)),
    )


def _two_digit(text: str) -> Bad:
    return Bad("year_two_digits", f"“{text}”的年份只有两位，请写全四位，例如 1998年8月。")


def _no_month(text: str) -> Bad:
    return Bad("month_absent", f"“{text}”只有年份，请补上月份。")


def _unreadable(text: str) -> Bad:
    return Bad("month_unreadable", f"“{text[:20]}”看不出是哪年哪月。请写成 2015年9月 这样。")


def read_code(value: Any, *, is_csv: bool, length: int = 6) -> str | Bad:
    """A school code of six characters; a number (and in a CSV any shorter run of digits) gets its zeros back."""
    text = text_of(value).replace(" ", "").upper()
    if is_csv and (whole := re.fullmatch(r"(\d+)\.0+", text)):
        text = whole[1]
    if not text:
        return ""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if text.isdigit() and len(text) < length and (number or is_csv):
        return text.zfill(length)
    if len(text) != length:
        return Bad("school_code_length", f"学校代码要 {length} 位，这里是“{text[:12]}”。")
    return text


def read_yes(value: Any) -> bool | None:
    """是 or 否; None for nothing or anything else."""
    text = text_of(value).lower()
    if text in ("是", "√", "✓", "v", "y", "yes", "1", "有"):
        return True
    return False if text in ("否", "×", "x", "n", "no", "0", "无") else None


def read_phone(value: Any) -> tuple[str, bool]:
    """Digits of a phone and whether they look like a mobile number."""
    text = re.sub(r"[^\d]", "", text_of(value))
    if text.startswith("86") and len(text) == 13:
        text = text[2:]
    return text, bool(re.fullmatch(r"1[3-9]\d{9}", text))
