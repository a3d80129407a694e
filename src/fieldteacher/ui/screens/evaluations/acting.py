"""What is done to whole sheets: signed, unlocked, stated missing; asked for where the person is, never in a dialog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.fields import Kind as FieldKind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.scoring import Missing
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.signing import Acted, Sheet
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.arrangement import Section
from fieldteacher.ui.forms.editors import LineEditor, OneOf
from fieldteacher.ui.forms.form import Form
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.screens.evaluations.arrangement import ACT_FORMS
from fieldteacher.ui.widgets.basics import button, column, row
from fieldteacher.ui.widgets.keys import bind_keys

Kind = Literal["sign", "unlock", "missing", "withdraw"]
EVALUATION = RECORD_TYPES["evaluation"]
ACTS: Mapping[Kind, Text] = {
    "sign": Text("签字锁定", "Sign and lock"),
    "unlock": Text("解除签字", "Unlock"),
    "missing": Text("登记缺评", "State missing"),
    "withdraw": Text("取消缺评", "Not missing"),
}
"""The words on the buttons."""
_CANCEL = Text("取消", "Cancel")
_BY_SCHEME = Text("按方案规定", "as the scheme says")


@dataclass(frozen=True, slots=True)
class SheetAct:
    """Something to be done to sheets; ``values`` are fields of an evaluation as entered."""

    kind: Kind
    sheets: tuple[Sheet, ...]
    values: Mapping[str, Any] = field(default_factory=dict)


def perform(services: Services, scheme: str, stage: str, act: SheetAct) -> Acted:
    """Do it, on the writer thread. Raises ``UserError``."""
    signing, values = services.signing, act.values
    if act.kind == "sign":
        return signing.sign(
            scheme, stage, act.sheets, by=values.get("signed_by") or "", on=values.get("signed_on") or ""
        )
    if act.kind == "unlock":
        return signing.unlock(scheme, stage, act.sheets, values.get("unlock_reason") or "")
    if act.kind == "withdraw":
        return signing.withdraw(scheme, stage, act.sheets)
    counts_as = values.get("missing_as")
    return signing.state_missing(
        scheme, stage, act.sheets, by=values.get("missing_by") or "", reason=values.get("missing_reason") or "",
        counts_as=Missing(counts_as) if counts_as else None,
    )  # fmt: skip


class Asking(QWidget):
    """The few fields that an act needs; ``answered`` carries them, ``given_up`` comes on Esc."""

    answered = Signal(object)
    given_up = Signal()

    def __init__(self, ui: Ui, kind: Kind, *, wide: bool = False) -> None:
        super().__init__()
        lines = ACT_FORMS[kind]
        arrangement = (Section(Text("", ""), (lines,) if wide and lines else lines),)
        around = surroundings(ui)
        # Beside each other the fields are one line high.
        notes = [name for name in lines if EVALUATION.spec(name).kind is FieldKind.NOTE] if wide else []
        self.form = Form(
            EVALUATION,
            arrangement,
            around,
            editors={name: LineEditor(EVALUATION.spec(name), around) for name in notes},
        )
        self.form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.binder = self.form.binder
        choice = self.binder.editor("missing_as") if "missing_as" in lines else None
        if isinstance(choice, OneOf):
            choice.combo.setItemText(0, ui.t(_BY_SCHEME))
        self.confirm = button(ui.theme, ui.t(ACTS[kind]), self._answer, role="primary", tip="Ctrl+Enter")
        cancel = button(ui.theme, ui.t(_CANCEL), self.given_up.emit, role="quiet", tip="Esc")
        buttons = row(-1, cancel, self.confirm)
        self.setLayout(column(self.form, buttons, gap=tokens.SPACE_S))
        bind_keys(self, {"Ctrl+Return": self._answer, "Ctrl+Enter": self._answer, "Esc": self.given_up.emit})

    def start(self, values: Mapping[str, Any]) -> None:
        """Propose values and take the keyboard to the first field that is still empty."""
        self.propose(values)
        empty = [name for name in self.binder.names if not self.binder.editor(name).value()]
        name = empty[0] if empty else self.binder.names[0]
        self.binder.editor(name).inputs()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def propose(self, values: Mapping[str, Any]) -> None:
        """Show values that can be changed."""
        self.binder.load({})
        self.binder.enter(values)

    def say(self, error: UserError) -> bool:
        """Say what is wrong at its field; ``False`` where there is none for it."""
        return self.binder.say(error)

    def _answer(self) -> None:
        try:
            self.answered.emit(self.binder.value())
        except UserError:
            return
