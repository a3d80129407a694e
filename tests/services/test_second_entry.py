"""Marks typed a second time: not seen while typing, differences afterwards, agreed sheets noted as checked."""

from __future__ import annotations

import pytest
from tests.services.marks import mark
from tests.services.park import Park

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.services.evaluations import Mark
from fieldteacher.services.second_entry import Difference
from fieldteacher.services.signing import Sheet


def again(park: Park, scheme: SchemeSpec, *tenths: int | None, student: int = 0, by: str = "孙老师") -> None:
    marks = [Mark(park.placements[student], c.id, t) for c, t in zip(scheme.criteria, tenths, strict=False)]
    park.services.second_entry.set_marks(scheme.id, "final", marks, by)


def differences(park: Park, scheme: SchemeSpec) -> list[Difference]:
    return [*park.services.second_entry.compare(scheme.id).differences]


def checked(park: Park, scheme: SchemeSpec) -> tuple[str | None, str | None]:
    sheet = park.services.evaluations.grid(scheme.id).rows[0].sheets["enterprise"]
    return sheet.checked_by, sheet.checked_on


def progress(park: Park, scheme: SchemeSpec) -> list[tuple[int, int, int]]:
    return [
        (each.sheets, each.typed, each.agreed)
        for each in park.services.second_entry.compare(scheme.id).progress
    ]


def test_the_second_person_sees_only_their_own_marks(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 350, 500, 900)
    again(park, scheme, 340)
    seen = park.services.second_entry.grid(scheme.id).rows[0]
    assert seen.marks == {scheme.criteria[0].id: 340}
    assert set(seen.result.totals.values()) == {None}
    first = park.services.evaluations.grid(scheme.id).rows[0]
    assert first.marks[scheme.criteria[0].id] == 350


def test_a_sheet_that_agrees_is_checked(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 350, 500, 900)
    again(park, scheme, 350)
    assert (checked(park, scheme), progress(park, scheme)) == ((None, None), [(2, 0, 0)])
    again(park, scheme, 350, 500)
    assert (checked(park, scheme), progress(park, scheme)) == (("孙老师", "2026-03-16"), [(2, 1, 1)])
    assert differences(park, scheme) == []
    mark(park, scheme, 360)
    assert (checked(park, scheme), progress(park, scheme)) == ((None, None), [(2, 1, 0)])
    trace = park.services.signing.trace(scheme.id, "final", park.placements[0])["enterprise"]
    assert [step.what for step in trace] == ["not_checked", "checked"]


def test_differences_show_only_when_the_sheet_was_typed_whole(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 350, 500)
    again(park, scheme, 340)
    assert differences(park, scheme) == []
    again(park, scheme, 340, 500)
    [found] = differences(park, scheme)
    assert (found.first, found.second, found.criterion.name, found.entered_by) == (350, 340, "纪律", "孙老师")


@pytest.mark.parametrize(("which", "stands"), [("first", 350), ("second", 340)])
def test_either_value_can_be_taken(park: Park, scheme: SchemeSpec, which: str, stands: int) -> None:
    mark(park, scheme, 350, 500)
    again(park, scheme, 340, 500)
    park.services.second_entry.take(scheme.id, "final", differences(park, scheme), which)  # type: ignore[arg-type]
    assert differences(park, scheme) == []
    assert park.services.evaluations.grid(scheme.id).rows[0].marks[scheme.criteria[0].id] == stands
    assert checked(park, scheme) == ("孙老师", "2026-03-16")
    park.services.records.undo()
    assert len(differences(park, scheme)) == 1
    assert checked(park, scheme) == (None, None)


def test_a_mark_left_out_the_first_time_is_a_difference(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 350)
    again(park, scheme, 350, 500)
    [found] = differences(park, scheme)
    assert (found.first, found.second) == (None, 500)
    park.services.second_entry.take(scheme.id, "final", [found], "first")
    assert differences(park, scheme) == []
    assert checked(park, scheme) == (None, None)  # nobody has said that mark


def test_a_signed_sheet_is_checked_but_not_changed(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 350, 500)
    park.services.signing.sign(scheme.id, "final", [Sheet(park.placements[0], "enterprise")])
    again(park, scheme, 340, 500)
    [found] = differences(park, scheme)
    assert found.signed
    with pytest.raises(UserError) as error:
        park.services.second_entry.take(scheme.id, "final", [found], "second")
    assert error.value.code == "signed"
    park.services.second_entry.take(scheme.id, "final", [found], "first")
    assert checked(park, scheme) == ("孙老师", "2026-03-16")


def test_what_cannot_be_typed_a_second_time(park: Park, scheme: SchemeSpec) -> None:
    for attempt, code in (
        (lambda: again(park, scheme, 350), "nothing_to_check"),
        (lambda: again(park, scheme, 350, by=" "), "required"),
        (lambda: again(park, scheme, 401), "mark_out_of_range"),
    ):
        with pytest.raises(UserError) as error:
            attempt()
        assert error.value.code == code
    again(park, scheme, None)  # nothing is taken away
    assert park.all("second_score") == []


def test_the_command_line_writes_the_same_record(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 350, 500)
    again(park, scheme, 340)
    [stored] = park.all("second_score")
    values = {"evaluation": stored["evaluation"], "criterion": stored["criterion"], "tenths": 330}
    assert park.services.records.put("second_score", values)[0] == stored["id"]
    assert [each["tenths"] for each in park.all("second_score")] == [330]
    assert [each["tenths"] for each in park.all("score")] == [350, 500]
