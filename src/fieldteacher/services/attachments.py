"""Photos and files: taken in from outside, hung on records, shown, written out again, checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import Cancelled, InputRefused, UserError
from fieldteacher.domain.os_errors import reason
from fieldteacher.domain.text import Text
from fieldteacher.pictures.intake import Intake
from fieldteacher.pictures.kinds import ENDINGS
from fieldteacher.services.attaching import Kept, attach
from fieldteacher.store.blobs import Blobs, standing
from fieldteacher.store.database import Store
from fieldteacher.store.reader import Row

__all__ = ["AttachmentService", "Kept", "Standing", "TakenIn"]

MOST_FILES = 2000
"""How many files of a folder are taken at once."""
_IN_FOLDERS = {*ENDINGS.values(), ".jpeg", ".png", ".heic", ".heif", ".webp", ".gif", ".tif", ".tiff", ".bmp"}


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of some files. ``kept`` is in the store, but no record names it yet.

    ``passed_over`` counts what lay in a folder and is no photo or document by its name. A person who stopped it
    (``stopped``) gets nothing.
    """

    kept: Sequence[Kept] = ()
    refused: Sequence[InputRefused] = ()
    passed_over: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How photos and files stand: how many contents there are and how many bytes, attachments (ids) whose content is
    missing or damaged, and how many contents nobody has needed for long."""

    files: int
    size: int
    missing: Sequence[str]
    damaged: Sequence[str]
    removable: int


class AttachmentService:
    """The verbs on photos and files."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._blobs = Blobs(store, clock)

    def take_in(
        self,
        paths: Sequence[Path],
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> TakenIn:
        """Read files, and those in folders, and put their bytes into the store; one that is bad stops no other.

        Photos become small JPEGs without EXIF; documents stay as they are. Raises ``StoreUnavailable``.
        """
        self._store.refuse_read_only()
        files, passed_over = _spread(paths)
        kept: list[Kept] = []
        refused: list[InputRefused] = []
        with Intake(self._clock.today(), cancelled=cancelled) as intake:
            for number, path in enumerate(files, start=1):
                try:
                    taken = intake.take(path)
                except InputRefused as error:
                    refused.append(error)
                except Cancelled:
                    return TakenIn(stopped=True)
                else:
                    kept.append({
                        "name": taken.name, "media_type": taken.media_type, "size": len(taken.content),
                        "sha256": self._blobs.put(taken.content), "taken_at": taken.taken_at,
                        "taken_on": taken.taken_at[:10] if taken.taken_at else None,
                    })  # fmt: skip
                if progress is not None:
                    progress(number, len(files))
        return TakenIn(kept, refused, passed_over)

    def add(self, owner: str, kept: Sequence[Kept]) -> tuple[Sequence[str], ChangeSet]:
        """Hang files that were taken in on a record; returns the ids of the new attachments.

        Raises ``FieldProblem`` where there is no such record.
        """
        label = Text("添加照片或文件（{n}）", "add photos or files ({n})").fill(n=len(kept))
        with self._store.write(label) as txn:
            new = attach(txn, owner, kept)
        return new, txn.changes

    def of(self, owner: str) -> Sequence[Row]:
        """The attachments of a record: by the time they were taken, those without one last, as they were added."""
        rows = self._store.read().records("attachment", {"owner": owner})
        return sorted(rows, key=lambda row: (row["taken_at"] or row["taken_on"] or "9", row["id"]))

    def content(self, sha256: str) -> bytes:
        """The bytes under a hash. Raises ``NotFound`` (``bytes_missing``) and ``StoreUnavailable``."""
        return self._blobs.get(sha256)

    def write(self, record: str, target: Path) -> int:
        """Write an attachment's content into a file; returns its size. Raises ``NotFound`` and ``UserError``."""
        return self.write_content(self._store.read().need("attachment", record)["sha256"], target)

    def write_content(self, sha256: str, target: Path) -> int:
        """``write`` for bytes that no record need name yet."""
        content = self._blobs.get(sha256)
        part = target.with_name(target.name + ".part")
        try:
            part.write_bytes(content)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            words = Text("无法写入 {p}：{e}。", "Cannot write to {p}: {e}.")
            raise UserError("cannot_write", words.fill(p=target, e=reason(error))) from error
        return len(content)

    def check(self) -> Standing:
        """Read all bytes and compare them with their hashes and with the records."""
        found, there = standing(self._store), self._blobs.hashes()
        removable = len(self._blobs.removable())
        return Standing(len(there), sum(there.values()), found.missing, found.damaged, removable)

    def tidy(self) -> int:
        """Take out what nobody has needed for long; returns how many bytes that was."""
        return self._blobs.remove_unneeded()

    @staticmethod
    def ending(row: Row | Kept) -> str:
        """The ending that a file of an attachment has."""
        return ENDINGS.get(str(row["media_type"]), "")


def _spread(paths: Iterable[Path]) -> tuple[list[Path], int]:
    """Files as they are, folders as the photos and documents in them; and how much else lies there."""
    files: list[Path] = []
    passed_over = 0
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        for folder, below, names in os.walk(path):
            below[:] = sorted(name for name in below if not name.startswith("."))
            for name in sorted(name for name in names if not name.startswith(".")):
                if Path(name).suffix.lower() in _IN_FOLDERS:
                    files.append(Path(folder, name))
                else:
                    passed_over += 1
    if len(files) > MOST_FILES:
        raise InputRefused(
            "too_many_files",
            Text("一次最多 {n} 个文件，这里有 {m} 个。", "At most {n} files at once; here are {m}.").fill(
                n=MOST_FILES, m=len(files)
            ),
        )
    return files, passed_over
