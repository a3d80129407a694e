"""Scanned papers behind cover sheets: whose each part of the pile is, and the parts hung on their placements."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.text import Text
from fieldteacher.paper.scans import splitting
from fieldteacher.services.attaching import attach
from fieldteacher.services.attachments import AttachmentService
from fieldteacher.services.forms.cover import placement_of
from fieldteacher.store.database import Store
from fieldteacher.store.queries.evaluations import every_placement

_FILE = "scan.pdf"
_CAPTION = Text("扫描材料（{n} 页）", "scanned papers ({n} pages)")
_LABEL = Text("归入扫描材料（{n} 份）", "file scanned papers ({n})")

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class ScannedPart:
    """Pages ``first`` to ``last`` (from 1) of a pile, without the cover. ``placement`` is empty where no cover of ours
    stands before them."""

    first: int
    last: int
    placement: str = ""
    student: str = ""
    name: str = ""
    student_number: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are; none where two covers follow each other."""
        return self.last - self.first + 1


class ScanService:
    """The verbs on scanned piles."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def parts(self, path: Path, cancelled: Stop | None = None) -> list[ScannedPart]:
        """The pile taken apart at its covers. Raises ``Cancelled`` and ``InputRefused`` (``scan.refused``)."""
        found = splitting.codes(path, cancelled)
        known = {who.placement: who for who in every_placement(self._store.read())}
        covers = [(page, placement_of(code, known)) for page, code in enumerate(found, 1) if code]
        # A code that is no cover of ours (an invoice, a form) does not end a student's papers.
        starts = [(page, placement) for page, placement in covers if placement]
        ends = [page - 1 for page, _ in starts[1:]] + [len(found)]
        parts = [ScannedPart(1, starts[0][0] - 1 if starts else len(found))]
        for (page, placement), end in zip(starts, ends, strict=False):
            who = known[placement]
            parts.append(ScannedPart(page + 1, end, placement, who.student, who.name, who.student_number))
        return [part for part in parts if part.placement or part.pages]

    def file(
        self, path: Path, parts: Sequence[ScannedPart], cancelled: Stop | None = None
    ) -> tuple[Sequence[str], ChangeSet]:
        """Hang the pages of each part that has a placement on it, as one PDF each; returns the new attachments.

        What hangs there already is left out. Raises as ``parts`` does; then nothing is filed.
        """
        taken = [part for part in parts if part.placement and part.pages]
        cut = splitting.cut(path, [(part.first - 1, part.last - 1) for part in taken], cancelled)
        service = AttachmentService(self._store, self._clock)
        kept = []
        with tempfile.TemporaryDirectory() as folder:
            for part, data in zip(taken, cut, strict=True):
                file = Path(folder) / _FILE
                file.write_bytes(data)
                result = service.take_in([file])
                if result.refused:
                    raise result.refused[0]
                caption = _CAPTION.fill(n=part.pages).zh
                kept.append((part, [{**each, "caption": caption} for each in result.kept]))
        new: list[str] = []
        with self._store.write(_LABEL.fill(n=len(taken))) as txn:
            for part, files in kept:
                new += attach(txn, part.placement, files)
        return new, txn.changes
