"""Checks of an enterprise: what it is, how many students it takes, its credit and survey, and the daily check."""

from __future__ import annotations

from datetime import date

from fieldteacher.domain.records.enterprises import SURVEY_ITEMS
from fieldteacher.domain.rules.finding import NONE, Kind, Problem, Problems
from fieldteacher.domain.rules.papers import is_abroad
from fieldteacher.domain.rules.post import due
from fieldteacher.domain.rules.terms import Check, Level, Parameter, Terms
from fieldteacher.domain.rules.world import Unit, World
from fieldteacher.domain.steps import Action, Step
from fieldteacher.domain.text import Text

_ITEMS = {choice.value: choice.label for choice in SURVEY_ITEMS}
_PERCENT = Parameter("percent", Text("实习生比例上限", "highest share of students"), Text("%", "%"), high=100)
_ALLOWED = Parameter(
    "allowed", Text("允许漏查天数", "working days that may go unchecked"), Text("天", "days"), high=366
)


def _amend(unit: Unit, field: str, message: Text, kind: Kind = Kind.BREACH) -> Problem:
    id = unit.enterprise.id
    return Problem("enterprise", id, message, Step(Action.ENTERPRISE, id, field), kind)


def barred(unit: Unit, terms: Terms, world: World) -> Problems:
    """An enterprise of one of the ``kinds``, or with one of the ``words`` in its name or industry (Art. 16(5), 16(6))."""
    enterprise = unit.enterprise
    if enterprise.kind in terms.words("kinds"):
        words = Text("单位性质不得接收实习学生", "an enterprise of this kind may not take students")
        return (_amend(unit, "kind", words),)
    name, trade = enterprise.name.lower(), (enterprise.industry or "").lower()
    for word in terms.words("words"):
        for text, field in ((name, "name"), (trade, "industry")):
            if word.lower() in text:
                words = Text("名称或行业含“{w}”", "“{w}” stands in the name or the industry").fill(w=word)
                return (_amend(unit, field, words),)
    return NONE


def intern_share(unit: Unit, terms: Terms, world: World) -> Problems:
    """Students of all colleges are more than ``percent`` of the staff (Art. 11)."""
    enterprise = unit.enterprise
    ours = world.interns.get(enterprise.id, 0)
    if not ours:
        return NONE
    if enterprise.staff_count is None:
        words = Text("在岗职工人数未登记", "staff not recorded")
        return (_amend(unit, "staff_count", words, Kind.UNRECORDED),)
    others = enterprise.other_interns or 0
    if (ours + others) * 100 <= terms["percent"] * enterprise.staff_count:
        return NONE
    words = Text(
        "实习生 {n} 人（本校 {o}、他校 {t}），在岗职工 {s} 人，超过 {p}%",
        "{n} students ({o} ours, {t} of other colleges) with {s} staff, over {p} %",
    )
    words = words.fill(n=ours + others, o=ours, t=others, s=enterprise.staff_count, p=terms["percent"])
    return (_amend(unit, "staff_count", words),)


def credit(unit: Unit, terms: Terms, world: World) -> Problems:
    """No dishonesty record and no violation of the safety law in three years, looked up and noted (Art. 6)."""
    enterprise = unit.enterprise
    found = []
    if enterprise.credit_clean is not None and not enterprise.credit_clean:
        found.append(_amend(unit, "credit_clean", Text("信用记录有异常", "there is a dishonesty record")))
    if enterprise.safety_clean is not None and not enterprise.safety_clean:
        words = Text("近三年有安全生产违法记录", "the safety law was violated within three years")
        found.append(_amend(unit, "safety_clean", words))
    if not enterprise.credit_checked_on:
        words = Text("未登记信用核查", "no credit check noted")
        found.append(_amend(unit, "credit_checked_on", words, Kind.UNRECORDED))
    elif enterprise.credit_clean is None:
        words = Text("信用核查结果未登记", "result of the credit check not recorded")
        found.append(_amend(unit, "credit_clean", words, Kind.UNRECORDED))
    if enterprise.safety_clean is None:
        words = Text("近三年安全生产记录未核查", "safety record of three years not looked up")
        found.append(_amend(unit, "safety_clean", words, Kind.UNRECORDED))
    return tuple(found)


