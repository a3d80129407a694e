"""Evaluations: the grid of students and criteria, and the marks typed or pasted into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.checks import check_mark
from fieldteacher.domain.clock import Clock, derived_id
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import CriterionSpec, Result, SchemeSpec, evaluate
from fieldteacher.domain.text import Text
from fieldteacher.services.schemes import freeze, load_scheme
from fieldteacher.store.database import Store
from fieldteacher.store.queries import evaluations as queries
from fieldteacher.store.queries.evaluations import RatedPlacement
from fieldteacher.store.transaction import Transaction

__all__ = ["EvaluationService", "Grid", "GridRow", "Mark", "RatedPlacement"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark to set, in tenths; ``None`` takes it away."""

    placement: str
    criterion: str
    tenths: int | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One student in the grid: marks by criterion id (tenths), comments by rater, and what it comes to."""

    who: RatedPlacement
    marks: Mapping[str, int]
    comments: Mapping[str, str]
    signed: frozenset[str]
    """The raters whose marks are signed and so locked."""
    result: Result


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
        reader = self._store.read()
        spec = load_scheme(reader, scheme)
        marks = queries.marks(reader, scheme, stage)
        comments: dict[str, dict[str, str]] = {}
        signed: dict[str, set[str]] = {}
        for row in queries.evaluations(reader, scheme, stage):
            if row["comment"]:
                comments.setdefault(row["placement"], {})[row["rater"]] = row["comment"]
            if row["status"] == "signed":
                signed.setdefault(row["placement"], set()).add(row["rater"])
        people = queries.rated_placements(
            reader, students=students, enterprise=enterprise, batch=batch, class_name=class_name
        )
        rows = [
            GridRow(
                who,
                marks.get(who.placement, {}),
                comments.get(who.placement, {}),
                frozenset(signed.get(who.placement, ())),
                evaluate(spec, marks.get(who.placement, {})),
            )
            for who in people
        ]
        columns = [c for rater in spec.rating for c in spec.of(rater)]
        return Grid(spec, stage, rows, columns)

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
        evaluation = evaluation_id(placement, spec.id, stage, rater)
        if any(mark.tenths is not None for mark in marks):
            self._ensure(txn, spec, stage, placement, rater)
        else:
            _refuse_signed(txn, evaluation)
        for mark in marks:
            score = derived_id(evaluation, mark.criterion)
            if mark.tenths is not None:
                values = {"evaluation": evaluation, "criterion": mark.criterion, "tenths": mark.tenths}
                txn.create("score", values, id=score)
            elif txn.count("score", {"id": score}):
                txn.delete("score", score)

    def _ensure(self, txn: Transaction, spec: SchemeSpec, stage: str, placement: str, rater: str) -> str:
        """The id of a rater's evaluation, made where there is none; the scheme is frozen by its first one."""
        evaluation = evaluation_id(placement, spec.id, stage, rater)
        if _refuse_signed(txn, evaluation):
            return evaluation
        if rater not in spec.rating:
            raise UserError(
                "unknown_rater",
                Text("方案中没有这位评分人。", "The scheme has no such rater."),
                field="rater",
            )
        today = self._clock.today().isoformat()
        freeze(txn, spec.id, today)
        values = {
            "placement": placement,
            "scheme": spec.id,
            "stage": stage,
            "rater": rater,
            "status": "draft",
        }
        return txn.create("evaluation", {**values, "rated_on": today}, id=evaluation)

    def set_comment(self, scheme: str, stage: str, placement: str, rater: str, comment: str) -> ChangeSet:
        """Save a rater's comment on one student. Raises ``UserError`` where the evaluation is signed."""
        with self._store.write(Text("保存评语", "save a comment")) as txn:
            evaluation = self._ensure(txn, load_scheme(txn, scheme), stage, placement, rater)
            txn.update("evaluation", evaluation, {"comment": comment or None})
        return txn.changes

    def sign(self, scheme: str, stage: str, placement: str, rater: str, *, signed: bool = True) -> ChangeSet:
        """Mark an evaluation as signed, which locks its marks and comment, or unlock it again."""
        label = Text("考核签字", "sign") if signed else Text("解除签字", "unlock")
        with self._store.write(label) as txn:
            evaluation = evaluation_id(placement, scheme, stage, rater)
            if not txn.count("evaluation", {"id": evaluation}):
                self._ensure(txn, load_scheme(txn, scheme), stage, placement, rater)
            day = self._clock.today().isoformat() if signed else None
            txn.update(
                "evaluation", evaluation, {"status": "signed" if signed else "draft", "signed_on": day}
            )
        return txn.changes


def _refuse_signed(txn: Transaction, evaluation: str) -> bool:
    """Whether there is such an evaluation; raises ``UserError`` where it is signed."""
    existing = txn.get("evaluation", evaluation)
    if existing is None or existing["deleted"]:
        return False
    if existing["status"] == "signed":
        raise UserError(
            "signed",
            Text(
                "已签字的考核不能修改，请先解除签字。",
                "A signed evaluation cannot be changed; unlock it first.",
            ),
        )
    return True


def evaluation_id(placement: str, scheme: str, stage: str, rater: str) -> str:
    """The id of the one evaluation that a rater makes of a placement under a scheme at a stage."""
    return derived_id(placement, scheme, stage, rater)
