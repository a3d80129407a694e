from __future__ import annotations

from typing import Any

import pytest
from tests.services.park import Park

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.paper_states import PaperState
from fieldteacher.services.app import Services
from fieldteacher.services.papers import PapersDiffer


def _papers(park: Park, kind: str = "") -> list[dict[str, Any]]:
    return [paper for paper in park.all("paper") if kind in ("", paper["kind"])]


def test_a_paper_is_noted_for_many_in_one_save(services: Services, park: Park) -> None:
    cells = [(placement, "consent") for placement in [*park.placements, park.placements[0]]]
    count, changes = services.papers.tick(
        cells, {"signed_on": "2026-02-20", "guardian_signed_on": "2026-02-21"}
    )
    assert count == len(changes.created) == 2
    assert {(p["signed_on"], p["guardian_signed_on"]) for p in _papers(park)} == {
        ("2026-02-20", "2026-02-21")
    }
    services.records.undo()
    assert _papers(park) == []


def test_an_insurance_covers_each_placement(services: Services, park: Park) -> None:
    services.records.put("placement", {"end": "2026-08-31"}, record=park.placements[0])
    cells = [(placement, "liability_insurance") for placement in park.placements]
    services.papers.tick(cells, {"issuer": "东岭保险", "number": "PZ-1"}, cover=True)
    found = {paper["placement"]: (paper["valid_from"], paper["valid_to"]) for paper in _papers(park)}
    assert found == {
        park.placements[0]: ("2026-03-01", "2026-08-31"),
        park.placements[1]: ("2026-03-01", None),
    }
    assert services.papers.spans(park.placements) == ("2026-03-01", None)


def test_only_what_is_empty_is_filled(services: Services, park: Park) -> None:
    park.add(
        "paper", placement=park.placements[0], kind="liability_insurance", number="P-1", note="原件在企业"
    )
    services.papers.tick(
        [(park.placements[0], "liability_insurance")], {"number": "P-1", "issuer": "东岭保险"}
    )
    [paper] = _papers(park)
    assert (paper["number"], paper["issuer"], paper["note"]) == ("P-1", "东岭保险", "原件在企业")


def test_what_differs_is_shown_before_it_is_changed(services: Services, park: Park) -> None:
    park.add("paper", placement=park.placements[0], kind="consent", signed_on="2026-02-10")
    cells = [(placement, "consent") for placement in park.placements]
    values = {"signed_on": "2026-02-20", "guardian_signed_on": "2026-02-20"}
    with pytest.raises(PapersDiffer) as refused:
        services.papers.tick(cells, values)
    [difference] = refused.value.differences
    assert (difference.name, difference.field.name) == ("李晓明", "signed_on")
    assert (difference.before, difference.now) == ("2026-02-10", "2026-02-20")
    assert len(_papers(park)) == 1


@pytest.mark.parametrize(
    ("differing", "papers"),
    [
        ("keep", [("2026-02-10", "2026-02-20")]),
        ("replace", [("2026-02-20", "2026-02-20")]),
        ("add", [("2026-02-10", None), ("2026-02-20", "2026-02-20")]),
    ],
)
def test_a_paper_that_differs_is_kept_changed_or_put_beside(
    services: Services, park: Park, differing: Any, papers: list[tuple[str, str]]
) -> None:
    park.add("paper", placement=park.placements[0], kind="consent", signed_on="2026-02-10")
    values = {"signed_on": "2026-02-20", "guardian_signed_on": "2026-02-20"}
    services.papers.tick([(park.placements[0], "consent")], values, differing=differing)
    assert [(p["signed_on"], p["guardian_signed_on"]) for p in _papers(park)] == papers


def test_the_matrix_says_what_is_missing_and_what_a_paper_lacks(services: Services, park: Park) -> None:
    services.records.put("placement", {"end": "2026-08-31"}, record=park.placements[0])
    one, other = park.placements
    park.add("paper", placement=one, kind="consent", signed_on="2026-02-10")
    park.add(
        "paper",
        placement=one,
        kind="liability_insurance",
        valid_from="2026-02-10",
        valid_to="2026-03-26",
    )
    park.add("paper", placement=one, kind="safety_training", signed_on="2026-02-10", passed=False)
    park.add("paper", placement=one, kind="cross_province_filing", number="17")
    rows = {row.id: row for row in services.papers.rows()}
    assert set(rows) == {one, other}
    cells = rows[one].papers
    assert (cells["consent"].state, cells["consent"].lacks) == (PaperState.OK, ("guardian_signed_on",))
    assert (cells["liability_insurance"].state, cells["liability_insurance"].days_left) == (
        PaperState.EXPIRING,
        10,
    )
    assert cells["safety_training"].state is PaperState.MISSING
    assert cells["tri_party_agreement"].paper is None
    assert not cells["cross_province_filing"].needed
    assert rows[one].worst == rows[other].worst == "missing"
    assert "cross_province_filing" not in rows[other].papers


def test_papers_are_deleted_and_brought_back(services: Services, park: Park) -> None:
    services.papers.tick([(each, "consent") for each in park.placements], {"signed_on": "2026-02-20"})
    services.papers.delete([paper["id"] for paper in _papers(park)])
    assert _papers(park) == []
    services.records.undo()
    assert len(services.papers.of_placement(park.placements[0]).papers) == 1


def test_a_value_that_does_not_fit_is_refused(services: Services, park: Park) -> None:
    with pytest.raises(UserError) as refused:
        services.papers.tick([(park.placements[0], "consent")], {"signed_on": "einmal"})
    assert refused.value.field == "signed_on"
    assert _papers(park) == []
