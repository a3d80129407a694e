"""What the matrix of journals shows: who, and one column a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldteacher.domain.periods import Period, week_label
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, same
from fieldteacher.services.journals import JournalRow
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

JOURNAL = RECORD_TYPES["journal"]
FORM: Arrangement = (Section(Text("", ""), (("handed_in_on", "characters"), "stars", "comment")),)

_IN, _OPEN, _MISSING = Text("已收", "in"), Text("待交", "due"), Text("缺", "none")
_STARS = Text("{n} 星", "{n} ★")
_LACKING = Text("{label} 缺{n}", "{label} · {n} none")
_WEEK = Text("{n}周", "W{n}")
_WHOLE = Text("实习总结", "Final report")
_ORDER = ("missing", "open", "in", "1", "2", "3", "4", "5")
_TONES: Mapping[str, Tone] = {"missing": "bad", "open": "neutral"}


def label_of(kind: str, period: Period) -> Text:
    """What a period is called in full."""
    if kind == "weekly":
        return week_label(period)
    return _WHOLE if kind == "summary" else same(period.name)


def _heading(kind: str, period: Period) -> Text:
    return _WEEK.fill(n=int(period.name[-2:])) if kind == "weekly" else label_of(kind, period)


def state(row: JournalRow, period: str) -> str | None:
    """How a cell stands: stars, ``in``, ``missing``, ``open`` (there is time yet) or ``None`` (nothing expected)."""
    there = row.handed_in.get(period)
    if there is not None:
        return str(there.stars) if there.stars else "in"
    if period in row.missing:
        return "missing"
    return "open" if period in row.expected else None


def words_of(standing: str) -> Text:
    """The words of a standing."""
    fixed = {"in": _IN, "open": _OPEN, "missing": _MISSING}
    return fixed.get(standing) or _STARS.fill(n=standing)


def tone_of(standing: str | None) -> Tone | None:
    """Its tone."""
    return None if standing is None else _TONES.get(standing, "good")


def columns(kind: str, periods: Sequence[Period], lacking: Mapping[str, int]) -> list[Column]:
    """Who, how many are missing, and the periods; ``lacking`` counts what is missing of each."""
    return [
        Column(name="name", heading=Text("学生", "Student"), key=word_key, width=84, stretch=True),
        Column(name="class_name", heading=Text("班级", "Class"), key=word_key, width=92, spare=2),
        Column(name="enterprise_name", heading=Text("企业", "Enterprise"), key=word_key, width=110, spare=1),
        Column(
            name="lacking", heading=Text("缺交", "Missing"), right=True, width=56, of=lambda r: len(r.missing) or None
        ),
        *(_period(kind, period, lacking.get(period.name, 0)) for period in periods),
    ]  # fmt: skip


def _period(kind: str, period: Period, lacking: int) -> Column:
    heading = _heading(kind, period)
    name = period.name

    def find(row: JournalRow) -> Any:
        return state(row, name)

    return Column(
        name=name, heading=_LACKING.fill(label=heading, n=lacking) if lacking else heading, width=64, of=find,
        show=lambda value, language: words_of(value).to(language), key=_ORDER.index, tone=tone_of,
        samples=(_IN, _OPEN),
    )  # fmt: skip


FILTERS: Sequence[Filter] = (
    Filter(name="missing", label=Text("有缺交", "Something missing"), accept=lambda r: bool(r.missing)),
    Filter(
        name="complete",
        label=Text("齐全", "Complete"),
        accept=lambda r: bool(r.expected) and not r.missing,
    ),
)
