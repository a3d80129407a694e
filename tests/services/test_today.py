"""The day's list: what stands in it and why, what settles it, putting off, the week's plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.services.park import Park

from fieldteacher.domain.agenda import Duty
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.schedule import Urgency
from fieldteacher.domain.steps import Action, Step
from fieldteacher.services.app import Services
from fieldteacher.services.signing import Sheet
from fieldteacher.services.today import Item


def found(services: Services) -> list[tuple[str, str, str]]:
    """Where each item stands, its duty and its detail."""
    return sorted((str(i.urgency), str(i.duty), i.detail) for i in services.today.agenda().items)


def only(services: Services) -> Item:
    """The one item there is."""
    (item,) = services.today.agenda().items
    return item


def test_nothing_is_due_where_all_is_done(services: Services, settled: Park) -> None:
    agenda = services.today.agenda()
    assert (agenda.items, agenda.lines, agenda.pressing) == ([], [], 0)
    figures = agenda.figures
    assert (figures.students, figures.enterprises, figures.talked, figures.promises) == (2, 1, 2, 0)


def test_the_week_begins_on_monday_for_what_was_visited(
    services: Services, settled: Park, today: date
) -> None:
    assert services.today.agenda().figures.visited == 0  # the visit was on Sunday
    settled.add("visit", enterprise=settled.enterprise, visited_on=str(today))
    assert services.today.agenda().figures.visited == 1


def test_each_kind_of_thing_to_do_has_its_place_and_its_step(
    services: Services, settled: Park, today: date
) -> None:
    def day(days: int) -> str:
        return str(today + timedelta(days=days))

    student, placement = settled.students[0], settled.placements[0]
    cases: list[tuple[tuple[str, dict[str, Any]], tuple[str, str, str], Action]] = [
        (("promise", {"about": student, "what": "调班", "due_on": day(-1)}), ("overdue", "promise", ""), Action.PROMISE),
        (("promise", {"about": settled.enterprise, "what": "配手套", "due_on": day(0)}), ("today", "promise", ""), Action.PROMISE),
        (("promise", {"about": student, "what": "寄表", "due_on": day(6)}), ("week", "promise", ""), Action.PROMISE),
        (("talk", {"student": student, "talked_on": day(-3), "follow_up_on": day(0)}), ("today", "follow_up", ""), Action.FOLLOW_UP),
        (("absence", {"student": student, "kind": "sick", "starts_at": day(-3) + "T08:00", "ends_at": day(-2) + "T17:00"}),
         ("overdue", "absence", ""), Action.ABSENCE),
        (("visit", {"enterprise": settled.enterprise, "visited_on": day(0), "next_visit_on": day(3)}),
         ("week", "next_visit", ""), Action.VISIT),
        (("paper", {"placement": placement, "kind": "liability_insurance", "valid_to": day(10)}),
         ("", "", ""), Action.PAPER),  # another policy without an end covers it
    ]  # fmt: skip
    for (kind, values), expected, action in cases:
        record = settled.add(kind, **values)
        if not expected[0]:
            assert found(services) == []
        else:
            assert found(services) == [expected]
            assert only(services).step.action is action
        services.records.delete(kind, record)
    assert found(services) == []


def test_what_has_time_yet_is_not_listed(services: Services, settled: Park, today: date) -> None:
    settled.add("promise", about=settled.students[0], what="以后", due_on=str(today + timedelta(days=7)))
    settled.add("promise", about=settled.students[0], what="不限期")
    settled.add("absence", student=settled.students[0], kind="unexcused", starts_at="2026-03-01T08:00", ends_at="2026-03-01T17:00")  # fmt: skip
    assert found(services) == []
    assert services.today.agenda().figures.promises == 2


def test_papers_missing_and_running_out(services: Services, settled: Park, today: date) -> None:
    _, papers = services.records.list("paper", {"placement": settled.placements[0]})
    by_kind = {paper["kind"]: paper["id"] for paper in papers}
    services.records.delete("paper", by_kind["consent"])
    early = str(today + timedelta(days=40))
    services.records.put("paper", {"valid_to": early}, record=by_kind["liability_insurance"])
    services.records.put("paper", {"passed": False}, record=by_kind["safety_training"])
    assert found(services) == [
        ("wanting", "paper_expiring", "liability_insurance"), ("wanting", "paper_missing", "consent"),
        ("wanting", "paper_missing", "safety_training"),
    ]  # fmt: skip
    services.records.put(
        "paper", {"valid_to": str(today - timedelta(days=1))}, record=by_kind["liability_insurance"]
    )
    assert ("overdue", "paper_expiring", "liability_insurance") in found(services)


def test_placements_that_should_have_begun_or_ended(services: Services, settled: Park, today: date) -> None:
    services.records.put("placement", {"status": "planned"}, record=settled.placements[0])
    assert found(services) == [("overdue", "start", "status")]
    yesterday = str(today - timedelta(days=1))
    services.records.put("placement", {"status": "active", "end": yesterday}, record=settled.placements[0])
    assert found(services) == [("overdue", "end", "status")]
    services.records.put("placement", {"status": "ended"}, record=settled.placements[0])
    assert found(services) == []


def test_daily_checks_where_the_batch_asks_for_them(services: Services, settled: Park, today: date) -> None:
    batch = services.records.list("batch")[1][0]["id"]
    services.records.put("batch", {"daily_check_required": True}, record=batch)
    days = [item.detail for item in services.today.agenda().items]
    assert days == ["2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13", "2026-03-16"]
    assert {item.urgency for item in services.today.agenda().items} == {Urgency.OVERDUE, Urgency.TODAY}
    for day in days:
        settled.add("daily_check", enterprise=settled.enterprise, checked_on=day, normal=True)
    assert found(services) == []


def test_incidents_that_are_open_and_who_is_to_be_told(
    services: Services, settled: Park, today: date
) -> None:
    incident = settled.add(
        "incident", kind="work_injury", level="serious", occurred_at=f"{today}T07:00", known_at=f"{today}T07:10",
        enterprise=settled.enterprise, students=[settled.students[0]],
    )  # fmt: skip
    told = {item.detail for item in services.today.agenda().items if item.duty is Duty.NOTIFY}
    assert {"school", "guardian", "enterprise", "insurer"} <= told
    for who in told:
        settled.add("notification", incident=incident, told=who, told_at=f"{today}T07:30")
    assert found(services) == [("week", "incident", "")]
    services.records.put("incident", {"closed_on": str(today)}, record=incident)
    assert found(services) == []


def test_a_batch_s_own_limits_hold_for_its_incidents(services: Services, settled: Park, today: date) -> None:
    batch = services.records.list("batch")[1][0]["id"]
    key = next(n.key for n in services.rule_sets.parameters(batch) if n.key.endswith(".serious_told"))
    settled.add(
        "incident", kind="work_injury", level="serious", occurred_at=f"{today}T07:00", known_at=f"{today}T07:10",
        enterprise=settled.enterprise, students=[settled.students[0]],
    )  # fmt: skip

    def due() -> str | None:
        (item,) = (
            i for i in services.today.agenda().items if (i.duty, i.detail) == (Duty.NOTIFY, "guardian")
        )
        return item.due

    assert due() == f"{today}T09:10"
    services.rule_sets.set_parameters(batch, {key: 30})
    assert due() == f"{today}T07:40"


def test_a_batch_that_asks_for_nothing_and_students_without_one(
    services: Services, settled: Park, today: date
) -> None:
    batch = services.records.list("batch")[1][0]["id"]
    services.records.put("batch", {"talks_required": None}, record=batch)
    assert found(services) == [("wanting", "no_rhythm", "talks_required")]
    assert only(services).step == Step(Action.BATCH, batch, "talks_required")
    services.records.put("batch", {"talks_required": 0}, record=batch)  # none are wanted
    assert found(services) == []
    services.records.put("placement", {"batch": None}, record=settled.placements[0])
    assert found(services) == [("wanting", "no_batch", "batch")]
    over = {"talks_required": None, "visits_required": None, "end": str(today - timedelta(days=1))}
    services.records.put("batch", over, record=batch)
    assert found(services) == [("wanting", "no_batch", "batch")]


def test_marks_near_the_end(services: Services, settled: Park, today: date) -> None:
    scheme = settled.add("scheme", name="方案", version=1, raters={"enterprise": 60, "school": 40})
    criterion = settled.add("criterion", scheme=scheme, rater="enterprise", name="态度", full_marks=1000)
    batch = services.records.list("batch")[1][0]["id"]
    services.records.put("batch", {"scheme": scheme}, record=batch)
    assert found(services) == []
    services.records.put("placement", {"end": str(today + timedelta(days=14))}, record=settled.placements[0])
    for student in settled.students[:2]:
        settled.add("talk", student=student, talked_on=str(today))
    assert found(services) == [
        ("wanting", "evaluation", "final/enterprise"),
        ("wanting", "evaluation", "final/school"),
    ]
    evaluation = settled.add(
        "evaluation", placement=settled.placements[0], scheme=scheme, stage="final", rater="enterprise"
    )
    assert ("wanting", "evaluation", "final/enterprise") in found(services)
    settled.add("score", evaluation=evaluation, criterion=criterion, tenths=900)
    assert found(services) == [("wanting", "evaluation", "final/school")]
    school = Sheet(settled.placements[0], "school")
    services.signing.state_missing(scheme, "final", [school], by="教务处", reason="未评")
    assert found(services) == []


def test_a_visit_takes_its_talks_along(services: Services, settled: Park, today: date) -> None:
    for kind in ("visit", "talk"):
        for record in services.records.list(kind)[1]:
            services.records.delete(kind, record["id"])
    services.records.put("batch", {"visits_required": 12}, record=services.records.list("batch")[1][0]["id"])
    assert [item.duty for item in services.today.agenda().items].count(Duty.TALK) == 2
    (line,) = services.today.agenda().lines
    assert (line.first.duty, len(line.talks), len(line.children)) == (Duty.VISIT, 2, 2)
    assert line.step is not None
    assert line.step.action is Action.VISIT
    services.visits.record(
        {"enterprise": settled.enterprise, "visited_on": str(today)},
        students=settled.students[:2],
        common={"work": "好"},
    )
    assert services.today.agenda().items == []


def test_many_alike_become_few_lines(services: Services, settled: Park, today: date) -> None:
    for number in range(40):
        settled.add("promise", about=settled.students[0], what=f"事项{number}", due_on=str(today))
    lines = services.today.agenda().lines
    assert [line.count for line in lines] == [1] * 5 + [35]
    assert lines[-1].step is None
    assert len(lines[-1].children) == 35
    assert services.today.agenda().pressing == 40


def test_the_checks_of_a_day_are_one_line_and_one_action(
    services: Services, settled: Park, today: date
) -> None:
    batch = services.records.list("batch")[1][0]["id"]
    services.records.put(
        "batch", {"daily_check_required": True, "visits_required": None, "talks_required": None}, record=batch
    )
    start = services.records.need("placement", settled.placements[0])["start"]
    for number in range(7):
        firm = settled.add("enterprise", name=f"企业{number}")
        student = settled.add("student", name=f"学生{number}", student_number=f"9{number}")
        settled.add("placement", student=student, enterprise=firm, batch=batch, start=start, status="active")
    todays = [line for line in services.today.agenda().lines if line.first.urgency is Urgency.TODAY]
    (line,) = todays
    assert (line.first.duty, line.weight, len(line.children)) == (Duty.CHECK, 8, 8)
    assert line.step is not None
    assert line.step.action is Action.CHECK
    assert len(line.everything) == 8


def test_put_off_until_a_day(services: Services, settled: Park, today: date) -> None:
    settled.add("promise", about=settled.students[0], what="调班", due_on=str(today))
    item = only(services)
    services.today.snooze([item], str(today + timedelta(days=2)), "约了周三")
    agenda = services.today.agenda()
    assert (agenda.items, [each.reason for each in agenda.snoozed]) == ([], ["约了周三"])
    services.records.undo()
    assert only(services) == item
    services.today.snooze([item], str(today + timedelta(days=2)), "约了周三")
    services.today.wake(each.snooze for each in services.today.agenda().snoozed)
    assert only(services) == item
    # It comes back on its day.
    services.today.snooze([item], str(today), "今天")
    assert only(services) == item


def test_a_reason_is_needed(services: Services, settled: Park, today: date) -> None:
    settled.add("promise", about=settled.students[0], what="调班", due_on=str(today))
    with pytest.raises(UserError):
        services.today.snooze([only(services)], str(today + timedelta(days=2)), " ")
    assert len(services.today.agenda().items) == 1


def test_the_week_is_planned_by_enterprise(services: Services, settled: Park, today: date) -> None:
    settled.place(settled.students[2], enterprise=settled.other_enterprise, start="2026-01-05")
    settled.add("promise", about=settled.other_enterprise, what="配手套", due_on=str(today))
    plan = services.today.week_plan()
    assert plan.days == ["2026-03-16", "2026-03-17", "2026-03-18", "2026-03-19", "2026-03-20"]
    first, second = plan.rows
    assert (first.site.id, first.promises, first.waited) == (settled.other_enterprise, 1, 70)
    assert (second.site.id, second.waited, second.site.students) == (settled.enterprise, 1, 2)
    services.today.put_on(settled.enterprise, "2026-03-18")
    assert {row.site.id: row.day for row in services.today.week_plan().rows} == {
        settled.other_enterprise: None, settled.enterprise: "2026-03-18"
    }  # fmt: skip
    services.today.put_on(settled.enterprise, None)
    assert {row.day for row in services.today.week_plan().rows} == {None}
