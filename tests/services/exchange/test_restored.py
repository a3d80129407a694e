"""Laptops and offices that are set back by a backup, and the copies made before packages are taken in."""

from __future__ import annotations

import pytest
from tests.services.exchange.stations import College, change, export, send, swap, value

from fieldteacher.bootstrap import open_services
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text
from fieldteacher.services.backups import restore


def test_a_laptop_restored_from_a_backup_gets_back_what_the_office_has(college: College) -> None:
    teacher = college.add("张老师")
    student = college.student("李明", "1", "张老师")
    swap(college, college.office, teacher)
    backup = teacher.backups.create(college.folder / "backups")
    college.clock.advance(days=1)
    change(teacher, "student", student, major="机电")
    briefing = teacher.records.put("briefing", {"title": "汇报", "written_on": "2026-03-17"})[0]
    send(college, teacher, college.office)
    change(teacher, "student", student, major="没有导出就丢了")
    restore(backup.path, college.folder / "again", lambda _: None)
    again = open_services(college.folder / "again", password=None, clock=college.clock)
    try:
        assert value(again, "student", student, "major") is None
        change(again, "student", student, class_name="机电2301")
        send(college, again, college.office)
        (peer,) = college.office.exchange.stations.peers()
        assert (peer.station.device, len(peer.past_devices)) == (again.store.device, 1)
        send(college, college.office, again)
        assert value(again, "student", student, "major") == "机电"
        assert value(again, "student", student, "class_name") == "机电2301"
        assert value(again, "briefing", briefing, "title") == "汇报"
    finally:
        again.close()


def test_an_office_set_back_by_a_backup_knows_again_who_joined_since(college: College) -> None:
    college.office.records.put("teacher", {"name": "张老师"})
    student = college.student("李明", "1", "张老师")
    file = college.folder / "later.ftinvite"
    teacher = college.join("张老师")
    backup = college.office.backups.create(
        college.folder / "backups"
    )  # the invitation is in it, the teacher is not
    swap(college, teacher, college.office)
    change(teacher, "student", student, major="机电")
    send(college, teacher, college.office)
    restore(backup.path, college.folder / "office again", lambda _: None)
    office = open_services(college.folder / "office again", password=None, clock=college.clock)
    try:
        assert office.exchange.stations.peers() == []
        exported = teacher.exchange.synchronisation.export("office", college.file())
        office.exchange.synchronisation.take_in(exported.file)
        send(college, office, teacher)
        send(college, teacher, office)
        assert value(office, "student", student, "major") == "机电"
        college.clock.advance(days=31)
        with office.store.write(Text("忘记", "forget")) as txn:
            txn.run("DELETE FROM peer")
            txn.run("DELETE FROM invite")
        late = teacher.exchange.synchronisation.export("office", college.file())
        with pytest.raises(InputRefused) as refused:
            office.exchange.synchronisation.take_in(late.file)
        assert refused.value.code == "unknown_sender"
        invited = office.exchange.inviting.invite("张老师", file)
        teacher.exchange.inviting.join(invited.file, invited.code)
        send(college, teacher, office)
        assert [peer.station.label for peer in office.exchange.stations.peers()] == ["张老师"]
        with pytest.raises(InputRefused):
            teacher.exchange.inviting.join(invited.file, invited.code)
    finally:
        office.close()


def test_a_package_of_a_device_given_up_twice_over_does_not_hold_up_the_real_one(college: College) -> None:
    teacher = college.add("张老师")
    backup = teacher.backups.create(college.folder / "backups")
    devices, laptops = [teacher.store.device], []
    for number in range(2):
        restore(backup.path, college.folder / f"again{number}", lambda _: None)
        laptops.append(open_services(college.folder / f"again{number}", password=None, clock=college.clock))
        devices.append(laptops[-1].store.device)
    second, third = laptops
    office = college.office.exchange
    try:
        late = export(college, second, college.office)
        send(college, third, college.office)
        office.synchronisation.take_in(late.file)
        assert office.stations.peers()[0].station.device == devices[1], "it cannot be known yet"
        send(college, third, college.office)
        assert office.stations.peers()[0].station.device == devices[2]
        office.synchronisation.take_in(late.file)
        office.synchronisation.take_in(export(college, teacher, college.office).file)
        assert office.stations.peers()[0].station.device == devices[0], (
            "somebody works with the first one again"
        )
    finally:
        for laptop in laptops:
            laptop.close()


def test_the_store_is_copied_once_a_day_before_a_package_is_taken_in(college: College) -> None:
    teacher = college.add("张老师")
    student = college.student("李明", "1", "张老师")
    swap(college, college.office, teacher)
    folder = college.office.store.folder / "before-imports"
    for day in range(7):
        college.clock.advance(days=1)
        for major in ("机电", "数控"):
            change(teacher, "student", student, major=f"{major}{day}")
            send(college, teacher, college.office)
    assert len(list(folder.iterdir())) == 5
