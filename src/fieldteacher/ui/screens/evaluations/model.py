"""The grid of students and criteria as Qt sees it: marks in memory, totals and grade live."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from fieldteacher.domain.scoring import CriterionSpec, Missing, Result, SchemeSpec, evaluate
from fieldteacher.domain.text import Language, Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.evaluations import Grid, GridRow, Mark
from fieldteacher.services.mark_hints import Hint
from fieldteacher.ui.screens.evaluations.arrangement import RATER_WORDS, without
from fieldteacher.ui.screens.evaluations.hint_words import HintMap

Index = QModelIndex | QPersistentModelIndex
_USER = int(Qt.ItemDataRole.UserRole)
ROW_ROLE = _USER
"""The ``GridRow`` of a row."""
LOCKED_ROLE = _USER + 1
"""Why the mark cannot be changed, as ``GridModel.lock`` says."""
COMPUTED_ROLE = _USER + 2
"""Whether the column is a total."""
GROUP_ROLE = _USER + 3
"""On a column: whether a rater's criteria begin here."""
OVERALL_ROLE = _USER + 4
"""On a row's heading: ``(words of the overall, grade, passed or None)``."""
HINT_ROLE = _USER + 5
"""Whether there is a hint at the cell."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NOWHERE = QModelIndex()
_TOTAL = Text("{rater}合计", "{rater} total")
_FULL = Text("满分 {n}", "of {n}")
_LOCKED = {
    "signed": Text("已签字（{by} {on}），不能修改", "signed ({by} {on}), cannot be changed"),
    "missing": Text("已登记缺评（{why}），不能录入", "stated missing ({why}), takes no marks"),
    "nothing": Text("第一遍还没有录入", "not typed the first time"),
}
_OVERALL = Text("{name}，总评 {overall}，{grade}", "{name}, overall {overall}, {grade}")

Cell = tuple[int, int, int | None]
"""Row, column and the mark to stand there, in tenths."""


class GridModel(QAbstractTableModel):
    """Criteria of all raters side by side, then a total for each rater.

    ``entered`` carries the ``Mark`` list of what the person has just set; it is not saved here.
    ``progressed`` carries how many students on show have all marks, and how many there are.
    """

    entered = Signal(object)
    progressed = Signal(int, int)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language: Language = language
        self._scheme: SchemeSpec | None = None
        self._second = False
        self._all: Sequence[GridRow] = ()
        self._rows: list[GridRow] = []
        self._accept: Callable[[GridRow], bool] | None = None
        self._criteria: tuple[CriterionSpec, ...] = ()
        self._raters: tuple[str, ...] = ()
        self._marks: dict[str, dict[str, int]] = {}
        self._results: dict[str, Result] = {}
        self._missing: dict[str, Mapping[str, Missing | None]] = {}
        self._complete = 0
        self.hints = HintMap()
        """What is hinted at; replaced by ``set_hints``."""

    # -- what is shown -------------------------------------------------------------------------

    @property
    def criteria(self) -> tuple[CriterionSpec, ...]:
        """The criteria, in the order of the columns."""
        return self._criteria

    @property
    def rows(self) -> Sequence[GridRow]:
        """The students on show."""
        return self._rows

    @property
    def everyone(self) -> Sequence[GridRow]:
        """All students of the grid, on show or not."""
        return self._all

    @property
    def complete(self) -> int:
        """How many of the students on show have all their marks."""
        return self._complete

    def set_grid(
        self,
        grid: Grid,
        unsaved: Iterable[Mark] = (),
        *,
        accept: Callable[[GridRow], bool] | None = None,
        second: bool = False,
    ) -> None:
        """Show the students of a grid that ``accept`` takes; marks not saved yet lie over what was read.
        In a ``second`` entry only what was not typed the first time is locked."""
        self.beginResetModel()
        self._accept = accept
        self._scheme, self._second = grid.scheme, second
        self._all = grid.rows
        self._criteria = tuple(grid.columns)
        self._raters = grid.scheme.rating
        self._marks = {row.who.placement: dict(row.marks) for row in grid.rows}
        self._results = {row.who.placement: row.result for row in grid.rows}
        self._missing = {row.who.placement: found for row in grid.rows if (found := row.missing)}
        for mark in unsaved:
            if mark.placement in self._marks:
                self._put(mark.placement, mark.criterion, mark.tenths)
                self._evaluate(mark.placement)
        self._filter()
        self.endResetModel()
        self.progressed.emit(self._complete, len(self._rows))

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._scheme, self._all, self._rows, self._criteria, self._raters = None, (), [], (), ()
        self._complete = 0
        self.endResetModel()
        self.progressed.emit(0, 0)

    def set_accept(self, accept: Callable[[GridRow], bool] | None) -> None:
        """Show only the students that ``accept`` takes."""
        self.beginResetModel()
        self._accept = accept
        self._filter()
        self.endResetModel()
        self.progressed.emit(self._complete, len(self._rows))

    def _filter(self) -> None:
        accept = self._accept
        self._rows = [row for row in self._all if accept is None or accept(row)]
        self._complete = sum(self._results[row.who.placement].overall is not None for row in self._rows)

    def row_of(self, placement: str, student: str = "") -> int:
        """The row of a placement or a student; -1 where it is not on show."""
        wanted = (placement, student)
        rows = enumerate(self._rows)
        return next(
            (n for n, row in rows if row.who.placement == wanted[0] or row.who.student == wanted[1]), -1
        )

    def result(self, row: int) -> Result:
        """What a student's marks come to now."""
        return self._results[self._rows[row].who.placement]

    def mark(self, row: int, column: int) -> int | None:
        """The mark in a cell, in tenths."""
        return self._marks[self._rows[row].who.placement].get(self._criteria[column].id)

    def missing(self, row: int, rater: str) -> int:
        """How many marks of a rater a student still lacks."""
        marks = self._marks[self._rows[row].who.placement]
        return sum(c.rater == rater and c.id not in marks for c in self._criteria)

    def first_empty(self, row: int, rater: str | None = None) -> int:
        """The column of the first mark that a student lacks from a rater (or any); their first one where none lacks."""
        own = [n for n, c in enumerate(self._criteria) if rater is None or c.rater == rater]
        lacking = [n for n in own if self.mark(row, n) is None and not self.locked(row, n)]
        return next(iter([*lacking, *own]), 0)

    def set_hints(self, hints: Iterable[Hint]) -> None:
        """Mark the cells that these hints are about."""
        columns = {c.id: n for n, c in enumerate(self._criteria)}
        columns |= {rater: len(self._criteria) + n for n, rater in enumerate(self._raters)}
        self.hints = HintMap(hints, columns, {c.id: c.name for c in self._criteria})
        if self._rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._rows) - 1, self.columnCount() - 1), [HINT_ROLE]
            )

    def next_hint(self, row: int, column: int) -> tuple[int, int] | None:
        """The next cell with a hint, in reading order, from the top again after the last."""
        places = sorted(
            (number, place)
            for number, each in enumerate(self._rows)
            for place, _ in self.hints.of(each.who.placement)
        )
        return next((place for place in places if place > (row, column)), places[0] if places else None)

    def locked(self, row: int, column: int) -> bool:
        """Whether a cell cannot be changed: a total, or a signed mark."""
        return column >= len(self._criteria) or bool(self.lock(row, column))

    def lock(self, row: int, column: int) -> str:
        """Why a mark cannot be changed: ``"signed"``, ``"missing"`` or ``"nothing"``; empty where it can."""
        if column >= len(self._criteria):
            return ""
        sheet = self._rows[row].sheets.get(self._criteria[column].rater)
        if self._second:
            return "" if sheet is not None else "nothing"
        return sheet.status if sheet is not None and sheet.status in _LOCKED else ""

    # -- what is changed -----------------------------------------------------------------------

    def set_cells(self, cells: Sequence[Cell]) -> int:
        """Set marks, leaving out what is locked or stands there already; returns how many were changed."""
        marks: list[Mark] = []
        touched: dict[int, tuple[int, int]] = {}
        for row, column, tenths in cells:
            if self.locked(row, column) or self.mark(row, column) == tenths:
                continue
            placement, criterion = self._rows[row].who.placement, self._criteria[column].id
            self._put(placement, criterion, tenths)
            self.hints.drop(placement, self._criteria[column].rater)
            marks.append(Mark(placement, criterion, tenths))
            first, last = touched.get(row, (column, column))
            touched[row] = (min(first, column), max(last, column))
        for row, (first, last) in touched.items():
            self._recompute(row, first, last)
        if marks:
            self.progressed.emit(self._complete, len(self._rows))
            self.entered.emit(marks)
        return len(marks)

    def set_comment(self, placement: str, rater: str, words: str) -> None:
        """Keep a comment with its student; it is not saved here."""

        def told(row: GridRow) -> GridRow:
            if row.who.placement != placement:
                return row
            return replace(row, comments={**row.comments, rater: words})

        self._all, self._rows = [told(row) for row in self._all], [told(row) for row in self._rows]

    def _put(self, placement: str, criterion: str, tenths: int | None) -> None:
        marks = self._marks[placement]
        if tenths is None:
            marks.pop(criterion, None)
        else:
            marks[criterion] = tenths

    def _evaluate(self, placement: str) -> Result:
        assert self._scheme is not None
        result = evaluate(self._scheme, self._marks[placement], self._missing.get(placement))
        self._results[placement] = result
        return result

    def _recompute(self, row: int, first: int, last: int) -> None:
        placement = self._rows[row].who.placement
        before = self._results[placement].overall is not None
        after = self._evaluate(placement).overall is not None
        self._complete += after - before
        self.dataChanged.emit(self.index(row, first), self.index(row, last))
        totals = len(self._criteria)
        if self._raters:
            self.dataChanged.emit(self.index(row, totals), self.index(row, totals + len(self._raters) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Vertical, row, row)

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self._criteria) + len(self._raters)

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.locked(index.row(), index.column()) else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = _DISPLAY, /) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (_DISPLAY, _EDIT):
            return self.words(row, column)
        if role == _ALIGN:
            return _RIGHT
        if role == LOCKED_ROLE:
            return self.lock(row, column)
        if role == COMPUTED_ROLE:
            return column >= len(self._criteria)
        if role == ROW_ROLE:
            return self._rows[row]
        if role == _DESCRIPTION:
            return self.describe(row, column)
        if role == HINT_ROLE:
            return bool(self.hints.at(self._rows[row].who.placement, column))
        if role == _TOOLTIP:
            return "\n".join(self._said(row, column)) or None
        return None

    def setData(self, index: Index, value: Any, role: int = _EDIT, /) -> bool:
        if role != _EDIT or not index.isValid() or self.locked(index.row(), index.column()):
            return False
        self.set_cells([(index.row(), index.column(), value)])
        return True

    def words(self, row: int, column: int) -> str:
        """What is written in a cell."""
        if column < len(self._criteria):
            tenths = self.mark(row, column)
            return "" if tenths is None else show_tenths(tenths)
        total = self.result(row).totals.get(self._raters[column - len(self._criteria)])
        return "" if total is None else self._total(total)

    def _total(self, tenths: int) -> str:
        """A total, always with its decimal where the scheme keeps one, so that points stand below each other."""
        if self._scheme is not None and self._scheme.rounding == "whole":
            return show_tenths(tenths)
        return f"{tenths // 10}.{tenths % 10}"

    def describe(self, row: int, column: int) -> str:
        """A cell in words, for assistive technology: whose mark for what."""
        said = (self._rows[row].who.name, self._heading(column, " · "), *self._said(row, column))
        return " · ".join(said)

    def _said(self, row: int, column: int) -> list[str]:
        """Why a cell is locked, and what is hinted at."""
        hints = map(self.hints.words, self.hints.at(self._rows[row].who.placement, column))
        return [text.to(self._language) for text in (*self.why_locked(row, column), *hints)]

    def why_locked(self, row: int, column: int) -> list[Text]:
        """Why a mark cannot be changed, by whom and when; nothing where it can."""
        lock = self.lock(row, column)
        if not lock:
            return []
        sheet = self._rows[row].sheets.get(self._criteria[column].rater)
        by, on, why = (sheet.signed_by, sheet.signed_on, sheet.missing_reason) if sheet else ("", "", "")
        return [_LOCKED[lock].fill(by=by or "", on=on or "", why=why or "")]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY, /) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return self._row_heading(section, role) if 0 <= section < len(self._rows) else None
        if not 0 <= section < self.columnCount():
            return None
        if role == _DISPLAY:
            return self._heading(section, "\n")
        if role == _TOOLTIP and section < len(self._criteria):
            return "\n".join(filter(None, (self._heading(section, " · "), self._criteria[section].standard)))
        if role == GROUP_ROLE:
            return self._group(section)
        return None

    def _row_heading(self, row: int, role: int) -> Any:
        who = self._rows[row].who
        if role == _DISPLAY:
            return who.name
        if role == _TOOLTIP:
            lines = (f"{who.name} {who.student_number}", who.class_name, who.enterprise_name)
            return "\n".join((*filter(None, lines), *self._without(row)))
        result = self.result(row)
        if role == OVERALL_ROLE:
            if result.overall is None:
                return "", "", None
            sign = "*" if result.missing else ""
            return f"{self._total(result.overall)}{sign}", result.grade or "", result.passed
        if role == _ACCESSIBLE:
            words = _OVERALL.fill(
                name=who.name, overall=show_tenths(result.overall or 0), grade=result.grade or ""
            )
            said = who.name if result.overall is None else words.to(self._language)
            return "，".join((said, *self._without(row)))
        return None

    def _without(self, row: int) -> list[str]:
        """Which raters were stated missing, and how that counts."""
        return [without(rater, way).to(self._language) for rater, way in self.result(row).missing.items()]

    def _heading(self, column: int, between: str) -> str:
        if column >= len(self._criteria):
            rater = RATER_WORDS[self._raters[column - len(self._criteria)]]
            return _TOTAL.fill(rater=rater).to(self._language)
        criterion = self._criteria[column]
        return (
            f"{criterion.name}{between}{_FULL.fill(n=show_tenths(criterion.full_marks)).to(self._language)}"
        )

    def _group(self, column: int) -> str | None:
        """The words above the first criterion of a rater."""
        if column >= len(self._criteria):
            return "" if column == len(self._criteria) else None
        rater = self._criteria[column].rater
        if column and self._criteria[column - 1].rater == rater:
            return None
        weights: Mapping[str, int] = self._scheme.raters if self._scheme else {}
        words = RATER_WORDS[rater].to(self._language)
        return f"{words[:1].upper()}{words[1:]} {weights.get(rater, 0)}%"
