"""The screen of what was promised or has to be put right."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.promises.screen import PromisesScreen

    return PromisesScreen(ui)


def _waiting(ui: Ui) -> int:
    """Open ones that are due."""
    return ui.services.talks.promises_due()


SCREEN = Screen(
    id="promises",
    title=Text("跟进", "Promises"),
    icon="flag",
    build=_build,
    waiting=_waiting,
    shows=("promise",),
    commands=(Command(Text("新增跟进事项", "Add something to follow up"), {"do": "new"}),),
)
