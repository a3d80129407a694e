"""The merge rule as a pure function of the set of changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.store.fold import Change, Folded, Name, alive, fold, read_names, standing, write_names


def change(
    number: int, value: str | int | None, *replaces: int, device: int = 1, wall: int = 0, ok: bool = True
) -> Change:
    return Change((device, number), f"d{device}", wall, ok, value, frozenset((1, n) for n in replaces))


@st.composite
def cells(draw: st.DrawFn) -> list[Change]:
    """The changes of a cell on several devices; each names some of those made before it, or none."""
    made: list[Change] = []
    for number in range(draw(st.integers(1, 12))):
        names = st.sets(st.sampled_from([c.name for c in made]), max_size=3) if made else st.just(set[Name]())
        made.append(
            Change(
                (draw(st.integers(1, 3)), number), draw(st.sampled_from(["a", "b"])), draw(st.integers(-5, 5)),
                draw(st.booleans()), draw(st.sampled_from(["x", "y", None])), frozenset(draw(names)),
            )
        )  # fmt: skip
    return made


@given(st.data(), cells())
def test_the_order_in_which_changes_come_does_not_matter(data: st.DataObject, cell: list[Change]) -> None:
    shuffled = data.draw(st.permutations(cell))
    assert fold(shuffled) == fold(cell)
    assert fold([*cell, *cell]).names == fold(cell).names  # the same package twice


@given(cells())
def test_the_heads_are_what_nobody_replaced(cell: list[Change]) -> None:
    folded = fold(cell)
    assert folded.heads
    for one in cell:
        assert (one.name in folded.names) == all(one.name not in other.replaces for other in cell)
    assert folded.conflict == (len({head.value for head in folded.heads}) > 1)
    assert folded.shown in {head.value for head in folded.heads}


@given(cells())
def test_a_change_that_names_all_heads_ends_a_conflict(cell: list[Change]) -> None:
    settled = Change((9, 99), "z", -10, False, "chosen", fold(cell).names)
    assert fold([*cell, settled]) == Folded((settled,))


def test_of_two_unseen_by_each_other_the_later_is_shown_and_a_wrong_clock_does_not_win() -> None:
    first = change(1, "a")
    later, earlier = change(2, "b", 1, wall=20), change(3, "c", 1, wall=10)
    assert [head.value for head in fold([first, later, earlier]).heads] == ["b", "c"]
    wrong = change(4, "d", 1, wall=10**15, ok=False)
    assert fold([first, earlier, wrong]).shown == "c"


def test_equal_values_are_no_conflict() -> None:
    assert not fold([change(1, "a"), change(2, "b", 1), change(3, "b", 1)]).conflict


def test_a_cell_without_changes_shows_nothing() -> None:
    assert fold([]).shown is None


@pytest.mark.parametrize(
    ("deletion", "field", "expected"),
    [
        ([], 5, (True, False)),
        ([change(6, 1, 5)], 5, (False, False)),
        ([change(6, 1)], 5, (True, True)),  # the edit was not seen by the deleter
        ([change(6, 1, 5), change(7, 0, 6)], 5, (True, False)),  # restored
        ([change(6, 1, 5), change(7, 0)], 5, (True, True)),  # restored unseen by the deleter
        ([change(6, 1), change(7, 1, 5)], 5, (False, False)),  # one of two deleters saw it
    ],
)
def test_who_lives(deletion: list[Change], field: int, expected: tuple[bool, bool]) -> None:
    assert alive(fold(deletion), [(1, field)]) == expected


@given(cells())
def test_nothing_left_out_stands_as_it_folds(cell: list[Change]) -> None:
    assert standing({c.name: c for c in cell}, frozenset()) == fold(cell).names


def test_what_a_change_left_out_had_replaced_comes_back() -> None:
    cell = {c.name: c for c in (change(1, "a"), change(2, "b", 1), change(3, "c", 2), change(4, "d", 1))}
    assert standing(cell, frozenset({(1, 3)})) == {(1, 2), (1, 4)}
    assert standing(cell, frozenset({(1, 2)})) == {(1, 3), (1, 4)}
    assert standing(cell, frozenset({(1, 2), (1, 3), (1, 4)})) == {(1, 1)}


@given(st.sets(st.tuples(st.integers(1, 99), st.integers(1, 10**9))))
def test_names_are_read_back(names: set[Name]) -> None:
    assert read_names(write_names(names)) == names


@pytest.mark.parametrize("text", ["x", "1.x", "1", "1.2.3 x"])
def test_what_are_no_names_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        read_names(text)
