"""The lock screen of a store with a password: one field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui import tokens
from fieldteacher.ui.tasks import Runner
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import Card, button, column, label, row
from fieldteacher.ui.widgets.field import Field, password_line

_TITLE = Text("这份数据有密码", "This store has a password")
_PASSWORD = Text("密码", "Password")
_SHOW = Text("显示密码", "Show the password")
_OPEN = Text("打开", "Open")
_OPENING = Text("正在打开…", "Opening…")
_EMPTY = Text("请输入密码。", "Please enter the password.")
_FORGOTTEN = Text(
    "密码无法找回。忘记密码时，只能恢复没有密码的备份。",
    "A forgotten password cannot be recovered; only a backup without one can be restored.",
)
_WIDTH = 380


class UnlockView(QWidget):
    """``opened`` carries what ``open_store`` returned.

    ``open_store`` is called with the password on another thread; a ``UserError`` of it is said at the
    field (``wrong_password``) or above it (any other).
    """

    opened = Signal(object)

    def __init__(
        self,
        theme: Theme,
        language: Language,
        runner: Runner,
        open_store: Callable[[str], Any],
        *,
        whose: str = "",
    ) -> None:
        super().__init__()
        self._language: Language = language
        self._runner, self._open_store = runner, open_store
        self.setProperty("role", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self._t(_TITLE))
        sign = QLabel()
        theme.dress(sign, "shield-check", "accent", 32)
        self.line = password_line(theme, self._t(_SHOW))
        self.line.returnPressed.connect(self._enter)
        self.field = Field(self._t(_PASSWORD), self.line)
        self.banner = Banner(theme)
        self.button = button(theme, self._t(_OPEN), self._enter, role="primary")
        card = Card()
        card.setFixedWidth(_WIDTH)
        card.body.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        card.body.setSpacing(tokens.SPACE_M)
        card.body.addWidget(sign)
        card.body.addWidget(label(self._t(_TITLE), "title"))
        if whose:
            card.body.addWidget(label(whose, "muted", wrap=True))
        for part in (self.banner, self.field, self.button):
            card.body.addWidget(part)
        card.body.addWidget(label(self._t(_FORGOTTEN), "small", wrap=True))
        self.setLayout(column(-1, row(-1, card, -1), -1, -1, margin=tokens.SPACE_L))

    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        self.line.setFocus()

    def _t(self, text: Text) -> str:
        return text.to(self._language)

    def _enter(self) -> None:
        password = self.line.text()
        if not self.button.isEnabled():
            return
        if not password:
            self.field.say(self._t(_EMPTY))
            return
        self.field.clear()
        self.banner.clear()
        self._busy(True)
        self._runner.read(lambda: self._open_store(password), self._opened, self._refused, owner=self)

    def _opened(self, result: Any) -> None:
        self.line.clear()
        self._busy(False)
        self.opened.emit(result)

    def _refused(self, error: UserError) -> None:
        self._busy(False)
        words = self._t(error.text)
        if error.code == "wrong_password":
            self.line.selectAll()
            self.field.say(words)
        else:
            self.banner.say(words)

    def _busy(self, on: bool) -> None:
        self.line.setReadOnly(on)
        self.button.setEnabled(not on)
        self.button.setText(self._t(_OPENING if on else _OPEN))
