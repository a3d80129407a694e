from __future__ import annotations

from typing import Any

import pytest
from tests.conftest import HeldClock
from tests.services.park import Park

from fieldteacher.domain.clock import this_minute
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.incident_clocks import LIMITS, later
from fieldteacher.services.app import Services


@pytest.fixture
def now(clock: HeldClock) -> str:
    """The present minute at this machine's place."""
    return this_minute(clock)


@pytest.fixture
def incident(park: Park) -> str:
    """李晓明 was hurt at a machine just now."""
    incidents = park.services.incidents
    return incidents.record({"kind": "machine", **incidents.start(park.students[0]), "level": "serious"})[0]


def test_it_starts_now_where_the_student_is_placed(park: Park, incident: str, now: str) -> None:
    record = park.services.incidents.card(incident).incident
    assert (record["occurred_at"], record["known_at"]) == (now, now)
    assert (record["enterprise"], record["students"]) == (park.enterprise, (park.students[0],))
    assert park.services.incidents.start(park.students[2])["enterprise"] is None
    assert park.services.incidents.start(None, park.enterprise)["enterprise"] == park.enterprise


def test_who_was_told_stops_the_clock(park: Park, incident: str, now: str, clock: HeldClock) -> None:
    incidents = park.services.incidents
    (row,) = incidents.rows()
    assert row.clock.deadline is not None
    assert (row.clock.deadline.told, row.clock.deadline.due) == ("school", later(now, 120))
    incidents.notify(incident, "school", person="值班主任")
    (row,) = incidents.rows()
    assert row.clock.deadline is not None
    assert row.clock.deadline.told == "guardian"
    card = incidents.card(incident)
    assert [(each["told"], each["person"], each["told_at"]) for each in card.told] == [
        ("school", "值班主任", now)
    ]


def test_whom_to_call_is_known(park: Park, incident: str) -> None:
    park.services.records.put(
        "student",
        {"guardian_name": "李建国", "guardian_phone": "13900139000"},
        record=park.students[0],
    )
    park.services.incidents.notify(incident, "school", person="值班主任")
    people = park.services.incidents.card(incident).people
    assert people["guardian"] == ("李建国", "13900139000")
    assert people["enterprise"] == ("钱师傅", "13700137000")
    assert people["school"] == ("值班主任", "")


def test_what_is_missing_is_said_and_does_not_hinder_closing(park: Park, incident: str) -> None:
    incidents = park.services.incidents
    incidents.notify(incident, "school")
    park.services.records.put("incident", {"course": "划伤", "discipline": "警告"}, record=incident)
    missing = [each.zh for each in incidents.card(incident).missing]
    assert missing == [
        "未通报：监护人、企业、学校（书面）、保险公司",
        "未填：先期处置、原因、整改、伤情、善后与心理抚慰、保险报案号、处理日期",
    ]
    assert incidents.waiting() == 1
    incidents.close(incident)
    assert incidents.waiting() == 0
    (row,) = incidents.rows()
    assert (row.closed_on, row.clock.deadline) == ("2026-03-16", None)
    incidents.reopen(incident)
    assert incidents.waiting() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"known_at": "2026-03-10T08:59"}, "known_at"),
        ({"closed_on": "2026-03-09"}, "closed_on"),
        ({"discipline_on": "2026-03-09"}, "discipline_on"),
        ({"occurred_at": "2026-03-20T09:00"}, "known_at"),
    ],
)
def test_nothing_comes_before_what_happened(park: Park, values: dict[str, Any], field: str) -> None:
    record = park.add(
        "incident", kind="theft", occurred_at="2026-03-10T09:00", known_at="2026-03-10T09:00",
        students=park.students[:1],
    )  # fmt: skip
    park.services.records.put(
        "incident", {"closed_on": "2026-03-10", "discipline_on": "2026-03-10"}, record=record
    )
    with pytest.raises(UserError) as refused:
        park.services.records.put("incident", values, record=record)
    assert refused.value.field == field
    assert refused.value.text.zh.endswith("早于发生时间。")


def test_nobody_is_told_before_it_happened(park: Park) -> None:
    incidents, records = park.services.incidents, park.services.records
    record = park.add("incident", kind="theft", occurred_at="2026-03-10T09:00", students=park.students[:1])
    for tell in (
        lambda: incidents.notify(record, "school", told_at="2026-03-10T08:59"),
        lambda: records.put(
            "notification", {"incident": record, "told": "school", "told_at": "2026-03-10T08:59"}
        ),
    ):
        with pytest.raises(UserError) as refused:
            tell()
        assert refused.value.field == "told_at"
    incidents.notify(record, "school", told_at="2026-03-10T09:00")
    with pytest.raises(UserError) as refused:
        records.put("incident", {"occurred_at": "2026-03-10T09:30"}, record=record)
    assert refused.value.field == "occurred_at"
    assert "早于" in refused.value.text.zh
    records.put("incident", {"occurred_at": "2026-03-10T08:30"}, record=record)


def test_the_batch_s_own_limits_are_the_clocks(park: Park, now: str) -> None:
    batch = park.add("batch", name="2026春")
    park.services.records.put("placement", {"batch": batch}, record=park.placements[0])
    incidents = park.services.incidents
    record, _ = incidents.record({"kind": "machine", **incidents.start(park.students[0]), "level": "serious"})
    assert incidents.limits(park.students[:1])["serious"]["school"] == 120
    park.services.rule_sets.set_parameters(batch, {"R30.serious_told": 45})
    assert incidents.limits(park.students[:1])["serious"]["school"] == 45
    assert incidents.limits(park.students[1:2])["serious"]["school"] == 120
    assert {each.due for each in incidents.card(record).clocks if each.told == "school"} == {later(now, 45)}
    (row,) = incidents.rows()
    assert row.clock.deadline is not None
    assert row.clock.deadline.due == later(now, 45)


def test_the_usual_limits_are_those_of_the_national_rules(services: Services) -> None:
    assert services.incidents.limits([]) == LIMITS
