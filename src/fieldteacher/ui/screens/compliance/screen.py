"""The board of the rules in three parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from fieldteacher.domain.text import Text
from fieldteacher.ui.parts_screen import Parts, PartsScreen
from fieldteacher.ui.screens.compliance.findings import FindingsPart
from fieldteacher.ui.screens.compliance.ratios import RatiosPart
from fieldteacher.ui.screens.compliance.rules import RulesPart


class ComplianceScreen(PartsScreen):
    """``do`` names a part; ``rule``, ``enterprise`` or ``student`` narrow the findings; ``attest`` goes to a rule."""

    choices: ClassVar[Parts] = {
        "findings": (Text("发现", "Findings"), FindingsPart),
        "ratios": (Text("实习生比例", "Share of interns"), RatiosPart),
        "rules": (Text("规则与确认", "Rules and confirmations"), RulesPart),
    }
    names: ClassVar[Mapping[str, str]] = {"attest": "rules", "attestation": "rules", "waiver": "findings"}
    kept = "compliance.part"
