"""A short notice at the foot of the window that goes away by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, label, row

_SHORT_MS, _LONG_MS = 4000, 8000


class Toast(QFrame):
    """Lies over ``host``, in the middle of its lower edge; at most one is shown."""

    def __init__(
        self,
        theme: Theme,
        host: QWidget,
        words: str,
        *,
        action: str = "",
        taken: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(host)
        self.setProperty("role", "toast")
        self._host = host
        self.words = words
        self.setAccessibleName(words)
        inside = row(label(words), gap=tokens.SPACE_L)
        inside.setContentsMargins(
            tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_S if action else tokens.SPACE_L, tokens.SPACE_S
        )
        if action and taken is not None:
            act = taken

            def take() -> None:
                self.leave()
                act()

            inside.addWidget(button(theme, action, take, role="quiet", icon="undo-2"))
        self.setLayout(inside)
        host.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        QTimer.singleShot(_LONG_MS if action else _SHORT_MS, self, self.leave)

    def leave(self) -> None:
        """Go away at once."""
        self._host.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        area = self._host.rect()
        self.move((area.width() - self.width()) // 2, area.height() - self.height() - 3 * tokens.SPACE_L)
