"""A store folder that was copied: both go on, both send, and no two changes ever have one name."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import HeldClock
from tests.store.exchanging import all_digests, packed, state, take_in
from tests.store.making import change, made, opened, student, value
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.bootstrap import create_services, open_services
from fieldteacher.config.paths import lease_folder
from fieldteacher.domain.clock import Ids
from fieldteacher.domain.errors import InputRefused, StoreUnavailable
from fieldteacher.domain.exchange import SharedChange
from fieldteacher.services.backups import restore
from fieldteacher.services.lease import Lease
from fieldteacher.store import backups
from fieldteacher.store.database import Store
from fieldteacher.store.transaction import Transaction

Open = Callable[[str], Store]


@pytest.fixture
def open_one(tmp_path: Path, clock: HeldClock, ids: Ids) -> Iterator[Open]:
    """Opens the store in a folder of that name; a new one where there is none."""
    stores: list[Store] = []

    def open_store(name: str) -> Store:
        folder = tmp_path / name
        stores.append(opened(folder, clock, ids) if folder.exists() else made(folder, clock, ids))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def leases(tmp_path: Path) -> Path:
    return tmp_path / "leases"


def _copied(store: Store, open_one: Open) -> Store:
    store.close()
    shutil.copytree(store.folder, store.folder.with_name("copy"))
    return open_one("copy")


def _sent(store: Store, leases: Path) -> list[SharedChange]:
    Lease(store, leases).take()
    return packed(store)


def _names(changes: list[SharedChange]) -> dict[tuple[str, int], SharedChange]:
    return {change.name: change for change in changes}


def test_a_store_keeps_its_device_id(open_one: Open, leases: Path) -> None:
    store = open_one("one")
    device = store.device
    lease = Lease(store, leases)
    assert not lease.hold()
    for _ in range(3):
        student(store)
        assert not lease.take()
        assert not lease.hold()
    store.close()
    assert not Lease(open_one("one"), leases).take()
    assert open_one("one").device == device
    assert len(list(leases.iterdir())) == 1


class _Killed(Lease):
    """The program ends when the mark beside the store is written and the store's own is not."""

    def _mark(self, txn: Transaction, device: str, before: str | None) -> str:
        super()._mark(txn, device, before)
        raise KeyboardInterrupt


def test_a_program_that_ends_between_the_two_marks_makes_no_copy_of_its_store(
    open_one: Open, leases: Path
) -> None:
    store = open_one("one")
    Lease(store, leases).take()
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            _Killed(store, leases).take()
        assert not Lease(store, leases).hold()
    assert not Lease(store, leases).take()
    copy = _copied(store, open_one)
    assert not Lease(open_one("one"), leases).take()
    assert Lease(copy, leases).take(), "once the mark is new, the old one counts no more"


def test_both_copies_go_on_and_send(open_one: Open, leases: Path) -> None:
    first = open_one("one")
    sent = student(first, "李小明", "1")
    before = _names(_sent(first, leases))
    unsent = student(first, "王小红", "2")
    change(first, "student", sent, phone="13800138000")
    copy = _copied(first, open_one)
    first = open_one("one")
    change(first, "student", sent, phone="13900139000", note="甲")
    mine = student(first, "赵小兰", "3")
    change(copy, "student", sent, phone="13700137000", major="电气")
    change(copy, "student", unsent, phone="13500135000")
    others = student(copy, "孙小芳", "4")

    assert not Lease(first, leases).take()
    assert Lease(copy, leases).take()
    assert not Lease(copy, leases).take()
    from_first, from_copy = _names(packed(first)), _names(packed(copy))
    shared = from_first.keys() & from_copy.keys()
    assert {name: from_first[name] for name in shared} == {name: from_copy[name] for name in shared}
    assert before.items() <= from_copy.items()
    for store in (first, copy):
        assert_tables_follow_from_the_log(store)

    office = open_one("office")
    take_in(office, first, "p1")
    take_in(office, copy, "p2")
    take_in(first, office, "p3")
    take_in(copy, office, "p4")
    assert state(first) == state(copy) == state(office)
    assert all_digests(first) == all_digests(copy) == all_digests(office)
    assert {value(office, record, "name") for record in (sent, unsent, mine, others)} == {"李小明", "王小红", "赵小兰", "孙小芳"}  # fmt: skip
    conflicts = {
        conflict.field: {entry.value for entry in conflict.values}
        for conflict in office.read().conflicts(None, sent)
    }
    assert conflicts == {"phone": {"13900139000", "13700137000"}}
    assert value(office, sent, "major") == "电气"


def test_without_the_lease_the_mixture_is_refused(open_one: Open) -> None:
    """What the lease is for: the office meets two changes of one name."""
    first = open_one("one")
    record = student(first)
    copy = _copied(first, open_one)
    first = open_one("one")
    change(first, "student", record, phone="13900139000")
    change(copy, "student", record, major="电气")
    office = open_one("office")
    take_in(office, first, "p1")
    with pytest.raises(InputRefused) as caught:
        take_in(office, copy, "p2")
    assert caught.value.code == "copied_device"


