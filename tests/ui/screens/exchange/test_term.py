"""A term in three windows: the college's office and two teachers, with all that goes wrong in one."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.conftest import HeldClock
from tests.services.exchange.stations import College
from tests.ui.screens.exchange.desks import Desk

from fieldteacher.bootstrap import join_services, open_services
from fieldteacher.domain.clock import RandomIds
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.store.sharing import digests

Sit = Callable[..., Desk]


@pytest.fixture
def sit(qapp: QApplication, qtbot: QtBot, clock: HeldClock, shared: Path) -> Iterator[Sit]:
    """Sits somebody at a window."""
    assert qapp
    interval, desks = sys.getswitchinterval(), list[Desk]()

    def seat(services: Services, its: HeldClock = clock) -> Desk:
        desks.append(Desk(services, its, shared, qtbot))
        return desks[-1]

    yield seat
    for desk in desks:
        with contextlib.suppress(RuntimeError):  # left already
            desk.leave()
    sys.setswitchinterval(interval)


def rounds(*desks: Desk) -> None:
    """Everybody writes and takes in until nothing new comes; conflicts are left alone."""
    for _ in range(2):
        for desk in desks:
            desk.send()
        for desk in desks:
            desk.take()


def agree(office: Desk, *others: Desk) -> None:
    """What a teacher holds is what the office holds, to the last change."""
    with office.services.store.rehearse(Text("", "")) as txn:
        there = digests(txn)
    for each in others:
        with each.services.store.rehearse(Text("", "")) as txn:
            here = digests(txn)
        assert len(here) > 3
        assert {id: there.get(id) for id in here} == here


def test_a_term(college: College, clock: HeldClock, sit: Sit, shared: Path, tmp_path: Path) -> None:
    office = sit(college.office)
    zhang, li_services = sit(college.add("张老师")), _with_a_clock_of_its_own(college)
    li_clock = HeldClock(clock.now())
    li = sit(open_services(li_services, password=None, clock=li_clock), li_clock)
    first = college.student("张伟", "1", "张老师", phone="1")
    second = college.student("王芳", "2", "张老师", phone="1")
    third = college.student("李娜", "3", "李老师", phone="1")
    rounds(office, zhang, li)
    assert zhang.value("student", third, "name") is None  # each holds only his or her own
    talk = zhang.put("talk", student=first, talked_on="2026-03-10", thoughts="好。")
    rounds(office, zhang)

    # Both edit the same talk, and one deletes what the other edits.
    clock.advance(hours=1)
    zhang.put("talk", talk, thoughts="想家。")
    zhang.put("student", second, phone="13800000002")
    clock.advance(hours=1)
    office.put("talk", talk, thoughts="情绪稳定。")
    office.services.records.delete("student", second)
    zhang.send()
    office.take()
    assert office.conflicts() == {"思想", "删除还是保留"}
    office.settle("思想", "B")
    office.settle("删除还是保留", "1")
    rounds(office, zhang)
    assert zhang.conflicts() == set()
    assert zhang.value("talk", talk, "thoughts") == "想家。\n\n情绪稳定。"
    assert (
        zhang.value("student", second, "phone") == office.value("student", second, "phone") == "13800000002"
    )

    # A stick is lost: what was on it comes with the next package.
    zhang.put("student", first, class_name="机电2301")
    zhang.send()
    for file in shared.iterdir():
        file.unlink()
    office.take()
    assert office.value("student", first, "class_name") is None
    rounds(office, zhang)
    assert office.value("student", first, "class_name") == "机电2301"

    # A clock stands at 2001: nobody is kept from working, and its change does not hide a later one.
    li_clock.advance(days=-9_200)
    li.put("student", third, phone="13900000001")
    assert "2001" in li.window.clock_bar.words or li.services.settings.status().wrong_clock is not None
    office.put("student", third, phone="13700000001")
    li.send()
    office.take()
    assert office.conflicts() == {"手机"}
    assert office.value("student", third, "phone") == "13700000001"
    office.settle("手机", "2")
    li_clock.advance(days=9_200)
    rounds(office, li)
    assert li.conflicts() == set()
    assert li.value("student", third, "phone") == "13900000001"

    # A laptop is restored from last week's backup: what it wrote since comes back from the office.
    backup = li.services.backups.create(tmp_path / "stick")
    clock.advance(days=7)
    li_clock.advance(days=7)
    li.put("student", third, class_name="数控2301")
    rounds(office, li)
    li.leave()
    li.services.close()
    college.office.access.restore(backup.path, tmp_path / "again", "")
    li = sit(open_services(tmp_path / "again", password=None, clock=li_clock), li_clock)
    assert li.value("student", third, "class_name") is None
    li.put("student", third, major="数控")
    rounds(office, li)
    assert li.value("student", third, "class_name") == "数控2301"
    assert office.value("student", third, "major") == "数控"

    # A student changes teacher.
    (placement,) = office.services.records.list("placement", {"student": first})[1]
    office.put("placement", placement["id"], teacher=college.office.exchange.stations.teacher_named("李老师"))
    rounds(office, zhang, li)
    assert li.value("student", first, "class_name") == "机电2301"
    assert li.value("talk", talk, "thoughts") == "想家。\n\n情绪稳定。"
    clock.advance(days=20)
    li_clock.advance(days=20)
    rounds(office, zhang, li)
    assert zhang.value("student", first, "name") is None  # the former teacher keeps nothing
    assert office.value("student", first, "name") == "张伟"
    agree(office, zhang, li)
    for desk in (office, zhang, li):
        assert desk.services.backups.verify() == []
        assert desk.conflicts() == set()
    assert office.chosen == ["思想", "删除还是保留", "手机"]  # each was shown once, and to one
    li.leave()
    li.services.close()


def _with_a_clock_of_its_own(college: College) -> Path:
    """The folder of 李老师's store, who joined."""
    file = college.folder / "li.ftinvite"
    invited = college.office.exchange.inviting.invite("李老师", file)
    folder = college.folder / "li"
    join_services(
        folder, invitation=file, code=invited.code, password=None, clock=college.clock, ids=RandomIds()
    ).close()
    return folder
