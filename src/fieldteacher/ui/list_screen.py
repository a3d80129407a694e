"""The usual shape of a screen: a table, and beside it the card of the current row or a form."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.arrangement import Arrangement
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import column
from fieldteacher.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from fieldteacher.ui.forms.editor import Editor
    from fieldteacher.ui.forms.record_form import RecordForm, Saving

_DELETE, _DELETE_IT = Text("删除“{name}”？", "Delete “{name}”?"), Text("删除", "Delete")
_DELETE_MORE = Text("可用 Ctrl+Z 撤销。", "Ctrl+Z takes it back.")
_PANE_WIDTH, _PANE_LEAST = 416, 360


class CardView(Protocol):
    """What a card must be able to do."""

    def show_card(self, card: Any) -> None:
        """Show what ``load_card`` has read."""

    def copy_phone(self, key: str = "F8") -> None:
        """Copy the number that a key stands for."""


class ListScreen(ScreenView):
    """Selecting a row shows its card, Enter or F2 edits, Esc saves and returns to the list, F8 and Shift+F8 copy a number.

    A screen gives ``load``, ``load_card``, ``make_card`` and ``do``; rows begin with the record's id.
    """

    record_type: str
    card_types: tuple[str, ...] = ()
    """The record types that are seen on the card alone; a change of them does not read the list again."""

    def __init__(self, ui: Ui, table: TableView, pick: Text, icon: str) -> None:
        """``pick`` and ``icon`` stand where the card will be."""
        super().__init__(ui)
        self.card: Any = None
        self.load_at_once()
        self.table = table
        self._wanted: str | None = None
        self._card_view: Any = None
        self._forms: dict[str, RecordForm] = {}
        self._beside = QStackedWidget()
        self._beside.setMinimumWidth(_PANE_LEAST)
        self._blank = EmptyState(ui.theme, self.t(pick), icon=icon)
        self._blank.sentence.setProperty("role", "muted")
        self._beside.addWidget(self._blank)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(table)
        split.addWidget(self._beside)
        split.setStretchFactor(0, 1)
        split.setSizes([900, _PANE_WIDTH])
        self.setLayout(column(split, gap=0))
        table.selected.connect(self._selected)
        table.opened.connect(lambda _: self._asked("edit"))
        for keys, wanted in (("F2", "edit"), ("F8", "copy F8"), ("Shift+F8", "copy Shift+F8")):
            QShortcut(QKeySequence(keys), self, lambda name=wanted: self._asked(name))

    # What a screen gives

    @abstractmethod
    def load(self) -> Sequence[Any]:
        """The rows, on a reader thread."""

    @abstractmethod
    def load_card(self, record: str) -> Any:
        """What the card shows, on a reader thread; raises ``NotFound``."""

    @abstractmethod
    def make_card(self) -> QWidget:
        """The card's widget (a ``CardView``), made when first needed."""

    @abstractmethod
    def do(self, wanted: str) -> None:
        """Do what a button of the card or a key asked for (``"edit"``, …); ``self.card`` is on show."""

    def special_editors(self, form: str) -> Mapping[str, Editor]:
        """Editors of a form, by field, that do not follow from the fields' kinds."""
        return {}

    def arrive(self, **args: Any) -> None:
        """``record`` goes to one, ``find`` puts words above the list, ``filter`` switches a chip on."""
        if "filter" in args:
            self.table.filters.set_on(str(args["filter"]))
        if record := args.get("record"):
            self.go_to(record)
        elif find := args.get("find"):
            self.table.clear_filters()
            self.table.finder.setText(find)
        if not self.form_open:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # What it gets

    @property
    def form_open(self) -> bool:
        """Whether a form stands beside the list."""
        return self.form is not None

    @property
    def form(self) -> RecordForm | None:
        """The form on show."""
        shown = self._beside.currentWidget()
        return next((form for form in self._forms.values() if form is shown), None)

    def go_to(self, record: str) -> None:
        """Show the card of ``record``, at once or as soon as the list has been read."""
        if self.form is not None:
            self.form.leave()
        self.show_list()
        self._wanted = None if self.table.select(record) else record

    def show_list(self) -> None:
        """Back to the list and the card."""
        self._beside.setCurrentWidget(self._card_view if self.card is not None else self._blank)
        self._beside.setVisible(self.card is not None or self.table.model.total > 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_form(
        self,
        name: str,
        kind: RecordType,
        arrangement: Arrangement,
        title: Text,
        values: Mapping[str, Any],
        saving: Saving,
        *,
        subject: str | None = None,
        proposed: Mapping[str, Any] | None = None,
    ) -> RecordForm:
        """Show a form beside the list; ``name`` tells the screen's forms apart and is where drafts are kept."""
        if name not in self._forms:
            # Loaded with the first form: the start shows a list, and the editors are a tenth of its time.
            from fieldteacher.ui.forms.record_form import RecordForm

            form = RecordForm(
                self.ui, kind, arrangement, title, name=name, editors=self.special_editors(name)
            )
            form.saved.connect(self._saved)
            form.closed.connect(self.show_list)
            self._forms[name] = form
            self._beside.addWidget(form)
        if self.form is not None:
            self.form.leave()
        form = self._forms[name]
        form.set_title(title)
        self._beside.setCurrentWidget(form)
        self._beside.show()
        form.open(values, saving, subject=subject, proposed=proposed)
        return form

    def edit_record(
        self,
        kind: RecordType,
        arrangement: Arrangement,
        title: Text,
        record: Mapping[str, Any],
        heads: Mapping[str, str] | None = None,
    ) -> None:
        """Show the form of a record that is there; ``heads`` are its fields' versions as it was read."""
        put, changed = self.ui.services.records.put, record["id"]
        self.open_form(
            kind.name, kind, arrangement, title, record,
            lambda values: put(kind.name, values, record=changed, base=heads), subject=changed,
        )  # fmt: skip

    def amend(
        self,
        kind: RecordType,
        arrangement: Arrangement,
        title: Text,
        record: str,
        field: str,
        row: str | None = None,
    ) -> None:
        """Read a record, show its form and go to ``field``; ``title`` has a place for ``{name}``.

        The list goes to ``row``, else to the row of the record itself.
        """
        records, language = self.ui.services.records, self.ui.language

        def read() -> tuple[Mapping[str, Any], Mapping[str, str], str]:
            values = records.need(kind.name, record)
            return (
                values,
                records.heads(kind.name, record),
                records.titles(kind.name, [record], language)[record],
            )

        def show(found: tuple[Mapping[str, Any], Mapping[str, str], str]) -> None:
            values, heads, name = found
            self.go_to(row or values.get(self.record_type) or record)
            self.edit_record(kind, arrangement, title.fill(name=name), values, heads)
            if self.form is not None:
                self.form.go_to_field(field)

        self.read(read, show, self.ui.messages.refused, latest="amend")

    def delete(self, record: str, name: str) -> None:
        """Ask, then delete a record of this list; it can be taken back like any save."""
        services, kind = self.ui.services, self.record_type
        self.ui.messages.confirm(
            _DELETE.fill(name=name),
            _DELETE_IT,
            lambda: self.change(lambda: services.records.delete(kind, record)),
            detail=_DELETE_MORE,
        )

    def leave(self) -> None:
        if self.form is not None:
            self.form.leave()

    def back(self) -> bool:
        if self.form is None:
            return False
        self.form.finish()
        return True

    def reload(self) -> None:
        self.read(self.load, self._loaded, latest="rows")
        if self.card is not None:
            self._read_card(self._shown_id)

    # Inside

    def records_changed(self, changes: ChangeSet) -> None:
        card_only = self.card is not None and not changes.touches(*self.types)
        if card_only and self.isVisible() and changes.touches(*self.card_types):
            self._read_card(self._shown_id)
        elif card_only and changes.touches(*self.card_types):
            self._stale = True
        else:
            super().records_changed(changes)

    def _loaded(self, rows: Sequence[Any]) -> None:
        self.table.set_rows(rows)
        # Nothing to choose, nothing to show beside it.
        self._beside.setVisible(bool(rows) or self.form_open)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.select(wanted)

    def _selected(self, row: Any) -> None:
        if row is not None and not self.form_open:
            self._read_card(row[0])

    def _read_card(self, record: str) -> None:
        self._shown_id = record
        self.read(lambda: self.load_card(record), self._show_card, self._gone, latest="card")

    def _show_card(self, card: Any) -> None:
        self.card = card
        if self._card_view is None:
            self._card_view = self.make_card()
            self._card_view.asked.connect(self._asked)
            self._beside.addWidget(self._card_view)
        self._card_view.show_card(card)
        if not self.form_open:
            self._beside.setCurrentWidget(self._card_view)

    def _gone(self, _error: UserError) -> None:
        """The record was deleted."""
        self.card = None
        if not self.form_open:
            self._beside.setCurrentWidget(self._blank)

    def _asked(self, wanted: str) -> None:
        if self.card is None or self.form_open:
            return
        if wanted.startswith("copy "):
            self._card_view.copy_phone(wanted.removeprefix("copy "))
        else:
            self.do(wanted)

    def _saved(self, result: object) -> None:
        """A record that is new in this list is gone to when the list has been read again."""
        if isinstance(result, tuple) and (self.record_type, result[0]) in result[1].created:
            self._wanted = result[0]
            self._read_card(result[0])
