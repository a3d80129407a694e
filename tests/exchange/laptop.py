"""One laptop of a history: a real store on real files, and beside it what its user must have on the screen."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.conftest import START, HeldClock
from tests.exchange.parcels import Form, Heard, Memory, Parcel
from tests.exchange.truth import DELETED, Edit, Name, Names, Shown, Truth
from tests.store.making import SAVE, opened

from fieldteacher.domain.clock import SeededIds
from fieldteacher.domain.errors import NotFound
from fieldteacher.domain.exchange import Arrival, Merged
from fieldteacher.domain.text import same
from fieldteacher.store import backups, merging, sharing
from fieldteacher.store.connection import connect
from fieldteacher.store.database import FILE, Store

FIELDS = {
    "student": ("phone", "major", "class_name", "note"),
    "talk": ("work", "gains", "private_note"),
    "college": ("name", "address"),
}
_BUILT = datetime(2026, 1, 1, tzinfo=UTC)
_IN_USE = timedelta(days=3660)
_DAY = 86_400_000
IMPORT = same("import")


def name_device(folder: Path, device: str) -> str:
    """Call a store's device ``device``, so that a history can be run again with the same outcome."""
    with contextlib.closing(connect(folder / FILE, None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "UPDATE device SET id = ? WHERE id = (SELECT value FROM setting WHERE name = 'device')", (device,)
        )
        connection.execute("UPDATE setting SET value = ? WHERE name = 'device'", (device,))
        connection.execute("COMMIT")
    return device


class Laptop:
    """A store, its user, and what both know."""

    def __init__(
        self, truth: Truth, station: int, folder: Path, random: Random, skew: int, device: str | None = None
    ) -> None:
        self.truth = truth
        self.station = station
        self.folder = folder
        self.random = random
        self.clock = HeldClock()
        self.clock.advance(minutes=skew)
        self.memory = Memory()
        self.forms: list[Form] = []
        self.backups: list[tuple[Path, Memory]] = []
        self._ids = SeededIds(random.getrandbits(32), START)
        self.store: Store
        self._open(name_device(folder, self._new_name()) if device is None else device)

    def _new_name(self) -> str:
        return f"{self.random.getrandbits(64):016x}"

    def _renewed(self, folder: Path) -> str:
        """Have the program give a copy of this store its new device id, and make that one that a seed repeats."""
        renewed = backups.renew_device(folder, None)
        return renewed if renewed == self.device else name_device(folder, self._new_name())

    def _open(self, device: str) -> None:
        self.device = device
        self._last_wall, self._wrote = 0, False
        self.store = opened(self.folder, self.clock, self._ids)

    # -- what its user sees ----------------------------------------------------------------------

    @property
    def visible(self) -> set[Name]:
        """The edits that count on this laptop."""
        return self.memory.known - self.memory.aside

    def shown(self) -> Shown:
        """What this laptop must show."""
        return self.truth.shown(self.visible)

    def lacking(self) -> set[str]:
        """The records of which something in between has not come."""
        return self.truth.lacking(self.visible, self.memory.known)

    def heads(self, record: str) -> dict[str, Names]:
        """By field the edits that stand."""
        return {
            cell[2]: frozenset(edit.name for edit in self.truth.heads(edits))
            for cell, edits in self.truth.cells(self._of(self.visible, record)).items()
        }

    def records(self, type_name: str) -> list[str]:
        """The records there are, dead ones too."""
        return sorted(row[0] for row in self.store.read().query(f"SELECT id FROM {type_name}"))

    # -- what its user does ----------------------------------------------------------------------

    def open_form(self, type_name: str, record: str) -> Form:
        """Open a form."""
        reader = self.store.read()
        row = reader.get(type_name, record)
        assert row is not None
        visible = self._of(self.visible, record)
        return Form(type_name, record, reader.heads(type_name, record), row, visible, self.heads(record))

    def save_form(self, form: Form, values: Mapping[str, object], *, stale: bool = True) -> None:
        """Save a form that may be out of date; where not ``stale`` what is there now is its base."""
        if not stale:
            form = self.open_form(form.type, form.record)
        shown = self.shown().records
        gone = form.record not in shown or shown[form.record][1]
        try:
            with self.saving(form.record, form.visible, form.heads):
                with self.store.write(SAVE) as txn:
                    txn.update(form.type, form.record, values, base=form.base if stale else None)
                self._written = txn.changes.save
        except NotFound:
            assert gone or form.record in self.lacking(), "a living record was not found"
            return
        made = {self.truth.edits[n].cell[2]: n for n in self.memory.saves.get(txn.changes.save, ())}
        for name, value in values.items():
            assert name in made or form.shown[name] == value, f"a change of {name} was not written"

    def create(self, type_name: str, values: Mapping[str, object]) -> str:
        """Save a new record."""
        with self.saving("", frozenset(), {}):
            with self.store.write(SAVE) as txn:
                record = txn.create(type_name, values)
            self._written = txn.changes.save
        return record

    def delete(self, type_name: str, record: str) -> None:
        """Delete a record, if it lives."""
        row = self.store.read().get(type_name, record)
        if row is not None and not row["deleted"]:
            with self.saving(record):
                with self.store.write(SAVE) as txn:
                    txn.delete(type_name, record)
                self._written = txn.changes.save

    def restore_record(self, type_name: str, record: str) -> None:
        """Bring a record back, or keep a contested one."""
        with self.saving(record):
            with self.store.write(SAVE) as txn:
                txn.restore(type_name, record)
            self._written = txn.changes.save
        assert not self.store.read().get(type_name, record)["deleted"]  # type: ignore[index]

    def resolve(self) -> None:
        """Settle a conflict from the list by one of its values."""
        listed = self.store.read().conflicts()
        if not listed:
            return
        conflict = self.random.choice(sorted(listed, key=lambda c: (c.record, c.field)))
        chosen = self.random.choice(sorted(conflict.values, key=lambda v: (repr(v.value), v.at_ms))).value
        with self.saving(conflict.record):
            with self.store.write(SAVE) as txn:
                txn.resolve(conflict.type, conflict.record, conflict.field, chosen)
            self._written = txn.changes.save
        left = {c.field for c in self.store.read().conflicts(None, conflict.record)}
        assert conflict.field not in left, "a settled conflict is still listed"

    def undo(self) -> None:
        """Take back one of the last saves: an edit, or a whole import."""
        mine = self.memory.imports.keys() | self.memory.saves.keys()
        saves = [number for number, _, _ in self.store.last_saves(8) if number in mine]
        if not saves:
            return
        number = self.random.choice(saves[:3]) if self.random.random() < 0.8 else self.random.choice(saves)
        if number in self.memory.imports:
            self.undo_import(number)
            return
        with self.saving(None):
            self._written = self.store.undo(number).save

    def undo_import(self, number: int) -> None:
        """Take back an import; a record that it brought stays where it is needed by now."""
        brought = self.memory.imports.pop(number)
        self.store.undo(number)
        self._saved_without_edits()
        aside = self.set_aside() & brought
        stayed = {self.truth.edits[name].cell[1] for name in brought - aside}
        for record in stayed:
            needed = any(self.truth.edits[n].cell[1] == record for n in self.visible - brought) or any(
                self.truth.edits[n].value == record for n in self.visible
            )
            assert needed, "a record stays although nothing needs it"
        self.memory.aside |= aside

    def logged(self) -> set[Name]:
        """The edits that are in the log."""
        return self._named("1")

    def set_aside(self) -> set[Name]:
        """The edits that the log says are set aside."""
        return self._named("c.live = 2")

    def _named(self, condition: str) -> set[Name]:
        sql = "SELECT d.id, c.counter FROM change c JOIN device d ON d.n = c.device WHERE "
        return {
            self.world_name(device, counter) for device, counter in self.store.read().query(sql + condition)
        }

    def world_name(self, device: str, counter: int) -> Name:
        """What a change that the store knows by this name is called in the history."""
        return device, counter

    # -- what it exchanges -----------------------------------------------------------------------

    def export(self, to: int, *, all_of_it: bool = False) -> Parcel:
        """A package for another station."""
        heard = self.memory.heard.get(to)
        known = {} if heard is None or all_of_it else heard.have
        self.memory.serial += 1
        with self.store.write(same("export")) as txn:
            have = sharing.digests(txn)
        wanted = {dossier for dossier, digest in have.items() if known.get(dossier) != digest}
        after = sharing.saves_held(self.store.read(), {d: known[d] for d in wanted & known.keys()})
        changes = tuple(sharing.changes_of(self.store.read(), wanted, after))
        held = self.held()
        there = {d: heard.held.get(d, frozenset()) for d in after} if heard is not None else {}
        assert all(there[d] <= held[d] for d in after), "the other is thought to lack what it has"
        assert {c.name for c in changes} == {n for d in wanted for n in held.get(d, frozenset()) - there.get(d, frozenset())}, (
            "a package lacks changes"
        )  # fmt: skip
        if heard is not None and not all_of_it:
            self._check_heard(heard, have, held)
        return Parcel(
            f"{self.device}-{self.memory.serial}", self.station, self.device, self.memory.serial, to, have, held, changes
        )  # fmt: skip

    def held(self) -> dict[str, Names]:
        """By dossier the edits that go into packages."""
        found: dict[str, set[Name]] = {}
        for name in self.visible:
            edit = self.truth.edits[name]
            if edit.travels:
                found.setdefault(edit.dossier, set()).add(name)
        return {dossier: frozenset(names) for dossier, names in found.items()}

    @staticmethod
    def _check_heard(heard: Heard, have: Mapping[str, str], held: Mapping[str, Names]) -> None:
        """What the other is said to have is what it had; and who has the same is not said to have less."""
        for dossier, names in held.items():
            same_digest = heard.have.get(dossier) == have[dossier]
            same_names = heard.held.get(dossier) == names
            assert same_digest == same_names, f"{dossier}: digests and changes disagree"

    def take(self, parcel: Parcel) -> Merged:
        """Take in a package."""
        arrival = Arrival(
            package=parcel.id, device=parcel.device, sign_key=f"{parcel.sender:064x}", serial=parcel.serial,
            created_ms=0, label=IMPORT,
        )  # fmt: skip
        with self.store.write(IMPORT, purpose="package") as txn:
            merged = merging.merge(txn, arrival, parcel.changes)
        names = {change.name for change in parcel.changes}
        m = self.memory
        brought = frozenset(names - m.known | names & m.aside)
        assert merged.applied == len(brought), f"{merged.applied} applied, {len(brought)} were new"
        assert merged.known == len(names) - len(brought)
        m.known |= names
        m.aside -= names
        if brought:
            self._saved_without_edits()
            m.imports[merged.save] = brought
        if parcel.to == self.station:
            self._hear(parcel)
        return merged

    def _hear(self, parcel: Parcel) -> None:
        last = self.memory.heard.get(parcel.sender)
        past: set[str] = set()
        if last is not None:
            past = last.past
            if parcel.device in past or (parcel.device == last.device and parcel.serial <= last.serial):
                return
            if parcel.device != last.device:
                past = past | {last.device}
        self.memory.heard[parcel.sender] = Heard(parcel.device, parcel.serial, parcel.have, parcel.held, past)

    # -- backups ---------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Keep a backup."""
        folder = self.folder.parent / f"backup-{self.folder.name}-{len(self.backups)}"
        made = backups.create(self.store, folder, self.clock.now())
        self.backups.append((made.path, deepcopy(self.memory)))

    def restore_backup(self) -> None:
        """The laptop is lost; a new one goes on with an earlier backup."""
        if not self.backups:
            return
        path, memory = self.random.choice(self.backups)
        self.store.close()
        shutil.rmtree(self.folder)
        backups.unpack(path, self.folder)
        self._open(self._renewed(self.folder))
        self.memory = deepcopy(memory)
        self.memory.serial = 0
        self.forms.clear()

    def copied(self, folder: Path) -> Laptop:
        """Another laptop with a copy of this one's store, which is not told so."""
        self.store.close()
        shutil.copytree(self.folder, folder)
        self.store = opened(self.folder, self.clock, self._ids)
        other = Laptop(self.truth, self.station, folder, self.random, 0, self._renewed(folder))
        other.memory = deepcopy(self.memory)
        other.memory.serial = 0
        return other

    # -- what was written ------------------------------------------------------------------------

    @contextlib.contextmanager
    def saving(
        self, record: str | None, visible: Names | None = None, heads: Mapping[str, Names] | None = None
    ) -> Iterator[None]:
        """Enter the edits that the save inside wrote, and hold what it says against what its author saw."""
        now = self.clock.now()
        wall = int(now.timestamp() * 1000)
        plausible = _BUILT <= now <= _BUILT + _IN_USE and wall >= self._last_wall - _DAY
        self._written = 0
        yield
        if not self._written:
            return
        rows = self.store.read().query(
            "SELECT c.counter, c.wall, c.plausible, c.type, c.record, c.field, c.value, c.replaces, o.id "
            "FROM change c JOIN dossier o ON o.n = c.dossier JOIN device d ON d.n = c.device "
            "WHERE d.id = ? AND c.save = ? ORDER BY c.counter",
            (self.device, self._written),
        )
        numbers = dict(self.store.read().query("SELECT n, id FROM device"))
        lacking = self.lacking()
        made: set[Name] = set()
        for counter, at, sure, type_name, owner, name, value, replaces, dossier in rows:
            assert (at, bool(sure)) == (wall, plausible), (
                f"stamped {at} {sure}, the clock said {wall} {plausible}"
            )
            over = frozenset(
                self.world_name(numbers[int(d)], int(n))
                for d, _, n in (part.partition(".") for part in replaces.split())
            )
            seen = self._of(self.visible, owner) if visible is None else visible
            seen |= over & made  # an undo may delete what it has just put back
            if (
                record is None
                and name == DELETED
                and all(self.truth.edits[n].cell[2] == DELETED for n in over)
            ):
                # An undo that brings a contested deletion back knows no more than that deletion did.
                seen = frozenset(n for n in seen if self.truth.edits[n].cell[2] == DELETED)
            stood = self.heads(owner) if heads is None else heads
            expected = stood.get(name, frozenset())
            if name == DELETED and value and record is not None:
                expected = expected.union(*stood.values())
            if (name != DELETED or record is not None) and owner not in lacking:
                assert over == expected, f"{name}: replaces {over}, on the screen was {expected}"
            edit = Edit(
                self.world_name(self.device, counter),
                (type_name, owner, name),
                value,
                at,
                bool(sure),
                seen,
                dossier,
            )
            self.truth.add(edit)
            made.add(edit.name)
        self.memory.known |= made
        self.memory.saves[self._written] = frozenset(made)
        if made:
            self._last_wall, self._wrote = wall, True

    def _saved_without_edits(self) -> None:
        """A device that has not written anything yet is held to the time of its last import or undo."""
        if not self._wrote:
            self._last_wall = int(self.clock.now().timestamp() * 1000)

    def _of(self, names: set[Name], record: str) -> Names:
        return frozenset(n for n in names if self.truth.edits[n].cell[1] == record)
