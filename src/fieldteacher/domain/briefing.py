"""What a report to the leadership is made of: eight sections with figures, plots and quotations.

The sections are the headings under which the leadership asks (情况汇报). Figures are whole numbers; one with
``decimals`` 1 is kept in tenths, so that a frozen report says for ever what it said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.plots import Bars, Series
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text

SECTIONS: tuple[str, ...] = (
    "overview", "students_state", "gains", "difficulties", "enterprise_view", "hiring", "practice", "next_steps",
)  # fmt: skip
"""The fields of a report, in order."""
_VERSION = 1


def heading(section: str) -> Text:
    """The heading of a section."""
    return RECORD_TYPES["briefing"].spec(section).label


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with its words; ``of`` is the whole it is a part of, where there is one."""

    key: str
    label: Text
    value: int | None
    unit: Text = Text("", "")
    decimals: int = 0
    of: int | None = None

    def shown(self, language: Language) -> str:
        """The number as people read it; a dash where nothing is known."""
        if self.value is None:
            return "—"
        number = f"{self.value / 10:.1f}" if self.decimals else str(self.value)
        whole = f" / {self.of}" if self.of is not None else ""
        unit = self.unit.to(language)
        return f"{number}{whole}{' ' if unit and language == 'en' else ''}{unit}"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a record, under the section they stand in. ``who`` says whose, without a name unless asked for."""

    section: str
    words: str
    who: Text
    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section as computed: its figures and plots, and the sentences proposed for it."""

    name: str
    figures: tuple[Figure, ...] = ()
    plots: tuple[Bars, ...] = ()
    proposal: Text = Text("", "")


@dataclass(frozen=True, slots=True)
class Figures:
    """All sections as they stood on a day."""

    as_of: str
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section:
        """One section; an empty one where it is not there."""
        return next((each for each in self.sections if each.name == name), Section(name))


# -- to and from text --------------------------------------------------------------------------------------


def freeze(figures: Figures) -> str:
    """The figures as text to keep in a report."""
    sections = [
        {
            "name": each.name,
            "figures": [_figure(figure) for figure in each.figures],
            "plots": [_bars(plot) for plot in each.plots],
        }
        for each in figures.sections
    ]
    whole = {"version": _VERSION, "as_of": figures.as_of, "sections": sections}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def thaw(text: str) -> Figures:
    """The figures of a report that was kept. Raises ``InputRefused`` where the text is none of ours."""
    try:
        whole = json.loads(text)
        return Figures(
            str(whole["as_of"]),
            tuple(
                Section(
                    str(each["name"]),
                    tuple(map(_to_figure, each["figures"])),
                    tuple(map(_to_bars, each["plots"])),
                )
                for each in whole["sections"]
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputRefused(
            "bad_figures",
            Text("这份汇报中的数据无法读取。", "The figures of this report cannot be read."),
            field="figures",
        ) from error


def freeze_quotations(quotations: Sequence[Quotation]) -> str | None:
    """Chosen quotations as text; ``None`` where there are none."""
    rows = [
        {"section": q.section, "words": q.words, "who": _words(q.who), "type": q.type, "id": q.id}
        for q in quotations
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else None


def thaw_quotations(text: str | None) -> tuple[Quotation, ...]:
    """The quotations of a report that was kept. Raises ``InputRefused`` where the text is none of ours."""
    try:
        return tuple(
            Quotation(str(q["section"]), str(q["words"]), _to_words(q["who"]), str(q["type"]), str(q["id"]))
            for q in json.loads(text or "[]")
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputRefused(
            "bad_quotations",
            Text("这份汇报中的引语无法读取。", "The quotations of this report cannot be read."),
            field="quotations",
        ) from error


def _words(text: Text) -> list[str]:
    return [text.zh, text.en]


def _to_words(pair: Sequence[Any]) -> Text:
    zh, en = pair
    return Text(str(zh), str(en))


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key, "label": _words(figure.label), "value": figure.value, "unit": _words(figure.unit),
        "decimals": figure.decimals, "of": figure.of,
    }  # fmt: skip


def _to_figure(row: Mapping[str, Any]) -> Figure:
    return Figure(
        key=str(row["key"]), label=_to_words(row["label"]), value=_number(row["value"]), unit=_to_words(row["unit"]),
        decimals=int(row["decimals"]), of=_number(row["of"]),
    )  # fmt: skip


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def _bars(plot: Bars) -> dict[str, Any]:
    return {
        "key": plot.key, "title": _words(plot.title), "groups": [_words(group) for group in plot.groups],
        "series": [[_words(each.label), list(each.values)] for each in plot.series], "unit": _words(plot.unit),
        "stacked": plot.stacked, "decimals": plot.decimals,
    }  # fmt: skip


def _to_bars(row: Mapping[str, Any]) -> Bars:
    return Bars(
        key=str(row["key"]), title=_to_words(row["title"]), groups=tuple(map(_to_words, row["groups"])),
        series=tuple(Series(_to_words(label), tuple(map(int, values))) for label, values in row["series"]),
        unit=_to_words(row["unit"]), stacked=bool(row["stacked"]), decimals=int(row["decimals"]),
    )  # fmt: skip
