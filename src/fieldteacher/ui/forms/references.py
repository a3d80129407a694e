"""Choosing other records: what one types is looked for, and only a record found can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.editor import Editor, Found, Surroundings
from fieldteacher.ui.tasks import Latest
from fieldteacher.ui.widgets.basics import clear, column, icon_button, label, row
from fieldteacher.ui.widgets.flow import Flow

_TYPE_TO_FIND = Text("输入以查找", "type to find")
_TAKE_AWAY = Text("移除 {title}", "Remove {title}")
_NOTHING = Text("没有找到", "nothing found")
_PAUSE_MS = 60
_ROWS = 8


class RecordFinder(QLineEdit):
    """A line with the records found below it; ``chosen`` carries ``(id, title)``."""

    chosen = Signal(str, str)

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__()
        self._spec, self._around = spec, around
        self._latest = Latest(around.runner, self)
        self._asking = self._entered = False
        self._list = QListWidget(self)
        self._list.setWindowFlags(Qt.WindowType.ToolTip)
        self._list.setProperty("role", "popup")
        self._list.setFrameShape(QFrame.Shape.Box)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(around.t(spec.label))
        self._list.hide()
        self._list.itemClicked.connect(self._take)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.setPlaceholderText(around.t(_TYPE_TO_FIND))
        self.textEdited.connect(self._typed)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key, shown = event.key(), self._list.isVisible()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if shown:
                step = 1 if key == Qt.Key.Key_Down else -1
                self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + step)))
            else:
                self._ask()
        elif self._asking and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # What stands below answers an earlier key: the person means the answer that is still to come.
            self._entered = True
        elif shown and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.currentItem():
            self._take(self._list.currentItem())
        elif shown and key == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: Any, /) -> None:
        self._list.hide()
        self._asking = self._entered = False
        super().focusOutEvent(event)

    def _typed(self, words: str) -> None:
        self._asking, self._entered = bool(words.strip()), False
        self._pause.start()

    def _ask(self) -> None:
        types, typed = self._spec.targets, self.text().strip()
        self._latest.read(lambda: self._around.find(types, typed), self._answer)

    def _answer(self, found: Found) -> None:
        if not self.hasFocus():
            return
        entered, self._asking, self._entered = self._entered, False, False
        self._list.clear()
        for record, title in found:
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, record)
            self._list.addItem(item)
        if not found:
            nothing = QListWidgetItem(self._around.t(_NOTHING))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(nothing)
        else:
            self._list.setCurrentRow(0)
        self._list.ensurePolished()
        height = self._list.sizeHintForRow(0) * min(_ROWS, self._list.count()) + 12
        corner = self.mapToGlobal(QPoint(0, self.height() + 2))
        self._list.setGeometry(corner.x(), corner.y(), max(self.width(), 260), height)
        self._list.show()
        if entered and found:
            self._take(self._list.item(0))

    def _take(self, item: QListWidgetItem) -> None:
        record = item.data(Qt.ItemDataRole.UserRole)
        if record:
            self._list.hide()
            self._latest.forget()
            self.chosen.emit(record, item.text())


class ReferenceEditor(Editor):
    """One record. What is typed and not chosen is put back when the field is left."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self.finder = RecordFinder(spec, around)
        self.finder.chosen.connect(self._chosen)
        self.finder.installEventFilter(self)
        self._id: str | None = None
        self._title = ""
        self.setLayout(row(self.finder))

    def value(self) -> Any:
        return self._id

    def set_value(self, value: Any) -> None:
        self._id, self._title = value or None, ""
        self.finder.setText("")
        if value:
            types = self.spec.targets
            self.around.runner.read(lambda: self.around.titles(types, (value,)), self._titled, owner=self)

    def inputs(self) -> Sequence[QWidget]:
        return [self.finder]

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            # Emptied by the person; while the title is still being read the line is empty too.
            if self.finder.isModified() and not self.finder.text().strip() and self._id is not None:
                self._id, self._title = None, ""
                self.changed.emit()
            self.finder.setText(self._title)
        return False

    def _titled(self, titles: dict[str, str]) -> None:
        if self._id in titles:
            self._title = titles[self._id]
            if not self.finder.isModified():
                self.finder.setText(self._title)
                self.finder.setCursorPosition(0)

    def _chosen(self, record: str, title: str) -> None:
        self._id, self._title = record, title
        self.finder.setText(title)
        self.changed.emit()


class ReferencesEditor(Editor):
    """Several records: each chosen one becomes a small line that can be taken away."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self.finder = RecordFinder(spec, around)
        self.finder.chosen.connect(self._add)
        self._chosen: dict[str, str] = {}
        self._lines = Flow()
        self.setLayout(column(self.finder, self._lines, gap=4))

    def value(self) -> Any:
        return tuple(self._chosen) or None

    def set_value(self, value: Any) -> None:
        self._chosen = dict.fromkeys(value or (), "…")
        self._draw()
        if self._chosen:
            types, ids = self.spec.targets, tuple(self._chosen)
            self.around.runner.read(lambda: self.around.titles(types, ids), self._titled, owner=self)

    def inputs(self) -> Sequence[QWidget]:
        return [self.finder]

    def _titled(self, titles: dict[str, str]) -> None:
        self._chosen = {record: titles.get(record, title) for record, title in self._chosen.items()}
        self._draw()

    def _add(self, record: str, title: str) -> None:
        self.finder.clear()
        if record not in self._chosen:
            self._chosen[record] = title
            self._draw()
            self.changed.emit()

    def _remove(self, record: str) -> None:
        del self._chosen[record]
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        clear(self._lines)
        for record, title in self._chosen.items():
            frame = QFrame()
            frame.setProperty("tone", "neutral")
            name = self.around.t(_TAKE_AWAY.fill(title=title))
            away = icon_button(self.around.theme, name, partial(self._remove, record), icon="x")
            inside = row(label(title), away, gap=2)
            inside.setContentsMargins(8, 0, 0, 0)
            frame.setLayout(inside)
            self._lines.addWidget(frame)
        self.updateGeometry()
