"""What is printed on an evaluation form, as plain values: nothing here knows the store or the rules.

Marks are integers in tenths of a mark. A page is the meeting of a sheet, which is the same for many
students, and of what is said about one of them.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Language, Text
from fieldteacher.paper.layout import form_number, registry
from fieldteacher.paper.layout.geometry import FormLayout

RaterKey = Literal["enterprise", "school", "self"]
Stage = Literal["mid", "final"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line a rater gives marks for; ``full_marks`` in tenths."""

    name: str
    standard: str
    full_marks: int


@dataclass(frozen=True, slots=True)
class Rater:
    """Who marks, with what weight in per cent, and by which criteria (none: only a total is entered)."""

    key: RaterKey
    weight: int
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True)
class EvaluationSheet:
    """The form itself, without a student.

    ``raters[0]`` marks in the table that a camera can read: one row a criterion, one box a band. The others'
    marks stand in compact tables. ``bands`` are the grades, best first.

    Raises:
        UserError: ``print.too_many_criteria``, ``print.no_criteria`` or ``print.bad_bands`` if the scheme
            does not go onto the form.
    """

    college: str
    raters: tuple[Rater, ...]
    bands: tuple[str, ...]
    stage: Stage = "final"
    department: str = ""
    """The part of the college that seals, printed before 二级学院's place where it is known."""
    note: str = ""
    language: Language = "zh_CN"
    number: str = ""
    """The form's number in a list of forms, printed before the note at the foot."""
    title: str = ""
    """The college's own title; the program's where it is empty."""
    wording: tuple[tuple[str, str], ...] = ()
    """The college's words by the program's Chinese."""
    logo: bytes = b""
    """A picture beside the title."""

    def __post_init__(self) -> None:
        criteria = len(self.raters[0].criteria) if self.raters else 0
        if criteria == 0:
            raise UserError(
                "print.no_criteria",
                Text("考核方案没有指标，无法打印。", "The scheme has no criteria to print."),
            )
        if criteria > registry.MAX_CRITERIA:
            raise UserError(
                "print.too_many_criteria",
                Text(
                    "考核表一页最多排 {limit} 项指标，此方案的首位评分人有 {count} 项，请合并或减少指标。",
                    "One page holds at most {limit} criteria; the first rater of this scheme has {count}. Please merge some.",
                ).fill(limit=registry.MAX_CRITERIA, count=criteria),
            )
        if not registry.MIN_LEVELS <= len(self.bands) <= registry.MAX_LEVELS:
            raise UserError(
                "print.bad_bands",
                Text(
                    "考核表可印 {least} 至 {most} 个等级，此方案有 {count} 个。",
                    "The form takes {least} to {most} bands; this scheme has {count}.",
                ).fill(least=registry.MIN_LEVELS, most=registry.MAX_LEVELS, count=len(self.bands)),
            )

    @property
    def layout(self) -> FormLayout:
        """The geometry this sheet is printed with today; its ``code`` is kept with every issued form."""
        return registry.current(len(self.raters[0].criteria), len(self.bands))


@dataclass(frozen=True, slots=True)
class Student:
    """The block at the head of the form; what is not known is an empty string."""

    name: str
    number: str
    sex: str = ""
    class_name: str = ""
    major: str = ""
    enterprise: str = ""
    post: str = ""
    period: str = ""
    enterprise_mentor: str = ""
    school_mentor: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """One rater's marks, in the order of the criteria; None = not given.

    ``levels`` are the bands that the marks fall in (0 = best), printed as ticks; ``total`` is in tenths.
    """

    marks: tuple[int | None, ...] = ()
    levels: tuple[int | None, ...] = ()
    total: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """One student's form. ``ratings`` go with the sheet's raters; ``overall`` is in tenths.

    ``form_number`` is the number as ``form_number.encode`` writes it.
    """

    sheet: EvaluationSheet
    form_number: str
    student: Student
    ratings: tuple[Rating, ...] = ()
    overall: int | None = None
    grade: str = ""
    group: str = ""
    """Under what the form stands in the outline of a document: an enterprise, or a class."""

    @property
    def form_id(self) -> int:
        """The number behind the codes; raises ``InputRefused`` for a number with a wrong check letter."""
        return form_number.decode(self.form_number)

    @property
    def checksum(self) -> str:
        """Eight hexadecimal digits over the marks as printed, to see later whether they were changed."""
        marks = [(rating.marks, rating.total) for rating in self.ratings]
        return f"{zlib.crc32(repr((marks, self.overall, self.grade)).encode()):08x}"


def tenths(value: int | None) -> str:
    """A mark in tenths as it is printed: ``925`` is 92.5, ``900`` is 90, None is nothing."""
    if value is None:
        return ""
    whole, rest = divmod(value, 10)
    return f"{whole}.{rest}" if rest else str(whole)
