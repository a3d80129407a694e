"""The phrases that F4 offers in comments, talks and visits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.record_form import RecordForm
from fieldteacher.ui.screens.settings.arrangement import (
    PHRASE,
    PHRASE_FILTERS,
    PHRASE_FORM,
    PHRASES,
    PhraseRow,
)
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import Card, column, icon_button, label, row
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("常用语", "Phrases"), Text("条", "phrases")
_WORDS = Text(
    "在走访、谈话和评语的文字框里按 F4，再按行尾的键即可填入。",
    "F4 in the text boxes of visits, talks and comments offers them; the key at a line's end puts one in.",
)
_ADD, _ADD_TIP = Text("新增", "Add"), Text("新增常用语（N）", "Add a phrase (N)")
_EDIT, _DELETE = Text("编辑常用语", "Edit the phrase"), Text("删除", "Delete")
_UP, _DOWN = Text("上移（Alt+↑）", "Move up (Alt+↑)"), Text("下移（Alt+↓）", "Move down (Alt+↓)")
_EMPTY = Text("还没有常用语", "No phrases yet")


class PhrasesPage(Page):
    """N adds, Enter or F2 edits, Del deletes (Ctrl+Z takes it back), Alt+Up and Alt+Down move."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _TITLE)
        empty = EmptyState(
            ui.theme, self.t(_EMPTY), Step(self.t(_ADD), self.add, "plus"), icon="message-circle"
        )
        self.list = TableView(ui, "phrases", _TITLE, PHRASES, filters=PHRASE_FILTERS, noun=_NOUN, empty=empty)
        self.list.add_action(_DELETE, self.delete, icon="trash-2", batch=True).setToolTip("Del")
        self.list.add_action(_ADD, self.add, icon="plus", role="primary").setToolTip(self.t(_ADD_TIP))
        self.list.opened.connect(lambda _: self.edit())
        self.form = RecordForm(ui, PHRASE, PHRASE_FORM, _EDIT, name="phrase")
        self.form.setFixedHeight(248)
        self.form.saved.connect(self._saved)
        self.form.closed.connect(self._closed)
        self._wanted = ""
        frame, self._form_frame = Card(), Card()
        for card, part in ((frame, self.list), (self._form_frame, self.form)):
            card.body.setContentsMargins(1, 1, 1, 1)
            card.body.addWidget(part)
        self._form_frame.hide()
        up = icon_button(ui.theme, self.t(_UP), lambda: self.move_line(-1), icon="chevron-up")
        down = icon_button(ui.theme, self.t(_DOWN), lambda: self.move_line(1), icon="chevron-down")
        head = row(label(self.t(_WORDS), "muted", wrap=True), up, down, gap=tokens.SPACE_S)
        head.setStretch(0, 1)
        whole = column(frame, self._form_frame, gap=tokens.SPACE_M)
        whole.setStretch(0, 1)
        self.lay(head, whole, wide=True)
        bind_keys(
            self.list,
            {
                "N": self.add, "F2": self.edit, "Del": self.delete, "Alt+Up": lambda: self.move_line(-1),
                "Alt+Down": lambda: self.move_line(1),
            },
        )  # fmt: skip
        ui.runner.changed.connect(self._records_changed)

    def load(self) -> None:
        services = self.ui.services
        self.read(lambda: services.phrases.rows(), self._show)

    def leave(self) -> None:
        self.form.leave()

    def back(self) -> bool:
        if self._form_frame.isHidden():
            return False
        self.form.finish()
        return True

    def add(self) -> None:
        """Show the form of a new phrase, for the use whose phrases are on show."""
        services, chosen = self.ui.services, self.list.rows.current_row()

        def put(values: dict[str, Any]) -> tuple[str, ChangeSet]:
            given = {"rater": values.get("rater"), "band": values.get("band")}
            return services.phrases.add(str(values["use"]), str(values["words"]), **given)

        proposed = {"use": chosen.use if chosen is not None else "talk"}
        self._open(_ADD, {}, put, proposed=proposed)

    def edit(self) -> None:
        """Show the form of the phrase the person is on."""
        chosen = self.list.rows.current_row()
        if chosen is None:
            return
        records = self.ui.services.records
        self._open(
            _EDIT, chosen._asdict(), lambda values: records.put("phrase", values, record=chosen.id),
            subject=chosen.id,
        )  # fmt: skip

    def delete(self) -> None:
        """Delete the chosen phrases."""
        records = self.ui.services.records
        for each in self.list.selected_rows():
            self.change(lambda phrase=each.id: records.delete("phrase", phrase))  # type: ignore[misc]

    def move_line(self, step: int) -> None:
        """Move the phrase the person is on among those of its use."""
        chosen, services = self.list.rows.current_row(), self.ui.services
        if chosen is not None:
            self.change(lambda: services.phrases.move(chosen.id, step))

    def _open(self, title: Text, values: Any, saving: Any, **more: Any) -> None:
        self.form.set_title(title)
        self._form_frame.show()
        self.form.open(values, saving, **more)

    def _saved(self, result: Any) -> None:
        if isinstance(result, tuple):
            self._wanted = result[0]

    def _closed(self) -> None:
        self._form_frame.hide()
        self.list.setFocus()

    def _show(self, rows: Sequence[Any]) -> None:
        self.list.set_rows([PhraseRow(r["id"], r["use"], r["words"], r["rater"], r["band"]) for r in rows])
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.list.select(wanted)

    def _records_changed(self, changes: ChangeSet) -> None:
        if changes.touches("phrase") and self.isVisible():
            self.load()
