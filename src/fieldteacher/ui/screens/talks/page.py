"""A new talk: with whom, how, what was said, what follows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.chips import ChipChoice
from fieldteacher.ui.forms.due import FORTNIGHT, WEEK, DueEditor
from fieldteacher.ui.forms.editor import Editor, UndoGate
from fieldteacher.ui.forms.entry_page import NEW, EntryPage
from fieldteacher.ui.forms.phrases import PhraseKey
from fieldteacher.ui.screens.talks.arrangement import HEADINGS, NOTHING_SPECIAL, SATISFACTION, TALK
from fieldteacher.ui.screens.talks.students import TalkStudents
from fieldteacher.ui.widgets.basics import Card, Scroll, box, button, column, label, row, rule
from fieldteacher.ui.widgets.growing_text import GrowingText
from fieldteacher.ui.widgets.keys import bind_keys

DRAFT = "talk-page"
_TITLE = Text("新谈话", "New talk")
_BACK = Text("返回谈话列表（保留草稿）", "Back to the list (the draft is kept)")
_NORMAL = Text("一切正常并保存（F9）", "Nothing special, save (F9)")
_KEYS = Text(
    "Alt+1…5 方式 · F4 常用语 · F6 学生 · F7 +7 天 · Ctrl+S 保存",
    "Alt+1…5 way · F4 phrases · F6 students · F7 in a week · Ctrl+S save",
)
_PRIVATE = Text(
    "私人备注 · 只留在本机，不导出、不交换",
    "Private note · stays on this laptop, never exported or exchanged",
)
_RESTORED = Text("已恢复上次未保存的谈话。", "The talk that was not saved last time is back.")


class TalkPage(EntryPage):
    """``saved`` carries the id of the first talk, ``wanted`` the student."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, TALK, DRAFT)
        self._subject = NEW
        self._first: dict[str, Any] = {}
        self.students = TalkStudents(ui, self._around)
        self.boxes: dict[str, GrowingText] = {}
        self.private = GrowingText(1, 4)
        self.phrases = PhraseKey(ui, self, "talk")
        self.normal_button = button(ui.theme, ui.t(_NORMAL), self.save_normal, icon="check")
        self._lay()
        self._connect()

    # -- laying out ----------------------------------------------------------------------------

    def _lay(self) -> None:
        head = self._head(_BACK, _TITLE, _KEYS, self.normal_button)
        ways = ChipChoice(TALK.spec("way"), self._around, self._options("way"), optional=False, wraps=True)
        levels = ChipChoice(
            TALK.spec("attention_level"), self._around, self._options("attention_level"), wraps=True
        )
        due = DueEditor(TALK.spec("follow_up_on"), self._around)
        left = box(
            column(
                self.students, row(self._field("talked_on"), self._field("minutes")), self._field("way", ways),
                self._field("place"), self._field("attention_level", levels), self._field("follow_up_on", due), -1, gap=tokens.SPACE_M,
            )
        )  # fmt: skip
        left.setFixedWidth(340)
        right = column(gap=tokens.SPACE_S)
        for name in HEADINGS:
            right.addWidget(self._heading(name))
        rated = [
            ChipChoice(TALK.spec(n), self._around, [(k, str(k)) for k in range(1, 6)]) for n in SATISFACTION
        ]
        right.addLayout(
            row(*(self._field(n, e) for n, e in zip(SATISFACTION, rated, strict=True)), gap=tokens.SPACE_L)
        )
        right.addWidget(self._private_card())
        right.addStretch(1)
        inside = row(left, box(right), gap=tokens.SPACE_XL)
        inside.setStretch(1, 1)
        page = column(self.banner, inside, gap=tokens.SPACE_M)
        page.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_XL)
        self.setLayout(column(head, rule(), Scroll(box(page, "surface")), gap=0))
        order: list[QWidget] = [self.students.finder, self.students.list]
        for name in ("talked_on", "minutes", "way", "place", "attention_level"):
            order += self.binder.editor(name).inputs()
        order += [*self.boxes.values(), *(each for editor in rated for each in editor.inputs()), self.private]
        order += [*due.inputs(), self.save_button, self.normal_button, self._discard]
        for one, after in pairwise(order):
            QWidget.setTabOrder(one, after)

    def _options(self, name: str) -> list[tuple[Any, str]]:
        return [(each.value, self._ui.t(each.label)) for each in TALK.spec(name).choices]

    def _field(self, name: str, editor: Editor | None = None) -> QWidget:
        made, problem = self._bind(name, editor)
        return box(column(label(self._ui.t(TALK.spec(name).label), "small"), made, problem, gap=2))

    def _heading(self, name: str) -> QWidget:
        words = self._ui.t(TALK.spec(name).label)
        text = GrowingText()
        text.setAccessibleName(words)
        text.installEventFilter(UndoGate(text))
        text.edited.connect(self.drafts.soon)
        self.phrases.serve(text)
        self.boxes[name] = text
        return box(column(label(words, "small"), text, gap=2))

    def _private_card(self) -> QWidget:
        words = self._ui.t(_PRIVATE)
        sign = QLabel()
        self._ui.theme.dress(sign, "lock", "muted", 14)
        self.private.setAccessibleName(words)
        self.private.installEventFilter(UndoGate(self.private))
        self.private.edited.connect(self.drafts.soon)
        card = Card(role="panel")
        card.body.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_M)
        card.body.addLayout(row(sign, label(words, "small"), -1))
        card.body.addWidget(self.private)
        return card

    def _connect(self) -> None:
        self.binder.changed.connect(lambda _: self.drafts.soon())
        self.students.changed.connect(self._ticked)
        self.students.added.connect(self._go_on)
        self.students.refused.connect(self._refused)
        ways = [value for value, _ in self._options("way")]
        bind_keys(self, {f"Alt+{n}": partial(self._choose_way, way) for n, way in enumerate(ways, start=1)})
        bind_keys(
            self,
            {
                "Ctrl+S": self.save, "F9": self.save_normal, "F6": self._students_and_back,
                "F7": lambda: self._due(WEEK), "Shift+F7": lambda: self._due(FORTNIGHT),
            },
        )  # fmt: skip

    # -- opening -------------------------------------------------------------------------------

    def _about(self) -> str:
        return self._subject

    def start(self, student: str | None = None) -> None:
        """Begin a talk, with ``student`` where given; go on with the one begun where that is the same."""
        subject = student or NEW
        if self._open and subject in (self._subject, NEW):
            self._go_on()
            return
        if self._open:
            self.drafts.keep()
        self._subject = subject
        self._clear()
        self.students.clear()
        for text in (*self.boxes.values(), self.private):
            text.set_words("")
        services = self._ui.services
        self._ui.runner.read(
            lambda: (services.talks.start(), services.records.draft(DRAFT, subject)),
            self._started,
            owner=self,
        )
        if student:
            self.students.read(student, [student])
            self._go_on()
        else:
            self.students.start()

    def _started(self, found: tuple[Mapping[str, Any], str | None]) -> None:
        values, content = found
        # A group talk is a matter of who is ticked, not of how the last one was held.
        self._first = dict(values) | ({"way": "face"} if values.get("way") == "group" else {})
        values = self._first
        self.binder.enter({name: value for name, value in values.items() if value is not None})
        if content:
            self._restore(json.loads(content))

    def _restore(self, draft: Mapping[str, Any]) -> None:
        self.binder.enter(draft.get("fields", {}))
        for name, text in self.boxes.items():
            text.set_words(draft.get("words", {}).get(name, ""))
        self.private.set_words(draft.get("private", ""))
        students = draft.get("students", [])
        if students:
            self.students.read(students[0], students)
        self._say_restored(_RESTORED)

    def _go_on(self) -> None:
        self.boxes[HEADINGS[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _ticked(self) -> None:
        if len(self.students.ticked) > 1:
            self.binder.enter({"way": "group"})
        elif self.binder.editor("way").value() == "group":
            self.binder.enter({"way": self._first.get("way")})
        self.drafts.soon()

    # -- keys ----------------------------------------------------------------------------------

    def _choose_way(self, value: str) -> None:
        editor = self.binder.editor("way")
        assert isinstance(editor, ChipChoice)
        editor.choose(value)

    def _due(self, days: int) -> None:
        editor = self.binder.editor("follow_up_on")
        assert isinstance(editor, DueEditor)
        editor.ahead(days)

    def _students_and_back(self) -> None:
        if self.students.isAncestorOf(self.focusWidget() or self):
            self._go_on()
        else:
            self.students.start()

    # -- drafts and saving ---------------------------------------------------------------------

    def _worth_keeping(self) -> dict[str, Any] | None:
        """What is entered, if anything was written."""
        words = {name: text.words for name, text in self.boxes.items() if text.words}
        if not self._open or self._busy or not (words or self.private.words):
            return None
        return {
            "fields": self.binder.entered(), "words": words, "private": self.private.words, "students": self.students.ticked,
        }  # fmt: skip

    def save_normal(self) -> None:
        """Nothing special came up: say so where nothing was written, and save."""
        for name, words in NOTHING_SPECIAL.items():
            if not self.boxes[name].words:
                self.boxes[name].set_words(self._ui.t(words))
        self.save()

    def save(self) -> None:
        """Save the talk with each student ticked; what is wrong is said where it stands."""
        if self._busy or not self._open:
            return
        self.banner.clear()
        students = self.students.ticked
        if not students:
            self.students.say_missing()
            return
        try:
            values: dict[str, Any] = dict(self.binder.value())
        except UserError:
            return
        values |= {name: text.words for name, text in self.boxes.items() if text.words}
        if self.private.words:
            values["private_note"] = self.private.words
        talks, self._busy = self._ui.services.talks, True
        self.drafts.rest()
        self._ui.runner.change(lambda: talks.record(students, values), self._saved, self._refused, owner=self)

    def _saved(self, result: tuple[Sequence[str], ChangeSet]) -> None:
        self.drafts.forget()
        self._done(result[0][0])
