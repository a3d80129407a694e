"""Papers of many students: the matrix of who has what, ticked for many at once."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.papers.screen import PapersScreen

    return PapersScreen(ui)


SCREEN = Screen(
    id="papers",
    title=Text("材料", "Papers"),
    icon="file-check",
    build=_build,
    section="hidden",
    shows=("paper",),
    commands=(
        Command(
            Text(
                "登记材料（协议、同意书、保险、培训）",
                "Note papers (agreements, consents, insurance, training)",
            )
        ),
    ),
)
