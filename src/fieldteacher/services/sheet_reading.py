"""Filled evaluation forms read back: a pile is read, checked, and saved with its pictures as evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.sheet_readings import IssuedSheet, SheetReading, band_ranges
from fieldteacher.domain.text import Text
from fieldteacher.paper.layout.form_number import grouped
from fieldteacher.services.attaching import attach
from fieldteacher.services.schemes import load_scheme
from fieldteacher.services.sheet_checks import CheckedSheet, Checker, PileSheet, gather
from fieldteacher.services.sheet_drafts import from_json, to_json
from fieldteacher.services.sheets import ensure_sheet, evaluation_id, put_marks
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.database import Store
from fieldteacher.store.queries import evaluations, issued
from fieldteacher.store.queries.issued import IssuedForm
from fieldteacher.store.transaction import Transaction

__all__ = ["CheckedSheet", "MissingForm", "PileSheet", "SavedSheets", "SheetReadingService"]

_DRAFT = "sheets"
_PICTURE_TYPE = "image/jpeg"
_CHANGED = Text(
    "分数在此期间改过，请再核对一次", "the marks were changed in the meantime; please look once more"
)
_LABEL = Text("识读考核表（{n} 份）", "read evaluation forms ({n})")

Progress = Callable[[int, int], None]


class ReadFiles(Protocol):
    """Reads pictures of forms, one reading a page, as ``paper.reading.reading.read_files`` does. Raises ``Cancelled``."""

    def __call__(
        self,
        paths: Iterable[Path],
        issued: Mapping[str, IssuedSheet],
        *,
        told: Progress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Iterator[SheetReading]: ...


@dataclass(frozen=True, slots=True)
class MissingForm:
    """A form of which no sheet is in the pile and no picture hangs on its evaluation; ``marked``: its marks are whole."""

    form: IssuedForm
    marked: bool


@dataclass(frozen=True, slots=True)
class SavedSheets:
    """What became of sheets that were to be saved: by their numbers, and why some were left."""

    saved: Sequence[int]
    changes: ChangeSet
    left: Mapping[int, Text] = field(default_factory=dict)


class SheetReadingService:
    """The verbs on filled forms. ``read`` is what looks at pictures."""

    def __init__(self, store: Store, clock: Clock, read: ReadFiles) -> None:
        self._store = store
        self._clock = clock
        self._read = read
        self._blobs = Blobs(store, clock)

    # -- reading -----------------------------------------------------------------------------------

    def issued(self) -> dict[str, IssuedSheet]:
        """By number, every form that was printed here, as the reader needs to know it."""
        reader = self._store.read()
        bands: dict[tuple[str | None, str | None], IssuedSheet] = {}
        found = {}
        for number, layout, scheme, rater in issued.layouts(reader):
            if (scheme, rater) not in bands:
                bands[scheme, rater] = self._sheet_of(scheme, rater)
            found[number] = replace(bands[scheme, rater], layout=layout)
        return found

    def _sheet_of(self, scheme: str | None, rater: str | None) -> IssuedSheet:
        try:
            spec = load_scheme(self._store.read(), scheme or "")
        except NotFound:
            return IssuedSheet("")
        criteria = spec.of(rater or "enterprise")
        lowest = [mark for _, mark in spec.bands]
        ranges = tuple(band_ranges(criterion.full_marks, lowest) for criterion in criteria)
        return IssuedSheet("", ranges, sum(criterion.full_marks for criterion in criteria))

    def read(
        self,
        paths: Sequence[Path],
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        *,
        first: int = 1,
        keep_pictures: bool = False,
    ) -> Iterator[PileSheet]:
        """Read files, and those in folders, page by page, numbered from ``first``; a bad one stops no other.

        The pictures are dropped, or put into the store. Raises ``Cancelled``, and ``StoreUnavailable`` where they are to be
        put and cannot.
        """
        if keep_pictures:
            self._store.refuse_read_only()
        readings = self._read(paths, self.issued(), told=progress, stop=cancelled)
        for number, reading in enumerate(readings, start=first):
            picture = self._blobs.put(reading.picture) if keep_pictures and reading.picture else ""
            yield PileSheet(number=number, reading=replace(reading, picture=b""), picture=picture)

    def add(
        self,
        paths: Sequence[Path],
        arrived: Callable[[PileSheet], None] = lambda _: None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Read files into the pile that is being checked; each sheet is kept at once, and told to ``arrived``.

        Returns how many came; a picture that lies in the pile already comes no second time. Raises what ``read`` raises; what was
        read before stays.
        """
        there = self.pile()
        known = {(sheet.picture, sheet.reading.page) for sheet in there if sheet.picture}
        number = max((sheet.number for sheet in there), default=0)
        begun = number
        for sheet in self.read(paths, progress, cancelled, keep_pictures=True):
            if (sheet.picture, sheet.reading.page) in known:
                continue
            known.add((sheet.picture, sheet.reading.page))
            number += 1
            placed = replace(sheet, number=number)
            self.keep(placed)
            arrived(placed)
        return number - begun

    # -- the pile ----------------------------------------------------------------------------------

    def pile(self) -> list[PileSheet]:
        """The pile that is being checked, in its order."""
        found = (from_json(content) for _, content in self._store.drafts(_DRAFT))
        return sorted((sheet for sheet in found if sheet is not None), key=lambda sheet: sheet.number)

    def keep(self, sheet: PileSheet) -> None:
        """Keep a sheet with what was decided about it."""
        self._store.keep_draft(_DRAFT, str(sheet.number), to_json(sheet))

    def forget(self, numbers: Sequence[int]) -> None:
        """Take sheets out of the pile."""
        for number in numbers:
            self._store.keep_draft(_DRAFT, str(number), None)

    def picture(self, sheet: PileSheet) -> bytes:
        """The JPEG of a sheet. Raises ``NotFound``."""
        return self._blobs.get(sheet.picture)

    # -- checking ----------------------------------------------------------------------------------

    def checker(self, pile: Sequence[PileSheet]) -> Checker:
        """What checks this pile by what the store knows of its forms now."""
        return Checker(gather(self._store.read(), [sheet.reading for sheet in pile]))

    def check(self, pile: Sequence[PileSheet]) -> list[CheckedSheet]:
        """Every sheet of a pile beside its issued form and what is saved."""
        return self.checker(pile).check(pile)

    def missing(self, checked: Sequence[CheckedSheet]) -> list[MissingForm]:
        """The forms that were issued to the same enterprises for the same scheme and stage, and are not in the pile."""
        reader = self._store.read()
        there = {each.form.sheet for each in checked if each.form is not None}
        groups: dict[tuple[str, str], set[str]] = {}
        for each in checked:
            if each.form is not None and each.form.living:
                groups.setdefault((each.form.scheme, each.form.stage), set()).add(each.form.who.enterprise)
        latest: dict[tuple[str, str, str, str], IssuedForm] = {}
        for (scheme, stage), enterprises in groups.items():
            for form in issued.forms_of(reader, scheme, stage, enterprises):
                if form.sheet not in there:
                    latest[form.sheet] = form
        placements = {form.who.placement for form in latest.values()}
        with_sheet = {row[:4] for row in issued.evaluations_of(reader, placements) if row.sheet is not None}
        given: dict[tuple[str, str, str, str], set[str]] = {}
        for *sheet, criterion, _ in issued.marks_of_placements(reader, placements):
            given.setdefault((sheet[0], sheet[1], sheet[2], sheet[3]), set()).add(criterion)
        wanted = {scheme: load_scheme(reader, scheme) for scheme, _ in groups}
        return [
            MissingForm(form, all(c.id in given.get(key, ()) for c in wanted[form.scheme].of(form.rater)))
            for key, form in latest.items()
            if key not in with_sheet
        ]

    def save(self, checked: Sequence[CheckedSheet], *, plain_part: bool = False) -> SavedSheets:
        """Save the sheets that are ``ready``, in one save, and hang their pictures on the evaluations.

        With ``plain_part`` also the plain rows of sheets whose other rows wait for a person. A sheet whose marks were changed
        meanwhile is left, and so is one that was signed meanwhile.
        """
        chosen = [each for each in checked if each.state == "ready" or (plain_part and each.plain_part)]
        saved: list[int] = []
        left: dict[int, Text] = {}
        with self._store.write(_LABEL.fill(n=len(chosen)), purpose="sheets") as txn:
            for each in chosen:
                try:
                    self._save(txn, each)
                except UserError as error:
                    left[each.number] = error.text
                else:
                    saved.append(each.number)
        return SavedSheets(saved, txn.changes, left)

    def _save(self, txn: Transaction, checked: CheckedSheet) -> None:
        form, scheme = checked.form, checked.scheme
        assert form is not None
        assert scheme is not None
        placement, _, stage, rater = form.sheet
        evaluation = evaluation_id(placement, scheme.id, stage, rater)
        now = {criterion: tenths for criterion, tenths, _ in evaluations.marks_of(txn, evaluation, "score")}
        if now != dict(checked.saved):
            raise UserError("changed_meanwhile", _CHANGED)
        if checked.writes:
            put_marks(txn, scheme, stage, placement, rater, checked.writes, self._clock)
        elif txn.get("evaluation", evaluation) is None:
            ensure_sheet(txn, scheme, stage, placement, rater, self._clock)
        picture = checked.sheet.picture
        if checked.attaches and picture:
            kept = {
                "name": f"{grouped(form.number)}.jpg", "media_type": _PICTURE_TYPE, "size": len(self._blobs.get(picture)),
                "sha256": picture,
            }  # fmt: skip
            new = attach(txn, evaluation, [kept])
            if new:
                txn.update("evaluation", evaluation, {"sheet": new[0]})
