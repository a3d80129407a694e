"""The strip below the list: on which day it is asked, and one key or button for each answer of each side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import make_editor
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.screens.employment.arrangement import INTENTION, OFFER_KEYS, WISH_KEYS
from fieldteacher.ui.widgets.basics import box, button, column, label, row
from fieldteacher.ui.widgets.flow import Flow

_STUDENT, _ENTERPRISE = Text("学生", "Student"), Text("企业", "Enterprise")
_NAME = Text("{side}：{word}（{key}）", "{side}: {word} ({key})")
_DAY_WIDTH, _LINE = 140, 26


class EntryStrip(QFrame):
    """``said`` carries the field and the value of an answer for whoever is selected."""

    said = Signal(str, str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.buttons: dict[str, QPushButton] = {}
        spec = INTENTION.spec("asked_on")
        self.day = make_editor(spec, surroundings(ui))
        self.day.name_inputs(ui.t(spec.label), "")
        self.day.setFixedWidth(_DAY_WIDTH)
        self.day.set_value(ui.clock.today().isoformat())
        student = self._side(_STUDENT, "student_wish", WISH_KEYS)
        enterprise = self._side(_ENTERPRISE, "enterprise_wish", OFFER_KEYS)
        when = row(label(ui.t(spec.label), "small"), self.day)
        second = row(enterprise, when)
        second.setStretch(0, 1)
        inside = column(student, second, gap=tokens.SPACE_XS)
        inside.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        self.setLayout(inside)
        self.enable(some=False)

    @property
    def asked_on(self) -> str | None:
        """The day the answers are entered for; ``None`` where none is given."""
        found = self.day.value()
        return found if isinstance(found, str) else None

    def enable(self, *, some: bool) -> None:
        """Offer the answers, or not, because nobody is selected."""
        for each in self.buttons.values():
            each.setEnabled(some)

    def _side(self, side: Text, field: str, keys: Mapping[str, str]) -> QWidget:
        t = self._ui.t
        flow = Flow(tokens.SPACE_XS)
        name = label(t(side), "small")
        name.setFixedHeight(_LINE)
        flow.addWidget(name)
        for key, value in keys.items():
            word = INTENTION.spec(field).choice_label(value)
            made = button(
                self._ui.theme, f"{key} {t(word)}", partial(self.said.emit, field, value), role="chip"
            )
            made.setAccessibleName(t(_NAME.fill(side=side, word=word, key=key)))
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.buttons[key] = made
            flow.addWidget(made)
        return box(flow)
