"""A page that keeps the few records of a type: their list, and below it the form of one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.arrangement import Arrangement
from fieldteacher.ui.forms.editor import Editor
from fieldteacher.ui.forms.record_form import RecordForm
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.tables.column import Column
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import Card, column, label
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

_DELETE = Text("删除", "Delete")
_LIST_HEIGHT = 196


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What a page keeps, and its words. ``edit`` and ``ask`` have a place for ``{name}``, ``ask_more`` for ``{n}``."""

    name: str
    kind: RecordType
    columns: Sequence[Column]
    form: Arrangement
    icon: str
    title: Text
    words: Text
    noun: Text
    add: Text
    add_tip: Text
    edit: Text
    ask: Text
    ask_more: Text
    empty: Text
    empty_more: Text


class RecordsPage(Page):
    """N adds, Enter or F2 edits, Del deletes; ``show_record`` goes to a field of one. Rows have ``id``, ``name``
    and ``students``, how many of those belong to it."""

    keeping: Keeping

    def __init__(self, ui: Ui) -> None:
        kept = self.keeping
        super().__init__(ui, kept.title)
        empty = EmptyState(
            ui.theme, self.t(kept.empty), Step(self.t(kept.add), self.add, "plus"), icon=kept.icon,
            detail=self.t(kept.empty_more),
        )  # fmt: skip
        self.list = TableView(ui, kept.name, kept.title, kept.columns, noun=kept.noun, empty=empty)
        self.list.add_action(_DELETE, self.delete, icon="trash-2", batch=True).setToolTip("Del")
        self.list.add_action(kept.add, self.add, icon="plus", role="primary").setToolTip(self.t(kept.add_tip))
        self.list.opened.connect(lambda each: self.edit(each.id))
        self.form = RecordForm(
            ui, kept.kind, kept.form, kept.add, name=kept.kind.name, editors=self.editors()
        )
        self.form.saved.connect(self._saved)
        self.form.closed.connect(self._closed)
        self._wanted = ""
        self._frame, self._form_frame = Card(), Card()
        for card, part in ((self._frame, self.list), (self._form_frame, self.form)):
            card.body.setContentsMargins(1, 1, 1, 1)
            card.body.addWidget(part)
        self._form_frame.hide()
        whole = column(self._frame, self._form_frame, gap=tokens.SPACE_M)
        whole.setStretch(1, 1)
        self.lay(label(self.t(kept.words), "muted", wrap=True), whole, wide=True)
        bind_keys(self.list, {"N": self.add, "F2": self._edit_current, "Del": self.delete})
        ui.runner.changed.connect(self._records_changed)

    # What a page gives

    @abstractmethod
    def rows(self) -> Sequence[Any]:
        """The lines of the list, on a reader thread."""

    @abstractmethod
    def remove(self, record: str) -> ChangeSet:
        """Delete a record and what points at it, on the writer thread."""

    def proposed(self) -> Mapping[str, Any]:
        """What a new record starts with."""
        return {}

    def editors(self) -> Mapping[str, Editor]:
        """Editors of the form that do not follow from the fields' kinds; asked for once."""
        return {}

    # What it gets

    def load(self) -> None:
        self.read(self.rows, self._show)

    def leave(self) -> None:
        self.form.leave()

    def back(self) -> bool:
        if self._form_frame.isHidden():
            return False
        self.form.finish()
        return True

    def show_record(self, record: str, field: str) -> None:
        self.edit(record, field)

    def add(self) -> None:
        """Show the form of a new record; nothing is taken over from another."""
        put, name = self.ui.services.records.put, self.keeping.kind.name
        self._open(self.keeping.add, {}, lambda values: put(name, values), proposed=self.proposed())

    def edit(self, record: str, field: str = "") -> None:
        """Show the form of a record, at ``field`` where given."""
        records, name = self.ui.services.records, self.keeping.kind.name

        def show(found: tuple[Mapping[str, Any], Mapping[str, str]]) -> None:
            values, heads = found
            self.list.select(record)
            self._open(
                self.keeping.edit.fill(name=values["name"]), values,
                lambda changed: records.put(name, changed, record=record, base=heads), subject=record,
            )  # fmt: skip
            if field:
                self.form.go_to_field(field)

        self.read(
            lambda: (records.need(name, record), records.heads(name, record)), show, self.ui.messages.refused
        )

    def delete(self) -> None:
        """Ask, then delete the chosen record."""
        chosen = self.list.rows.current_row()
        if chosen is None or not self._form_frame.isHidden():
            return
        self.ui.messages.confirm(
            self.keeping.ask.fill(name=chosen.name), _DELETE, lambda: self.change(lambda: self.remove(chosen.id)),
            detail=self.keeping.ask_more.fill(n=chosen.students),
        )  # fmt: skip

    def _edit_current(self) -> None:
        chosen = self.list.rows.current_row()
        if chosen is not None:
            self.edit(chosen.id)

    def _open(self, title: Text, values: Any, saving: Any, **more: Any) -> None:
        self.form.set_title(title)
        self.list.setFixedHeight(_LIST_HEIGHT)
        self._form_frame.show()
        self.form.open(values, saving, **more)

    def _saved(self, result: Any) -> None:
        if isinstance(result, tuple):
            self._wanted = result[0]

    def _closed(self) -> None:
        self._form_frame.hide()
        self.list.setMinimumHeight(0)
        self.list.setMaximumHeight(16_777_215)
        self.list.setFocus()

    def _show(self, rows: Sequence[Any]) -> None:
        self.list.set_rows(rows)
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.list.select(wanted)

    def _records_changed(self, changes: ChangeSet) -> None:
        if changes.touches(self.keeping.kind.name, "placement") and self.isVisible():
            self.load()
