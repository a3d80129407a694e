"""A talk for reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.strip import strip_on
from fieldteacher.ui.screens.talks.arrangement import CARD_FACTS, HEADINGS, TALK
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.basics import Card, label
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.reading_card import DELETE, ReadingCard

_EDIT, _AGAIN = Text("编辑", "Edit"), Text("再次谈话", "Talk again")
_FOLLOWED, _STUDENT = Text("已跟进", "Followed up"), Text("学生卡片", "Student")
_FOLLOW, _PRINT = Text("记跟进", "Note it"), Text("打印", "Print")
_PRIVATE = Text("私人备注 · 只留在本机", "Private note · stays on this laptop")
_AT_VISIT = Text("走访时的谈话", "at a visit")


@dataclass(frozen=True, slots=True)
class TalkRecord:
    """A talk and whom it was with."""

    talk: Mapping[str, Any]
    student_name: str


class TalkCard(ReadingCard):
    """Asks for ``edit``, ``again``, ``followed``, ``follow``, ``student`` and ``print``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.photos = strip_on(self, ui)

    def show_card(self, card: TalkRecord) -> None:
        """Show a talk."""
        t, talk, language = self._ui.t, card.talk, self._ui.language
        way = show_value(TALK.spec("way"), talk["way"], language)
        self.start(card.student_name, talk["talked_on"], way, t(_AT_VISIT) if talk["visit"] else None)
        if talk["follow_up_on"] and not talk["followed_up_on"]:
            self.add_button(t(_FOLLOWED), "followed", icon="check", tip="D", role="primary")
            self.add_button(t(_FOLLOW), "follow", icon="plus", tip="F")
        self.add_button(t(_EDIT), "edit", icon="pencil", tip="F2")
        self.add_button(t(_AGAIN), "again", icon="message-circle", tip="T")
        self.add_button(t(_STUDENT), "student", icon="user")
        self.add_button(t(_PRINT), "print", icon="printer", tip="P")
        self.end_buttons(t(DELETE))
        self.photos.show_owner(talk["id"])
        for name in HEADINGS:
            self.paragraph(t(TALK.spec(name).label), talk[name])
        facts = Facts()
        facts.show_pairs(
            [(t(TALK.spec(n).label), " ".join(filter(None, (show_value(TALK.spec(n), talk[n], language), t(TALK.spec(n).unit) if talk[n] else "")))) for n in CARD_FACTS]
        )  # fmt: skip
        self.body.addWidget(facts)
        if talk["private_note"]:
            private = Card(role="panel")
            private.body.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_M)
            private.body.addWidget(label(t(_PRIVATE), "small"))
            private.body.addWidget(label(talk["private_note"], wrap=True, selectable=True))
            self.body.addWidget(private)
