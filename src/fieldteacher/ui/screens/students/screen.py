"""The students' screen: the list, and beside it the card or a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.record import Value
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.rostered_list import RosteredListScreen
from fieldteacher.ui.screens.students.arrangement import (
    END_FORM,
    FORM,
    LIST,
    PLACEMENT,
    PLACEMENT_FORM,
    STANDING_FORM,
    STUDENT,
    TRANSFER_FORM,
    filters,
)
from fieldteacher.ui.screens.students.card import StudentCardView
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.keys import bind_keys

if TYPE_CHECKING:
    from fieldteacher.services.students import StudentCard, StudentRow

_TITLE, _NOUN = Text("学生", "Students"), Text("名学生", "students")
_EMPTY = Text("还没有学生", "No students yet")
_EMPTY_MORE = Text(
    "从学校发来的名单导入，或逐个添加。", "Import the list the college sent, or add them one by one."
)
_ADD = Text("新增学生", "Add a student")
_PAPERS, _PAPERS_TIP = (
    Text("材料", "Papers"),
    Text("所选学生的材料（F7）", "Papers of the selected (F7)"),
)
_IMPORT_SHORT, _PRINT = Text("导入…", "Import…"), Text("打印", "Print")
_PICK = Text("选择一名学生，这里显示卡片", "Choose a student to see the card here")
_EDIT = Text("编辑 {name}", "Edit {name}")
_PLACE, _PLACEMENT = (
    Text("安排实习 · {name}", "Place {name}"),
    Text("编辑安排 · {name}", "Edit placement of {name}"),
)
_TRANSFER, _END = (
    Text("转岗 · {name}", "Transfer {name}"),
    Text("结束实习 · {name}", "End placement of {name}"),
)


class StudentsScreen(RosteredListScreen):
    """Students, their cards and their placements."""

    record_type = "student"
    types = ("student", "placement", "talk", "promise", "enterprise")
    card_types = (
        "paper", "incident", "notification", "absence", "evaluation", "score", "journal", "intention", "education", "visit",
        "daily_check", "attachment", "waiver", "issued_form", "batch", "contact", "teacher",
    )  # fmt: skip
    card: StudentCard | None

    def __init__(self, ui: Ui) -> None:
        table = TableView(
            ui, "students", _TITLE, LIST, filters=filters(ui.clock.today()), noun=_NOUN, empty=self._empty
        )
        table.add_action(_PAPERS, self._tick_selected, icon="file-check").setToolTip(ui.t(_PAPERS_TIP))
        table.add_action(_PRINT, self._print, icon="printer", batch=True)
        table.add_action(_IMPORT_SHORT, lambda: ui.navigator.go("rosters"), icon="file-input")
        table.add_action(_ADD, self.new, icon="plus", role="primary")
        super().__init__(ui, table, _PICK, "user")
        bind_keys(table, {"T": lambda: self._asked("talk"), "I": lambda: self._asked("incident")})
        bind_keys(table, {"P": self._print_archives, "Ctrl+P": self._print_archives})
        QShortcut(QKeySequence("F7"), self, self._tick_selected)

    def _empty(self) -> EmptyState:
        return self.nothing_yet(_EMPTY, _EMPTY_MORE, _ADD, "users")

    def load(self) -> list[StudentRow]:
        return self.ui.services.students.rows()

    def load_card(self, record: str) -> StudentCard:
        return self.ui.services.students.card(record)

    def make_card(self) -> QWidget:
        return StudentCardView(self.ui)

    def do(self, wanted: str) -> None:
        card = self.card
        if card is None:
            return
        if wanted == "edit":
            self._edit(card)
        elif wanted == "delete":
            self.delete(card.student["id"], card.student["name"])
        elif wanted == "talk":
            self.ui.navigator.go("talks", do="new", student=card.student["id"])
        elif wanted == "incident":
            self.ui.navigator.go("incidents", do="new", student=card.student["id"])
        elif wanted == "place":
            self._place(card)
        elif wanted == "papers":
            self.ui.navigator.go("papers", students=[card.student["id"]])
        elif card.placement is not None:
            {"placement": self._edit_placement, "transfer": self._transfer, "end": self._end}[wanted](
                card.student["name"], card.placement
            )

    def arrive(self, **args: Any) -> None:
        """``do="edit"`` amends ``record``, ``do="placement"`` a ``placement``, both at ``field``."""
        field = str(args.get("field") or "")
        if args.get("do") == "edit":
            self.amend(STUDENT, FORM, _EDIT, str(args["record"]), field)
        elif args.get("do") == "placement":
            form = STANDING_FORM if field == "status" else PLACEMENT_FORM
            self.amend(PLACEMENT, form, _PLACEMENT, str(args["placement"]), field)
        else:
            super().arrive(**args)

    def _print(self) -> None:
        chosen = [each[0] for each in self.table.selected_rows()]
        self.ui.navigator.go("printing", form="evaluation", students=chosen)

    def _print_archives(self) -> None:
        """The archives of the selected students."""
        chosen = [each[0] for each in self.table.selected_rows()]
        if chosen and not self.form_open:
            self.ui.navigator.go("printing", form="archive", students=chosen)

    def _tick_selected(self) -> None:
        """The papers of the selected students, of all where none is selected."""
        if not self.form_open:
            self.ui.navigator.go("papers", students=[each[0] for each in self.table.selected_rows()])

    def new(self) -> None:
        put = self.ui.services.records.put
        self.open_form("student", STUDENT, FORM, _ADD, {}, lambda values: put("student", values))

    def _edit(self, card: StudentCard) -> None:
        student = card.student
        self.edit_record(STUDENT, FORM, _EDIT.fill(name=student["name"]), student, card.heads)

    def _place(self, card: StudentCard) -> None:
        place, student = self.ui.services.placements.place, card.student["id"]
        self.open_form(
            "placement", PLACEMENT, PLACEMENT_FORM, _PLACE.fill(name=card.student["name"]), {},
            lambda values: place({**values, "student": student}), subject=f"place {student}",
            proposed={"start": self.ui.clock.today().isoformat()},
        )  # fmt: skip

    def _edit_placement(self, name: str, placement: dict[str, Any]) -> None:
        self.edit_record(PLACEMENT, PLACEMENT_FORM, _PLACEMENT.fill(name=name), placement)

    def _transfer(self, name: str, placement: dict[str, Any]) -> None:
        transfer, record = self.ui.services.placements.transfer, placement["id"]

        def save(values: dict[str, Value]) -> tuple[str, ChangeSet]:
            reason = str(values.pop("end_reason", None) or "")
            return transfer(record, values, reason=reason)

        self.open_form(
            "transfer", PLACEMENT, TRANSFER_FORM, _TRANSFER.fill(name=name), {}, save,
            subject=record, proposed={"start": self.ui.clock.today().isoformat()},
        )  # fmt: skip

    def _end(self, name: str, placement: dict[str, Any]) -> None:
        end, record = self.ui.services.placements.end, placement["id"]
        today = self.ui.clock.today().isoformat()

        def save(values: dict[str, Value]) -> ChangeSet:
            status, reason = values.get("status") or "ended", values.get("end_reason") or ""
            return end(record, str(values.get("end") or today), status=str(status), reason=str(reason))

        self.open_form(
            "end", PLACEMENT, END_FORM, _END.fill(name=name), {}, save,
            subject=record, proposed={"end": today, "status": "ended"},
        )  # fmt: skip
