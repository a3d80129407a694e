from __future__ import annotations

import pytest

from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.app import Services


@pytest.fixture
def phrases(services: Services) -> list[str]:
    """Three comments and one for a talk, in this order."""
    add = services.phrases.add
    return [
        add("comment", "工作踏实。", rater="enterprise")[0],
        add("comment", "上手快。", rater="enterprise", band="优")[0],
        add("comment", "按时上交周志。", rater="school")[0],
        add("talk", "思想稳定。")[0],
    ]


def _words(services: Services, use: str, **wanted: str) -> list[str]:
    return [row["words"] for row in services.phrases.fitting(use, **wanted)]


def test_what_is_made_for_this_rater_and_band_comes_first(services: Services, phrases: list[str]) -> None:
    assert _words(services, "comment", rater="enterprise", band="优") == ["上手快。", "工作踏实。"]
    assert _words(services, "comment", rater="enterprise", band="良") == ["工作踏实。"]
    assert _words(services, "comment", rater="school") == ["按时上交周志。"]
    assert _words(services, "comment") == ["工作踏实。", "上手快。", "按时上交周志。"]
    assert _words(services, "visit") == []


def test_a_phrase_is_kept_once(services: Services, phrases: list[str]) -> None:
    again, changes = services.phrases.add("talk", " 思想稳定。 ")
    assert again == phrases[3]
    assert not changes.created
    assert services.records.count("phrase") == 4
    with pytest.raises(FieldProblem):
        services.phrases.add("talk", "长" * 501)


def test_moving_stays_within_the_use(services: Services, phrases: list[str]) -> None:
    services.phrases.move(phrases[2], -1)
    assert _words(services, "comment") == ["工作踏实。", "按时上交周志。", "上手快。"]
    services.phrases.move(phrases[0], -1)
    services.phrases.move(phrases[3], 1)
    assert [row["id"] for row in services.phrases.rows()] == [
        phrases[0], phrases[2], phrases[1], phrases[3],
    ]  # fmt: skip