def test_a_copy_on_another_computer_takes_an_id_before_it_takes_anything_in(
    open_one: Open, leases: Path, tmp_path: Path
) -> None:
    first = open_one("one")
    record = student(first)
    sent = _sent(first, leases)
    copy = _copied(first, open_one)
    first = open_one("one")
    change(first, "student", record, phone="13900139000")
    change(copy, "student", record, major="电气")
    assert Lease(copy, tmp_path / "other computer").hold()
    take_in(copy, first, "p1")
    assert (value(copy, record, "phone"), value(copy, record, "major")) == ("13900139000", "电气")
    assert _names(sent).items() <= _names(packed(copy)).items()
    assert not Lease(first, leases).take()


def test_saves_of_before_and_after_can_be_undone_in_the_copy(open_one: Open, leases: Path) -> None:
    first = open_one("one")
    record = student(first)
    _sent(first, leases)
    change(first, "student", record, phone="13800138000")
    change(first, "student", record, phone="13900139000")
    copy = _copied(first, open_one)
    _sent(open_one("one"), leases)
    assert Lease(copy, leases).take()
    copy.undo()
    assert value(copy, record, "phone") == "13800138000"
    copy.undo()
    assert value(copy, record, "phone") is None
    change(copy, "student", record, phone="13600136000")
    assert_tables_follow_from_the_log(copy)
    copy.undo()
    copy.undo()
    assert copy.read().get("student", record) is None or value(copy, record, "deleted")


def test_a_second_copy_of_a_copy_is_another_device_again(open_one: Open, leases: Path) -> None:
    """The new device id counts from where its own changes are, not from where the old one was."""
    first = open_one("one")
    record = student(first)
    _sent(first, leases)
    copy = _copied(first, open_one)
    _sent(open_one("one"), leases)
    assert Lease(copy, leases).hold()
    copy.close()
    shutil.copytree(copy.folder, copy.folder.with_name("third"))
    copy, third = open_one("copy"), open_one("third")
    change(copy, "student", record, phone="13900139000")
    change(third, "student", record, major="电气")
    assert not Lease(copy, leases).take()
    assert Lease(third, leases).take()
    office = open_one("office")
    take_in(office, copy, "p1")
    take_in(office, third, "p2")
    assert (value(office, record, "phone"), value(office, record, "major")) == ("13900139000", "电气")


def test_a_restored_backup_begins_a_lease_of_its_own(
    open_one: Open, leases: Path, tmp_path: Path, clock: HeldClock
) -> None:
    first = open_one("one")
    student(first)
    _sent(first, leases)
    backup = backups.create(first, tmp_path / "backups", clock.now().replace(tzinfo=None))
    backups.unpack(backup.path, tmp_path / "restored")
    device = backups.renew_device(tmp_path / "restored", None)
    restored = open_one("restored")
    assert not Lease(restored, leases).take()
    assert restored.device == device
    assert not Lease(first, leases).take()


@pytest.mark.parametrize("restored", [False, True], ids=["new", "restored"])
def test_a_store_copied_before_its_first_package_is_known_as_a_copy(
    restored: bool, tmp_path: Path, clock: HeldClock
) -> None:
    services = create_services(tmp_path / "one", clock=clock)
    record = student(services.store)
    if restored:
        backup = services.backups.create(tmp_path / "backups")
        services.store.close()
        shutil.rmtree(tmp_path / "one")
        restore(backup.path, tmp_path / "one", lambda _: None)
        open_services(tmp_path / "one", password=None, clock=clock).store.close()
    services.store.close()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    first, copy = (open_services(tmp_path / name, password=None, clock=clock) for name in ("one", "two"))
    change(first.store, "student", record, phone="13900139000")
    change(copy.store, "student", record, phone="13800138000")
    assert not first.lease.take()
    assert copy.lease.take()
    sent, copied = (_names(packed(each.store)) for each in (first, copy))
    assert all(sent[name] == copied[name] for name in sent.keys() & copied.keys())
    first.store.close()
    copy.store.close()


def test_a_store_is_opened_where_no_mark_can_be_kept(home: Path, tmp_path: Path, clock: HeldClock) -> None:
    lease_folder().parent.mkdir(parents=True)
    lease_folder().write_text("a file where the folder should be")
    services = create_services(tmp_path / "one", clock=clock)
    student(services.store)
    assert services.store.read().setting("lease") is None
    services.store.close()


def test_a_mark_that_cannot_be_kept_stops_the_export(open_one: Open, leases: Path) -> None:
    store = open_one("one")
    leases.write_text("a file where the folder should be")
    with pytest.raises(StoreUnavailable) as caught:
        Lease(store, leases).take()
    assert caught.value.code == "cannot_write"
    assert store.read().setting("lease") is None


def test_a_store_used_in_passing_leaves_no_mark(open_one: Open, leases: Path) -> None:
    lease = Lease(open_one("one"), leases)
    with lease.in_passing():
        lease.take()
        assert len(list(leases.iterdir())) == 1
    assert list(leases.iterdir()) == []
