"""The first start: who you are, where the students come from, where backups go. Each step can be skipped."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QStackedLayout, QWidget

from fieldteacher.domain.text import Language, Text
from fieldteacher.ui import tokens
from fieldteacher.ui.pickers import Picker
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import Card, box, button, clear, column, label, row, rule
from fieldteacher.ui.widgets.field import Field, PathLine

Start = Literal["import", "join", "demo", "empty"]

_STEPS = (Text("您是谁", "Who you are"), Text("学生名单", "Students"), Text("备份", "Backups"))
_STEP = Text("第 {n} 步，共 3 步：{title}", "Step {n} of 3: {title}")
_WELCOME = Text("欢迎使用驻企带队教师工作台", "Welcome to the field teacher's desk")
_WELCOME_MORE = Text(
    "三步即可开始，每一步都可以跳过，以后在“设置”中修改。",
    "Three steps, each of which may be skipped and changed later in Settings.",
)
_NAME = Text("姓名", "Your name")
_NAME_HELP = Text(
    "写入走访、谈话等记录的记录人", "Stands as the author of your visits, talks and other records"
)
_ROLE = Text("身份", "Role")
_TEACHER = Text("带队教师", "Teacher at the enterprises")
_OFFICE = Text("学校管理人员", "The college's office")
_COLLEGE = Text("学校", "College")
_COLLEGE_HELP = Text("印在考核表上方", "Printed at the head of the evaluation forms")
_STARTS: tuple[tuple[Start, Text, Text], ...] = (
    (
        "import",
        Text("导入学生名单", "Import a list of students"),
        Text(
            "教务处发来的 Excel、WPS 或 CSV 表格都可以；导入前先预览",
            "Any Excel, WPS or CSV list from the college; you see a preview first",
        ),
    ),
    (
        "join",
        Text("用学校发来的文件加入", "Join by the college's file"),
        Text(
            "学校发来的 .ftinvite 文件和电话告知的激活码；之后与学校互相导入导出",
            "The .ftinvite file from the college and the code told by phone; then you exchange with the college",
        ),
    ),
    (
        "demo",
        Text("试用示例数据", "Try the demo data"),
        Text("150 名虚构学生和 12 家以上企业，可随意改动", "150 invented students at a dozen enterprises, free to play with"),
    ),
    ("empty", Text("先空着", "Start empty"), Text("稍后再导入或逐个添加", "Import or add students later")),
)  # fmt: skip
_START = Text("从哪里开始", "How to start")
_FILE = Text("名单文件", "The list")
_FILE_HINT = Text("现在选择，或进入后再选", "Choose it now, or once inside")
_CHOOSE = Text("选择…", "Choose…")
_CHOOSE_FILE = Text("选择名单文件", "Choose the list")
_KINDS = Text(
    "名单 (*.xlsx *.xls *.ods *.csv *.txt);;所有文件 (*)",
    "Lists (*.xlsx *.xls *.ods *.csv *.txt);;All files (*)",
)
_INVITE, _CHOOSE_INVITE = (
    Text("学校发来的文件", "The college's file"),
    Text("选择学校发来的文件", "Choose the college's file"),
)
_INVITE_KINDS = Text("加入文件 (*.ftinvite)", "Invitations (*.ftinvite)")
_CODE, _CODE_HINT = Text("激活码", "Activation code"), Text("学校电话告知", "told by phone")
_NEED_INVITE = Text("请选择学校发来的文件。", "Please choose the college's file.")
_NEED_CODE = Text("请输入学校电话告知的激活码。", "Please enter the code that the college told you by phone.")
_BACKUPS = Text("备份文件夹", "Folder for backups")
_BACKUPS_HINT = Text("与数据放在一起", "Beside the data")
_BACKUPS_HELP = Text(
    "建议选 U 盘或另一块硬盘：电脑损坏时，备份还在。",
    "A memory stick or another disk is best: it survives the loss of this computer.",
)
_NOT_WRITABLE = Text(
    "无法写入 {folder}，请另选一个。", "{folder} cannot be written to; please choose another."
)
_CHOOSE_FOLDER = Text("选择备份文件夹", "Choose the folder for backups")
_SKIP = Text("跳过", "Skip")
_BACK = Text("上一步", "Back")
_NEXT = Text("下一步", "Next")
_DONE = Text("开始使用", "Start")
_OTHER_LANGUAGE = Text("English", "中文")
_WIDTH = 560


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the person said; empty or ``None`` where a step was skipped. ``roster`` is the list to import."""

    name: str = ""
    role: Literal["teacher", "office"] = "teacher"
    college: str = ""
    start: Start = "empty"
    roster: Path | None = None
    backup_folder: Path | None = None
    invite: Path | None = None
    code: str = ""


