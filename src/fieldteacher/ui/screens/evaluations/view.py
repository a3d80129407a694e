"""The grid under the keyboard: typing, moving on, clearing, copying and pasting."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui import tokens
from fieldteacher.ui.screens.evaluations.editing import ENTER, CellDelegate, MarkEditor
from fieldteacher.ui.screens.evaluations.entering import read_mark
from fieldteacher.ui.screens.evaluations.model import Cell, GridModel
from fieldteacher.ui.screens.evaluations.painting import CELL_WIDTH, Corner, CriteriaHeader, PeopleHeader
from fieldteacher.ui.screens.evaluations.pasting import Pasted, plan_paste
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import label, refresh

_GRID = Text("分数表", "Marks")
_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_STARTING = frozenset("0123456789.。．０１２３４５６７８９")
_EDIT_KEYS = QAbstractItemView.EditTrigger.AnyKeyPressed


class GridView(QTableView):
    """``paused`` is emitted when what was entered so far makes a save of its own; ``refused`` carries why a block was
    not pasted, ``not_taken`` why a mark left behind, or typed into a locked cell, was not taken; ``pasted`` how many marks a paste has set; ``undo_asked`` comes before the window
    takes back the last save, ``editing_ended`` when no cell is being edited any more."""

    paused = Signal()
    row_entered = Signal(int)
    refused = Signal(object)
    pasted = Signal(int)
    undo_asked = Signal()
    not_taken = Signal(object)
    editing_ended = Signal()

    def __init__(self, model: GridModel, theme: Theme, language: Language) -> None:
        super().__init__()
        self._grid, self._language = model, language
        self.downwards = True
        """Whether Enter goes down (else right)."""
        self.point_left_out = False
        self._editor: MarkEditor | None = None
        self._shown_problem = label("", "problem", wrap=True)
        self._shown_problem.setParent(self.viewport())
        self._shown_problem.setProperty("tone", "bad")
        self._shown_problem.setContentsMargins(
            tokens.SPACE_S, tokens.SPACE_XS, tokens.SPACE_S, tokens.SPACE_XS
        )
        self._shown_problem.hide()
        self.setModel(model)
        self.setHorizontalHeader(CriteriaHeader(theme, self))
        self.setVerticalHeader(PeopleHeader(theme, self))
        self.setItemDelegate(CellDelegate(theme, self, self.make_editor, self.editor_left))
        self._corner = Corner(theme, language, self)
        self.setAccessibleName(_GRID.to(language))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._current_changed)

    @property
    def problem(self) -> str:
        """The sentence at the cell being edited, or empty."""
        return self._shown_problem.text() if not self._shown_problem.isHidden() else ""

    @property
    def editor(self) -> MarkEditor | None:
        """The field in the cell being edited."""
        return self._editor

    def fit_totals(self) -> None:
        """Make the columns of totals as wide as their headings."""
        for column in range(len(self._grid.criteria), self._grid.columnCount()):
            words = str(self._grid.headerData(column, Qt.Orientation.Horizontal))
            self.setColumnWidth(column, max(CELL_WIDTH, self.fontMetrics().horizontalAdvance(words) + 16))

    def go(self, row: int, column: int) -> None:
        """Put the keyboard on a cell."""
        index = self._grid.index(row, column)
        if index.isValid():
            # Not ``setCurrentIndex``: with Ctrl held down it would only toggle the cell.
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    # -- typing --------------------------------------------------------------------------------

    def make_editor(self, parent: QWidget, row: int, column: int) -> MarkEditor:
        """The field for a cell; called by the delegate."""
        made = MarkEditor(parent)
        made.row, made.column = row, column
        made.setAccessibleName(self._grid.describe(row, column))
        made.done.connect(lambda move: self.commit(made, move))
        made.given_up.connect(lambda: self._close(made))
        made.textEdited.connect(lambda _: self._say("", made))
        self._editor = made
        return made

    def commit(self, editor: MarkEditor, move: object = None) -> bool:
        """Take what was typed and move on; ``False`` where it does not fit, which is said at the cell."""
        row, column = editor.row, editor.column
        try:
            tenths = read_mark(editor.text(), self._grid.criteria[column], point_left_out=self.point_left_out)
        except UserError as error:
            self._say(error.text.to(self._language), editor)
            editor.selectAll()
            return False
        self._close(editor)
        self._grid.set_cells([(row, column, tenths)])
        self._move(move)
        return True

    def finish(self) -> None:
        """Take what is being typed, if it fits; give it up if not."""
        if self._editor is not None:
            self.editor_left(self._editor)

    def editor_left(self, editor: MarkEditor) -> None:
        """The field lost the keyboard: a mark that does not fit is not taken, and said in the screen."""
        if editor is not self._editor:
            return
        row, column, typed = editor.row, editor.column, editor.text()
        self._close(editor)
        try:
            tenths = read_mark(typed, self._grid.criteria[column], point_left_out=self.point_left_out)
        except UserError as error:
            self.not_taken.emit(error.text)
            return
        self._grid.set_cells([(row, column, tenths)])

    def _close(self, editor: MarkEditor) -> None:
        self._say("", editor)
        self._editor = None
        had_focus = editor.hasFocus()
        self.closeEditor(editor, CellDelegate.EndEditHint.NoHint)
        if had_focus:
            self.setFocus()
        self.editing_ended.emit()

    def _say(self, words: str, editor: MarkEditor) -> None:
        editor.setProperty("problem", bool(words))
        editor.setAccessibleDescription(words)
        refresh(editor)
        bubble = self._shown_problem
        bubble.setText(words)
        bubble.setVisible(bool(words))
        if words:
            bubble.setFixedWidth(min(280, self.viewport().width()))
            bubble.adjustSize()
            below = editor.geometry().bottomLeft() + QPoint(0, 2)
            x = max(0, min(below.x(), self.viewport().width() - bubble.width()))
            room = self.viewport().height() - below.y()
            y = below.y() if room >= bubble.height() else editor.y() - bubble.height() - 2
            bubble.move(x, y)
            bubble.raise_()

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        command = bool(
            event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        )
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key in ENTER:
            self._move("back" if shift else "on")
        elif key == Qt.Key.Key_Tab and self._can_go(0, 1):
            self._move("right")
        elif key == Qt.Key.Key_Backtab and self._can_go(0, -1):
            self._move("left")
        elif key in _CLEAR:
            self.clear_selected()
        elif key == Qt.Key.Key_F2 and index.isValid():
            self._open(None)
        elif event.text() and event.text() in _STARTING and not command:
            self._open(event)
        elif key == Qt.Key.Key_Escape or (event.text().isprintable() and event.text() and not command):
            event.ignore()  # letters must not jump about in the marks; Esc is the screen's
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            key = cast(QKeyEvent, event)
            step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(key.key()))
            if step is not None and self._can_go(0, step):
                self.keyPressEvent(key)
                return True
        undo = QKeySequence.StandardKey.Undo
        if event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).matches(undo):
            self.undo_asked.emit()  # the window takes back the last save: let there be nothing unsaved
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent, /) -> None:
        """Digits that come from an input method (full-width ones, say) begin a mark too."""
        words = event.commitString()
        if words and words[0] in _STARTING:
            self._open(None)
            if self._editor is not None:
                self._editor.moves_cursor = False
                self._editor.setText(words)
        event.accept()

    def _open(self, event: QKeyEvent | None) -> None:
        index = self.currentIndex()
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            for why in self._grid.why_locked(index.row(), index.column()) if index.isValid() else ():
                self.not_taken.emit(why)
            return
        self.setEditTriggers(_EDIT_KEYS)
        trigger = _EDIT_KEYS if event is not None else QAbstractItemView.EditTrigger.AllEditTriggers
        self.edit(index, trigger, event or QEvent(QEvent.Type.None_))
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        if event is None and self._editor is not None:
            self._editor.moves_cursor = True
            self._editor.selectAll()

    def _can_go(self, rows: int, columns: int) -> bool:
        index = self.currentIndex()
        if not index.isValid():
            return False
        return self._next(index.row(), index.column(), rows, columns) is not None

    def _move(self, move: object) -> None:
        index = self.currentIndex()
        if move is None or not index.isValid():
            return
        step = {"right": (0, 1), "left": (0, -1)}.get(move) if isinstance(move, str) else move
        if step is None:
            sign = -1 if move == "back" else 1
            step = (sign, 0) if self.downwards else (0, sign)
        rows, columns = cast("tuple[int, int]", step)
        wraps = isinstance(move, str)
        place = self._next(index.row(), index.column(), rows, columns, wraps=wraps)
        if place is not None:
            self.go(*place)

    def _next(
        self, row: int, column: int, rows: int, columns: int, *, wraps: bool = True
    ) -> tuple[int, int] | None:
        """The next cell that can be changed in a direction; at the end of a row or column, of the next one."""
        height, width = len(self._grid.rows), len(self._grid.criteria)
        for _ in range(height * width):
            row, column = row + rows, column + columns
            if wraps and columns and not 0 <= column < width:
                row, column = row + columns, 0 if columns > 0 else width - 1
            elif wraps and rows and not 0 <= row < height:
                row, column = 0 if rows > 0 else height - 1, column + rows
            if not (0 <= row < height and 0 <= column < width):
                return None
            if not self._grid.locked(row, column):
                return row, column
        return None

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None, /
    ) -> QItemSelectionModel.SelectionFlag:
        # With Ctrl an arrow goes far, as in a spreadsheet; it does not leave the selection behind.
        if isinstance(event, QKeyEvent) and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return QItemSelectionModel.SelectionFlag.ClearAndSelect
        return super().selectionCommand(index, event)

    # -- blocks --------------------------------------------------------------------------------

    def places(self) -> list[tuple[int, int]]:
        """The selected cells, from top left to bottom right."""
        return sorted((index.row(), index.column()) for index in self.selectedIndexes())

    def clear_selected(self) -> None:
        """Take the marks out of the selected cells."""
        cells: list[Cell] = [(row, column, None) for row, column in self.places()]
        self.paused.emit()
        self._grid.set_cells(cells)

    def copy(self) -> None:
        """The selected block as cells for a spreadsheet."""
        places = self.places()
        if not places:
            return
        chosen = set(places)
        columns = range(min(c for _, c in places), max(c for _, c in places) + 1)
        lines = (
            "\t".join(self._grid.words(row, column) if (row, column) in chosen else "" for column in columns)
            for row in dict.fromkeys(row for row, _ in places)
        )
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> Pasted:
        """Set the block on the clipboard, all of it or nothing."""
        plan = plan_paste(
            self._grid, QGuiApplication.clipboard().text(), self.places(), point_left_out=self.point_left_out
        )
        if plan.problems:
            self.refused.emit(list(plan.problems))
            return plan
        self.paused.emit()
        changed = self._grid.set_cells(plan.cells)
        if plan.cells:
            corners = [self._grid.index(*cell[:2]) for cell in (plan.cells[0], plan.cells[-1])]
            self.selectionModel().setCurrentIndex(corners[0], QItemSelectionModel.SelectionFlag.NoUpdate)
        self.pasted.emit(changed)
        return plan

    # -- Qt ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._corner.move(0, 0)
        self._corner.raise_()

    def _current_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.row() != before.row():
            if before.isValid():
                self.paused.emit()
            self.row_entered.emit(now.row())
            self.verticalHeader().viewport().update()
        self.horizontalHeader().viewport().update()
