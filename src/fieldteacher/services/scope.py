"""Who holds which dossier: the rule by which a package is filled, and by which a dossier is taken back.

The scope is worked out where a package is written, from what is known there; no owner travels with the
records. The office holds everything. A student belongs to the teachers whom its placements name; what
nobody is named for belongs to everyone who is charged with such students (``UNASSIGNED``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from fieldteacher.domain.exchange import OFFICE, Station
from fieldteacher.domain.record import SHARED_DOSSIER
from fieldteacher.store.queries.scope import Facts, PlacementFact

UNASSIGNED = "*"
"""Among the teachers that a station covers: the students for whom no teacher is named."""
_GONE = "-"
"""The deleted students for whom no teacher is named: theirs who have them, because the deletion has to arrive."""
_GOING_ON = ("active", "planned")


class Scopes:
    """Answers for each station which dossiers it may hold; made once of the facts, asked for many stations."""

    def __init__(self, facts: Facts) -> None:
        self._held = facts.held
        gone = _gone(facts)
        self._owners = _owners(facts, gone)
        self._students: dict[str, set[str]] = defaultdict(set)
        for student, owners in self._owners.items():
            for owner in owners or (_GONE if student in gone else UNASSIGNED,):
                self._students[owner].add(student)
        self._facts = facts
        self._enterprises: dict[str, set[str]] = defaultdict(set)
        led: set[str] = set()
        for fact in facts.placements:
            if not fact.deleted:
                self._enterprises[fact.student].add(fact.enterprise)
                led.update((fact.enterprise,) if fact.teachers else ())
        self._free = {facts.standing(id) for id in facts.enterprises} - led
        self._at: dict[str, list[str]] = defaultdict(list)
        self._with: dict[str, list[str]] = defaultdict(list)
        self._for_all = [SHARED_DOSSIER]
        self._of_students: dict[str, tuple[str, ...]] = {}
        for event in facts.events:
            if event.enterprise is not None:
                self._at[event.enterprise].append(event.dossier)
            elif event.students:
                self._of_students[event.dossier] = event.students
                for student in event.students:
                    self._with[student].append(event.dossier)
            else:
                self._for_all.append(event.dossier)
        self._names: dict[str, list[str]] = defaultdict(list)
        for record in (*facts.students, *facts.enterprises):
            self._names[facts.standing(record)].append(record)

    def of(self, station: Station, has: Collection[str] = ()) -> frozenset[str]:
        """The dossiers here that a station may hold; ``has`` are those it is known to hold, or to have made."""
        if station.role == OFFICE:
            return self._held
        kept = set(has)
        charged = {UNASSIGNED} & set(station.covers)
        charged |= {
            self._facts.standing(id) for id in (station.teacher, *station.covers) if id not in (None, UNASSIGNED)
        }  # fmt: skip
        students = set[str]().union(*(self._students.get(teacher, ()) for teacher in charged))
        students |= {
            student
            for nobody in (UNASSIGNED, _GONE)
            for student in self._students.get(nobody, ())
            if self._is_with(student, kept)
        }
        enterprises = self._free.union(*(self._enterprises.get(student, ()) for student in students))
        enterprises |= {self._facts.standing(id) for id in _named(kept, "enterprise")}
        mine = {f"student:{name}" for student in students for name in self._names[student]}
        mine.update(f"enterprise:{name}" for each in enterprises for name in self._names.get(each, ()))
        mine.update(dossier for each in enterprises for dossier in self._at.get(each, ()))
        mine.update(dossier for each in students for dossier in self._with.get(each, ()))
        mine.update(self._for_all)
        mine.update(each for each in kept if not self._is_elsewhere(each))
        return frozenset(mine & self._held)

    def owners(self, student: str) -> frozenset[str]:
        """The teachers (ids) to whom a student belongs; empty where nobody is named."""
        return self._owners.get(self._facts.standing(student), frozenset())

    def students_by_teacher(self) -> dict[str, int]:
        """How many students, not deleted, belong to each teacher who is named for any."""
        living = {self._facts.standing(id) for id, deleted in self._facts.students.items() if not deleted}
        counts = {owner: len(students & living) for owner, students in self._students.items()}
        return {owner: count for owner, count in counts.items() if count and owner not in (UNASSIGNED, _GONE)}

    @property
    def unassigned(self) -> frozenset[str]:
        """The students, not deleted, for whom no teacher is named."""
        return frozenset(self._students.get(UNASSIGNED, ()))

    def _is_with(self, student: str, kept: Collection[str]) -> bool:
        return any(f"student:{name}" in kept for name in self._names[student])

    def _is_elsewhere(self, dossier: str) -> bool:
        """Whether somebody is named for a dossier, so that merely having it is no reason to keep it."""
        kind, _, record = dossier.partition(":")
        if kind == "student":
            return bool(self.owners(record))
        concerned = self._of_students.get(dossier, ())
        return bool(concerned) and all(self._owners.get(student) for student in concerned)


def _named(dossiers: Iterable[str], kind: str) -> list[str]:
    return [record for name, _, record in (each.partition(":") for each in dossiers) if name == kind]


def _gone(facts: Facts) -> frozenset[str]:
    """The students who are deleted, under every id they have."""
    living = {facts.standing(id) for id, deleted in facts.students.items() if not deleted}
    return frozenset(facts.standing(id) for id in facts.students) - living


def _owners(facts: Facts, gone: Collection[str]) -> dict[str, frozenset[str]]:
    """To which teachers each student belongs: those of its last placement that goes on, and of the one planned next.

    Both, so that nobody loses a student before the other's time begins. Where nothing goes on, the last
    placement says it; of a deleted student also a deleted one, because its deletion has to arrive.
    """
    placements: dict[str, list[PlacementFact]] = defaultdict(list)
    for fact in facts.placements:
        if fact.teachers:
            placements[fact.student].append(fact)
    found: dict[str, frozenset[str]] = {}
    for student in {facts.standing(id) for id in facts.students}:
        of = placements.get(student, [])
        if len(of) == 1 and not of[0].deleted:
            found[student] = frozenset(of[0].teachers)
            continue
        living = [fact for fact in of if not fact.deleted] or (of if student in gone else [])
        going_on = [_last(fact for fact in living if fact.status == status) for status in _GOING_ON]
        found[student] = frozenset[str]().union(*going_on) or _last(living)
    return found


def _last(placements: Iterable[PlacementFact]) -> frozenset[str]:
    """The teachers of the placement that began last; of several that began together, all."""
    ordered = list(placements)
    latest = max((fact.start for fact in ordered), default="")
    return frozenset(teacher for fact in ordered if fact.start == latest for teacher in fact.teachers)
