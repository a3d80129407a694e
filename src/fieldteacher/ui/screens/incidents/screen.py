"""The incidents: their list with the card and its clocks beside it, and the page of a first record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.clock import this_minute
from fieldteacher.domain.incident_clocks import WRITTEN, Standing, standing
from fieldteacher.domain.text import Language, Text
from fieldteacher.services.incidents import IncidentCard, IncidentRow, NextClock
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.entry_page import NEW
from fieldteacher.ui.paged_list import PagedListScreen
from fieldteacher.ui.screens.incidents.arrangement import (
    FORM,
    INCIDENT,
    NOTIFICATION,
    TOLD,
    TOLD_FORM,
    columns,
    filters,
)
from fieldteacher.ui.screens.incidents.card import IncidentCardView
from fieldteacher.ui.screens.incidents.clocks import state
from fieldteacher.ui.screens.incidents.page import DRAFT, IncidentPage
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.chip import Tone
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

_TITLE, _NOUN = Text("安全事件", "Incidents"), Text("起", "incidents")
_NEW, _NEW_TIP = Text("登记事件", "Record an incident"), Text("登记安全事件（N）", "Record an incident (N)")
_EMPTY = Text("没有安全事件", "No incidents")
_EMPTY_MORE = Text(
    "发生时在任何画面按 Ctrl+Shift+I，一分钟内记下；该告诉谁、还剩多少时间，这里都看得到。",
    "When one happens, Ctrl+Shift+I on any screen records it within a minute; who is to be told by when stands here.",
)
_PICK = Text("选择一起事件，这里显示时限和内容", "Choose an incident to see its clocks here")
_EDIT, _TELL = Text("编辑安全事件", "Edit the incident"), Text("登记通报", "Note who was told")
_REMOVE, _REMOVE_IT = Text("删除通报“{who}”？", "Delete that the {who} was told?"), Text("删除", "Delete")
_DRAFTS = Text("有 {n} 起事件还没有保存。", "Incidents not saved yet: {n}.")
_ALL_TOLD, _CLOSED = Text("均已通报", "all told"), Text("已结案", "closed")
_IN_WRITING = Text("书面", "in writing")
_MINUTE_MS = 60_000


class IncidentsScreen(PagedListScreen):
    """The digits note who was told, now; C closes, O opens again, N records a new one."""

    record_type = "incident"
    types = ("incident", "notification", "student", "enterprise", "placement")
    card: IncidentCard | None
    page: IncidentPage
    draft, unsaved = DRAFT, _DRAFTS

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, self._make_table(ui), _PICK, "triangle-alert")
        self._then: tuple[str, Callable[[], None]] | None = None
        asked = {"P": "print", "Ctrl+P": "print", "C": "close", "O": "reopen", "Del": "delete"}
        asked |= {str(number): f"tell:{each.value}" for number, each in enumerate(TOLD, start=1)}
        bind_keys(self.table, {key: partial(self._asked, wanted) for key, wanted in asked.items()})
        bind_keys(self.table, {"N": self.new})
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._minute_passed)
        self._minute.start()

    def _make_table(self, ui: Ui) -> TableView:
        empty = EmptyState(
            ui.theme, ui.t(_EMPTY), Step(ui.t(_NEW), self.new, "plus"), icon="triangle-alert", detail=ui.t(_EMPTY_MORE)
        )  # fmt: skip
        table = TableView(
            ui, "incidents", _TITLE, columns(self._clock_words, self._clock_tone), filters=filters(self._past), noun=_NOUN,
            empty=empty,
        )  # fmt: skip
        table.add_action(_NEW, self.new, icon="plus", role="primary").setToolTip(ui.t(_NEW_TIP))
        return table

    # -- the clocks in the list ----------------------------------------------------------------

    def _clock_words(self, clock: NextClock, language: Language) -> str:
        if clock.closed or clock.deadline is None:
            return (_CLOSED if clock.closed else _ALL_TOLD).to(language)
        told = clock.deadline.told
        who = _IN_WRITING if told == WRITTEN else NOTIFICATION.spec("told").choice_label(told)
        words, _ = state(clock.deadline, this_minute(self.ui.clock))
        return f"{who.to(language)} {words.to(language)}"

    def _clock_tone(self, clock: NextClock) -> Tone | None:
        if clock.closed or clock.deadline is None:
            return "neutral" if clock.closed else "good"
        return state(clock.deadline, this_minute(self.ui.clock))[1]

    def _past(self, row: IncidentRow) -> bool:
        clock = row.clock.deadline
        return clock is not None and standing(clock, this_minute(self.ui.clock)) is Standing.OVERDUE

    def _minute_passed(self) -> None:
        """The list says anew how the clocks stand; the card does so by itself."""
        if self.isVisible() and any(each.clock.deadline for each in self.table.model.rows):
            self.read(self.load, self._loaded, latest="rows")

    # -- what a list screen gives --------------------------------------------------------------

    def load(self) -> list[IncidentRow]:
        return self.ui.services.incidents.rows()

    def load_card(self, record: str) -> IncidentCard:
        return self.ui.services.incidents.card(record)

    def make_card(self) -> QWidget:
        return IncidentCardView(self.ui)

    def make_page(self) -> IncidentPage:
        return IncidentPage(self.ui)

    def go_on_with(self, drafts: Sequence[str]) -> str | None:
        return None if drafts[0] == NEW else drafts[0]

    def new(self, subject: str | None = None, enterprise: str | None = None) -> None:
        """Record one, of a student or at an enterprise where given."""
        self._list.hide()
        self.page.show()
        self.page.start(subject, enterprise)

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        incident = self.card.incident
        verb, _, detail = wanted.partition(":")
        if verb == "edit":
            self._edit(detail)
        elif verb == "delete":
            self.delete(incident["id"], self.t(INCIDENT.spec("kind").choice_label(incident["kind"])))
        elif verb == "tell":
            self._tell(detail)
        elif verb in ("amend", "remove"):
            told = next((each for each in self.card.told if each["id"] == detail), None)
            if told is not None:
                (self._amend if verb == "amend" else self._remove)(told)
        elif verb == "print":
            self.ui.navigator.go("printing", form="incident", ids=[incident["id"]])
        elif verb == "student":
            self.ui.navigator.show("student", detail)
        elif verb == "enterprise":
            self.ui.navigator.show("enterprise", incident["enterprise"])
        elif verb == "close" and not incident["closed_on"]:
            self._close()
        elif verb == "reopen" and incident["closed_on"]:
            incidents = self.ui.services.incidents
            self.change(lambda: incidents.reopen(incident["id"]))

    def _edit(self, field: str = "") -> None:
        """Show the form, with the keyboard in ``field`` where given."""
        assert self.card is not None
        self.edit_record(INCIDENT, FORM, _EDIT, self.card.incident, self.card.heads)
        if field and self.form is not None:
            self.form.go_to_field(field)

    def _tell(self, who: str) -> None:
        """Note that somebody was told just now."""
        assert self.card is not None
        incident, (person, _) = self.card.incident["id"], self.card.people.get(who, ("", ""))
        incidents = self.ui.services.incidents
        self.change(lambda: incidents.notify(incident, who, person=person))

    def _ask_who(self, who: str) -> None:
        """The form of a notification, with all that is known proposed; nothing is written before it is saved."""
        assert self.card is not None
        incident, put = self.card.incident["id"], self.ui.services.records.put
        proposed = {
            "told": who, "person": self.card.people.get(who, ("", ""))[0], "told_at": this_minute(self.ui.clock),
        }  # fmt: skip
        self.open_form(
            "notification-new", NOTIFICATION, TOLD_FORM, _TELL, {},
            lambda values: put("notification", {"incident": incident, **values}),
            proposed={name: value for name, value in proposed.items() if value},
        ).go_to_field("person")  # fmt: skip

    def _amend(self, told: Mapping[str, Any]) -> None:
        self.edit_record(NOTIFICATION, TOLD_FORM, _TELL, told)

    def _remove(self, told: Mapping[str, Any]) -> None:
        records, who = self.ui.services.records, NOTIFICATION.spec("told").choice_label(told["told"])
        self.ui.messages.confirm(
            _REMOVE.fill(who=who), _REMOVE_IT, lambda: self.change(lambda: records.delete("notification", told["id"]))
        )  # fmt: skip

    def _close(self) -> None:
        assert self.card is not None
        incident, incidents = self.card.incident["id"], self.ui.services.incidents
        if self._card_view.ask_to_close(self.card):
            self.change(lambda: incidents.close(incident))

    # -- arriving ------------------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """``do="new"`` begins a record (``student``, ``enterprise``); ``record`` goes to one, and opens the form of its
        ``field``; ``do="notify"`` opens the form of a notification to ``told``."""
        if args.get("do") == "new":
            self.new(args.get("student"), args.get("enterprise"))
            return
        if args.get("type") == "notification":
            records = self.ui.services.records
            self.read(
                lambda: records.need("notification", args["record"])["incident"],
                lambda incident: self.arrive(record=incident),
            )
            return
        if args.get("record") and self.page.isVisibleTo(self):
            self.page.leave_page()
        self._then = None
        if args.get("do") == "notify":
            self._then = (args["record"], partial(self._ask_who, args.get("told") or "school"))
        elif args.get("field"):
            self._then = (args["record"], partial(self._edit, args["field"]))
        super().arrive(**args)
        self._go_on()

    def _show_card(self, card: IncidentCard) -> None:
        super()._show_card(card)
        self._go_on()

    def _go_on(self) -> None:
        """Do what the person came for, once the card is there."""
        if (
            self._then is None
            or self.card is None
            or self.form_open
            or self.card.incident["id"] != self._then[0]
        ):
            return
        then, self._then = self._then[1], None
        then()
