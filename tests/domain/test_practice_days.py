"""The teacher's own practice in days: nothing counts twice, and visits make proposals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.domain.practice_days import (
    DAY,
    Presence,
    Stretch,
    Targets,
    by_year,
    credited,
    proposals,
    usual_days,
)

MONDAY = date(2026, 3, 16)


def day(number: int) -> date:
    """The day so many days after that Monday."""
    return MONDAY + timedelta(days=number)


def _sums(*stretches: Stretch) -> dict[str, int]:
    return {id: sum(days.values()) for id, days in credited(stretches).items()}


@pytest.mark.parametrize(
    ("first", "last", "tenths"), [(0, 0, 10), (0, 4, 50), (0, 6, 50), (5, 6, 20), (4, 7, 20), (0, 13, 100)]
)
def test_usual_days_are_working_days(first: int, last: int, tenths: int) -> None:
    assert usual_days(day(first), day(last)) == tenths


def test_two_halves_make_a_day_and_a_third_makes_no_more() -> None:
    halves = [Stretch(name, day(0), day(0), 5) for name in "abc"]
    assert _sums(*halves) == {"a": 5, "b": 5, "c": 0}


def test_a_day_within_a_longer_entry_counts_once() -> None:
    assert _sums(Stretch("week", day(0), day(4)), Stretch("day", day(2), day(2))) == {"day": 10, "week": 40}


def test_a_claim_below_the_stretch_finds_room_beside_another() -> None:
    assert _sums(Stretch("a", day(0), day(1), 10), Stretch("b", day(0), day(0), 10)) == {"b": 10, "a": 10}


def test_a_claim_beyond_the_working_days_takes_the_weekend() -> None:
    assert credited([Stretch("a", day(4), day(6), 25)])["a"] == {day(4): 10, day(5): 10, day(6): 5}


def test_years_are_told_apart() -> None:
    days = credited([Stretch("a", date(2025, 12, 29), date(2026, 1, 2))])
    assert by_year(days.values()) == {2026: 20, 2025: 30}


_STRETCHES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 9), st.none() | st.integers(0, 120)).map(
        lambda each: (day(each[0]), day(each[0] + each[1]), each[2])
    ),
    max_size=12,
)


@given(_STRETCHES)
def test_no_day_counts_twice_and_nothing_beyond_a_claim(made: list[tuple[date, date, int | None]]) -> None:
    stretches = [Stretch(str(number), *each) for number, each in enumerate(made)]
    found = credited(stretches)
    total: dict[date, int] = {}
    for each in stretches:
        assert sum(found[each.id].values()) <= each.claimed
        for when, part in found[each.id].items():
            assert each.starts_on <= when <= each.ends_on
            assert part > 0
            total[when] = total.get(when, 0) + part
    assert all(part <= DAY for part in total.values())
    alone = [each for each in stretches if all(each is other or other.ends_on < each.starts_on or other.starts_on > each.ends_on for other in stretches)]  # fmt: skip
    for each in alone:
        assert sum(found[each.id].values()) == min(each.claimed, DAY * each.length)


def test_targets() -> None:
    assert (Targets().year, Targets().five_years) == (220, 1320)
    assert Targets(2, 12, 20).five_years == 2400


def test_visits_of_a_week_to_an_enterprise_become_one_proposal() -> None:
    made = proposals(
        [
            Presence("a", day(0), 120), Presence("a", day(2), 300), Presence("b", day(0), None), Presence("c", day(0), 60),
            Presence("a", day(7), 241),
        ],
        {},
    )  # fmt: skip
    assert [(p.enterprise, p.starts_on, p.ends_on, p.days) for p in made] == [
        ("a", day(7), day(7), 10), ("a", day(0), day(2), 15), ("c", day(0), day(0), 5),
    ]  # fmt: skip


def test_what_stands_in_an_entry_is_not_proposed_again() -> None:
    made = [Presence("a", day(1), 480), Presence("b", day(1), 480)]
    assert [p.enterprise for p in proposals(made, {}, {("a", day(1))})] == ["b"]


@pytest.mark.parametrize(("taken", "days"), [(10, []), (5, [5]), (8, [2]), (0, [10])])
def test_what_entries_bring_already_is_not_proposed(taken: int, days: list[int]) -> None:
    assert [p.days for p in proposals([Presence("a", day(0), 480)], {day(0): taken})] == days
