"""The teachers who are stationed with the students: who they are, and how many students each has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.ui.screens.settings.arrangement import TEACHER_FORM, TEACHER_TYPE, TEACHERS
from fieldteacher.ui.screens.settings.records_page import Keeping, RecordsPage


class TeachersPage(RecordsPage):
    """The teachers."""

    keeping = Keeping(
        name="teachers",
        kind=TEACHER_TYPE,
        columns=TEACHERS,
        form=TEACHER_FORM,
        icon="users",
        title=Text("带队教师", "Teachers"),
        words=Text(
            "本校派驻企业的教师；学生的实习安排写明由谁指导，各人的企业实践分别计天数。",
            "The teachers of the college; each placement says who guides it, and everyone's own practice is counted by itself.",
        ),
        noun=Text("名教师", "teachers"),
        add=Text("新增教师", "Add a teacher"),
        add_tip=Text("新增教师（N）", "Add a teacher (N)"),
        edit=Text("编辑教师 · {name}", "Edit {name}"),
        ask=Text("删除教师“{name}”？", "Delete the teacher “{name}”?"),
        ask_more=Text(
            "其指导的 {n} 名学生将没有校内指导教师。可用 Ctrl+Z 撤销。",
            "The {n} students guided will have no teacher then. Ctrl+Z takes it back.",
        ),
        empty=Text("还没有教师", "No teachers yet"),
        empty_more=Text(
            "导入名单时会一并建立，也可从这里添加。", "They come with an imported list, or are added here."
        ),
    )

    def rows(self) -> Sequence[Any]:
        return self.ui.services.placements.teachers()

    def remove(self, record: str) -> ChangeSet:
        return self.ui.services.placements.delete_teacher(record)
