"""The parts of a visit on one screen: headings, the students there, the rule questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.text import Text, same
from fieldteacher.services.visits import VisitPlan
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.chips import ChipChoice
from fieldteacher.ui.forms.editor import Editor, Surroundings, UndoGate
from fieldteacher.ui.forms.phrases import PhraseKey
from fieldteacher.ui.screens.visits.arrangement import STUDENT_HEADINGS, TALK
from fieldteacher.ui.widgets.basics import button, column, label, row
from fieldteacher.ui.widgets.growing_text import GrowingText
from fieldteacher.ui.widgets.tick_list import Tickable, TickList

_STUDENTS = Text("在岗学生", "Students placed")
_STUDENTS_TIP = Text(
    "按行尾的键或空格取消未到的学生；回车单独记录一人",
    "The key at the line's end or Space unticks an absent one; Enter writes about one alone",
)
_TICKED = Text("到场 {n} / {total}", "{n} of {total} present")
_CHOOSE_FIRST = Text("先选择企业", "Choose an enterprise first")
_NOBODY = Text("这家企业没有在岗学生", "No students are placed here")
_SAID = Text("学生情况", "The students")
_ALL = Text("全体到场学生", "all who are present")
_ONE = Text("单独记录：{name}", "{name} alone")
_BACK_TO_ALL = Text("回到全体（Esc）", "Back to all (Esc)")
_SIGN = 14
_SIGNS = {"yes": ("circle-alert", "bad"), "no": ("check", "good"), "not_asked": ("minus", "edge")}
_ROLE_ORDER = ("hr", "manager", "mentor")
_LAST_TALK = Text("{post} · 上次 {day}", "{post} · last {day}")


class Headings(QWidget):
    """A text box for each of some fields. ``changed`` after the person wrote something."""

    changed = Signal()

    def __init__(self, ui: Ui, kind: RecordType, names: Sequence[str]) -> None:
        super().__init__()
        self.phrases = PhraseKey(ui, self, kind.name)
        self.boxes: dict[str, GrowingText] = {}
        self._labels: dict[str, str] = {}
        inside = column(gap=tokens.SPACE_S)
        for name in names:
            spec = kind.spec(name)
            words = ui.t(spec.label)
            box = GrowingText()
            box.setAccessibleName(words)
            box.setAccessibleDescription(ui.t(spec.help))
            box.setPlaceholderText(ui.t(spec.help))
            box.installEventFilter(UndoGate(box))
            box.edited.connect(self.changed)
            self.phrases.serve(box)
            head = label(words, "small")
            head.setBuddy(box)
            inside.addLayout(column(head, box, gap=2))
            self.boxes[name], self._labels[name] = box, words
        self.setLayout(inside)

    def values(self) -> dict[str, str]:
        """The headings that hold something."""
        return {name: box.words for name, box in self.boxes.items() if box.words}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these words, and nothing under the other headings."""
        for name, box in self.boxes.items():
            box.set_words(str(values.get(name) or ""))

    def say_whose(self, whose: str) -> None:
        """Tell assistive technology whom the words are about."""
        for name, box in self.boxes.items():
            box.setAccessibleName(f"{self._labels[name]} · {whose}" if whose else self._labels[name])

    def start(self) -> None:
        """Put the keyboard into the first box."""
        next(iter(self.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)


class StudentsPart(QWidget):
    """Who was there. ``changed`` after ticking; ``alone`` carries the student to write about alone."""

    changed = Signal()
    alone = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.list = TickList(ui.theme, ui.t(_STUDENTS))
        self.list.setToolTip(ui.t(_STUDENTS_TIP))
        self.list.setAccessibleDescription(ui.t(_STUDENTS_TIP))
        self._count = label("", "muted")
        self._empty = label(ui.t(_CHOOSE_FIRST), "muted", wrap=True)
        self.list.changed.connect(self._changed)
        self.list.opened.connect(self.alone)
        self.list.hide()
        head = row(label(ui.t(_STUDENTS), "title"), -1, self._count)
        self._tip = label(ui.t(_STUDENTS_TIP), "small", wrap=True)
        self._tip.hide()
        self.setLayout(column(head, self._empty, self.list, self._tip, gap=tokens.SPACE_S))

    def show_plan(self, plan: VisitPlan) -> None:
        """Show who is placed there now, all ticked."""
        never = "–"
        lines = [
            Tickable(
                each.student, each.name,
                self._ui.t(_LAST_TALK.fill(post=each.post or never, day=(each.last_talk or never)[5:] or never)),
            )
            for each in plan.students
        ]  # fmt: skip
        self.list.set_lines(lines, [each.id for each in lines])
        self.list.setVisible(bool(lines))
        self._empty.setText(self._ui.t(_NOBODY if plan.enterprise else _CHOOSE_FIRST))
        self._tip.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self.list.setFixedHeight(min(30, max(3, len(lines))) * 30 + 8)
        self._say_count()

    def untick(self, absent: Sequence[str]) -> None:
        """Untick these (a draft)."""
        for number in range(self.list.count()):
            item = self.list.item(number)
            if item.data(int(Qt.ItemDataRole.UserRole)) in absent:
                item.setCheckState(Qt.CheckState.Unchecked)

    @property
    def absent(self) -> list[str]:
        """Who was not there."""
        present = set(self.list.ticked)
        everyone = [self.list.item(n).data(int(Qt.ItemDataRole.UserRole)) for n in range(self.list.count())]
        return [each for each in everyone if each not in present]

    def _changed(self) -> None:
        self._say_count()
        self.changed.emit()

    def _say_count(self) -> None:
        total = self.list.count()
        self._count.setText(self._ui.t(_TICKED.fill(n=len(self.list.ticked), total=total)) if total else "")


class SaidPart(QWidget):
    """What the students said: words for all, and words of one alone in the same boxes."""

    changed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._who: str | None = None
        self._common: dict[str, str] = {}
        self._single: dict[str, dict[str, str]] = {}
        self.headings = Headings(ui, TALK, STUDENT_HEADINGS)
        self.headings.changed.connect(self._edited)
        self._whose = QLabel(ui.t(_ALL))
        self._whose.setProperty("role", "muted")
        self.back_button: QPushButton = button(
            ui.theme, ui.t(_BACK_TO_ALL), self.show_all, icon="undo-2", role="quiet"
        )
        policy = self.back_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.back_button.setSizePolicy(policy)
        self.back_button.hide()
        head = row(label(ui.t(_SAID), "title"), self._whose, -1, self.back_button)
        self.setLayout(column(head, self.headings, -1, gap=tokens.SPACE_S))

    @property
    def common(self) -> dict[str, str]:
        """What all said."""
        self._keep()
        return dict(self._common)

    @property
    def single(self) -> dict[str, dict[str, str]]:
        """What single students said besides, by student."""
        self._keep()
        return {who: dict(words) for who, words in self._single.items() if words}

    @property
    def about_one(self) -> bool:
        """Whether the boxes hold the words of one student."""
        return self._who is not None

    def load(self, common: Mapping[str, str], single: Mapping[str, Mapping[str, str]]) -> None:
        """Show these words."""
        self._who = None
        self._common, self._single = dict(common), {who: dict(words) for who, words in single.items()}
        self._show(self._common, same(""))

    def show_one(self, student: str, name: str) -> None:
        """Write about one student alone."""
        self._keep()
        self._who = student
        self._show(self._single.get(student, {}), _ONE.fill(name=name))
        self.headings.start()

    def show_all(self) -> None:
        """Write about all again."""
        self._keep()
        self._who = None
        self._show(self._common, same(""))
        self.headings.start()

    def _show(self, words: Mapping[str, str], whose: Text) -> None:
        self.headings.set_values(words)
        shown = self._ui.t(whose)
        self.headings.say_whose(shown)
        self._whose.setText(shown or self._ui.t(_ALL))
        self._whose.setProperty("tone", "accent" if shown else None)
        self._whose.setContentsMargins(*((tokens.SPACE_S, 2, tokens.SPACE_S, 2) if shown else (0, 0, 0, 0)))
        self._whose.style().unpolish(self._whose)
        self._whose.style().polish(self._whose)
        self.back_button.setVisible(bool(shown))

    def _keep(self) -> None:
        if self._who is None:
            self._common = self.headings.values()
        else:
            self._single[self._who] = self.headings.values()

    def _edited(self) -> None:
        self.changed.emit()


class RuleAnswers(Editor):
    """A line for each rule question; what nobody asked stays "not asked"."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        entries = [(each.value, around.t(each.label)) for each in reversed(spec.choices)]
        keys = {"y": "yes", "n": "no", "u": "not_asked", "0": "not_asked", "1": "yes", "2": "no"}
        self._lines: dict[str, ChipChoice] = {}
        self._signs: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(tokens.SPACE_XS)
        grid.setHorizontalSpacing(tokens.SPACE_S)
        grid.setColumnStretch(1, 1)
        for number, key in enumerate(spec.keys):
            line = ChipChoice(spec, around, entries, keys=keys, optional=False)
            line.name_inputs(around.t(key.label), "")
            line.set_value("not_asked")
            line.changed.connect(self.changed)
            line.changed.connect(self._show_signs)
            sign = QLabel()
            sign.setFixedWidth(_SIGN)
            grid.addWidget(sign, number, 0)
            grid.addWidget(label(around.t(key.label), wrap=True), number, 1)
            grid.addWidget(line, number, 2)
            self._lines[key.value], self._signs[key.value] = line, sign
        self.setLayout(grid)
        self._show_signs()

    def _show_signs(self) -> None:
        """A breach stands out by more than the colour of its answer."""
        for rule, line in self._lines.items():
            icon, colour = _SIGNS[line.value()]
            self.around.theme.dress(self._signs[rule], icon, colour, _SIGN)

    def line(self, rule: str) -> ChipChoice:
        """The answer to one question."""
        return self._lines[rule]

    def value(self) -> Any:
        given = {rule: line.value() for rule, line in self._lines.items()}
        return {rule: answer for rule, answer in given.items() if answer != "not_asked"} or None

    def set_value(self, value: Any) -> None:
        for rule, line in self._lines.items():
            line.set_value((value or {}).get(rule, "not_asked"))
        self._show_signs()

    def inputs(self) -> Sequence[QWidget]:
        return [each for line in self._lines.values() for each in line.inputs()]

    def name_inputs(self, name: str, description: str) -> None:
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)


NO_PLAN = VisitPlan({}, (), (), (), None)
"""Before an enterprise is chosen."""


def who_receives(plan: VisitPlan) -> str | None:
    """Who received the last visit, else the contact one would ask for first."""
    if plan.last_visit and plan.last_visit["received_by"]:
        return str(plan.last_visit["received_by"])
    known = {role: number for number, role in enumerate(_ROLE_ORDER)}
    people = sorted(plan.contacts, key=lambda each: known.get(each["role"] or "", len(known)))
    return str(people[0]["name"]) if people else None
