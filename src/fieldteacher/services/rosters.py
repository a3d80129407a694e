"""Importing the college's roster: a preview of every line, then one save that can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import Cancelled, InputRefused
from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.text import Language, Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.roster_books import Entry, read_books
from fieldteacher.services.roster_lines import NEW, FieldChange, Plan, RosterLine, State, Write, place_of
from fieldteacher.services.roster_plan import Planner, student_fields
from fieldteacher.services.uncollected import uncollected
from fieldteacher.store.database import Store
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction
from fieldteacher.tabular.layouts.roster import ROSTER
from fieldteacher.tabular.problem_sheet import write_problem_sheet
from fieldteacher.tabular.problems import Problem
from fieldteacher.tabular.roster import IGNORE, Roster, RosterRow, read_roster

__all__ = [
    "IGNORE", "FieldChange", "Problem", "RosterField", "RosterImport", "RosterLine", "RosterPreview", "RosterRow",
    "RosterService", "State",
]  # fmt: skip

PURPOSE = "roster"
_SETTING = "roster.mapping."
_LABEL = Text("导入名单（{n} 行）", "import a list ({n} rows)")

_OWNERS = ("student", "enterprise", "placement")
_REFERENCES = (*_OWNERS, "mentor", "teacher")

Progress = Callable[[int, int], None]
"""Is told how much is done of how much; the whole is 0 while it is not known."""


@dataclass(frozen=True, slots=True)
class RosterField:
    """A field that a column of a roster can feed."""

    name: str
    label: Text
    spec: FieldSpec


@dataclass(frozen=True)
class RosterPreview:
    """What an import of a file would do. Nothing has been written."""

    path: Path
    roster: Roster
    mapping: Mapping[str, str]
    batch: str | None
    lines: list[RosterLine]
    """In the order of the file."""
    problems: list[Problem]
    """Every remark, in the order of the lines; those on the whole file first."""

    @cached_property
    def counts(self) -> Mapping[State, int]:
        """How many lines are new, changed, unchanged and refused."""
        counts: dict[State, int] = {"new": 0, "changed": 0, "unchanged": 0, "refused": 0}
        for line in self.lines:
            counts[line.state] += 1
        return counts

    @property
    def fields(self) -> tuple[RosterField, ...]:
        """The fields that the file feeds, in the order of its columns."""
        return tuple(_field(name) for name in self.roster.fields)

    @property
    def waits(self) -> bool:
        """Whether something waits for a person: a refused line, or a value left out."""
        return self.counts["refused"] > 0 or any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True)
class RosterImport:
    """What an import did."""

    preview: RosterPreview
    """As it stood when it was saved, with what could not be saved among its problems."""
    changes: ChangeSet
    imported: int
    """Lines that made or changed something."""


class RosterService:
    """The verbs on rosters."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @staticmethod
    def fields() -> tuple[RosterField, ...]:
        """Every field that a column can feed."""
        return tuple(map(_field, ROSTER))

    def preview(
        self,
        path: Path,
        *,
        sheet: str | None = None,
        header_row: int | None = None,
        mapping: Mapping[str, str] | None = None,
        batch: str | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> RosterPreview:
        """What an import would do; writes nothing.

        ``mapping`` gives roster fields for headings or column letters (one of ``IGNORE`` for none) and goes
        before what is remembered for a sheet of this shape; ``batch`` is the id of the batch for new
        placements. Raises ``InputRefused``, ``UserError`` and ``Cancelled``.
        """
        told = (lambda rows: progress(rows, 0)) if progress else None
        with uncollected():
            roster = read_roster(
                Path(path),
                today=self._clock.today(),
                sheet=sheet,
                header_row=header_row,
                mapping=mapping,
                remembered=self.remembered,
                progress=told,
                cancelled=cancelled,
            )
            plan = self._plan(self._store.read(), roster, batch, cancelled)
        return _previewed(Path(path), roster, dict(mapping or {}), batch, plan)

    def import_roster(
        self,
        preview: RosterPreview,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> RosterImport:
        """Save every good line in one transaction; ``undo_last_import`` takes it back.

        Compared anew with the store, so that what was saved since the preview counts. A mapping given by hand is
        remembered for sheets of this shape. Raises ``StoreUnavailable`` and ``Cancelled``; then nothing is saved.
        """
        roster = preview.roster
        count = preview.counts["new"] + preview.counts["changed"]
        with uncollected(), self._store.write(_LABEL.fill(n=count), purpose=PURPOSE) as txn:
            plan = self._plan(txn, roster, preview.batch, cancelled)
            _Execution(txn, roster).run(plan, progress, cancelled)
            if preview.mapping:
                txn.set_setting(
                    _SETTING + roster.shape, json.dumps(dict(preview.mapping), ensure_ascii=False)
                )
        done = _previewed(preview.path, roster, preview.mapping, preview.batch, plan)
        return RosterImport(done, txn.changes, done.counts["new"] + done.counts["changed"])

    def undo_last_import(self) -> ChangeSet:
        """Take the last import back; what was changed since stays. Raises ``UserError`` where there is none."""
        return self._store.undo(purpose=PURPOSE)

    # -- mappings ------------------------------------------------------------------------------

    def remembered(self, shape: str) -> Mapping[str, str] | None:
        """The mapping kept for sheets of a shape."""
        kept = self._store.read().setting(_SETTING + shape)
        found = json.loads(kept) if kept else None
        return found if isinstance(found, dict) else None

    def remember(self, shape: str, mapping: Mapping[str, str]) -> None:
        """Keep a mapping for sheets of a shape (``RosterPreview.roster.shape``)."""
        self._store.keep_settings({_SETTING + shape: json.dumps(dict(mapping), ensure_ascii=False)})

    def forget(self, shape: str) -> None:
        """Forget the mapping kept for sheets of a shape."""
        self._store.keep_settings({_SETTING + shape: None})

    # -- problems ------------------------------------------------------------------------------

    @staticmethod
    def write_problems(preview: RosterPreview, path: Path, language: Language = "zh_CN") -> int:
        """Write the lines with problems as a sheet to send back; returns how many. Raises ``UserError``."""
        if path.exists() and preview.path.exists() and path.samefile(preview.path):
            raise InputRefused(
                "roster_itself",
                Text(
                    "问题清单不能存成名单本身“{f}”，请换一个文件名。",
                    "The problems cannot be saved over the roster “{f}” itself; choose another name.",
                ).fill(f=path.name),
            )
        refused = {line.number for line in preview.lines if line.state == "refused"}
        return write_problem_sheet(
            path, preview.roster, problems=preview.problems, refused=refused, language=language
        )

    def _plan(
        self, reader: Reader, roster: Roster, batch: str | None, cancelled: Callable[[], bool] | None
    ) -> Plan:
        known = None if batch is None else Entry("batch", batch, reader.need("batch", batch))
        return Planner(
            roster, read_books(reader, student_fields(roster)), today=self._clock.today(), batch=known
        ).plan(cancelled)


def _field(name: str) -> RosterField:
    column = ROSTER[name]
    return RosterField(name, column.label, column.spec)


def _previewed(
    path: Path, roster: Roster, mapping: Mapping[str, str], batch: str | None, plan: Plan
) -> RosterPreview:
    problems = sorted([*roster.problems, *plan.problems], key=lambda problem: problem.row)
    return RosterPreview(path, roster, mapping, batch, plan.lines, problems)


@dataclass(slots=True)
class _Execution:
    """Carries a plan out within a transaction. One value that the store does not take never costs the rest."""

    txn: Transaction
    roster: Roster
    ids: dict[str, str] = field(default_factory=dict)

    def run(self, plan: Plan, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        total = len(plan.writes)
        for count, write in enumerate(plan.writes):
            if count % 200 == 0:
                if cancelled is not None and cancelled():
                    raise Cancelled
                if progress is not None:
                    progress(count, total)
            self._write(write, plan)
        if progress is not None:
            progress(total, total)

    def _write(self, write: Write, plan: Plan) -> None:
        values = dict(write.values)
        for name in _REFERENCES:
            value = values.get(name)
            if value is not None and value.startswith(NEW):
                values[name] = self.ids.get(value)
                if values[name] is None and name in _OWNERS:
                    return  # it belongs to something that could not be saved
        while values:
            try:
                if write.is_new:
                    self.ids[write.id] = self.txn.create(write.type, values)
                else:
                    self.txn.update(write.type, self.ids.get(write.id, write.id), values)
            except FieldProblem as problem:
                self._say(write, problem, plan)
                if problem.field not in values:
                    return
                del values[problem.field]
            else:
                return

    def _say(self, write: Write, problem: FieldProblem, plan: Plan) -> None:
        line = write.line
        if line is None:
            return
        name = next(
            (c.name for c in ROSTER.values() if (c.record, c.field) == (write.type, problem.field)), ""
        )
        column, value = place_of(self.roster.columns, line.row, name)
        said = Problem(
            line.number, column, name, str(line.values.get("student_number") or ""), value, problem.code, "error", problem.text
        )  # fmt: skip
        line.problems = (*line.problems, said)
        plan.problems.append(said)
