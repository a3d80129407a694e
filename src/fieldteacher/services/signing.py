"""Sheets signed, unlocked and stated missing: who, when and why, kept as a trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import Missing, SchemeSpec
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.schemes import load_scheme
from fieldteacher.services.sheets import ensure_sheet, evaluation_id
from fieldteacher.store.database import Store
from fieldteacher.store.queries import evaluations as queries
from fieldteacher.store.reader import HistoryEntry, Row
from fieldteacher.store.transaction import Transaction

What = Literal["signed", "unlocked", "missing", "not_missing", "checked", "not_checked"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One rater's sheet of one student."""

    placement: str
    rater: str


@dataclass(frozen=True, slots=True)
class Acted:
    """What was done to several sheets: how many, and those left as they were, because it does not fit them."""

    done: int
    left: Sequence[Sheet]
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One line of a sheet's trace: what happened when (ms since 1970, UTC), entered by whom.

    ``name`` is who signed, decided or checked; ``reason`` why it was unlocked or is missing.
    """

    at_ms: int
    author: str
    what: What
    name: str = ""
    reason: str = ""


class SigningService:
    """The verbs on sheets as a whole."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def sign(self, scheme: str, stage: str, sheets: Sequence[Sheet], *, by: str = "", on: str = "") -> Acted:
        """Lock sheets as signed ``by`` a person; without a name each is signed by the one it comes from.

        That is the mentor for the enterprise, the teacher for the college, the student for a self-rating.
        ``on`` is the day (ISO 8601; today where empty). Sheets with marks missing, and those signed already, are left.
        Raises ``UserError``: none can be signed, the day is in the future.
        """
        today = self._clock.today().isoformat()
        day = on or today
        if day > today:
            raise FieldProblem(
                "in_the_future",
                Text("签字日期不能晚于今天。", "The day of signing is in the future."),
                field="signed_on",
            )
        with self._store.write(Text("考核签字", "sign")) as txn:
            spec = load_scheme(txn, scheme)
            names = {} if by.strip() else _own_names(txn, sheets)

            def signed(sheet: Sheet, found: Row | None) -> bool:
                if (
                    found is None
                    or found["status"] in ("signed", "missing")
                    or not _whole(txn, spec, sheet.rater, found)
                ):
                    return False
                name = by.strip() or names.get(sheet) or found["rated_by"]
                return txn.update(
                    "evaluation",
                    found["id"],
                    {"status": "signed", "signed_on": day, "signed_by": name, "unlock_reason": None},
                )

            done, left = _each(txn, spec.id, stage, sheets, signed)
            if not done:
                raise UserError(
                    "nothing_to_sign",
                    Text(
                        "没有可签的：分数未填完，或已签字。",
                        "There is nothing to sign: marks are missing, or it is signed.",
                    ),
                )
        return Acted(done, left, txn.changes)

    def unlock(self, scheme: str, stage: str, sheets: Sequence[Sheet], reason: str) -> Acted:
        """Unlock signed sheets; the reason is kept. Raises ``UserError``: no reason, nothing is signed."""
        reason = _needed(reason, Text("请写明解除签字的原因。", "Say why it is unlocked."), "unlock_reason")
        with self._store.write(Text("解除签字", "unlock")) as txn:

            def unlocked(_sheet: Sheet, found: Row | None) -> bool:
                if found is None or found["status"] != "signed":
                    return False
                values = {"status": "draft", "signed_on": None, "signed_by": None, "unlock_reason": reason}
                return txn.update("evaluation", found["id"], values)

            done, left = _each(txn, scheme, stage, sheets, unlocked)
            if not done:
                raise UserError("not_signed", Text("所选的都没有签字。", "None of these is signed."))
        return Acted(done, left, txn.changes)

    def state_missing(
        self,
        scheme: str,
        stage: str,
        sheets: Sequence[Sheet],
        *,
        by: str,
        reason: str,
        counts_as: Missing | None = None,
    ) -> Acted:
        """State that these raters give no marks; ``counts_as`` ``None`` leaves it to the scheme.

        Whole, signed and missing sheets are left. Raises ``UserError``: no name, no reason, nothing to state.
        """
        by = _needed(by, Text("请写明由谁决定。", "Say who decided it."), "missing_by")
        reason = _needed(reason, Text("请写明缺评原因。", "Say why the marks are missing."), "missing_reason")
        values = {
            "status": "missing", "missing_as": counts_as.value if counts_as else None, "missing_by": by,
            "missing_on": self._clock.today().isoformat(), "missing_reason": reason,
        }  # fmt: skip
        with self._store.write(Text("登记缺评", "state marks missing")) as txn:
            spec = load_scheme(txn, scheme)

            def stated(sheet: Sheet, found: Row | None) -> bool:
                if found and (
                    found["status"] in ("signed", "missing") or _whole(txn, spec, sheet.rater, found)
                ):
                    return False
                id = ensure_sheet(txn, spec, stage, sheet.placement, sheet.rater, self._clock)
                return txn.update("evaluation", id, values)

            done, left = _each(txn, spec.id, stage, sheets, stated)
            if not done:
                raise UserError(
                    "not_missing",
                    Text(
                        "没有缺评的：分数已填完，或已登记。",
                        "None is missing: the marks are whole, or it was stated.",
                    ),
                )
        return Acted(done, left, txn.changes)

    def withdraw(self, scheme: str, stage: str, sheets: Sequence[Sheet]) -> Acted:
        """Take back that marks are missing. Raises ``UserError`` where none was stated missing."""
        values = dict.fromkeys(("missing_as", "missing_by", "missing_on", "missing_reason")) | {
            "status": "draft"
        }
        with self._store.write(Text("取消缺评", "take back that marks are missing")) as txn:

            def taken_back(_sheet: Sheet, found: Row | None) -> bool:
                if found is None or found["status"] != "missing":
                    return False
                return txn.update("evaluation", found["id"], values)

            done, left = _each(txn, scheme, stage, sheets, taken_back)
            if not done:
                raise UserError(
                    "not_missing", Text("所选的都没有登记缺评。", "None of these was stated missing.")
                )
        return Acted(done, left, txn.changes)

    def trace(self, scheme: str, stage: str, placement: str) -> dict[str, Sequence[TraceStep]]:
        """By rater: how a student's sheets were signed, unlocked, stated missing and checked, latest first."""
        reader = self._store.read()
        found: dict[str, Sequence[TraceStep]] = {}
        for rater in load_scheme(reader, scheme).rating:
            steps = steps_of(reader.history("evaluation", evaluation_id(placement, scheme, stage, rater)))
            if steps:
                found[rater] = steps
        return found


