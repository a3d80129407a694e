"""Days and times as people type them in a hurry."""

from __future__ import annotations

import re
from datetime import date, timedelta

_WORDS = {
    "今": 0, "今天": 0, "今日": 0, "today": 0, "t": 0, "昨": -1, "昨天": -1, "yesterday": -1,
    "前天": -2, "明": 1, "明天": 1, "tomorrow": 1, "后天": 2,
}  # fmt: skip
_PARTED = re.compile(r"(?:(\d{4}|\d{2})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_SHIFT = re.compile(r"[+-]\d{1,3}")
_CLOCK = re.compile(r"(\d{1,2})(?:[:：.点时]?(\d{2}))?分?")


def typed_day(words: str, today: date) -> str | None:
    """The ISO day that ``words`` mean, or ``None``.

    Understood are ``0305``, ``260305``, ``20260305``, ``3-5``, ``3月5日``, ``26.3.5``, ``2026-03-05``, a day
    of this month (``5``), ``+7``, ``-1``, 今天, ``today``. Without a year the day nearest to ``today`` is meant.
    """
    words = words.strip().lower()
    if words in _WORDS:
        return (today + timedelta(days=_WORDS[words])).isoformat()
    if _SHIFT.fullmatch(words):
        return (today + timedelta(days=int(words))).isoformat()
    parted = _PARTED.fullmatch(words)
    if parted:
        year, month, day = parted.groups()
        return _day(year, int(month), int(day), today)
    if not (words.isascii() and words.isdigit()):
        return None
    if len(words) <= 2:
        return _day(str(today.year), today.month, int(words), today)
    if len(words) in (4, 6, 8):
        return _day(words[:-4], int(words[-4:-2]), int(words[-2:]), today)
    return None


def typed_time(words: str) -> str | None:
    """The time ``HH:MM`` that ``words`` mean (``8``, ``830``, ``8:30``, ``8点30分``), or ``None``."""
    found = _CLOCK.fullmatch(words.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _day(year: str | None, month: int, day: int, today: date) -> str | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day).isoformat()
        near = [date(today.year + shift, month, day) for shift in (0, -1, 1)]
        return min(near, key=lambda each: abs(each - today)).isoformat()
    except ValueError:
        return None
