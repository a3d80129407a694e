"""Hints at marks, on both sides of each limit; and the words of comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.test_scoring import scheme

from fieldteacher.domain.comment_words import tone
from fieldteacher.domain.mark_hints import LIMITS, Hint, Sheet, hints

SCHEME = scheme({"enterprise": 70, "school": 30}, {"enterprise": (10, 10, 10), "school": (100,)})


def sheets(
    *marks: Sequence[int], mentor: str = "钱师傅", comment: str = "", rater: str = "enterprise"
) -> list[Sheet]:
    """One sheet for each row of marks (tenths)."""
    return [
        Sheet(f"p{n}", rater, "甲精密", mentor, {f"{rater}{c}": mark for c, mark in enumerate(row)}, comment)
        for n, row in enumerate(marks)
    ]


def kinds(found: list[Hint]) -> list[tuple[str, str]]:
    return [(hint.kind, hint.placement) for hint in found]


USUAL = [(85, 80, 90), (80, 85, 90), (90, 80, 85), (85, 85, 80), (80, 90, 85)]


def test_a_mark_far_from_the_mentors_others() -> None:
    [hint] = hints(SCHEME, sheets(*USUAL, (45, 85, 85)))
    assert (hint.kind, hint.placement, hint.criterion) == ("far", "p5", "enterprise0")
    assert (hint.mark, hint.usual, hint.students) == (45, 83, 6)


@pytest.mark.parametrize(("mark", "far"), [(58, True), (59, False)])
def test_how_far_is_far(mark: int, far: bool) -> None:
    """The median is 83, the median distance at least a quarter of two marks, so five of them are two and a half."""
    assert bool(hints(SCHEME, sheets(*USUAL, (mark, 85, 85)))) is far


def test_where_marks_lie_wide_apart_far_is_farther() -> None:
    wide = [(100, 80, 90), (60, 80, 90), (90, 85, 90), (70, 80, 95), (80, 85, 90), (75, 85, 95)]
    assert hints(SCHEME, sheets(*wide, (40, 80, 90))) == []


def test_small_groups_raise_no_alarm() -> None:
    few = sheets(*USUAL[:4], (45, 85, 85))
    assert len(few) == LIMITS.least_group - 1
    assert hints(SCHEME, few) == []


def test_who_is_weak_in_everything_was_marked_so_on_purpose() -> None:
    assert hints(SCHEME, sheets(*USUAL, (45, 50, 45))) == []
    assert kinds(hints(SCHEME, sheets(*USUAL, (45, 60, 60)))) == [
        ("far", "p5")
    ]  # 15 per cent below the own marks
    assert hints(SCHEME, sheets(*USUAL, (46, 60, 60))) == []


def test_only_one_mentors_marks_are_compared() -> None:
    strict = [(60, 55, 60), (55, 60, 55), (60, 60, 65)]
    assert hints(SCHEME, sheets(*USUAL) + sheets(*strict, mentor="孙师傅")) == []


def test_students_are_not_compared_in_how_they_rate_themselves() -> None:
    own = scheme({"enterprise": 70, "self": 30}, {"enterprise": (10,), "self": (10, 10, 10)})
    assert hints(own, sheets(*USUAL, (20, 85, 85), rater="self")) == []


def test_the_same_marks_for_everybody() -> None:
    found = hints(SCHEME, sheets(*[(80, 85, 90)] * 4))
    assert kinds(found) == [("copied", f"p{n}") for n in range(4)]
    assert found[0].students == 4
    assert hints(SCHEME, sheets(*[(80, 85, 90)] * 3)) == []
    assert hints(SCHEME, sheets(*[(80, 85, 90)] * 4, (80, 85, 89))) == []
    assert hints(SCHEME, sheets(*[(80, 85)] * 4)) == []  # not whole


def test_full_marks_for_everybody_are_one_hint_not_two() -> None:
    assert {hint.kind for hint in hints(SCHEME, sheets(*[(100, 100, 100)] * 5))} == {"all_full"}


def test_with_one_criterion_the_same_marks_say_nothing() -> None:
    assert hints(SCHEME, sheets(*[(800,)] * 5, rater="school")) == []
    assert {hint.kind for hint in hints(SCHEME, sheets(*[(1000,)] * 5, rater="school"))} == {"all_full"}


def test_a_nought() -> None:
    [hint] = hints(SCHEME, sheets((0, 85, 85)))
    assert (hint.kind, hint.criterion) == ("zero", "enterprise0")
    assert hints(SCHEME, sheets((1, 85, 85))) == []


@pytest.mark.parametrize(
    ("marks", "comment", "kind"),
    [
        ((59, 60, 60), "表现优秀", "praise"),
        ((60, 60, 60), "表现优秀", None),
        ((90, 90, 90), "多次迟到", "fault"),
        ((89, 90, 90), "多次迟到", None),
        ((90, 90, 90), "动手能力强，偶有迟到", None),
        ((30, 30, 30), "不够认真负责", None),
        ((95, 95, 95), "从未迟到早退", None),
        ((95, 95), "多次迟到", None),
    ],
)
def test_a_comment_against_the_grade(marks: Sequence[int], comment: str, kind: str | None) -> None:
    assert [hint.kind for hint in hints(SCHEME, sheets(marks, comment=comment))] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("comment", "praise", "fault"),
    [
        ("工作踏实，动手能力强。", "动手能力强", None),
        ("没有旷工，表现突出", "突出", None),
        ("不服从安排", None, "不服从"),
        ("工作不认真", None, "不认真"),
        ("An excellent student", "excellent", None),
        ("not very good", None, None),
        ("没问题，优秀", "优秀", None),
        ("", None, None),
    ],
)
def test_what_a_comment_says(comment: str, praise: str | None, fault: str | None) -> None:
    assert tone(comment) == (praise, fault)


def test_a_hint_comes_back_when_the_mark_changes() -> None:
    [one] = hints(SCHEME, sheets(*USUAL, (45, 85, 85)))
    [other] = hints(SCHEME, sheets(*USUAL, (44, 85, 85)))
    assert one.key != other.key


@given(st.lists(st.tuples(*[st.integers(70, 80)] * 3), max_size=12), st.text(max_size=10))
def test_marks_close_together_are_never_far(marks: list[tuple[int, int, int]], comment: str) -> None:
    found = hints(SCHEME, sheets(*marks, comment=comment))
    assert {hint.kind for hint in found} <= {"copied"}


@given(st.permutations([*USUAL, (45, 85, 85)]))
def test_the_order_of_students_does_not_matter(marks: list[tuple[int, int, int]]) -> None:
    [hint] = hints(SCHEME, sheets(*marks))
    assert hint == replace(hint, mark=45)
