"""Packages: what is written is read again, and each reason to refuse one has its own sentence."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from pathlib import Path

import pytest
from tests.exchange.stations import LI, OFFICE_AT, WANG, at, changes_of, trust

from fieldteacher.domain.errors import Cancelled, InputRefused, UserError
from fieldteacher.exchange import container
from fieldteacher.exchange.enrolling import enrol

PHOTO = os.urandom(300_000)
PHOTO_NAME = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "p.ftpkg"
    LI.write(path, OFFICE_AT, changes_of(), files=[(PHOTO_NAME, PHOTO)])
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "p.ftpkg"
    stations = (OFFICE_AT.station, dataclasses.replace(WANG.station, revoked_ms=5))
    more = {
        "have_files": ("0" * 16,), "want_files": ("f" * 64,), "released": ("student:x",), "stations": stations,
    }  # fmt: skip
    written = LI.write(path, OFFICE_AT, iter(changes_of()), files=iter([(PHOTO_NAME, PHOTO)]), manifest=more)
    counts = {"dossiers": 3, "changes": 15, "files": 1}
    assert (written.path, written.bytes, written.counts) == (path, path.stat().st_size, counts)
    with OFFICE_AT.open(path, LI) as opened:
        assert opened.manifest == dataclasses.replace(LI.manifest(OFFICE_AT, **more), counts=counts)
        assert list(opened.changes()) == changes_of()
        assert list(opened.changes()) == changes_of()
        assert opened.files == {PHOTO_NAME: len(PHOTO)}
        assert opened.file(PHOTO_NAME) == PHOTO
        assert opened.enrolment is None
        with pytest.raises(KeyError):
            opened.file("0" * 64)


def test_a_package_of_nothing(tmp_path: Path) -> None:
    LI.write(tmp_path / "p", OFFICE_AT)
    with OFFICE_AT.open(tmp_path / "p", LI) as opened:
        assert (list(opened.changes()), dict(opened.files)) == ([], {})


def test_every_reader_it_is_sealed_for_can_unseal_it_but_one_is_addressed(tmp_path: Path) -> None:
    path = tmp_path / "p"
    LI.write(path, WANG, changes_of(), readers=[WANG.keys.age_key, OFFICE_AT.keys.age_key])
    with WANG.open(path, LI) as opened:
        assert len(list(opened.changes())) == 15
    assert _refused(path, OFFICE_AT, LI) == "not_for_us"


def _refused(path: Path, by: object, *known: object, **more: object) -> str:
    with pytest.raises(InputRefused) as caught:
        by.open(path, *known, **more).close()  # type: ignore[attr-defined]
    return caught.value.code


def test_who_is_not_believed(package: Path, tmp_path: Path) -> None:
    assert _refused(package, OFFICE_AT) == "unknown_sender"
    off = dataclasses.replace(LI, station=dataclasses.replace(LI.station, revoked_ms=1))
    assert _refused(package, OFFICE_AT, off) == "revoked_sender"
    assert _refused(package, WANG, LI) == "not_for_us"
    assert _refused(package, OFFICE_AT, LI, college=WANG.keys.sign_key) == "other_college"


def test_a_newer_format_asks_for_an_update(tmp_path: Path) -> None:
    newer = dataclasses.replace(LI.manifest(OFFICE_AT), format=7, min_reader=2)
    container.write(
        tmp_path / "p", keys=LI.keys, readers=[OFFICE_AT.keys.age_key], manifest=newer, changes=[]
    )
    assert _refused(tmp_path / "p", OFFICE_AT, LI) == "newer_package"
    LI.write(tmp_path / "q", OFFICE_AT, manifest={"format": 7})
    OFFICE_AT.open(tmp_path / "q", LI).close()


def test_an_invited_laptop_shows_itself(tmp_path: Path) -> None:
    new = at("d4" * 8, "赵老师")
    path = tmp_path / "p"
    new.write(path, OFFICE_AT, changes_of(), enrolment=enrol("inv-1", "secret", new.station))
    with OFFICE_AT.open(path, invitation={"inv-1": "secret"}.get) as opened:
        assert opened.enrolment is not None
        assert opened.enrolment.station == new.station
    with OFFICE_AT.open(path, new) as opened:
        assert opened.enrolment is None
    assert _refused(path, OFFICE_AT, invitation={"inv-1": "other"}.get) == "bad_enrolment"
    assert _refused(path, OFFICE_AT, invitation={}.get) == "bad_enrolment"
    new.write(path, OFFICE_AT, enrolment=enrol("inv-1", "secret", WANG.station))
    assert _refused(path, OFFICE_AT, invitation={"inv-1": "secret"}.get) == "bad_enrolment"


def test_other_files_are_told_apart(tmp_path: Path, package: Path) -> None:
    path = tmp_path / "x"
    whole = package.read_bytes()
    for content, code in (
        (b"", "not_a_package"), (b"PK\3\4", "not_a_package"), (whole[:10], "package_damaged"),
        (whole[:200], "package_damaged"), (whole[:-1], "package_damaged"), (whole[: len(whole) // 2], "package_damaged"),
        (whole + b"x", "package_damaged"), (b"ftinv 1\n", "is_an_invitation"),
    ):  # fmt: skip
        path.write_bytes(content)
        assert _refused(path, OFFICE_AT, LI) == code, content[:20]
    assert _refused(tmp_path / "none", OFFICE_AT, LI) == "not_readable"
    assert _refused(tmp_path, OFFICE_AT, LI) == "not_readable"


def test_a_write_that_fails_or_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def told(_done: int, _of: int) -> None:
        raise Cancelled

    folder = tmp_path / "folder"
    folder.mkdir()
    noise = os.urandom(3_000_000)
    file = (hashlib.sha256(noise).hexdigest(), noise)
    with pytest.raises(Cancelled):
        LI.write(folder / "p", OFFICE_AT, changes_of(), files=[file], told=told)
    with pytest.raises(UserError) as caught:
        LI.write(folder / "none" / "p", OFFICE_AT, changes_of())
    assert caught.value.code == "cannot_write"
    assert list(folder.iterdir()) == []
    LI.write(folder / "p", OFFICE_AT, changes_of(), files=[file])
    with pytest.raises(Cancelled):
        container.opened(folder / "p", keys=OFFICE_AT.keys, trust=trust(LI), told=told)
