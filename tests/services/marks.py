"""A small scheme of two raters, and someone who gives marks by it."""

from __future__ import annotations

from typing import Any

from tests.services.park import Park

from fieldteacher.domain.scoring import Missing, SchemeSpec
from fieldteacher.services.evaluations import Mark
from fieldteacher.services.signing import Sheet

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


def mark_three(park: Park, scheme: SchemeSpec, counts_as: Missing) -> None:
    """Three students of a class at two enterprises: whole marks; the college stated missing, which ``counts_as``; none."""
    park.placements.append(park.place(park.students[2], park.other_enterprise))
    mark(park, scheme, 350, 500, 900)
    mark(park, scheme, 300, 400, student=1)
    park.services.signing.state_missing(
        scheme.id,
        "final",
        [Sheet(park.placements[1], "school")],
        by="教务处",
        reason="未交",
        counts_as=counts_as,
    )
