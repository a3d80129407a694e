"""How the grid looks: its cells, the headings of the criteria, and the frozen column of names with overall and grade."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fieldteacher.domain.text import Language, Text
from fieldteacher.ui import tokens
from fieldteacher.ui.screens.evaluations.model import (
    COMPUTED_ROLE,
    GROUP_ROLE,
    HINT_ROLE,
    LOCKED_ROLE,
    OVERALL_ROLE,
    ROW_ROLE,
    GridModel,
)
from fieldteacher.ui.theme import Theme

HEAD_HEIGHT = 62
CELL_WIDTH = 70
PEOPLE_WIDTH = 276
_OVERALL_WIDTH, _GRADE_WIDTH = 52, 60
_STUDENT = Text("学生", "Student")
_OVERALL = Text("总评", "Overall")
_GRADE = Text("等级", "Grade")
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_BOTTOM_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
_ELIDE = Qt.TextElideMode.ElideRight
_LOCK = 12
_HINT = 8
_SIGNS = {"signed": "lock", "missing": "flag", "nothing": "minus"}


class CellPainter(QStyledItemDelegate):
    """Paints the cells without the style engine, which takes ten times as long."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        colour, area = self._theme.colour, option.rect
        state = option.state
        locked, computed = index.data(LOCKED_ROLE), index.data(COMPUTED_ROLE)
        ground = (
            "accent_soft"
            if state & QStyle.StateFlag.State_Selected
            else "sunken"
            if locked or computed
            else "surface"
        )
        painter.fillRect(area, colour(ground))
        painter.setPen(colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())
        words = str(index.data() or "")
        if locked:
            mark = QRect(area.left() + 6, area.center().y() - _LOCK // 2, _LOCK, _LOCK)
            self._theme.icon(_SIGNS[locked], "muted", _LOCK).paint(painter, mark)
        if words:
            painter.setPen(colour("muted" if locked else "text"))
            painter.drawText(area.adjusted(4, 0, -tokens.SPACE_M, 0), _RIGHT, words)
        if index.data(HINT_ROLE):
            corner = area.topRight()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("warn"))
            painter.drawPolygon([corner, corner - QPoint(_HINT, 0), corner + QPoint(0, _HINT)])
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(area.adjusted(1, 1, -2, -2))


class CriteriaHeader(QHeaderView):
    """Whose criteria, their names and their full marks."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setFixedHeight(HEAD_HEIGHT)
        self.setSectionsClickable(True)
        self.setDefaultSectionSize(CELL_WIDTH)
        self.setMinimumSectionSize(48)

    def paintSection(self, painter: QPainter, rect: QRect, section: int, /) -> None:
        model, colour = self.model(), self._theme.colour
        painter.save()
        painter.fillRect(rect, colour("surface"))
        group = model.headerData(section, Qt.Orientation.Horizontal, GROUP_ROLE)
        painter.setPen(colour("edge"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if group is not None and section:
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        small = QFont(painter.font())
        small.setPixelSize(tokens.TYPE_SMALL)
        name, _, full = str(model.headerData(section, Qt.Orientation.Horizontal) or "").partition("\n")
        inside = rect.adjusted(6, 4, -6, -5)
        third = inside.height() // 3
        painter.setFont(small)
        self._paint_group(painter, rect, section, QRect(0, inside.top(), 3 * CELL_WIDTH, third))
        painter.setPen(colour("muted"))
        painter.drawText(QRect(inside.left(), inside.bottom() - third, inside.width(), third), _RIGHT, full)
        current = self.parent_current_column() == section
        painter.setFont(self.font())
        painter.setPen(colour("accent_text" if current else "text"))
        words = painter.fontMetrics().elidedText(name, _ELIDE, inside.width())
        painter.drawText(QRect(inside.left(), inside.top() + third, inside.width(), third), _RIGHT, words)
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRect, section: int, room: QRect) -> None:
        """The rater's name runs on over several criteria: each paints the part of it that lies in its own area."""
        first = section
        model = self.model()
        while first > 0 and model.headerData(first, Qt.Orientation.Horizontal, GROUP_ROLE) is None:
            first -= 1
        words = model.headerData(first, Qt.Orientation.Horizontal, GROUP_ROLE)
        if not words:
            return
        start = rect.left() - self.sectionPosition(section) + self.sectionPosition(first)
        painter.setPen(self._theme.colour("accent_text"))
        painter.setClipRect(rect)
        painter.drawText(room.translated(start + 6, 0), _LEFT, words)

    def parent_current_column(self) -> int:
        """The column the keyboard is in."""
        selection = self.selectionModel()
        return selection.currentIndex().column() if selection is not None else -1


