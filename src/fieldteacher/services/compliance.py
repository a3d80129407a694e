"""The law beside the records: what the rules find, what is let pass, what a person confirms, a batch's own numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import NotFound
from fieldteacher.domain.rules.finding import Finding, Severity
from fieldteacher.domain.rules.terms import Rule
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.judging import Judge, Ratio
from fieldteacher.services.rule_sets import RuleSetService, batch_facts
from fieldteacher.store.database import Store
from fieldteacher.store.reader import Row

__all__ = [
    "ComplianceService", "Finding", "Ratio", "Rule", "RuleLine", "Severity", "Statement",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule and how it stands. ``unrecorded``: records that lack a datum the rule needs."""

    rule: Rule
    open: int
    waived: int
    unrecorded: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A rule that only a person can confirm, and the last word on it, if any (a record of ``attestation``)."""

    rule: Rule
    last: Row | None


class ComplianceService:
    """The verbs on rules and what they find."""

    def __init__(self, store: Store, clock: Clock, sets: RuleSetService) -> None:
        self._store = store
        self._clock = clock
        self._sets = sets
        self._judge = Judge(store, clock, sets)

    # -- findings ----------------------------------------------------------------------------------------

    def findings(self) -> Sequence[Finding]:
        """Everything the rules find today, in the order of rules and names; what is let pass is marked.

        Kept until a save touches what the rules look at; then only that is judged anew, where it can be. Raises ``InputRefused`` where the national set is
        missing or broken.
        """
        return self._judge.known().findings

    def findings_of(self, record: str) -> list[Finding]:
        """Those about a student, an enterprise, a batch or any other record, or about what belongs to it."""
        return [f for f in self.findings() if record in (f.id, f.student, f.enterprise, f.batch)]

    def rules(self) -> list[RuleLine]:
        """Every rule in use in the order of its set, with how many findings there are of it."""
        known = self._judge.known()
        unrecorded = known.judgement.counts()
        waived = Counter(f.rule for f in known.findings if f.waived)
        every = Counter(f.rule for f in known.findings)
        return [
            RuleLine(
                rule,
                every[rule.id] - waived[rule.id],
                waived[rule.id],
                unrecorded[rule.id],
            )
            for rule in self._sets.in_force(known.batches, known.today)
        ]

    def rule(self, id: str) -> Rule:
        """One rule in use. Raises ``NotFound``."""
        known = self._judge.known()
        batches = [*known.batches, None]
        found = next((rule for rule in self._sets.in_force(batches, known.today) if rule.id == id), None)
        if found is None:
            raise NotFound("unknown_rule", Text("没有规则 {r}。", "There is no rule {r}.").fill(r=id))
        return found

    def ratios(self) -> Sequence[Ratio]:
        """Students beside staff of every enterprise (10 %) and of every post there (20 %), as they are today."""
        return self._judge.known().ratios

    # -- letting pass, confirming ------------------------------------------------------------------------

    def waive(
        self, finding: Finding, reason: str, by: str, until: date | None = None
    ) -> tuple[str, ChangeSet]:
        """Let a finding pass, with the reason and who decided it; returns the waiver.

        Waived again, the waiver is changed. Raises ``FieldProblem`` where reason or name is missing, or the last day
        is over.
        """
        today = self._clock.today()
        if until is not None and until < today:
            raise FieldProblem(
                "until_past", Text("有效至应不早于今天。", "The last day must not be over."), field="until"
            )
        values = {
            "reason": reason, "waived_by": by, "waived_on": today.isoformat(),
            "until": until.isoformat() if until else None,
        }  # fmt: skip
        with self._store.write(Text("豁免", "waive a finding")) as txn:
            known = txn.records("waiver", {"rule": finding.rule, "about": finding.id})
            if known:
                record = str(known[-1]["id"])
                txn.update("waiver", record, values)
            else:
                record = txn.create("waiver", {"rule": finding.rule, "about": finding.id, **values})
        return record, txn.changes

    def unwaive(self, waiver: str) -> ChangeSet:
        """Take a waiver back. Raises ``NotFound``."""
        with self._store.write(Text("取消豁免", "take a waiver back")) as txn:
            txn.delete("waiver", waiver)
        return txn.changes

    def statements(self, batch: str) -> list[Statement]:
        """The rules of a batch that only a person can confirm, each with the last word on it. Raises ``NotFound``."""
        reader = self._store.read()
        last: dict[str, Row] = {}
        for row in reader.records("attestation", {"batch": batch}, order=("stated_on",)):
            last[row["rule"]] = row
        rules = self._sets.of(batch_facts(reader, batch))
        return [Statement(rule, last.get(rule.id)) for rule in rules if rule.confirmed]

    def attest(self, batch: str, rule: str, answer: str, by: str, note: str = "") -> tuple[str, ChangeSet]:
        """Note a person's word on whether a batch meets a rule: ``met`` or ``not_met``; the last one counts.

        Raises ``NotFound`` (no such batch, or not a rule that is answered so) and ``FieldProblem``.
        """
        if rule not in {statement.rule.id for statement in self.statements(batch)}:
            words = Text("规则 {r} 不由人工确认。", "Rule {r} is not one that a person confirms.")
            raise NotFound("not_confirmed", words.fill(r=rule))
        with self._store.write(Text("人工确认", "confirm a rule")) as txn:
            record = txn.create("attestation", {
                "batch": batch, "rule": rule, "answer": answer, "stated_by": by, "note": note or None,
                "stated_on": self._clock.today().isoformat(),
            })  # fmt: skip
        return record, txn.changes
