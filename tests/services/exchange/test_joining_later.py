"""A teacher who worked alone joins with all there is: nothing is lost, and the students stay the teacher's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import HeldClock
from tests.services.exchange.stations import College, send, swap

from fieldteacher.bootstrap import create_services
from fieldteacher.domain.clock import Ids
from fieldteacher.domain.errors import InputRefused
from fieldteacher.services.app import Services


@pytest.fixture
def alone(tmp_path: Path, clock: HeldClock, ids: Ids) -> Iterator[Services]:
    """The store of 张老师, who has worked alone so far, with a student."""
    made = create_services(tmp_path / "alone", name="张老师", college="我们学院", clock=clock, ids=ids)
    student, _ = made.records.put("student", {"name": "张伟", "student_number": "1"})
    enterprise, _ = made.records.put("enterprise", {"name": "甲厂"})
    (teacher,) = made.records.list("teacher")[1]
    made.placements.place(
        {"student": student, "enterprise": enterprise, "start": "2026-03-01", "teacher": teacher["id"]}
    )
    yield made
    made.close()


def test_what_was_there_goes_to_the_college_and_stays_here(college: College, alone: Services) -> None:
    college.office.exchange.stations.found()
    theirs = college.student("李娜", "2", None)
    invited = college.office.exchange.inviting.invite("张老师", college.folder / "z.ftinvite")
    alone.exchange.inviting.join(invited.file, invited.code)
    assert {row["name"] for row in alone.records.list("student")[1]} == {"张伟", "李娜"}
    assert [row["name"] for row in alone.records.list("college")[1]] == ["示例职业技术学院"]
    (teacher,) = alone.records.list("teacher", {"name": "张老师"})[1]
    assert teacher["id"] == invited.teacher
    (placement,) = alone.records.list("placement", {"teacher": invited.teacher})[1]
    send(college, alone, college.office)
    swap(college, college.office, alone)
    assert college.office.records.count("student") == 2
    assert [row["name"] for row in college.office.records.list("college")[1]] == ["示例职业技术学院"]
    (peer,) = college.office.exchange.synchronisation.overview().peers
    assert (peer.students, peer.waiting) == (2, 0)
    college.office.exchange.stations.set_unassigned_to("nobody")
    swap(college, college.office, alone)
    college.clock.advance(days=30)
    swap(college, college.office, alone)
    assert {row["name"] for row in alone.records.list("student")[1]} >= {"张伟"}
    assert alone.records.need("placement", placement["id"])["student"] != theirs


def test_joining_twice_or_as_an_office_is_refused(college: College, alone: Services) -> None:
    invited = college.office.exchange.inviting.invite("张老师", college.folder / "z.ftinvite")
    for code in ("AAAA-BBBB-CCCC-DDDD", "x"):
        with pytest.raises(InputRefused):
            alone.exchange.inviting.join(invited.file, code)
    assert alone.exchange.stations.own() is None
    with pytest.raises(InputRefused) as office:
        college.office.exchange.inviting.join(invited.file, invited.code)
    assert office.value.code == "already_joined"
    alone.settings.set("role", "office")
    with pytest.raises(InputRefused) as other:
        alone.exchange.inviting.join(invited.file, invited.code)
    assert other.value.code == "not_a_teacher"
    alone.settings.set("role", "teacher")
    alone.exchange.inviting.join(invited.file, invited.code)
    with pytest.raises(InputRefused):
        alone.exchange.inviting.join(invited.file, invited.code)
