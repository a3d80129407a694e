"""From ticked bands and a written total to marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.domain.scoring import CriterionSpec, SchemeSpec, evaluate
from fieldteacher.domain.sheet_marks import band_of, span, usual, whole_total, work_out


def scheme(*full: int, lowest: tuple[int, ...] = (900, 800, 700, 600, 0)) -> SchemeSpec:
    criteria = tuple(
        CriterionSpec(id=f"k{n}", rater="enterprise", position=n, name="", standard="", full_marks=marks)
        for n, marks in enumerate(full)
    )
    return SchemeSpec(
        id="s", name="", version=1, raters={"enterprise": 100}, bands=tuple((str(n), low) for n, low in enumerate(lowest)),
        pass_mark=600, rounding="tenth", criteria=criteria,
    )  # fmt: skip


def test_a_tick_alone_is_the_middle_of_its_band() -> None:
    one = scheme(1000)
    assert [usual(one, one.criteria[0], level) for level in range(5)] == [950, 850, 750, 650, 550]
    two = scheme(1000, lowest=(900, 750, 600, 0))
    assert [usual(two, two.criteria[0], level) for level in range(4)] == [950, 825, 675, 525]


bands = st.sampled_from([(900, 800, 700, 600, 0), (900, 750, 600, 0), (850, 0), (900, 333, 1)])
fulls = st.lists(st.sampled_from([50, 100, 150, 200, 333, 600]), min_size=1, max_size=10)


@given(st.data(), bands, fulls)
def test_every_mark_stays_in_its_band_and_all_come_to_the_total(
    data: st.DataObject, lowest: tuple[int, ...], full: list[int]
) -> None:
    made = scheme(*full, lowest=lowest)
    levels = {c.id: data.draw(st.integers(0, len(lowest) - 1)) for c in made.criteria}
    total = data.draw(st.integers(0, 100))
    worked = work_out(made, "enterprise", levels, total, {})
    for criterion in made.criteria:
        low, high = span(made, criterion, levels[criterion.id])
        assert low <= worked.marks[criterion.id] <= high
        if low != high or lowest[-1] == 0:
            assert band_of(made, criterion, worked.marks[criterion.id]) == levels[criterion.id]
    if worked.fits:
        assert whole_total(made.criteria, worked.marks) == total
        said = evaluate(made, worked.marks).totals["enterprise"]
        assert said is not None
        assert (said + 5) // 10 == total
    elif sum(full) >= 100:
        assert not worked.least <= total <= worked.most, "where a total can be met, it is"


@given(st.data(), fulls)
def test_a_mark_typed_by_hand_stays_where_the_total_allows_it(data: st.DataObject, full: list[int]) -> None:
    made = scheme(*full)
    levels = {c.id: data.draw(st.integers(0, 4)) for c in made.criteria}
    typed = {c.id: data.draw(st.integers(*span(made, c, levels[c.id]))) for c in made.criteria}
    worked = work_out(made, "enterprise", levels, whole_total(made.criteria, typed), typed)
    assert dict(worked.marks) == typed


def test_a_row_without_a_tick_leaves_the_total_unanswered() -> None:
    worked = work_out(scheme(100, 100), "enterprise", {"k0": 1}, 85, {"k0": 81})
    assert (dict(worked.marks), worked.fits) == ({"k0": 81}, None)
