"""The teacher's own enterprise practice: entries, days counted once, entries proposed from visits."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.practice.screen import PracticeScreen

    return PracticeScreen(ui)


SCREEN = Screen(
    id="practice",
    title=Text("企业实践", "Practice"),
    icon="briefcase",
    build=_build,
    shows=("practice_entry",),
    commands=(
        Command(Text("记录企业实践", "Record own practice"), {"do": "new"}),
        Command(Text("从走访生成企业实践", "Make practice entries of visits"), {"do": "propose"}),
    ),
)
