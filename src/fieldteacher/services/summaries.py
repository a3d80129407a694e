"""Score summaries read for a screen, and written as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fieldteacher.domain.text import Language, Text
from fieldteacher.services.score_book import RATER_LABELS, ScoreBook, Summary, read_book
from fieldteacher.store.database import Store
from fieldteacher.tabular.writer import Scalar, write_xlsx

_HEADINGS = (
    Text("序号", "No."), Text("学号", "Student number"), Text("姓名", "Name"), Text("班级", "Class"), Text("企业", "Enterprise"),
)  # fmt: skip
_AFTER = (
    Text("总评", "Overall"), Text("等级", "Grade"), Text("是否及格", "Passed"), Text("名次", "Place"), Text("备注", "Remarks"),
)  # fmt: skip
_YES, _NO = Text("及格", "passed"), Text("不及格", "failed")
_SHEET = Text("成绩汇总", "Score summary")


class SummaryService:
    """The verbs on score summaries."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def book(self, scheme: str, stage: str = "final", *, students: Sequence[str] = ()) -> ScoreBook:
        """All marks of a scheme at a stage, or those of some students. Raises ``NotFound``."""
        return read_book(self._store.read(), scheme, stage, students=students)

    @staticmethod
    def export(summary: Summary, file: Path, language: Language = "zh_CN") -> int:
        """Write a summary as a workbook, numbers as numbers and student numbers as text; returns the rows.

        Raises ``UserError`` where the file cannot be written.
        """
        return write_xlsx(
            file, headings(summary, language), cells(summary, language), sheet=_SHEET.to(language)
        )


def headings(summary: Summary, language: Language) -> list[str]:
    """The headings of a summary's table."""
    raters = [RATER_LABELS[rater].to(language) for rater in summary.scheme.rating]
    weights = [
        f"{name} {summary.scheme.raters[r]}%" for name, r in zip(raters, summary.scheme.rating, strict=True)
    ]
    return [*(t.to(language) for t in _HEADINGS), *weights, *(t.to(language) for t in _AFTER)]


def cells(summary: Summary, language: Language) -> list[list[Scalar]]:
    """The rows of a summary's table, marks as numbers."""
    return [
        [
            number, line.who.student_number, line.who.name, line.who.class_name, line.who.enterprise_name,
            *(_mark(line.result.totals.get(rater)) for rater in summary.scheme.rating),
            _mark(line.result.overall), line.result.grade,
            None if line.result.passed is None else (_YES if line.result.passed else _NO).to(language),
            line.place, line.remarks(language) or None,
        ]
        for number, line in enumerate(summary.lines, 1)
    ]  # fmt: skip


def _mark(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10
