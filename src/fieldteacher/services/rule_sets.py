"""Rule sets: which a batch has, its own numbers in place of the set's, the holidays, and what was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fieldteacher.domain.calendar import WorkCalendar
from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.domain.rules.checks import CHECKS
from fieldteacher.domain.rules.conduct import LEVELS
from fieldteacher.domain.rules.facts import BatchFacts
from fieldteacher.domain.rules.national import NATIONAL
from fieldteacher.domain.rules.terms import Parameter, Rule, RuleSet, with_values
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.holiday_files import HolidayFiles
from fieldteacher.services.rule_files import HOUSE, Library, load
from fieldteacher.services.rule_toml import GivenFile
from fieldteacher.store.database import Store
from fieldteacher.store.reader import Reader

__all__ = ["NATIONAL", "Limits", "OwnNumber", "Parameter", "Rule", "RuleSet", "RuleSetService"]


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number of a rule for one batch: what it means, what holds, and what the rule set says (``standard``)."""

    key: str
    """``R10.night_from``"""
    rule: Rule
    parameter: Parameter
    value: int
    standard: int


@dataclass(frozen=True, slots=True)
class Limits:
    """An incident's limits, in minutes since it was known: the college told, a written report. School rules."""

    told: int
    written: int


class RuleSetService:
    """The verbs on rule sets. ``folders`` hold the files, the program's own first; ``given`` are the college's."""

    def __init__(
        self,
        store: Store,
        folders: Sequence[Path],
        holidays: HolidayFiles,
        given: Callable[[], Sequence[GivenFile]],
    ) -> None:
        self._store = store
        self._folders = folders
        self._holidays = holidays
        self._given = given
        self.reading = 0
        """Grows each time the files are read again, so that what was made of them is known to be old."""

    def sets(self) -> list[RuleSet]:
        """The rule sets a batch can have, the national one first."""
        found = [each for each in self._library.sets.values() if each.id != HOUSE]
        return sorted(found, key=lambda each: (each.id != NATIONAL, each.id))

    def choose_set(self, batch: str, rules: str) -> ChangeSet:
        """Give a batch a rule set (empty: the national one). Raises ``NotFound``."""
        if rules and rules not in {each.id for each in self.sets()}:
            raise NotFound(
                "unknown_rule_set", Text("没有规则集“{s}”。", "There is no rule set “{s}”.").fill(s=rules)
            )
        with self._store.write(Text("选择规则集", "choose a rule set")) as txn:
            txn.update("batch", batch, {"rule_set": rules or None})
        return txn.changes

    def parameters(self, batch: str | None) -> list[OwnNumber]:
        """The numbers of a batch's rules (``None``: of what belongs to no batch). Raises ``NotFound``."""
        known = batch_facts(self._store.read(), batch) if batch else None
        numbers = {
            f"{rule.id}.{parameter.name}": (rule, parameter, standard.values[parameter.name])
            for standard, rule in zip(self._standard(known), self.of(known), strict=True)
            for parameter in _parameters(rule)
        }
        return [
            OwnNumber(key, rule, parameter, rule.values[parameter.name], standard)
            for key, (rule, parameter, standard) in numbers.items()
        ]

    def set_parameters(self, batch: str, values: Mapping[str, int | None]) -> ChangeSet:
        """Give a batch its own numbers; ``None``, or what the set says, takes the own one away.

        Raises ``NotFound`` and ``FieldProblem`` (no such number, or outside what makes sense).
        """
        numbers = {each.key: each for each in self.parameters(batch)}
        own = dict(self._store.read().need("batch", batch)["rule_parameters"] or {})
        for key, value in values.items():
            number = numbers.get(key)
            if number is None:
                words = Text("没有规则参数 {k}。", "There is no rule parameter {k}.").fill(k=key)
                raise FieldProblem("unknown_parameter", words, field="rule_parameters")
            if value is None or value == number.standard:
                own.pop(key, None)
                continue
            parameter = number.parameter
            if not parameter.low <= value <= parameter.high:
                words = Text("{l}：应在 {a} 到 {b} 之间。", "{l}: must be within {a} to {b}.")
                words = words.fill(l=parameter.label, a=parameter.low, b=parameter.high)
                raise FieldProblem("out_of_range", words, field="rule_parameters")
            own[key] = value
        with self._store.write(Text("修改规则参数", "set rule parameters")) as txn:
            txn.update("batch", batch, {"rule_parameters": own or None})
        return txn.changes

    def incident_limits(self, batch: str | None = None) -> Mapping[str, Limits]:
        """By level of incident (minor, serious, major), the limits of a batch's rules. Raises ``NotFound``."""
        known = batch_facts(self._store.read(), batch) if batch else None
        rule = next((rule for rule in self.of(known) if "told_in_time" in rule.checks), None)
        if rule is None:
            return {}
        return {
            level: Limits(rule.values[f"{level}_told"], rule.values[f"{level}_written"]) for level in LEVELS
        }

    def calendar(self) -> WorkCalendar:
        """Working days and holidays, as far as they are known."""
        return self._holidays.calendar

    def notes(self) -> list[Text]:
        """What a person should know of the rules: files that were refused, batches whose set or numbers are not used."""
        notes = [*self._library.refused, *self._holidays.refused]
        reader = self._store.read()
        for row in reader.records("batch"):
            for key in sorted(
                _senseless(self._standard(batch_facts(reader, row["id"])), row["rule_parameters"] or {})
            ):
                words = Text(
                    "批次“{b}”的参数 {k} 超出合理范围，未采用。",
                    "The parameter {k} of batch “{b}” is outside what makes sense and is not used.",
                )
                notes.append(words.fill(b=row["name"], k=key))
            if row["rule_set"] and row["rule_set"] not in self._library.sets:
                words = Text(
                    "批次“{b}”的规则集“{s}”不在本机，按全国规定检查。",
                    "The rule set “{s}” of batch “{b}” is not on this machine; it is checked by the national one.",
                )
                notes.append(words.fill(b=row["name"], s=row["rule_set"]))
        return notes

    def read_again(self) -> None:
        """Look at the rule files anew, after one was put into a folder."""
        self.__dict__.pop("_library", None)
        self._holidays.read_again()
        self.reading += 1

    def of(self, batch: BatchFacts | None) -> tuple[Rule, ...]:
        """The rules of a batch with its own numbers, the checks of the data among them, of whatever time.

        Raises ``InputRefused`` where the national set is missing or broken.
        """
        standard = self._standard(batch)
        own = (batch.rule_parameters if batch else None) or {}
        return with_values(standard, {key: own[key] for key in own.keys() - _senseless(standard, own)})

    def in_force(self, batches: Iterable[BatchFacts | None], day: str) -> list[Rule]:
        """The rules in force on a day (ISO) of all these batches, each once; the national ones where there is none."""
        found: dict[str, Rule] = {}
        for batch in list(batches) or [None]:
            for rule in self.of(batch):
                if rule.holds_on(day):
                    found.setdefault(rule.id, rule)
        return list(found.values())

    @cached_property
    def _library(self) -> Library:
        return load(self._folders, self._given())

    def _standard(self, batch: BatchFacts | None) -> tuple[Rule, ...]:
        sets = self._library.sets
        wanted = (batch.rule_set if batch else None) or NATIONAL
        chosen = (sets.get(wanted) if wanted != HOUSE else None) or sets.get(NATIONAL)
        if chosen is None:
            refused = self._library.refused
            words = refused[0] if refused else Text("没有全国规则集。", "The national rule set is missing.")
            raise InputRefused("no_rules", words)
        house = sets.get(HOUSE)
        return (*chosen.rules, *(house.rules if house else ()))


def _parameters(rule: Rule) -> list[Parameter]:
    return [parameter for check in rule.checks for parameter in CHECKS[check].parameters]


def _senseless(rules: Iterable[Rule], own: Mapping[str, int]) -> set[str]:
    """The numbers of a batch that are outside what their rules can take; they may come from anywhere."""
    return {
        key
        for rule in rules if own
        for parameter in _parameters(rule)
        if not parameter.low <= own.get(key := f"{rule.id}.{parameter.name}", parameter.low) <= parameter.high
    }  # fmt: skip


def batch_facts(reader: Reader, batch: str) -> BatchFacts:
    """What the rules look at of a batch. Raises ``NotFound``."""
    row = reader.need("batch", batch)
    return BatchFacts(**{name: row[name] for name in BatchFacts._fields})