class PeopleHeader(QHeaderView):
    """The frozen column: name, number, overall and grade of each student."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self.setFixedWidth(PEOPLE_WIDTH)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(tokens.ROW_HEIGHT)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        return QSize(PEOPLE_WIDTH, super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int, /) -> None:
        model, colour = self.model(), self._theme.colour
        selection = self.selectionModel()
        current = selection is not None and selection.currentIndex().row() == section
        painter.fillRect(rect, colour("accent_soft" if current else "surface"))
        painter.setPen(colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(colour("edge"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if not isinstance(model, GridModel) or section >= len(model.rows):
            return
        who = model.index(section, 0).data(ROW_ROLE).who
        overall, grade, passed = model.headerData(section, Qt.Orientation.Vertical, OVERALL_ROLE)
        people, total, band = columns_of(rect)
        painter.setPen(colour("text"))
        name = painter.fontMetrics().elidedText(who.name, _ELIDE, people.width() - 84)
        painter.drawText(people, _LEFT, name)
        painter.setPen(colour("muted"))
        painter.drawText(people, _RIGHT, who.student_number)
        painter.setPen(colour("text"))
        painter.drawText(total, _RIGHT, overall or "–")
        if grade:
            tone = "good" if passed else "bad"
            sign = QRect(band.left(), band.center().y() - _LOCK // 2, _LOCK, _LOCK)
            self._theme.icon("check" if passed else "circle-alert", tone, _LOCK).paint(painter, sign)
            painter.setPen(colour("muted" if passed else "bad"))
            room = band.adjusted(_LOCK + tokens.SPACE_XS, 0, 0, 0)
            painter.drawText(room, _LEFT, painter.fontMetrics().elidedText(grade, _ELIDE, room.width()))


class Corner(QWidget):
    """The headings of the frozen column, over the table's corner."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = [each.to(language) for each in (_STUDENT, _OVERALL, _GRADE)]
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(PEOPLE_WIDTH, HEAD_HEIGHT)

    def paintEvent(self, _event: object, /) -> None:
        painter, colour = QPainter(self), self._theme.colour
        rect = self.rect()
        painter.fillRect(rect, colour("surface"))
        painter.setPen(colour("edge"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(colour("muted"))
        people, total, band = columns_of(rect.adjusted(0, 0, 0, -8))
        bottom_left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        painter.drawText(people, bottom_left, self._words[0])
        painter.drawText(total, _BOTTOM_RIGHT, self._words[1])
        painter.drawText(band, bottom_left, self._words[2])
        painter.end()


def columns_of(rect: QRect) -> tuple[QRect, QRect, QRect]:
    """Where name and number, overall, and grade stand in the frozen column."""
    band = QRect(rect.right() - _GRADE_WIDTH - 4, rect.top(), _GRADE_WIDTH, rect.height())
    total = QRect(band.left() - _OVERALL_WIDTH - tokens.SPACE_S, rect.top(), _OVERALL_WIDTH, rect.height())
    left = rect.left() + tokens.SPACE_M
    people = QRect(left, rect.top(), total.left() - left - tokens.SPACE_XS, rect.height())
    return people, total, band
