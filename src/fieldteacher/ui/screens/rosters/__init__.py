"""The screen of importing a roster: choose a file, see what it would do, then let it happen."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.rosters.screen import RostersScreen

    return RostersScreen(ui)


SCREEN = Screen(
    id="rosters",
    title=Text("导入名单", "Import a list"),
    icon="file-input",
    build=_build,
    section="hidden",
    commands=(Command(Text("导入名单", "Import a list")),),
)
