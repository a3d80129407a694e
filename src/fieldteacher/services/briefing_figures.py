"""The figures, plots and proposed sentences of a report to the leadership, section by section."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fieldteacher.domain.briefing import Figure, Figures, Section
from fieldteacher.domain.plots import Bars, Series
from fieldteacher.domain.records.papers import ENTERPRISE_WISHES, STUDENT_WISHES
from fieldteacher.domain.text import Text, same
from fieldteacher.store.queries import briefings as queries
from fieldteacher.store.queries.briefings import COUNTED, Scope
from fieldteacher.store.reader import Reader

# English needs no measure words.
_PEOPLE, _PLACES, _TIMES, _ITEMS = Text("人", ""), Text("家", ""), Text("次", ""), Text("项", "")
_DAYS, _POINTS = Text("天", "days"), Text("分", "points")
_MOST_BARS = 16
"""More bars than this are not read any more; the rest stand in one."""
_LONGEST = 22
"""Characters of a rule's text before its bar."""
_REST = Text("其余 {n} 家", "{n} others")

LABELS: Mapping[str, tuple[Text, Text]] = {
    "students": (Text("实习学生", "Students"), _PEOPLE),
    "in_post": (Text("在岗", "In post"), _PEOPLE),
    "enterprises": (Text("实习企业", "Enterprises"), _PLACES),
    "transferred": (Text("转岗", "Transferred"), _PEOPLE),
    "returned": (Text("返校", "Returned to college"), _PEOPLE),
    "visits": (Text("走访", "Visits"), _TIMES),
    "enterprises_visited": (Text("走访企业", "Enterprises visited"), _PLACES),
    "not_visited": (Text("本期未走访企业", "Enterprises not visited"), _PLACES),
    "talks": (Text("谈话", "Talks"), _TIMES),
    "students_talked": (Text("谈话学生", "Students talked with"), _PEOPLE),
    "not_talked": (Text("本期未谈话学生", "Students not talked with"), _PEOPLE),
    "attention": (Text("重点和较多关注", "Needing attention"), _PEOPLE),
    "absences": (Text("请假缺勤", "Absences"), _TIMES),
    "unexcused": (Text("旷工", "Unexcused"), _TIMES),
    "journals": (Text("收到周志、月报和总结", "Journals and reports received"), _ITEMS),
    "education": (Text("教育活动", "Education held"), _TIMES),
    "with_difficulties": (Text("反映困难的学生", "Students with difficulties"), _PEOPLE),
    "incidents": (Text("安全事件", "Incidents"), _TIMES),
    "incidents_open": (Text("未结案", "Still open"), _TIMES),
    "promises_done": (Text("已落实的跟进事项", "Promises kept"), _ITEMS),
    "promises_open": (Text("待落实的跟进事项", "Promises open"), _ITEMS),
    "promises_overdue": (Text("其中已逾期", "Of these overdue"), _ITEMS),
    "follow_ups_open": (Text("待跟进的谈话", "Talks to follow up"), _TIMES),
    "asked": (Text("已询问意向", "Asked"), _PEOPLE),
    "want_stay": (Text("愿意留任", "Students who want to stay"), _PEOPLE),
    "want_hire": (Text("企业拟录用", "Enterprises that want to hire"), _PEOPLE),
    "matched": (Text("双方有意", "Both want it"), _PEOPLE),
    "practice_entries": (Text("企业实践记录", "Practice entries"), _ITEMS),
}
"""The words and the unit of everything that is counted."""


@dataclass(frozen=True, slots=True)
class Results:
    """What the marks of a stage come to: complete ones, their mean in tenths, and how many fall in each band."""

    stage: Text
    complete: int
    of: int
    mean: int | None
    bands: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Law:
    """Open findings of the rules: how many of each severity, and the commonest rules with their words."""

    errors: int
    warnings: int
    rules: Sequence[tuple[str, Text, int]]


@dataclass(frozen=True, slots=True)
class Others:
    """What other services add to a report."""

    results: Sequence[Results] = ()
    law: Law | None = None
    practice_days: Sequence[tuple[str, int]] = ()
    """Teacher's name and days in tenths, no day counted twice."""


def compute(reader: Reader, scope: Scope, others: Others) -> Figures:
    """All sections for a scope."""
    counted = queries.counts(reader, scope)
    desk = _Desk(reader, scope, others, counted)
    return Figures(scope.until, tuple(make(desk) for make in _SECTIONS))


