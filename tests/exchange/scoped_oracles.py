"""What must hold where each teacher holds only some dossiers: the office has everything, and nobody has too much."""

from __future__ import annotations

from collections import defaultdict

from tests.exchange.desk import Desk
from tests.exchange.oracles import (
    check_laptop,
    check_no_false_conflict_in,
    check_nothing_lost_in,
    look_together,
)
from tests.exchange.scoped import Scoped
from tests.exchange.truth import Name
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.text import same
from fieldteacher.store.sharing import digests
from fieldteacher.store.verifying import verify


def live_and_check_scoped(world: Scoped) -> None:
    """Live through a history and hold it to every oracle."""
    world.run()
    for desk in world.desks:
        desk.find_out()
        check_laptop(desk)
        desk.check_what_others_are_said_to_have(world.desks)
    kept = {name for desk in world.desks for name in desk.visible if world.truth.edits[name].travels}
    world.term_ends()
    check_the_office_has_all(world, kept)
    owners = owners_of_students(world.office)
    for desk in current(world):
        check_laptop(desk)
        desk.check_what_others_are_said_to_have(world.desks)
        if desk is not world.office:
            check_holds_its_own(world, desk, owners)
            check_agrees_with_the_office(world, desk)
    edits = {name: world.truth.edits[name] for name in kept}
    check_nothing_lost_in(world.truth, world.office.store, edits)
    check_no_false_conflict_in(world.truth, world.office.store, edits)
    for desk in world.random.sample(current(world), 2):
        assert verify(desk.store) == []
        assert_tables_follow_from_the_log(desk.store)


def current(world: Scoped) -> list[Desk]:
    """The computers that the office takes for the stations: of two with one teacher's store the one it heard of last."""
    known = {device for (device,) in world.office.store.read().query("SELECT device FROM peer")}
    return [desk for desk in world.desks if desk is world.office or desk.device in known]


def check_the_office_has_all(world: Scoped, kept: set[Name]) -> None:
    """Each edit that somebody had when nothing was lost any more has come to the office."""
    missing = kept - world.office.visible
    assert not missing, f"{len(missing)} edits did not reach the office"


def owners_of_students(office: Desk) -> dict[str, set[str] | None]:
    """The teachers of each student by the placements; ``None`` where nobody is named and everybody holds it."""
    reader = office.store.read()
    contested: dict[str, set[str]] = defaultdict(set)
    for record, teacher in reader.query(  # of deleted placements too
        "SELECT k.record, c.value FROM conflict k JOIN change c ON c.record = k.record AND c.field = k.field "
        "WHERE k.type = 'placement' AND k.field = 'teacher' AND c.live = 1 AND c.value IS NOT NULL"
    ):
        contested[record].add(str(teacher))
    of: dict[str, list[tuple[str, str, set[str]]]] = defaultdict(list)
    gone: dict[str, list[tuple[str, str, set[str]]]] = defaultdict(list)
    for row in reader.records("placement", deleted=True):
        teachers = contested[row["id"]] or ({row["teacher"]} if row["teacher"] else set())
        if teachers and row["student"]:
            place = gone if row["deleted"] else of
            place[row["student"]].append((row["status"] or "active", row["start"] or "", teachers))
    found: dict[str, set[str] | None] = {}
    for row in reader.records("student", deleted=True):
        # The deletion of a student has to reach whoever had one whose placement went with it.
        every = of[row["id"]] or (gone[row["id"]] if row["deleted"] else [])
        named: set[str] = set()
        for status in ("active", "planned"):
            named |= _of_the_last([each for each in every if each[0] == status])
        found[row["id"]] = named or _of_the_last(every) or None
    return found


def _of_the_last(placements: list[tuple[str, str, set[str]]]) -> set[str]:
    last = max((start for _, start, _ in placements), default="")
    return set[str]().union(*(teachers for _, start, teachers in placements if start == last))


def check_holds_its_own(world: Scoped, desk: Desk, owners: dict[str, set[str] | None]) -> None:
    """A teacher holds the students that are his or hers and those of nobody, and of all others no trace in any table."""
    me = world.college.teachers[desk.station - 1]
    mine = {student for student, names in owners.items() if names is None or me in names}
    reader = desk.store.read()
    dossiers = {
        id.removeprefix("student:")
        for (id,) in reader.query("SELECT DISTINCT d.id FROM change c JOIN dossier d ON d.n = c.dossier")
        if id.startswith("student:")
    }
    # A deleted student of nobody is not sent to those who never had one.
    deleted = {
        row["id"] for row in world.office.store.read().records("student", deleted=True) if row["deleted"]
    }
    lacking = mine - dossiers - {student for student in deleted if owners[student] is None}
    assert not dossiers - mine, f"too many: {len(dossiers - mine)}"
    assert not lacking, f"too few: {len(lacking)}"
    records = {row[0] for row in reader.query("SELECT record FROM change")}
    for table in ("student", "talk", "placement"):
        assert {row[0] for row in reader.query(f"SELECT id FROM {table}")} <= records
    assert {row[0] for row in reader.query("SELECT record FROM search_key")} <= records
    assert {row[0] for row in reader.query("SELECT record FROM conflict")} <= records
    others = {
        str(edit.value).encode()
        for edit in world.truth.edits.values()
        if edit.cell[2] == "student_number" and edit.cell[1] not in mine
    }
    for file in desk.folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not any(number in content for number in others), (
            f"{file.name} still holds a student of somebody else's"
        )


def check_agrees_with_the_office(world: Scoped, desk: Desk) -> None:
    """What a teacher holds is as the office has it, and shows the same."""
    with desk.store.write(same("digests")) as txn:
        mine = digests(txn)
    with world.office.store.write(same("digests")) as txn:
        theirs = digests(txn)
    assert {dossier: theirs.get(dossier) for dossier in mine} == mine
    here, there = look_together(desk.store), look_together(world.office.store)
    assert {record: there.records[record] for record in here.records} == here.records
    assert {cell for cell in there.contested if cell[0] in here.records} == here.contested
