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

    def differences(
        self, scheme: str, stage: str = "final", *, enterprise: str | None = None
    ) -> list[Difference]:
        """The marks that differ, of sheets that were typed whole a second time."""
        reader = self._store.read()
        both = _Both(reader, scheme, stage, enterprise)
        found: list[Difference] = []
        for who, rater in both.typed():
            first, second = both.first.get(who.placement, {}), both.second[who.placement]
            signed = both.signed.get((who.placement, rater), False)
            for criterion in both.spec.of(rater):
                if first.get(criterion.id) != second[criterion.id]:
                    by = both.typists.get(who.placement, "")
                    found.append(
                        Difference(who, criterion, first.get(criterion.id), second[criterion.id], by, signed)
                    )
        return found

    def progress(self, scheme: str, stage: str = "final") -> list[Checked]:
        """How far each enterprise is that has marks, by name."""
        both = _Both(self._store.read(), scheme, stage, None)
        counts: dict[str, list[int]] = {}
        names: dict[str, str] = {}
        for who in both.people:
            for rater in both.spec.rating:
                if both.has_first(who, rater):
                    names[who.enterprise] = who.enterprise_name
                    line = counts.setdefault(who.enterprise, [0, 0, 0])
                    whole = both.whole(who, rater)
                    line[0] += 1
                    line[1] += whole
                    line[2] += whole and both.agrees(who, rater)
        return [Checked(id, names[id], *line) for id, line in counts.items()]

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

    def __init__(self, reader: Reader, scheme: str, stage: str, enterprise: str | None) -> None:
        self.spec: SchemeSpec = load_scheme(reader, scheme)
        self.first: Mapping[str, Mapping[str, int]] = queries.marks(reader, scheme, stage)
        self.second: Mapping[str, Mapping[str, int]] = queries.marks(reader, scheme, stage, "second_score")
        self.people = queries.rated_placements(reader, enterprise=enterprise)
        self.typists = queries.typists(reader, scheme, stage)
        self.signed = {
            (row.placement, row.rater): row.status == "signed"
            for row in queries.sheets(reader, scheme, stage)
        }

    def has_first(self, who: RatedPlacement, rater: str) -> bool:
        given = self.first.get(who.placement, {})
        return any(c.id in given for c in self.spec.of(rater))

    def whole(self, who: RatedPlacement, rater: str) -> bool:
        typed = self.second.get(who.placement, {})
        return all(c.id in typed for c in self.spec.of(rater))

    def agrees(self, who: RatedPlacement, rater: str) -> bool:
        first, second = self.first[who.placement], self.second[who.placement]
        return all(first.get(c.id) == second[c.id] for c in self.spec.of(rater))

    def typed(self) -> list[tuple[RatedPlacement, str]]:
        """The sheets that were typed whole a second time."""
        return [(who, rater) for who in self.people for rater in self.spec.rating if self.whole(who, rater)]
