"""Readings of forms made by hand, and a reader that hands them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.services.park import Park

from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.sheet_readings import (
    DOUBTS,
    REFUSALS,
    Area,
    IssuedSheet,
    RowReading,
    RowState,
    SheetReading,
    why,
)
from fieldteacher.paper.layout import form_number

_ROW = Area(20.0, 74.5, 170.0, 13.0)


def issue(park: Park, scheme: SchemeSpec, student: int = 0, number: int = 1, stage: str = "final") -> str:
    """A form of the enterprise's, as if it had been printed; returns its number."""
    written = form_number.encode(number)
    park.add(
        "issued_form", placement=park.placements[student], scheme=scheme.id, stage=stage, rater="enterprise",
        form_number=written, layout=f"EV1-{len(scheme.of('enterprise'))}x{len(scheme.bands)}", printed_on="2026-03-10",
        blank=True,
    )  # fmt: skip
    return written


def row(
    name: str, value: int | None, state: RowState = "clear", boxes: int = 4, doubt: str = ""
) -> RowReading:
    """A row of boxes."""
    places = tuple(Area(120.0 + 11 * n, 78.0, 5.0, 5.0) for n in range(boxes))
    said = why(doubt, DOUBTS) if doubt else None
    return RowReading(name, state, value, 1.0 if state == "clear" else 0.4, said, _ROW, places)


def reading(
    number: str,
    levels: Sequence[int | None],
    total: int | None = None,
    *,
    doubtful: Mapping[str, tuple[RowState, str]] | None = None,
    picture: bytes = b"picture",
    file: str = "a.jpg",
) -> SheetReading:
    """What was read of a form: the bands ticked, and the total in digits; ``doubtful`` rows are proposals only."""
    asked = doubtful or {}
    rows = tuple(
        row(f"c{n}", level, *_said(asked, f"c{n}"), ) for n, level in enumerate(levels, start=1)
    )  # fmt: skip
    tens, units = (None, None) if total is None else divmod(total, 10)
    digits = tuple(
        row(name, value, "blank" if value is None and name not in asked else asked.get(name, ("clear", ""))[0], boxes,
            asked.get(name, ("", "blank" if value is None else ""))[1])
        for name, value, boxes in (("tens", tens, 11), ("units", units, 10))
    )  # fmt: skip
    return SheetReading(
        file=file, page=1, status="doubtful" if asked else "read", form_number=number,
        layout=f"EV1-{len(levels)}x4", rows=rows, digits=digits, total=total, picture=picture, scale=6.0,
    )  # fmt: skip


def _said(asked: Mapping[str, tuple[RowState, str]], name: str) -> tuple[RowState, int, str]:
    state, doubt = asked.get(name, ("clear", ""))
    return state, 4, doubt


def refused(code: str, file: str = "b.jpg") -> SheetReading:
    """A picture that is no form."""
    return SheetReading(file=file, page=1, status="refused", reason=why(code, REFUSALS), picture=b"small")


class Reader:
    """Hands out ``readings`` whatever the paths are; keeps what it was told of the issued forms."""

    def __init__(self) -> None:
        self.readings: list[SheetReading] = []
        self.issued: Mapping[str, IssuedSheet] = {}

    def __call__(
        self,
        paths: Iterable[Path],
        issued: Mapping[str, IssuedSheet],
        *,
        told: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Iterator[SheetReading]:
        self.issued = issued
        for done, each in enumerate(self.readings, start=1):
            if told is not None:
                told(done, len(self.readings))
            yield each