@dataclass(frozen=True, slots=True)
class _Desk:
    reader: Reader
    scope: Scope
    others: Others
    counted: Mapping[str, int]

    def figure(self, key: str, of: str | None = None) -> Figure:
        label, unit = LABELS[key]
        whole = self.counted[of] if of else None
        return Figure(key=key, label=label, value=self.counted[key], unit=unit, of=whole)


def _overview(desk: _Desk) -> Section:
    n = desk.counted
    visits = queries.visits_by_enterprise(desk.reader, desk.scope)
    majors = queries.students_by_major(desk.reader, desk.scope)
    proposal = Text(
        "截至{day}，共有{students}名学生实习，在岗{in_post}人，分布在{enterprises}家企业。本期走访{visits}次，覆盖{enterprises_visited}家；"
        "转岗{transferred}人，返校{returned}人。",
        "As of {day}, {students} students are on placement, {in_post} of them in post at {enterprises} enterprises. There were {visits} "
        "visits to {enterprises_visited} enterprises; {transferred} students were transferred and {returned} returned to the college.",
    ).fill(day=_day(desk.scope.until), **n)
    return Section(
        "overview",
        (
            desk.figure("students"), desk.figure("in_post", "students"), desk.figure("enterprises"), desk.figure("visits"),
            desk.figure("enterprises_visited", "enterprises"), desk.figure("not_visited"), desk.figure("transferred"),
            desk.figure("returned"),
        ),
        (
            _visits_plot(visits),
            Bars(
                key="majors", title=Text("各专业学生", "Students by major"), unit=_PEOPLE,
                groups=tuple(same(name) if name else Text("未填", "not given") for name, _ in majors[:_MOST_BARS]),
                series=(Series(Text("学生", "Students"), tuple(count for _, count in majors[:_MOST_BARS])),),
            ),
        ),
        proposal,
    )  # fmt: skip


def _visits_plot(visits: Sequence[tuple[str, int, int]]) -> Bars:
    shown, rest = visits[:_MOST_BARS], visits[_MOST_BARS:]
    groups = [same(name) for name, _, _ in shown]
    values = [count for _, count, _ in shown]
    if rest:
        groups.append(_REST.fill(n=len(rest)))
        values.append(sum(count for _, count, _ in rest))
    return Bars(
        key="visits", title=Text("各企业走访次数", "Visits per enterprise"), unit=_TIMES, groups=tuple(groups),
        series=(Series(Text("走访", "Visits"), tuple(values)),),
    )  # fmt: skip


def _students_state(desk: _Desk) -> Section:
    n = desk.counted
    levels = queries.satisfaction(desk.reader, desk.scope)
    means = tuple(_mean(each) for each in levels)
    words = (
        ("environment", Text("对实习环境满意度", "Satisfied with the environment")),
        ("conditions", Text("对实习条件满意度", "Satisfied with the conditions")),
        ("work", Text("对实习工作满意度", "Satisfied with the work")),
    )
    averages = tuple(
        Figure(key=f"satisfaction_{key}", label=label, value=mean, unit=_POINTS, decimals=1)
        for (key, label), mean in zip(words, means, strict=True)
    )
    proposal = Text(
        "本期与{students_talked}名学生谈话{talks}次，需重点和较多关注{attention}人；请假缺勤{absences}次，其中旷工{unexcused}次；收到周志等{journals}份。",
        "{talks} talks were held with {students_talked} students; {attention} need attention. There were {absences} absences, {unexcused} of "
        "them unexcused; {journals} journals and reports were received.",
    ).fill(**n)
    if all(mean is not None for mean in means):
        rated = Text(
            "学生对实习环境、条件、工作的满意度（5 分制）平均为 {a}、{b}、{c} 分。",
            " Their satisfaction with environment, conditions and work averages {a}, {b} and {c} out of 5.",
        ).fill(**dict(zip("abc", (f"{(mean or 0) / 10:.1f}" for mean in means), strict=True)))
        proposal = _joined(proposal, rated)
    plot = Bars(
        key="satisfaction", title=Text("学生满意度（人数）", "Students' satisfaction (people)"), unit=_PEOPLE, stacked=True,
        groups=tuple(Text(label.zh[1:-3], label.en.rsplit(" ", 1)[-1]) for _, label in words),
        series=tuple(
            Series(Text("{n} 分", "{n}").fill(n=level), tuple(each[level - 1] for each in levels)) for level in range(5, 0, -1)
        ),
    )  # fmt: skip
    return Section(
        "students_state",
        (
            desk.figure("talks"), desk.figure("students_talked", "students"), desk.figure("not_talked"), *averages,
            desk.figure("attention"), desk.figure("absences"), desk.figure("unexcused"), desk.figure("journals"),
        ),
        (plot,),
        proposal,
    )  # fmt: skip


