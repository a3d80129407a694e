"""Rule sets out of files: read strictly, refused with one sentence that names the file and the place.

They lie in folders, the program's own first; a file of a later folder with the same ``id`` takes the place
of an earlier one, so that a college can bring a corrected or a province's set without a new release. What the
college gave out to all its teachers comes last, and so holds on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.rules.checks import CHECKS
from fieldteacher.domain.rules.finding import Severity
from fieldteacher.domain.rules.terms import Change, Check, Rule, RuleSet
from fieldteacher.domain.text import Text
from fieldteacher.services.holiday_files import NAMED as HOLIDAYS
from fieldteacher.services.rule_toml import GivenFile, Reading

HOUSE = "house"
"""The checks of the data and of the college's rhythm, which belong to every set."""
_SET_KEYS = {"format", "id", "title", "source", "from", "to", "base", "rule", "change"}
_RULE_KEYS = {"id", "article", "zh", "en", "severity", "checks", "from", "to", "values", "lists", "note"}
_CHANGE_KEYS = {"rule", "severity", "values", "lists", "off", "article", "zh", "en", "note"}


@dataclass(slots=True)
class Library:
    """What was found in the folders. ``refused``: a sentence for each file that could not be taken."""

    sets: dict[str, RuleSet] = field(default_factory=dict)
    refused: list[Text] = field(default_factory=list)


def load(folders: Iterable[Path], given: Iterable[GivenFile] = ()) -> Library:
    """Read every ``*.toml`` of the folders, then those ``given``; a folder that is not there is an empty one.

    A file that cannot be taken is left out and told of in ``refused``.
    """
    library = Library()
    raw: dict[str, tuple[Path | GivenFile, RuleSet]] = {}
    lying: list[Path | GivenFile] = [
        path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))
    ]
    for path in [*lying, *given]:
        if path.name.startswith(HOLIDAYS):
            continue
        try:
            rules = _Reading(path).rule_set()
            raw[rules.id] = path, rules
        except InputRefused as error:
            library.refused.append(error.text)
    for path, rules in raw.values():
        try:
            library.sets[rules.id] = _built(path, rules, {id: each for id, (_, each) in raw.items()})
        except InputRefused as error:
            library.refused.append(error.text)
    return library


def _built(
    path: Path | GivenFile, rules: RuleSet, others: Mapping[str, RuleSet], above: tuple[str, ...] = ()
) -> RuleSet:
    """A set with the rules of those it builds on."""
    reading = _Reading(path)
    if not rules.base:
        return rules
    if rules.base not in others:
        raise reading.refusal(
            Text("没有规则集“{b}”", "there is no rule set “{b}” to build on").fill(b=rules.base)
        )
    if rules.id in above:
        raise reading.refusal(Text("规则集互为基础", "rule sets build on each other in a circle"))
    try:
        made = rules.on(_built(path, others[rules.base], others, (*above, rules.id)))
    except InputRefused as error:
        raise reading.refusal(Text(error.text.zh.rstrip("。"), error.text.en.rstrip("."))) from error
    for rule in made.rules:
        reading.check_rule(rule)
    return made