def survey(unit: Unit, terms: Terms, world: World) -> Problems:
    """Surveyed with a report on all ``items``, and decided by the party committee, before the first placement (Art. 7)."""
    enterprise, first = unit.enterprise, unit.first_start or ""
    weight = due(first, world)
    found = []
    if not enterprise.survey_report_on:
        words = Text("没有实地考察报告", "no survey report")
        found.append(_amend(unit, "survey_report_on", words, weight))
    else:
        if enterprise.survey_report_on > first:
            words = Text(
                "考察报告 {d} 晚于首批学生 {f}",
                "the survey report of {d} is later than the first placement of {f}",
            ).fill(d=enterprise.survey_report_on, f=first)
            found.append(_amend(unit, "survey_report_on", words))
        found += _survey_items(unit, terms)
    decided = enterprise.party_meeting_on
    if not decided:
        words = Text("没有党组织会议确定的记录", "no decision of the party committee")
        found.append(_amend(unit, "party_meeting_on", words, weight))
    elif decided > first:
        words = Text(
            "党组织会议 {d} 晚于首批学生 {f}", "decided on {d}, later than the first placement of {f}"
        )
        found.append(_amend(unit, "party_meeting_on", words.fill(d=decided, f=first)))
    return tuple(found)


def _survey_items(unit: Unit, terms: Terms) -> Problems:
    """What the survey report does not cover."""
    covered = unit.enterprise.survey_items
    if covered is None:
        words = Text("考察内容未登记", "what the survey covers is not recorded")
        return (_amend(unit, "survey_items", words, Kind.UNRECORDED),)
    lacking = [_ITEMS[i] for i in terms.words("items") if i not in covered and i in _ITEMS]
    if not lacking:
        return NONE
    words = Text(
        "考察报告缺：" + "、".join(label.zh for label in lacking),
        "the survey report lacks: " + ", ".join(label.en for label in lacking),
    )
    return (_amend(unit, "survey_items", words),)


def province_known(unit: Unit, terms: Terms, world: World) -> Problems:
    """The province of the enterprise is noted, without which it cannot be said whether the placement crosses one."""
    enterprise = unit.enterprise
    if enterprise.province or is_abroad(enterprise.country):
        return NONE
    words = Text(
        "企业省份未登记，无法核对是否跨省",
        "province not recorded, so it cannot be said whether the placement crosses one",
    )
    return (_amend(unit, "province", words, Kind.UNRECORDED),)


def checked_daily(unit: Unit, terms: Terms, world: World) -> Problems:
    """Every working day until yesterday has a daily check, where the batch demands one (Art. 23).

    Days of the working calendar on which a student of such a batch was placed there.
    """
    spans = [
        (each.placement.start, each.placement.end or "9999")
        for each in unit.placed
        if each.batch is not None and each.batch.daily_check_required
    ]
    if not spans or min(first for first, _ in spans) >= world.today:
        return NONE
    first = date.fromisoformat(min(first for first, _ in spans))
    last = date.fromisoformat(min(max(last for _, last in spans), world.day(1)))
    missing = [
        day
        for each in world.calendar.working_days(first, last)
        if (day := each.isoformat()) not in unit.checked and any(a <= day <= b for a, b in spans)
    ]
    if len(missing) <= terms["allowed"]:
        return NONE
    words = Text(
        "{n} 个工作日没有每日检查，最近 {d}", "{n} working days without a daily check, the last on {d}"
    )
    step = Step(Action.CHECK, unit.enterprise.id, missing[-1])
    return (Problem("enterprise", unit.enterprise.id, words.fill(n=len(missing), d=missing[-1]), step),)


CHECKS = (
    Check("barred", Level.ENTERPRISE, barred, (), ("kinds", "words")),
    Check("intern_share", Level.ENTERPRISE, intern_share, (_PERCENT,)),
    Check("credit", Level.ENTERPRISE, credit),
    Check("survey", Level.ENTERPRISE, survey, (), ("items",)),
    Check("province_known", Level.ENTERPRISE, province_known),
    Check("checked_daily", Level.ENTERPRISE, checked_daily, (_ALLOWED,)),
)
