"""The screen of talks: the list, and a new talk with one student or several."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.talks.screen import TalksScreen

    return TalksScreen(ui)


def _waiting(ui: Ui) -> int:
    """Talks whose follow-up is due."""
    today = ui.clock.today().isoformat()
    return sum(
        each.follow_up_on is not None and each.follow_up_on <= today and each.followed_up_on is None
        for each in ui.services.talks.rows()
    )


SCREEN = Screen(
    id="talks", title=Text("谈话", "Talks"), icon="message-circle", build=_build, waiting=_waiting
)
