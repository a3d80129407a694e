"""Checks of pay and hours, by the terms of the placement and by what was answered at visits."""

from __future__ import annotations

from fieldteacher.domain.records.fieldwork import RULE_QUESTIONS
from fieldteacher.domain.rules.finding import NONE, Kind, Problem, Problems
from fieldteacher.domain.rules.post import amend, filed_before
from fieldteacher.domain.rules.terms import Check, Level, Parameter, Terms
from fieldteacher.domain.rules.world import Placed, Unit, World
from fieldteacher.domain.steps import Action, Step
from fieldteacher.domain.text import Text, same
from fieldteacher.domain.values import show_tenths

QUESTIONS = {choice.value: choice.label for choice in RULE_QUESTIONS}
_MINUTE = Text("分钟（自零点）", "minutes from midnight")
_DAYS = Text("天", "days")
_FROM = Parameter("night_from", Text("夜间开始", "the night begins"), _MINUTE, high=1439)
_TO = Parameter("night_to", Text("夜间结束", "the night ends"), _MINUTE, high=1439)
_TENTHS = Text("0.1 小时", "tenths of an hour")
_A_DAY = Parameter("day", Text("每日工时上限", "most hours a day"), _TENTHS, high=240)
_A_WEEK = Parameter("week", Text("每周工时上限", "most hours a week"), _TENTHS, high=1680)
_WEEK_DAYS = Parameter(
    "days", Text("每周天数上限", "most days a week"), Text("0.1 天", "tenths of a day"), high=70
)
_PERCENT = Parameter(
    "percent", Text("同岗位工资比例下限", "lowest share of the post's wage"), Text("%", "%"), high=100
)
_PERIOD = Parameter("days", Text("最长支付周期", "longest pay period"), _DAYS, high=366)


def _minutes(time: str) -> int:
    return 60 * int(time[:2]) + int(time[3:5])


def touches(start: int, end: int, low: int, high: int) -> bool:
    """Whether a shift touches a window of the day, all in minutes from midnight.

    What ends at or before its begin goes on past midnight; a shift that ends as the window opens does not touch it.
    """
    end += 1440 * (end <= start)
    high += 1440 * (high <= low)
    return any(max(start, low + day) < min(end, high + day) for day in (-1440, 0, 1440))


def rest_day(case: Placed, terms: Terms, world: World) -> Problems:
    """More than ``days`` days a week, so that no day of rest is left (Art. 17(2)); filed posts are excepted."""
    days = case.placement.days_per_week
    if days is None:
        return amend(
            case, "days_per_week", Text("每周天数未登记", "days a week not recorded"), Kind.UNRECORDED
        )
    if days <= terms["days"] or filed_before(case):
        return NONE
    words = Text("每周实习 {d} 天，没有休息日", "{d} days a week leave no day of rest")
    return amend(case, "days_per_week", words.fill(d=show_tenths(days)))


