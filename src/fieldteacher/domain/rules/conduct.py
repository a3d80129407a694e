"""Checks of what happens and what is kept: journals, joint marks, incidents and their follow-up, the archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from fieldteacher.domain.rules.facts import IncidentFacts, PlacementFacts
from fieldteacher.domain.rules.finding import NONE, Kind, Problem, Problems
from fieldteacher.domain.rules.terms import Check, Level, Parameter, Terms
from fieldteacher.domain.rules.world import Event, Placed, World
from fieldteacher.domain.steps import Action, Step
from fieldteacher.domain.text import Text, same

LEVELS = ("minor", "serious", "major")
_WEEKS_A_MONTH = 4
_MINUTES, _DAYS = Text("分钟", "minutes"), Text("天", "days")
_JOURNALS = Parameter(
    "journals",
    Text("整个实习期周志篇数", "weekly journals over the whole placement"),
    Text("篇", "journals"),
    high=400,
)
_AFTER = Parameter("days", Text("宽限", "days of grace"), _DAYS, high=366)
_LIMITS = tuple(
    Parameter(f"{level}_{what}", Text(f"{zh}事件{goal}", f"{level} incident: {en}"), _MINUTES, 1, 100_000)
    for what, goal, en in (
        ("told", "报告学校时限", "college told within"),
        ("written", "书面报告时限", "written report within"),
    )
    for level, zh in zip(LEVELS, ("一般", "较重", "重大"), strict=True)
)


_STAGES = (("mid", Text("中期", "mid-term")), ("final", Text("期末", "final")))
_RATERS = {
    "enterprise": Text("企业", "the enterprise"), "school": Text("学校", "the college"), "self": Text("学生", "the student"),
}  # fmt: skip


def journals(case: Placed, terms: Terms, world: World) -> Problems:
    """Fewer journals than the part of ``journals`` that falls on the days gone by (Art. 21).

    A monthly report stands for four weekly journals.
    """
    end, start = case.placement.end, case.begun
    if end is None or start >= world.today:
        return NONE
    whole = max(1, (date.fromisoformat(end) - date.fromisoformat(start)).days + 1)
    gone = min(whole, (date.fromisoformat(world.today) - date.fromisoformat(start)).days)
    due = terms["journals"] * gone // whole
    kept = world.journals.get(case.student.id)
    have = kept.weekly + _WEEKS_A_MONTH * kept.monthly if kept else 0
    if have >= due:
        return NONE
    words = Text("周志 {n} 篇，到今天应有 {d} 篇", "journals: {n}, due by now: {d}").fill(n=have, d=due)
    step = Step(Action.JOURNAL, case.student.id, "weekly")
    return (Problem("student", case.student.id, words, step, title=same(case.student.name)),)


def joint_marks(case: Placed, terms: Terms, world: World) -> Problems:
    """``days`` days after one of the ``raters`` gave marks for a stage, another has given none (Art. 27)."""
    given = world.evaluations.get(case.placement.id)
    found: list[Problem] = []
    for stage, label in _STAGES if given else ():
        raters = {
            each.rater: each.rated_on
            for each in given or ()
            if (each.stage or "final") == stage and each.status != "missing"
        }
        days = [day for day in raters.values() if day]
        if not days or min(days) > world.day(terms["days"]):
            continue
        for rater in terms.words("raters"):
            if rater not in raters:
                words = Text("{s}考核缺{r}评分", "no {s} marks of {r}").fill(
                    s=label, r=_RATERS.get(rater, same(rater))
                )
                step = Step(Action.EVALUATE, case.placement.id, f"{stage}/{rater}")
                found.append(Problem("placement", case.placement.id, words, step))
    return tuple(found)


def archive(case: Placed, terms: Terms, world: World) -> Problems:
    """One of the ``parts`` of the archive is not there ``days`` days after the end (Art. 29).

    The papers of all placements before a transfer count too. The student's report and the summary are one record of
    ours, so either both are there or none.
    """
    end = case.placement.end
    if end is not None and end > world.day(terms["days"]):
        return NONE
    lacking = [(part, label) for part, label in _lacking(case, world) if part in terms.words("parts")]
    if not lacking:
        return NONE
    words = Text(
        "归档材料缺：" + "、".join(label.zh for _, label in lacking),
        "the archive lacks: " + ", ".join(label.en for _, label in lacking),
    )
    first = lacking[0][0]
    step = {
        "agreement": Step(Action.PAPER, case.placement.id, "tri_party_agreement"),
        "plan": Step(Action.PAPER, case.placement.id, "plan"),
        "report": Step(Action.JOURNAL, case.student.id, "summary"),
        "marks": Step(Action.EVALUATE, case.placement.id, "final/enterprise"),
        "journals": Step(Action.JOURNAL, case.student.id, "weekly"),
        "summary": Step(Action.JOURNAL, case.student.id, "summary"),
    }.get(first, Step(Action.VISIT, case.enterprise.id))
    return (Problem("placement", case.placement.id, words, step),)


def _lacking(case: Placed, world: World) -> Iterator[tuple[str, Text]]:
    """The parts of the archive that are not there, in the order of Art. 29."""
    chain = world.chains[case.placement.student, case.placement.batch]
    kinds = {kind for each in chain for kind in world.papers.get(each.id, ())}
    rated = {
        e.rater
        for each in chain
        for e in world.evaluations.get(each.id, ())
        if (e.stage or "final") == "final"
    }
    kept = world.journals.get(case.student.id)
    seen = [
        visit.id
        for each in chain
        for visit in world.visits.get(each.enterprise, ())
        if _within(visit.visited_on, each)
    ]
    summary = kept is not None and kept.summaries > 0
    pictures = {case.student.id, *seen, *(each.id for each in chain)}
    parts = (
        ("agreement", "tri_party_agreement" in kinds, Text("三方协议", "tri-party agreement")),
        ("plan", "plan" in kinds or bool(case.batch and case.batch.plan_on), Text("实习方案", "placement plan")),
        ("report", summary, Text("实习报告", "the student's report")),
        ("marks", {"enterprise", "school"} <= rated, Text("考核结果", "result of the assessment")),
        ("journals", kept is not None and kept.weekly + kept.monthly > 0, Text("实习日志", "journals")),
        ("visits", bool(seen), Text("检查记录", "records of visits")),
        ("summary", summary, Text("实习总结", "final report")),
        ("evidence", not world.illustrated.isdisjoint(pictures), Text("佐证材料", "photos and other evidence")),
    )  # fmt: skip
    yield from ((part, label) for part, there, label in parts if not there)


def _within(day: str, placement: PlacementFacts) -> bool:
    return placement.start <= day <= (placement.end or "9999")


def _of_incident(event: Event, message: Text, step: Step, kind: Kind = Kind.BREACH) -> Problem:
    return Problem("incident", event.incident.id, message, step, kind)


def follow_up_talk(event: Event, terms: Terms, world: World) -> Problems:
    """An incident of one of the ``kinds``, or with a punishment, was closed without a talk since (Art. 28)."""
    incident = event.incident
    if not incident.closed_on or not (_punished(incident) or incident.kind in terms.words("kinds")):
        return NONE
    since = incident.discipline_on or incident.occurred_at[:10]
    without = [each.name for each in event.students if event.last_talks.get(each.id, "") < since]
    if not without:
        return NONE
    words = Text("{d} 处理后没有谈话教育", "no talk since it was dealt with on {d}").fill(d=since)
    student = next(each.id for each in event.students if each.name in without)
    return (_of_incident(event, words, Step(Action.TALK, student)),)


def _punished(incident: IncidentFacts) -> bool:
    return bool(incident.discipline or incident.discipline_on)


def injury_settled(event: Event, terms: Terms, world: World) -> Problems:
    """``days`` days after an injury, nothing is noted of insurance or aftercare (Art. 36).

    Insurance is asked for in an accident (one of the ``kinds``); a claim's number or the insurer told is enough.
    """
    incident = event.incident
    accident = incident.kind in terms.words("kinds")
    if not (incident.injury or accident) or incident.occurred_at[:10] > world.day(terms["days"]):
        return NONE
    found = []
    insured = incident.insurance_claim or any(each.told == "insurer" for each in event.told)
    if accident and not insured:
        words = Text("没有保险报案", "no insurance claim")
        found.append(_of_incident(event, words, Step(Action.INCIDENT, incident.id, "insurance_claim")))
    if not incident.aftercare:
        words = Text("没有善后与心理抚慰记录", "no aftercare noted")
        found.append(_of_incident(event, words, Step(Action.INCIDENT, incident.id, "aftercare")))
    return tuple(found)


def told_in_time(event: Event, terms: Terms, world: World) -> Problems:
    """The college was not told, or not in writing, within the limits of the incident's level (Art. 23).

    In minutes since the incident was known; a level that is not noted counts as the lowest. The limits are school
    rules: the text says «at once».
    """
    incident = event.incident
    level = incident.level if incident.level in LEVELS else LEVELS[0]
    known = datetime.fromisoformat(incident.known_at or incident.occurred_at)
    found = []
    for who, goal, said in (
        ("school", "told", Text("报告学校", "telling the college")),
        ("written", "written", Text("书面报告", "the written report")),
    ):
        last = known + timedelta(minutes=terms[f"{level}_{goal}"])
        moment = min((each.told_at for each in event.told if each.told == who), default=None)
        if datetime.fromisoformat(moment or world.moment) <= last:
            continue
        words = (
            Text("{w}迟了 {h}", "{w} was {h} late") if moment else Text("{w}超时 {h}", "{w} is {h} overdue")
        )
        late = datetime.fromisoformat(moment or world.moment) - last
        words = words.fill(w=said, h=_lasting(int(late.total_seconds()) // 60))
        found.append(_of_incident(event, words, Step(Action.NOTIFY, incident.id, who)))
    return tuple(found)


def _lasting(minutes: int) -> Text:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return Text(f"{rest} 分钟", f"{rest} min")
    if hours < 48:
        return Text(f"{hours} 小时 {rest} 分", f"{hours} h {rest} min")
    return Text(f"{hours // 24} 天", f"{hours // 24} days")


CHECKS = (
    Check("journals", Level.PLACEMENT, journals, (_JOURNALS,)),
    Check("joint_marks", Level.PLACEMENT, joint_marks, (_AFTER,), ("raters",)),
    Check("archive", Level.ENDED, archive, (_AFTER,), ("parts",)),
    Check("follow_up_talk", Level.INCIDENT, follow_up_talk, (), ("kinds",)),
    Check("injury_settled", Level.INCIDENT, injury_settled, (_AFTER,), ("kinds",)),
    Check("told_in_time", Level.INCIDENT, told_in_time, _LIMITS),
)
