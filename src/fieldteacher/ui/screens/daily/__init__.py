"""The daily round: checks of the enterprises, absences, journals handed in, education held."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.daily.screen import DailyScreen

    return DailyScreen(ui)


def _waiting(ui: Ui) -> int:
    """Enterprises that wait for today's check."""
    return ui.services.daily.to_do()


SCREEN = Screen(
    id="daily",
    title=Text("日常", "Daily"),
    icon="list-checks",
    build=_build,
    waiting=_waiting,
    shows=("daily_check", "absence", "journal", "education"),
    commands=(
        Command(Text("每日检查", "Daily check"), {"do": "check"}),
        Command(Text("登记请假缺勤", "Note an absence"), {"do": "absence"}),
        Command(Text("收周志、月报", "Take in journals"), {"do": "journal"}),
        Command(Text("记录教育活动", "Record education"), {"do": "education"}),
    ),
)
