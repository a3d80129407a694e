"""Packages that must not be believed, taken to real stores: nothing changes, not one byte of the store."""

from __future__ import annotations

import hashlib
import io
import random
import shutil
import zipfile
from pathlib import Path

import pytest
from tests.exchange.forging import inside, sealed, signed, zipped
from tests.exchange.stations import At, at
from tests.exchange.test_mutations import MUTATIONS
from tests.services.exchange.stations import College, change, export, send, value

from fieldteacher.bootstrap import create_services, open_services
from fieldteacher.domain.errors import InputRefused
from fieldteacher.exchange.keys import read_keys
from fieldteacher.services.app import Services


def _bytes_of(services: Services) -> dict[str, str]:
    """The hash of every file of a store, except the one by which its readers and writers know of each other."""
    files = [path for path in services.store.folder.iterdir() if path.is_file() and path.suffix != ".db-shm"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _refused(services: Services, file: Path) -> str:
    with pytest.raises(InputRefused) as previewed:
        services.exchange.synchronisation.preview(file)
    with pytest.raises(InputRefused) as caught:
        services.exchange.synchronisation.take_in(file)
    assert caught.value.code == previewed.value.code
    return caught.value.code


def _as_at(services: Services) -> At:
    """A station of the exchange, with its keys, as the forgers of the tests know stations."""
    own = services.exchange.stations.need_own()
    return At(read_keys(own.keys), own.station)


@pytest.fixture
def teacher(college: College) -> Services:
    return college.add("张老师")


def test_packages_changed_at_random_leave_the_store_as_it_was(college: College, teacher: Services) -> None:
    teacher.records.put("student", {"name": "李小明", "student_number": "1"})
    good = export(college, teacher, college.office).file
    office = _as_at(college.office)
    before, dice, file = _bytes_of(college.office), random.Random(5), college.file()
    for number in range(60):
        data = bytearray(good.read_bytes() if number % 2 else inside(good, office))
        dice.choice(MUTATIONS)(data, dice)
        file.write_bytes(bytes(data) if number % 2 else sealed(bytes(data), office))
        if file.read_bytes() != good.read_bytes():
            assert _refused(college.office, file).startswith(
                ("package_", "bad_", "not_", "unknown_", "newer_")
            )
    assert _bytes_of(college.office) == before
    assert college.office.exchange.synchronisation.take_in(good).merged.applied == 2


def test_a_package_that_is_rightly_signed_and_badly_written_leaves_the_store_as_it_was(
    college: College, teacher: Services
) -> None:
    """The last line is bad: what came before it is taken back."""
    teacher.records.put("student", {"name": "李小明", "student_number": "1"})
    plain = inside(export(college, teacher, college.office).file, _as_at(college.office))
    sender, office, file = _as_at(teacher), _as_at(college.office), college.file()
    parts = _members(plain)
    lines = parts["changes.jsonl"] + b'{"record":"x","values":[1,2,3]}\n'
    manifest = parts["manifest.json"].replace(
        hashlib.sha256(parts["changes.jsonl"]).hexdigest().encode(),
        hashlib.sha256(lines).hexdigest().encode(),
    )
    manifest = manifest.replace(b'"size":%d' % len(parts["changes.jsonl"]), b'"size":%d' % len(lines))
    file.write_bytes(
        sealed(signed(zipped(("manifest.json", manifest), ("changes.jsonl", lines)), sender), office)
    )
    before = _records(college.office)
    assert _refused(college.office, file) == "package_malformed"
    assert _records(college.office) == before


def _members(inner: bytes) -> dict[str, bytes]:
    at = 42 + int.from_bytes(inner[40:42], "big") + 64
    with zipfile.ZipFile(io.BytesIO(inner[at:])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _records(services: Services) -> list[tuple[object, ...]]:
    reader = services.store.read()
    return [
        *reader.query("SELECT device, counter, value FROM change ORDER BY 1, 2"),
        *reader.query("SELECT id FROM package"),
    ]


def test_who_is_not_believed(college: College, teacher: Services, tmp_path: Path) -> None:
    other = college.add("王老师")
    send(college, college.office, teacher)  # which tells of the other
    office, before = _as_at(college.office), _bytes_of(college.office)
    stranger = at("ee" * 8, "外人")
    file = college.file()
    stranger.write(file, office, manifest={"college": office.keys.sign_key})
    assert _refused(college.office, file) == "unknown_sender"

    to_other = export(college, teacher, other).file
    assert _refused(college.office, to_other) == "not_for_us"

    elsewhere = create_services(
        tmp_path / "elsewhere", role="office", college="另一所学院", clock=college.clock
    )
    try:
        elsewhere.exchange.stations.found()
        package = export(college, teacher, college.office).file
        assert _refused(elsewhere, package) == "not_for_us"
        _as_at(teacher).write(file, office, manifest={"college": _as_at(elsewhere).keys.sign_key})
        assert _refused(college.office, file) == "other_college"
    finally:
        elsewhere.close()
    assert _bytes_of(college.office) == before

    college.office.exchange.stations.revoke(_as_at(teacher).station.device)
    assert _refused(college.office, package) == "revoked_sender"


def test_an_old_package_that_comes_again_changes_nothing(college: College, teacher: Services) -> None:
    record = teacher.records.put("student", {"name": "李小明", "student_number": "1"})[0]
    old = export(college, teacher, college.office).file
    college.office.exchange.synchronisation.take_in(old)
    change(teacher, "student", record, phone="13800138000")
    send(college, teacher, college.office)
    peer = _held_by_the_teacher(college)
    again = college.office.exchange.synchronisation.take_in(old)
    assert (again.merged.applied, again.merged.conflicts) == (0, ())
    assert value(college.office, "student", record, "phone") == "13800138000"
    assert _held_by_the_teacher(college) == peer


def _held_by_the_teacher(college: College) -> list[tuple[object, ...]]:
    return college.office.store.read().query("SELECT have, heard_serial, heard_ms FROM peer ORDER BY n")


def test_a_copied_laptop_and_the_first_both_reach_the_office(college: College, teacher: Services) -> None:
    record = teacher.records.put("student", {"name": "李小明", "student_number": "1"})[0]
    send(college, teacher, college.office)
    folder = teacher.store.folder
    teacher.store.read()
    shutil.copytree(folder, folder.with_name("copy"))
    copy = open_services(folder.with_name("copy"), password=None, clock=college.clock)
    try:
        change(teacher, "student", record, phone="13800138000")
        change(copy, "student", record, major="电气")
        new = copy.records.put("student", {"name": "赵小兰", "student_number": "2"})[0]
        first = export(college, teacher, college.office)
        second = export(college, copy, college.office)
        assert (first.renamed, second.renamed) == (False, True)
        for exported in (second, first):
            college.office.exchange.synchronisation.take_in(exported.file)
        assert value(college.office, "student", record, "phone") == "13800138000"
        assert value(college.office, "student", record, "major") == "电气"
        assert value(college.office, "student", new, "name") == "赵小兰"
        assert college.office.store.read().conflicts(None, record) == []
        send(college, college.office, copy)
        assert value(copy, "student", record, "phone") == "13800138000"
    finally:
        copy.close()
