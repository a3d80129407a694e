"""The week's plan beside the list: which enterprise on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fieldteacher.domain.text import Language, Text
from fieldteacher.services.agenda_words import day_words, students
from fieldteacher.services.today import PlanRow, WeekPlan
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.today.arrangement import WEEKDAYS
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, column, label, row

_HEIGHT, _CELL = 50, 22
_LEAST = 40
"""Room that a district needs beside the name."""
_Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_TITLE = Text("本周走访计划", "Visits this week")
_SPAN = Text("{a} – {b}，已排 {n} 家", "{a} – {b}, {n} planned")
_PRINT = Text("打印走访准备单", "Print the sheets")
_PRINT_TIP = Text("打印已排企业的走访准备单（P）", "Print a sheet for each planned enterprise (P)")
_KEYS = Text("按数字键排到星期几，0 取消", "A digit plans a weekday, 0 takes it back")
_WAITED, _LATE = Text("{n} 天未走访", "{n} d ago"), Text("超期 {n} 天", "{n} d late")
_PROMISES = Text("{n} 项跟进", "promises: {n}")
_EXPECTED = Text("约 {day}", "due {day}")
_PLANNED = Text("排在{day}", "planned for {day}")


class PlanModel(QAbstractListModel):
    """The enterprises in the order in which they are proposed."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language: Language = language
        self.plan = WeekPlan((), ())

    def show_plan(self, plan: WeekPlan) -> None:
        """Show another plan."""
        same = [each.site.id for each in plan.rows] == [each.site.id for each in self.plan.rows]
        if same and plan.rows:
            self.plan = plan
            self.dataChanged.emit(self.index(0, 0), self.index(len(plan.rows) - 1, 0))
            return
        self.beginResetModel()
        self.plan = plan
        self.endResetModel()

    def words(self, each: PlanRow) -> str:
        """How long an enterprise waits, and for what."""
        site, last = each.site, self.plan.days[-1] if self.plan.days else ""
        parts = [
            (_LATE if each.late else _WAITED).fill(n=each.late or each.waited),
            students(site.students),
        ]
        if site.next_visit and site.next_visit <= last:
            parts.append(_EXPECTED.fill(day=day_words(site.next_visit)))
        if each.promises:
            parts.append(_PROMISES.fill(n=each.promises))
        return " · ".join(part.to(self._language) for part in parts)

    def rowCount(self, parent: _Index = QModelIndex(), /) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.plan.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid():
            return None
        each = self.plan.rows[index.row()]
        if role == _ROW:
            return each
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            day = _PLANNED.fill(day=day_words(each.day)).to(self._language) if each.day else ""
            return " · ".join(filter(None, (each.site.name, self.words(each), day)))
        return None