def _gains(desk: _Desk) -> Section:
    figures = [desk.figure("education")]
    plots = []
    proposal = Text("本期开展教育活动{education}次。", "Education was held {education} times.").fill(
        **desk.counted
    )
    for number, each in enumerate(desk.others.results):
        label = Text("{stage}考核已完成", "{stage} evaluations complete").fill(stage=each.stage)
        figures.append(
            Figure(key=f"complete_{number}", label=label, value=each.complete, unit=_PEOPLE, of=each.of)
        )
        if each.mean is None:
            continue
        mean = Text("{stage}考核平均分", "{stage} mean mark").fill(stage=each.stage)
        figures.append(Figure(key=f"mean_{number}", label=mean, value=each.mean, unit=_POINTS, decimals=1))
        plots.append(
            Bars(
                key=f"grades_{number}", title=Text("{stage}考核等级", "{stage} grades").fill(stage=each.stage), unit=_PEOPLE,
                groups=tuple(same(name) for name, _ in each.bands),
                series=(Series(Text("学生", "Students"), tuple(count for _, count in each.bands)),),
            )
        )  # fmt: skip
        told = Text(
            "{stage}考核完成{n}人，平均{mean}分。", " {stage}: {n} evaluations complete, mean {mean}."
        )
        proposal = _joined(
            proposal, told.fill(stage=each.stage, n=each.complete, mean=f"{each.mean / 10:.1f}")
        )
    return Section("gains", tuple(figures), tuple(plots), proposal)


def _difficulties(desk: _Desk) -> Section:
    months = queries.problems_by_month(desk.reader, desk.scope)
    figures = [
        desk.figure("with_difficulties", "students_talked"), desk.figure("incidents"), desk.figure("incidents_open"),
    ]  # fmt: skip
    plots = [
        Bars(
            key="problems", title=Text("走访发现的违规与安全事件（按月）", "Breaches found at visits, and incidents, by month"), unit=_ITEMS,
            groups=tuple(same(month) for month, _, _ in months),
            series=(
                Series(Text("走访发现违规", "Breaches found"), tuple(n for _, n, _ in months)),
                Series(Text("安全事件", "Incidents"), tuple(n for _, _, n in months)),
            ),
        )
    ]  # fmt: skip
    proposal = Text(
        "谈话中有{with_difficulties}名学生反映困难；发生安全事件{incidents}起，未结案{incidents_open}起。",
        "{with_difficulties} students spoke of difficulties; there were {incidents} incidents, {incidents_open} of them still open.",
    ).fill(**desk.counted)
    if law := desk.others.law:
        figures += [
            Figure(key="law_errors", label=Text("不符合规定", "Breaches of the rules"), value=law.errors, unit=_ITEMS),
            Figure(key="law_warnings", label=Text("需关注", "Warnings"), value=law.warnings, unit=_ITEMS),
        ]  # fmt: skip
        plots.append(
            Bars(
                key="rules", title=Text("不符合规定的事项（按规则）", "Findings by rule"), unit=_ITEMS,
                groups=tuple(_short(rule, words) for rule, words, _ in law.rules[:_MOST_BARS]),
                series=(Series(Text("发现", "Findings"), tuple(n for _, _, n in law.rules[:_MOST_BARS])),),
            )
        )  # fmt: skip
        told = Text(
            "对照《职业学校学生实习管理规定》，不符合{errors}项，需关注{warnings}项。",
            " Measured against the Regulation on internships: {errors} breaches, {warnings} warnings.",
        )
        proposal = _joined(proposal, told.fill(errors=law.errors, warnings=law.warnings))
    return Section("difficulties", tuple(figures), tuple(plots), proposal)


