"""Cells that hold a day: everything that people and spreadsheets write for one."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from fieldteacher.domain.text import Text
from fieldteacher.tabular import words
from fieldteacher.tabular.frames import DAMAGED_AT, Cell
from fieldteacher.tabular.identifiers import Result
from fieldteacher.tabular.words import Doubt

Month = Literal["first", "last", "keep"]
"""What a year and month without a day stand for: the first or last day of it, or just themselves."""

_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000  # 1927 to 2119 with the usual epoch

_DAY = re.compile(
    r"(\d{4})\s*[-./年\\_]\s*(\d{1,2})\s*[-./月\\_]\s*(\d{1,2})\s*[日号]?"
    r"(?:[T ,]*(?:星期|周|礼拜)[一二三四五六日天])?(?:[T ]*\d{1,2}[:：时]\d{1,2}[分]?(?:[:：]\d{1,2}(?:\.\d+)?)?\S{0,6})?",
    re.A,
)
_DIGITS8 = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?", re.A)
_MONTH = re.compile(r"(\d{4})\s*[-./年\\_]\s*(\d{1,2})\s*月?份?", re.A)
_DIGITS6 = re.compile(r"(\d{4})(0[1-9]|1[0-2])(?:\.0+)?", re.A)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.A)
_SHORT_YEAR = re.compile(r"'?\d{2}\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2})?\s*[日号月]?", re.A)
_YEAR_LAST = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}", re.A)


def _doubt(code: str, severity: words.Severity, zh: str, en: str, **values: object) -> Doubt:
    return Doubt(code, severity, Text(zh, en).fill(**values))


def day(*, month: Month, date1904: bool = False) -> Callable[[Cell], Result]:
    """Reads a day as ISO text.

    ``month`` says what a bare year and month become; ``keep`` gives ``2005-10`` for the caller to
    complete. ``date1904`` is the base of plain day numbers in the file.
    """

    def read(cell: Cell) -> Result:
        if isinstance(cell, str):
            return _from_text(cell, month, date1904)
        if isinstance(cell, tuple):
            return _made(cell[0], cell[1], cell[2], words.shown(cell))
        if isinstance(cell, bool):
            return _not_a_date(words.shown(cell))
        return _from_number(cell, month, date1904)

    return read


def _not_a_date(text: str) -> Result:
    return None, _doubt("not_a_date", "error", "“{v}”不是日期。", "“{v}” is not a date.", v=text[:40])


def _made(year: int, month: int, the_day: int, text: str) -> Result:
    try:
        made = date(year, month, the_day)
    except ValueError:
        return None, _doubt(
            "no_such_day", "error", "“{v}”这一天不存在。", "There is no such day as “{v}”.", v=text[:40]
        )
    if not 1900 <= year <= 2200:
        return _not_a_date(text)
    return made.isoformat(), None


def _made_month(year: int, number: int, rule: Month, text: str) -> Result:
    if not 1 <= number <= 12 or not 1900 <= year <= 2200:
        return _not_a_date(text)
    if rule == "keep":
        return f"{year:04d}-{number:02d}", None
    the_day = 1 if rule == "first" else calendar.monthrange(year, number)[1]
    made = date(year, number, the_day).isoformat()
    return made, _doubt(
        "day_assumed",
        "warning",
        "只有年月，按 {day} 记。",
        "Only a year and month; taken as {day}.",
        day=made,
    )


def _serial(number: float, date1904: bool) -> Result:
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    return (epoch + timedelta(days=int(number))).isoformat(), None


def _from_number(number: float, month: Month, date1904: bool) -> Result:
    text = words.shown(number)
    if not abs(number) < DAMAGED_AT:
        return _not_a_date(text)
    whole = int(number)
    if 1900 <= whole <= 2200:
        if number != whole:
            return None, _doubt(
                "date_as_number", "error",
                "“{v}”是数字，分不清是 1 月还是 10 月；请写成 2005-10-03 这样的日期。",
                "“{v}” is a number, so January and October look the same; please write a date such as 2005-10-03.",
                v=text,
            )  # fmt: skip
        return None, _doubt("year_only", "error", "“{v}”只有年份。", "“{v}” is only a year.", v=text)
    if _FIRST_SERIAL <= whole <= _LAST_SERIAL:
        return _serial(number, date1904)
    if number == whole:
        eight, six = _DIGITS8.fullmatch(text), _DIGITS6.fullmatch(text)
        if eight:
            return _made(int(eight[1]), int(eight[2]), int(eight[3]), text)
        if six:
            return _made_month(int(six[1]), int(six[2]), month, text)
    return _not_a_date(text)


def _from_text(cell: str, rule: Month, date1904: bool) -> Result:
    text = words.narrow(cell).lstrip("'")
    if words.nothing(text):
        return None, None
    refusal = words.refused_words(text)
    if refusal:
        return None, refusal
    found = _DAY.fullmatch(text) or _DIGITS8.fullmatch(text)
    if found:
        return _made(int(found[1]), int(found[2]), int(found[3]), text)
    found = _MONTH.fullmatch(text) or _DIGITS6.fullmatch(text)
    if found:
        return _made_month(int(found[1]), int(found[2]), rule, text)
    found = _SERIAL.fullmatch(text)
    if found and _FIRST_SERIAL <= int(found[1]) <= _LAST_SERIAL:
        return _serial(int(found[1]), date1904)
    if _SHORT_YEAR.fullmatch(text):
        return None, _doubt(
            "short_year", "error", "“{v}”的年份只有两位，请写全。", "“{v}” has a year of two digits; please write all four.", v=text
        )  # fmt: skip
    if _YEAR_LAST.fullmatch(text):
        return None, _doubt(
            "day_or_month_first", "error",
            "“{v}”分不清月和日，请写成 2026-03-01。", "In “{v}” day and month could be swapped; please write 2026-03-01.", v=text,
        )  # fmt: skip
    return _not_a_date(text)
