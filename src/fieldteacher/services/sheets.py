"""Sheets: what one rater handed in for one student at one stage (an ``evaluation``) and what keeps it whole."""

from __future__ import annotations

from collections.abc import Mapping

from fieldteacher.domain.clock import Clock, derived_id
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import Missing, SchemeSpec
from fieldteacher.domain.text import Text
from fieldteacher.services.schemes import freeze
from fieldteacher.store.queries import evaluations as queries
from fieldteacher.store.queries.evaluations import SheetRow
from fieldteacher.store.transaction import Transaction


def missing_of(sheets: Mapping[str, SheetRow]) -> dict[str, Missing | None]:
    """The raters who were stated missing, and how that was said to count (``None``: as the scheme says)."""
    return {
        rater: Missing(sheet.missing_as) if sheet.missing_as else None
        for rater, sheet in sheets.items()
        if sheet.status == "missing"
    }


def ensure_sheet(
    txn: Transaction, spec: SchemeSpec, stage: str, placement: str, rater: str, clock: Clock
) -> str:
    """The id of a rater's evaluation, made where there is none; the scheme is frozen by its first one.

    Raises ``UserError`` where it is locked, and where the scheme has no such rater.
    """
    evaluation = evaluation_id(placement, spec.id, stage, rater)
    if refuse_locked(txn, evaluation):
        return evaluation
    if rater not in spec.rating:
        raise UserError(
            "unknown_rater", Text("方案中没有这位评分人。", "The scheme has no such rater."), field="rater"
        )
    today = clock.today().isoformat()
    freeze(txn, spec.id, today)
    values = {"placement": placement, "scheme": spec.id, "stage": stage, "rater": rater, "status": "draft"}
    return txn.create("evaluation", {**values, "rated_on": today}, id=evaluation)


_LOCKED = {
    "signed": Text(
        "已签字的考核不能修改，请先解除签字。", "A signed evaluation cannot be changed; unlock it first."
    ),
    "missing": Text(
        "已登记缺评，请先取消缺评再录入。", "The rater was stated missing; take that back before entering marks."
    ),
}  # fmt: skip


def refuse_locked(txn: Transaction, evaluation: str) -> bool:
    """Whether there is such an evaluation; raises ``UserError`` where it is signed or stated missing."""
    existing = txn.get("evaluation", evaluation)
    if existing is None or existing["deleted"]:
        return False
    if existing["status"] in _LOCKED:
        raise UserError(existing["status"], _LOCKED[existing["status"]])
    return True


def evaluation_id(placement: str, scheme: str, stage: str, rater: str) -> str:
    """The id of the one evaluation that a rater makes of a placement under a scheme at a stage."""
    return derived_id(placement, scheme, stage, rater)


def score_id(evaluation: str, criterion: str) -> str:
    """The id of the one mark given for a criterion in an evaluation."""
    return derived_id(evaluation, criterion)


def second_id(evaluation: str, criterion: str) -> str:
    """The id of the one mark that a second person types for a criterion of an evaluation."""
    return derived_id(evaluation, criterion, "second")


def put_marks(
    txn: Transaction,
    spec: SchemeSpec,
    stage: str,
    placement: str,
    rater: str,
    marks: Mapping[str, int | None],
    clock: Clock,
) -> str:
    """Write marks (tenths by criterion id; ``None`` takes one away) into a rater's evaluation; returns its id.

    Raises ``UserError`` where it is signed or stated missing.
    """  # fmt: skip
    evaluation = evaluation_id(placement, spec.id, stage, rater)
    if any(tenths is not None for tenths in marks.values()):
        ensure_sheet(txn, spec, stage, placement, rater, clock)
    else:
        refuse_locked(txn, evaluation)
    for criterion, tenths in marks.items():
        score = score_id(evaluation, criterion)
        if tenths is not None:
            values = {"evaluation": evaluation, "criterion": criterion, "tenths": tenths}
            txn.create("score", values, id=score)
        elif txn.count("score", {"id": score}):
            txn.delete("score", score)
    settle_check(txn, spec, evaluation, rater, clock)
    return evaluation


def settle_check(txn: Transaction, spec: SchemeSpec, evaluation: str, rater: str, clock: Clock) -> None:
    """Note that a sheet was checked, when the second person's marks are whole and agree with the first ones.

    The note is taken away again when they no longer agree.
    """
    second = queries.marks_of(txn, evaluation, "second_score")
    if not second:
        return
    first = {criterion: tenths for criterion, tenths, _ in queries.marks_of(txn, evaluation, "score")}
    agrees = {criterion: tenths for criterion, tenths, _ in second} == first and all(
        c.id in first for c in spec.of(rater)
    )
    found = txn.need("evaluation", evaluation)
    if agrees and not found["checked_on"]:
        by = next((name for _, _, name in second if name), None)
        values = {"checked_by": by, "checked_on": clock.today().isoformat()}
        txn.update("evaluation", evaluation, values)
    elif found["checked_on"] and not agrees:
        txn.update("evaluation", evaluation, {"checked_by": None, "checked_on": None})