def night_shift(case: Placed, terms: Terms, world: World) -> Problems:
    """A shift that touches the night (Art. 17(3)); the text gives no hours, so the window is a parameter."""
    placement = case.placement
    if not placement.shift_start or not placement.shift_end:
        words = Text("班次时间未登记", "times of the shift not recorded")
        return amend(case, "shift_start", words, Kind.UNRECORDED)
    shift = _minutes(placement.shift_start), _minutes(placement.shift_end)
    if not touches(*shift, terms["night_from"], terms["night_to"]) or filed_before(case):
        return NONE
    words = Text("班次 {a}–{b}，属夜班（{c}–{d}）", "the shift {a} to {b} touches the night ({c} to {d})")
    return amend(
        case, "shift_start",
        words.fill(
            a=placement.shift_start, b=placement.shift_end, c=_clock(terms["night_from"]), d=_clock(terms["night_to"])
        ),
    )  # fmt: skip


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def working_time(case: Placed, terms: Terms, world: World) -> Problems:
    """More than ``day`` hours a day or ``week`` hours a week, in tenths (Art. 17 and the national rules)."""
    hours, days = case.placement.hours_per_day, case.placement.days_per_week
    if hours is None:
        return amend(
            case, "hours_per_day", Text("每日工时未登记", "hours a day not recorded"), Kind.UNRECORDED
        )
    said = []
    if hours > terms["day"]:
        said.append(Text("每日 {h} 小时", "{h} hours a day").fill(h=show_tenths(hours)))
    if days is not None and hours * days > 10 * terms["week"]:
        said.append(Text("每周 {h} 小时", "{h} hours a week").fill(h=show_tenths((hours * days + 5) // 10)))
    if not said:
        return NONE
    words = Text(
        "、".join(each.zh for each in said) + "，上限每日 {d}、每周 {w} 小时",
        " and ".join(each.en for each in said) + "; the limits are {d} a day and {w} a week",
    )
    return amend(case, "hours_per_day", words.fill(d=show_tenths(terms["day"]), w=show_tenths(terms["week"])))


def pay_share(case: Placed, terms: Terms, world: World) -> Problems:
    """Paid under ``percent`` of the post's wage and under the lowest grade too, while working on one's own (Art. 18).

    Either of the two suffices. Where only one of them is known, it alone counts.
    """
    placement = case.placement
    if placement.works_independently is not None and not placement.works_independently:
        return NONE
    pay, wage, lowest = placement.monthly_pay, placement.post_wage, placement.lowest_wage
    if placement.works_independently is None or pay is None or (wage is None and lowest is None):
        words = Text("报酬或比较标准未登记", "pay, or what it is measured by, not recorded")
        return amend(case, "monthly_pay", words, Kind.UNRECORDED)
    reached = (wage is not None and pay * 100 >= terms["percent"] * wage) or (
        lowest is not None and pay >= lowest
    )
    if reached:
        return NONE
    words = Text(
        "月报酬 {p} 元，低于同岗位工资 {w} 元的 {n}%，也低于最低档 {l} 元",
        "paid {p} yuan a month: under {n} % of the post's {w} yuan and under the lowest grade of {l} yuan",
    )
    none = Text("（未登记）", "(not recorded)")
    return amend(
        case, "monthly_pay",
        words.fill(p=pay, w=none if wage is None else wage, n=terms["percent"], l=none if lowest is None else lowest),
    )  # fmt: skip


def pay_period(case: Placed, terms: Terms, world: World) -> Problems:
    """Paid less often than every ``days`` days (Art. 18)."""
    days = case.placement.pay_period_days
    if days is None:
        words = Text("支付周期未登记", "pay period not recorded")
        return amend(case, "pay_period_days", words, Kind.UNRECORDED)
    if days <= terms["days"]:
        return NONE
    words = Text("报酬每 {d} 天支付一次，不应超过 {n} 天", "paid every {d} days, where {n} are the most")
    return amend(case, "pay_period_days", words.fill(d=days, n=terms["days"]))


def pay_method(case: Placed, terms: Terms, world: World) -> Problems:
    """Paid in one of the ``methods`` that are not money straight to the student (Art. 18)."""
    method = case.placement.pay_method
    if method is None:
        return amend(
            case, "pay_method", Text("支付方式未登记", "way of paying not recorded"), Kind.UNRECORDED
        )
    if method not in terms.words("methods"):
        return NONE
    how = {
        "third_party": Text("报酬经第三方代发", "paid through a third party"),
        "goods": Text("以物品或代金券支付报酬", "paid in goods or vouchers"),
    }
    return amend(case, "pay_method", how.get(method, same(method)))


def visit_answer(unit: Unit, terms: Terms, world: World) -> Problems:
    """A question about the rule was answered with yes at a visit, and no later visit there has answered no.

    ``questions`` names the questions; without it, the one of the rule's own number.
    """
    found = []
    for question in terms.words("questions") or (terms.rule,):
        standing = None
        for visit in unit.visits:
            answer = (visit.rule_answers or {}).get(question)
            if answer == "yes":
                standing = visit
            elif answer == "no":
                standing = None
        if standing is not None:
            words = Text(
                "{d} 走访询问“{q}”：是；此后的走访尚未确认已改正",
                "asked at the visit of {d} whether “{q}”: yes; no later visit has found it mended",
            ).fill(d=standing.visited_on, q=QUESTIONS.get(question, same(question)))
            title = Text("{e} · {d}", "{e} · {d}").fill(e=unit.title, d=standing.visited_on)
            step = Step(Action.SEE_VISIT, standing.id)
            found.append(Problem("visit", standing.id, words, step, title=title))
    return tuple(found)


CHECKS = (
    Check("rest_day", Level.PLACEMENT, rest_day, (_WEEK_DAYS,)),
    Check("night_shift", Level.PLACEMENT, night_shift, (_FROM, _TO)),
    Check("working_time", Level.PLACEMENT, working_time, (_A_DAY, _A_WEEK)),
    Check("pay_share", Level.PLACEMENT, pay_share, (_PERCENT,)),
    Check("pay_period", Level.PLACEMENT, pay_period, (_PERIOD,)),
    Check("pay_method", Level.PLACEMENT, pay_method, (), ("methods",)),
    Check("visit_answer", Level.ENTERPRISE, visit_answer, (), ("questions",)),
)
