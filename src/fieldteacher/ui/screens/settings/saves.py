"""The last saves, each of which can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.settings.arrangement import SAVES, SaveRow
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import Card, label
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.words import local_minute

_TITLE = Text("最近的保存", "Last saves")
_WORDS = Text(
    "选中一次保存即可撤销；之后又改过的内容保持不变。Ctrl+Z 撤销最近一次。",
    "Choose a save to take it back; what was changed again since then stays. Ctrl+Z takes back the last one.",
)
_UNDO = Text("撤销", "Take back")
_EMPTY = Text("没有可以撤销的保存", "There is nothing to take back")
_NOUN = Text("次保存", "saves")


class SavesPage(Page):
    """Read again after every change of records."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _TITLE)
        self.list = TableView(
            ui, "saves", _TITLE, SAVES, noun=_NOUN, empty=EmptyState(ui.theme, self.t(_EMPTY), icon="history")
        )
        self.undo_button = self.list.add_action(_UNDO, self.undo, icon="undo-2", batch=True)
        self.list.opened.connect(lambda _: self.undo())
        frame = Card()
        frame.body.setContentsMargins(1, 1, 1, 1)
        frame.body.addWidget(self.list)
        self.lay(label(self.t(_WORDS), "muted", wrap=True), frame, wide=True)
        ui.runner.changed.connect(self._records_changed)

    def load(self) -> None:
        records = self.ui.services.records
        self.read(records.last_saves, self._show)

    def undo(self) -> None:
        """Take the chosen saves back, the latest first."""
        records = self.ui.services.records
        numbers = sorted((each.number for each in self.list.selected_rows()), reverse=True)
        self.banner.clear()
        for number in numbers:
            self.change(lambda n=number: records.undo(n), None, self._refused)  # type: ignore[misc]

    def _show(self, saves: Sequence[tuple[int, int, Text]]) -> None:
        self.list.set_rows([SaveRow(number, local_minute(at), self.t(label)) for number, at, label in saves])

    def _refused(self, error: UserError) -> None:
        self.banner.say(self.t(error.text))

    def _records_changed(self, _changes: ChangeSet) -> None:
        if self.isVisible():
            self.load()
