"""The screen of incidents: the list with its clocks, and the first record within a minute."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.incidents.screen import IncidentsScreen

    return IncidentsScreen(ui)


def _waiting(ui: Ui) -> int:
    """Incidents that are not closed."""
    return ui.services.incidents.waiting()


SCREEN = Screen(
    id="incidents",
    title=Text("安全事件", "Incidents"),
    icon="triangle-alert",
    build=_build,
    waiting=_waiting,
    shows=("incident", "notification"),
    commands=(
        Command(Text("登记安全事件", "Record an incident"), {"do": "new"}, keys="Ctrl+Shift+I", at_hand=True),
    ),
)
