"""The password of the store."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.widgets.basics import box, button, clear, column, label, row
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.field import Field, password_line

_TITLE = Text("密码", "Password")
_ON = Text("已加密，打开时需要密码", "Encrypted; opening needs the password")
_OFF = Text("未设密码", "No password")
_WORDS = Text(
    "设置密码后，全部数据加密存放，每次打开程序时输入密码。忘记密码无法找回。",
    "With a password all data is kept encrypted, and opening the program asks for it. A forgotten password "
    "cannot be recovered.",
)
_OLD_BACKUPS = Text(
    "以前的备份没有加密，不需要时请删除，并立即做一次新备份。",
    "Earlier backups are not encrypted: delete those you do not need, and make a new one now.",
)
_CURRENT = Text("现在的密码", "Present password")
_NEW = Text("新密码", "New password")
_NEW_HELP = Text(
    "至少 8 个字符，一句话比一串字母更好记", "8 characters or more; a sentence is easier to remember"
)
_AGAIN = Text("再输入一次", "Once more")
_SHOW = Text("显示密码", "Show the password")
_SET = Text("设置密码", "Set the password")
_CHANGE = Text("更改密码", "Change the password")
_REMOVE = Text("取消密码…", "Remove the password…")
_REMOVE_ASK = Text("取消密码？数据将不再加密。", "Remove the password? The data will no longer be encrypted.")
_REMOVE_DO = Text("取消密码", "Remove it")
_WORKING = Text("正在重写数据，请勿关闭程序…", "Rewriting the data; please leave the program open…")
_DIFFERENT = Text("两次输入的密码不一样。", "The two passwords differ.")
_IS_SET = Text("密码已设置，数据已加密。", "The password is set and the data encrypted.")
_IS_CHANGED = Text("密码已更改。", "The password is changed.")
_IS_REMOVED = Text("密码已取消，数据不再加密。", "The password is removed; the data is no longer encrypted.")
_BACK_UP = Text("去备份", "Back up")
_WIDTH = 360


class PasswordPage(Page):
    """Set, change or remove it."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _TITLE)
        t = self.t
        self._state = row()
        self.current, self.new, self.again = (password_line(ui.theme, t(_SHOW)) for _ in range(3))
        self.current_field = Field(t(_CURRENT), self.current)
        self.new_field = Field(t(_NEW), self.new, help=t(_NEW_HELP))
        self.again_field = Field(t(_AGAIN), self.again)
        self.again.returnPressed.connect(self.set_password)
        self.set_button = button(ui.theme, t(_SET), self.set_password, role="primary")
        self.remove_button = button(ui.theme, t(_REMOVE), self._ask_removal, role="danger")
        form = box(
            column(
                self.current_field, self.new_field, self.again_field, row(self.set_button, -1, self.remove_button),
                gap=tokens.SPACE_M,
            )
        )  # fmt: skip
        form.setMaximumWidth(_WIDTH)
        self.lay(box(self._state), label(t(_WORDS), "muted", wrap=True), form)

    def load(self) -> None:
        access = self.ui.services
        self.read(lambda: access.access.protected, self._show)

    def leave(self) -> None:
        for line in self._lines():
            line.clear()
        for field in self._fields():
            field.clear()

    def set_password(self) -> None:
        """Set or change the password, if it was typed twice alike."""
        if not self.set_button.isEnabled():
            return
        for field in self._fields():
            field.clear()
        if self.new.text() != self.again.text():
            self.again_field.say(self.t(_DIFFERENT))
            return
        new, current, services = self.new.text(), self.current.text(), self.ui.services
        protected = self.current_field.isVisible()
        self._busy(True)
        if not protected:
            self.banner.say(self.t(_WORKING), "neutral")
        done = _IS_CHANGED if protected else _IS_SET
        self.ui.runner.change_alone(
            lambda: services.access.set_password(new, current=current),
            lambda _: self._done(done),
            self._refused,
            owner=self,
        )

    def remove(self) -> None:
        """Take the password away."""
        current, services = self.current.text(), self.ui.services
        self._busy(True)
        self.banner.say(self.t(_WORKING), "neutral")
        self.ui.runner.change_alone(
            lambda: services.access.remove_password(current),
            lambda _: self._done(_IS_REMOVED),
            self._refused,
            owner=self,
        )

    def _ask_removal(self) -> None:
        self.ui.messages.confirm(_REMOVE_ASK, _REMOVE_DO, self.remove)

    def _show(self, protected: bool) -> None:
        clear(self._state)
        words, tone = (_ON, "good") if protected else (_OFF, "warn")
        self._state.addWidget(Chip(self.ui.theme, self.t(words), "good" if tone == "good" else "neutral"))
        self._state.addStretch(1)
        self.current_field.setVisible(protected)
        self.remove_button.setVisible(protected)
        self.set_button.setText(self.t(_CHANGE if protected else _SET))

    def _done(self, what: Text) -> None:
        self._busy(False)
        self.leave()
        if what is _IS_SET:
            self.banner.say(
                self.t(what) + " " + self.t(_OLD_BACKUPS),
                "good",
                action=self.t(_BACK_UP),
                taken=lambda: self.ui.navigator.go("settings", section="backups"),
            )
        else:
            self.banner.say(self.t(what), "good")
        self.load()

    def _refused(self, error: UserError) -> None:
        self._busy(False)
        self.banner.clear()
        field = {"current": self.current_field, "password": self.new_field}.get(error.field or "")
        if field is None:
            self.banner.say(self.t(error.text))
        else:
            field.say(self.t(error.text))

    def _busy(self, on: bool) -> None:
        for each in (self.set_button, self.remove_button, *self._lines()):
            each.setEnabled(not on)

    def _lines(self) -> tuple[QLineEdit, ...]:
        return self.current, self.new, self.again

    def _fields(self) -> tuple[Field, ...]:
        return self.current_field, self.new_field, self.again_field
