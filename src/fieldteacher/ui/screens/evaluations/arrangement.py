"""What the screen of evaluations shows: names and words only."""

from __future__ import annotations

from fieldteacher.domain.records.evaluations import RATERS, STAGES
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section

RATER_WORDS: dict[str, Text] = {each.value: each.label for each in RATERS}
RATER_NAMES: tuple[str, ...] = tuple(RATER_WORDS)
STAGE_WORDS: tuple[tuple[str, Text], ...] = tuple((each.value, each.label) for each in STAGES)

SCHEME_FORM: Arrangement = (Section(Text("", ""), (("name", "pass_mark", "rounding"), ("raters", "bands"))),)
"""A scheme's own fields; its criteria follow below."""
CRITERION_FIELDS: tuple[str, ...] = ("name", "standard", "full_marks")
"""What is written for each criterion."""
