"""The settings: whose store this is, how the program looks, backups, the password, phrases, fonts, undo, about."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.settings.screen import SettingsScreen

    return SettingsScreen(ui)


SCREEN = Screen(
    id="settings",
    title=Text("设置", "Settings"),
    icon="settings",
    build=_build,
    section="foot",
    shows=("batch", "teacher"),
    commands=(
        Command(Text("实习批次", "Batches"), {"page": "batches"}),
        Command(Text("带队教师", "Teachers"), {"page": "teachers"}),
        Command(Text("立即备份", "Back up now"), {"section": "backups"}),
        Command(Text("设置密码", "Set a password"), {"section": "password"}),
        Command(Text("切换语言", "Change the language"), {"section": "look"}),
        Command(Text("编辑常用语", "Edit the phrases"), {"section": "phrases"}),
        Command(Text("最近的保存与撤销", "Last saves and undo"), {"section": "saves"}),
    ),
)
