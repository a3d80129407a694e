"""The pages of the evaluation form: a scheme at a stage, with the marks and comments of each student."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.scoring import CriterionSpec, Missing, SchemeSpec, evaluate, grade_of
from fieldteacher.domain.text import Language, Text
from fieldteacher.paper.layout import form_number
from fieldteacher.paper.printing.evaluation import (
    Criterion,
    EvaluationPage,
    EvaluationSheet,
    Rater,
    RaterKey,
    Rating,
    Stage,
    Student,
)
from fieldteacher.services.forms.offers import EVALUATION_NUMBER
from fieldteacher.services.forms.templates import PLAIN, Template
from fieldteacher.services.schemes import load_scheme
from fieldteacher.store.queries import evaluations as queries
from fieldteacher.store.queries.evaluations import RatedPlacement
from fieldteacher.store.reader import Reader

_SEX = RECORD_TYPES["student"].spec("sex")
_MISSING = Text("缺评：{why}", "No marks: {why}")


class EvaluationPages:
    """One scheme's sheet at one stage, and the marks and comments that go into it."""

    def __init__(
        self,
        reader: Reader,
        scheme: str,
        stage: Stage,
        language: Language,
        template: Template = PLAIN,
        logo: bytes | None = None,
    ) -> None:
        self._scheme = load_scheme(reader, scheme)
        self._marks = queries.marks(reader, scheme, stage)
        self._sheets = {(row.placement, row.rater): row for row in queries.sheets(reader, scheme, stage)}
        self._language = language
        college = next(iter(reader.records("college", limit=1)), {})
        rating = self._scheme.rating
        self._raters = tuple(sorted(rating, key=lambda rater: (rater != "enterprise", rating.index(rater))))
        self._sheet = EvaluationSheet(
            college=(college.get("name") if template.college else "") or "",
            department=(college.get("department") if template.department else "") or "",
            raters=tuple(_rater(self._scheme, rater) for rater in self._raters),
            bands=tuple(name for name, _ in self._scheme.bands),
            stage=stage,
            language=language,
            number=template.number or EVALUATION_NUMBER,
            title=template.title.to(language) if template.title else "",
            note=template.below.to(language) if template.below else "",
            wording=tuple(
                (ours, said.to(language)) for ours, said in template.words.items() if said.to(language)
            ),
            logo=(logo if template.logo else None) or b"",
        )

    def page(self, who: RatedPlacement) -> EvaluationPage:
        """The page of one student, under a new form number."""
        marks = self._marks.get(who.placement, {})
        missing = {
            rater: Missing(row.missing_as) if row.missing_as else None
            for rater in self._raters
            if (row := self._sheets.get((who.placement, rater))) and row.status == "missing"
        }
        result = evaluate(self._scheme, marks, missing)
        return EvaluationPage(
            sheet=self._sheet,
            form_number=form_number.encode(form_number.new_form_id()),
            student=_student(who, self._language),
            ratings=tuple(
                self._rating(who, rater, marks, result.totals.get(rater)) for rater in self._raters
            ),
            overall=result.overall,
            grade=result.grade or "",
        )

    def _rating(self, who: RatedPlacement, rater: str, marks: Mapping[str, int], total: int | None) -> Rating:
        criteria = self._scheme.of(rater)
        given = tuple(marks.get(c.id) for c in criteria)
        return Rating(
            marks=given,
            levels=tuple(_level(self._scheme, c, mark) for c, mark in zip(criteria, given, strict=True)),
            total=total,
            comment=self._comment(who.placement, rater),
        )

    def _comment(self, placement: str, rater: str) -> str:
        """What stands where the rater's comment goes; of a missing rater, that and why the marks are missing."""
        row = self._sheets.get((placement, rater))
        if row is None:
            return ""
        if row.status == "missing" and not row.comment:
            return _MISSING.fill(why=row.missing_reason or "").to(self._language)
        return row.comment or ""


def _rater(scheme: SchemeSpec, rater: str) -> Rater:
    criteria = tuple(Criterion(c.name, c.standard, c.full_marks) for c in scheme.of(rater))
    return Rater(cast(RaterKey, rater), scheme.raters[rater], criteria)


def _level(scheme: SchemeSpec, criterion: CriterionSpec, mark: int | None) -> int | None:
    """The band that a single mark falls in, by its share of the full marks."""
    if mark is None:
        return None
    name = grade_of(scheme, 1000 * mark // criterion.full_marks)
    return next((n for n, (band, _) in enumerate(scheme.bands) if band == name), None)


def _student(who: RatedPlacement, language: Language) -> Student:
    return Student(
        name=who.name,
        number=who.student_number,
        sex=_SEX.choice_label(who.sex).to(language) if who.sex else "",
        class_name=who.class_name or "",
        major=who.major or "",
        enterprise=who.enterprise_name,
        post=" ".join(filter(None, (who.department, who.post))),
        period="—".join(filter(None, (_day(who.start, language), _day(who.end, language)))),
        enterprise_mentor=who.mentor_name or "",
        school_mentor=who.teacher_name or "",
    )


def _day(iso: str | None, language: Language) -> str:
    if iso is None or language == "en":
        return iso or ""
    return "{}年{}月{}日".format(*iso.split("-"))
