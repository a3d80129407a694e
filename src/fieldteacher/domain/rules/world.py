"""The records joined to what a check is called with: a placement with its papers, an enterprise with its students."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from fieldteacher.domain.calendar import WorkCalendar
from fieldteacher.domain.rules.facts import (
    CURRENT,
    AttestationFacts,
    BatchFacts,
    CollegeFacts,
    EducationFacts,
    EnterpriseFacts,
    EvaluationFacts,
    IncidentFacts,
    JournalFacts,
    NotificationFacts,
    PaperFacts,
    PlacementFacts,
    Records,
    StudentFacts,
    VisitFacts,
)
from fieldteacher.domain.text import Text, same


@dataclass(slots=True)
class Placed:
    """A placement with its student, enterprise, batch and papers."""

    placement: PlacementFacts
    student: StudentFacts
    enterprise: EnterpriseFacts
    batch: BatchFacts | None
    papers: Mapping[str, Sequence[PaperFacts]]
    begun: str
    """The first day of the student's placements in this batch, before any transfer."""

    @property
    def title(self) -> Text:
        """The student and where."""
        return same(f"{self.student.name} · {self.enterprise.short_name or self.enterprise.name}")


@dataclass(slots=True)
class Unit:
    """An enterprise with the students there now, its visits in order of time, and the days it was checked."""

    enterprise: EnterpriseFacts
    placed: list[Placed] = field(default_factory=list)
    first_start: str | None = None
    """The first day of the first placement there ever."""
    visits: Sequence[VisitFacts] = ()
    checked: frozenset[str] = frozenset()

    @property
    def title(self) -> Text:
        """Its name."""
        return same(self.enterprise.short_name or self.enterprise.name)


@dataclass(slots=True)
class Group:
    """A batch with its students, the education held for it, and what was stated about it."""

    batch: BatchFacts
    placed: list[Placed]
    educations: Sequence[EducationFacts]
    stated: Mapping[str, AttestationFacts]

    @property
    def title(self) -> Text:
        """Its name."""
        return same(self.batch.name)


@dataclass(slots=True)
class Event:
    """An incident, who was told, and who was in it."""

    incident: IncidentFacts
    told: Sequence[NotificationFacts]
    students: Sequence[StudentFacts]
    batch: BatchFacts | None
    last_talks: Mapping[str, str]

    @property
    def title(self) -> Text:
        """The students in it."""
        return Text("、".join(s.name for s in self.students), ", ".join(s.name for s in self.students))


@dataclass(slots=True, kw_only=True)
class World:
    """All of it on one day. ``today`` and ``moment`` are local, in ISO (``moment`` to the minute)."""

    today: str
    moment: str
    calendar: WorkCalendar
    college: CollegeFacts | None
    placed: Sequence[Placed]
    ended: Sequence[Placed]
    students: Sequence[StudentFacts]
    units: Sequence[Unit]
    groups: Sequence[Group]
    events: Sequence[Event]
    interns: Mapping[str, int]
    """Enterprise to how many students are there today."""
    on_post: Mapping[tuple[str, str], int]
    """Enterprise and post to how many students are on it today."""
    evaluations: Mapping[str, Sequence[EvaluationFacts]]
    journals: Mapping[str, JournalFacts]
    chains: Mapping[tuple[str, str | None], Sequence[PlacementFacts]]
    """Student and batch to all placements there, in order of time."""
    papers: Mapping[str, Mapping[str, Sequence[PaperFacts]]]
    """Placement and kind to papers."""
    visits: Mapping[str, Sequence[VisitFacts]]
    last_talks: Mapping[str, str]
    illustrated: frozenset[str]

    def day(self, back: int) -> str:
        """The day so many days before today."""
        return (date.fromisoformat(self.today) - timedelta(days=back)).isoformat()


def is_current(placement: PlacementFacts) -> bool:
    """Whether a placement goes on or is to come."""
    return (placement.status or "active") in CURRENT