class _Reading(Reading):
    """Reads the rule set of one file."""

    def rule_set(self) -> RuleSet:
        """The rule set."""
        content = self.content()
        self.keys(content, _SET_KEYS, "")
        self.format(content)
        id = self.string(content, "id", "")
        since, until = self._period(content, id, "0001-01-01", "9999-12-31")
        rules = [self._rule(each, since, until) for each in self.tables(content, "rule")]
        changes = [self._change(each) for each in self.tables(content, "change")]
        base = self.string(content, "base", id, needed=False)
        if changes and not base:
            raise self.refusal(Text("有 change 而没有 base", "it has changes and no base"))
        seen: list[Rule] = []
        for rule in rules:
            for other in seen:
                if rule.id == other.id and rule.since <= other.until and other.since <= rule.until:
                    words = Text("规则 {r} 在同一时期出现两次", "rule {r} is there twice at one time")
                    raise self.refusal(words.fill(r=rule.id))
            seen.append(rule)
        return RuleSet(
            id=id, title=self.text(content, "title", id), source=self.text(content, "source", id), rules=tuple(rules),
            base=base, changes=tuple(changes),
        )  # fmt: skip

    def _rule(self, table: Mapping[str, Any], since: str, until: str) -> Rule:
        id = self.string(table, "id", "rule")
        self.keys(table, _RULE_KEYS, id)
        first, last = self._period(table, id, since, until)
        checks = self.strings(table, "checks", id)
        rule = Rule(
            id=id, article=self.string(table, "article", id, needed=False),
            text=Text(self.string(table, "zh", id), self.string(table, "en", id)),
            severity=self._severity(table, id), checks=checks, since=first, until=last, values=self._values(table, id),
            lists=self._lists(table, id), note=self.text(table, "note", id) if "note" in table else None,
            confirmed=not {"confirmed", "filed"}.isdisjoint(checks),
        )  # fmt: skip
        self.check_rule(rule)
        return rule

    def check_rule(self, rule: Rule) -> None:
        """Raise ``InputRefused`` where a rule's checks, numbers or lists do not fit together."""
        if not rule.checks:
            raise self.refusal(Text("规则 {r} 没有 checks", "rule {r} has no checks").fill(r=rule.id))
        named: list[Check] = []
        for name in rule.checks:
            if name not in CHECKS:
                words = Text("规则 {r}：没有检查 {c}", "rule {r}: there is no check {c}")
                raise self.refusal(words.fill(r=rule.id, c=name))
            named.append(CHECKS[name])
        known = {parameter.name: parameter for check in named for parameter in check.parameters}
        for name, value in rule.values.items():
            if name not in known:
                words = Text("规则 {r}：没有参数 {p}", "rule {r}: there is no parameter {p}")
                raise self.refusal(words.fill(r=rule.id, p=name))
            low, high = known[name].low, known[name].high
            if not low <= value <= high:
                words = Text("规则 {r}：{p} 应在 {a} 到 {b} 之间", "rule {r}: {p} must be within {a} to {b}")
                raise self.refusal(words.fill(r=rule.id, p=name, a=low, b=high))
        for name in known.keys() - rule.values.keys():
            words = Text("规则 {r}：缺少参数 {p}", "rule {r}: the parameter {p} is missing")
            raise self.refusal(words.fill(r=rule.id, p=name))
        lists = {name for check in named for name in check.lists}
        for name in rule.lists.keys() - lists:
            words = Text("规则 {r}：没有词表 {p}", "rule {r}: there is no list {p}")
            raise self.refusal(words.fill(r=rule.id, p=name))

    def _change(self, table: Mapping[str, Any]) -> Change:
        id = self.string(table, "rule", "change")
        self.keys(table, _CHANGE_KEYS, id)
        off = table.get("off", False)
        if not isinstance(off, bool):
            raise self.refusal(
                Text("{r}：off 应为 true 或 false", "{r}: off must be true or false").fill(r=id)
            )
        words = None
        if "zh" in table or "en" in table:
            words = Text(self.string(table, "zh", id), self.string(table, "en", id))
        return Change(
            rule=id, severity=self._severity(table, id) if "severity" in table else None, values=self._values(table, id),
            lists=self._lists(table, id), article=self.string(table, "article", id) if "article" in table else None,
            text=words, note=self.text(table, "note", id) if "note" in table else None, off=off,
        )  # fmt: skip

    def _values(self, table: Mapping[str, Any], where: str) -> dict[str, int]:
        value = table.get("values", {})
        whole = isinstance(value, dict) and all(type(each) is int for each in value.values())
        if not whole:
            words = Text("{w}：values 应为整数", "{w}: values must be whole numbers").fill(w=where)
            raise self.refusal(words)
        return dict(value)

    def _lists(self, table: Mapping[str, Any], where: str) -> dict[str, tuple[str, ...]]:
        value = table.get("lists", {})
        if not isinstance(value, dict):
            raise self.refusal(Text("{w}：lists 应为表", "{w}: lists must be a table").fill(w=where))
        return {name: self.strings(value, name, f"{where} lists") for name in value}

    def _severity(self, table: Mapping[str, Any], where: str) -> Severity:
        value = table.get("severity")
        if value not in set(Severity):
            words = Text("{w}：severity 应为 {s} 之一", "{w}: severity must be one of {s}")
            raise self.refusal(words.fill(w=where, s=", ".join(Severity)))
        return Severity(value)

    def _period(self, table: Mapping[str, Any], where: str, since: str, until: str) -> tuple[str, str]:
        first = self.day(self.string(table, "from", where), where).isoformat() if "from" in table else since
        last = self.day(self.string(table, "to", where), where).isoformat() if "to" in table else until
        if last < first:
            raise self.refusal(Text("{w}：to 早于 from", "{w}: to is before from").fill(w=where))
        return first, last
