"""Rule sets and holidays out of files: read strictly, refused with one sentence that names the file and the place.

They lie in folders, the program's own first; a file of a later folder with the same ``id`` (or year) takes the place
of an earlier one, so that a college can bring a corrected or a province's set without a new release.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fieldteacher.domain.calendar import Holiday, HolidayYear, WorkCalendar
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.rules.checks import CHECKS
from fieldteacher.domain.rules.finding import Severity
from fieldteacher.domain.rules.terms import Change, Check, Rule, RuleSet
from fieldteacher.domain.text import Text

NATIONAL = "教职成〔2021〕4号"
"""The set of batches that name none."""
HOUSE = "house"
"""The checks of the data and of the college's rhythm, which belong to every set."""
FORMAT = 1
_LARGEST = 1_000_000
"""Bytes of a file that are read; a rule set has some ten thousand."""
_SET_KEYS = {"format", "id", "title", "source", "from", "to", "base", "rule", "change"}
_RULE_KEYS = {"id", "article", "zh", "en", "severity", "checks", "from", "to", "values", "lists", "note"}
_CHANGE_KEYS = {"rule", "severity", "values", "lists", "off", "article", "zh", "en", "note"}
_YEAR_KEYS = {"format", "year", "source", "announced", "holiday"}
_HOLIDAY_KEYS = {"name", "statutory", "off", "worked"}


@dataclass(slots=True)
class Library:
    """What was found in the folders. ``refused``: a sentence for each file that could not be taken."""

    sets: dict[str, RuleSet] = field(default_factory=dict)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    refused: list[Text] = field(default_factory=list)


def load(folders: Iterable[Path]) -> Library:
    """Read every ``*.toml`` of the folders; a folder that is not there is an empty one.

    A file that cannot be taken is left out and told of in ``refused``.
    """
    library = Library()
    years: dict[int, HolidayYear] = {}
    raw: dict[str, tuple[Path, RuleSet]] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            try:
                content = _content(path)
                if path.name.startswith("holidays-"):
                    year = _Reading(path).holidays(content)
                    years[year.year] = year
                else:
                    rules = _Reading(path).rule_set(content)
                    raw[rules.id] = path, rules
            except InputRefused as error:
                library.refused.append(error.text)
    library.calendar = WorkCalendar([years[year] for year in sorted(years)])
    for path, rules in raw.values():
        try:
            library.sets[rules.id] = _built(path, rules, {id: each for id, (_, each) in raw.items()})
        except InputRefused as error:
            library.refused.append(error.text)
    return library


def _built(path: Path, rules: RuleSet, others: Mapping[str, RuleSet], above: tuple[str, ...] = ()) -> RuleSet:
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


def _content(path: Path) -> dict[str, Any]:
    reading = _Reading(path)
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise reading.refusal(
            Text("读不出来（{e}）", "it cannot be read ({e})").fill(e=error.strerror or error)
        ) from error
    if len(content) > _LARGEST:
        raise reading.refusal(Text("文件太大", "it is too large"))
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise reading.refusal(Text("不是 UTF-8 文本", "it is not UTF-8 text")) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise reading.refusal(Text("不是 TOML（{e}）", "it is no TOML ({e})").fill(e=error)) from error


