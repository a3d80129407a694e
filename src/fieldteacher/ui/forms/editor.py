"""What every editor is: a widget with a value that tells when the person has changed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.tasks import Runner
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import refresh

R = TypeVar("R")
Found = Sequence[tuple[str, str]]
"""Records found for a reference: ``(id, title)``."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What editors need from around them. ``find`` and ``titles`` are called on a reader thread."""

    theme: Theme
    language: Language
    today: date
    runner: Runner
    find: Callable[[tuple[str, ...], str], Found]
    """``find(types, typed)``: the records of these types that ``typed`` may mean; the usual ones for ``""``."""
    titles: Callable[[tuple[str, ...], tuple[str, ...]], dict[str, str]]
    """``titles(types, ids)``: what to call these records."""

    def t(self, text: Text) -> str:
        """``text`` in the window's language."""
        return text.to(self.language)


class Editor(QWidget):
    """``changed`` is emitted after the person (never the program) has changed the value.

    ``value`` is what the person entered, not yet checked: ``domain.values.clean`` takes it.
    """

    changed = Signal()

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__()
        self.spec, self.around = spec, around

    def value(self) -> Any:
        """What is entered now; ``None`` for nothing."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show ``value``."""
        raise NotImplementedError

    def inputs(self) -> Sequence[QWidget]:
        """The widgets that take the keyboard, in their order."""
        raise NotImplementedError

    def name_inputs(self, name: str, description: str) -> None:
        """Tell assistive technology what is entered here."""
        for each in self.inputs():
            each.setAccessibleName(name)
            each.setAccessibleDescription(description)

    def mark(self, wrong: bool) -> None:
        """Show or take back that the value cannot be taken."""
        for each in self.inputs():
            if bool(each.property("problem")) is not wrong:
                each.setProperty("problem", wrong)
                refresh(each)


class UndoGate(QObject):
    """Lets Ctrl+Z through to the window, which takes back the last save, where an input has nothing to undo itself."""

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not _can_undo(watched)
        ):
            event.ignore()
            return True
        return False


def _can_undo(watched: QObject) -> bool:
    if isinstance(watched, QLineEdit):
        return watched.isUndoAvailable()
    return isinstance(watched, QPlainTextEdit) and watched.document().isUndoAvailable()
