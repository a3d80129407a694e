"""Rules about people, posts, pay, hours and papers, on both sides of every threshold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain.rules.scene import (
    END,
    GOOD,
    PAPERS,
    PLACEMENT,
    START,
    broken,
    enrolled,
    findings,
    papered,
    placed,
    sent,
    taken_in,
)

from fieldteacher.domain.records.enterprises import HAZARDS
from fieldteacher.domain.rules.facts import PaperFacts, Records, StudentFacts
from fieldteacher.domain.steps import Action

Case = tuple[str, Records, str | None]
"""A rule, records, and the severity of what it finds there; ``None`` where it finds nothing."""


def filed(signed_on: str, **values: object) -> Records:
    """A special post, filed on a day."""
    filing = PaperFacts("special", "placement", "special_filing", signed_on=signed_on)
    return replace(placed(**values), papers=(*PAPERS, filing))


def worker(tags: tuple[str, ...] = (), grade: str = "I", **student: object) -> Records:
    """A student on a post with hazards."""
    who = {"birth_date": "2005-10-03", "id_number": None, **student}
    return replace(enrolled(**who), placements=(PLACEMENT._replace(hazard_tags=tags, labour_grade=grade),))


def with_paper(kind: str, gone: str = "", **values: object) -> Records:
    """One paper more; ``gone`` leaves another out."""
    kept = tuple(paper for paper in PAPERS if paper.id != gone)
    return replace(GOOD, papers=(*kept, PaperFacts("more", "placement", kind, **values)))  # type: ignore[arg-type]


def self_chosen(**values: object) -> Records:
    """A self-chosen unit with its application."""
    paper = {
        "signed_on": "2026-02-10",
        "guardian_signed_on": "2026-02-10",
        "college_signed_on": "2026-02-12",
        **values,
    }
    return replace(
        with_paper("self_chosen_application", **paper), placements=(PLACEMENT._replace(kind="self_chosen"),)
    )


def lodger(**values: object) -> Records:
    """Own lodging with its consent."""
    paper = {"guardian_signed_on": "2026-02-10", "college_signed_on": "2026-02-12", **values}
    return replace(
        with_paper("lodging_consent", **paper), placements=(PLACEMENT._replace(lodging_kind="own"),)
    )


PEOPLE: list[Case] = [
    ("R01", enrolled(birth_date="2010-03-02"), None),
    ("R01", enrolled(birth_date="2010-03-03"), "error"),
    ("R01", enrolled(birth_date=None), None),
    ("R01", enrolled(birth_date=None, id_number=None), "reminder"),
    ("R02", enrolled(grade_year=2024), None),
    ("R02", enrolled(grade_year=2025), "error"),
    ("R02", enrolled(grade_year=None, enrolled_on="2024-09-01"), None),
    ("R02", enrolled(grade_year=None, enrolled_on="2025-09-01"), "error"),
    ("R02", enrolled(grade_year=None), "reminder"),
    ("R03", worker(("fast_line",), birth_date="2008-05-29"), None),
    ("R03", worker(("fast_line",), birth_date="2008-05-30"), "error"),
    ("R03", worker(("other",), birth_date="2008-05-30"), None),
    ("R03", worker((), "IV", birth_date="2008-05-30"), "error"),
    ("R03", worker((), "III", birth_date="2008-05-30"), None),
    ("R03", worker(("dust",), birth_date=None), "reminder"),
    ("R03", worker((), birth_date=None), None),
    ("R04", worker(("load",), sex="女"), "error"),
    ("R04", worker(("load",), sex="男"), None),
    ("R04", worker(("heat",), sex="女"), None),
    ("R04", worker((), "IV", sex="女"), "error"),
    ("R04", worker((), "III", sex="女"), None),
    ("R04", worker(("load",), sex=None), "reminder"),
    ("R04", worker(("load",), sex=None, id_number="320506200802290027"), "error"),
    ("identity_missing", enrolled(id_number=None), "reminder"),
    ("identity_missing", GOOD, None),
    ("identity_sex", enrolled(sex="女"), "warning"),
    ("identity_sex", enrolled(sex="女", id_kind="passport"), None),
    ("phone_missing", enrolled(phone=None, guardian_phone=None), "reminder"),
    ("phone_missing", GOOD, None),
    ("phone_shared", enrolled(guardian_phone="13800138000"), "warning"),
    ("phone_shared", enrolled(guardian_phone=None), None),
]
POSTS: list[Case] = [
    ("R06", placed(signed_with="agency"), "error"),
    ("R06", placed(signed_with="enterprise"), None),
    ("R07", placed(labour_grade="II"), None),
    ("R07", placed(labour_grade="III"), "error"),
    ("R07", placed(labour_grade=None), "reminder"),
    ("R08", placed(hazard_tags=("toxic",)), "error"),
    ("R08", placed(hazard_tags=("cold",)), None),
    ("R08", placed(hazard_tags=()), None),
    ("R08", filed(START, hazard_tags=("toxic",)), None),
    ("R08", filed("2026-03-03", hazard_tags=("toxic",)), "error"),
    ("R24", placed(post_staff_count=5), None),
    ("R24", placed(post_staff_count=4), "warning"),
    ("R24", placed(post_staff_count=None), None),
    ("R25", placed(end="2026-10-02"), None),
    ("R25", placed(end="2026-10-03"), "warning"),
    ("R25", placed(end="2026-07-29"), None),
    ("R25", placed(end="2026-07-28"), "warning"),
    ("R25", placed(end=None), None),
    ("R26", placed(major_match="near"), None),
    ("R26", placed(major_match="other"), "warning"),
    ("R26", placed(major_match=None), None),
    ("R29", placed(mentor=None), "error"),
    ("R29", placed(teacher=None), "error"),
    ("R29", placed(mentor=None, teacher=None), "error"),
    ("R29", GOOD, None),
]
HOURS: list[Case] = [
    ("R09", placed(days_per_week=60, hours_per_day=60), None),
    ("R09", placed(days_per_week=65), "error"),
    ("R09", filed(START, days_per_week=70), None),
    ("R09", placed(days_per_week=None), "reminder"),
    ("R10", placed(shift_start="14:00", shift_end="22:00"), None),
    ("R10", placed(shift_start="14:00", shift_end="22:01"), "error"),
    ("R10", placed(shift_start="06:00", shift_end="14:00"), None),
    ("R10", placed(shift_start="05:59", shift_end="14:00"), "error"),
    ("R10", placed(shift_start="20:00", shift_end="08:00"), "error"),
    ("R10", placed(shift_start="08:00", shift_end="08:00"), "error"),
    ("R10", filed("2026-03-01", shift_start="20:00", shift_end="08:00"), None),
    ("R10", placed(shift_start=None), "reminder"),
    ("R11", placed(hours_per_day=80, days_per_week=50), None),
    ("R11", placed(hours_per_day=81, days_per_week=10), "error"),
    ("R11", placed(hours_per_day=80, days_per_week=51), "error"),
    ("R11", placed(hours_per_day=80, days_per_week=None), None),
    ("R11", placed(hours_per_day=None), "reminder"),
    ("R12", placed(monthly_pay=3840, lowest_wage=4000), None),
    ("R12", placed(monthly_pay=3839, lowest_wage=4000), "warning"),
    ("R12", placed(monthly_pay=3200, lowest_wage=3200), None),
    ("R12", placed(monthly_pay=3199, lowest_wage=3200), "warning"),
    ("R12", placed(monthly_pay=3199, lowest_wage=None), "warning"),
    ("R12", placed(monthly_pay=1000, works_independently=False), None),
    ("R12", placed(monthly_pay=1000, works_independently=None), None),
    ("R13", placed(pay_period_days=31), None),
    ("R13", placed(pay_period_days=32), "warning"),
    ("R13", placed(pay_period_days=None), None),
    ("R14", placed(pay_method="cash"), None),
    ("R14", placed(pay_method="goods"), "error"),
    ("R14", placed(pay_method="third_party"), "error"),
    ("R14", placed(pay_method=None), "reminder"),
]
PAPER: list[Case] = [
    ("R16", papered("agreement"), "error"),
    ("R16", papered("agreement", college_signed_on=START), None),
    ("R16", papered("agreement", college_signed_on="2026-03-03"), "error"),
    (
        "R16",
        papered("agreement", guardian_signed_on=None, enterprise_signed_on=None, college_signed_on=None),
        None,
    ),
    (
        "R16",
        papered(
            "agreement",
            signed_on=None,
            guardian_signed_on=None,
            enterprise_signed_on=None,
            college_signed_on=None,
        ),
        "reminder",
    ),
    ("R16", with_paper("tri_party_agreement", signed_on="2026-04-01"), None),
    ("R17", papered("agreement", items=("parties",)), "warning"),
    ("R17", papered("agreement", items=None), None),
    ("R17", GOOD, None),
    ("R18", papered("consent"), "error"),
    ("R18", papered("consent", guardian_signed_on=None), "error"),
    ("R18", papered("consent", signed_on=None), "error"),
    ("R18", papered("consent", signed_on=None, guardian_signed_on=None), "reminder"),
    ("R18", papered("consent", guardian_signed_on=START), None),
    ("R18", papered("consent", guardian_signed_on="2026-03-03"), "error"),
    ("R19", placed(kind="self_chosen"), "error"),
    ("R19", self_chosen(), None),
    ("R19", self_chosen(college_signed_on=None), "error"),
    ("R19", self_chosen(college_signed_on=START), None),
    ("R19", self_chosen(college_signed_on="2026-03-03"), "error"),
    ("R20", papered("insurance"), "error"),
    ("R20", papered("insurance", valid_from="2026-03-03"), "error"),
    ("R20", papered("insurance", valid_to="2026-08-27"), "error"),
    ("R20", papered("insurance", payer="student"), "error"),
    ("R20", papered("insurance", payer="enterprise"), None),
    ("R20", papered("insurance", payer=None), "reminder"),
    ("R20", papered("insurance", valid_to=None), "reminder"),
    ("R21", papered("training"), "error"),
    ("R21", papered("training", passed=False), "error"),
    ("R21", papered("training", passed=None), "reminder"),
    ("R21", papered("training", signed_on=START), None),
    ("R21", papered("training", signed_on="2026-03-03"), "error"),
    ("R21", papered("training", signed_on=None), "reminder"),
    ("R31", placed(lodging_kind="own"), "error"),
    ("R31", placed(lodging_kind="home"), None),
    ("R31", placed(lodging_kind=None), "reminder"),
    ("R31", lodger(), None),
    ("R31", lodger(guardian_signed_on=None), "error"),
    ("R31", lodger(college_signed_on=None), "error"),
    ("R32", papered("filing"), "error"),
    ("R32", papered("filing", signed_on=START), None),
    ("R32", papered("filing", signed_on="2026-03-03"), "error"),
    ("R32", papered("filing", signed_on=None), "reminder"),
    ("paper_expiring", papered("insurance", valid_to="2026-08-27"), "reminder"),
    ("paper_expiring", papered("insurance", valid_to="2026-09-30"), None),
    ("talk_overdue", replace(GOOD, last_talks={"student": "2026-05-14"}), None),
    ("talk_overdue", replace(GOOD, last_talks={"student": "2026-05-13"}), "reminder"),
    ("talk_overdue", replace(sent(talks_required=None), last_talks={}), None),
]


@pytest.mark.parametrize(("rule", "records", "severity"), PEOPLE + POSTS + HOURS + PAPER)
def test_a_rule_on_both_sides(rule: str, records: Records, severity: str | None) -> None:
    found = {severity for id, severity in broken(records) if id == rule}
    assert found == ({severity} if severity else set())


def test_records_that_meet_every_rule() -> None:
    assert findings(GOOD) == []


def test_every_kind_of_hazard_has_words() -> None:
    tags = tuple(choice.value for choice in HAZARDS)
    [found] = [each for each in findings(placed(hazard_tags=tags)) if each.rule == "R08"]
    assert found.message.zh.count("、") == 5
    assert "toxic" in found.message.en


def test_policies_that_follow_one_another_cover_the_whole() -> None:
    def two(first_to: str, second_from: str) -> Records:
        both = (
            PaperFacts("one", "placement", "liability_insurance", valid_from=START, valid_to=first_to, payer="college"),
            PaperFacts("two", "placement", "liability_insurance", valid_from=second_from, valid_to=END, payer="college"),
        )  # fmt: skip
        return replace(GOOD, papers=(*(p for p in PAPERS if p.id != "insurance"), *both))

    assert ("R20", "error") not in broken(two("2026-05-31", "2026-06-01"))
    gap = [each for each in findings(two("2026-05-31", "2026-06-03")) if each.rule == "R20"]
    assert "2026-06-01" in gap[0].message.zh
    assert "2026-06-02" in gap[0].message.zh


@pytest.mark.parametrize(
    ("rule", "records"),
    [
        ("R16", papered("agreement")),
        ("R29", placed(mentor=None)),
        ("R29", sent(plan_on=None)),
        ("R28", taken_in(survey_report_on=None)),
        ("R28", taken_in(party_meeting_on=None)),
    ],
)
def test_what_must_be_there_on_the_first_day_is_a_reminder_until_then(rule: str, records: Records) -> None:
    assert (rule, "reminder") in broken(records, today="2026-02-27")
    assert (rule, "error") in broken(records, today=START)


def test_what_is_over_or_changed_places_is_not_judged_by_its_terms() -> None:
    for status in ("ended", "transferred", "returned"):
        assert not {rule for rule, _ in broken(placed(labour_grade="IV", status=status)) if rule != "R39"}
    assert ("R07", "error") in broken(placed(labour_grade="IV", status=None))


def test_the_length_counts_from_the_first_placement_before_a_transfer() -> None:
    before = PLACEMENT._replace(id="before", end="2026-04-12", status="transferred")
    after = PLACEMENT._replace(start="2026-04-13")
    papers = tuple(p._replace(valid_from=None if not p.valid_from else p.valid_from) for p in PAPERS)
    moved = replace(GOOD, placements=(after, before), papers=papers)
    assert "R25" not in {rule for rule, _ in broken(moved)}
    alone = replace(GOOD, placements=(after,))
    assert ("R25", "warning") in broken(alone)


def test_two_problems_of_one_paper_are_one_finding() -> None:
    [found] = [
        each
        for each in findings(papered("insurance", payer="student", valid_to="2026-06-01"))
        if each.rule == "R20"
    ]
    assert "；" in found.message.zh
    assert (found.type, found.id) == ("paper", "insurance")
    assert (found.step.action, found.step.id, found.step.detail) == (
        Action.PAPER,
        "placement",
        "liability_insurance",
    )
    assert found.title.zh == "李晓明 · 甲精密"


def test_a_student_who_waits_for_a_place_is_asked_for_data_only() -> None:
    waiting = replace(GOOD, students=(*GOOD.students, StudentFacts("new", name="王芳")))
    assert {(f.rule, f.id) for f in findings(waiting)} == {
        ("identity_missing", "new"),
        ("phone_missing", "new"),
    }
