"""An enterprise at a glance: where it is, whom to call, who is placed there, what is open, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.cards import Call, RecordCard
from fieldteacher.ui.screens.enterprises.arrangement import CARD_FACTS, CONTACT, ENTERPRISE
from fieldteacher.ui.widgets.basics import box, clear, column, icon_button, label, row
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.link import LinkRow

if TYPE_CHECKING:
    from fieldteacher.services.compliance import Ratio
    from fieldteacher.services.enterprises import EnterpriseCard

_PRINT, _INCIDENT = Text("考核表", "Evaluation forms"), Text("安全事件", "Incident")
_PREVISIT = Text("走访准备单（P）", "Pre-visit sheet (P)")
_VISIT, _CONTACT = Text("走访（V）", "Visit (V)"), Text("添加联系人", "Add a contact")
_STUDENTS, _NOBODY = Text("学生 {n}", "Students {n}"), Text("目前没有学生。", "No students at present.")
_PHONE = Text("总机", "Switchboard")
_SHOWN = 30
_AMEND = Text("修改联系人 {name}", "Amend {name}")
_REMOVE = Text("删除联系人 {name}", "Delete {name}")
_SHARE = Text(
    "实习生 {n} / 职工 {staff} = {share}%（上限 {limit}%）",
    "interns {n} / staff {staff} = {share}% (limit {limit}%)",
)
_POST_SHARE = Text(
    "{post} {n} / {staff} = {share}%（上限 {limit}%）", "{post} {n} / {staff} = {share}% (limit {limit}%)"
)
_UNKNOWN = Text("实习生 {n}，职工人数未填", "interns {n}, staff not recorded")
_POST_UNKNOWN = Text("{post} {n}，同岗职工人数未填", "{post} {n}, staff of the post not recorded")
_FINDINGS = Text("合规问题 {n} 项", "Findings: {n}")
_ALL = Text("查看全部", "Show all")


@dataclass(frozen=True, slots=True)
class Law:
    """The shares of interns at an enterprise and on its posts, and how many findings there are about it."""

    ratios: Sequence[Ratio]
    findings: int


class EnterpriseCardView(RecordCard):
    """Asks for ``edit``, ``visit``, ``incident``, ``print``, ``contact`` (add one), ``contact …`` (edit that one),
    ``uncontact …`` (delete that one),
    ``findings``."""

    deletable = True

    def show_card(self, card: EnterpriseCard) -> None:
        """Show an enterprise."""
        place = card.enterprise
        address = "".join(filter(None, (place["city"], place["district"], place["address"])))
        actions = (
            self.action(_VISIT, "visit", "footprints"),
            self.action(_INCIDENT, "incident", "triangle-alert"),
            self.action(_PREVISIT, "previsit", "printer"),
            self.action(_PRINT, "print", "printer"),
        )
        self.start(place["name"] or "", address, actions=actions)
        self.next_due(card.next_due)
        self.law = column(gap=tokens.SPACE_XS)
        self.body.addLayout(self.law)
        self._add_people(card)
        self._add_students(card)
        self.promises(card.open_promises)
        self.facts(ENTERPRISE, place, CARD_FACTS)
        self.files(place["id"])
        self.happened(card.timeline)

    def show_law(self, found: Law) -> None:
        """How many students there are beside the staff, and what the rules find; read after the card is on show."""
        clear(self.law)
        chips = Flow()
        for each in found.ratios:
            chips.addWidget(self._ratio(each))
        if found.findings:
            words = self.ui.t(_FINDINGS.fill(n=found.findings))
            chips.addWidget(self.action(_FINDINGS.fill(n=found.findings), "findings", "shield-check"))
            self.setAccessibleDescription(words)
        if found.ratios or found.findings:
            self.law.addWidget(box(chips))

    def _ratio(self, each: Ratio) -> Chip:
        students = each.students + each.others
        if each.staff is None:
            words = (_POST_UNKNOWN if each.post else _UNKNOWN).fill(post=each.post, n=students)
            return Chip(self.ui.theme, self.ui.t(words), "neutral")
        text = _POST_SHARE if each.post else _SHARE
        share = f"{100 * students / each.staff:.1f}" if each.staff else "–"
        words = text.fill(post=each.post, n=students, staff=each.staff, share=share, limit=each.limit)
        return Chip(self.ui.theme, self.ui.t(words), "bad" if each.exceeded else "good")

    def _add_people(self, card: EnterpriseCard) -> None:
        t, theme, calls = self.ui.t, self.ui.theme, []
        for each in card.contacts:
            whose = " ".join(filter(None, (self.shown(CONTACT, each, "role"), each["name"])))
            amend, remove = (
                partial(self.asked.emit, f"contact {each['id']}"),
                partial(self.asked.emit, f"uncontact {each['id']}"),
            )
            beside = (
                icon_button(theme, t(_AMEND.fill(name=whose)), amend, icon="pencil"),
                icon_button(theme, t(_REMOVE.fill(name=whose)), remove, icon="trash-2"),
            )
            calls.append(Call(whose, each["phone"], beside))
        calls.append(Call(t(_PHONE), card.enterprise["phone"]))
        self.phones(calls, self.action(_CONTACT, "contact", "plus"))

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
