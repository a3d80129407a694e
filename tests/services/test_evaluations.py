"""Schemes and evaluations: the grid, marks, signing, freezing, versions."""

from __future__ import annotations

from typing import Any

import pytest
from tests.services.marks import CRITERIA, VALUES, mark
from tests.services.park import Park

from fieldteacher.domain.clock import RandomIds, SystemClock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.evaluations import Mark, evaluation_id


def refused(attempt: Any) -> str:
    with pytest.raises(UserError) as error:
        attempt()
    return error.value.code


# -- schemes -------------------------------------------------------------------------------------


def test_a_scheme_keeps_its_order(scheme: SchemeSpec) -> None:
    assert [c.name for c in scheme.criteria] == ["纪律", "技能", "周志"]
    assert (list(scheme.raters), scheme.version, scheme.frozen) == (["enterprise", "school"], 1, False)
    assert scheme.bands == (("优", 900), ("良", 800), ("及格", 600), ("不及格", 0))


def test_every_ready_scheme_can_be_chosen(park: Park) -> None:
    schemes = park.services.schemes
    for ready in schemes.ready():
        record, _ = schemes.add_ready(ready.key, ready.label.zh)
        made = schemes.get(record)
        assert dict(made.raters) == dict(ready.raters)
        assert sum(len(items) for items in ready.criteria.values()) == len(made.criteria)
    assert len(schemes.all()) == len(schemes.ready())
    assert refused(lambda: schemes.add_ready("nothing", "x")) == "unknown_scheme"


def test_a_scheme_nobody_used_is_edited_in_place(park: Park, scheme: SchemeSpec) -> None:
    criteria = [{"id": scheme.criteria[1].id, **CRITERIA[1], "full_marks": 1000}, CRITERIA[2]]
    record, _ = park.services.schemes.save(scheme.id, VALUES | {"pass_mark": 500}, criteria)
    edited = park.services.schemes.get(record)
    assert (record, edited.version, edited.pass_mark) == (scheme.id, 1, 500)
    assert [(c.name, c.full_marks, c.position) for c in edited.criteria] == [
        ("技能", 1000, 1),
        ("周志", 1000, 2),
    ]
    assert edited.criteria[0].id == scheme.criteria[1].id


def test_a_used_scheme_is_frozen_and_an_edit_makes_a_new_version(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 400, 500, 900)
    assert park.services.schemes.get(scheme.id).frozen
    kept = [
        {"id": c.id, "rater": c.rater, "name": c.name, "full_marks": c.full_marks} for c in scheme.criteria
    ]
    kept[0]["full_marks"] = 300
    record, _ = park.services.schemes.save(scheme.id, VALUES, kept)
    newer = park.services.schemes.get(record)
    assert record != scheme.id
    assert (newer.version, newer.frozen, newer.criteria[0].full_marks) == (2, False, 300)
    assert park.value("scheme", record, "replaces") == scheme.id
    assert park.services.schemes.get(scheme.id).criteria == scheme.criteria
    assert park.services.evaluations.grid(scheme.id).rows[0].result.overall == 900
    assert park.services.evaluations.grid(record).rows[0].marks == {}
    assert [s.version for s in park.services.schemes.all()] == [2, 1]


def test_taking_the_first_marks_back_thaws_the_scheme(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 400)
    park.services.records.undo()
    assert not park.services.schemes.get(scheme.id).frozen
    record, _ = park.services.schemes.save(scheme.id, VALUES, CRITERIA)
    assert record == scheme.id


