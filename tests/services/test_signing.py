"""Sheets signed, unlocked and stated missing: what is locked, what the trace says, what the overall becomes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conftest import HeldClock
from tests.services.marks import mark
from tests.services.park import Park

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import Missing, SchemeSpec
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.evaluations import GridRow, Mark, evaluation_id
from fieldteacher.services.signing import Sheet


def row(park: Park, scheme: SchemeSpec, student: int = 0) -> GridRow:
    return park.services.evaluations.grid(scheme.id).rows[student]


def sheet(park: Park, rater: str = "enterprise", student: int = 0) -> Sheet:
    return Sheet(park.placements[student], rater)


def refused(attempt: Any) -> tuple[str, str | None]:
    with pytest.raises(UserError) as error:
        attempt()
    return error.value.code, error.value.field


def test_signed_marks_are_locked_until_unlocked_with_a_reason(park: Park, scheme: SchemeSpec) -> None:
    signing, evaluations = park.services.signing, park.services.evaluations
    mark(park, scheme, 350, 500, 900)
    signing.sign(scheme.id, "final", [sheet(park)], by="钱师傅", on="2026-03-14")
    assert row(park, scheme).signed == {"enterprise"}
    stored = park.services.records.need(
        "evaluation", evaluation_id(park.placements[0], scheme.id, "final", "enterprise")
    )
    assert (stored["signed_by"], stored["signed_on"]) == ("钱师傅", "2026-03-14")
    assert refused(lambda: mark(park, scheme, 300))[0] == "signed"
    assert refused(lambda: mark(park, scheme, None))[0] == "signed"
    assert (
        refused(lambda: evaluations.set_comment(scheme.id, "final", park.placements[0], "enterprise", "x"))[0]
        == "signed"
    )
    evaluations.set_marks(scheme.id, "final", [Mark(park.placements[0], scheme.criteria[2].id, 800)])
    assert refused(lambda: signing.unlock(scheme.id, "final", [sheet(park)], " ")) == (
        "required",
        "unlock_reason",
    )
    signing.unlock(scheme.id, "final", [sheet(park)], "第三项录错")
    mark(park, scheme, 300)
    assert row(park, scheme).marks[scheme.criteria[0].id] == 300
    assert refused(lambda: signing.unlock(scheme.id, "final", [sheet(park)], "x"))[0] == "not_signed"


def test_many_sheets_are_signed_each_by_whom_it_comes_from(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 350, 500, 900)
    mark(park, scheme, 300, student=1)
    sheets = [sheet(park, rater, student) for student in (0, 1) for rater in ("enterprise", "school")]
    acted = park.services.signing.sign(scheme.id, "final", sheets)
    assert acted.done == 2
    assert acted.left == [sheet(park, "enterprise", 1), sheet(park, "school", 1)]
    assert row(park, scheme).sheets["enterprise"].signed_by == "钱师傅"
    assert refused(lambda: park.services.signing.sign(scheme.id, "final", sheets))[0] == "nothing_to_sign"


def test_nobody_signs_in_the_future(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 350, 500)
    signing = park.services.signing
    attempt = lambda: signing.sign(scheme.id, "final", [sheet(park)], on="2026-03-17")  # noqa: E731
    assert refused(attempt) == ("in_the_future", "signed_on")


def test_the_trace_tells_who_did_what_and_why(park: Park, scheme: SchemeSpec, clock: HeldClock) -> None:
    signing, place = park.services.signing, park.placements[0]
    mark(park, scheme, 350, 500)
    signing.sign(scheme.id, "final", [sheet(park)], by="钱师傅")
    signing.unlock(scheme.id, "final", [sheet(park)], "录错一项")
    clock.advance(days=1)
    mark(park, scheme, 340)
    signing.sign(scheme.id, "final", [sheet(park)], by="孙师傅")
    park.services.records.undo()
    trace = signing.trace(scheme.id, "final", place)["enterprise"]
    assert [(step.what, step.name, step.reason) for step in trace] == [
        ("unlocked", "", "录错一项"), ("signed", "孙师傅", ""), ("unlocked", "", "录错一项"), ("signed", "钱师傅", ""),
    ]  # fmt: skip
    assert {step.author for step in trace} == {"张老师"}
    assert trace[0].at_ms > trace[-1].at_ms
    assert "school" not in signing.trace(scheme.id, "final", place)


@pytest.mark.parametrize(
    ("way", "overall"), [(Missing.REWEIGH, 850), (Missing.ZERO, 595), (Missing.REFUSE, None), (None, None)]
)
def test_a_missing_rater_counts_as_was_decided(
    park: Park, scheme: SchemeSpec, way: Missing | None, overall: int | None
) -> None:
    mark(park, scheme, 350, 500)
    assert row(park, scheme).result.overall is None
    park.services.signing.state_missing(
        scheme.id, "final", [sheet(park, "school")], by="教务处", reason="带队教师离职", counts_as=way
    )
    result = row(park, scheme).result
    assert result.overall == overall
    assert dict(result.missing) == {"school": way or Missing.REFUSE}
    assert dict(result.totals) == {"enterprise": 850, "school": None}


def test_the_scheme_decides_where_nobody_did(park: Park, scheme: SchemeSpec) -> None:
    park.services.schemes.save(
        scheme.id,
        {"missing_rater": "reweigh", "missing_by": "系主任", "missing_reason": "考核办法第 8 条"},
        [{"id": c.id, "rater": c.rater, "name": c.name, "full_marks": c.full_marks} for c in scheme.criteria],
    )
    mark(park, scheme, 350, 500)
    park.services.signing.state_missing(
        scheme.id, "final", [sheet(park, "school")], by="教务处", reason="未交"
    )
    result = row(park, scheme).result
    assert (result.overall, dict(result.missing)) == (850, {"school": Missing.REWEIGH})


def test_a_rule_for_missing_raters_needs_a_name_and_a_reason(park: Park, scheme: SchemeSpec) -> None:
    criteria = [{"rater": c.rater, "name": c.name, "full_marks": c.full_marks} for c in scheme.criteria]
    for values, field in (
        ({"missing_rater": "zero", "missing_reason": "x"}, "missing_by"),
        ({"missing_rater": "zero", "missing_by": "系主任"}, "missing_reason"),
    ):
        with pytest.raises(FieldProblem) as error:
            park.services.schemes.save(scheme.id, values, criteria)
        assert (error.value.code, error.value.field) == ("undecided", field)


def test_stating_and_taking_back(park: Park, scheme: SchemeSpec) -> None:
    signing = park.services.signing
    mark(park, scheme, 350, 500, 900)
    mark(park, scheme, 300, student=1)
    state = lambda by="教务处", reason="未交": signing.state_missing(  # noqa: E731
        scheme.id, "final", [sheet(park, "school"), sheet(park, "school", 1)], by=by, reason=reason
    )
    assert refused(lambda: state(by="")) == ("required", "missing_by")
    assert refused(lambda: state(reason="")) == ("required", "missing_reason")
    acted = state()
    assert (acted.done, acted.left) == (1, [sheet(park, "school")])  # the first student's marks are whole
    assert refused(state)[0] == "not_missing"
    late = [Mark(park.placements[1], scheme.criteria[2].id, 900)]
    assert refused(lambda: park.services.evaluations.set_marks(scheme.id, "final", late))[0] == "missing"
    signing.withdraw(scheme.id, "final", [sheet(park, "school", 1)])
    park.services.evaluations.set_marks(scheme.id, "final", late)
    assert not row(park, scheme, 1).missing
    steps = signing.trace(scheme.id, "final", park.placements[1])["school"]
    assert [(step.what, step.name, step.reason) for step in steps] == [
        ("not_missing", "", ""), ("missing", "教务处", "未交"),
    ]  # fmt: skip
    assert (
        refused(lambda: signing.withdraw(scheme.id, "final", [sheet(park, "school", 1)]))[0] == "not_missing"
    )
