"""``check`` and ``rules``: what the law's rules find, and the rules themselves."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from fieldteacher.cli.arguments import Commands, count, pair
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply, WrongUsage
from fieldteacher.domain.errors import NotFound
from fieldteacher.domain.rules.finding import SEVERITIES, Severity
from fieldteacher.domain.text import Text
from fieldteacher.services.compliance import Finding, Rule

_ARTICLE = Text("第{a}条", "Art. {a}")
_HOUSE = Text("校内要求", "the college's own")
_WAIVED = Text("（已豁免）", " (waived)")
_SUMMARY = Text("{n} 项，其中已豁免 {w} 项。", "Findings: {n}, of them waived: {w}.")


def add_to(commands: Commands) -> None:
    """Add the commands."""
    words = commands.words
    parser = commands.add(
        "check", Text("按实习管理规定检查全部记录", "check all records by the rules of the law"), check
    )
    parser.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="R16",
        help=words(Text("只看这条规则", "this rule only")),
    )
    parser.add_argument(
        "--student", metavar="ID", help=words(Text("学生编号或学号", "a student's id or number"))
    )
    parser.add_argument("--enterprise", metavar="ID", help=words(Text("企业编号", "an enterprise's id")))
    parser.add_argument("--batch", metavar="ID", help=words(Text("批次编号", "a batch's id")))
    parser.add_argument("--severity", choices=[each.value for each in Severity], action="append", default=[])
    parser.add_argument(
        "--waived", choices=("all", "no", "only"), default="all", help=words(Text("已豁免的是否列出", "whether waived findings are listed"))
    )  # fmt: skip
    noun = commands.noun("rules", Text("检查所依据的规则", "the rules that are checked"))
    noun.add("list", Text("所有规则和各有几项发现", "every rule and how many findings it has"), list_rules)
    noun.add("sets", Text("可选的规则集", "the rule sets there are"), list_sets)
    show = noun.add("show", Text("一条规则的条文和参数", "a rule's text and numbers"), show_rule)
    show.add_argument("rule", metavar="R16")
    show.add_argument("--batch", metavar="ID")
    noun.add("ratios", Text("实习生占职工的比例", "students beside staff"), list_ratios)
    days = noun.add("holidays", Text("一年的法定节假日与调休", "the holidays of a year"), list_holidays)
    days.add_argument("year", type=count, metavar="YYYY")
    _add_changes(noun)


def _add_changes(noun: Commands) -> None:
    """The commands that change something."""
    own = noun.add(
        "set",
        Text("修改一个批次的参数（空值恢复）", "set a batch's own numbers (empty: take away)"),
        set_numbers,
    )
    own.add_argument("batch", metavar="BATCH")
    own.add_argument("numbers", type=pair, nargs="+", metavar="R10.night_from=1320")
    choose = noun.add("choose", Text("给批次选规则集", "give a batch a rule set"), choose_set)
    choose.add_argument("batch", metavar="BATCH")
    choose.add_argument("set", metavar="SET")
    waive = noun.add("waive", Text("豁免一项发现", "let a finding pass"), waive_finding)
    waive.add_argument("rule", metavar="R16")
    waive.add_argument("record", metavar="ID")
    waive.add_argument("--reason", required=True)
    waive.add_argument("--by", required=True)
    waive.add_argument("--until", type=date.fromisoformat, metavar="DAY")
    unwaive = noun.add("unwaive", Text("取消豁免", "take a waiver back"), unwaive_finding)
    unwaive.add_argument("id", metavar="ID")
    attest = noun.add("attest", Text("人工确认一条规则", "say whether a batch meets a rule"), attest_rule)
    attest.add_argument("batch", metavar="BATCH")
    attest.add_argument("rule", metavar="R35")
    attest.add_argument("answer", choices=("met", "not_met"))
    attest.add_argument("--by", required=True)
    attest.add_argument("--note", default="")


# -- check -------------------------------------------------------------------------------------------------


def check(context: Context, options: Namespace) -> Reply:
    """The findings; the status says whether one waits that is not waived."""
    services = context.services()
    known = {line.rule.id: line.rule for line in services.compliance.rules()}
    for rule in options.rule:
        services.compliance.rule(rule)
    about = [options.enterprise, options.batch, _student(context, options.student)]
    found = [
        each
        for each in services.compliance.findings()
        if (not options.rule or each.rule in options.rule)
        and (not options.severity or each.severity.value in options.severity)
        and all(one in (each.id, each.student, each.enterprise, each.batch) for one in about if one)
        and (options.waived == "all" or bool(each.waived) == (options.waived == "only"))
    ]
    waiting = sum(not each.waived for each in found)
    data = {
        "findings": [_shown(context, each) for each in found],
        "counts": {"open": waiting, "waived": len(found) - waiting},
    }
    notes = [context.say(note) for note in services.rule_sets.notes()]
    return Reply(data, _told(context, found, known), WAITING if waiting else DONE, notes)


def _student(context: Context, given: str | None) -> str | None:
    """The id of a student named by id or by student number. Raises ``NotFound``."""
    if given is None:
        return None
    records = context.services().records
    _, found = records.list("student", {"student_number": given}, limit=1)
    return str(found[0]["id"] if found else records.need("student", given)["id"])


def _shown(context: Context, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule, "article": finding.article, "severity": finding.severity.value, "type": finding.type,
        "id": finding.id, "title": context.say(finding.title), "message": context.say(finding.message),
        "student": finding.student, "enterprise": finding.enterprise, "batch": finding.batch, "waived": finding.waived,
        "step": {"action": finding.step.action.value, "id": finding.step.id, "detail": finding.step.detail},
    }  # fmt: skip


def _told(context: Context, found: Sequence[Finding], rules: Mapping[str, Rule]) -> Iterator[str]:
    """The findings by rule, each under its article and text."""
    last = ""
    for finding in found:
        if finding.rule != last:
            last = finding.rule
            yield _heading(context, finding, rules.get(finding.rule))
        mark = context.say(_WAIVED) if finding.waived else ""
        severity = context.say(SEVERITIES[finding.severity])
        yield f"  [{severity}] {context.say(finding.title)}  {context.say(finding.message)}{mark}"
    yield context.say(_SUMMARY, n=len(found), w=sum(bool(each.waived) for each in found))


def _heading(context: Context, finding: Finding, rule: Rule | None) -> str:
    where = _ARTICLE.fill(a=finding.article) if finding.article else _HOUSE
    return f"{finding.rule}  {context.say(where)}  {context.say(rule.text) if rule else ''}".rstrip()


# -- rules -------------------------------------------------------------------------------------------------


def list_rules(context: Context, options: Namespace) -> Reply:
    """Every rule in use, and how it stands."""
    services = context.services()
    lines = services.compliance.rules()
    shown = [
        _rule(context, line.rule) | {"open": line.open, "waived": line.waived, "unrecorded": line.unrecorded}
        for line in lines
    ]
    words = Text("{id}  {n} 项  {t}", "{id}  {n}  {t}")
    return Reply(
        {"rules": shown},
        (context.say(words, id=line.rule.id, n=line.open, t=line.rule.text) for line in lines),
        notes=[context.say(note) for note in services.rule_sets.notes()],
    )


def _rule(context: Context, rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id, "article": rule.article, "text": context.say(rule.text), "severity": rule.severity.value,
        "checks": list(rule.checks), "from": rule.since, "to": rule.until, "values": dict(rule.values),
        "lists": {name: list(words) for name, words in rule.lists.items()},
        "note": context.say(rule.note) if rule.note else None, "confirmed": rule.confirmed,
    }  # fmt: skip


def list_sets(context: Context, options: Namespace) -> Reply:
    """The rule sets a batch can have."""
    services = context.services()
    sets = services.rule_sets.sets()
    shown = [
        {
            "id": each.id, "title": context.say(each.title), "source": context.say(each.source), "base": each.base or None,
            "rules": len(each.rules),
        }
        for each in sets
    ]  # fmt: skip
    return Reply(
        {"sets": shown},
        [f"{each['id']}  {each['title']}" for each in shown],
        notes=[context.say(note) for note in services.rule_sets.notes()],
    )


def show_rule(context: Context, options: Namespace) -> Reply:
    """A rule, with what its numbers mean and what they are for a batch."""
    services = context.services()
    rule = services.compliance.rule(options.rule)
    numbers = [each for each in services.rule_sets.parameters(options.batch) if each.rule.id == rule.id]
    shown = _rule(context, rule) | {
        "parameters": [
            {
                "key": each.key, "label": context.say(each.parameter.label), "unit": context.say(each.parameter.unit),
                "value": each.value, "standard": each.standard, "minimum": each.parameter.low,
                "maximum": each.parameter.high,
            }
            for each in numbers
        ]
    }  # fmt: skip
    lines = [f"{rule.id}  {context.say(_ARTICLE, a=rule.article) if rule.article else context.say(_HOUSE)}"]
    lines.append(context.say(rule.text))
    lines += [f"  {p['key']} = {p['value']}  {p['label']} ({p['unit']})" for p in shown["parameters"]]
    if rule.note:
        lines.append(context.say(rule.note))
    return Reply({"rule": shown}, lines)


def list_ratios(context: Context, options: Namespace) -> Reply:
    """Students beside staff, by enterprise and post."""
    ratios = context.services().compliance.ratios()
    shown = [
        {
            "enterprise": r.enterprise, "title": r.name, "post": r.post, "students": r.students, "others": r.others,
            "staff": r.staff, "limit": r.limit, "room": r.room, "exceeded": r.exceeded,
        }
        for r in ratios
    ]  # fmt: skip
    lines = (
        f"{'!' if r.exceeded else ' '} {r.name} {r.post or ''}  {r.students + r.others}/{'–' if r.staff is None else r.staff}"
        for r in ratios
    )
    return Reply({"ratios": shown}, lines)


def list_holidays(context: Context, options: Namespace) -> Reply:
    """The holidays of a year. Raises ``NotFound`` where there is no file of it."""
    years = context.services().rule_sets.calendar().years
    year = next((each for each in years if each.year == options.year), None)
    if year is None:
        raise NotFound(
            "no_holidays",
            Text("没有 {y} 年的节假日文件。", "There are no holidays of {y}.").fill(y=options.year),
        )
    shown = [
        {
            "name": context.say(each.name), "statutory": _days(each.statutory), "off": _days(each.off),
            "worked": _days(each.worked), "certain": each.certain,
        }
        for each in year.holidays
    ]  # fmt: skip
    lines = [f"{context.say(h.name)}  {' '.join(_days(h.off or h.statutory))}" for h in year.holidays]
    data = {"year": year.year, "source": context.say(year.source), "holidays": shown}
    return Reply(data, [*lines, context.say(year.source)])


def _days(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


# -- changes -----------------------------------------------------------------------------------------------


def set_numbers(context: Context, options: Namespace) -> Reply:
    """Give a batch numbers of its own."""
    values: dict[str, int | None] = {}
    for key, text in options.numbers:
        try:
            values[key] = int(text) if text.strip() else None
        except ValueError:
            words = Text("{k}：{v} 不是整数。", "{k}: {v} is no whole number.")
            raise WrongUsage(words.fill(k=key, v=text)) from None
    service = context.services().rule_sets
    service.set_parameters(options.batch, values)
    own = {each.key: each.value for each in service.parameters(options.batch) if each.value != each.standard}
    return Reply({"parameters": own}, [f"{key} = {value}" for key, value in own.items()])


def choose_set(context: Context, options: Namespace) -> Reply:
    """Give a batch a rule set."""
    context.services().rule_sets.choose_set(options.batch, options.set)
    return Reply({"set": options.set}, [options.set])


def waive_finding(context: Context, options: Namespace) -> Reply:
    """Let a finding pass. Raises ``NotFound`` where there is none of this rule about this record."""
    service = context.services().compliance
    found = next((f for f in service.findings() if (f.rule, f.id) == (options.rule, options.record)), None)
    if found is None:
        words = Text("规则 {r} 对这条记录没有发现。", "Rule {r} has found nothing about this record.")
        raise NotFound("no_finding", words.fill(r=options.rule))
    waiver, _ = service.waive(found, options.reason, options.by, options.until)
    return Reply({"saved": [waiver]}, [waiver])


def unwaive_finding(context: Context, options: Namespace) -> Reply:
    """Take a waiver back."""
    context.services().compliance.unwaive(options.id)
    return Reply({"deleted": options.id}, [options.id])


def attest_rule(context: Context, options: Namespace) -> Reply:
    """Note a person's word on a rule."""
    record, _ = context.services().compliance.attest(
        options.batch, options.rule, options.answer, options.by, options.note
    )
    return Reply({"saved": [record]}, [record])
