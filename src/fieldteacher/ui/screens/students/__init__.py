"""Students: the list, the card, placements."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    from fieldteacher.ui.screens.students.screen import StudentsScreen

    return StudentsScreen(ui)


SCREEN = Screen(
    id="students",
    title=Text("学生", "Students"),
    icon="users",
    apart=True,
    build=_build,
    shows=("student",),
    commands=(Command(Text("新增学生", "Add a student"), {"do": "new"}),),
)
