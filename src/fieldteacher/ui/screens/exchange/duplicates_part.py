"""People and firms that may have been entered twice: looked at side by side, put together or said to be two."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.services.duplicates import Comparison, Together
from fieldteacher.ui.context import Ui
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.exchange.duplicate_card import DuplicateCard, Shown
from fieldteacher.ui.screens.exchange.duplicate_lines import COLUMNS, FILTERS, pair_lines
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("疑似重复", "Possible duplicates"), Text("对", "pairs")
_EMPTY = Text("没有疑似重复的记录", "No possible duplicates")
_EMPTY_MORE = Text(
    "两台电脑各自录入了同一名学生或同一家企业时，会列在这里由您决定是否合并；程序不会自动合并。",
    "Where two computers have each entered the same student or enterprise, the pair is listed here for you to decide. Nothing is put "
    "together by itself.",
)
_PICK = Text("选择一对，这里并排比较", "Choose a pair to compare the two")
_DISMISSED = Text("已记下：不是同一个。", "Noted: the two are not the same.")


class DuplicatesPart(ListScreen):
    """M puts together, S swaps which one stays, D says that they are two; T takes apart what was put together."""

    record_type = "duplicate"
    types = ("student", "enterprise", "teacher", "contact")
    card: Shown | None

    def __init__(self, ui: Ui) -> None:
        self._swapped: set[str] = set()
        empty = EmptyState(ui.theme, ui.t(_EMPTY), icon="users", detail=ui.t(_EMPTY_MORE))
        table = TableView(ui, "duplicates", _TITLE, COLUMNS, filters=FILTERS, noun=_NOUN, empty=empty)
        super().__init__(ui, table, _PICK, "users")
        keys = {"M": "merge", "S": "swap", "D": "not", "T": "apart"}
        bind_keys(self, {key: partial(self._asked, wanted) for key, wanted in keys.items()})

    def load(self) -> Sequence[Any]:
        return pair_lines(self.ui.services, self.ui.language)

    def _loaded(self, rows: Sequence[Any]) -> None:
        super()._loaded(rows)
        if self.table.model.rows and self.table.rows.chosen_row() is None:
            self.table.rows.go_to(0)  # nobody has to choose the first

    def load_card(self, record: str) -> Shown:
        one, other = record.split(":")
        together = self.ui.services.duplicates.together(self.ui.language)
        found = next((each for each in together if (each.into, each.record) == (one, other)), None)
        return found or self._compared(record, one, other)

    def _compared(self, record: str, one: str, other: str) -> tuple[Comparison, dict[str, str]]:
        if record not in self._swapped:
            one, other = other, one
        services, language = self.ui.services, self.ui.language
        found = services.duplicates.compare(one, other, language)
        titles: dict[str, str] = {}
        for each in found.differs:
            for target in RECORD_TYPES[found.type].spec(each.field).targets:
                ids = [value for value in (each.loser, each.into) if isinstance(value, str)]
                titles |= services.records.titles(target, ids, language)
        return found, titles

    def make_card(self) -> QWidget:
        return DuplicateCard(self.ui)

    def do(self, wanted: str) -> None:
        if self.card is None or all(row.id != self._shown_id for row in self.table.model.rows):
            return
        duplicates = self.ui.services.duplicates
        if isinstance(self.card, Together):
            gone = self.card.record
            if wanted == "apart" and gone in self._shown_id:
                self.change(lambda: duplicates.take_apart(gone), None, self._say)
            return
        found = self.card[0]
        if {found.loser, found.into} != set(self._shown_id.split(":")):
            return  # the card of a pair just come to is not there yet
        if wanted in ("merge", "edit"):
            take = self._card_view.taken
            self.change(
                lambda: duplicates.put_together(found.loser, found.into, take=take, seen=found),
                None,
                self._say,
            )
        elif wanted == "swap":
            self._swapped ^= {self._shown_id}
            self._read_card(self._shown_id)
        elif wanted == "not":
            self.change(
                lambda: duplicates.dismiss(found.loser, found.into),
                lambda _: self._dismissed(found),
                self._say,
            )

    def _dismissed(self, found: Comparison) -> None:
        recall = partial(self.ui.services.duplicates.recall, found.loser, found.into)
        self.ui.messages.toast(
            _DISMISSED, undo=lambda: self.change(recall, lambda _: self.reload(), self.ui.messages.refused)
        )
        self.reload()

    def _say(self, error: UserError) -> None:
        self._card_view.say(self.t(error.text))
        if error.code == "overtaken":
            self._read_card(self._shown_id)

    def _gone(self, error: UserError) -> None:
        if isinstance(error, NotFound):
            super()._gone(error)
        else:
            self.ui.messages.refused(error)
