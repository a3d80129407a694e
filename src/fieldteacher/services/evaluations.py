"""Evaluations: the grid of students and criteria, and the marks typed or pasted into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.checks import check_mark
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import CriterionSpec, Missing, Result, SchemeSpec, evaluate
from fieldteacher.domain.text import Text
from fieldteacher.services.schemes import load_scheme
from fieldteacher.services.sheets import (
    ensure_sheet,
    evaluation_id,
    missing_of,
    put_marks,
)
from fieldteacher.store.database import Store
from fieldteacher.store.queries import evaluations as queries
from fieldteacher.store.queries.evaluations import RatedPlacement, SheetRow
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

__all__ = ["EvaluationService", "Grid", "GridRow", "Mark", "RatedPlacement", "SheetRow", "evaluation_id"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark to set, in tenths; ``None`` takes it away."""

    placement: str
    criterion: str
    tenths: int | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One student in the grid: marks by criterion id (tenths), comments and sheets by rater, and the result."""

    who: RatedPlacement
    marks: Mapping[str, int]
    comments: Mapping[str, str]
    sheets: Mapping[str, SheetRow]
    result: Result

    @property
    def signed(self) -> frozenset[str]:
        """The raters whose marks are signed and so locked."""
        return frozenset(rater for rater, sheet in self.sheets.items() if sheet.status == "signed")

    @property
    def missing(self) -> Mapping[str, Missing | None]:
        """The raters who were stated missing, and how that was said to count."""
        return missing_of(self.sheets)


@dataclass(frozen=True, slots=True)
class Grid:
    """The evaluation grid of one scheme at one stage."""

    scheme: SchemeSpec
    stage: str
    rows: Sequence[GridRow]
    columns: Sequence[CriterionSpec] = field(default=())


class EvaluationService:
    """The verbs on evaluations."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def grid(
        self,
        scheme: str,
        stage: str = "final",
        *,
        enterprise: str | None = None,
        batch: str | None = None,
        class_name: str | None = None,
        students: Sequence[str] = (),
    ) -> Grid:
        """The grid of all students, or of those chosen, sorted by enterprise and student number."""
        return read_grid(
            self._store.read(), scheme, stage,
            enterprise=enterprise, batch=batch, class_name=class_name, students=students,
        )  # fmt: skip

    def set_marks(self, scheme: str, stage: str, marks: Sequence[Mark]) -> ChangeSet:
        """Save marks in one save; the scheme is frozen by its first mark.

        Raises ``UserError``: a mark above the criterion's full marks, a criterion of another scheme, a
        signed evaluation.
        """
        label = Text("录入分数（{n} 个）", "enter marks ({n})").fill(n=len(marks))
        with self._store.write(label) as txn:
            spec = load_scheme(txn, scheme)
            criteria = {c.id: c for c in spec.criteria}
            sheets: dict[tuple[str, str], list[Mark]] = {}
            for mark in marks:
                criterion = criteria.get(mark.criterion)
                if criterion is None:
                    raise UserError(
                        "unknown_criterion", Text("方案中没有这项指标。", "The scheme has no such criterion.")
                    )
                if mark.tenths is not None:
                    check_mark(criterion.name, criterion.full_marks, mark.tenths, criterion.id)
                sheets.setdefault((mark.placement, criterion.rater), []).append(mark)
            for (placement, rater), given in sheets.items():
                self._set(txn, spec, stage, placement, rater, given)
        return txn.changes

    def _set(
        self,
        txn: Transaction,
        spec: SchemeSpec,
        stage: str,
        placement: str,
        rater: str,
        marks: Sequence[Mark],
    ) -> None:
        values = {mark.criterion: mark.tenths for mark in marks}
        put_marks(txn, spec, stage, placement, rater, values, self._clock)

    def set_comment(self, scheme: str, stage: str, placement: str, rater: str, comment: str) -> ChangeSet:
        """Save a rater's comment on one student. Raises ``UserError`` where the evaluation is signed."""
        with self._store.write(Text("保存评语", "save a comment")) as txn:
            evaluation = ensure_sheet(txn, load_scheme(txn, scheme), stage, placement, rater, self._clock)
            txn.update("evaluation", evaluation, {"comment": comment or None})
        return txn.changes


def read_grid(
    reader: Reader,
    scheme: str,
    stage: str,
    *,
    enterprise: str | None = None,
    batch: str | None = None,
    class_name: str | None = None,
    students: Sequence[str] = (),
    table: str = "score",
) -> Grid:
    """The grid of the students chosen; ``table`` may be ``second_score``. Raises ``NotFound``."""
    spec = load_scheme(reader, scheme)
    marks = queries.marks(reader, scheme, stage, table)
    sheets: dict[str, dict[str, SheetRow]] = {}
    for row in queries.sheets(reader, scheme, stage):
        sheets.setdefault(row.placement, {})[row.rater] = row
    people = queries.rated_placements(
        reader, students=students, enterprise=enterprise, batch=batch, class_name=class_name
    )
    rows = [
        _grid_row(spec, who, marks.get(who.placement, {}), sheets.get(who.placement, {})) for who in people
    ]
    return Grid(spec, stage, rows, [c for rater in spec.rating for c in spec.of(rater)])


def _grid_row(
    spec: SchemeSpec, who: RatedPlacement, marks: Mapping[str, int], sheets: Mapping[str, SheetRow]
) -> GridRow:
    comments = {rater: sheet.comment for rater, sheet in sheets.items() if sheet.comment}
    return GridRow(who, marks, comments, sheets, evaluate(spec, marks, missing_of(sheets)))
