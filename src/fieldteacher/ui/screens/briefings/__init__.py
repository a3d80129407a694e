"""The screen of reports to the leadership: their list, and a report edited in place beside its figures."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.briefings.screen import BriefingsScreen

    return BriefingsScreen(ui)


SCREEN = Screen(
    id="briefings",
    title=Text("汇总", "Reports"),
    icon="chart-column",
    build=_build,
    shows=("briefing",),
    commands=(Command(Text("撰写情况汇报", "Write a report to the leadership"), {"do": "new"}),),
)
