"""The bytes of photos and files: put, found, kept through a password, a backup, a stop in between."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import HeldClock
from tests.sources import SOURCE
from tests.store.bytes_store import OTHER, PASSWORD, PHOTO, PLAIN, attach, services_with_bytes
from tests.store.making import delete, made, opened, student

from fieldteacher.bootstrap import create_services, open_services
from fieldteacher.domain.errors import NotFound, NotSaved, StoreUnavailable
from fieldteacher.store import blob_file, rekey
from fieldteacher.store.blobs import Blobs, standing
from fieldteacher.store.database import BLOBS_FILE, FILE, KEY_FILE, Store
from fieldteacher.store.driver import sqlite
from fieldteacher.store.keys import new_key
from fieldteacher.store.verifying import verify


@pytest.fixture(params=[None, new_key()], ids=["plain", "encrypted"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, clock: HeldClock) -> Iterator[Blobs]:
    """The bytes of a new store."""
    store = made(tmp_path / "store", clock, key=request.param)
    yield Blobs(store, clock)
    store.close()


def store_of(blobs: Blobs) -> Store:
    return blobs._store


def test_bytes_come_back_and_are_kept_once(blobs: Blobs) -> None:
    folder = store_of(blobs).folder
    assert not (folder / BLOBS_FILE).exists()
    assert (blobs.hashes(), blobs.has("0" * 64), blobs.removable()) == ({}, False, ())
    one, other = blobs.put(PHOTO), blobs.put(OTHER)
    assert blobs.put(PHOTO) == one
    assert blobs.get(one) == PHOTO
    assert blobs.hashes() == {one: len(PHOTO), other: len(OTHER)}
    assert blobs.missing([one, "0" * 64]) == {"0" * 64}
    encrypted = store_of(blobs).key is not None
    assert (b"a photo" in (folder / BLOBS_FILE).read_bytes()) != encrypted
    assert {path.name for path in folder.glob("blobs*")} == {BLOBS_FILE}


def test_bytes_that_are_not_there_are_said_so(blobs: Blobs) -> None:
    for _ in range(2):
        with pytest.raises(NotFound) as refused:
            blobs.get("0" * 64)
        assert refused.value.code == "bytes_missing"
        blobs.put(PHOTO)


def test_a_store_for_reading_takes_no_bytes_and_shows_its_own(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = blobs.put(PHOTO)
    monkeypatch.setattr(store_of(blobs), "read_only", True)
    assert blobs.get(sha256) == PHOTO
    with pytest.raises(NotSaved):
        blobs.put(OTHER)
    with pytest.raises(NotSaved):
        blobs.remove_unneeded()


_PUTTER = """
import sys
from pathlib import Path
from fieldteacher.bootstrap import open_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.store.blobs import Blobs

services = open_services(Path(sys.argv[1]), password=sys.argv[2], clock=SystemClock())
blobs = Blobs(services.store, SystemClock())
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    blobs.put(b"of all %d" % number)
    blobs.put(f"{sys.argv[3]} {number}".encode())
services.close()
"""


def test_programs_that_put_the_first_bytes_at_once_lose_none(tmp_path: Path, clock: HeldClock) -> None:
    folder = tmp_path / "store"
    create_services(folder, name="张老师", password=PASSWORD, clock=clock).close()
    command = [sys.executable, "-c", _PUTTER, str(folder), PASSWORD]
    children = [
        subprocess.Popen(
            [*command, str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )
        for n in range(3)
    ]  # fmt: skip
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=60)
        assert child.returncode == 0
    services = open_services(folder, password=PASSWORD, clock=clock)
    assert len(Blobs(services.store, clock).hashes()) == 20 + 3 * 20
    services.close()


@pytest.mark.skipif(os.name == "nt", reason="kills a process as POSIX does")
def test_killed_programs_leave_whole_bytes(tmp_path: Path, clock: HeldClock) -> None:
    """Bytes and then their record, killed at any moment: what is named is there, what is there is sound."""
    folder = tmp_path / "store"
    services = create_services(folder, name="张老师", password=PASSWORD, clock=clock)
    owner = student(services.store)
    services.close()
    code = """
import itertools, sys
from pathlib import Path
from fieldteacher.bootstrap import open_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.domain.text import Text
from fieldteacher.store.blobs import Blobs

