"""Hints found in the store, and let rest."""

from __future__ import annotations

from tests.services.marks import mark
from tests.services.park import Park

from fieldteacher.domain.scoring import Missing, SchemeSpec
from fieldteacher.services.signing import Sheet


def test_a_hint_rests_until_the_mark_changes(park: Park, scheme: SchemeSpec) -> None:
    service = park.services.hints
    mark(park, scheme, 0, 500)
    [hint] = service.hints(scheme.id)
    assert (hint.kind, hint.placement) == ("zero", park.placements[0])
    service.dismiss(scheme.id, "final", [hint])
    assert service.hints(scheme.id) == []
    park.services.records.undo()
    assert service.hints(scheme.id) == [hint]
    service.dismiss(scheme.id, "final", [hint])
    mark(park, scheme, 0, 0)
    [other] = service.hints(scheme.id)
    assert other.criterion == scheme.criteria[1].id


def test_a_comment_against_the_grade_and_a_missing_sheet(park: Park, scheme: SchemeSpec) -> None:
    mark(park, scheme, 100, 100)
    evaluations, place = park.services.evaluations, park.placements[0]
    evaluations.set_comment(scheme.id, "final", place, "enterprise", "表现优秀")
    [hint] = park.services.hints.hints(scheme.id)
    assert (hint.kind, hint.word, hint.mark) == ("praise", "优秀", 200)
    evaluations.set_marks(scheme.id, "final", [])
    mark(park, scheme, 0, None)
    park.services.signing.state_missing(
        scheme.id, "final", [Sheet(place, "enterprise")], by="教务处", reason="未交", counts_as=Missing.ZERO
    )
    assert park.services.hints.hints(scheme.id) == []
