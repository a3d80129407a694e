"""People put together, erased and handed over, by packages between an office and its teachers."""

from __future__ import annotations

from typing import Any

import pytest
from tests.services.exchange.stations import College, change, export, send, swap, value

from fieldteacher.domain.errors import InputRefused
from fieldteacher.services.app import Services
from fieldteacher.store.verifying import verify

PHONE = "13955512345"


def names(services: Services) -> list[str]:
    """The names of the students that a station shows."""
    return sorted(row["name"] for row in services.records.list("student")[1])


def sound(*stations: Services) -> None:
    """No store has anything wrong with it."""
    for services in stations:
        assert verify(services.store) == []


def placement_of(college: College, student: str) -> str:
    """The id of a student's only placement."""
    (placement,) = [row for row in college.office.records.list("placement")[1] if row["student"] == student]
    found: str = placement["id"]
    return found


def bytes_of(services: Services) -> bytes:
    """All that lies in a store's files, copies made before imports apart."""
    return b"".join(file.read_bytes() for file in services.store.folder.iterdir() if file.is_file())


def test_a_student_whom_the_teacher_and_the_office_typed_is_put_together_on_both_sides(
    college: College,
) -> None:
    teacher = college.add("张老师")
    office_s = college.student("李明", "1", "张老师", major="机电")
    swap(college, college.office, teacher)
    twin = teacher.records.put(
        "student", {"name": "李明", "student_number": "1", "phone": "139"}, allow_duplicate=True
    )[0]
    talk = teacher.records.put("talk", {"student": twin, "talked_on": "2026-03-10"})[0]
    swap(college, teacher, college.office)
    (pair,) = college.office.duplicates.possible()
    assert {pair.one, pair.other} == {office_s, twin}
    college.office.duplicates.put_together(twin, office_s)
    talk_later = teacher.records.put("talk", {"student": twin, "talked_on": "2026-03-11"})[0]
    swap(college, college.office, teacher)
    for services in (college.office, teacher):
        assert names(services) == ["李明"]
        assert value(services, "student", office_s, "phone") == "139"
        assert (
            value(services, "talk", talk, "student")
            == value(services, "talk", talk_later, "student")
            == office_s
        )
        assert services.duplicates.possible() == services.conflicts.waiting() == []
    sound(college.office, teacher)
    college.office.duplicates.undo()
    swap(college, college.office, teacher)
    assert names(teacher) == names(college.office) == ["李明", "李明"]
    assert value(teacher, "talk", talk, "student") == twin
    sound(college.office, teacher)


def test_both_halves_of_a_person_change_teacher_together(college: College) -> None:
    anna, bela = college.add("安老师"), college.add("白老师")
    one = college.student("李明", "1", "安老师")
    twin = college.office.records.put(
        "student", {"name": "李明", "student_number": "1"}, allow_duplicate=True
    )[0]
    talk = college.office.records.put("talk", {"student": twin, "talked_on": "2026-03-10"})[0]
    college.office.duplicates.put_together(twin, one)
    for teacher in (anna, bela):
        swap(college, college.office, teacher)
    assert value(anna, "talk", talk, "student") == one
    assert bela.records.get("talk", talk) is None
    bela_id = college.office.exchange.stations.teacher_named("白老师")
    change(college.office, "placement", placement_of(college, one), teacher=bela_id)
    for teacher in (anna, bela):
        swap(college, college.office, teacher)
    assert value(bela, "talk", talk, "student") == one
    college.clock.advance(days=14)
    send(college, college.office, anna)
    assert anna.records.get("student", one) is None
    assert anna.records.get("student", twin) is None
    sound(college.office, anna, bela)


def test_what_was_handed_over_goes_once_the_office_has_it_and_a_fortnight_after(college: College) -> None:
    anna, bela = college.add("安老师"), college.add("白老师")
    student = college.student("欧阳芷若", "1", "安老师", phone=PHONE)
    stays = college.student("王芳", "2", "安老师")
    for teacher in (anna, bela):
        swap(college, college.office, teacher)
    anna.records.put(
        "talk", {"student": student, "talked_on": "2026-03-10", "work": "学会了", "private_note": "zanzibar"}
    )
    early = export(college, college.office, anna)
    bela_id = college.office.exchange.stations.teacher_named("白老师")
    change(college.office, "placement", placement_of(college, student), teacher=bela_id)
    send(college, college.office, anna)
    college.clock.advance(days=20)
    send(college, college.office, anna)
    assert names(anna) == ["欧阳芷若", "王芳"], "the office lacks the talk"
    swap(college, anna, college.office)
    swap(college, college.office, anna)
    assert names(anna) == ["王芳"]
    assert PHONE.encode() not in bytes_of(anna)
    assert b"zanzibar" not in bytes_of(anna)
    assert len(college.office.records.list("talk", {"student": student})[1]) == 1
    anna.exchange.synchronisation.take_in(early.file)
    assert names(anna) == ["王芳"], "what comes late is passed over"
    change(anna, "student", stays, major="机电")
    send(college, anna, college.office)
    assert value(college.office, "student", student, "name") == "欧阳芷若", "and it is no deletion"
    send(college, college.office, bela)
    assert names(bela) == ["欧阳芷若"]
    anna_id = college.office.exchange.stations.teacher_named("安老师")
    change(college.office, "placement", placement_of(college, student), teacher=anna_id)
    send(college, college.office, anna)
    assert names(anna) == ["欧阳芷若", "王芳"], "given back"
    sound(college.office, anna, bela)


