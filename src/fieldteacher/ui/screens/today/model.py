"""The rows of the day's list: the parts, their lines, and what an opened line is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fieldteacher.domain.agenda import Line
from fieldteacher.domain.schedule import Urgency
from fieldteacher.domain.text import Language, Text, begun
from fieldteacher.services.agenda_words import PARTS, day_words, title, why
from fieldteacher.services.today import Agenda, Snoozed
from fieldteacher.ui.steps import WORDS

ROW = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_PUT_OFF = Text("已暂缓", "Put off")
_UNTIL = Text("至{day}：{reason}", "until {day}: {reason}")
_WAKE, _OPEN, _CLOSE = Text("恢复", "Wake"), Text("展开", "Open"), Text("收起", "Close")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the heading of a part (``count`` lines), a line at some depth, or a line that was put off."""

    part: Urgency | None
    line: Line | None = None
    depth: int = 0
    opened: bool = False
    snoozed: Snoozed | None = None
    count: int = 0

    @property
    def heading(self) -> bool:
        """Whether it is the heading of a part."""
        return self.line is None

    @property
    def key(self) -> str:
        """What it is known by from one reading to the next."""
        if self.line is None:
            return str(self.part)
        return f"{self.snoozed.snooze if self.snoozed else self.depth}/{self.line.key}"


class AgendaModel(QAbstractListModel):
    """Rows are made when they are to be seen, words when they are painted."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language: Language = language
        self._agenda: Agenda | None = None
        self._opened: set[str] = set()
        self._with_snoozed = False
        self.rows: Sequence[Row] = ()

    def show_agenda(self, agenda: Agenda) -> None:
        """Show another list; what was open stays open."""
        self._agenda = agenda
        self._make()

    def show_snoozed(self, on: bool) -> None:
        """List what was put off as well, or not."""
        self._with_snoozed = on
        self._make()

    def toggle(self, row: Row) -> None:
        """Open a line into what it is made of, or close it."""
        if row.line is not None and row.line.children:
            self._opened ^= {row.key}
            self._make()

    def words(self, row: Row) -> tuple[str, str, str]:
        """A row's name, its reason, and the words on its button."""
        if row.line is None:
            name = PARTS[row.part] if row.part is not None else _PUT_OFF
            return name.to(self._language), str(row.count), ""
        agenda = self._agenda
        assert agenda is not None
        name, reason = title(row.line, agenda.names), why(row.line, agenda.names, agenda.today)
        if row.snoozed is not None:
            reason = _UNTIL.fill(day=day_words(row.snoozed.until), reason=row.snoozed.reason)
            button = _WAKE
        elif (step := row.line.step) is not None:
            button = WORDS[step.action]
        else:
            button = _CLOSE if row.opened else _OPEN
        return begun(name.to(self._language)), reason.to(self._language), button.to(self._language)

    def rowCount(self, parent: _Index = QModelIndex(), /) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: _Index, /) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(filter(None, self.words(row)))
        if role == Qt.ItemDataRole.ToolTipRole and not row.heading:
            return "\n".join(self.words(row)[:2])
        return None

    # -- inside --------------------------------------------------------------------------------

    def _make(self) -> None:
        self.beginResetModel()
        self.rows = self._made(self._agenda) if self._agenda is not None else ()
        self.endResetModel()

    def _made(self, agenda: Agenda) -> Sequence[Row]:
        found: list[Row] = []
        for part in Urgency:
            lines = [line for line in agenda.lines if line.first.urgency is part]
            if lines:
                found.append(Row(part, count=sum(line.weight for line in lines)))
                for line in lines:
                    self._add(found, line, 0)
        if self._with_snoozed and agenda.snoozed:
            found.append(Row(None, count=len(agenda.snoozed)))
            found += (Row(each.item.urgency, Line((each.item,)), snoozed=each) for each in agenda.snoozed)
        return found

    def _add(self, found: list[Row], line: Line, depth: int) -> None:
        closed = Row(line.first.urgency, line, depth)
        opened = closed.key in self._opened
        found.append(Row(line.first.urgency, line, depth, opened))
        if opened:
            for child in line.children:
                self._add(found, child, depth + 1)
