"""What the screen of evaluations shows: names and words only."""

from __future__ import annotations

from fieldteacher.domain.records.evaluations import MISSING_RULES, RATERS, STAGES
from fieldteacher.domain.scoring import Missing
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section

RATER_WORDS: dict[str, Text] = {each.value: each.label for each in RATERS}
RATER_NAMES: tuple[str, ...] = tuple(RATER_WORDS)
MISSING_WORDS: dict[str, Text] = {each.value: each.label for each in MISSING_RULES}
STAGE_WORDS: tuple[tuple[str, Text], ...] = tuple((each.value, each.label) for each in STAGES)

SCHEME_FORM: Arrangement = (
    Section(Text("", ""), (("name", "pass_mark", "rounding"), ("raters", "bands"))),
    Section(Text("缺评", "A missing rater"), (("missing_rater", "missing_by"), "missing_reason")),
)
"""A scheme's own fields; its criteria follow below."""
CRITERION_FIELDS: tuple[str, ...] = ("name", "standard", "full_marks")
"""What is written for each criterion."""

ACT_FORMS: dict[str, tuple[str, ...]] = {
    "sign": ("signed_by", "signed_on"),
    "unlock": ("unlock_reason",),
    "missing": ("missing_as", "missing_by", "missing_reason"),
    "withdraw": (),
}
"""What is asked before something is done to sheets: fields of an evaluation."""

_WITHOUT_WAYS = {
    Missing.REWEIGH: Text("{rater}缺评，其余按权重折算", "no marks from the {rater}: the others carry the weight"),
    Missing.ZERO: Text("{rater}缺评，按 0 分计", "no marks from the {rater}: counts as 0"),
    Missing.REFUSE: Text("{rater}缺评，不出总评", "no marks from the {rater}: no overall"),
}  # fmt: skip


def without(rater: str, way: Missing) -> Text:
    """That a rater was stated missing, and how that counts."""
    return _WITHOUT_WAYS[way].fill(rater=RATER_WORDS[rater])
