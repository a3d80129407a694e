"""The screen of talks: the list, and a new talk with one student or several."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.talks.screen import TalksScreen

    return TalksScreen(ui)


def _waiting(ui: Ui) -> int:
    """Talks whose follow-up is due."""
    return ui.services.talks.follow_ups_due()


SCREEN = Screen(
    id="talks",
    title=Text("谈话", "Talks"),
    icon="message-circle",
    build=_build,
    waiting=_waiting,
    shows=("talk",),
    commands=(Command(Text("记录谈话", "Record a talk"), {"do": "new"}),),
)
