"""The second-person check: the same sheets typed again by someone who does not see the first marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.checks import check_mark
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import CriterionSpec, SchemeSpec
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.evaluations import Grid, Mark, RatedPlacement, read_grid
from fieldteacher.services.schemes import load_scheme
from fieldteacher.services.sheets import evaluation_id, refuse_locked, score_id, second_id, settle_check
from fieldteacher.store.database import Store
from fieldteacher.store.queries import evaluations as queries
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

Which = Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A mark that was typed twice and differently (tenths; ``None``: left out the first time)."""

    who: RatedPlacement
    criterion: CriterionSpec
    first: int | None
    second: int
    entered_by: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the check of one enterprise is, in sheets (one rater's marks of one student).

    ``typed`` of ``sheets`` that hold marks were typed again whole, ``agreed`` of these agree.
    """

    enterprise: str
    name: str
    sheets: int
    typed: int
    agreed: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Progress by enterprise, and the differences."""

    progress: Sequence[Checked]
    differences: Sequence[Difference]


class SecondEntryService:
    """The verbs on the second entry."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def grid(self, scheme: str, stage: str = "final") -> Grid:
        """The grid as the second person sees it: their own marks and nothing of the first ones."""
        return read_grid(self._store.read(), scheme, stage, table="second_score")

    def set_marks(self, scheme: str, stage: str, marks: Sequence[Mark], by: str) -> ChangeSet:
        """Save what the second person typed. Raises ``UserError``: no name; a mark above the full marks; nothing was
        typed the first time."""
        if not by.strip():
            raise FieldProblem("required", Text("请写复核人姓名。", "Say who checks."), field="entered_by")
        label = Text("复核录入（{n} 个）", "type marks a second time ({n})").fill(n=len(marks))
        with self._store.write(label) as txn:
            spec = load_scheme(txn, scheme)
            criteria = {c.id: c for c in spec.criteria}
            touched: dict[str, str] = {}
            for mark in marks:
                criterion = criteria.get(mark.criterion)
                if criterion is None:
                    raise UserError(
                        "unknown_criterion", Text("方案中没有这项指标。", "The scheme has no such criterion.")
                    )
                if mark.tenths is not None:
                    check_mark(criterion.name, criterion.full_marks, mark.tenths, criterion.id)
                evaluation = evaluation_id(mark.placement, spec.id, stage, criterion.rater)
                self._put(txn, evaluation, mark, by.strip())
                touched[evaluation] = criterion.rater
            for evaluation, rater in touched.items():
                settle_check(txn, spec, evaluation, rater, self._clock)
        return txn.changes

    @staticmethod
    def _put(txn: Transaction, evaluation: str, mark: Mark, by: str) -> None:
        second = second_id(evaluation, mark.criterion)
        if mark.tenths is None:
            if txn.count("second_score", {"id": second}):
                txn.delete("second_score", second)
            return
        if not txn.count("evaluation", {"id": evaluation}):
            raise UserError(
                "nothing_to_check",
                Text(
                    "第一遍还没有录入，无从复核。",
                    "Nothing was typed the first time: there is nothing to check.",
                ),
            )
        values = {
            "evaluation": evaluation,
            "criterion": mark.criterion,
            "tenths": mark.tenths,
            "entered_by": by,
        }
        txn.create("second_score", values, id=second)

    def compare(self, scheme: str, stage: str = "final") -> Comparison:
        """How far each enterprise with marks is, and what differs in sheets that were typed whole a second time."""
        both = _Both(self._store.read(), scheme, stage)
        return Comparison(both.progress(), both.differences())

    def take(self, scheme: str, stage: str, differences: Sequence[Difference], which: Which) -> ChangeSet:
        """Settle differences by the first or the second value; the other one stays in the history.

        Raises ``UserError`` where the second value is to stand in a signed sheet.
        """
        label = Text("核定分数（{n} 个）", "settle marks ({n})").fill(n=len(differences))
        with self._store.write(label) as txn:
            spec = load_scheme(txn, scheme)
            touched: dict[str, str] = {}
            for each in differences:
                evaluation = evaluation_id(each.who.placement, spec.id, stage, each.criterion.rater)
                score, second = (
                    score_id(evaluation, each.criterion.id),
                    second_id(evaluation, each.criterion.id),
                )
                if which == "second":
                    refuse_locked(txn, evaluation)
                    values = {"evaluation": evaluation, "criterion": each.criterion.id, "tenths": each.second}
                    txn.create("score", values, id=score)
                elif each.first is None:
                    txn.delete("second_score", second)
                else:
                    txn.update("second_score", second, {"tenths": each.first})
                touched[evaluation] = each.criterion.rater
            for evaluation, rater in touched.items():
                settle_check(txn, spec, evaluation, rater, self._clock)
        return txn.changes


class _Both:
    """First and second marks beside each other."""

    def __init__(self, reader: Reader, scheme: str, stage: str) -> None:
        self._spec: SchemeSpec = load_scheme(reader, scheme)
        self._first: Mapping[str, Mapping[str, int]] = queries.marks(reader, scheme, stage)
        self._second: Mapping[str, Mapping[str, int]] = queries.marks(reader, scheme, stage, "second_score")
        self._people = queries.rated_placements(reader)
        self._typists = queries.typists(reader, scheme, stage)
        self._signed = {
            (row.placement, row.rater)
            for row in queries.sheets(reader, scheme, stage)
            if row.status == "signed"
        }

    def progress(self) -> list[Checked]:
        """By enterprise, those with marks."""
        counts: dict[str, list[int]] = {}
        names: dict[str, str] = {}
        for who in self._people:
            given = self._first.get(who.placement, {})
            for rater in self._spec.rating:
                if not any(c.id in given for c in self._spec.of(rater)):
                    continue
                names[who.enterprise] = who.enterprise_name
                line = counts.setdefault(who.enterprise, [0, 0, 0])
                whole = self._whole(who, rater)
                line[0] += 1
                line[1] += whole
                line[2] += whole and not self._differing(who, rater)
        return [Checked(id, names[id], *line) for id, line in counts.items()]

    def differences(self) -> list[Difference]:
        """By enterprise and student number."""
        return [
            Difference(
                who, criterion, self._first.get(who.placement, {}).get(criterion.id), self._second[who.placement][criterion.id],
                self._typists.get(who.placement, ""), (who.placement, rater) in self._signed,
            )
            for who in self._people
            if who.placement in self._second
            for rater in self._spec.rating
            if self._whole(who, rater)
            for criterion in self._differing(who, rater)
        ]  # fmt: skip

    def _whole(self, who: RatedPlacement, rater: str) -> bool:
        typed = self._second.get(who.placement)
        return typed is not None and all(c.id in typed for c in self._spec.of(rater))

    def _differing(self, who: RatedPlacement, rater: str) -> list[CriterionSpec]:
        first, second = self._first.get(who.placement, {}), self._second[who.placement]
        return [c for c in self._spec.of(rater) if first.get(c.id) != second[c.id]]