@pytest.mark.parametrize(
    ("values", "criteria", "code"),
    [
        ({"raters": {"enterprise": 70, "school": 20}}, CRITERIA, "weights_not_100"),
        ({"raters": {"enterprise": 70, "self": 30}}, CRITERIA, "rater_without_criteria"),
        ({"bands": {}}, CRITERIA, "no_bands"), ({"name": ""}, CRITERIA, "required"),
        ({}, [*CRITERIA, {"rater": "school", "name": "无分"}], "required"),
        ({}, [*CRITERIA, {"rater": "school", "name": "零分", "full_marks": 0}], "out_of_range"),
    ],
)  # fmt: skip
def test_what_is_no_scheme_is_refused(
    park: Park, values: dict[str, Any], criteria: list[Any], code: str
) -> None:
    with pytest.raises(FieldProblem) as error:
        park.services.schemes.save(None, VALUES | values, criteria)
    assert error.value.code == code
    assert park.services.schemes.all() == []


def test_the_default_is_the_scheme_chosen_else_the_last_made(park: Park, scheme: SchemeSpec) -> None:
    schemes = park.services.schemes
    other, _ = schemes.add_ready("hubei_60_40", "湖北")
    assert schemes.default() == schemes.get(other)
    schemes.choose(scheme.id)
    assert schemes.default() == scheme
    park.services.records.delete("scheme", scheme.id)
    assert schemes.default() == schemes.get(other)


def test_without_schemes_there_is_no_default(park: Park) -> None:
    assert park.services.schemes.default() is None


# -- the grid ------------------------------------------------------------------------------------


def test_the_grid_shows_totals_as_marks_come_in(park: Park, scheme: SchemeSpec) -> None:
    evaluations = park.services.evaluations
    grid = evaluations.grid(scheme.id)
    assert [c.name for c in grid.columns] == ["纪律", "技能", "周志"]
    assert [row.who.name for row in grid.rows] == ["李晓明", "王芳"]
    mark(park, scheme, 350, 500)
    first = evaluations.grid(scheme.id).rows[0]
    assert (dict(first.result.totals), first.result.overall) == ({"enterprise": 850, "school": None}, None)
    mark(park, scheme, None, None, 905)
    assert evaluations.grid(scheme.id).rows[0].result.overall is None
    mark(park, scheme, 350, 500)
    result = evaluations.grid(scheme.id).rows[0].result
    assert (result.overall, result.grade, result.passed) == (867, "良", True)


def test_the_grid_can_be_narrowed(park: Park, scheme: SchemeSpec) -> None:
    third = park.place(park.students[2], park.other_enterprise)
    evaluations = park.services.evaluations
    assert len(evaluations.grid(scheme.id).rows) == 3
    assert [r.who.placement for r in evaluations.grid(scheme.id, enterprise=park.other_enterprise).rows] == [
        third
    ]
    assert len(evaluations.grid(scheme.id, students=park.students[:1]).rows) == 1
    assert evaluations.grid(scheme.id, class_name="数控2301").rows == []


def test_a_transferred_student_is_evaluated_where_he_is_now(park: Park, scheme: SchemeSpec) -> None:
    new, _ = park.services.placements.transfer(
        park.placements[0], {"enterprise": park.other_enterprise, "start": "2026-03-10"}
    )
    rows = park.services.evaluations.grid(scheme.id).rows
    assert {row.who.placement for row in rows} == {new, park.placements[1]}


def test_a_save_of_marks_is_one_save(park: Park, scheme: SchemeSpec) -> None:
    changes = park.services.evaluations.set_marks(
        scheme.id, "final", [Mark(place, c.id, 100) for place in park.placements for c in scheme.criteria]
    )
    assert changes.label.zh == "录入分数（6 个）"
    assert sum(name == "score" for name, _ in changes.created) == 6
    assert sum(name == "evaluation" for name, _ in changes.created) == 4
    park.services.records.undo()
    assert all(not row.marks for row in park.services.evaluations.grid(scheme.id).rows)
    assert park.all("evaluation") == []


