"""The students' screen: the list, and beside it the card or a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.record import RecordType, Value
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.arrangement import Arrangement
from fieldteacher.ui.forms.record_form import RecordForm, Saving
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.students.arrangement import (
    END_FORM,
    FORM,
    LIST,
    PLACEMENT,
    PLACEMENT_FORM,
    STUDENT,
    TRANSFER_FORM,
    filters,
)
from fieldteacher.ui.screens.students.card import StudentCardView
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import column
from fieldteacher.ui.widgets.empty import EmptyState, Step

if TYPE_CHECKING:
    from fieldteacher.services.students import StudentCard, StudentRow

_TITLE, _NOUN = Text("学生", "Students"), Text("名学生", "students")
_EMPTY = Text("还没有学生", "No students yet")
_EMPTY_MORE = Text(
    "从学校发来的名单导入，或逐个添加。", "Import the roster the college sent, or add them one by one."
)
_IMPORT, _ADD = Text("导入名单…", "Import a roster…"), Text("新增学生", "Add a student")
_PICK = Text("选择一名学生，这里显示卡片", "Choose a student to see the card here")
_NEW, _EDIT = Text("新增学生", "New student"), Text("编辑 {name}", "Edit {name}")
_PLACE, _PLACEMENT = (
    Text("安排实习 · {name}", "Place {name}"),
    Text("编辑安排 · {name}", "Edit placement of {name}"),
)
_TRANSFER, _END = (
    Text("转岗 · {name}", "Transfer {name}"),
    Text("结束实习 · {name}", "End placement of {name}"),
)
_PANE_WIDTH = 416


class StudentsScreen(ScreenView):
    """Selecting shows the card, Enter edits, Esc returns to the list."""

    types = (
        "student",
        "placement",
        "paper",
        "talk",
        "promise",
        "incident",
        "absence",
        "enterprise",
        "evaluation",
        "journal",
    )

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._card: StudentCard | None = None
        self._wanted: str | None = None
        self._card_view: StudentCardView | None = None
        self._forms: dict[str, RecordForm] = {}
        empty = EmptyState(
            ui.theme,
            self.t(_EMPTY),
            Step(self.t(_IMPORT), lambda: ui.navigator.go("rosters"), "file-input"),
            Step(self.t(_ADD), self._new, "plus"),
            icon="users",
            detail=self.t(_EMPTY_MORE),
        )
        self.table = TableView(
            ui, "students", _TITLE, LIST, filters=filters(ui.clock.today()), noun=_NOUN, empty=empty
        )
        self.table.add_action(_ADD, self._new, icon="plus")
        self._beside = QStackedWidget()
        self._beside.setMinimumWidth(360)
        self._blank = EmptyState(ui.theme, self.t(_PICK), icon="user")
        self._blank.sentence.setProperty("role", "muted")
        self._beside.addWidget(self._blank)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.table)
        split.addWidget(self._beside)
        split.setStretchFactor(0, 1)
        split.setSizes([900, _PANE_WIDTH])
        self.setLayout(column(split, gap=0))
        self.setFocusProxy(self.table)
        self.table.selected.connect(self._selected)
        self.table.opened.connect(lambda _: self._do("edit"))
        for keys, wanted in (("F2", "edit"), ("F8", "copy")):
            QShortcut(QKeySequence(keys), self, lambda name=wanted: self._do(name))

    def arrive(self, **args: Any) -> None:
        if args.get("do") == "new":
            self._new()
        elif record := args.get("record"):
            self._show_list()
            self._wanted = None if self.table.select(record) else record
        if not self._form_open:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        for form in self._forms.values():
            form.leave()

    def back(self) -> bool:
        if not self._form_open:
            return False
        form = self._beside.currentWidget()
        if isinstance(form, RecordForm):
            form.save()
        return True

    def reload(self) -> None:
        self.read(self.ui.services.students.rows, self._loaded, latest="rows")
        if self._card is not None:
            self._read_card(self._card.student["id"])

    def _loaded(self, rows: list[StudentRow]) -> None:
        self.table.set_rows(rows)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.select(wanted)

    # The card beside the list

    def _selected(self, row: StudentRow | None) -> None:
        if row is not None and not self._form_open:
            self._read_card(row.id)

    def _read_card(self, student: str) -> None:
        services = self.ui.services
        self.read(
            lambda: services.students.card(student), self._show_card, lambda _: self._gone(), latest="card"
        )

    def _show_card(self, card: StudentCard) -> None:
        self._card = card
        if self._card_view is None:
            self._card_view = StudentCardView(self.ui)
            self._card_view.asked.connect(self._do)
            self._beside.addWidget(self._card_view)
        self._card_view.show_card(card)
        if not self._form_open:
            self._beside.setCurrentWidget(self._card_view)

    def _gone(self) -> None:
        """The student was deleted."""
        self._card = None
        if not self._form_open:
            self._beside.setCurrentWidget(self._blank)

    # Forms

    @property
    def _form_open(self) -> bool:
        return isinstance(self._beside.currentWidget(), RecordForm)

    def _show_list(self) -> None:
        self._beside.setCurrentWidget(self._card_view if self._card and self._card_view else self._blank)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, wanted: str) -> None:
        card, form_open = self._card, self._form_open
        if card is None or form_open:
            return
        if wanted == "copy" and self._card_view is not None:
            self._card_view.copy_phone()
        elif wanted == "edit":
            self._edit(card)
        elif wanted == "place":
            self._place(card)
        elif card.placement is not None:
            {"placement": self._edit_placement, "transfer": self._transfer, "end": self._end}[wanted](
                card, card.placement
            )

    def _new(self) -> None:
        put = self.ui.services.records.put
        self._open("student", STUDENT, FORM, _NEW, {}, lambda values: put("student", values))

    def _edit(self, card: StudentCard) -> None:
        put, student, heads = self.ui.services.records.put, card.student, card.heads
        self._open(
            "student", STUDENT, FORM, _EDIT.fill(name=student["name"]), student,
            lambda values: put("student", values, record=student["id"], base=heads), subject=student["id"],
        )  # fmt: skip

    def _place(self, card: StudentCard) -> None:
        place, student = self.ui.services.placements.place, card.student["id"]
        self._open(
            "placement", PLACEMENT, PLACEMENT_FORM, _PLACE.fill(name=card.student["name"]), {},
            lambda values: place({**values, "student": student}), subject=f"place {student}",
            proposed={"start": self.ui.clock.today().isoformat()},
        )  # fmt: skip

    def _edit_placement(self, card: StudentCard, placement: dict[str, Any]) -> None:
        put, record = self.ui.services.records.put, placement["id"]
        self._open(
            "placement", PLACEMENT, PLACEMENT_FORM, _PLACEMENT.fill(name=card.student["name"]), placement,
            lambda values: put("placement", values, record=record), subject=record,
        )  # fmt: skip

    def _transfer(self, card: StudentCard, placement: dict[str, Any]) -> None:
        transfer, record = self.ui.services.placements.transfer, placement["id"]

        def save(values: dict[str, Value]) -> tuple[str, ChangeSet]:
            reason = str(values.pop("end_reason", None) or "")
            return transfer(record, values, reason=reason)

        self._open(
            "transfer", PLACEMENT, TRANSFER_FORM, _TRANSFER.fill(name=card.student["name"]), {}, save,
            subject=record, proposed={"start": self.ui.clock.today().isoformat()},
        )  # fmt: skip

    def _end(self, card: StudentCard, placement: dict[str, Any]) -> None:
        end, record = self.ui.services.placements.end, placement["id"]
        today = self.ui.clock.today().isoformat()

        def save(values: dict[str, Value]) -> ChangeSet:
            status, reason = values.get("status") or "ended", values.get("end_reason") or ""
            return end(record, str(values.get("end") or today), status=str(status), reason=str(reason))

        self._open(
            "end", PLACEMENT, END_FORM, _END.fill(name=card.student["name"]), {}, save,
            subject=record, proposed={"end": today, "status": "ended"},
        )  # fmt: skip

    def _open(
        self, name: str, kind: RecordType, arrangement: Arrangement, title: Text, values: dict[str, Any],
        saving: Saving, *, subject: str | None = None, proposed: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        if name not in self._forms:
            form = RecordForm(self.ui, kind, arrangement, title, name=name)
            form.saved.connect(self._saved)
            form.closed.connect(self._show_list)
            self._forms[name] = form
            self._beside.addWidget(form)
        form = self._forms[name]
        form.set_title(title)
        self._beside.setCurrentWidget(form)
        form.open(values, saving, subject=subject, proposed=proposed)

    def _saved(self, result: object) -> None:
        """A new student is gone to when the list has been read again."""
        if isinstance(result, tuple) and (("student", result[0]) in result[1].created):
            self._wanted = result[0]
            self._read_card(result[0])