def steps_of(history: Sequence[HistoryEntry]) -> list[TraceStep]:
    """The trace in a sheet's history (newest first)."""
    steps: list[TraceStep] = []
    before: dict[str, Any] = {}
    for at, author, values in _saves(history):
        now = before | values
        was, status = before.get("status", "draft"), now.get("status", "draft")
        if status != was:
            if was == "signed":
                steps.append(TraceStep(at, author, "unlocked", reason=now.get("unlock_reason") or ""))
            if was == "missing":
                steps.append(TraceStep(at, author, "not_missing"))
            if status == "signed":
                steps.append(TraceStep(at, author, "signed", now.get("signed_by") or ""))
            if status == "missing":
                name, reason = now.get("missing_by") or "", now.get("missing_reason") or ""
                steps.append(TraceStep(at, author, "missing", name, reason))
        if bool(now.get("checked_on")) != bool(before.get("checked_on")):
            what: What = "checked" if now.get("checked_on") else "not_checked"
            steps.append(TraceStep(at, author, what, now.get("checked_by") or ""))
        before = now
    return steps[::-1]


def _saves(history: Sequence[HistoryEntry]) -> list[tuple[int, str, dict[str, Any]]]:
    """The history save by save, oldest first: when, by whom, and the fields written.

    One save writes a field once, so a field that comes again begins another save of the same moment.
    """
    saves: list[tuple[int, str, dict[str, Any]]] = []
    for entry in reversed(history):
        last = saves[-1] if saves else None
        if last is None or last[:2] != (entry.at_ms, entry.author) or entry.field in last[2]:
            last = (entry.at_ms, entry.author, {})
            saves.append(last)
        last[2][entry.field] = entry.value
    return saves


def _each(
    txn: Transaction,
    scheme: str,
    stage: str,
    sheets: Sequence[Sheet],
    act: Callable[[Sheet, Row | None], bool],
) -> tuple[int, list[Sheet]]:
    """Do something to each sheet once; how often it was done, and the sheets it does not fit."""
    done, left = 0, []
    for sheet in dict.fromkeys(sheets):
        found = txn.get("evaluation", evaluation_id(sheet.placement, scheme, stage, sheet.rater))
        if act(sheet, None if found is None or found["deleted"] else found):
            done += 1
        else:
            left.append(sheet)
    return done, left


def _whole(txn: Transaction, spec: SchemeSpec, rater: str, found: Row) -> bool:
    given = {criterion for criterion, _, _ in queries.marks_of(txn, found["id"], "score")}
    return bool(spec.of(rater)) and all(c.id in given for c in spec.of(rater))


def _own_names(txn: Transaction, sheets: Sequence[Sheet]) -> dict[Sheet, str | None]:
    people = {who.placement: who for who in queries.rated_placements(txn)}
    names: dict[Sheet, str | None] = {}
    for sheet in sheets:
        who = people.get(sheet.placement)
        if who is not None:
            own = {"enterprise": who.mentor_name, "school": who.teacher_name, "self": who.name}
            names[sheet] = own.get(sheet.rater)
    return names


def _needed(words: str, text: Text, field: str) -> str:
    if not words.strip():
        raise FieldProblem("required", text, field=field)
    return words.strip()
