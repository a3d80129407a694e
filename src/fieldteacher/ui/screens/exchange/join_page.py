"""Joining the college's exchange: the file it sent and the code it told by phone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import Card, Scroll, box, button, column, label, row
from fieldteacher.ui.widgets.field import Field, PathLine

_TITLE = Text("加入学校的交换", "Join the college's exchange")
_WHY = Text(
    "加入以后，您与学校、与其他带队教师用文件交换记录：发 U 盘、微信文件或共享文件夹都可以，文件是加密的，只有收件人能打开。"
    "两边改了同一处时两个值都保留，由您选定。",
    "Once joined, you exchange records with the college and with other teachers by file: on a stick, by mail, through a shared "
    "folder. The files are sealed and only their recipient can open them. Where both sides changed the same, both values are kept "
    "for you to choose.",
)
_HOW = Text(
    "请学校管理人员在“同步 → 学校办公室”里邀请您：他们会发来一个 .ftinvite 文件，并用电话告诉您激活码。",
    "Ask the college's office to invite you (Exchange, College office): it sends you an .ftinvite file, and tells you the "
    "activation code by phone.",
)
_FILE, _CHOOSE = Text("学校发来的文件", "The college's file"), Text("选择…", "Choose…")
_CHOOSE_FILE, _KINDS = (
    Text("选择学校发来的文件", "Choose the college's file"),
    Text("加入文件 (*.ftinvite)", "Invitations (*.ftinvite)"),
)
_CODE, _CODE_HELP = (
    Text("激活码", "Activation code"),
    Text("学校用电话告诉您；大小写和横线都不要紧", "told by phone; case and dashes do not matter"),
)
_JOIN = Text("加入", "Join")
_NEED_FILE = Text("请选择学校发来的文件。", "Please choose the college's file.")
_NEED_CODE = Text("请输入激活码。", "Please enter the code.")
_WIDTH = 560


class JoinPage(QWidget):
    """``asked`` carries the file and the code."""

    asked = Signal(object, str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        t, theme = ui.t, ui.theme
        self.banner = Banner(theme)
        self.file = PathLine(theme, t(_FILE), t(_CHOOSE), self._ask)
        self.file_field = Field(t(_FILE), self.file)
        self.file.chosen.connect(lambda _: self._chosen())
        self.code = QLineEdit()
        self.code.setMaxLength(60)
        self.code.returnPressed.connect(self.join)
        self.code_field = Field(t(_CODE), self.code, help=t(_CODE_HELP))
        self.join_button = button(theme, t(_JOIN), self.join, role="primary", icon="check")
        card = Card()
        card.body.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        card.body.setSpacing(tokens.SPACE_L)
        for part in (self.banner, label(t(_HOW), wrap=True), self.file_field, self.code_field):
            card.body.addWidget(part)
        card.body.addLayout(row(-1, self.join_button))
        inside = box(
            column(
                label(t(_TITLE), "heading"), label(t(_WHY), "muted", wrap=True), card, -1, gap=tokens.SPACE_L
            )
        )
        inside.setFixedWidth(_WIDTH)
        around = row(-1, inside, -1)
        around.setContentsMargins(tokens.SPACE_L, tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_L)
        self.setAccessibleName(t(_TITLE))
        self.setLayout(column(Scroll(box(around, "surface")), gap=0))

    def open(self, file: Path) -> None:
        """Begin with a file; the code is still to be typed."""
        self.file.set_path(file)
        self._chosen()

    def join(self) -> None:
        """Ask to join, where both are given."""
        self.banner.clear()
        if self.file.path is None:
            self.file_field.say(self._ui.t(_NEED_FILE))
        elif not self.code.text().strip():
            self.code_field.say(self._ui.t(_NEED_CODE))
        else:
            self.join_button.setEnabled(False)
            self.asked.emit(self.file.path, self.code.text().strip())

    def refused(self, error: UserError) -> None:
        """Say why it did not work: at the code where that is wrong."""
        self.join_button.setEnabled(True)
        if error.code in ("wrong_code", "not_a_code"):
            self.code_field.say(self._ui.t(error.text))
            self.code.selectAll()
        else:
            self.banner.say(self._ui.t(error.text))

    def focus(self) -> None:
        """Put the keyboard where something is missing."""
        target = self.file.button if self.file.path is None else self.code
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> Path | None:
        return self._ui.picker.open_file(self._ui.t(_CHOOSE_FILE), self._ui.t(_KINDS))

    def _chosen(self) -> None:
        self.file_field.clear()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
