"""Papers of many placements: how they stand, noted for all at once, never overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.paper_states import (
    PaperStanding,
    PaperState,
    best_of,
    lacking,
    needed_papers,
    standings,
)
from fieldteacher.domain.record import Value
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import clean
from fieldteacher.store.database import Store
from fieldteacher.store.queries import papers as queries
from fieldteacher.store.queries.papers import PaperHolder
from fieldteacher.store.reader import Row
from fieldteacher.store.transaction import Transaction

__all__ = ["Difference", "PaperCell", "PaperRow", "PaperService", "PapersDiffer", "StudentPapers"]

Cell = tuple[str, str]
"""A placement and a kind of paper."""
Differing = Literal["ask", "keep", "replace", "add"]
"""What happens to a paper that is there and says something else: nothing is saved and the person is asked; only
its empty fields are filled; its fields are changed; another paper is put beside it."""
_PAPER = RECORD_TYPES["paper"]


class PaperCell(NamedTuple):
    """One kind of paper of one placement; ``lacks`` are the fields that a paper of the kind should have."""

    state: PaperState
    paper: str | None
    days_left: int | None
    lacks: tuple[str, ...]
    needed: bool


class PaperRow(NamedTuple):
    """A placement with its papers by kind; ``worst`` is the worst state of those it needs."""

    id: str
    student: str
    name: str
    student_number: str
    class_name: str | None
    enterprise_name: str | None
    batch_name: str | None
    start: str
    end: str | None
    papers: Mapping[str, PaperCell]
    worst: str


@dataclass(frozen=True, slots=True)
class StudentPapers:
    """A placement, whose it is, and all its papers, the newest first."""

    placement: Row
    student: Row
    enterprise: str
    papers: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a paper that is there and would be changed."""

    name: str
    field: FieldSpec
    before: Value
    now: Value


class PapersDiffer(UserError):
    """Papers that are there say something else; nothing was saved."""

    def __init__(self, differences: Sequence[Difference], papers: int) -> None:
        words = Text(
            "有 {n} 份材料已登记且内容不同，未作改动。",
            "{n} papers are there already and differ; nothing was changed.",
        )
        super().__init__("papers_differ", words.fill(n=papers))
        self.differences = tuple(differences)


class PaperService:
    """The verbs on papers."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self, placements: Sequence[str] | None = None) -> list[PaperRow]:
        """The papers of all students placed now or soon (of ``placements`` only), by student number."""
        reader, today = self._store.read(), self._clock.today()
        filed: dict[str, list[Row]] = {}
        for paper in queries.papers(reader, placements):
            if paper["passed"] is not None:
                paper["passed"] = bool(paper["passed"])
            filed.setdefault(paper["placement"], []).append(paper)
        rows = []
        for each in queries.holders(reader, placements):
            papers = filed.get(each.id, [])
            terms = {"kind": each.kind, "lodging_kind": each.lodging_kind, "end": each.end}
            rows.append(_row(each, papers, standings(terms, papers, today, beyond=True)))
        return rows

    def touched(self, papers: Sequence[str]) -> tuple[Sequence[str], list[PaperRow]]:
        """The placements that these papers belong to, and their rows as they are now."""
        placements = queries.placements_of(self._store.read(), papers)
        return placements, self.rows(placements)

    def of_placement(self, placement: str) -> StudentPapers:
        """A placement's papers; raises ``NotFound``."""
        reader = self._store.read()
        found = reader.need("placement", placement)
        where = reader.titles("enterprise", [found["enterprise"]]).get(found["enterprise"], "")
        papers = reader.records("paper", {"placement": placement}, order=("kind",))
        papers.sort(key=lambda paper: paper["valid_to"] or "9999", reverse=True)
        return StudentPapers(found, reader.need("student", found["student"]), where, papers)

    def spans(self, placements: Sequence[str]) -> tuple[str | None, str | None]:
        """The start and the end that all these placements have in common, ``None`` where they differ."""
        reader = self._store.read()
        found = [reader.need("placement", each) for each in placements]
        starts, ends = {each["start"] for each in found}, {each["end"] for each in found}
        return (starts.pop() if len(starts) == 1 else None), (ends.pop() if len(ends) == 1 else None)

    def tick(
        self,
        cells: Sequence[Cell],
        values: Mapping[str, Any],
        *,
        cover: bool = False,
        differing: Differing = "ask",
    ) -> tuple[int, ChangeSet]:
        """Note papers with these values for each placement and kind, in one save; returns for how many.

        Of a paper that is there only empty fields are filled, unless ``differing`` says otherwise. With ``cover``
        a start or end of validity that is not given is that of each placement. Raises ``PapersDiffer`` (with
        ``ask``) and ``FieldProblem``.
        """
        given = {
            name: value
            for name, raw in values.items()
            if name not in ("placement", "kind")
            if (value := clean(_PAPER.spec(name), raw)) is not None
        }
        found: list[Difference] = []
        changed = differ = 0
        with self._store.write(Text("登记材料", "note papers")) as txn:
            for placement, kind in dict.fromkeys(cells):
                owner = txn.need("placement", placement)
                whole = _covering(owner, given) if cover else given
                there = best_of(txn.records("paper", {"placement": placement, "kind": kind}))
                if there is None:
                    txn.create("paper", {**whole, "placement": placement, "kind": kind})
                    changed += 1
                    continue
                said = {n: v for n, v in whole.items() if there[n] not in (None, v)}
                if said and differing == "ask":
                    differ += 1
                    found += _differences(txn, owner, there, said)
                elif said and differing == "add":
                    txn.create("paper", {**whole, "placement": placement, "kind": kind})
                    changed += 1
                else:
                    kept = {} if differing == "replace" else said
                    fill = {n: v for n, v in whole.items() if n not in kept}
                    changed += txn.update("paper", there["id"], fill)
            if differ:
                raise PapersDiffer(found, differ)
        return changed, txn.changes

    def delete(self, papers: Sequence[str]) -> ChangeSet:
        """Delete papers."""
        with self._store.write(Text("删除材料", "delete papers")) as txn:
            for paper in papers:
                txn.delete("paper", paper)
        return txn.changes


def _covering(placement: Row, given: Mapping[str, Any]) -> dict[str, Any]:
    span = {"valid_from": placement["start"], "valid_to": placement["end"]}
    return {**{name: day for name, day in span.items() if day is not None}, **given}


def _differences(
    txn: Transaction, placement: Row, there: Mapping[str, Any], said: Mapping[str, Any]
) -> list[Difference]:
    name = txn.need("student", placement["student"])["name"]
    return [Difference(name, _PAPER.spec(field), there[field], value) for field, value in said.items()]


def _row(each: PaperHolder, papers: Sequence[Row], standing: Sequence[PaperStanding]) -> PaperRow:
    by_id = {paper["id"]: paper for paper in papers}
    needed = needed_papers({"kind": each.kind, "lodging_kind": each.lodging_kind})
    cells = {
        s.kind: PaperCell(
            s.state,
            s.paper,
            s.days_left,
            lacking(s.kind, by_id[s.paper]) if s.paper else (),
            s.kind in needed,
        )
        for s in standing
    }
    states = [cell.state for cell in cells.values() if cell.needed]
    worst = next((s for s in (PaperState.MISSING, PaperState.EXPIRING) if s in states), PaperState.OK)
    return PaperRow(*each[:9], cells, worst.value)
