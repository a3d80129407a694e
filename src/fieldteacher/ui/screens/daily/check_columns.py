"""How a cell of the daily check stands, and the columns that show it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, same
from fieldteacher.services.daily import CheckRow
from fieldteacher.ui.screens.daily.days import short_day
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

CHECK = RECORD_TYPES["daily_check"]

WORDS: Mapping[str, Text] = {
    "normal": Text("正常", "ok"),
    "exception": Text("例外", "issue"),
    "missed": Text("漏查", "none"),
    "open": Text("待查", "due"),
    "unasked": Text("未查", "–"),
    "rest": Text("休", "rest"),
}
TONES: Mapping[str, Tone] = {"normal": "good", "exception": "bad", "missed": "warn", "open": "neutral"}
_ORDER = list(WORDS)
_REST, _WORKED = Text("{day} 休", "{day} ·"), Text("{day} 班", "{day} +")


def state(row: CheckRow, number: int, day: str, today: str, rest: Mapping[str, Text]) -> str | None:
    """How the ``number``-th day of a row stands; ``None`` where there are no students and nothing was noted.

    Nothing is normal that nobody said: a working day without a check is ``missed``, today's is ``open``.
    """
    there = row.days[number]
    if there.check is not None:
        return "exception" if there.check.normal is False or there.check.exception else "normal"
    if not there.students:
        return None
    if day in rest:
        return "rest"
    if not row.required:
        return "unasked"
    return "open" if day >= today else "missed"


_KEPT = 3
"""So many of the last days stay where the room is short."""


def columns(
    days: Sequence[str],
    rest: Mapping[str, Text],
    shifted: Collection[str],
    today: str,
    away: Callable[[CheckRow], str | None],
    students: Callable[[CheckRow], int | None],
) -> list[Column]:
    """The enterprise, its students and absent students on the chosen day, and each day."""
    return [
        Column(name="name", heading=Text("企业", "Enterprise"), key=word_key, width=150, stretch=True),
        Column(name="students", heading=Text("在岗", "In post"), right=True, width=56, of=students),
        Column(name="away", heading=Text("缺勤", "Away"), width=96, of=away, key=word_key),
        *(
            _day(day, number, rest, today, worked=day in shifted, spare=max(0, len(days) - _KEPT - number))
            for number, day in enumerate(days)
        ),
    ]


def _day(day: str, number: int, rest: Mapping[str, Text], today: str, *, worked: bool, spare: int) -> Column:
    def find(row: CheckRow) -> Any:
        return state(row, number, day, today, rest)

    heading = short_day(day)
    if day in rest:
        heading = _REST.fill(day=heading)
    elif worked:
        heading = _WORKED.fill(day=heading)
    return Column(
        name=day, heading=heading, width=76, of=find, spare=spare,
        show=lambda value, language: WORDS[value].to(language), key=_ORDER.index,
        tone=lambda value: TONES.get(value), samples=(WORDS["exception"], WORDS["missed"], same("")),
    )  # fmt: skip


def filters(standing: Callable[[CheckRow], str | None], away: Callable[[CheckRow], int]) -> Sequence[Filter]:
    """The chips; they look at the chosen day."""
    return (
        Filter(
            name="open",
            label=Text("未检查", "Not checked"),
            accept=lambda row: standing(row) in ("open", "missed"),
        ),
        Filter(
            name="exception",
            label=Text("有例外", "Exception"),
            accept=lambda row: standing(row) == "exception",
        ),
        Filter(name="away", label=Text("有缺勤", "Someone away"), accept=lambda row: away(row) > 0),
    )