def test_a_mark_is_changed_cleared_and_given_again(park: Park, scheme: SchemeSpec) -> None:
    for tenths in (100, 200, None, None, 300):
        mark(park, scheme, tenths)
        marks = park.services.evaluations.grid(scheme.id).rows[0].marks
        assert marks == ({} if tenths is None else {scheme.criteria[0].id: tenths})
    assert len(park.all("score")) == 1
    for before in (None, 200, 100):
        park.services.records.undo()
        marks = park.services.evaluations.grid(scheme.id).rows[0].marks
        assert marks == ({} if before is None else {scheme.criteria[0].id: before})


def test_clearing_marks_that_were_never_given_writes_nothing(park: Park, scheme: SchemeSpec) -> None:
    assert not park.services.evaluations.set_marks(
        scheme.id, "final", [Mark(park.placements[0], scheme.criteria[0].id, None)]
    )
    assert not park.services.schemes.get(scheme.id).frozen


def test_stages_are_apart(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 100, stage="mid")
    assert park.services.evaluations.grid(scheme.id, "final").rows[0].marks == {}
    assert len(park.services.evaluations.grid(scheme.id, "mid").rows[0].marks) == 1


def test_what_is_no_mark_is_refused_and_the_scheme_stays_free(park: Park, scheme: SchemeSpec) -> None:
    evaluations, place = park.services.evaluations, park.placements[0]

    def attempt(placement: str, criterion: str, tenths: int, stage: str = "final") -> Any:
        return lambda: evaluations.set_marks(scheme.id, stage, [Mark(placement, criterion, tenths)])

    first = scheme.criteria[0].id
    assert refused(attempt(place, first, 401)) == "mark_out_of_range"
    assert refused(attempt(place, first, -1)) == "mark_out_of_range"
    assert refused(attempt(place, "nothing", 1)) == "unknown_criterion"
    assert refused(attempt("nobody", first, 1)) == "no_such_record"
    assert refused(attempt(place, first, 1, "yearly")) == "unknown_choice"
    assert refused(lambda: evaluations.set_marks("nothing", "final", [])) == "not_found"
    assert not park.services.schemes.get(scheme.id).frozen
    assert park.all("evaluation") == []


def test_comments(park: Park, scheme: SchemeSpec) -> None:
    evaluations, place = park.services.evaluations, park.placements[0]
    evaluations.set_comment(scheme.id, "final", place, "school", "表现良好")
    assert evaluations.grid(scheme.id).rows[0].comments == {"school": "表现良好"}
    assert park.services.schemes.get(scheme.id).frozen
    evaluations.set_comment(scheme.id, "final", place, "school", "")
    assert evaluations.grid(scheme.id).rows[0].comments == {}
    assert refused(lambda: evaluations.set_comment(scheme.id, "final", place, "self", "x")) == "unknown_rater"


def test_two_entries_of_one_mark_meet_in_one_record(park: Park, scheme: SchemeSpec) -> None:
    """The window and the command line enter the same mark: one score, the later one stands, nothing doubles."""
    from fieldteacher.bootstrap import open_services

    other = open_services(park.services.store.folder, password=None, clock=SystemClock(), ids=RandomIds())
    mark(park, scheme, 100)
    other.evaluations.set_marks(scheme.id, "final", [Mark(park.placements[0], scheme.criteria[0].id, 200)])
    other.close()
    assert [row["tenths"] for row in park.all("score")] == [200]
    assert len(park.all("evaluation")) == 1
    ids = {
        evaluation_id(*park.placements[:1], scheme.id, stage, rater)
        for stage in ("mid", "final")
        for rater in scheme.raters
    }
    assert len(ids) == 4


def test_a_script_cannot_put_a_mark_above_the_full_marks(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 100)
    records = park.services.records
    [score] = records.list("score")[1]
    with pytest.raises(FieldProblem) as error:
        records.put("score", {"tenths": 401}, record=score["id"])
    assert (error.value.code, error.value.field) == ("mark_out_of_range", "tenths")
    assert records.need("score", score["id"])["tenths"] == 100
    records.put("score", {"tenths": 400}, record=score["id"])
