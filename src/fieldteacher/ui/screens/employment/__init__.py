"""Employment: what both sides want after the placement, entered by one key each, and what comes of it."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.employment.screen import EmploymentScreen

    return EmploymentScreen(ui)


SCREEN = Screen(
    id="employment",
    title=Text("就业意向", "Employment"),
    icon="heart-handshake",
    build=_build,
    shows=("intention",),
    commands=(Command(Text("登记就业意向", "Note what both sides want"), {"filter": "not_asked"}),),
)
