"""Which columns a table shows, how wide and in what order of rows: chosen by the person and remembered."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMenu

from fieldteacher.ui.context import Ui
from fieldteacher.ui.tables.model import RowsModel
from fieldteacher.ui.tables.view import RowsView


class ColumnChoice:
    """Kept in the settings under ``list/`` and the table's name. The first column always stays."""

    def __init__(self, ui: Ui, name: str, view: RowsView, model: RowsModel) -> None:
        self._ui, self._view, self._model = ui, view, model
        self._key = f"list/{name}"
        self.sorted_by = -1
        saved = ui.settings.get(self._key) or {}
        self._chosen = "shown" in saved
        shown = saved.get("shown", [each.name for each in model.columns if each.shown])
        widths = saved.get("widths", {})
        for number, each in enumerate(model.columns):
            view.setColumnHidden(number, number > 0 and each.name not in shown)
            if each.stretch:
                view.horizontalHeader().setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            elif each.name in widths:
                view.setColumnWidth(number, widths[each.name])
        self._widths = [view.columnWidth(number) for number in range(len(model.columns))]

    def fit(self, room: int) -> None:
        """Let spare columns give way where ``room`` (logical pixels) is too little for all; they come back with it.

        A column that stretches keeps its least width: where even that is too much, the table scrolls sideways.
        """
        view, columns = self._view, self._model.columns
        if self._chosen:
            shown = [n for n in range(len(columns)) if not view.isColumnHidden(n)]
        else:
            shown = [n for n, each in enumerate(columns) if each.shown or n == 0]
        spare = sorted((n for n in shown if columns[n].spare), key=lambda n: -columns[n].spare)
        width = {n: columns[n].width if columns[n].stretch else self._widths[n] for n in shown}
        while spare and not self._chosen and sum(width.values()) > room:
            del width[spare.pop(0)]
        changed = [n for n in shown if view.isColumnHidden(n) is (n in width)]
        tight = sum(width.values()) > room
        stretching = [n for n in width if columns[n].stretch]
        head = view.horizontalHeader()
        # Qt loses count of what it hides while a section stretches: the next ones then stand too far to the right.
        for n in stretching if tight or changed else ():
            head.setSectionResizeMode(n, QHeaderView.ResizeMode.Fixed)
            view.setColumnWidth(n, width[n])
        for n in changed:
            view.setColumnHidden(n, n not in width)
        for n in () if tight else stretching:
            head.setSectionResizeMode(n, QHeaderView.ResizeMode.Stretch)

    def number(self, name: str) -> int:
        """The place of a column in the model; -1 where there is none."""
        return next((n for n, each in enumerate(self._model.columns) if each.name == name), -1)

    def remembered_order(self) -> tuple[int, bool]:
        """The column that the rows were last sorted by (or -1), and whether downwards."""
        name, descending = (self._ui.settings.get(self._key) or {}).get("sort", ("", False))
        return self.number(name), descending

    def remember(self) -> None:
        """Keep the choice as it is now."""
        columns, view = self._model.columns, self._view
        descending = view.horizontalHeader().sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        shown = [(n, each) for n, each in enumerate(columns) if not view.isColumnHidden(n)]
        choice: dict[str, object] = {
            "widths": {each.name: view.columnWidth(n) for n, each in shown if not each.stretch},
            "sort": [columns[self.sorted_by].name if self.sorted_by >= 0 else "", descending],
        }
        if self._chosen:
            choice["shown"] = [each.name for _, each in shown]
        self._ui.settings.set(self._key, choice)

    def show(self, number: int, on: bool) -> None:
        """Show or hide a column."""
        self._chosen = True
        self._view.setColumnHidden(number, not on)
        self.remember()

    def ask(self, at: QPoint) -> None:
        """The menu of columns, at a place on the screen."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, each in enumerate(self._model.columns):
            action = QAction(self._ui.t(each.heading), menu)
            action.setCheckable(True)
            action.setChecked(not self._view.isColumnHidden(number))
            action.setEnabled(number > 0)
            action.toggled.connect(lambda on, n=number: self.show(n, on))
            menu.addAction(action)
        menu.popup(at)

    def resized(self, number: int, _before: int, _now: int) -> None:
        """The header's sections were resized; only the person's own hand is remembered."""
        if self._view.horizontalHeader().underMouse() and not self._model.columns[number].stretch:
            self.remember()
