"""The pages as they will be printed: small ones to go by, and one to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QListView, QScrollArea, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tasks import Latest
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import box, button, column, icon_button, label, row

if TYPE_CHECKING:
    from fieldteacher.services.printing import PagePicture

Render = Callable[[int, int], "PagePicture"]
"""``render(page, width)``: a page as ``width`` pixels of RGBA; called on a reader thread."""
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_THUMB_WIDTH, _THUMB_HEIGHT = 84, 119
_KEPT = 400
_STEPS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_PREVIEW = Text("页面预览", "The page")
_LIST = Text("页面", "Pages")
_PAGE = Text("第 {n} 页，共 {total} 页", "Page {n} of {total}")
_BEFORE, _NEXT = Text("上一页", "Page before"), Text("下一页", "Next page")
_SMALLER, _LARGER = Text("缩小", "Smaller"), Text("放大", "Larger")
_FIT, _WHOLE = Text("适合宽度", "Fit the width"), Text("整页", "Whole page")
_PERCENT = Text("{n}%", "{n} %")


def image_of(picture: PagePicture) -> QImage:
    """The picture for Qt; it owns its bytes."""
    kind = QImage.Format.Format_Grayscale8 if picture.grey else QImage.Format.Format_RGBA8888
    line = picture.width * (1 if picture.grey else 4)
    return QImage(picture.rgba, picture.width, picture.height, line, kind).copy()


def _framed(image: QImage, theme: Theme) -> QIcon:
    """A sheet with an edge, so that white paper shows on a white ground; the same when it is selected.

    Sheets that lie stand in the middle of the room of one that stands: the words below are all at the same distance.
    """
    sheet = QPixmap.fromImage(image)
    painter = QPainter(sheet)
    painter.setPen(theme.colour("edge"))
    size = sheet.deviceIndependentSize()
    painter.drawRect(QRectF(0, 0, size.width() - 1, size.height() - 1))
    painter.end()
    if size.height() < _THUMB_HEIGHT - 1:
        room = QPixmap(
            round(_THUMB_WIDTH * sheet.devicePixelRatio()), round(_THUMB_HEIGHT * sheet.devicePixelRatio())
        )
        room.setDevicePixelRatio(sheet.devicePixelRatio())
        room.fill(Qt.GlobalColor.transparent)
        painter = QPainter(room)
        painter.drawPixmap(QPointF(0, (_THUMB_HEIGHT - size.height()) / 2), sheet)
        painter.end()
        sheet = room
    icon = QIcon(sheet)
    icon.addPixmap(sheet, QIcon.Mode.Selected)
    return icon


class Thumbnails(QAbstractListModel):
    """Small pages, drawn when they come into view: one at a time, the last one asked for first."""

    def __init__(self, ui: Ui, owner: QWidget) -> None:
        super().__init__(owner)
        self._ui, self._owner = ui, owner
        self._words: Sequence[str] = ()
        self._render: Render | None = None
        self._made: dict[int, QIcon] = {}
        self._asked: list[int] = []
        self._drawing = False
        empty = QImage(_THUMB_WIDTH, _THUMB_HEIGHT, QImage.Format.Format_RGB32)
        empty.fill(QColor("#ffffff"))
        self._empty = _framed(empty, ui.theme)

    def show_pages(self, words: Sequence[str], render: Render | None) -> None:
        """Show other pages, each with a line of words."""
        self.beginResetModel()
        self._words, self._render = words, render
        self._made.clear()
        self._asked.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self._words)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole), /) -> Any:
        if not index.isValid():
            return None
        number = index.row()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words[number]
        if role == Qt.ItemDataRole.DecorationRole:
            if number not in self._made:
                self._ask(number)
            return self._made.get(number, self._empty)
        return None

    def _ask(self, number: int) -> None:
        if number in self._asked:
            self._asked.remove(number)
        self._asked.append(number)
        del self._asked[:-40]
        if not self._drawing:
            self._draw()

    def _draw(self) -> None:
        render = self._render
        if not self._asked or render is None:
            return
        number = self._asked.pop()
        self._drawing = True
        width = round(_THUMB_WIDTH * self._owner.devicePixelRatioF())

        def drawn(image: QImage) -> None:
            self._drawing = False
            if render is self._render:
                image.setDevicePixelRatio(width / _THUMB_WIDTH)
                if len(self._made) >= _KEPT:
                    self._made.clear()
                self._made[number] = _framed(image, self._ui.theme)
                place = self.index(number)
                self.dataChanged.emit(place, place, [int(Qt.ItemDataRole.DecorationRole)])
            self._draw()

        self._ui.runner.read(lambda: image_of(render(number, width)), drawn, owner=self)


class PageArea(QScrollArea):
    """``resized`` tells that the page may have to be drawn anew; ``zoomed`` carries the steps of Ctrl+wheel."""

    resized = Signal()
    zoomed = Signal(int)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


class Pages(QWidget):
    """Thumbnails on the left, the page on the right, going and zooming above. ``shown`` carries the page's number."""

    shown = Signal(int)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._render: Render | None = None
        self._count, self.page = 0, 0
        self._zoom = 0.0
        self._latest = Latest(ui.runner, self)
        self.model = Thumbnails(ui, self)
        self._lay()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(60)
        self._pause.timeout.connect(self._draw)
        self.area.resized.connect(self._pause.start)
        self.area.zoomed.connect(self.zoom)

    def show_pages(self, words: Sequence[str], render: Render | None) -> None:
        """Show a document of as many pages as ``words``."""
        self._render, self._count = render, len(words)
        self.model.show_pages(words, render)
        self.go(min(self.page, max(0, self._count - 1)))

    def go(self, page: int) -> None:
        """Show a page, from 0."""
        self.page = max(0, min(page, self._count - 1))
        if self._count:
            index = self.model.index(self.page)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)
            self.position.setText(self._ui.t(_PAGE.fill(n=self.page + 1, total=self._count)))
            self.area.setAccessibleName(self.position.text())
        self.before.setEnabled(self.page > 0)
        self.after.setEnabled(self.page < self._count - 1)
        self._draw()
        self.shown.emit(self.page)

    @property
    def lying(self) -> bool:
        """Whether the page on show lies on its side."""
        shown = self.paper.pixmap()
        return not shown.isNull() and shown.width() > shown.height()

    def zoom(self, step: int) -> None:
        """Larger or smaller by steps; 0 fits the width."""
        if step == 0:
            self._zoom = 0.0
        else:
            now = self._zoom or self._fitting()
            if step > 0:
                self._zoom = next((each for each in _STEPS if each > now + 0.01), _STEPS[-1])
            else:
                self._zoom = next((each for each in reversed(_STEPS) if each < now - 0.01), _STEPS[0])
        self._draw()

    def show_whole(self) -> None:
        """As large as the whole page can be seen."""
        room = self.area.viewport().height() - 2 * tokens.SPACE_L - 2
        self._zoom = max(0.3, room / (297 / 25.4 * 96))
        self._draw()

    def _lay(self) -> None:
        ui, t = self._ui, self._ui.t
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(t(_LIST))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setFlow(QListView.Flow.TopToBottom)
        self.list.setWrapping(False)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(_THUMB_WIDTH, _THUMB_HEIGHT))
        self.list.setGridSize(QSize(_THUMB_WIDTH + 36, _THUMB_HEIGHT + 32))
        self.list.setFixedWidth(_THUMB_WIDTH + 56)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.selectionModel().currentRowChanged.connect(self._chosen)
        self.paper = QLabel()
        self.paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = PageArea()
        self.area.setProperty("role", "window")
        self.area.setAccessibleName(t(_PREVIEW))
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setWidget(box(column(self.paper, margin=tokens.SPACE_L), "window"))
        self.before = icon_button(ui.theme, t(_BEFORE), lambda: self.go(self.page - 1), icon="chevron-left")
        self.after = icon_button(ui.theme, t(_NEXT), lambda: self.go(self.page + 1), icon="chevron-right")
        self.smaller = icon_button(ui.theme, t(_SMALLER), lambda: self.zoom(-1), icon="minus")
        self.larger = icon_button(ui.theme, t(_LARGER), lambda: self.zoom(1), icon="plus")
        self.fit = button(ui.theme, t(_FIT), lambda: self.zoom(0), role="quiet")
        self.whole = button(ui.theme, t(_WHOLE), self.show_whole, role="quiet")
        self.position, self.percent = label("", "muted"), label("", "muted")
        self.percent.setMinimumWidth(44)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        top = row(
            self.before,
            self.position,
            self.after,
            -1,
            self.smaller,
            self.percent,
            self.larger,
            self.fit,
            self.whole,
        )
        top.setContentsMargins(tokens.SPACE_M, tokens.SPACE_XS, tokens.SPACE_M, tokens.SPACE_XS)
        self.setLayout(column(box(top), row(self.list, self.area, gap=0), gap=0))

    def _chosen(self, now: QModelIndex) -> None:
        if now.isValid() and now.row() != self.page:
            self.go(now.row())

    def _full_width(self) -> float:
        """The width of A4 at 96 dots an inch: what 100 % means."""
        return 210 / 25.4 * 96

    def _fitting(self) -> float:
        room = self.area.viewport().width() - 2 * tokens.SPACE_L - 2
        return max(0.3, min(room / self._full_width(), 1.5))

    def _draw(self) -> None:
        render, page = self._render, self.page
        if render is None or not self._count:
            self._latest.forget()
            self.paper.clear()
            return
        scale, ratio = self._zoom or self._fitting(), self.devicePixelRatioF()
        self.percent.setText(self._ui.t(_PERCENT.fill(n=round(scale * 100))))
        width = round(self._full_width() * scale * ratio)

        def drawn(image: QImage) -> None:
            image.setDevicePixelRatio(ratio)
            self.paper.setPixmap(QPixmap.fromImage(image))

        self._latest.read(lambda: image_of(render(page, width)), drawn)
