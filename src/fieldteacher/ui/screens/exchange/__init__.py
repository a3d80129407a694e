"""The screen of exchanging: packages out and in, conflicts, possible duplicates, history, the college's office."""

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
    commands=(
        Command(Text("导出数据包", "Write a package"), {"do": "exchange"}),
        Command(Text("导入数据包", "Take in a package"), {"do": "exchange", "choose": True}),
        Command(Text("处理冲突", "Settle conflicts"), {"do": "conflicts"}),
        Command(Text("疑似重复的学生和企业", "Possible duplicates"), {"do": "duplicates"}),
        Command(Text("撤销导入", "Take an import back"), {"do": "history"}),
    ),
)
