"""What the program says to the person: notices, questions before destruction, reports of its own bugs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMessageBox, QPlainTextEdit, QWidget
from shiboken6 import isValid

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui import tokens
from fieldteacher.ui.tasks import BugReport
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, column, label, row
from fieldteacher.ui.widgets.toast import Toast

_UNDO = Text("撤销", "Undo")
_CANCEL = Text("取消", "Cancel")
_CLOSE = Text("关闭", "Close")
_COPY = Text("复制全部", "Copy all")
_BUG_TITLE = Text("程序出错", "Something went wrong in the program")
_BUG_WORDS = Text(
    "刚才的操作没有完成，已保存的记录不受影响。下面的文字不含个人信息，可复制后发给维护人员。",
    "What you just did was not finished; saved records are not affected. The text below holds no personal data: "
    "copy it and send it to whoever maintains the program.",
)
_BUG_LOG = Text("日志：{path}", "Log: {path}")


class Messages(QObject):
    """Speaks in the window it is attached to, in ``language``."""

    def __init__(self, theme: Theme, language: Language, log: Path | None = None) -> None:
        super().__init__()
        self.language: Language = language
        self._theme = theme
        self._log = log
        self._host: QWidget | None = None
        self._toast: Toast | None = None

    def attach(self, host: QWidget) -> None:
        """Speak in ``host`` from now on."""
        self._host = host

    @property
    def toast_words(self) -> str:
        """The notice on show, or empty."""
        toast = self._toast
        return toast.words if toast is not None and isValid(toast) and not toast.isHidden() else ""

    def toast(self, text: Text, *, undo: Callable[[], object] | None = None) -> None:
        """A short notice, with an undo button where ``undo`` is given; takes the place of the one before."""
        if self._host is None:
            return
        if self._toast is not None and isValid(self._toast):
            self._toast.leave()
        action = _UNDO.to(self.language) if undo else ""
        self._toast = Toast(self._theme, self._host, text.to(self.language), action=action, taken=undo)

    def refused(self, error: UserError) -> None:
        """Say what could not be done, where no field or banner is there for it."""
        self.toast(error.text)

    def confirm(
        self, question: Text, action: Text, confirmed: Callable[[], object], *, detail: Text | None = None
    ) -> None:
        """Ask before something is destroyed; ``confirmed`` is called if the person agrees.

        For destructive choices only: everything else is done at once and can be taken back.
        """
        ask = QMessageBox(self._host)
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.setIcon(QMessageBox.Icon.Warning)
        ask.setText(question.to(self.language))
        if detail is not None:
            ask.setInformativeText(detail.to(self.language))
        yes = ask.addButton(action.to(self.language), QMessageBox.ButtonRole.DestructiveRole)
        no = ask.addButton(_CANCEL.to(self.language), QMessageBox.ButtonRole.RejectRole)
        ask.setDefaultButton(no)
        ask.setEscapeButton(no)
        ask.buttonClicked.connect(lambda clicked: confirmed() if clicked is yes else None)
        ask.open()

    def bug(self, report: BugReport) -> None:
        """Show a report of our own failure, with text to copy and where the log is."""
        dialog = QDialog(self._host)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_BUG_TITLE.to(self.language))
        dialog.resize(640, 400)
        body = QPlainTextEdit(report.text)
        body.setReadOnly(True)
        body.setAccessibleName(_BUG_TITLE.to(self.language))
        parts: list[QWidget] = [label(_BUG_WORDS.to(self.language), wrap=True), body]
        if self._log is not None:
            parts.append(
                label(_BUG_LOG.fill(path=self._log).to(self.language), "small", wrap=True, selectable=True)
            )
        copy = button(
            self._theme,
            _COPY.to(self.language),
            lambda: QGuiApplication.clipboard().setText(report.text),
            icon="copy",
        )
        close = button(self._theme, _CLOSE.to(self.language), dialog.close, role="primary")
        dialog.setLayout(column(*parts, row(-1, copy, close), margin=tokens.SPACE_L, gap=tokens.SPACE_M))
        dialog.open()
