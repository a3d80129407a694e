"""What the office says and believes of dossiers, where an import was taken back or a package came late."""

from __future__ import annotations

from tests.services.exchange.stations import College, change, export, send, swap, value

FORTNIGHT = 15 * 24 * 60


def test_what_the_office_took_back_is_not_confirmed(college: College) -> None:
    """A teacher whose student was given to somebody else keeps what the office does not count."""
    teacher, successor = college.add("张老师"), college.add("王老师")
    student = college.student("李明", "1", "张老师")
    swap(college, college.office, teacher)
    change(teacher, "student", student, note="只有张老师写过")
    taken = send(college, teacher, college.office)
    college.office.records.undo(taken.merged.save)
    (placement,) = college.office.store.read().records("placement", {"student": student})
    change(
        college.office, "placement", placement["id"],
        teacher=college.office.exchange.stations.teacher_named("王老师"),
    )  # fmt: skip
    for _ in range(2):
        send(college, college.office, teacher)
        college.clock.advance(minutes=FORTNIGHT)
    assert value(teacher, "student", student, "note") == "只有张老师写过"

    send(college, teacher, college.office)  # which takes the change up again
    assert value(college.office, "student", student, "note") == "只有张老师写过"
    send(college, college.office, teacher)
    assert teacher.records.get("student", student) is None
    swap(college, college.office, successor)
    assert value(successor, "student", student, "note") == "只有张老师写过"


def test_a_late_package_says_nothing_new_of_what_its_sender_holds(college: College) -> None:
    teacher = college.add("张老师")
    student = college.student("李明", "1", "张老师")
    swap(college, college.office, teacher)
    late = export(college, teacher, college.office)
    change(college.office, "student", student, phone="13800000001")
    send(college, college.office, teacher)
    send(college, teacher, college.office)
    college.office.exchange.synchronisation.take_in(late.file)
    again = export(college, college.office, teacher)
    assert (again.dossiers, again.changes) == (0, 0)