class FirstStart(QWidget):
    """``finished`` carries a ``Beginning``; ``language_chosen`` the language switched to on the way.

    With an invitation, ``invite``, it begins where the code is typed.
    """

    finished = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, language: Language, picker: Picker, invite: Path | None = None) -> None:
        super().__init__()
        self._theme, self._picker = theme, picker
        self._language: Language = language
        # Who opens an invitation wants to join; it says who that is.
        self.answers = Beginning(start="join" if invite else "import", invite=invite)
        self._step = 1 if invite else 0
        self._skipped: set[int] = set()
        self.setProperty("role", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._frame = column(margin=tokens.SPACE_L)
        self.setLayout(self._frame)
        self._build()

    @property
    def step(self) -> int:
        """The step on show, 0 to 2."""
        return self._step

    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        self._begin_step()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next()
        elif event.key() == Qt.Key.Key_Escape and self._step:
            self.back()
        else:
            super().keyPressEvent(event)

    def next(self) -> None:
        """Take this step's answers and go on; joining needs the file and the code."""
        if self._step == 1 and self.join_problem():
            return
        self._skipped.discard(self._step)
        self._go(self._step + 1)

    def skip(self) -> None:
        """Go on without this step's answers."""
        self._skipped.add(self._step)
        self._go(self._step + 1)

    def back(self) -> None:
        """The step before."""
        self._go(self._step - 1)

    def join_problem(self) -> bool:
        """Say what is missing for joining, where that is chosen; whether anything is."""
        if _STARTS[max(0, self.starts.checkedId())][0] != "join":
            return False
        problem = (
            _NEED_INVITE if self.invite.path is None else _NEED_CODE if not self.code.text().strip() else None
        )
        self.invite_problem.setVisible(problem is not None)
        if problem is not None:
            self.invite_problem.setText(self._t(problem))
            (self.invite.button if problem is _NEED_INVITE else self.code).setFocus()
        return problem is not None

    def _go(self, step: int) -> None:
        self._take()
        if step == len(_STEPS):
            self.finished.emit(self._result())
            return
        self._step = max(0, step)
        self._show_step()
        self._begin_step()

    def _result(self) -> Beginning:
        result, nothing = self.answers, Beginning()
        if 0 in self._skipped:
            result = replace(result, name="", role="teacher", college="")
        if 1 in self._skipped:
            result = replace(result, start="empty")
        if result.start != "import":
            result = replace(result, roster=None)
        if result.start != "join":
            result = replace(result, invite=None, code="")
        if 2 in self._skipped:
            result = replace(result, backup_folder=nothing.backup_folder)
        return result

    def _take(self) -> None:
        self.answers = replace(
            self.answers,
            name=self.name.text().strip(),
            college=self.college.text().strip(),
            role="office" if self.roles.checkedId() == 1 else "teacher",
            start=_STARTS[max(0, self.starts.checkedId())][0],
            roster=self.file.path,
            backup_folder=self.folder.path,
            invite=self.invite.path,
            code=self.code.text().strip(),
        )

    def _t(self, text: Text) -> str:
        return text.to(self._language)

    def _switch_language(self) -> None:
        self._take()
        self._language = "en" if self._language == "zh_CN" else "zh_CN"
        clear(self._frame)
        self._build()
        self._begin_step()
        self.language_chosen.emit(self._language)

    def _build(self) -> None:
        t = self._t
        self.language_button = button(
            self._theme, t(_OTHER_LANGUAGE), self._switch_language, icon="languages", role="quiet"
        )
        self._steps = [label("", "small") for _ in _STEPS]
        self._pages = QStackedLayout()
        for page in (self._who(), self._where_from(), self._backups()):
            self._pages.addWidget(page)
        self.skip_button = button(self._theme, t(_SKIP), self.skip, role="quiet")
        self.back_button = button(self._theme, t(_BACK), self.back)
        self.next_button = button(self._theme, t(_NEXT), self.next, role="primary")
        card = Card()
        card.setFixedWidth(_WIDTH)
        card.body.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        card.body.setSpacing(tokens.SPACE_L)
        card.body.addLayout(row(*self._steps, -1, gap=tokens.SPACE_L))
        card.body.addLayout(self._pages)
        card.body.addWidget(rule())
        card.body.addLayout(row(self.skip_button, -1, self.back_button, self.next_button))
        head = column(label(t(_WELCOME), "heading"), label(t(_WELCOME_MORE), "muted", wrap=True))
        middle = box(column(head, card, gap=tokens.SPACE_L))
        middle.setFixedWidth(_WIDTH)
        for part in (row(-1, self.language_button), row(-1, middle, -1)):
            self._frame.addLayout(part)
            self._frame.addStretch(1)
        self._show_step()

    def _show_step(self) -> None:
        self._pages.setCurrentIndex(self._step)
        for number, mark in enumerate(self._steps):
            mark.setText(f"{number + 1}  {self._t(_STEPS[number])}")
            mark.setProperty("role", "link" if number == self._step else "small")
            mark.style().polish(mark)
        self.back_button.setVisible(self._step > 0)
        self.next_button.setText(self._t(_DONE if self._step == len(_STEPS) - 1 else _NEXT))
        title = _STEP.fill(n=self._step + 1, title=_STEPS[self._step])
        self.setAccessibleName(self._t(title))

    def _begin_step(self) -> None:
        start = self.code if self.invite.path else self.starts.buttons()[self.starts.checkedId()]
        first: QWidget = (self.name, start, self.next_button)[self._step]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _who(self) -> QWidget:
        t = self._t
        self.name, self.college = QLineEdit(self.answers.name), QLineEdit(self.answers.college)
        for line in (self.name, self.college):
            line.setMaxLength(100)
        self.roles = QButtonGroup(self)
        choices = [QRadioButton(t(_TEACHER)), QRadioButton(t(_OFFICE))]
        for number, each in enumerate(choices):
            self.roles.addButton(each, number)
        choices[self.answers.role == "office"].setChecked(True)
        role = box(row(*choices, -1, gap=tokens.SPACE_L))
        return box(
            column(
                Field(t(_NAME), self.name, help=t(_NAME_HELP)),
                Field(t(_ROLE), role),
                Field(t(_COLLEGE), self.college, help=t(_COLLEGE_HELP)),
                -1,
                gap=tokens.SPACE_L,
            )
        )

    def _where_from(self) -> QWidget:
        t = self._t
        self.starts = QButtonGroup(self)
        body = column(gap=tokens.SPACE_S)
        for number, (start, name, more) in enumerate(_STARTS):
            choice = QRadioButton(t(name))
            choice.setChecked(start == self.answers.start)
            choice.setAccessibleDescription(t(more))
            self.starts.addButton(choice, number)
            hint = label(t(more), "small", wrap=True)
            hint.setIndent(tokens.SPACE_XL)
            body.addLayout(column(choice, hint, gap=0))
            needs = {"import": self._roster_line, "join": self._invite_line}.get(start)
            if needs is not None:
                lines = needs()
                body.addWidget(lines)
                choice.toggled.connect(lines.setVisible)
                lines.setVisible(choice.isChecked())
        body.addStretch(1)
        page = box(body)
        page.setAccessibleName(t(_START))
        return page

    def _roster_line(self) -> QWidget:
        t = self._t
        self.file = PathLine(self._theme, t(_FILE), t(_CHOOSE), self._ask_file, hint=t(_FILE_HINT))
        self.file.set_path(self.answers.roster)
        return _indented(self.file)

    def _invite_line(self) -> QWidget:
        t = self._t
        self.invite = PathLine(self._theme, t(_INVITE), t(_CHOOSE), self._ask_invite, hint=t(_INVITE))
        self.invite.set_path(self.answers.invite)
        self.code = QLineEdit(self.answers.code)
        self.code.setMaxLength(60)
        self.code.setAccessibleName(t(_CODE))
        self.code.setPlaceholderText(f"{t(_CODE)} · {t(_CODE_HINT)}")
        self.invite_problem = label("", "problem", wrap=True)
        self.invite_problem.hide()
        return _indented(self.invite, self.code, self.invite_problem)

    def _backups(self) -> QWidget:
        t = self._t
        self.folder = PathLine(self._theme, t(_BACKUPS), t(_CHOOSE), self._ask_folder, hint=t(_BACKUPS_HINT))
        self.folder.set_path(self.answers.backup_folder)
        self.folder_field = Field(t(_BACKUPS), self.folder, help=t(_BACKUPS_HELP))
        self.folder.chosen.connect(self._check_folder)
        return box(column(self.folder_field, -1))

    def _check_folder(self, folder: Path) -> None:
        self.folder_field.clear()
        if not os.access(folder, os.W_OK):
            self.folder.set_path(None)
            self.folder_field.say(self._t(_NOT_WRITABLE.fill(folder=folder)))

    def _ask_file(self) -> Path | None:
        return self._picker.open_file(self._t(_CHOOSE_FILE), self._t(_KINDS))

    def _ask_invite(self) -> Path | None:
        return self._picker.open_file(self._t(_CHOOSE_INVITE), self._t(_INVITE_KINDS))

    def _ask_folder(self) -> Path | None:
        return self._picker.folder(self._t(_CHOOSE_FOLDER))


def _indented(*parts: QWidget) -> QWidget:
    """What belongs to a choice, below it."""
    inside = column(*parts, gap=tokens.SPACE_S)
    inside.setContentsMargins(tokens.SPACE_XL, 0, 0, tokens.SPACE_S)
    return box(inside)
