"""An incident for reading: its clocks first, then who was told, then what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.clock import this_minute
from fieldteacher.domain.fields import Privacy
from fieldteacher.domain.incident_clocks import Standing, minutes_between, minutes_over, standing
from fieldteacher.domain.text import Text
from fieldteacher.services.incidents import IncidentCard
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.strip import strip_on
from fieldteacher.ui.screens.incidents.arrangement import (
    BODY,
    CARD_FACTS,
    INCIDENT,
    LEVEL_TONES,
    NOTIFICATION,
    TOLD,
)
from fieldteacher.ui.screens.incidents.clocks import ClockLine, key_of, moment_words, span
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, button, column, icon_button, label, row
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.reading_card import DELETE, ReadingCard

_TICK_MS = 1000
_CLOSE, _REOPEN, _EDIT = Text("结案", "Close"), Text("重新打开", "Reopen"), Text("编辑", "Edit")
_OPEN, _CLOSED = Text("未结案", "open"), Text("{day} 结案", "closed {day}")
_KNOWN = Text("获知 {t}", "known for {t}")
_CLOCKS, _TOLD = Text("报告时限", "Clocks"), Text("通报记录", "Who was told")
_NOBODY = Text("还没有通报任何人。", "Nobody was told yet.")
_COPIED = Text("已复制 {number}", "Copied {number}")
_LATE = Text("迟 {t}", "{t} late")
_OTHER = Text("通报{who}", "Tell the {who}")
_AMEND, _REMOVE = Text("更正通报：{who}", "Amend: {who}"), Text("删除通报：{who}", "Delete: {who}")
_PRINT = Text("打印", "Print")
_REVEAL = Text("显示{field}", "Show {field}")
_DOTS = "••••••••"
_STILL = Text("结案前请核对。{what}。", "Before closing: {what}.")
_ANYWAY = Text("仍然结案", "Close anyway")


class IncidentCardView(ReadingCard):
    """Asks for ``edit``, ``close``, ``reopen``, ``delete``, ``print``, ``student:ID``, ``enterprise``,
    ``tell:WHO``, ``amend:ID``, ``remove:ID``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.photos = strip_on(self, ui)
        self._shown = ""
        self._revealed = False
        self._known_at: str | None = None
        self._number = ""
        self.lines: list[ClockLine] = []
        self._known = Chip(ui.theme, "")
        self.banner = Banner(ui.theme)
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self.tick)

    def show_card(self, card: IncidentCard) -> None:
        """Show an incident."""
        incident = card.incident
        if incident["id"] != self._shown:
            self._shown, self._revealed = incident["id"], False
        self._known_at = None if incident["closed_on"] else incident["known_at"] or incident["occurred_at"]
        self._start(card)
        self.photos.show_owner(incident["id"])
        self.banner = Banner(self.theme)
        self.body.addWidget(self.banner)
        self._add_state(incident)
        self._add_people(card)
        self._add_clocks(card)
        self._add_told(card)
        for name in BODY:
            self._add_words(name, incident[name])
        facts = Facts()
        facts.show_pairs([(self._ui.t(INCIDENT.spec(n).label), self._value(incident, n)) for n in CARD_FACTS])
        self.body.addWidget(facts)
        self.tick()

    def tick(self) -> None:
        """Let the clocks say how they stand now."""
        now = this_minute(self._ui.clock)
        for line in self.lines:
            line.tick(now)
        if self._known_at is not None:
            known = span(max(0, minutes_between(self._known_at, now)))
            self._known.say(self._ui.t(_KNOWN.fill(t=known)), "neutral")

    def ask_to_close(self, card: IncidentCard) -> bool:
        """Say what is still missing; ``True`` where nothing is, or where it was said already."""
        if not card.missing or self.banner.words:
            return True
        between, t = ("；" if self._ui.language == "zh_CN" else "; "), self._ui.t
        words = t(_STILL.fill(what=between.join(t(each) for each in card.missing)))
        self.banner.say(words, "warn", action=t(_ANYWAY), taken=lambda: self.asked.emit("close"))
        self._scroll.verticalScrollBar().setValue(0)
        return False

    def copy_phone(self, key: str = "F8") -> None:
        """Copy the number of the first who is still to be told and has one."""
        if self._number:
            QGuiApplication.clipboard().setText(self._number)
            self._ui.messages.toast(_COPIED.fill(number=self._number))

    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        self._ticking.start()

    def hideEvent(self, event: QHideEvent, /) -> None:
        super().hideEvent(event)
        self._ticking.stop()

    # -- the parts -----------------------------------------------------------------------------

    def _value(self, record: Mapping[str, Any], name: str) -> str:
        spec = INCIDENT.spec(name)
        words = show_value(spec, record[name], self._ui.language)
        return f"{words} {self._ui.t(spec.unit)}" if words and self._ui.t(spec.unit) else words

    def _start(self, card: IncidentCard) -> None:
        t, incident = self._ui.t, card.incident
        self.start(self._value(incident, "kind"), self._value(incident, "occurred_at"), incident["place"])
        if incident["closed_on"]:
            self.add_button(t(_REOPEN), "reopen", icon="undo-2", tip="O")
        else:
            self.add_button(t(_CLOSE), "close", icon="check", tip="C")
        self.add_button(t(_EDIT), "edit", icon="pencil", tip="F2")
        self.add_button(t(_PRINT), "print", icon="printer", tip="P")
        self.end_buttons(t(DELETE))

    def _add_state(self, incident: Mapping[str, Any]) -> None:
        t, chips = self._ui.t, Flow(tokens.SPACE_S)
        level = incident["level"] or "minor"
        chips.addWidget(Chip(self.theme, t(INCIDENT.spec("level").choice_label(level)), LEVEL_TONES[level]))
        if incident["closed_on"]:
            chips.addWidget(Chip(self.theme, t(_CLOSED.fill(day=incident["closed_on"])), "good"))
        else:
            chips.addWidget(Chip(self.theme, t(_OPEN), "warn"))
            self._known = Chip(self.theme, "")
            chips.addWidget(self._known)
        self.body.addWidget(box(chips))

    def _add_people(self, card: IncidentCard) -> None:
        links = Flow(tokens.SPACE_XS)
        for student, name in card.students:
            links.addWidget(self._link(name, f"student:{student}", "user"))
        if card.incident["enterprise"]:
            links.addWidget(self._link(card.enterprise_name, "enterprise", "building-2"))
        self.body.addWidget(box(links))

    def _link(self, words: str, wanted: str, icon: str) -> QWidget:
        return button(self.theme, words, partial(self.asked.emit, wanted), icon=icon, role="quiet")

    def _add_clocks(self, card: IncidentCard) -> None:
        now, closed = this_minute(self._ui.clock), bool(card.incident["closed_on"])
        self.heading(self._ui.t(_CLOCKS))
        self.lines = [
            ClockLine(
                self._ui, each, card.people.get(each.told, ("", "")), now,
                partial(self.asked.emit, f"tell:{each.told}"), closed=closed,
            )
            for each in card.clocks
        ]  # fmt: skip
        for line in self.lines:
            self.body.addWidget(line)
        waiting = (card.people.get(each.told, ("", ""))[1] for each in card.clocks if each.told_at is None)
        self._number = next(filter(None, waiting), "")
        concerned = {each.told for each in card.clocks}
        others = Flow(tokens.SPACE_XS)
        for each in TOLD:
            if each.value not in concerned:
                words = f"{self._ui.t(_OTHER.fill(who=each.label))} {key_of(each.value)}"
                others.addWidget(self._link(words, f"tell:{each.value}", "plus"))
        if others.count():
            self.body.addWidget(box(others))

    def _add_told(self, card: IncidentCard) -> None:
        t, now = self._ui.t, this_minute(self._ui.clock)
        self.heading(t(_TOLD))
        if not card.told:
            self.body.addWidget(label(t(_NOBODY), "muted"))
        due = {each.told: each for each in card.clocks}
        for each in card.told:
            who = t(NOTIFICATION.spec("told").choice_label(each["told"]))
            at = moment_words(each["told_at"], now)
            words = label(
                " · ".join(filter(None, (at, who, each["person"], each["note"]))), wrap=True, selectable=True
            )
            line = row(words, gap=tokens.SPACE_S)
            line.setStretch(0, 1)
            clock = due.get(each["told"])
            if (
                clock is not None
                and clock.told_at == each["told_at"]
                and standing(clock, now) is Standing.LATE
            ):
                line.addWidget(Chip(self.theme, t(_LATE.fill(t=span(minutes_over(clock, now)))), "warn"))
            for text, verb, icon in ((_AMEND, "amend", "pencil"), (_REMOVE, "remove", "trash-2")):
                ask = partial(self.asked.emit, f"{verb}:{each['id']}")
                line.addWidget(icon_button(self.theme, t(text.fill(who=who)), ask, icon=icon))
            self.body.addLayout(line)

    def _add_words(self, name: str, words: str | None) -> None:
        """A paragraph; a sensitive one is dots until the person asks to see it."""
        spec = INCIDENT.spec(name)
        head = self._ui.t(spec.label)
        if not words or spec.privacy is not Privacy.SENSITIVE or self._revealed:
            self.paragraph(head, words)
            return
        shown = label(words, wrap=True, selectable=True)
        shown.setAccessibleName(f"{head}: {words}")
        shown.hide()

        def reveal() -> None:
            self._revealed = True
            hidden.hide()
            shown.show()

        eye = icon_button(self.theme, self._ui.t(_REVEAL.fill(field=spec.label)), reveal, icon="eye")
        hidden = box(row(label(_DOTS, "muted"), eye, -1))
        self.body.addLayout(column(label(head, "small"), hidden, shown, gap=2))
