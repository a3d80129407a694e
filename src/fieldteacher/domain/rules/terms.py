"""The law as data: rules, the sets they come in, and the terms a check is called with.

A rule names a check (a function of ours) and gives it numbers and lists of words. A rule set is a dated list of
rules; a province's set builds on another and changes numbers and severities, switches rules off, or adds rules that
use a check there is already. Files become these by ``services.rule_files``; this module knows no files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.rules.finding import Problems, Severity
from fieldteacher.domain.text import Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a check takes: what it means, its unit, and the limits that make sense."""

    name: str
    label: Text
    unit: Text
    low: int = 0
    high: int = 1_000_000


class Level(Enum):
    """What a check is called with, once for each."""

    PLACEMENT = "placement"
    """A placement that goes on or is to come (``Placed``)."""
    ENDED = "ended"
    """A placement that has come to its end (``Placed``)."""
    STUDENT = "student"
    """A student who is placed or waits to be (``StudentFacts``)."""
    ENTERPRISE = "enterprise"
    """An enterprise with students there (``Unit``)."""
    BATCH = "batch"
    """A batch with students placed (``Group``)."""
    INCIDENT = "incident"
    """An incident (``Event``)."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule gives its check."""

    rule: str
    values: Mapping[str, int]
    lists: Mapping[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> int:
        return self.values[name]

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words; empty where the rule gives none."""
        return self.lists.get(name, ())


Run = Callable[[Any, Terms, Any], Problems]
"""``(subject, terms, scene)``: what is wrong with one subject; pure."""


@dataclass(frozen=True, slots=True)
class Check:
    """A function that a rule can name. ``lists`` may be given, ``parameters`` must be."""

    name: str
    level: Level
    run: Run
    parameters: tuple[Parameter, ...] = ()
    lists: tuple[str, ...] = ()
    at_start: bool = False
    """Whether it asks for what had to be so when the placement began; a rule that came later does not reach back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a set. ``since`` and ``until`` are the first and last day of its validity (ISO)."""

    id: str
    article: str
    text: Text
    severity: Severity
    checks: tuple[str, ...]
    since: str = ""
    until: str = "9999-12-31"
    values: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: Text | None = None
    """What to know about it: where its numbers are from, what it does not see."""
    confirmed: bool = False
    """Whether a person's word on the batch (``attestation``) answers it."""

    def holds_on(self, day: str) -> bool:
        """Whether it is in force on a day (ISO)."""
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a set changes about a rule of the one it builds on."""

    rule: str
    severity: Severity | None = None
    values: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    article: str | None = None
    text: Text | None = None
    note: Text | None = None
    off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A named set of rules. ``id`` is what ``batch.rule_set`` holds."""

    id: str
    title: Text
    source: Text
    rules: tuple[Rule, ...] = ()
    base: str = ""
    changes: tuple[Change, ...] = ()

    def on(self, base: RuleSet) -> RuleSet:
        """This set with all rules of the one it builds on, changed as it says.

        Raises ``InputRefused`` where it changes a rule that is not there, or adds one that is.
        """
        rules = {(rule.id, rule.since): rule for rule in base.rules}
        for change in self.changes:
            hit = [key for key in rules if key[0] == change.rule]
            if not hit:
                raise _refused(
                    "unknown_rule", self, Text("没有规则 {r}", "there is no rule {r}").fill(r=change.rule)
                )
            for key in hit:
                if change.off:
                    del rules[key]
                else:
                    rules[key] = _changed(rules[key], change)
        known = {key[0] for key in rules}
        for rule in self.rules:
            if rule.id in known:
                raise _refused(
                    "rule_twice", self, Text("规则 {r} 已经有了，请用 change 修改", "rule {r} is there already; use change").fill(r=rule.id)
                )  # fmt: skip
            rules[rule.id, rule.since] = rule
        return replace(self, rules=tuple(rules.values()), changes=())


def _changed(rule: Rule, change: Change) -> Rule:
    unknown = sorted({*change.values} - {*rule.values})
    if unknown:
        raise InputRefused(
            "unknown_parameter",
            Text("规则 {r} 没有参数 {p}。", "Rule {r} has no parameter {p}.").fill(r=rule.id, p=unknown[0]),
        )
    return replace(
        rule,
        severity=change.severity or rule.severity,
        values={**rule.values, **change.values},
        lists={**rule.lists, **change.lists},
        article=rule.article if change.article is None else change.article,
        text=change.text or rule.text,
        note=change.note or rule.note,
    )


def _refused(code: str, rules: RuleSet, why: Text) -> InputRefused:
    return InputRefused(
        code, Text("规则集“{s}”：{why}。", "Rule set “{s}”: {why}.").fill(s=rules.id, why=why)
    )


def with_values(rules: Sequence[Rule], own: Mapping[str, int]) -> tuple[Rule, ...]:
    """The rules with a batch's own numbers (``"R10.night_from"``); a name no rule has is left aside."""
    if not own:
        return tuple(rules)
    result = []
    for rule in rules:
        mine = {name: own[key] for name in rule.values if (key := f"{rule.id}.{name}") in own}
        result.append(replace(rule, values={**rule.values, **mine}) if mine else rule)
    return tuple(result)
