"""Beside the matrix of journals: the chosen student and period, and what else came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.daily.journal_columns import JOURNAL, tone_of, words_of
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.basics import box
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.reading_card import ReadingCard

_RECEIVED, _COMMENT = Text("已收（空格）", "Received (Space)"), Text("批语（C）", "Comment (C)")
_CLEAR, _EDIT, _STUDENT = (
    Text("清除（Del）", "Clear (Del)"),
    Text("编辑（F2）", "Edit (F2)"),
    Text("学生卡片", "Student"),
)
_EVERY = Text("已交 {n} 份", "{n} handed in")


@dataclass(frozen=True, slots=True)
class Journals:
    """A student and all that was handed in, the latest first."""

    student: Mapping[str, Any]
    enterprise: str
    journals: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cell the person is on: the kind, what the period is called, how it stands, the record where there is one."""

    kind: str
    label: Text
    standing: str | None
    journal: str | None


class JournalCard(ReadingCard):
    """Asks for ``received``, ``comment``, ``clear``, ``edit`` and ``student``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.chosen: Chosen | None = None

    def show_card(self, card: Journals) -> None:
        """Show a student, and the cell that is ``chosen``."""
        t = self._ui.t
        self.start(
            card.student["name"], card.student["student_number"], card.student["class_name"], card.enterprise
        )
        if self.chosen is not None:
            self._cell(card, self.chosen)
        every = [each for each in card.journals if self.chosen is None or each["kind"] == self.chosen.kind]
        self.heading(t(_EVERY.fill(n=len(every))))
        for each in every:
            stars = show_value(JOURNAL.spec("stars"), each["stars"], self._ui.language)
            head = " · ".join(
                filter(None, (each["period"], each["handed_in_on"], t(words_of(stars)) if stars else ""))
            )
            self.paragraph(head, each["comment"] or "–")

    def _cell(self, card: Journals, chosen: Chosen) -> None:
        t, theme, language = self._ui.t, self._ui.theme, self._ui.language
        lines = Flow()
        for wanted, words, icon in (
            ("received", _RECEIVED, "check"), ("comment", _COMMENT, "pencil"), ("edit", _EDIT, "pencil"),
            ("clear", _CLEAR, "x"), ("student", _STUDENT, "user"),
        ):  # fmt: skip
            if (
                wanted == "student"
                or (chosen.journal is None) == (wanted == "received")
                or wanted == "comment"
            ):
                lines.addWidget(self.add_button(t(words), wanted, icon=icon))
        self.body.addWidget(box(lines))
        self.heading(t(chosen.label))
        if chosen.standing is not None:
            self.body.addWidget(
                Chip(theme, t(words_of(chosen.standing)), tone_of(chosen.standing) or "neutral")
            )
        there = next((each for each in card.journals if each["id"] == chosen.journal), None)
        if there is None:
            return
        facts = Facts()
        names = ("handed_in_on", "characters", "stars")
        facts.show_pairs(
            [(t(JOURNAL.spec(n).label), show_value(JOURNAL.spec(n), there[n], language)) for n in names]
        )
        self.body.addWidget(facts)
        self.paragraph(t(JOURNAL.spec("comment").label), there["comment"])
