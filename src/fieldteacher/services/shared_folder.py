"""Exchanging through a folder that others see too: Nextcloud, Syncthing, a network drive.

Packages alone lie there, one file from each station to each other, and never a store. What is seen there by
others is for whom a package is and from which device, when it was written and its number; no name.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.exchange import OFFICE
from fieldteacher.domain.os_errors import reason
from fieldteacher.domain.text import Text
from fieldteacher.exchange import refusals
from fieldteacher.exchange.container import SUFFIX
from fieldteacher.services.lease import Lease
from fieldteacher.services.packing import Exported, Packing, Told, not_told
from fieldteacher.services.stations import need_own
from fieldteacher.services.synchronisation import SynchronisationService, Taken
from fieldteacher.store import peers
from fieldteacher.store.database import Store
from fieldteacher.store.peers import Peer

_NAMED = re.compile(r"([0-9a-f]{8})-([0-9a-f]{8})-([0-9]{8})-([0-9]+)" + re.escape(SUFFIX))
_DONE = "folder_done"
"""The setting with the names of the packages that were taken in from folders."""
_REMEMBERED = 5_000
_MANY_TEACHERS = 20
"""Up to so many colleagues, a teacher writes a package for each; of more, for those alone who wrote one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """A package in the folder that is for this station and was not taken in. ``sender`` where its name tells."""

    file: Path
    size: int
    sender: str
    written_on: str
    """The day in its name, ISO; empty where its name tells none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a package in the folder: ``taken``, or why it was ``refused``."""

    file: Path
    taken: Taken | None = None
    refused: UserError | None = None


