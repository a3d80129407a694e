"""Rules about enterprises, batches, visits, incidents and what is kept, on both sides of every threshold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain.rules.scene import (
    BATCH,
    COLLEGE,
    ENTERPRISE,
    GOOD,
    PAPERS,
    PLACEMENT,
    START,
    STUDENT,
    broken,
    findings,
    placed,
    sent,
    taken_in,
)

from fieldteacher.domain.rules.facts import (
    AttestationFacts,
    EducationFacts,
    EvaluationFacts,
    IncidentFacts,
    JournalFacts,
    NotificationFacts,
    PaperFacts,
    Records,
    VisitFacts,
)

Case = tuple[str, Records, str | None]
_ALL = ENTERPRISE.survey_items or ()


def visited(*answers: tuple[str, str, str]) -> Records:
    """Visits as day, question, answer."""
    made = tuple(
        VisitFacts(f"visit{n}", "enterprise", day, {question: answer})
        for n, (day, question, answer) in enumerate(answers)
    )
    return replace(GOOD, visits=(*made, *GOOD.visits))


def abroad(signed_on: str | None = "2026-02-20", **values: object) -> Records:
    """A placement abroad, with its filing."""
    filing = PaperFacts("abroad", "placement", "abroad_filing", signed_on=signed_on)
    papers = (*(p for p in PAPERS if p.id != "filing"), *((filing,) if signed_on else ()))
    return replace(
        taken_in(country="泰国", province=None), papers=papers, placements=(PLACEMENT._replace(**values),)
    )


def educated(**left_out: str) -> Records:
    """Education of the four kinds, with other days for some."""
    days = {
        "ideology": "2026-05-13",
        "safety": "2026-05-13",
        "law": "2026-05-13",
        "mental": "2026-05-13",
        **left_out,
    }
    return replace(
        GOOD, educations=tuple(EducationFacts(kind, day, "batch") for kind, day in days.items() if day)
    )


def unchecked(*days: str, **batch: object) -> Records:
    """Daily checks but for some days."""
    return replace(sent(**batch), checked={"enterprise": GOOD.checked["enterprise"] - set(days)})


def stated(rule: str, *answers: str) -> Records:
    """What was said of a rule, one after the other."""
    kept = tuple(each for each in GOOD.attestations if each.rule != rule)
    said = tuple(
        AttestationFacts(rule, "batch", answer, f"2026-03-{n:02d}") for n, answer in enumerate(answers, 3)
    )
    return replace(GOOD, attestations=(*kept, *said))


def happened(told: dict[str, str] | None = None, talk: str = "2026-05-28", **values: object) -> Records:
    """An incident known at 20:00 on the 18th of May; ``told`` as whom and when."""
    given = {
        "level": "serious",
        "kind": "work_injury",
        "injury": "骨折",
        "insurance_claim": "1",
        "aftercare": "谈心",
        **values,
    }
    incident = IncidentFacts(
        "incident", occurred_at="2026-05-18T19:40", known_at="2026-05-18T20:00", enterprise="enterprise",
        students=("student",), **given,  # type: ignore[arg-type]
    )  # fmt: skip
    times = {"school": "2026-05-18T21:00", "written": "2026-05-19T01:00"} if told is None else told
    notes = tuple(NotificationFacts("incident", who, when) for who, when in times.items())
    return replace(GOOD, incidents=(incident,), notifications=notes, last_talks={"student": talk})


def journals(weekly: int = 0, monthly: int = 0) -> Records:
    """Journals handed in."""
    return replace(GOOD, journals=(JournalFacts("student", weekly, monthly),))


def rated(*given: tuple[str, ...]) -> Records:
    """Evaluations as stage, rater, day and status."""
    return replace(GOOD, evaluations=tuple(EvaluationFacts("placement", *each) for each in given))


ENTERPRISES: list[Case] = [
    ("R05", taken_in(industry="互联网上网服务（网吧）"), "error"),
    ("R05", taken_in(name="蓝湾ktv"), "error"),
    ("R05", taken_in(industry="酒店餐饮"), None),
    ("R06", taken_in(kind="agency"), "error"),
    ("R06", taken_in(name="某某人力资源有限公司"), "error"),
    ("R06", GOOD, None),
    ("R23", taken_in(staff_count=10), None),
    ("R23", taken_in(staff_count=9), "warning"),
    ("R23", taken_in(staff_count=100, other_interns=9), None),
    ("R23", taken_in(staff_count=100, other_interns=10), "warning"),
    ("R23", taken_in(staff_count=None), None),
    ("R27", taken_in(credit_clean=False), "error"),
    ("R27", taken_in(safety_clean=False), "error"),
    ("R27", taken_in(credit_checked_on=None), "reminder"),
    ("R27", taken_in(credit_clean=None), "reminder"),
    ("R27", taken_in(safety_clean=None), "reminder"),
    ("R28", taken_in(survey_report_on=None), "error"),
    ("R28", taken_in(survey_report_on=START), None),
    ("R28", taken_in(survey_report_on="2026-03-03"), "error"),
    ("R28", taken_in(survey_items=_ALL[1:]), "error"),
    ("R28", taken_in(survey_items=None), "reminder"),
    ("R28", taken_in(party_meeting_on=None), "error"),
    ("R28", taken_in(party_meeting_on=START), None),
    ("R28", taken_in(party_meeting_on="2026-03-03"), "error"),
    ("R30", unchecked("2026-05-27"), "warning"),
    ("R30", unchecked("2026-05-28"), "warning"),
    ("R30", unchecked("2026-05-29"), None),
    ("R30", unchecked("2026-05-24"), None),
    ("R30", unchecked("2026-05-09"), "warning"),
    ("R30", unchecked("2026-05-04"), None),
    ("R30", unchecked("2026-05-27", daily_check_required=False), None),
    ("R32", taken_in(province="四川"), None),
    ("R32", taken_in(province=None), "reminder"),
    ("R32", replace(GOOD, college=COLLEGE._replace(province=None)), "reminder"),
    ("R33", abroad(), None),
    ("R33", abroad(None), "error"),
    ("R33", abroad("2026-03-03"), "error"),
    ("R33", abroad(teacher=None), "error"),
    ("R33", taken_in(country="中国"), None),
    ("visit_overdue", replace(GOOD, visits=(VisitFacts("v", "enterprise", "2026-05-01", {}),)), None),
    ("visit_overdue", replace(GOOD, visits=(VisitFacts("v", "enterprise", "2026-04-28", {}),)), "reminder"),
    ("visit_overdue", replace(sent(visits_required=None), visits=()), None),
]
VISITS: list[Case] = [
    case
    for rule, severity in (
        ("R09", "error"), ("R10", "error"), ("R11", "error"), ("R12", "warning"), ("R13", "warning"), ("R14", "error"),
        ("R15", "error"), ("R25", "warning"),
    )
    for case in (
        (rule, visited(("2026-05-12", rule, "yes")), severity),
        (rule, visited(("2026-05-12", rule, "no")), None),
        (rule, visited(("2026-05-12", rule, "not_asked")), None),
        (rule, visited(("2026-05-12", rule, "yes"), ("2026-05-13", rule, "not_asked")), severity),
        (rule, visited(("2026-05-12", rule, "yes"), ("2026-05-13", rule, "no")), None),
        (rule, visited(("2026-05-12", rule, "no"), ("2026-05-13", rule, "yes")), severity),
    )
]  # fmt: skip
BATCHES: list[Case] = [
    ("R22", educated(), None),
    ("R22", educated(law="2026-04-18"), None),
    ("R22", educated(law="2026-04-17"), "reminder"),
    ("R22", educated(mental=""), "reminder"),
    ("R22", replace(educated(mental=""), placements=(PLACEMENT._replace(start="2026-04-20"),)), None),
    ("R29", sent(plan_on=None), "error"),
    ("R29", replace(sent(plan_on=None), papers=(*PAPERS, PaperFacts("plan", "placement", "plan"))), None),
    ("R34", sent(filing_number=None), "reminder"),
    ("R34", stated("R34", "not_met"), "reminder"),
    ("R34", sent(filing_number=None, filed_on="2026-02-01"), None),
    ("R34", replace(stated("R34", "met"), batches=(BATCH._replace(filing_number=None),)), None),
    ("R34", replace(stated("R34", "not_met"), batches=(BATCH._replace(filing_number=None),)), "reminder"),
    *(
        case
        for rule, severity in (("R35", "reminder"), ("R41", "reminder"), ("R42", "error"))
        for case in (
            (rule, stated(rule), "reminder"),
            (rule, stated(rule, "met"), None),
            (rule, stated(rule, "not_met"), severity),
            (rule, stated(rule, "not_met", "met"), None),
            (rule, stated(rule, "met", "not_met"), severity),
        )
    ),
]
EVENTS: list[Case] = [
    ("R30", happened(), None),
    ("R30", happened({"school": "2026-05-18T22:00", "written": "2026-05-19T04:00"}), None),
    ("R30", happened({"school": "2026-05-18T22:01", "written": "2026-05-19T04:00"}), "warning"),
    ("R30", happened({"school": "2026-05-18T22:00", "written": "2026-05-19T04:01"}), "warning"),
    ("R30", happened({"school": "2026-05-18T22:00"}), "warning"),
    ("R30", happened({"written": "2026-05-18T22:00"}), "warning"),
    ("R30", happened({"school": "2026-05-18T21:00", "written": "2026-05-19T04:00"}, level="major"), None),
    ("R30", happened({"school": "2026-05-18T21:01", "written": "2026-05-19T04:00"}, level="major"), "warning"),
    ("R30", happened({"school": "2026-05-19T20:00", "written": "2026-05-19T20:00"}, level="minor"), None),
    ("R30", happened({"school": "2026-05-19T20:01", "written": "2026-05-19T20:00"}, level=None), "warning"),
    ("R38", happened(talk="2026-05-18", kind="fight", injury=None, closed_on="2026-05-25"), None),
    ("R38", happened(talk="2026-05-17", kind="fight", injury=None, closed_on="2026-05-25"), "reminder"),
    ("R38", happened(talk="2026-05-17", kind="fight", injury=None), None),
    ("R38", happened(talk="2026-05-17", kind="traffic", closed_on="2026-05-25"), None),
    ("R38", happened(talk="2026-05-19", kind="other", discipline="警告", discipline_on="2026-05-20", closed_on="2026-05-25"), "reminder"),
    ("R40", happened(), None),
    ("R40", happened(insurance_claim=None), "reminder"),
    ("R40", happened({"school": "2026-05-18T21:00", "written": "2026-05-18T21:00", "insurer": "2026-05-19T09:00"}, insurance_claim=None), None),
    ("R40", happened(aftercare=None), "reminder"),
    ("R40", happened(aftercare=None, kind="theft", injury=None), None),
    ("R40", happened(kind="illness", insurance_claim=None), None),
    ("R36", journals(weekly=5), None),
    ("R36", journals(weekly=4), "reminder"),
    ("R36", journals(weekly=1, monthly=1), None),
    ("R36", replace(GOOD, journals=()), "reminder"),
    ("R37", GOOD, None),
    ("R37", rated(("mid", "enterprise", "2026-05-15")), "warning"),
    ("R37", rated(("mid", "enterprise", "2026-05-16")), None),
    ("R37", rated(("final", "school", "2026-05-01")), "warning"),
    ("R37", rated(("mid", "enterprise", "2026-05-15"), ("mid", "school", "2026-05-16", "draft")), None),
    ("R37", rated(("mid", "enterprise", "2026-05-15"), ("mid", "school", "2026-05-16", "missing")), "warning"),
    ("R37", rated(), None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "records", "severity"), ENTERPRISES + VISITS + BATCHES + EVENTS)
def test_a_rule_on_both_sides(rule: str, records: Records, severity: str | None) -> None:
    found = {severity for id, severity in broken(records) if id == rule}
    assert found == ({severity} if severity else set())


def over(today: str = "2026-08-31", **more: object) -> Records:
    """A placement that has ended with everything the archive wants."""
    values = {
        "journals": (JournalFacts("student", 12, 0, 1),), "illustrated": frozenset(("visit",)),
        "evaluations": (
            EvaluationFacts("placement", "final", "enterprise", "2026-08-20"),
            EvaluationFacts("placement", "final", "school", "2026-08-21"),
        ),
        **more,
    }  # fmt: skip
    return replace(placed(status="ended"), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("records", "lacks"),
    [
        (over(), ""),
        (over(papers=()), "三方协议"),
        (over(batches=(BATCH._replace(plan_on=None),)), "实习方案"),
        (over(journals=(JournalFacts("student", 12),)), "实习报告、实习总结"),
        (over(journals=(JournalFacts("student", summaries=1),)), "实习日志"),
        (over(evaluations=(EvaluationFacts("placement", "final", "school"),)), "考核结果"),
        (
            over(visits=(VisitFacts("v", "enterprise", "2026-09-01"),), illustrated=frozenset(("student",))),
            "检查记录",
        ),
        (over(illustrated=frozenset()), "佐证材料"),
    ],
)
def test_the_archive_wants_eight_parts(records: Records, lacks: str) -> None:
    found = [each.message.zh for each in findings(records, today="2026-08-31") if each.rule == "R39"]
    assert found == ([f"归档材料缺：{lacks}"] if lacks else [])


def test_an_archive_is_due_when_the_time_in_the_batch_is_over() -> None:
    def due(today: str, **placement: object) -> bool:
        records = replace(GOOD, placements=(PLACEMENT._replace(**placement),))
        return any(each.rule == "R39" for each in findings(records, today=today))

    assert not due("2026-08-28")
    assert due("2026-08-29")
    assert due("2026-05-29", status="ended", end="2026-05-28")
    assert not due("2026-05-29", status="returned", end="2026-05-28")
    assert due("2026-08-29", status="returned", end="2026-05-28")
    assert not due("2026-08-29", status="transferred")


def test_the_archive_counts_papers_from_before_a_transfer() -> None:
    before = PLACEMENT._replace(id="placement", end="2026-05-01", status="transferred")
    after = PLACEMENT._replace(id="after", start="2026-05-02", status="ended")
    assert not [f for f in findings(over(placements=(before, after)), today="2026-08-31") if f.rule == "R39"]


def test_one_who_was_transferred_is_not_filed_while_the_next_placement_goes_on() -> None:
    before = PLACEMENT._replace(id="before", end="2026-05-01", status="ended")
    after = PLACEMENT._replace(start="2026-05-02")
    assert not [f for f in findings(replace(GOOD, placements=(before, after))) if f.rule == "R39"]


def test_education_reaches_some_enterprises() -> None:
    other = ENTERPRISE._replace(id="other", short_name="乙电子")
    second = STUDENT._replace(id="second", name="王芳")
    there = PLACEMENT._replace(id="there", student="second", enterprise="other")
    base = replace(
        educated(mental=""),
        students=(STUDENT, second),
        enterprises=(ENTERPRISE, other),
        placements=(PLACEMENT, there),
    )

    def missing(*held: EducationFacts) -> set[tuple[str, str]]:
        records = replace(base, educations=(*base.educations, *held))
        return {(f.type, f.id) for f in findings(records) if f.rule == "R22"}

    assert missing() == {("batch", "batch")}
    assert missing(EducationFacts("mental", "2026-05-20", "batch", "enterprise")) == {("enterprise", "other")}
    assert missing(EducationFacts("mental", "2026-05-20", None, None, ("second",))) == {
        ("enterprise", "enterprise")
    }
    assert missing(EducationFacts("mental", "2026-05-20", None, None, ("second", "student"))) == set()
    assert missing(EducationFacts("mental", "2026-05-20")) == set()
    assert missing(EducationFacts("mental", "2026-05-20", "another batch")) == {("batch", "batch")}


def test_students_still_to_come_do_not_count_as_there() -> None:
    planned = PLACEMENT._replace(id="later", student="second", start="2026-06-15", status="planned")
    records = replace(
        taken_in(staff_count=10),
        students=(STUDENT, STUDENT._replace(id="second")),
        placements=(PLACEMENT, planned),
    )
    assert "R23" not in {rule for rule, _ in broken(records)}
    assert "R23" in {rule for rule, _ in broken(records, today="2026-06-15")}


def test_an_incident_not_told_yet_is_found_when_its_time_is_over() -> None:
    records = happened({})
    assert ("R30", "warning") not in broken(records, today="2026-05-18", moment="2026-05-18T22:00")
    assert ("R30", "warning") in broken(records, today="2026-05-18", moment="2026-05-18T22:01")
