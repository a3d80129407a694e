"""The screen of the rules: what they find, how full the enterprises are, the rules themselves."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.compliance.screen import ComplianceScreen

    return ComplianceScreen(ui)


SCREEN = Screen(
    id="compliance",
    title=Text("合规", "Compliance"),
    icon="shield-check",
    build=_build,
    shows=("waiver", "attestation"),
    commands=(
        Command(Text("对照法规检查", "Check against the rules"), {"do": "findings"}),
        Command(Text("实习生比例", "Share of interns"), {"do": "ratios"}),
        Command(Text("规则与确认", "Rules and confirmations"), {"do": "rules"}),
    ),
)
