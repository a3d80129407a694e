"""The day's list after any save is the same as one computed anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.park import PAPERS, Park

from fieldteacher.domain.agenda import Duty
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.schedule import Urgency
from fieldteacher.services.app import Services
from fieldteacher.services.today import Agenda, TodayService

_DAYS = st.integers(-40, 12)
_ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ("talk", "visit", "promise", "absence", "paper", "check", "incident", "notify", "mark", "place", "move",
             "delete", "restore", "undo", "rename", "batch", "unbatch", "status", "together", "apart")
        ),
        st.integers(0, 5), _DAYS,
    ),
    min_size=1, max_size=12,
)  # fmt: skip


def _act(park: Park, today: date, action: str, n: int, days: int) -> None:
    """Save something; what makes no sense is refused by the services and changes nothing."""
    services, day = park.services, str(today + timedelta(days=days))
    student = park.students[n % 3]
    firm = (park.enterprise, park.other_enterprise)[n % 2]
    placements = services.store.read().query("SELECT id FROM placement ORDER BY id")
    placement = placements[n % len(placements)][0]
    batch = services.store.read().query("SELECT id FROM batch")[0][0]
    scheme = services.store.read().query("SELECT id FROM scheme")[0][0]
    simple: dict[str, tuple[str, dict[str, Any]]] = {
        "talk": ("talk", {"student": student, "talked_on": day, "follow_up_on": day if n % 2 else None}),
        "visit": ("visit", {"enterprise": firm, "visited_on": day, "next_visit_on": str(today) if n % 3 else None}),
        "promise": ("promise", {"about": firm if n > 3 else student, "what": "事", "due_on": day}),
        "absence": ("absence", {"student": student, "kind": "sick", "starts_at": f"{day}T08:00", "ends_at": f"{day}T17:00"}),
        "paper": ("paper", {"placement": placement, "kind": PAPERS[n % 4], "valid_to": day, "passed": n % 2 == 0}),
        "check": ("daily_check", {"enterprise": firm, "checked_on": day, "normal": True}),
        "incident": ("incident", {"kind": "fight", "occurred_at": f"{day}T08:00", "enterprise": firm if n % 3 else None, "students": [student]}),
        "place": ("placement", {"student": student, "enterprise": firm, "batch": batch, "start": day, "status": ("active", "planned")[n % 2]}),
    }  # fmt: skip
    if action in simple:
        kind, values = simple[action]
        park.add(kind, **{name: value for name, value in values.items() if value is not None})
    elif action == "notify" and (incidents := services.records.list("incident")[1]):
        park.add(
            "notification",
            incident=incidents[n % len(incidents)]["id"],
            told="school",
            told_at=f"{day}T10:00",
        )
    elif action == "mark":
        scheme = services.records.list("scheme")[1][0]["id"]
        park.add(
            "evaluation",
            placement=placement,
            scheme=scheme,
            stage=("mid", "final")[n % 2],
            rater="enterprise",
            status="signed",
        )
    elif action == "move":
        talks = services.records.list("talk")[1]
        if talks:
            services.records.put("talk", {"student": student}, record=talks[n % len(talks)]["id"])
        services.records.put("placement", {"enterprise": firm}, record=placement)
    elif action in ("delete", "restore"):
        kind = ("talk", "visit", "placement", "promise", "paper", "student")[n]
        records = (
            services.records.list(kind)[1]
            if action == "delete"
            else services.store.read().records(kind, deleted=True)
        )
        if records:
            getattr(services.records, action)(kind, records[days % len(records)]["id"])
    elif action == "together":
        pupils = (student, park.students[(n + 1) % 3])
        services.duplicates.put_together(*(pupils if n % 2 else (firm, park.other_enterprise)))
    elif action == "apart":
        for each in services.duplicates.together():
            services.duplicates.take_apart(each.record)
    elif action == "undo":
        services.records.undo()
    elif action == "rename":
        services.records.put("enterprise", {"short_name": f"名{days}"}, record=firm)
        services.records.put("student", {"name": f"生{days}"}, record=student)
    elif action == "batch":
        services.records.put("batch", {"talks_required": n, "daily_check_required": n % 2 == 0}, record=batch)
    elif action == "unbatch":
        services.records.put("placement", {"batch": batch if n % 2 else None}, record=placement)
    elif action == "status":
        services.records.put("placement", {"status": ("active", "ended", "planned")[n % 3]}, record=placement)


def _comparable(agenda: Agenda) -> object:
    return sorted(agenda.items), agenda.figures, sorted(each.item for each in agenda.snoozed)


@given(actions=_ACTIONS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_kept_up_to_date_is_the_same_as_computed_anew(
    services: Services, settled: Park, clock: Clock, today: date, actions: list[tuple[str, int, int]]
) -> None:
    if not services.store.read().query("SELECT 1 FROM scheme"):
        scheme = settled.add("scheme", name="方案", version=1, raters={"enterprise": 100})
        services.records.put("batch", {"scheme": scheme}, record=services.records.list("batch")[1][0]["id"])
    services.today.agenda()
    for action, n, days in actions:
        try:
            _act(settled, today, action, n, days)
        except UserError:
            continue
        kept = services.today.agenda()
        assert _comparable(kept) == _comparable(TodayService(services.store, clock).agenda()), action


def test_what_another_program_saved_is_seen(
    services: Services, settled: Park, clock: Clock, today: date
) -> None:
    from fieldteacher.bootstrap import open_services

    assert services.today.agenda().items == []
    other = open_services(services.store.folder, password=None, clock=clock)
    other.records.put("promise", {"about": settled.students[0], "what": "调班", "due_on": str(today)})
    other.close()
    assert [(i.urgency, i.duty) for i in services.today.agenda().items] == [(Urgency.TODAY, Duty.PROMISE)]


class Later:
    """A clock whose day can be put forward."""

    def __init__(self, clock: Clock, day: date) -> None:
        self._clock, self.day = clock, day

    def now(self) -> datetime:
        """The moment of the clock it was made from."""
        return self._clock.now()

    def today(self) -> date:
        """The day it was put to."""
        return self.day


def test_the_next_morning_everything_is_computed_anew(services: Services, settled: Park, today: date) -> None:
    clock = Later(services.clock, today)
    settled.add("promise", about=settled.students[0], what="调班", due_on=str(today))
    service = TodayService(services.store, clock)
    assert [item.urgency for item in service.agenda().items] == [Urgency.TODAY]
    clock.day = today + timedelta(days=1)
    assert [item.urgency for item in service.agenda().items] == [Urgency.OVERDUE]
