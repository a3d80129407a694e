"""The screen of the day: what is overdue, due, missing or running out, and the week's plan."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.today.screen import TodayScreen

    return TodayScreen(ui)


def _waiting(ui: Ui) -> int:
    """Lines that are overdue or due today."""
    return ui.services.today.agenda().pressing


SCREEN = Screen(id="today", title=Text("今日", "Today"), icon="sun", build=_build, waiting=_waiting)
