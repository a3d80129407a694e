"""The screen of evaluations: schemes, and the grid of marks."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.evaluations.screen import EvaluationsScreen

    return EvaluationsScreen(ui)


SCREEN = Screen(
    id="evaluations",
    title=Text("考核", "Evaluations"),
    icon="clipboard-check",
    apart=True,
    build=_build,
    commands=(
        Command(Text("复核录入", "Type marks a second time"), {"do": "second"}),
        Command(Text("成绩汇总", "Score summary"), {"do": "summary"}),
    ),
)