services = open_services(Path(sys.argv[1]), password=sys.argv[2], clock=SystemClock())
blobs = Blobs(services.store, SystemClock())
for number in itertools.count():
    sha256 = blobs.put(f"{sys.argv[4]} {number}".encode() * 9000)
    with services.store.write(Text("附件", "attachment")) as txn:
        txn.create("attachment", {"owner": sys.argv[3], "sha256": sha256})
    print(number, flush=True)
"""
    said = 0
    for round_ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(folder), PASSWORD, owner, str(round_)], stdout=subprocess.PIPE,
            text=True, env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )  # fmt: skip
        assert child.stdout is not None
        for _ in range(3 + round_):
            child.stdout.readline()
        time.sleep(0.003 * round_)
        child.kill()
        said += 3 + round_ + len(child.stdout.read().splitlines())
        child.wait()
        child.stdout.close()
    again = open_services(folder, password=PASSWORD, clock=clock)
    assert again.store.read().count("attachment") >= said
    assert verify(again.store) == []
    again.close()


def test_what_nobody_names_can_be_removed_after_ninety_days(blobs: Blobs, clock: HeldClock) -> None:
    store = store_of(blobs)
    named, dropped, never, drafted = (
        blobs.put(name.encode() * 5000) for name in ("one", "two", "three", "four")
    )
    attach(store, named)
    record = attach(store, dropped)
    store.keep_draft("visit-page", "new", f'{{"photos": ["{drafted}"]}}')
    assert list(blobs.removable()) == []
    clock.advance(days=80)
    delete(store, "attachment", record)
    clock.advance(days=20)
    assert blobs.removable() == [never]
    blobs.put(b"three" * 5000)  # put again: whoever does so is about to name it
    assert list(blobs.removable()) == []
    clock.advance(days=91)
    assert set(blobs.removable()) == {never, dropped}
    size = (store.folder / BLOBS_FILE).stat().st_size
    assert blobs.remove_unneeded() == len(b"three" * 5000) + len(b"two" * 5000)
    assert blobs.hashes().keys() == {named, drafted}
    assert (store.folder / BLOBS_FILE).stat().st_size < size
    assert b"threethree" not in (store.folder / BLOBS_FILE).read_bytes()


def test_an_undone_deletion_finds_its_bytes(blobs: Blobs) -> None:
    store = store_of(blobs)
    record = attach(store, blobs.put(PHOTO))
    delete(store, "attachment", record)
    store.undo()
    assert standing(store).missing == []


def test_verify_names_the_records_whose_bytes_are_missing_or_damaged(blobs: Blobs) -> None:
    store = store_of(blobs)
    sound, missing = attach(store, blobs.put(PHOTO)), attach(store, "0" * 64)
    damaged = attach(store, blobs.put(OTHER))
    gone = attach(store, "1" * 64)
    delete(store, "attachment", gone)
    with blob_file.opened(store.folder / BLOBS_FILE, store.key, read_only=False) as file:
        file._connection.execute(
            "UPDATE blob SET content = ? WHERE size = ?", (b"something else", len(OTHER))
        )
    told = [problem.en for problem in verify(store)]
    assert told == [
        f"attachment {missing}: its content is missing",
        f"attachment {damaged}: its content is damaged",
    ]
    assert sound not in "".join(told)
    with pytest.raises(StoreUnavailable) as refused:
        blobs.get(blob_file.hash_of(OTHER))
    assert refused.value.code == "bytes_damaged"


def test_damaged_bytes_that_are_put_again_are_whole_again(blobs: Blobs) -> None:
    store = store_of(blobs)
    attach(store, blobs.put(PHOTO))
    with blob_file.opened(store.folder / BLOBS_FILE, store.key, read_only=False) as file:
        file._connection.execute("UPDATE blob SET content = ?", (b"something else",))
    assert len(verify(store)) == 1
    blobs.put(PHOTO)
    assert verify(store) == []


def test_a_file_of_bytes_that_is_none_is_said_and_the_records_go_on(blobs: Blobs) -> None:
    store = store_of(blobs)
    attach(store, blobs.put(PHOTO))
    (store.folder / BLOBS_FILE).write_bytes(os.urandom(20_000))
    assert [problem.en[:39] for problem in verify(store)] == ["Photos and files cannot be read: blobs.d"[:39]]
    assert store.read().count("attachment") == 1


def test_a_password_covers_the_bytes_and_goes_again(tmp_path: Path, clock: HeldClock) -> None:
    services, sha256 = services_with_bytes(tmp_path / "store", clock)
    path, blobs = services.store.folder / BLOBS_FILE, Blobs(services.store, clock)
    assert path.read_bytes().startswith(PLAIN)
    services.access.set_password(PASSWORD)
    assert not path.read_bytes().startswith(PLAIN)
    assert b"a photo" not in path.read_bytes()
    assert blobs.get(sha256) == PHOTO
    services.access.set_password("另一个密码1234", current=PASSWORD)
    assert blobs.get(sha256) == PHOTO
    services.access.remove_password("另一个密码1234")
    assert path.read_bytes().startswith(PLAIN)
    assert blobs.get(sha256) == PHOTO
    blobs.put(OTHER)
    assert verify(services.store) == []
    services.close()
    assert {each.name for each in path.parent.iterdir()} == {FILE, BLOBS_FILE}


@pytest.mark.parametrize("encrypting", [True, False], ids=["encrypt", "decrypt"])
@pytest.mark.parametrize("stop", range(12))
def test_a_stop_anywhere_while_the_password_changes_is_settled(
    tmp_path: Path, clock: HeldClock, monkeypatch: pytest.MonkeyPatch, encrypting: bool, stop: int
) -> None:
    """Every step that changes a name is where the process may be killed: nothing after it happens, no tidying either."""
    folder = tmp_path / "store"
    services, sha256 = services_with_bytes(folder, clock, None if encrypting else PASSWORD)
    steps = 0

    def counted(real: object) -> object:
        def step(self: Path, *args: object, **more: object) -> object:
            nonlocal steps
            if self.parent == folder:
                steps += 1
                if steps > stop:
                    raise KeyboardInterrupt
            return real(self, *args, **more)  # type: ignore[operator]

        return step

    with monkeypatch.context() as patched:
        for name in ("replace", "unlink"):
            patched.setattr(Path, name, counted(getattr(Path, name)))
        try:
            if encrypting:
                services.access.set_password(PASSWORD)
            else:
                services.access.remove_password(PASSWORD)
        except KeyboardInterrupt:
            pass
    services.close()
    rekey.settle(folder)
    password = PASSWORD if (folder / KEY_FILE).exists() else None
    again = open_services(folder, password=password, clock=clock)
    assert Blobs(again.store, clock).get(sha256) == PHOTO
    assert verify(again.store) == []
    encrypted = [not (folder / name).read_bytes().startswith(PLAIN) for name in (FILE, BLOBS_FILE)]
    assert encrypted == [password is not None] * 2
    again.close()
    assert sorted(path.name for path in folder.glob("*.db*")) == [BLOBS_FILE, FILE]


def test_settling_waits_while_another_program_rewrites(tmp_path: Path, clock: HeldClock) -> None:
    services, _ = services_with_bytes(tmp_path / "store", clock)
    services.close()
    folder = tmp_path / "store"
    (folder / rekey.BLOBS_COPY).write_bytes(b"under way")
    holder = sqlite.connect(str(folder / FILE), isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    rekey.settle(folder)
    assert (folder / rekey.BLOBS_COPY).exists()
    holder.close()
    rekey.settle(folder)
    assert not (folder / rekey.BLOBS_COPY).exists()


@pytest.mark.skipif(os.name == "nt", reason="limits on files are a POSIX thing")
def test_a_full_disk_keeps_the_bytes_that_are_there(tmp_path: Path, clock: HeldClock) -> None:
    """A process that may write no larger file puts bytes until it is refused."""
    services, sha256 = services_with_bytes(tmp_path / "store", clock)
    services.close()
    code = """
import resource, signal, sys
from pathlib import Path
from fieldteacher.bootstrap import open_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.domain.errors import NotSaved
from fieldteacher.store.blobs import Blobs

services = open_services(Path(sys.argv[1]), password=None, clock=SystemClock())
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for number in range(100):
        Blobs(services.store, SystemClock()).put(bytes([number]) * 30_000)
except NotSaved as error:
    print(error.code, number > 2)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "store")], env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == "cannot_write True\n", done.stderr
    store = opened(tmp_path / "store", clock)
    assert Blobs(store, clock).get(sha256) == PHOTO
    assert verify(store) == []
    store.close()
