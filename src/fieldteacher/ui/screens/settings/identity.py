"""Who works with this store, and the college that stands on the printed forms."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.records.people import College, Teacher
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.form import Form
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.screens.settings.arrangement import COLLEGE, TEACHER
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.widgets.basics import box, button, label, row
from fieldteacher.ui.widgets.field import Field

_TITLE = Text("我与学校", "You and your college")
_NAME = Text("姓名", "Your name")
_NAME_HELP = Text(
    "写入走访、谈话等记录的记录人", "Stands as the author of your visits, talks and other records"
)
_ROLE = Text("身份", "Role")
_TEACHER = Text("带队教师", "Teacher at the enterprises")
_OFFICE = Text("学校管理人员", "The college's office")
_PRINTED = Text("校名、二级学院印在考核表上。", "Name and department are printed on the evaluation forms.")
_SAVE = Text("保存", "Save")
_SAVED = Text("已保存。", "Saved.")


class IdentityPage(Page):
    """Saved by the button, Ctrl+S, or when it is left."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _TITLE)
        self.name = QLineEdit()
        self.name.setMaxLength(100)
        self.roles = QButtonGroup(self)
        choices = [QRadioButton(self.t(_TEACHER)), QRadioButton(self.t(_OFFICE))]
        for number, each in enumerate(choices):
            self.roles.addButton(each, number)
        around = surroundings(ui)
        self.college = Form(College.TYPE, COLLEGE, around)
        self.teacher = Form(Teacher.TYPE, TEACHER, around)
        self.save_button = button(ui.theme, self.t(_SAVE), self.save, role="primary")
        self._loaded = ("", "teacher")
        self._saving = False
        self.lay(
            Field(self.t(_NAME), self.name, help=self.t(_NAME_HELP)),
            Field(self.t(_ROLE), box(row(*choices, -1, gap=tokens.SPACE_L))),
            self.teacher,
            self.college,
            label(self.t(_PRINTED), "small"),
            row(self.save_button, -1),
        )
        keys = QShortcut(QKeySequence.StandardKey.Save, self, self.save)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def load(self) -> None:
        settings = self.ui.services.settings
        self.read(lambda: (settings.status(), settings.college(), settings.teacher()), self._show)

    def leave(self) -> None:
        self.save()

    def save(self) -> None:
        """Save what differs from what was loaded."""
        if self._saving:
            return
        self.banner.clear()
        entered, forms = self._entered(), (self.college.binder, self.teacher.binder)
        if entered == self._loaded and not any(binder.entered() for binder in forms):
            return
        try:
            college, teacher = (binder.value() if binder.entered() else {} for binder in forms)
        except UserError:
            return
        before, settings = self._loaded, self.ui.services.settings

        def write() -> Any:
            if entered[1] != before[1]:
                settings.set("role", entered[1])
            changes = settings.set_owner(entered[0]) if entered[0] != before[0] else None
            if teacher and entered[0]:
                changes = settings.set_teacher(teacher)
            return settings.set_college(college) if college else changes

        self._saving = True
        self.change(write, self._saved, self._refused)

    def _entered(self) -> tuple[str, str]:
        return self.name.text().strip(), "office" if self.roles.checkedId() == 1 else "teacher"

    def _show(self, found: tuple[Any, Any, Any]) -> None:
        status, college, teacher = found
        self._loaded = (status.owner, status.role)
        self.name.setText(status.owner)
        self.roles.buttons()[status.role == "office"].setChecked(True)
        self.college.binder.load(college or {})
        self.teacher.binder.load(teacher or {})

    def _saved(self, _result: Any) -> None:
        self._saving = False
        self.banner.say(self.t(_SAVED), "good")
        self.look_around()
        self.load()

    def _refused(self, error: UserError) -> None:
        self._saving = False
        if not self.college.binder.say(error) and not self.teacher.binder.say(error):
            self.banner.say(self.t(error.text))