def test_the_start_removes_what_is_due_without_a_package(college: College) -> None:
    anna, _ = college.add("安老师"), college.add("白老师")
    student = college.student("李明", "1", "安老师")
    swap(college, college.office, anna)
    assert not anna.tidying.tidy()
    bela_id = college.office.exchange.stations.teacher_named("白老师")
    change(college.office, "placement", placement_of(college, student), teacher=bela_id)
    swap(college, college.office, anna)
    assert not anna.tidying.tidy()
    college.clock.advance(days=14, hours=1)
    changes = anna.tidying.tidy()
    assert ("student", student) in changes.deleted
    assert not changes.label.zh, "nobody is offered to take it back"
    assert names(anna) == []
    sound(anna)


def test_an_erasure_reaches_everybody_and_what_comes_later(college: College) -> None:
    bela = college.add("白老师")
    anna = college.add("安老师", "白老师")
    student = college.student("欧阳芷若", "1", "白老师", phone=PHONE)
    for teacher in (anna, bela):
        swap(college, college.office, teacher)
    for day in range(10, 20):
        bela.records.put("talk", {"student": student, "talked_on": f"2026-03-{day}", "work": "欧阳芷若说"})
    late = export(college, bela, anna) if _knows(bela, anna) else None
    swap(college, bela, college.office)
    bela.records.put("talk", {"student": student, "talked_on": "2026-03-20", "work": "欧阳芷若又说"})
    college.office.erasure.erase(student)
    for _ in range(2):
        for teacher in (anna, bela):
            swap(college, college.office, teacher)
    if late is not None:
        anna.exchange.synchronisation.take_in(late.file)
    for services in (college.office, anna, bela):
        assert names(services) == []
        assert services.records.list("talk") == (0, [])
        assert PHONE.encode() not in bytes_of(services)
        assert "若说".encode() not in bytes_of(services)
        assert value(services, "student", student, "name") is None
    sound(college.office, anna, bela)
    assert export(college, college.office, bela).dossiers == 0


def _knows(one: Services, other: Services) -> bool:
    keys = {peer.station.sign_key for peer in one.exchange.stations.peers()}
    return other.exchange.stations.need_own().station.sign_key in keys


def test_an_erased_student_goes_to_nobody_who_did_not_have_him(college: College) -> None:
    anna = college.add("安老师")
    student = college.student("欧阳芷若", "1", "安老师")
    swap(college, college.office, anna)
    college.office.erasure.erase(student)
    swap(college, college.office, anna)
    bela = college.add("白老师")
    swap(college, college.office, bela)
    held: list[Any] = bela.store.read().query("SELECT id FROM dossier WHERE id = ?", (f"student:{student}",))
    assert held == []
    assert anna.records.list("student") == (0, [])


def test_erasing_many_needs_a_word_like_any_mass_deletion(college: College) -> None:
    teacher = college.add("张老师")
    students = [college.student(f"学生{n}", str(n), "张老师") for n in range(12)]
    swap(college, college.office, teacher)
    for student in students[:6]:
        college.office.erasure.erase(student)
    exported = export(college, college.office, teacher)
    gate = teacher.exchange.synchronisation.preview(exported.file).gate
    assert gate is not None
    assert gate.deleted == {"student": 6}


def test_nobody_but_the_office_erases_without_a_word(college: College) -> None:
    """A teacher's package with an erasure that this station does not know of waits for a person; the office's does not."""
    first, second = college.add("张老师"), college.add("王老师", "张老师")
    student = college.student("李明", "1", "张老师", phone=PHONE)
    for teacher in (first, second):
        swap(college, college.office, teacher)
    send(college, college.office, first)  # which tells the one of the other
    send(college, second, first)
    college.office.erasure.erase(student)
    send(college, college.office, first)
    assert names(first) == []
    told = export(college, first, second)
    with pytest.raises(InputRefused) as refused:
        second.exchange.synchronisation.take_in(told.file)
    assert refused.value.code == "mass_deletion"
    preview = second.exchange.synchronisation.preview(told.file)
    assert (preview.gate.deleted, preview.gate.rewritten, preview.gate.erased, preview.gate.number) == (
        {},
        0,
        1,
        1,
    )
    assert names(second) == ["李明"]
    second.exchange.synchronisation.take_in(told.file, accept_deletions=True)
    assert names(second) == []
