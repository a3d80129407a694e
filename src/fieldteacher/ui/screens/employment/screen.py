"""The screen of wishes: the list with both sides and what comes of them, entered by keys, and the cross table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QBoxLayout, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.domain.two_way_choice import NOT_ASKED
from fieldteacher.ui.context import Ui
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.employment.arrangement import (
    FORM,
    INTENTION,
    LIST,
    OFFER_KEYS,
    WISH_KEYS,
    filters,
)
from fieldteacher.ui.screens.employment.card import EmploymentCardView
from fieldteacher.ui.screens.employment.cross import Cell, CrossTable
from fieldteacher.ui.screens.employment.entry import EntryStrip
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

if TYPE_CHECKING:
    from fieldteacher.services.employment import EmploymentCard, EmploymentRow

_TITLE, _NOUN = Text("就业意向", "Employment"), Text("名学生", "students")
_CROSS, _CROSS_TIP = (
    Text("交叉表", "Cross table"),
    Text("学生意愿与企业意愿的人数（X）", "How many of each pair of wishes (X)"),
)
_NEW, _NEW_TIP = (
    Text("登记询问", "Note wishes"),
    Text("登记一次询问，含岗位和薪资（N）", "Note wishes with post and pay (N)"),
)
_EMPTY, _EMPTY_MORE = (
    Text("还没有在岗学生", "No student is placed yet"),
    Text(
        "安排实习后，在这里登记学生和企业的意愿。",
        "Once students are placed, note here what both sides want.",
    ),
)
_STUDENTS = Text("转到学生", "Go to students")
_PICK = Text("选择一名学生，这里显示双方意愿", "Choose a student to see what both sides want")
_FORM = Text("意向 · {name}", "Wishes · {name}")
_KEPT = "employment/cross"


class EmploymentScreen(ListScreen):
    """Digits note the student's wish, letters the enterprise's, for all who are selected; N asks with post and pay."""

    record_type = "intention"
    types = ("intention", "student", "placement", "enterprise")
    card: EmploymentCard | None

    def __init__(self, ui: Ui) -> None:
        self._rows: list[EmploymentRow] = []
        super().__init__(ui, self._make_table(ui), _PICK, "heart-handshake")
        table = self.table
        self.cross, self.strip = CrossTable(ui), EntryStrip(ui)
        layout = table.layout()
        assert isinstance(layout, QBoxLayout)
        layout.insertWidget(1, self.cross)
        layout.addWidget(self.strip)
        self.cross.setHidden(not ui.settings.get(_KEPT, True))
        self.cross.chosen.connect(lambda _: self._show_rows())
        self.strip.said.connect(self._say)
        table.selection_changed.connect(lambda: self.strip.enable(some=bool(table.selected_rows())))
        table.filters.set_on("here")
        say = self._say
        bind_keys(table, {key: partial(say, "student_wish", wish) for key, wish in WISH_KEYS.items()})
        bind_keys(table, {key: partial(say, "enterprise_wish", offer) for key, offer in OFFER_KEYS.items()})
        delete = partial(self._asked, "delete")
        bind_keys(table, {"N": partial(self._asked, "again"), "X": self.toggle_cross, "Del": delete})

    def _make_table(self, ui: Ui) -> TableView:
        go = Step(ui.t(_STUDENTS), lambda: ui.navigator.go("students"), "users")
        empty = EmptyState(ui.theme, ui.t(_EMPTY), go, icon="heart-handshake", detail=ui.t(_EMPTY_MORE))
        table = TableView(ui, "employment", _TITLE, LIST, filters=filters(), noun=_NOUN, empty=empty)
        table.add_action(_CROSS, self.toggle_cross, icon="columns-3").setToolTip(ui.t(_CROSS_TIP))
        new = table.add_action(_NEW, lambda: self._asked("again"), icon="plus", role="primary", batch=True)
        new.setToolTip(ui.t(_NEW_TIP))
        return table

    def load(self) -> list[EmploymentRow]:
        return self.ui.services.employment.rows()

    def load_card(self, record: str) -> EmploymentCard:
        return self.ui.services.employment.card(record)

    def make_card(self) -> QWidget:
        return EmploymentCardView(self.ui)

    def do(self, wanted: str) -> None:
        card = self.card
        if card is None:
            return
        name, _, asking = wanted.partition(" ")
        if name == "student":
            self.ui.navigator.go("students", type="student", record=card.student["id"])
        elif name == "delete":
            for last in card.askings[:1]:
                self.delete(last["id"], f"{card.student['name']} · {last['asked_on']}")
        elif name == "again" or not card.askings:
            self._ask(card)
        else:
            self._edit(card, asking or card.askings[0]["id"])

    def toggle_cross(self) -> None:
        """Show the cross table, or hide it; hidden it filters nothing."""
        shown = self.cross.isHidden()
        self.cross.setVisible(shown)
        self.ui.settings.set(_KEPT, shown)
        if not shown and self.cross.pair is not None:
            self.cross.choose(None)
            self._show_rows()

    def arrive(self, **args: Any) -> None:
        """``do="new"`` with a ``student`` asks; ``record`` shows an asking's student; ``filter`` switches a chip on."""
        if chip := args.pop("filter", ""):
            self.table.filters.set_on("here", str(chip))
        if "student" in args:
            student = args["student"]
            self.go_to(student)
            if args.get("do") == "new":
                self.read(lambda: self.ui.services.employment.card(student), self._ask, latest="asking")
        elif args.get("type") == "intention":
            intention = args["record"]
            self.read(lambda: self.ui.services.employment.student_of(intention), self.go_to, latest="asking")
        else:
            super().arrive(**args)

    def go_to(self, record: str) -> None:
        pair = self.cross.pair
        if pair is not None and any(each.id == record and _pair(each) != pair for each in self._rows):
            self.cross.choose(None)
            self._show_rows()
        super().go_to(record)

    def _loaded(self, rows: Any) -> None:
        self._rows = list(rows)
        self.cross.show_counts([each for each in self._rows if each.here])
        self.cross.setVisible(bool(self._rows) and bool(self.ui.settings.get(_KEPT, True)))
        self.strip.setVisible(bool(self._rows))
        super()._loaded(self._chosen_rows())

    def _show_rows(self) -> None:
        self.table.set_rows(self._chosen_rows())

    def _chosen_rows(self) -> list[EmploymentRow]:
        pair = self.cross.pair
        if pair is None:
            return self._rows
        return [each for each in self._rows if each.here and _pair(each) == pair]

    def _say(self, field: str, value: str) -> None:
        chosen = [each.id for each in self.table.selected_rows()]
        if not chosen or self.form_open:
            return
        ask, day = self.ui.services.employment.ask, self.strip.asked_on
        self.change(lambda: ask(chosen, {field: value}, day))

    def _ask(self, card: EmploymentCard) -> None:
        student, ask = card.student["id"], self.ui.services.employment.ask
        day = self.strip.asked_on or self.ui.clock.today().isoformat()
        today = next((each for each in card.askings if each["asked_on"] == day), None)
        if today is not None:
            self._edit(card, today["id"])
            return

        def save(values: dict[str, Any]) -> Any:
            return ask([student], values, values.get("asked_on") or day)[1]

        title = _FORM.fill(name=card.student["name"])
        self.open_form(
            "intention-new", INTENTION, FORM, title, {}, save, subject=student, proposed={"asked_on": day}
        )

    def _edit(self, card: EmploymentCard, asking: str) -> None:
        record = next(each for each in card.askings if each["id"] == asking)
        heads = self.ui.services.records.heads("intention", asking)
        self.edit_record(INTENTION, FORM, _FORM.fill(name=card.student["name"]), record, heads)


def _pair(each: EmploymentRow) -> Cell:
    return each.wish or NOT_ASKED, each.offer or NOT_ASKED
