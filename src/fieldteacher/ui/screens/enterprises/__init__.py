"""Enterprises: the list, the card, the people there."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    from fieldteacher.ui.screens.enterprises.screen import EnterprisesScreen

    return EnterprisesScreen(ui)


SCREEN = Screen(
    id="enterprises",
    title=Text("企业", "Enterprises"),
    icon="building-2",
    build=_build,
    shows=("enterprise",),
    commands=(Command(Text("新增企业", "Add an enterprise"), {"do": "new"}),),
)
