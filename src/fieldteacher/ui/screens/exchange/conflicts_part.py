"""The conflicts: one line a field, one key or click each; nothing hurries, everything can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.record import Value
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.services.conflicts import Choice
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.arrangement import Section
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.exchange.conflict_card import ConflictCard
from fieldteacher.ui.screens.exchange.conflict_lines import COLUMNS, FILTERS, ConflictLine, lines
from fieldteacher.ui.showing import show_record
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("冲突", "Conflicts"), Text("处冲突", "conflicts")
_EMPTY = Text("没有冲突", "No conflicts")
_EMPTY_MORE = Text(
    "两台电脑改了同一项而互不知情时，两个值都会保留并列在这里，由您选定；不会悄悄覆盖。",
    "When two computers change the same field without knowing of each other, both values are kept and listed here for you to "
    "choose. Nothing is overwritten silently.",
)
_PICK = Text(
    "选择一处冲突，这里显示各个值和来历", "Choose a conflict to see its values and where they come from"
)
_ADOPT = Text("采用所选的当前值", "Leave the selected as shown")
_ADOPT_ALL = Text("全部采用当前值", "Leave all as shown")
_ANOTHER = Text("{title} · {field}", "{title} · {field}")
_GONE = Text("这处冲突已经解决。", "This conflict is settled.")


class ConflictsPart(ListScreen):
    """1, 2 … take that value, B keeps both texts, F2 gives another, O opens the record."""

    record_type = "conflict"
    types = tuple(RECORD_TYPES)
    card: ConflictLine | None

    def __init__(self, ui: Ui) -> None:
        self._lines: dict[str, ConflictLine] = {}
        self._place: int | None = None
        empty = EmptyState(ui.theme, ui.t(_EMPTY), icon="circle-check", detail=ui.t(_EMPTY_MORE))
        table = TableView(ui, "conflicts", _TITLE, COLUMNS, filters=FILTERS, noun=_NOUN, empty=empty)
        super().__init__(ui, table, _PICK, "arrow-left-right")
        table.add_action(_ADOPT, self.adopt_selected, icon="check", batch=True)
        table.add_action(_ADOPT_ALL, self.adopt_all)
        keys = {str(n + 1): partial(self._asked, f"take {n}") for n in range(9)}
        bind_keys(table, keys | {"B": partial(self._asked, "both"), "O": partial(self._asked, "open")})

    # -- reading -------------------------------------------------------------------------------

    def load(self) -> Sequence[Any]:
        services, language = self.ui.services, self.ui.language
        return lines(services.conflicts.waiting(language), services.records, language)

    def reload(self) -> None:
        """The card is read from the list, so it comes after it."""
        self.read(self.load, self._loaded, latest="rows")

    def _loaded(self, rows: Sequence[Any]) -> None:
        self._lines = {each.id: each for each in rows}
        place, self._place = self._place, None
        super()._loaded(rows)
        shown = len(self.table.model.rows)
        if place is None and self.table.rows.chosen_row() is None:
            place = 0  # nobody has to choose the first
        if place is not None and shown and not self.form_open:
            self.table.rows.go_to(min(place, shown - 1))
        if self.card is not None:
            self._read_card(self._shown_id)

    def load_card(self, record: str) -> ConflictLine:
        if record not in self._lines:
            raise NotFound("not_found", _GONE)
        return self._lines[record]

    def make_card(self) -> QWidget:
        return ConflictCard(self.ui)

    # -- settling ------------------------------------------------------------------------------

    def do(self, wanted: str) -> None:
        line = self._lines.get(self._shown_id)  # the card of a row just come to may not be there yet
        if line is None:
            return
        if wanted.startswith("take "):
            number = int(wanted.removeprefix("take "))
            if number < len(line.sides):
                self._settle([(line, line.sides[number].value)])
        elif wanted == "both" and line.both is not None:
            self._settle([(line, line.both)])
        elif wanted == "open" or (wanted == "edit" and (line.deletion or line.spec is None)):
            show_record(self.ui, line.conflict.type, line.conflict.record)
        elif wanted == "edit":
            self._another(line)

    def adopt_selected(self) -> None:
        """Let what is shown of the selected conflicts stand."""
        self._settle([(line, line.sides[0].value) for line in self.table.selected_rows()])

    def adopt_all(self) -> None:
        """Let what is shown of every conflict in the list stand."""
        self._settle([(line, line.sides[0].value) for line in self.table.model.rows])

    def _settle(self, chosen: Sequence[tuple[ConflictLine, Value]]) -> None:
        if not chosen:
            return
        conflicts, choices = (
            self.ui.services.conflicts,
            [Choice(line.waiting, value) for line, value in chosen],
        )
        first = chosen[0][0].id
        self._place = next((n for n, row in enumerate(self.table.model.rows) if row.id == first), 0)
        self.change(lambda: conflicts.settle(choices), None, self._refused)

    def _refused(self, error: UserError) -> None:
        """It stays in the list: said where the values stand, else in passing."""
        self._place = None
        if error.code == "overtaken" or self._card_view is None or self.card is None:
            self.ui.messages.refused(error)
            self.reload()
        else:
            self._card_view.say(self.t(error.text))

    def _another(self, line: ConflictLine) -> None:
        """A form with the one field, which begins with the value shown."""
        conflicts, conflict = self.ui.services.conflicts, line.conflict
        field, shown = conflict.field, line.sides[0].value
        self.open_form(
            f"conflict {conflict.type} {field}", RECORD_TYPES[conflict.type], (Section(Text("", ""), (field,)),),
            _ANOTHER.fill(title=line.title, field=line.label), {field: shown},
            lambda values: conflicts.settle([Choice(line.waiting, values.get(field))]), subject=line.id,
        ).go_to_field(field)  # fmt: skip
