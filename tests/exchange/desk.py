"""One station of the scoped histories: a laptop that exchanges real packages by the real services."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.exchange.college import College, exchange
from tests.exchange.laptop import Laptop
from tests.exchange.truth import Name, Names, Truth
from tests.store.making import opened

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import same
from fieldteacher.services.lease import Lease
from fieldteacher.services.synchronisation import Taken
from fieldteacher.store import backups, holdings, peers
from fieldteacher.store.sharing import digests


@dataclass(frozen=True)
class Packet:
    """A package file under way."""

    file: Path
    sender: int
    to: int


class Desk(Laptop):
    """A station; number 0 is the office."""

    college: College
    sent: dict[tuple[str, int], Mapping[str, Names]]
    ever: set[Name]
    """All that ever counted here, also before a backup was restored."""
    removed: set[Name]
    """What was removed because somebody else holds it now."""

    def __init__(self, truth: Truth, station: int, college: College, folder: Path, random: Random) -> None:
        self.college = college
        self.leases = folder.parent / f"leases-{folder.name}"
        self.sent = {}
        self.ever = set()
        self.copied_at: int | None = None
        self.removed = set()
        super().__init__(truth, station, folder, random, 0, "")

    def _open(self, device: str) -> None:
        super()._open(device)
        self.device = self.store.device
        self.exchange = exchange(self.store, self.clock, self.leases)

    # -- what it has -----------------------------------------------------------------------------

    def read_log(self) -> None:
        """Note what the log holds."""
        self.memory.known = self.logged()
        self.memory.aside = self.set_aside() & self.memory.known
        self.ever |= self.visible

    # -- packages --------------------------------------------------------------------------------

    def write(self, to: int, file: Path) -> Packet:
        """A package for another station."""
        self.ever |= self.visible
        exported = self.exchange.synchronisation.export(self.college.keys[to], file)
        if exported.renamed:
            self._renamed()
        self.sent[self.device, exported.serial] = self.held()
        return Packet(file, self.station, to)

    def world_name(self, device: str, counter: int) -> Name:
        """Changes of two computers that both write under one device id are told apart here, if not by the stores."""
        apart = self.copied_at is not None and device == self.device and counter > self.copied_at
        return (f"copy of {device}", counter) if apart else (device, counter)

    def _renamed(self) -> None:
        """The store proved to be a copy: what it had never sent has other names now.

        What it had made before it was copied is so written twice, by one name in each of both stores: a package that was
        taken in since may have brought it under the name that it had.
        """
        old, self.device, self.copied_at = self.device, self.store.device, None
        before = {name[1]: name for name in self.memory.known if name[0] in (old, f"copy of {old}")}
        new: dict[Name, Name] = {
            before[n]: (device, n) for device, n in self.logged() if device == self.device
        }
        for name in sorted(new, key=lambda name: name[1]):
            edit = self.truth.edits[name]
            seen = frozenset(new.get(other, other) for other in edit.seen)
            self.truth.add(replace(edit, name=new[name], seen=seen))
        m = self.memory
        m.known = m.known - new.keys() | set(new.values())
        self._wrote = bool(new)
        self._last_wall = max((self.truth.edits[n].wall for n in new.values()), default=0)
        self.forms.clear()

    def find_out(self) -> None:
        """Have the program look whether this is a copy, as it does before each package."""
        if Lease(self.store, self.leases).hold():
            self._renamed()

    def receive(self, packet: Packet) -> Taken | None:
        """Take in a package; one that is for somebody else is refused and changes nothing."""
        before, aside = self.memory.known, self.memory.aside
        if packet.to not in (self.station, 0) or (packet.to == 0) != (self.station == 0):
            try:
                self.exchange.synchronisation.take_in(packet.file)
            except InputRefused:
                assert self.logged() == before
                return None
            raise AssertionError("a package for somebody else was taken in")
        saves = self._saves()
        taken = self.exchange.synchronisation.take_in(packet.file, accept_deletions=True)
        if self.store.device != self.device:
            self._renamed()
            before = self.memory.known
        self.read_log()
        m = self.memory
        brought = frozenset(m.known - before | (aside - m.aside) & m.known)
        self.removed |= before - m.known
        if self._saves() > saves:  # also where something was only removed
            self._saved_without_edits()
        if brought:
            m.imports[taken.merged.save] = brought
        return taken

    def _saves(self) -> int:
        return int(self.store.read().query("SELECT coalesce(max(n), 0) FROM save")[0][0])

    # -- what it thinks of others ----------------------------------------------------------------

    def check_what_others_are_said_to_have(self, desks: list[Desk]) -> None:
        """A dossier said to be as complete elsewhere as here was so when that package was written."""
        with self.store.write(same("digests")) as txn:
            here, taken_away = digests(txn), holdings.taken_away(txn)
        held = self.held()
        for peer in peers.peers(self.store.read()):
            written = (peer.station.device, peer.heard_serial)
            said = next((desk.sent[written] for desk in desks if written in desk.sent), None)
            for dossier, names in held.items() if said is not None else ():
                if peer.have.get(dossier) == here[dossier] and dossier not in taken_away:
                    assert said.get(dossier) == names, f"{dossier} is not there as said"

    # -- mishaps ---------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Keep a backup; not of a copy that has not found out yet that it is one."""
        if self.copied_at is None:
            super().back_up()

    def restore_backup(self) -> None:
        """The computer is lost; a new one goes on with an earlier backup."""
        if self.backups:
            super().restore_backup()
            self.copied_at = None

    def _renewed(self, folder: Path) -> str:
        device = backups.renew_device(folder, None)
        restored = opened(folder, self.clock, self._ids)
        Lease(restored, self.leases).hold()  # as the program does when it opens it
        restored.close()
        return device

    def twin(self, folder: Path) -> Desk:
        """Another computer with a copy of this store, which nobody has told so."""
        wrote = self._wrote, self._last_wall
        self.store.close()
        shutil.copytree(self.folder, folder)
        self._open(self.device)
        self._wrote, self._last_wall = wrote
        other = Desk(self.truth, self.station, self.college, folder, self.random)
        other.memory = deepcopy(self.memory)
        other.sent = dict(self.sent)
        other.copied_at = self._last_counter()
        other._wrote, other._last_wall = wrote
        return other

    def _last_counter(self) -> int:
        return max((counter for device, counter in self.memory.known if device == self.device), default=0)