class PlanView(QListView):
    """``planned`` carries an enterprise and a day, or an empty one; digits and clicks on the days plan."""

    planned = Signal(str, str)
    opened = Signal(str)

    def __init__(self, model: PlanModel, theme: Theme, name: str, language: Language) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setItemDelegate(_PlanDelegate(theme, self, language))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        index, days = self.currentIndex(), self._model.plan.days
        if not index.isValid():
            super().keyPressEvent(event)
            return
        each = self._model.plan.rows[index.row()]
        typed = event.text()
        chosen = [day for day in days if str(date.fromisoformat(day).isoweekday()) == typed]
        if chosen:
            self.planned.emit(each.site.id, chosen[0])
        elif typed == "0" or event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.planned.emit(each.site.id, "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(each.site.id)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str, /) -> None:
        """Digits plan a day; nothing is searched."""

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        super().mouseReleaseEvent(event)
        index, days = self.indexAt(event.position().toPoint()), self._model.plan.days
        if not index.isValid():
            return
        each = self._model.plan.rows[index.row()]
        for number, day in enumerate(days):
            if cell_place(self.visualRect(index), number, len(days)).contains(event.position().toPoint()):
                self.planned.emit(each.site.id, "" if each.day == day else day)


class _PlanDelegate(QStyledItemDelegate):
    """Paints an enterprise with a small cell for each day of the week."""

    def __init__(self, theme: Theme, view: PlanView, language: Language) -> None:
        super().__init__(view)
        self._theme, self._language = theme, language

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index, /) -> QSize:
        return QSize(0, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, /) -> None:
        model = index.model()
        assert isinstance(model, PlanModel)
        each: PlanRow = index.data(_ROW)
        days, place = model.plan.days, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._theme.colour("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, self._theme.colour("hover"))
        first = cell_place(place, 0, len(days))
        room = QRect(
            place.left() + tokens.SPACE_M,
            place.top() + 6,
            first.left() - place.left() - 2 * tokens.SPACE_M,
            19,
        )
        elide, side = option.fontMetrics.elidedText, Qt.TextElideMode.ElideRight
        painter.setPen(self._theme.colour("text"))
        painter.drawText(room, _LEFT, elide(each.site.name, side, room.width()))
        beside = option.fontMetrics.horizontalAdvance(each.site.name) + tokens.SPACE_S
        if beside + _LEAST < room.width():
            painter.setPen(self._theme.colour("muted"))
            rest = room.adjusted(beside, 0, 0, 0)
            painter.drawText(rest, _LEFT, elide(each.site.district, side, rest.width()))
        room = QRect(room.left(), room.bottom() + 1, place.right() - room.left() - tokens.SPACE_M, 19)
        painter.setPen(self._theme.colour("bad" if each.late else "muted"))
        painter.drawText(room, _LEFT, elide(model.words(each), side, room.width()))
        for number, day in enumerate(days):
            self._cell(painter, cell_place(place, number, len(days)), day, day == each.day)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(
            place.left() + tokens.SPACE_M, place.bottom(), place.right() - tokens.SPACE_M, place.bottom()
        )
        painter.restore()

    def _cell(self, painter: QPainter, place: QRect, day: str, chosen: bool) -> None:
        painter.setPen(self._theme.colour("accent" if chosen else "line"))
        painter.setBrush(self._theme.colour("accent" if chosen else "surface"))
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(self._theme.colour("on_accent" if chosen else "muted"))
        words = WEEKDAYS[date.fromisoformat(day).weekday()].to(self._language)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)


def cell_place(row_place: QRect, number: int, count: int) -> QRect:
    """Where the cell of a day is."""
    left = row_place.right() - tokens.SPACE_M - (count - number) * (_CELL + 2)
    return QRect(left, row_place.top() + 6, _CELL, 19)


class PlanPanel(QWidget):
    """The plan with its heading and the button that prints it."""

    printing = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.model = PlanModel(ui.language, self)
        self.view = PlanView(self.model, ui.theme, ui.t(_TITLE), ui.language)
        self._span = label("", "muted")
        self.print_button = button(
            ui.theme, ui.t(_PRINT), self.printing.emit, icon="printer", tip=ui.t(_PRINT_TIP)
        )
        head = column(label(ui.t(_TITLE), "title"), self._span, gap=2)
        head.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_S)
        hint = label(ui.t(_KEYS), "small", wrap=True)
        foot = column(hint, row(self.print_button, -1), gap=tokens.SPACE_S)
        foot.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_M)
        inside = column(head, self.view, foot, gap=0)
        inside.setStretch(1, 1)
        self.setLayout(inside)

    def show_plan(self, plan: WeekPlan) -> None:
        """Show another plan."""
        self.model.show_plan(plan)
        if plan.days:
            count = sum(each.day is not None for each in plan.rows)
            words = _SPAN.fill(a=day_words(plan.days[0]), b=day_words(plan.days[-1]), n=count)
            self._span.setText(self._ui.t(words))
            self.print_button.setEnabled(count > 0)

    def planned(self) -> Sequence[str]:
        """The enterprises that are planned, in the order of their days."""
        rows = [each for each in self.model.plan.rows if each.day is not None]
        return [each.site.id for each in sorted(rows, key=lambda each: each.day or "")]
