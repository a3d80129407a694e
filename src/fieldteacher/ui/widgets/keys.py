"""Keys that work wherever the keyboard is inside a widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind_keys(where: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
    """Let each key (``F7``, ``Ctrl+S``, ``N``) in ``where`` and its children call its function.

    A letter is still typed where text is being written: an input takes its keys first.
    """
    for sequence, taken in keys.items():
        shortcut = QShortcut(QKeySequence(sequence), where, taken)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
