"""A student at a glance: who, where, since when, whom to call, how the papers stand, what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, same
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.students.arrangement import CARD_FACTS, PLACEMENT_FACTS
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.timelines import timeline_entries
from fieldteacher.ui.widgets.basics import Scroll, box, button, clear, column, label, row, rule
from fieldteacher.ui.widgets.chip import Chip, Tone
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.phone import PhoneRow
from fieldteacher.ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from fieldteacher.services.students import StudentCard

_STUDENT, _PLACEMENT, _PAPER = RECORD_TYPES["student"], RECORD_TYPES["placement"], RECORD_TYPES["paper"]
_EDIT, _PLACE, _TRANSFER, _END = (
    Text("编辑", "Edit"),
    Text("安排实习", "Place"),
    Text("转岗", "Transfer"),
    Text("结束", "End"),
)
_EDIT_PLACEMENT = Text("编辑安排", "Edit placement")
_WHERE = Text("实习", "Placement")
_NOWHERE = Text("还没有安排实习。", "Not placed yet.")
_CALL = Text("联系电话", "Telephone")
_COPY, _COPIED = Text("复制 {whose} 的电话", "Copy {whose}"), Text("已复制 {number}", "Copied {number}")
_PAPERS, _HAPPENED, _OPEN = Text("材料", "Papers"), Text("经过", "What happened"), Text("待跟进", "To do")
_MISSING, _LEFT, _FINE = (
    Text("{p}：缺", "{p}: missing"),
    Text("{p}：剩 {n} 天", "{p}: {n} days left"),
    Text("{p}", "{p}"),
)
_RUN_OUT = Text("{p}：已过期", "{p}: run out")
_SINCE, _UNTIL = Text("{start} 起", "since {start}"), Text("{start} 至 {end}", "{start} to {end}")
_MORE, _NOTHING = Text("更多", "More"), Text("还没有记录。", "Nothing recorded yet.")
_MENTOR = Text("企业导师 {name}", "Mentor {name}")
_DUE = Text("{due} 前", "by {due}")
_STATUS_TONES: dict[str, Tone] = {"active": "good", "planned": "neutral"}


class StudentCardView(QWidget):
    """``asked`` carries what the person wants to do: ``edit``, ``place``, ``placement``, ``transfer``, ``end``."""

    asked = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._phones: list[PhoneRow] = []
        self._name = label("", "heading", selectable=True)
        self._under = label("", "muted", wrap=True)
        self.edit_button = self._button(_EDIT, "edit", "pencil")
        self._chips = Flow()
        self._body = column(gap=tokens.SPACE_M)
        self._timeline = Timeline(ui.theme, ui.t(_MORE), ui.t(_NOTHING))
        head = row(column(self._name, self._under, gap=2), -1, self.edit_button)
        happened = label(ui.t(_HAPPENED), "title")
        inside = column(
            head, self._chips, self._body, rule(), happened, self._timeline, -1, gap=tokens.SPACE_M
        )
        inside.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_XL)
        self.setLayout(column(Scroll(box(inside, "surface")), gap=0))

    def show_card(self, card: StudentCard) -> None:
        """Show a student."""
        student = card.student
        self._name.setText(student["name"] or "")
        known = (student["student_number"], self._shown(_STUDENT, student, "sex"), student["class_name"])
        self._under.setText(" · ".join(filter(None, known)))
        self.setAccessibleName(student["name"] or "")
        clear(self._chips)
        if student["attention_level"]:
            tone: Tone = {"L1": "bad", "L2": "warn"}.get(student["attention_level"], "neutral")  # type: ignore[assignment]
            self._chips.addWidget(
                Chip(self._ui.theme, self._shown(_STUDENT, student, "attention_level"), tone)
            )
        clear(self._body)
        self._add_placement(card)
        self._add_phones(card)
        self._add_papers(card)
        self._add_promises(card)
        self._body.addWidget(self._facts([(_STUDENT, student, CARD_FACTS)]))
        self._timeline.show_entries(timeline_entries(self._ui, card.timeline))

    def copy_phone(self) -> None:
        """Copy the first number on the card."""
        for each in self._phones[:1]:
            each.copy()

    def _add_placement(self, card: StudentCard) -> None:
        t, placement = self._ui.t, card.placement
        current = placement is not None and (placement["status"] or "active") in ("active", "planned")
        chips = Flow()
        if placement is not None:
            status = placement["status"] or "active"
            words = _PLACEMENT.spec("status").choice_label(status)
            chips.addWidget(Chip(self._ui.theme, t(words), _STATUS_TONES.get(status, "neutral")))
        self._body.addLayout(row(label(t(_WHERE), "title"), box(chips), -1))
        if placement is None:
            self._body.addWidget(label(t(_NOWHERE), "muted"))
        else:
            span = _UNTIL if placement["end"] else _SINCE
            where = label(placement["enterprise_name"] or "", wrap=True, selectable=True)
            since = label(t(span.fill(start=placement["start"], end=placement["end"])), "muted")
            self._body.addLayout(column(where, since, gap=2))
            self._body.addWidget(self._facts([(_PLACEMENT, placement, PLACEMENT_FACTS)]))
        wanted = [
            (_EDIT_PLACEMENT, "placement", ""),
            (_TRANSFER, "transfer", "arrow-left-right"),
            (_END, "end", ""),
        ]
        buttons = wanted if current else [(_PLACE, "place", "briefcase")]
        self._body.addLayout(row(*(self._button(*each) for each in buttons), -1))

    def _add_phones(self, card: StudentCard) -> None:
        student, placement, t = card.student, card.placement, self._ui.t
        guardian = " ".join(filter(None, (t(_STUDENT.spec("guardian_name").label), student["guardian_name"])))
        emergency = " ".join(
            filter(None, (t(_STUDENT.spec("emergency_contact").label), student["emergency_contact"]))
        )
        numbers = [
            (t(_STUDENT.spec("phone").label), student["phone"]),
            (guardian, student["guardian_phone"]),
            (emergency, student["emergency_phone"]),
        ]
        if placement is not None:
            mentor = t(_MENTOR.fill(name=placement["mentor_name"] or ""))
            numbers.append((mentor, placement["mentor_phone"]))
        self._phones = [self._phone(whose, number) for whose, number in numbers if number]
        if self._phones:
            self._body.addWidget(label(t(_CALL), "title"))
        for each in self._phones:
            self._body.addWidget(each)

    def _phone(self, whose: str, number: str) -> PhoneRow:
        t, messages = self._ui.t, self._ui.messages

        def copied(what: str) -> None:
            messages.toast(_COPIED.fill(number=what))

        return PhoneRow(self._ui.theme, whose, number, t(_COPY.fill(whose=whose)), copied)

    def _add_papers(self, card: StudentCard) -> None:
        if not card.papers:
            return
        self._body.addWidget(label(self._ui.t(_PAPERS), "title"))
        chips = Flow()
        for each in card.papers:
            name = _PAPER.spec("kind").choice_label(each.kind)
            tone: Tone = "good"
            text = _FINE
            if each.state == "missing":
                tone, text = "bad", _MISSING if each.days_left is None else _RUN_OUT
            elif each.state == "expiring":
                tone, text = "warn", _LEFT
            chips.addWidget(Chip(self._ui.theme, self._ui.t(text.fill(p=name, n=each.days_left)), tone))
        self._body.addWidget(box(chips))

    def _add_promises(self, card: StudentCard) -> None:
        if not card.open_promises:
            return
        self._body.addWidget(label(self._ui.t(_OPEN), "title"))
        today = self._ui.clock.today().isoformat()
        for each in card.open_promises:
            due = each["due_on"]
            line = row(label(each["what"] or "", wrap=True), gap=tokens.SPACE_S)
            line.setStretch(0, 1)
            if due:
                tone: Tone = "bad" if due < today else "neutral"
                line.addWidget(Chip(self._ui.theme, self._ui.t(_DUE.fill(due=due)), tone))
            self._body.addLayout(line)

    def _facts(self, groups: Sequence[tuple[Any, dict[str, Any], Sequence[str]]]) -> Facts:
        facts = Facts()
        pairs = [
            (self._ui.t(_label(kind, name)), self._shown(kind, record, name))
            for kind, record, names in groups
            for name in names
        ]
        facts.show_pairs(pairs)
        return facts

    def _shown(self, kind: Any, record: dict[str, Any], name: str) -> str:
        if name not in kind.fields:
            return record[name] or ""
        spec = kind.spec(name)
        words = show_value(spec, record[name], self._ui.language)
        unit = self._ui.t(spec.unit)
        return f"{words} {unit}" if words and unit else words

    def _button(self, words: Text, wanted: str, icon: str) -> QWidget:
        ask: Callable[[], None] = partial(self.asked.emit, wanted)
        return button(self._ui.theme, self._ui.t(words), ask, icon=icon)


def _label(kind: Any, name: str) -> Text:
    """A field's label; a joined name (``mentor_name``) has that of its reference."""
    if name in kind.fields:
        return kind.spec(name).label  # type: ignore[no-any-return]
    base = name.removesuffix("_name")
    return kind.spec(base).label if base in kind.fields else same(name)
