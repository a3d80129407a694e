"""Packages say little of what both know already, and heal where one has forgotten what it said."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.services.exchange.stations import College, change, export, send, swap, value

from fieldteacher.bootstrap import open_services
from fieldteacher.domain.text import same
from fieldteacher.services.app import Services
from fieldteacher.services.backups import restore
from fieldteacher.store.peers import Peer
from fieldteacher.store.sharing import digests


def _digests(services: Services) -> dict[str, str]:
    with services.store.rehearse(same("digests")) as txn:
        return digests(txn)


def _known(services: Services, of: Services) -> Peer:
    return services.exchange.stations.find(of.exchange.stations.need_own().station.sign_key)


def _agree(one: Services, other: Services) -> None:
    """What each is said to hold is what it holds, and both hold the same."""
    mine, theirs = _digests(one), _digests(other)
    assert mine == theirs
    assert _known(one, other).have == theirs
    assert _known(other, one).have == mine


@pytest.fixture
def teacher(college: College) -> Services:
    made = college.add("张老师")
    for number in range(40):
        college.student(f"学生{number}", str(number), "张老师", phone=f"1380013{number:04}")
    swap(college, college.office, made)
    return made


def test_a_change_of_few_fields_is_a_package_of_few_bytes(college: College, teacher: Services) -> None:
    for _ in range(2):
        swap(college, college.office, teacher)
    _agree(college.office, teacher)
    for row in teacher.records.list("student")[1][:5]:
        change(
            teacher,
            "student",
            row["id"],
            **{name: f"{name} {row['name']}" for name in ("major", "class_name", "note", "phone")},
        )
    exported = export(college, teacher, college.office)
    assert (exported.dossiers, exported.changes) == (5, 20)
    assert exported.bytes < 3_300  # of which the seal adds up to 300 at random
    college.office.exchange.synchronisation.take_in(exported.file)
    swap(college, college.office, teacher)
    _agree(college.office, teacher)
    assert export(college, teacher, college.office).bytes < 2_100


def test_a_lost_package_is_made_good_though_the_next_says_little(college: College, teacher: Services) -> None:
    student = teacher.records.list("student")[1][0]["id"]
    change(teacher, "student", student, major="机电")
    export(college, teacher, college.office)
    change(teacher, "student", student, class_name="机电2301")
    send(college, teacher, college.office)
    assert value(college.office, "student", student, "major") == "机电"
    swap(college, college.office, teacher)
    _agree(college.office, teacher)


def test_who_no_longer_knows_what_it_said_gets_everything_once_and_both_agree_again(
    college: College, teacher: Services
) -> None:
    student = teacher.records.list("student")[1][0]["id"]
    with college.office.store.write(same("forget")) as txn:
        txn.run("UPDATE sent SET claims = NULL")
    change(teacher, "student", student, major="机电")
    send(college, teacher, college.office)
    assert value(college.office, "student", student, "major") == "机电"
    assert _known(college.office, teacher).have == {}
    again = export(college, college.office, teacher)
    assert again.dossiers > 40
    teacher.exchange.synchronisation.take_in(again.file)
    swap(college, teacher, college.office)
    _agree(college.office, teacher)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_lost_late_taken_back_or_restored_both_agree_in_the_end(
    college: College, teacher: Services, seed: int, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    stations, under_way, backup, opened = (
        [college.office, teacher],
        list[tuple[int, Path]](),
        None,
        list[Services](),
    )
    try:
        for step in range(30):
            college.clock.advance(hours=1)
            who = dice.randrange(2)
            match dice.choice(
                ("edit", "edit", "edit", "send", "send", "arrive", "arrive", "undo", "back up", "restore")
            ):
                case "edit":
                    row = dice.choice(stations[who].records.list("student")[1][:6])
                    field = dice.choice(("major", "class_name", "note"))
                    change(stations[who], "student", row["id"], **{field: f"{who} {step}"})
                case "send":
                    under_way.append((1 - who, export(college, stations[who], stations[1 - who]).file))
                case "arrive" if under_way:
                    to, file = under_way.pop(dice.randrange(len(under_way)))
                    if dice.random() < 0.7:
                        stations[to].exchange.synchronisation.take_in(file, accept_deletions=True)
                case "undo" if stations[who].exchange.synchronisation.history():
                    received = [
                        event
                        for event in stations[who].exchange.synchronisation.history(1)
                        if event.way == "received"
                        and event.save
                        and not event.undone
                        and event.counts.get("applied")
                    ]
                    if received:
                        stations[who].exchange.synchronisation.undo()
                case "back up":
                    backup = stations[1].backups.create(tmp_path / "backups").path
                case "restore" if backup is not None:
                    folder = tmp_path / f"again{step}"
                    restore(backup, folder, lambda _: None)
                    opened.append(open_services(folder, password=None, clock=college.clock))
                    stations[1], backup = opened[-1], None
        for _ in range(3):
            swap(college, stations[1], stations[0])
        _agree(stations[0], stations[1])
    finally:
        for services in opened:
            services.close()
