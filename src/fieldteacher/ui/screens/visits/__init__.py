"""The screen of visits: the list, and a whole visit on one screen."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.visits.screen import VisitsScreen

    return VisitsScreen(ui)


SCREEN = Screen(
    id="visits",
    title=Text("走访", "Visits"),
    icon="footprints",
    apart=True,
    build=_build,
    shows=("visit",),
    commands=(Command(Text("记录走访", "Record a visit"), {"do": "new"}),),
)
