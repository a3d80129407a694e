"""Reading a workbook from outside: sniffed here, parsed in a process of its own, handed back in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldteacher.apart.frames import REFUSED
from fieldteacher.apart.process import Apart, Child, Ended
from fieldteacher.domain.errors import Cancelled, InputRefused
from fieldteacher.domain.text import Text
from fieldteacher.tabular import frames
from fieldteacher.tabular.faults import KINDS, refused
from fieldteacher.tabular.frames import Cell, Merge
from fieldteacher.tabular.limits import DEFAULT, Limits
from fieldteacher.tabular.sniff import count_inflated, sniff

_WHY = {"too_slow": "too_slow", "failed": "damaged_file", "collapsed": "too_large"}
_CHILD = Child("fieldteacher.tabular.child", "--read-table")


@dataclass(slots=True)
class Sheet:
    """One sheet: only the rows with content, each with the number that the spreadsheet shows."""

    name: str
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    """The merged ranges at the top of the sheet; vertical merges are already filled down in ``rows``."""
    numbers: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def first_row(self) -> int:
        """The number of the first row with content, 0 where there is none."""
        return self.numbers[0] if self.numbers else 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds. ``format`` is xlsx, xlsb, xls, ods, html, xml, csv or tsv."""

    format: str
    encoding: str | None
    sheets: list[Sheet]
    date1904: bool = False

    @property
    def visible(self) -> list[Sheet]:
        """The sheets a person sees; all of them where every one is hidden."""
        return [sheet for sheet in self.sheets if not sheet.hidden] or self.sheets


def read_workbook(
    path: Path,
    *,
    limits: Limits = DEFAULT,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Workbook:
    """Read every sheet of a table file.

    ``progress`` is told the rows read so far. Raises ``InputRefused`` (one code and sentence a reason;
    see ``faults``) within ``limits`` and ``Cancelled`` where ``cancelled`` says so.
    """
    path = Path(path)
    sniffed = sniff(path, limits)
    request = {
        "path": str(path.absolute()), "format": sniffed.format, "memory": limits.memory,
        "seconds": limits.seconds + 1, "rows": limits.rows, "cells": limits.cells,
    }  # fmt: skip
    with Apart(_CHILD, start_seconds=limits.start_seconds, cancelled=cancelled) as process:
        answer = process.ask(request, limits.seconds)
        if sniffed.format in ("xlsx", "xlsb", "ods"):
            count_inflated(path, limits)
        try:
            book = _collect(answer, path, progress)
        except Ended as ended:
            if ended.why == "cancelled":
                raise Cancelled from None
            raise refused(_WHY[ended.why], path.name) from None
    if not any(sheet.rows for sheet in book.sheets):
        raise refused("no_data", path.name)
    return Workbook(book.format, book.encoding, book.sheets, sniffed.date1904)


def _collect(
    received: Iterator[tuple[Any, ...]], path: Path, progress: Callable[[int], None] | None
) -> Workbook:
    format, encoding, sheets, count = "", None, list[Sheet](), 0
    for kind, *parts in received:
        if kind == frames.ROWS:
            sheets[-1].numbers += parts[0]
            sheets[-1].rows += parts[1]
            count += len(parts[0])
            if progress:
                progress(count)
        elif kind == frames.SHEET:
            sheets.append(Sheet(parts[0], parts[1], parts[2]))
        elif kind == frames.BOOK:
            format, encoding = parts
        elif kind == REFUSED:
            raise _told(path, parts[0], parts[1])
    return Workbook(format, encoding, sheets)


def _told(path: Path, code: str, values: dict[str, Any]) -> InputRefused:
    shown: dict[str, int | str | Text] = dict(values)
    if "kind" in values:
        shown["kind"] = KINDS[values["kind"]]
    return refused(code, path.name, **shown)