class _Reading:
    """Reads the tables of one file; every refusal names the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def refusal(self, why: Text) -> InputRefused:
        """The refusal of this file."""
        words = Text("规则文件 {f} 不能用：{w}。", "The rule file {f} cannot be used: {w}.")
        return InputRefused("rule_file", words.fill(f=self._path.name, w=why))

    # -- rule sets ---------------------------------------------------------------------------------------

    def rule_set(self, content: Mapping[str, Any]) -> RuleSet:
        """A rule set. Raises ``InputRefused``."""
        self._keys(content, _SET_KEYS, "")
        self._format(content)
        id = self._string(content, "id", "")
        since, until = self._period(content, id, "0001-01-01", "9999-12-31")
        rules = [self._rule(each, since, until) for each in self._tables(content, "rule")]
        changes = [self._change(each) for each in self._tables(content, "change")]
        base = self._string(content, "base", id, needed=False)
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
            id=id, title=self._text(content, "title", id), source=self._text(content, "source", id), rules=tuple(rules),
            base=base, changes=tuple(changes),
        )  # fmt: skip

    def _rule(self, table: Mapping[str, Any], since: str, until: str) -> Rule:
        id = self._string(table, "id", "rule")
        self._keys(table, _RULE_KEYS, id)
        first, last = self._period(table, id, since, until)
        checks = self._strings(table, "checks", id)
        rule = Rule(
            id=id, article=self._string(table, "article", id, needed=False),
            text=Text(self._string(table, "zh", id), self._string(table, "en", id)),
            severity=self._severity(table, id), checks=checks, since=first, until=last, values=self._values(table, id),
            lists=self._lists(table, id), note=self._text(table, "note", id) if "note" in table else None,
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
        id = self._string(table, "rule", "change")
        self._keys(table, _CHANGE_KEYS, id)
        off = table.get("off", False)
        if not isinstance(off, bool):
            raise self.refusal(
                Text("{r}：off 应为 true 或 false", "{r}: off must be true or false").fill(r=id)
            )
        words = None
        if "zh" in table or "en" in table:
            words = Text(self._string(table, "zh", id), self._string(table, "en", id))
        return Change(
            rule=id, severity=self._severity(table, id) if "severity" in table else None, values=self._values(table, id),
            lists=self._lists(table, id), article=self._string(table, "article", id) if "article" in table else None,
            text=words, note=self._text(table, "note", id) if "note" in table else None, off=off,
        )  # fmt: skip

    # -- holidays ----------------------------------------------------------------------------------------

    def holidays(self, content: Mapping[str, Any]) -> HolidayYear:
        """The holidays of a year. Raises ``InputRefused``."""
        self._keys(content, _YEAR_KEYS, "")
        self._format(content)
        year, announced = content.get("year"), content.get("announced")
        if not isinstance(year, int) or not isinstance(announced, bool):
            words = Text(
                "year 应为年份，announced 应为 true 或 false", "year must be a year, announced true or false"
            )
            raise self.refusal(words)
        holidays = [self._holiday(each, announced) for each in self._tables(content, "holiday")]
        return HolidayYear(year, self._text(content, "source", str(year)), tuple(holidays))

    def _holiday(self, table: Mapping[str, Any], announced: bool) -> Holiday:
        name = self._text(table, "name", "holiday")
        self._keys(table, _HOLIDAY_KEYS, name.zh)
        statutory = tuple(self._day(each, name.zh) for each in self._strings(table, "statutory", name.zh))
        worked = tuple(self._day(each, name.zh) for each in self._strings(table, "worked", name.zh))
        ends = [self._day(each, name.zh) for each in self._strings(table, "off", name.zh)]
        if len(ends) not in (0, 2) or (ends and ends[1] < ends[0]):
            words = Text("{n}：off 应为首日和末日", "{n}: off must be a first and a last day")
            raise self.refusal(words.fill(n=name))
        off = [ends[0] + timedelta(days=n) for n in range((ends[1] - ends[0]).days + 1)] if ends else []
        if ends and not set(statutory) <= set(off):
            words = Text("{n}：法定日不在放假日内", "{n}: a statutory day is not among the days off")
            raise self.refusal(words.fill(n=name))
        return Holiday(name, statutory, tuple(off), worked, announced)

    def _day(self, text: str, where: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            words = Text("{w}：{t} 不是日期", "{w}: {t} is no day")
            raise self.refusal(words.fill(w=where, t=text)) from error

    # -- values ------------------------------------------------------------------------------------------

    def _keys(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        unknown = sorted(table.keys() - known)
        if unknown:
            words = Text("{w}不认识 {k}", "{w}there is no entry {k}")
            place = Text(f"{where}：", f"{where}: ") if where else Text("", "")
            raise self.refusal(words.fill(w=place, k=unknown[0]))

    def _format(self, content: Mapping[str, Any]) -> None:
        if content.get("format") != FORMAT:
            words = Text("format 应为 {n}", "format must be {n}").fill(n=FORMAT)
            raise self.refusal(words)

    def _string(self, table: Mapping[str, Any], name: str, where: str, *, needed: bool = True) -> str:
        value = table.get(name, None if needed and name != "article" else "")
        if not isinstance(value, str) or (needed and not value.strip() and name != "article"):
            raise self.refusal(
                Text("{w}：{n} 应为文字", "{w}: {n} must be words").fill(w=where or "–", n=name)
            )
        return value.strip()

    def _text(self, table: Mapping[str, Any], name: str, where: str) -> Text:
        value = table.get(name)
        if not isinstance(value, dict) or value.keys() != {"zh", "en"}:
            words = Text("{w}：{n} 应有 zh 和 en", "{w}: {n} needs zh and en").fill(w=where or "–", n=name)
            raise self.refusal(words)
        return Text(self._string(value, "zh", where), self._string(value, "en", where))

    def _strings(self, table: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            words = Text("{w}：{n} 应为文字的列表", "{w}: {n} must be a list of words").fill(w=where, n=name)
            raise self.refusal(words)
        return tuple(value)

    def _tables(self, content: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
        value = content.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            words = Text("[[{n}]] 应为表", "[[{n}]] must be tables").fill(n=name)
            raise self.refusal(words)
        return value

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
        return {name: self._strings(value, name, f"{where} lists") for name in value}

    def _severity(self, table: Mapping[str, Any], where: str) -> Severity:
        value = table.get("severity")
        if value not in set(Severity):
            words = Text("{w}：severity 应为 {s} 之一", "{w}: severity must be one of {s}")
            raise self.refusal(words.fill(w=where, s=", ".join(Severity)))
        return Severity(value)

    def _period(self, table: Mapping[str, Any], where: str, since: str, until: str) -> tuple[str, str]:
        first = self._day(self._string(table, "from", where), where).isoformat() if "from" in table else since
        last = self._day(self._string(table, "to", where), where).isoformat() if "to" in table else until
        if last < first:
            raise self.refusal(Text("{w}：to 早于 from", "{w}: to is before from").fill(w=where))
        return first, last
