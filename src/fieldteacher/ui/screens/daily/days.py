"""Days as the columns of the daily round name them."""

from __future__ import annotations

from datetime import date, timedelta

from fieldteacher.domain.text import Text

_WEEKDAYS = (
    Text("周一", "Mon"), Text("周二", "Tue"), Text("周三", "Wed"), Text("周四", "Thu"), Text("周五", "Fri"),
    Text("周六", "Sat"), Text("周日", "Sun"),
)  # fmt: skip


def weekday(day: str) -> Text:
    """The name of a day's weekday, short."""
    return _WEEKDAYS[date.fromisoformat(day).weekday()]


def short_day(day: str) -> Text:
    """Weekday and day of the month: 周一 3-16."""
    when = date.fromisoformat(day)
    return Text("{w} {m}-{d}", "{w} {m}-{d}").fill(w=weekday(day), m=when.month, d=when.day)


def shifted(day: str, days: int) -> str:
    """The day so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
