"""An enterprise at a glance: where it is, whom to call, who is placed there, what is open, what happened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.cards import RecordCard
from fieldteacher.ui.screens.enterprises.arrangement import CARD_FACTS, CONTACT, ENTERPRISE
from fieldteacher.ui.widgets.basics import column, label, row
from fieldteacher.ui.widgets.link import LinkRow

if TYPE_CHECKING:
    from fieldteacher.services.enterprises import EnterpriseCard

_PRINT, _INCIDENT = Text("打印", "Print"), Text("安全事件", "Incident")
_VISIT, _CONTACT = Text("记录走访", "Record a visit"), Text("添加联系人", "Add a contact")
_STUDENTS, _NOBODY = Text("学生 {n}", "Students {n}"), Text("目前没有学生。", "No students at present.")
_PHONE = Text("总机", "Switchboard")
_SHOWN = 30
_ALL = Text("查看全部", "Show all")


class EnterpriseCardView(RecordCard):
    """Asks for ``edit``, ``visit``, ``incident``, ``print``, ``contact`` (add one), ``contact …`` (edit that one)."""

    deletable = True

    def show_card(self, card: EnterpriseCard) -> None:
        """Show an enterprise."""
        place = card.enterprise
        address = "".join(filter(None, (place["city"], place["district"], place["address"])))
        actions = (
            self.action(_VISIT, "visit", "footprints"),
            self.action(_INCIDENT, "incident", "triangle-alert"),
            self.action(_PRINT, "print", "printer"),
            self.action(_CONTACT, "contact", "plus"),
        )
        self.start(place["name"] or "", address, actions=actions)
        self._add_people(card)
        self._add_students(card)
        self.promises(card.open_promises)
        self.facts(ENTERPRISE, place, CARD_FACTS)
        self.happened(card.timeline)

    def _add_people(self, card: EnterpriseCard) -> None:
        def whose(contact: dict[str, str | None]) -> str:
            return " ".join(filter(None, (self.shown(CONTACT, contact, "role"), contact["name"])))

        numbers = [(whose(each), each["phone"]) for each in card.contacts]
        self.phones([*numbers, (self.ui.t(_PHONE), card.enterprise["phone"])])
        for each in card.contacts:
            if not each["phone"]:
                self.body.addWidget(label(whose(each), "muted"))

    def _add_students(self, card: EnterpriseCard) -> None:
        self.heading(_STUDENTS.fill(n=len(card.students)))
        if not card.students:
            self.body.addWidget(label(self.ui.t(_NOBODY), "muted"))
        lines = column(gap=0)
        for each in card.students[:_SHOWN]:
            go = partial(self.ui.navigator.go, "students", type="student", record=each.student)
            line = row(
                label(each.name), label(each.post or "", "muted"), -1, label(each.student_number, "small")
            )
            line.setContentsMargins(tokens.SPACE_XS, tokens.SPACE_XS, tokens.SPACE_XS, tokens.SPACE_XS)
            lines.addWidget(LinkRow(line, f"{each.name} {each.student_number}", go))
        self.body.addLayout(lines)
        if len(card.students) > _SHOWN:
            self.body.addLayout(row(self.action(_ALL, "students"), -1))
