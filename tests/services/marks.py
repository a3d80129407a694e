"""A small scheme of two raters, and someone who gives marks by it."""

from __future__ import annotations

from typing import Any

from tests.services.park import Park

from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.services.evaluations import Mark

CRITERIA: list[dict[str, Any]] = [
    {"rater": "enterprise", "name": "纪律", "full_marks": 400},
    {"rater": "enterprise", "name": "技能", "full_marks": 600},
    {"rater": "school", "name": "周志", "full_marks": 1000},
]
VALUES = {
    "name": "通用", "raters": {"enterprise": 70, "school": 30}, "bands": {"优": 900, "良": 800, "及格": 600, "不及格": 0},
    "pass_mark": 600, "rounding": "tenth",
}  # fmt: skip


def mark(park: Park, scheme: SchemeSpec, *tenths: int | None, student: int = 0, stage: str = "final") -> None:
    """Set the marks of one student, in the order of the criteria."""
    park.services.evaluations.set_marks(
        scheme.id,
        stage,
        [Mark(park.placements[student], c.id, t) for c, t in zip(scheme.criteria, tenths, strict=False)],
    )