def _enterprise_view(desk: _Desk) -> Section:
    satisfied = queries.enterprise_satisfaction(desk.reader, desk.scope)
    figures = [
        Figure(key="enterprise_satisfaction", label=Text("企业满意度", "Enterprises' satisfaction"), value=satisfied,
               unit=_POINTS, decimals=1)
    ]  # fmt: skip
    plots = []
    proposal = Text("", "")
    if satisfied is not None:
        proposal = Text(
            "企业对学生的满意度（5 分制）平均为 {n} 分。",
            "The enterprises' satisfaction averages {n} out of 5.",
        ).fill(n=f"{satisfied / 10:.1f}")
    for stage, words in (("final", Text("期末", "Final")), ("mid", Text("中期", "Mid-term"))):
        means = queries.criterion_means(desk.reader, desk.scope, stage, "enterprise")
        if not means:
            continue
        plots.append(
            Bars(
                key=f"criteria_{stage}", title=Text("{s}企业评分：各指标平均得分率（%）", "{s} marks of the enterprises by criterion (% of full marks)").fill(s=words),
                unit=Text("%", "%"), groups=tuple(same(name) for name, _, _ in means),
                series=(Series(Text("平均得分率", "Mean share"), tuple(share for _, share, _ in means)),),
            )
        )  # fmt: skip
        best, worst = max(means, key=lambda m: m[1]), min(means, key=lambda m: m[1])
        if best[1] > worst[1]:
            told = Text(
                "{s}评分中“{best}”最高（{b}%），“{worst}”最低（{w}%）。",
                " In the {s} marks “{best}” is highest ({b} %), “{worst}” lowest ({w} %).",
            )
            proposal = _joined(
                proposal, told.fill(s=words, best=best[0], b=best[1], worst=worst[0], w=worst[1])
            )
        break
    return Section("enterprise_view", tuple(figures), tuple(plots), proposal)


def _hiring(desk: _Desk) -> Section:
    pairs = queries.wishes(desk.reader, desk.scope)
    students = [each for each in STUDENT_WISHES if any(wish == each.value for wish, _ in pairs)]
    plot = Bars(
        key="two_way", title=Text("学生意愿与企业意愿", "What students and enterprises want"), unit=_PEOPLE, stacked=True,
        groups=tuple(each.label for each in students),
        series=tuple(
            Series(offer.label, tuple(pairs.get((each.value, offer.value), 0) for each in students)) for offer in ENTERPRISE_WISHES
        ),
    )  # fmt: skip
    proposal = Text(
        "已询问{asked}人：愿意留任{want_stay}人，企业拟录用{want_hire}人，双方有意{matched}人。",
        "{asked} students were asked: {want_stay} want to stay, the enterprises want to hire {want_hire}; {matched} match.",
    ).fill(**desk.counted)
    return Section(
        "hiring",
        (desk.figure("asked", "in_post"), desk.figure("want_stay", "asked"), desk.figure("want_hire", "asked"),
         desk.figure("matched", "asked")),
        (plot,),
        proposal,
    )  # fmt: skip


def _practice(desk: _Desk) -> Section:
    days = desk.others.practice_days
    figures = [desk.figure("practice_entries")]
    figures += [
        Figure(key=f"practice_{number}", label=same(name), value=tenths, unit=_DAYS, decimals=1)
        for number, (name, tenths) in enumerate(days)
    ]
    if not days:
        return Section("practice", tuple(figures))
    zh = "，".join(f"{name}{tenths / 10:g}天" for name, tenths in days)
    en = ", ".join(f"{name} {tenths / 10:g} days" for name, tenths in days)
    proposal = Text(
        f"带队教师结合驻企管理开展企业实践：{zh}。", f"Enterprise practice of the teachers: {en}."
    )
    return Section("practice", tuple(figures), (), proposal)


def _next_steps(desk: _Desk) -> Section:
    proposal = Text(
        "继续落实未完成的跟进事项{promises_open}项（逾期{promises_overdue}项）和待跟进谈话{follow_ups_open}次。",
        "{promises_open} promises are still to be kept ({promises_overdue} overdue) and {follow_ups_open} talks to be followed up.",
    ).fill(**desk.counted)
    return Section(
        "next_steps",
        (desk.figure("promises_open"), desk.figure("promises_overdue"), desk.figure("promises_done"),
         desk.figure("follow_ups_open")),
        (),
        proposal,
    )  # fmt: skip


_SECTIONS: tuple[Callable[[_Desk], Section], ...] = (
    _overview, _students_state, _gains, _difficulties, _enterprise_view, _hiring, _practice, _next_steps,
)  # fmt: skip


def _short(rule: str, words: Text) -> Text:
    """A rule as the words before a bar."""
    return Text(
        *(f"{rule} {said[:_LONGEST]}{'…' if len(said) > _LONGEST else ''}" for said in (words.zh, words.en))
    )


def _mean(counts: Sequence[int]) -> int | None:
    """The mean answer in tenths, rounded half up; ``None`` where nobody answered."""
    people = sum(counts)
    total = sum(level * count for level, count in enumerate(counts, 1))
    return (20 * total + people) // (2 * people) if people else None


def _day(iso: str) -> Text:
    year, month, day = iso.split("-")
    return Text(f"{int(year)}年{int(month)}月{int(day)}日", iso)


def _joined(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, (first.en + second.en).strip())


assert LABELS.keys() == COUNTED.keys()
