"""A promise for reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QPushButton

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.strip import strip_on
from fieldteacher.ui.screens.promises.arrangement import CARD_FACTS, PROMISE, STATUS_TONES
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.basics import button, row
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.reading_card import DELETE, ReadingCard

_DONE, _DROP, _REOPEN, _EDIT = (
    Text("办结", "Settle"),
    Text("取消", "Drop"),
    Text("重新打开", "Reopen"),
    Text("编辑", "Edit"),
)
_ABOUT, _VISIT = Text("对象卡片", "Whom it is about"), Text("所在走访", "The visit")


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """A promise, and whom it is about."""

    promise: Mapping[str, Any]
    about_name: str
    about_type: str


class PromiseCard(ReadingCard):
    """Asks for ``done``, ``drop``, ``reopen``, ``edit``, ``about`` and ``visit``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.photos = strip_on(self, ui)

    def show_card(self, card: PromiseRecord) -> None:
        """Show a promise."""
        t, promise, language = self._ui.t, card.promise, self._ui.language
        status = promise["status"] or "open"
        self.start(promise["what"] or "", card.about_name)
        if status == "open":
            self.add_button(t(_DONE), "done", icon="check", tip="D", role="primary")
            self.add_button(t(_DROP), "drop", icon="x", tip="X")
        else:
            self.add_button(t(_REOPEN), "reopen", icon="undo-2", tip="O")
        self.add_button(t(_EDIT), "edit", icon="pencil", tip="F2")
        self.end_buttons(t(DELETE))
        self.photos.show_owner(promise["id"])
        words = t(PROMISE.spec("status").choice_label(status))
        self.body.addLayout(row(Chip(self.theme, words, STATUS_TONES.get(status, "neutral")), -1))
        facts = Facts()
        facts.show_pairs(
            [
                (t(PROMISE.spec(n).label), show_value(PROMISE.spec(n), promise[n], language))
                for n in CARD_FACTS
            ]
        )
        self.body.addWidget(facts)
        self.paragraph(t(PROMISE.spec("result").label), promise["result"])
        links = row(self._link(_ABOUT, "about", "building-2" if card.about_type == "enterprise" else "user"))
        if promise["visit"]:
            links.addWidget(self._link(_VISIT, "visit", "footprints"))
        links.addStretch(1)
        self.body.addLayout(links)

    def _link(self, words: Text, wanted: str, icon: str) -> QPushButton:
        return button(self.theme, self._ui.t(words), lambda: self.asked.emit(wanted), icon=icon, role="quiet")
