"""The screen of exchanging: conflicts that wait for a person."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.exchange.screen import ExchangeScreen

    return ExchangeScreen(ui)


def _waiting(ui: Ui) -> int:
    """Fields that wait for a person to choose, and packages that wait in the shared folder."""
    return ui.services.conflicts.count() + len(ui.inbox.state.waiting)


SCREEN = Screen(
    id="exchange",
    title=Text("同步", "Exchange"),
    icon="arrow-left-right",
    build=_build,
    waiting=_waiting,
    commands=(Command(Text("处理冲突", "Settle conflicts"), {"do": "conflicts"}),),
)
