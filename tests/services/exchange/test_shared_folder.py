"""A folder that several stations see."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.services.exchange.stations import College, change, swap, value

from fieldteacher.config.paths import resources
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.exchange import TEACHER, Station
from fieldteacher.domain.text import Text
from fieldteacher.exchange.keys import new_keys
from fieldteacher.services.app import Services
from fieldteacher.store import peers


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """The folder."""
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


@pytest.fixture
def pair(college: College) -> tuple[Services, Services, str]:
    """The office, a teacher, and the student they share."""
    teacher = college.add("张老师")
    student = college.student("李明", "1", "张老师")
    swap(college, college.office, teacher)
    return college.office, teacher, student


def names(folder: Path) -> list[str]:
    """The files there."""
    return sorted(path.name for path in folder.iterdir())


def test_one_package_stays_and_a_later_one_stands_for_those_before(
    college: College, pair: tuple[Services, Services, str], shared: Path
) -> None:
    office, teacher, student = pair
    for major in ("机电", "数控", "模具"):
        change(teacher, "student", student, major=major)
        (made,) = teacher.exchange.shared_folder.write_all(shared)
        assert names(shared) == [made.file.name]
    (lying,) = office.exchange.shared_folder.inbox(shared)
    assert (lying.file, lying.sender, lying.written_on) == (made.file, "张老师", "2026-03-16")
    (outcome,) = office.exchange.shared_folder.take_in_all(shared)
    assert outcome.taken is not None
    assert value(office, "student", student, "major") == "模具"
    assert office.exchange.shared_folder.inbox(shared) == []


def test_a_package_with_photos_stays_until_another_takes_them_along(
    college: College, pair: tuple[Services, Services, str], shared: Path
) -> None:
    office, teacher, student = pair
    photo = resources() / "templates" / "photos" / "meeting.jpg"
    teacher.attachments.add(student, teacher.attachments.take_in([photo]).kept)
    teacher.exchange.shared_folder.write_all(shared)
    change(teacher, "student", student, major="机电")
    (made,) = teacher.exchange.shared_folder.write_all(shared, photos=0)
    assert made.left_out == 1
    assert len(names(shared)) == 2
    outcomes = office.exchange.shared_folder.take_in_all(shared)
    assert [each.taken.files for each in outcomes if each.taken] == [1, 0]
    teacher.exchange.shared_folder.write_all(shared)
    assert len(names(shared)) == 1


def test_a_renamed_package_is_opened_to_see_whose_it_is(
    college: College, pair: tuple[Services, Services, str], shared: Path
) -> None:
    office, teacher, student = pair
    change(teacher, "student", student, major="机电")
    (made,) = teacher.exchange.shared_folder.write_all(shared)
    made.file.rename(shared / "周一的数据 (1).ftpkg")
    assert teacher.exchange.shared_folder.inbox(shared) == []
    (lying,) = office.exchange.shared_folder.inbox(shared)
    office.exchange.synchronisation.take_in(lying.file)
    assert office.exchange.shared_folder.inbox(shared) == [], "it was taken in, though not from the list"


def test_what_a_revoked_station_left_is_not_listed(
    college: College, pair: tuple[Services, Services, str], shared: Path
) -> None:
    office, teacher, _ = pair
    teacher.exchange.shared_folder.write_all(shared)
    assert len(office.exchange.shared_folder.inbox(shared)) == 1
    office.exchange.stations.revoke("张老师")
    assert office.exchange.shared_folder.inbox(shared) == []
    assert office.exchange.shared_folder.write_all(shared) == []


def test_among_many_colleagues_a_teacher_writes_for_the_office_alone(
    college: College, pair: tuple[Services, Services, str], shared: Path
) -> None:
    _, teacher, _ = pair
    with teacher.store.write(Text("登记", "note")) as txn:
        for number in range(25):
            keys = new_keys()
            station = Station(
                sign_key=keys.sign_key, age_key=keys.age_key, device=f"{number:016x}", label=f"教师{number}", role=TEACHER
            )  # fmt: skip
            peers.enter(txn, station, 0)
    made = teacher.exchange.shared_folder.write_all(shared)
    assert [each.to.label for each in made] == ["实习办"]
    chosen = teacher.exchange.stations.find("教师3").station.sign_key
    made = teacher.exchange.shared_folder.write_all(shared, only=[chosen])
    assert [each.to.label for each in made] == ["教师3"]


def test_the_store_and_the_folder_keep_apart(pair: tuple[Services, Services, str], shared: Path) -> None:
    folder = pair[1].exchange.shared_folder
    assert folder.doubt(shared) is None
    for bad in (pair[1].store.folder, pair[1].store.folder.parent, pair[1].store.folder / "out"):
        assert folder.doubt(bad) is not None
    for verb in (folder.inbox, folder.write_all, folder.take_in_all):
        with pytest.raises(UserError) as refused:
            verb(shared / "not there")
        assert refused.value.code == "no_folder"
