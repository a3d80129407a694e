"""A table with all that belongs to it: finding, filter chips, the choice of columns, actions, count, empty state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedLayout, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tables.choice import ColumnChoice
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.filters import FilterBar
from fieldteacher.ui.tables.model import RowsModel
from fieldteacher.ui.tables.view import RowsView
from fieldteacher.ui.widgets.basics import box, button, column, icon_button, label, row, rule
from fieldteacher.ui.widgets.empty import EmptyState, Step

_COUNT = Text("共 {n} {noun}", "{n} {noun}")
_SOME = Text("显示 {n} / {total} {noun}", "{n} of {total} {noun}")
_SELECTED = Text("，已选 {n}", ", {n} selected")
_NONE_FOUND = Text("没有符合条件的记录", "Nothing matches the filters")
_CLEAR = Text("清除筛选", "Clear filters")
_COLUMNS = Text("选择列", "Choose columns")
_FIND = Text("在列表中筛选", "Filter the list")


def _single(noun: Text) -> Text:
    """The counted word for one: entries, batches, reports."""
    for many, one in (("ies", "y"), ("ches", "ch"), ("s", "")):
        if noun.en.endswith(many):
            return Text(noun.zh, noun.en.removesuffix(many) + one)
    return noun


class TableView(QWidget):
    """``selected`` carries the selected row the person is on (or ``None``) whenever that is another one;
    ``opened`` the row opened by Enter or double click.

    A row's first element is its identity: the selection survives ``set_rows`` by it.
    """

    selected = Signal(object)
    opened = Signal(object)
    selection_changed = Signal()

    def __init__(
        self,
        ui: Ui,
        name: str,
        title: Text,
        columns: Sequence[Column],
        *,
        filters: Sequence[Filter] = (),
        noun: Text = Text("条", "records"),
        empty: EmptyState | Callable[[], EmptyState] | None = None,
    ) -> None:
        """``name`` is where the choice of columns is remembered; ``noun`` the counted word, such as 名学生;
        ``empty`` stands where there are no rows at all (or makes what does, once it is needed)."""
        super().__init__()
        self._ui, self._name, self._noun = ui, name, noun
        self.model = RowsModel(columns, ui.language)
        self.rows = self.make_rows(ui.t(title))
        self.filters = FilterBar(filters, ui.language)
        self.finder = QLineEdit()
        self._batch: list[QPushButton] = []
        self._told: Any = None
        self._narrowed: Callable[[Any], bool] | None = None
        self._restoring = False
        self._count = label("", "small")
        self._empty = empty
        self._nothing: EmptyState | None = None
        self._lay()
        self.columns = ColumnChoice(ui, name, self.rows, self.model)
        self._resume_order()
        head = self.rows.horizontalHeader()
        head.setSectionsMovable(True)
        head.sectionClicked.connect(self._sort_clicked)
        head.sectionResized.connect(lambda *sizes: self.columns.resized(*sizes))
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(lambda at: self.columns.ask(head.mapToGlobal(at)))
        self.filters.changed.connect(self._filter)
        self.finder.textChanged.connect(self._filter)
        self.rows.opened.connect(self.opened)
        selection = self.rows.selectionModel()
        selection.selectionChanged.connect(self._selection_changed)
        selection.currentRowChanged.connect(lambda *_: self._tell_selected())

    def make_rows(self, name: str) -> RowsView:
        """The table itself."""
        return RowsView(self.model, self._ui.theme, name)

    def _lay(self) -> None:
        ui = self._ui
        self.finder.setPlaceholderText(ui.t(_FIND))
        self.finder.setAccessibleName(ui.t(_FIND))
        self.finder.setClearButtonEnabled(True)
        self.finder.setMaximumWidth(240)
        self.finder.installEventFilter(self)
        chooser = icon_button(ui.theme, ui.t(_COLUMNS), lambda: None, icon="columns-3")
        chooser.clicked.connect(lambda: self.columns.ask(chooser.mapToGlobal(chooser.rect().bottomLeft())))
        self.chooser = chooser
        self.beside_finder: QHBoxLayout = row()
        self._actions: QHBoxLayout = row()
        line = row(self.finder, self.beside_finder, -1, self._actions, chooser)
        top = column(line, self.filters, gap=tokens.SPACE_S)
        top.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_S)
        self._top = box(top)
        foot = row(self._count, -1)
        foot.setContentsMargins(tokens.SPACE_M, tokens.SPACE_XS, tokens.SPACE_L, tokens.SPACE_XS)
        self._foot = box(foot)
        # With a parent from the start: a stack without one shows its first page as a window of its own.
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.rows)
        if isinstance(self._empty, EmptyState):  # owned by nobody it would outlive the window
            self._empty.setParent(self)
            self._empty.hide()
        self.setLayout(column(self._top, pages, rule(), self._foot, gap=0))

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """The table takes the keyboard; a focus proxy would make Tab pass over all that stands around it."""
        self.rows.setFocus(event.reason())

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            # By the first letter, all that ten thousand rows say has been put together.
            self._ui.runner.read(self.model.words_ahead(), lambda _: None, owner=self)
        return super().eventFilter(watched, event)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show ``rows``; who was selected and current stays so, as far as they are still there."""
        held = self.rows.hold()
        self.filters.count(rows)
        self.model.set_rows(rows)
        self._restore(held)
        self._look()

    def narrow(self, accept: Callable[[Any], bool] | None) -> None:
        """Show only rows that ``accept`` takes, whatever the chips and the finder say beside it."""
        self._narrowed = accept
        self._filter()

    def add_action(
        self, words: Text, taken: Callable[[], object], *, icon: str = "", role: str = "", batch: bool = False
    ) -> QPushButton:
        """A button above the table; a ``batch`` action works on the selected rows and waits for a selection."""
        made = button(self._ui.theme, self._ui.t(words), taken, icon=icon, role=role)
        if batch:
            made.setEnabled(False)
            self._batch.append(made)
        self._actions.addWidget(made)
        return made

    def selected_rows(self) -> list[Any]:
        """The selected rows, from top to bottom."""
        return self.rows.selected_rows()

    def select(self, identity: Any) -> bool:
        """Go to the row of that identity, clearing filters that hide it; ``False`` where there is none."""
        if self._go_to(identity):
            return True
        if self.model.total == len(self.model.rows):
            return False
        self.clear_filters()
        return self._go_to(identity)

    def clear_filters(self) -> None:
        """Show all rows."""
        self.finder.clear()
        self.filters.clear()

    def sort_by(self, name: str, *, descending: bool = False) -> None:
        """Sort by the column of that name."""
        self._sort(self.columns.number(name), descending)

    def _resume_order(self) -> None:
        number, descending = self.columns.remembered_order()
        if number >= 0:
            self._sort(number, descending)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.columns.fit(self.width() - self.rows.verticalScrollBar().sizeHint().width())

    def _go_to(self, identity: Any) -> bool:
        for number, each in enumerate(self.model.rows):
            if each[0] == identity:
                self.rows.go_to(number)
                return True
        return False

    def _restore(self, held: Any) -> None:
        self._restoring = True
        self.rows.restore(held)
        self._restoring = False

    def _sort_clicked(self, number: int) -> None:
        head = self.rows.horizontalHeader()
        again = self.columns.sorted_by == number and head.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        self._sort(number, again)
        self.columns.remember()

    def _sort(self, number: int, descending: bool) -> None:
        """Sort with the selection put aside: Qt would move every selected cell one by one."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        held = self.rows.hold()
        selection = self.rows.selectionModel()
        selection.blockSignals(True)
        selection.reset()
        self.rows.horizontalHeader().setSortIndicator(number, order)
        self.model.sort(number, order)
        self._restore(held)
        selection.blockSignals(False)
        self.rows.viewport().update()
        self.columns.sorted_by = number

    def _filter(self) -> None:
        chips, narrowed, typed = self.filters.accept, self._narrowed, self.finder.text().split()
        held = self.rows.hold()
        terms = [part.casefold() for part in typed]
        words = self.model.words

        def accept(each: Any) -> bool:
            if narrowed is not None and not narrowed(each):
                return False
            if chips is not None and not chips(each):
                return False
            written = words(each) if terms else ""
            return all(term in written for term in terms)

        self.model.set_accept(accept if terms or chips is not None or narrowed is not None else None)
        self._restore(held)
        self._look()

    def _look(self) -> None:
        shown, total = len(self.model.rows), self.model.total
        self._show_page(self.rows if shown else self.nothing_found() if total else self.nothing_yet())
        self._top.setVisible(total > 0)
        self._foot.setVisible(total > 0)
        self._tell_selected()
        self._show_selection()

    def nothing_found(self) -> EmptyState:
        """What stands where the filters leave no row."""
        if self._nothing is None:
            ui = self._ui
            step = Step(ui.t(_CLEAR), self.clear_filters)
            self._nothing = EmptyState(ui.theme, ui.t(_NONE_FOUND), step, icon="list-filter")
        return self._nothing

    def nothing_yet(self) -> EmptyState:
        """What stands where there are no rows at all."""
        if not isinstance(self._empty, EmptyState):
            self._empty = (
                self._empty() if self._empty else EmptyState(self._ui.theme, self._ui.t(_NONE_FOUND))
            )
        return self._empty

    def _show_page(self, page: QWidget) -> None:
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    def _show_selection(self) -> None:
        any_chosen = self.rows.selectionModel().hasSelection()
        for each in self._batch:
            each.setEnabled(any_chosen)
        shown, total, noun = len(self.model.rows), self.model.total, self._noun
        if total == 1:
            noun = _single(noun)
        text = (_COUNT if shown == total else _SOME).fill(n=shown, total=total, noun=noun)
        words = self._ui.t(text)
        chosen = self.rows.count_selected()
        if chosen > 1:
            words += self._ui.t(_SELECTED.fill(n=chosen))
        self._count.setText(words)

    def _tell_selected(self) -> None:
        """Qt puts the keyboard on the first row by itself when the table gets the focus: that selects nobody."""
        if self._restoring:
            return
        row = self.rows.chosen_row()
        told = None if row is None else row[0]
        if told != self._told:
            self._told = told
            self.selected.emit(row)

    def _selection_changed(self, _on: QItemSelection, _off: QItemSelection) -> None:
        self._tell_selected()
        self._show_selection()
        self.selection_changed.emit()