class SharedFolderService:
    """The verbs on a shared folder."""

    def __init__(
        self, store: Store, clock: Clock, lease: Lease, synchronisation: SynchronisationService
    ) -> None:
        self._store = store
        self._lease = lease
        self._clock = clock
        self._synchronisation = synchronisation

    def inbox(self, folder: Path) -> list[Lying]:
        """The packages there for this station that it has not taken in, in the order to take them in.

        The office's come first: they tell of stations that are new, whose packages are refused until then.

        Raises ``UserError`` (``not_joined``, ``no_folder``).
        """
        reader = self._store.read()
        own = need_own(reader)
        known = peers.peers(reader)
        done = self._done()
        taken = {(each.device, each.serial) for each in peers.received(reader)}
        found = []
        for path in self._packages(folder):
            match = _NAMED.fullmatch(path.name)
            if path.name in done or (match is not None and match[1] != own.station.sign_key[:8]):
                continue
            if match is None:
                if self._is_ours(path):
                    found.append(((_RENAMED, "", "", 0, path.name), _lying(path, "", "")))
                continue
            sender = next((peer for peer in known if any(d.startswith(match[2]) for d in peer.devices)), None)
            if sender is not None and (
                sender.station.revoked_ms is not None or _is_past(sender, match[2], int(match[4]), taken)
            ):
                continue
            day = f"{match[3][:4]}-{match[3][4:6]}-{match[3][6:]}"
            label = sender.station.label if sender else ""
            rank = _rank(sender.station.role if sender else None)
            found.append(((rank, match[2], match[3], int(match[4]), path.name), _lying(path, label, day)))
        return [lying for _, lying in sorted(found, key=lambda each: each[0])]

    def write_all(
        self,
        folder: Path,
        *,
        only: Collection[str] | None = None,
        photos: int | None = None,
        told: Told = not_told,
    ) -> list[Exported]:
        """Write a package for each station into the folder, or for those with the signing keys ``only``.

        ``told`` hears how many are written. What this device wrote there before for the same station is taken away
        where the new package holds all of it. Raises ``UserError`` and ``NotSaved``; packages written before stay.
        """
        need_own(self._store.read())
        self._packages(folder)
        packing = Packing(self._store, self._clock, self._lease, photos)
        known = peers.peers(self._store.read())
        to = (
            self._written_for(known)
            if only is None
            else [peer for peer in known if peer.station.sign_key in only]
        )
        made = []
        for number, peer in enumerate(to):
            told(number, len(to))
            exported = self._write(packing, peer, folder)
            made.append(exported)
            if exported.left_out == 0:
                self._clear(folder, exported)
        told(len(to), len(to))
        return made

    def take_in_all(
        self, folder: Path, *, accept_deletions: bool = False, told: Told = not_told
    ) -> list[Outcome]:
        """Take in every package of ``inbox``; one that is refused keeps no other back. ``told`` hears how many are done."""
        lying = self.inbox(folder)
        outcomes = []
        for number, each in enumerate(lying):
            told(number, len(lying))
            try:
                taken = self._synchronisation.take_in(each.file, accept_deletions=accept_deletions)
            except UserError as error:
                if error.exit_status != UserError.exit_status:
                    raise
                outcomes.append(Outcome(file=each.file, refused=error))
                continue
            self.note_taken(each.file)
            outcomes.append(Outcome(file=each.file, taken=taken))
        told(len(lying), len(lying))
        return outcomes

    def note_taken(self, file: Path) -> None:
        """Note that a package was taken in, so that ``inbox`` names it no more.

        Of most the list of packages tells that; not of one that brought nothing, written before a restored backup.
        """
        kept = json.loads(self._store.read().setting(_DONE) or "[]")
        names = [each for each in kept if each != file.name]
        self._store.keep_settings({_DONE: json.dumps([*names, file.name][-_REMEMBERED:])})

    def doubt(self, folder: Path) -> Text | None:
        """Why this folder is a bad choice; ``None`` where nothing speaks against it."""
        store, shared = self._store.folder.absolute(), folder.absolute()
        if shared == store or shared in store.parents or store in shared.parents:
            return Text(
                "共享文件夹与数据文件夹重叠：数据本身不能放在共享文件夹里，请另选一个文件夹。",
                "The shared folder and the store's folder overlap: the store itself must not lie in a shared folder.",
            )
        return None

    # -- inside ------------------------------------------------------------------------------------

    def _packages(self, folder: Path) -> list[Path]:
        """Whole packages in the folder; what a program is still writing there ends otherwise, or begins with a mark."""
        try:
            return sorted(
                path for path in folder.iterdir()
                if path.suffix == SUFFIX and not path.name.startswith((".", "~")) and path.is_file()
            )  # fmt: skip
        except OSError as error:
            raise UserError(
                "no_folder",
                Text("打不开文件夹“{f}”：{e}。", "The folder “{f}” cannot be opened: {e}.").fill(
                    f=folder.name, e=reason(error)
                ),
            ) from error

    def _written_for(self, every: Sequence[Peer]) -> list[Peer]:
        known = [peer for peer in every if peer.station.revoked_ms is None]
        if self._store.read().setting("role") == OFFICE or len(known) <= _MANY_TEACHERS:
            return known
        return [peer for peer in known if peer.station.role == OFFICE or peer.heard_ms is not None]

    def _write(self, packing: Packing, peer: Peer, folder: Path) -> Exported:
        """Write a package under a passing name, because its own says its number."""
        begun = folder / f".{peer.station.sign_key[:8]}-{self._store.device[:8]}{SUFFIX}"
        try:
            exported = packing.write(peer, begun)
            file = folder / self._name(peer, exported.serial)
            begun.replace(file)
        except OSError as error:
            raise refusals.not_writable(folder, error) from error
        finally:
            with contextlib.suppress(OSError):  # where nothing may be written, nothing was
                begun.unlink(missing_ok=True)
        return dataclasses.replace(exported, file=file)

    def _name(self, peer: Peer, serial: int) -> str:
        day = self._clock.now().astimezone()
        return f"{peer.station.sign_key[:8]}-{self._store.device[:8]}-{day:%Y%m%d}-{serial}{SUFFIX}"

    @staticmethod
    def _clear(folder: Path, made: Exported) -> None:
        new = _NAMED.fullmatch(made.file.name)
        for path in folder.glob(f"*{SUFFIX}"):
            old = _NAMED.fullmatch(path.name)
            if new and old and old[1] == new[1] and old[2] == new[2] and int(old[4]) < made.serial:
                with contextlib.suppress(OSError):  # somebody reads it just now; the next time
                    path.unlink()

    def _is_ours(self, path: Path) -> bool:
        """Whether a package that somebody renamed is for this station and not taken in yet."""
        try:
            manifest = self._synchronisation.manifest(path)
        except UserError:
            return False
        return not peers.received(self._store.read(), manifest.package)

    def _done(self) -> set[str]:
        return set(json.loads(self._store.read().setting(_DONE) or "[]"))


_RENAMED = 3


def _rank(role: str | None) -> int:
    """When a package is to be taken in, by its sender's role; ``None`` is a sender that is not known yet."""
    return 0 if role == OFFICE else 1 if role is not None else 2


def _is_past(sender: Peer, device: str, serial: int, taken: set[tuple[str, int]]) -> bool:
    """Whether a package was taken in, or a later one of the same device, which holds what it held."""
    if any(each.startswith(device) and number == serial for each, number in taken):
        return True
    return sender.station.device.startswith(device) and serial <= sender.heard_serial


def _lying(path: Path, sender: str, day: str) -> Lying:
    return Lying(file=path, size=path.stat().st_size, sender=sender, written_on=day)
