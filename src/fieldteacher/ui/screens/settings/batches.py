"""The batches: when they last, what they ask of the teachers, which rules hold, how they are filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.record_form import RecordForm
from fieldteacher.ui.screens.settings.arrangement import BATCH, BATCH_FORM, BATCHES
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import Card, column, label
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("实习批次", "Batches"), Text("个批次", "batches")
_WORDS = Text(
    "同一时期派出的学生属于一个批次；走访、谈话、每日检查的要求和适用的规则按批次设定。",
    "Students sent out together belong to one batch; what it asks for in visits, talks and checks, and its rules, are set here.",
)
_ADD, _ADD_TIP = Text("新增批次", "Add a batch"), Text("新增批次（N）", "Add a batch (N)")
_EDIT, _DELETE = Text("编辑批次 · {name}", "Edit {name}"), Text("删除", "Delete")
_ASK = Text("删除批次“{name}”？", "Delete the batch “{name}”?")
_ASK_MORE = Text(
    "有 {n} 名学生属于它，他们的安排将不再属于任何批次。可用 Ctrl+Z 撤销。",
    "{n} students belong to it; their placements will then belong to none. Ctrl+Z takes it back.",
)
_EMPTY = Text("还没有批次", "No batches yet")
_EMPTY_MORE = Text("导入名单时会一并建立，也可从这里添加。", "They come with a roster, or are added here.")
_LIST_HEIGHT = 176


class BatchesPage(Page):
    """N adds, Enter or F2 edits, Del deletes; ``show_record`` goes to a field of one."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _TITLE)
        empty = EmptyState(
            ui.theme, self.t(_EMPTY), Step(self.t(_ADD), self.add, "plus"), icon="calendar", detail=self.t(_EMPTY_MORE)
        )  # fmt: skip
        self.list = TableView(ui, "batches", _TITLE, BATCHES, noun=_NOUN, empty=empty)
        self.list.add_action(_DELETE, self.delete, icon="trash-2", batch=True).setToolTip("Del")
        self.list.add_action(_ADD, self.add, icon="plus", role="primary").setToolTip(self.t(_ADD_TIP))
        self.list.opened.connect(lambda each: self.edit(each.id))
        self.form = RecordForm(ui, BATCH, BATCH_FORM, _ADD, name="batch")
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
        self.lay(label(self.t(_WORDS), "muted", wrap=True), whole, wide=True)
        bind_keys(self.list, {"N": self.add, "F2": self._edit_current, "Del": self.delete})
        ui.runner.changed.connect(self._records_changed)

    def load(self) -> None:
        placements = self.ui.services.placements
        self.read(placements.batches, self._show)

    def leave(self) -> None:
        self.form.leave()

    def back(self) -> bool:
        if self._form_frame.isHidden():
            return False
        self.form.save()
        return True

    def show_record(self, record: str, field: str) -> None:
        self.edit(record, field)

    def add(self) -> None:
        """Show the form of a new batch; nothing is taken over from another."""
        put = self.ui.services.records.put
        self._open(_ADD, {}, lambda values: put("batch", values), proposed={"daily_check_required": True})

    def edit(self, batch: str, field: str = "") -> None:
        """Show the form of a batch, at ``field`` where given."""
        records = self.ui.services.records

        def show(found: tuple[Mapping[str, Any], Mapping[str, str]]) -> None:
            values, heads = found
            self.list.select(batch)
            self._open(
                _EDIT.fill(name=values["name"]), values,
                lambda changed: records.put("batch", changed, record=batch, base=heads), subject=batch,
            )  # fmt: skip
            if field:
                self.form.go_to_field(field)

        self.read(
            lambda: (records.need("batch", batch), records.heads("batch", batch)),
            show,
            self.ui.messages.refused,
        )

    def delete(self) -> None:
        """Ask, then delete the chosen batch."""
        chosen = self.list.rows.current_row()
        if chosen is None or not self._form_frame.isHidden():
            return
        delete = self.ui.services.placements.delete_batch
        self.ui.messages.confirm(
            _ASK.fill(name=chosen.name), _DELETE, lambda: self.change(lambda: delete(chosen.id)),
            detail=_ASK_MORE.fill(n=chosen.students),
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
        if changes.touches("batch", "placement") and self.isVisible():
            self.load()
