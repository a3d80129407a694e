"""Who holds which dossier."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from tests.services.park import Park

from fieldteacher.domain.exchange import OFFICE, TEACHER, Station
from fieldteacher.services.scope import UNASSIGNED, Scopes
from fieldteacher.store.queries.scope import EventFact, Facts, PlacementFact, facts


def station(teacher: str | None, *covers: str, role: str = TEACHER) -> Station:
    """A station of a teacher."""
    return Station(
        sign_key="aa" * 32, age_key="age1x", device="d1", label="某老师", role=role, teacher=teacher, covers=covers
    )  # fmt: skip


def at(student: str, *teachers: str, enterprise: str = "e", status: str = "active", start: str = "2026-03-01",
       deleted: bool = False) -> PlacementFact:  # fmt: skip
    """A placement."""
    return PlacementFact(student, enterprise, teachers, status, start, deleted)


@dataclass
class Known:
    """Facts to be made; every record named in a placement or an event is held, and whatever ``more`` says."""

    placements: list[PlacementFact] = field(default_factory=list)
    events: list[EventFact] = field(default_factory=list)
    students: dict[str, bool] = field(default_factory=dict)
    enterprises: list[str] = field(default_factory=list)
    more: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)

    def scope(self, of: Station, *has: str) -> set[str]:
        """What a station may hold, without the shared dossier."""
        students = {fact.student: False for fact in self.placements} | self.students
        enterprises = sorted({fact.enterprise for fact in self.placements} | set(self.enterprises))
        held = {f"student:{s}" for s in students} | {f"enterprise:{e}" for e in enterprises} | {"shared"}
        held |= {event.dossier for event in self.events} | self.more
        made = Facts(self.placements, self.events, students, enterprises, frozenset(held), self.aliases)
        found = Scopes(made).of(of, has)
        assert "shared" in found
        return set(found) - {"shared"}


ANNA, BELA = station("a"), station("b")


def test_the_office_holds_everything() -> None:
    known = Known([at("s", "a")], more={"letter:1"})
    assert known.scope(station(None, role=OFFICE)) == {"student:s", "enterprise:e", "letter:1"}


def test_a_student_is_its_teachers_and_whoever_stands_in_for_her() -> None:
    known = Known([at("s", "a")])
    assert known.scope(ANNA) == {"student:s", "enterprise:e"}
    assert known.scope(BELA) == set()
    assert known.scope(station("b", "a")) == {"student:s", "enterprise:e"}


def test_having_a_student_of_another_teacher_is_no_reason_to_keep_it() -> None:
    assert Known([at("s", "a")]).scope(BELA, "student:s") == set()


def test_the_placement_that_began_last_says_it() -> None:
    known = Known([at("s", "a", start="2026-01-01"), at("s", "b", start="2026-02-01")])
    assert known.scope(ANNA) == set()
    assert "student:s" in known.scope(BELA)


def test_what_is_over_counts_only_where_nothing_goes_on() -> None:
    over = at("s", "a", status="ended", start="2026-05-01")
    assert Known([over]).scope(ANNA) == {"student:s", "enterprise:e"}
    assert Known([over, at("s", "b")]).scope(ANNA) == set()


def test_before_a_handover_both_teachers_hold_the_student() -> None:
    known = Known([at("s", "a"), at("s", "b", status="planned", start="2026-09-01", enterprise="f")])
    assert "student:s" in known.scope(ANNA)
    assert "student:s" in known.scope(BELA)


def test_a_contested_teacher_takes_the_student_from_neither() -> None:
    known = Known([at("s", "a", "b")])
    assert "student:s" in known.scope(ANNA)
    assert "student:s" in known.scope(BELA)


def test_a_student_of_nobody_is_everybodys_who_is_charged_with_such() -> None:
    known = Known([at("s")])
    assert known.scope(station("a", UNASSIGNED)) == {"student:s", "enterprise:e"}
    assert known.scope(ANNA) == {"enterprise:e"}
    assert known.scope(ANNA, "student:s") == {"student:s", "enterprise:e"}, "what it made itself stays"


def test_a_placement_without_a_teacher_does_not_hide_the_one_named() -> None:
    assert Known([at("s", "a", start="2026-01-01"), at("s", start="2026-02-01")]).scope(ANNA) >= {"student:s"}


def test_a_deleted_student_stays_with_its_teacher_so_that_the_deletion_arrives() -> None:
    known = Known([at("s", "a", deleted=True)], students={"s": True})
    assert "student:s" in known.scope(ANNA)
    assert "student:s" not in known.scope(station("b", UNASSIGNED))
    assert "student:s" not in Known([at("s", "a", deleted=True)]).scope(ANNA), "a living one is nobody's then"


def test_a_deleted_student_of_nobody_goes_to_those_who_have_it_alone() -> None:
    known = Known(students={"s": True})
    assert known.scope(station("a", UNASSIGNED)) == set()
    assert known.scope(ANNA, "student:s") == {"student:s"}


def test_people_put_together_go_together() -> None:
    known = Known([at("s", "a")], students={"s2": False}, aliases={"s2": "s"})
    assert known.scope(ANNA) >= {"student:s", "student:s2"}
    assert "student:s" in Known([at("s", "a")], aliases={"a2": "a"}).scope(station("a2"))


def test_an_enterprise_goes_with_its_students_or_stays_or_is_nobodys() -> None:
    known = Known([at("s", "a"), at("t", "b", enterprise="f")], enterprises=["g"])
    assert known.scope(ANNA) == {"student:s", "enterprise:e", "enterprise:g"}
    assert "enterprise:f" in known.scope(ANNA, "enterprise:f")


def test_events_follow_their_enterprise_and_incidents_their_students() -> None:
    events = [
        EventFact("visit:1", "e", ()), EventFact("visit:2", "f", ()), EventFact("education:1", None, ()),
        EventFact("incident:1", None, ("s",)), EventFact("incident:2", None, ("t",)),
    ]  # fmt: skip
    known = Known([at("s", "a"), at("t", "b", enterprise="f")], events)
    assert known.scope(ANNA) == {"student:s", "enterprise:e", "visit:1", "education:1", "incident:1"}
    assert "visit:2" in known.scope(ANNA, "visit:2")
    assert "incident:2" not in known.scope(ANNA, "incident:2")


def test_what_this_version_does_not_know_goes_to_those_who_have_it() -> None:
    known = Known(more={"letter:1", "briefing:1"})
    assert known.scope(ANNA) == set()
    assert known.scope(ANNA, "letter:1", "briefing:1", "letter:2") == {"letter:1", "briefing:1"}


@pytest.mark.parametrize("contested", [False, True])
def test_it_is_read_from_the_store(park: Park, contested: bool) -> None:
    anna, bela = park.add("teacher", name="安老师"), park.add("teacher", name="白老师")
    records = park.services.records
    base = records.heads("placement", park.placements[0])
    records.put("placement", {"teacher": anna}, record=park.placements[0])
    if contested:
        records.put("placement", {"teacher": bela}, record=park.placements[0], base=base)
    visit = park.add("visit", enterprise=park.enterprise, visited_on="2026-03-10")
    incident = park.add(
        "incident", kind="work_injury", occurred_at="2026-03-10T08:00", students=[park.students[0]]
    )
    scopes = Scopes(facts(park.services.store.read()))
    mine = {
        f"student:{park.students[0]}",
        f"enterprise:{park.enterprise}",
        f"visit:{visit}",
        f"incident:{incident}",
    }
    everywhere = {f"enterprise:{park.other_enterprise}", "shared"}
    assert scopes.of(station(anna)) == mine | everywhere
    assert scopes.of(station(bela)) == (mine if contested else set()) | everywhere
    assert scopes.unassigned == set(park.students[1:])
