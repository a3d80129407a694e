"""The bytes of photos and files in a folder of backups: packs, each with what the ones before lack.

A pack is written once and never changed, so the weekly backup of a store with gigabytes of photos writes only
what came in that week, a folder that is synchronised uploads no more than that, and a stick pulled out too
early harms nothing but the pack under way. A pack has the key that the store had then; one that this key does
not open counts as not there.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.store import blob_file, faults
from fieldteacher.store.blob_file import BlobFile
from fieldteacher.store.database import BLOBS_FILE, Store, ms

SUFFIX = ".ftfiles"
LARGEST = 2**30
"""Bytes after which a further pack is begun: memory sticks are often formatted for files of less than 4 GiB."""

Progress = Callable[[int, int], None]


def add(store: Store, folder: Path, now: datetime, progress: Progress | None = None) -> int:
    """Write what the packs in ``folder`` lack of a store's bytes; returns how many it were.

    ``now`` (local time) goes into the names. Raises ``StoreUnavailable``; a pack not finished is taken away.
    """
    path = store.folder / BLOBS_FILE
    if not path.is_file():
        return 0
    with blob_file.opened(path, store.key, read_only=True) as source:
        sizes = source.hashes()
        lacking = sorted(sizes.keys() - _held_in(folder, store.key))
        written = 0
        for number, group in enumerate(_groups(lacking, sizes), start=1):
            pack = folder / f"fieldteacher-{now:%Y%m%d-%H%M%S}-{number}{SUFFIX}"
            with _new(pack, store.key) as file:
                for sha256 in group:
                    content = source.sound(sha256)
                    if content is not None:
                        file.put(sha256, content, ms(now))
                        written += 1
                    if progress is not None:
                        progress(written, len(lacking))
    return written


@contextlib.contextmanager
def _new(path: Path, key: bytes | None) -> Iterator[BlobFile]:
    """A new file of bytes, which appears under its name after the block; not at all where that raises."""
    part = path.with_name(path.name + ".new")
    try:
        blob_file.make(part, key)
        with blob_file.opened(part, key, read_only=False) as file:
            file.hurry()
            yield file
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as error:
        raise faults.not_writable(path.parent, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def fetch(folder: Path, key: bytes | None, into: Path, wanted: Iterable[str]) -> set[str]:
    """Make the file of bytes of the store in ``into`` from the packs in ``folder``; returns what no pack has.

    Damaged bytes count as not there. Raises ``StoreUnavailable`` where nothing can be written; then there is no file.
    """
    missing = set(wanted)
    packs = [(path, held) for path in _packs(folder) if (held := _held(path, key) & missing)]
    if not packs:
        return missing
    at_ms = ms(datetime.now().astimezone())
    with _new(into / BLOBS_FILE, key) as file:
        for path, held in packs:
            with blob_file.opened(path, key, read_only=True) as pack:
                for sha256 in sorted(held & missing):
                    content = pack.sound(sha256)
                    if content is not None:
                        file.put(sha256, content, at_ms)
                        missing.discard(sha256)
    return missing


def _groups(hashes: Iterable[str], sizes: dict[str, int]) -> Iterator[list[str]]:
    group: list[str] = []
    filled = 0
    for sha256 in hashes:
        if group and filled + sizes[sha256] > LARGEST:
            yield group
            group, filled = [], 0
        group.append(sha256)
        filled += sizes[sha256]
    if group:
        yield group


def _packs(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"fieldteacher-*{SUFFIX}")) if folder.is_dir() else []


def _held_in(folder: Path, key: bytes | None) -> set[str]:
    return set[str]().union(*(_held(path, key) for path in _packs(folder)))


def _held(path: Path, key: bytes | None) -> set[str]:
    """What a pack has; nothing where it cannot be opened with this key."""
    try:
        with blob_file.opened(path, key, read_only=True) as pack:
            return set(pack.hashes())
    except StoreUnavailable:
        return set()
