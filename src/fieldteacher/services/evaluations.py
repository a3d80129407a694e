"""Evaluations: the grid of students and criteria, and the marks typed or pasted into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock, derived_id
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import CriterionSpec, Result, SchemeSpec, evaluate
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths
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
            freeze(txn, scheme, self._clock.today().isoformat())
            for mark in marks:
                criterion = criteria.get(mark.criterion)
                if criterion is None:
                    raise UserError(
                        "unknown_criterion", Text("方案中没有这项指标。", "The scheme has no such criterion.")
                    )
                _check_mark(criterion, mark.tenths)
                self._set(txn, scheme, stage, criterion, mark)
        return txn.changes

    def _set(self, txn: Transaction, scheme: str, stage: str, criterion: CriterionSpec, mark: Mark) -> None:
        evaluation = evaluation_id(mark.placement, scheme, stage, criterion.rater)
        score = derived_id(evaluation, criterion.id)
        existing = txn.get("evaluation", evaluation)
        if existing is not None and not existing["deleted"] and existing["status"] == "signed":
            raise UserError(
                "signed",
                Text(
                    "已签字的考核不能修改，请先解除签字。",
                    "A signed evaluation cannot be changed; unlock it first.",
                ),
            )
        if mark.tenths is None:
            old = txn.get("score", score)
            if old is not None and not old["deleted"]:
                txn.delete("score", score)
            return
        self._ensure(txn, mark.placement, scheme, stage, criterion.rater)
        txn.create(
            "score", {"evaluation": evaluation, "criterion": criterion.id, "tenths": mark.tenths}, id=score
        )

    def _ensure(self, txn: Transaction, placement: str, scheme: str, stage: str, rater: str) -> str:
        evaluation = evaluation_id(placement, scheme, stage, rater)
        existing = txn.get("evaluation", evaluation)
        if existing is None or existing["deleted"]:
            values = {
                "placement": placement,
                "scheme": scheme,
                "stage": stage,
                "rater": rater,
                "status": "draft",
            }
            txn.create("evaluation", {**values, "rated_on": self._clock.today().isoformat()}, id=evaluation)
        return evaluation

    def set_comment(self, scheme: str, stage: str, placement: str, rater: str, comment: str) -> ChangeSet:
        """Save a rater's comment on one student."""
        with self._store.write(Text("保存评语", "save a comment")) as txn:
            evaluation = self._ensure(txn, placement, scheme, stage, rater)
            txn.update("evaluation", evaluation, {"comment": comment or None})
        return txn.changes

    def sign(self, scheme: str, stage: str, placement: str, rater: str, *, signed: bool = True) -> ChangeSet:
        """Mark an evaluation as signed, which locks its marks, or unlock it again."""
        with self._store.write(
            Text("考核签字" if signed else "解除签字", "sign" if signed else "unlock")
        ) as txn:
            evaluation = self._ensure(txn, placement, scheme, stage, rater)
            day = self._clock.today().isoformat() if signed else None
            txn.update(
                "evaluation", evaluation, {"status": "signed" if signed else "draft", "signed_on": day}
            )
        return txn.changes


def evaluation_id(placement: str, scheme: str, stage: str, rater: str) -> str:
    """The id of the one evaluation that a rater makes of a placement under a scheme at a stage."""
    return derived_id(placement, scheme, stage, rater)


def _check_mark(criterion: CriterionSpec, tenths: int | None) -> None:
    if tenths is not None and not 0 <= tenths <= criterion.full_marks:
        raise UserError(
            "mark_out_of_range",
            Text(
                "{name}：满分 {full}，不能录入 {v}。", "{name}: {v} is not within the full marks of {full}."
            ).fill(name=criterion.name, full=show_tenths(criterion.full_marks), v=show_tenths(tenths)),
            field=criterion.id,
        )