def join(records: Records, *, today: str, moment: str, calendar: WorkCalendar) -> World:
    """Join the records; what refers to a record that is not there is left out."""
    students = {each.id: each for each in records.students}
    enterprises = {each.id: each for each in records.enterprises}
    batches = {each.id: each for each in records.batches}
    papers = _papers(records.papers)
    visits: defaultdict[str, list[VisitFacts]] = defaultdict(list)
    for visit in records.visits:
        visits[visit.enterprise].append(visit)
    chains: defaultdict[tuple[str, str | None], list[PlacementFacts]] = defaultdict(list)
    for placement in sorted(records.placements, key=lambda p: p.start):
        chains[placement.student, placement.batch].append(placement)
    placed, ended = [], []
    for placement in records.placements:
        student, enterprise = students.get(placement.student), enterprises.get(placement.enterprise)
        if student is None or enterprise is None:
            continue
        batch = batches.get(placement.batch or "")
        begun = chains[placement.student, placement.batch][0].start
        joined = Placed(placement, student, enterprise, batch, papers.get(placement.id, {}), begun)
        if is_current(placement):
            placed.append(joined)
        if _is_over(joined, chains[placement.student, placement.batch], today):
            ended.append(joined)
    there = [each for each in placed if each.placement.start <= today]
    return World(
        today=today, moment=moment, calendar=calendar, college=records.college, placed=placed, ended=ended,
        students=_students(records, placed), units=_units(records, enterprises, placed, visits),
        groups=_groups(records, placed), events=_events(records, students, placed),
        interns=_interns(there), on_post=_on_post(there), evaluations=_evaluations(records),
        journals={each.student: each for each in records.journals}, chains=chains, papers=papers, visits=visits,
        last_talks=records.last_talks, illustrated=records.illustrated,
    )  # fmt: skip


def _is_over(placed: Placed, chain: Sequence[PlacementFacts], today: str) -> bool:
    """Whether a student's time in a batch is over: ended, or its last day has passed, or back when the batch ended."""
    placement = placed.placement
    if placement is not chain[-1] or any(each is not placement and is_current(each) for each in chain):
        return False
    status = placement.status or "active"
    if status == "returned":
        end = placed.batch.end if placed.batch else placement.end
        return end is not None and end < today
    return status == "ended" or (
        status != "transferred" and placement.end is not None and placement.end < today
    )


def _papers(papers: Iterable[PaperFacts]) -> dict[str, dict[str, list[PaperFacts]]]:
    found: dict[str, dict[str, list[PaperFacts]]] = {}
    for paper in papers:
        found.setdefault(paper.placement, {}).setdefault(paper.kind, []).append(paper)
    return found


def _students(records: Records, placed: Sequence[Placed]) -> list[StudentFacts]:
    """The students who are placed now, and those who have not been placed yet."""
    now = {each.student.id for each in placed}
    ever = {each.student for each in records.placements}
    return [each for each in records.students if each.id in now or each.id not in ever]


def _units(
    records: Records,
    enterprises: Mapping[str, EnterpriseFacts],
    placed: Sequence[Placed],
    visits: Mapping[str, Sequence[VisitFacts]],
) -> list[Unit]:
    """The enterprises with students there now or to come."""
    units: dict[str, Unit] = {}
    for each in placed:
        id = each.enterprise.id
        if id not in units:
            units[id] = Unit(
                enterprises[id], visits=visits.get(id, ()), checked=records.checked.get(id, frozenset())
            )
        units[id].placed.append(each)
    for placement in records.placements:
        unit = units.get(placement.enterprise)
        if unit is not None and (unit.first_start is None or placement.start < unit.first_start):
            unit.first_start = placement.start
    return list(units.values())


def _groups(records: Records, placed: Sequence[Placed]) -> list[Group]:
    members: defaultdict[str, list[Placed]] = defaultdict(list)
    for each in placed:
        if each.batch is not None:
            members[each.batch.id].append(each)
    stated: defaultdict[str, dict[str, AttestationFacts]] = defaultdict(dict)
    for word in records.attestations:
        stated[word.batch][word.rule] = word
    return [
        Group(
            batch,
            members[batch.id],
            [e for e in records.educations if e.batch in (None, batch.id)],
            stated.get(batch.id, {}),
        )
        for batch in records.batches
        if batch.id in members
    ]


def _events(records: Records, students: Mapping[str, StudentFacts], placed: Sequence[Placed]) -> list[Event]:
    told: defaultdict[str, list[NotificationFacts]] = defaultdict(list)
    for each in records.notifications:
        told[each.incident].append(each)
    batch_of = {each.student.id: each.batch for each in placed}
    events = []
    for incident in records.incidents:
        people = [students[id] for id in incident.students or () if id in students]
        batch = next((batch_of[each.id] for each in people if batch_of.get(each.id)), None)
        talks = {each.id: records.last_talks.get(each.id, "") for each in people}
        events.append(Event(incident, told.get(incident.id, ()), people, batch, talks))
    return events


def _interns(there: Sequence[Placed]) -> dict[str, int]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for each in there:
        found[each.enterprise.id].add(each.student.id)
    return {id: len(people) for id, people in found.items()}


def _on_post(there: Sequence[Placed]) -> dict[tuple[str, str], int]:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in there:
        if each.placement.post:
            found[each.enterprise.id, each.placement.post].add(each.student.id)
    return {key: len(people) for key, people in found.items()}


def _evaluations(records: Records) -> dict[str, list[EvaluationFacts]]:
    found: dict[str, list[EvaluationFacts]] = {}
    for each in records.evaluations:
        found.setdefault(each.placement, []).append(each)
    return found
