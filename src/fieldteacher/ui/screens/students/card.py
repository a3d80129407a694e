"""A student at a glance: who, where, since when, whom to call, how the papers stand, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.paper_states import PaperStanding, PaperState
from fieldteacher.domain.text import Text
from fieldteacher.ui.cards import Call, RecordCard
from fieldteacher.ui.screens.students.arrangement import (
    ATTENTION_TONES,
    CARD_FACTS,
    PAPER,
    PLACEMENT,
    PLACEMENT_FACTS,
    STUDENT,
)
from fieldteacher.ui.widgets.basics import box, column, icon_button, label, row
from fieldteacher.ui.widgets.chip import Chip, Tone
from fieldteacher.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from fieldteacher.services.students import StudentCard

_PLACE, _TRANSFER, _END = Text("安排实习", "Place"), Text("转岗", "Transfer"), Text("结束", "End")
_TALK, _INCIDENT = Text("谈话（T）", "Talk (T)"), Text("安全事件（I）", "Incident (I)")
_ARCHIVE, _CHECK_LIST = (
    Text("档案（P）", "Archive (P)"),
    Text("打印材料核对表", "Print the check-list of papers"),
)
_EDIT_PLACEMENT, _WHERE = Text("编辑安排", "Edit placement"), Text("实习", "Placement")
_NOWHERE = Text("还没有安排实习。", "Not placed yet.")
_SINCE, _UNTIL = Text("{start} 起", "since {start}"), Text("{start} 至 {end}", "{start} to {end}")
_TICK = Text("登记", "Note a paper")
_PAPERS, _MENTOR = Text("材料", "Papers"), Text("企业导师 {name}", "Mentor {name}")
_MISSING, _RUN_OUT = Text("{p}：缺", "{p}: missing"), Text("{p}：已过期", "{p}: run out")
_LEFT = Text("{p}：剩 {n} 天", "{p}: {n} days left")
_PORTRAIT = Text("用作学生照片", "Use as the student's photo")
_STATUS_TONES: dict[str, Tone] = {"active": "good"}


class StudentCardView(RecordCard):
    """Asks for ``edit``, ``talk``, ``incident``, ``place``, ``placement`` (edit it), ``transfer``, ``end``, ``papers``,
    ``archive`` and ``check-list`` (print them)."""

    deletable = True

    def show_card(self, card: StudentCard) -> None:
        """Show a student."""
        student = card.student
        sex = self.shown(STUDENT, student, "sex")
        self.start(
            student["name"] or "", student["student_number"], sex, student["class_name"],
            actions=(
                self.action(_TALK, "talk", "message-circle"), self.action(_INCIDENT, "incident", "triangle-alert"),
                self.action(_ARCHIVE, "archive", "printer"),
            ),
        )  # fmt: skip
        self.show_portrait(student["photo"])
        if student["attention_level"]:
            tone: Tone = ATTENTION_TONES.get(student["attention_level"], "neutral")
            words = self.shown(STUDENT, student, "attention_level")
            self.body.addWidget(Chip(self.ui.theme, words, tone))
        self.next_due(card.next_due)
        self._add_placement(card)
        self._add_phones(card)
        self._add_papers(card)
        self.promises(card.open_promises)
        self.facts(STUDENT, student, CARD_FACTS)
        self.files(student["id"], more=((_PORTRAIT, self._choose_portrait),))
        self.happened(card.timeline)

    def _choose_portrait(self, photo: Mapping[str, Any]) -> None:
        """A photo of the student becomes the one beside the name."""
        put = self.ui.services.records.put
        self.ui.runner.change(lambda: put("student", {"photo": photo["id"]}, record=photo["owner"]))

    def _add_placement(self, card: StudentCard) -> None:
        t, placement = self.ui.t, card.placement
        if placement is None:
            self.heading(_WHERE)
            self.body.addWidget(label(t(_NOWHERE), "muted"))
            self.body.addLayout(row(self.action(_PLACE, "place", "briefcase"), -1))
            return
        status = placement["status"] or "active"
        words = t(PLACEMENT.spec("status").choice_label(status))
        self.heading(_WHERE, Chip(self.ui.theme, words, _STATUS_TONES.get(status, "neutral")))
        span = _UNTIL if placement["end"] else _SINCE
        where = label(placement["enterprise_name"] or "", wrap=True, selectable=True)
        since = label(t(span.fill(start=placement["start"], end=placement["end"])), "muted")
        self.body.addLayout(column(where, since, gap=2))
        self.facts(PLACEMENT, placement, PLACEMENT_FACTS)
        buttons: list[QWidget] = [self.action(_EDIT_PLACEMENT, "placement")]
        if status in ("active", "planned"):
            buttons += [self.action(_TRANSFER, "transfer", "arrow-left-right"), self.action(_END, "end")]
        else:
            buttons.insert(0, self.action(_PLACE, "place", "briefcase"))
        self.body.addLayout(row(*buttons, -1))

    def _add_phones(self, card: StudentCard) -> None:
        t, student, placement = self.ui.t, card.student, card.placement

        def whose(field: str) -> str:
            return " ".join(filter(None, (t(STUDENT.spec(field).label), student[field])))

        numbers = [
            Call(t(STUDENT.spec("phone").label), student["phone"]),
            Call(whose("guardian_name"), student["guardian_phone"]),
            Call(whose("emergency_contact"), student["emergency_phone"]),
        ]
        if placement is not None:
            mentor = t(_MENTOR.fill(name=placement["mentor_name"] or ""))
            numbers.append(Call(mentor, placement["mentor_phone"]))
        self.phones(numbers)

    def _add_papers(self, card: StudentCard) -> None:
        if not card.papers:
            return
        print_them = icon_button(
            self.ui.theme, self.ui.t(_CHECK_LIST), partial(self.asked.emit, "check-list"), icon="printer"
        )
        self.heading(_PAPERS, self.action(_TICK, "papers", "file-check"), print_them)
        chips = Flow()
        for each in card.papers:
            chips.addWidget(self._paper(each))
        self.body.addWidget(box(chips))

    def _paper(self, standing: PaperStanding) -> Chip:
        name = PAPER.spec("kind").choice_label(standing.kind)
        tone: Tone = "good"
        if standing.state is PaperState.MISSING:
            tone, name = "bad", (_MISSING if standing.days_left is None else _RUN_OUT).fill(p=name)
        elif standing.state is PaperState.EXPIRING:
            tone, name = "warn", _LEFT.fill(p=name, n=standing.days_left)
        return Chip(self.ui.theme, self.ui.t(name), tone)
