"""Sheets of a pile as JSON, to be kept as drafts: what was read outlives the program, and so does what was decided."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from fieldteacher.domain.sheet_readings import Area, RowReading, SheetReading, Why
from fieldteacher.domain.text import Text
from fieldteacher.services.sheet_checks import Decision, PileSheet


def to_json(sheet: PileSheet) -> str:
    """A sheet without its picture, which lies in the store under its hash."""
    bare = replace(sheet, reading=replace(sheet.reading, picture=b""))
    return json.dumps(asdict(bare), ensure_ascii=False, default=lambda value: "")


def from_json(content: str) -> PileSheet | None:
    """The sheet that ``to_json`` wrote; ``None`` where another version of the program wrote something else."""
    try:
        found = json.loads(content)
        reading = found["reading"]
        reading |= {
            "reason": _why(reading["reason"]), "rows": _rows(reading["rows"]), "digits": _rows(reading["digits"]),
            "picture": b"",
        }  # fmt: skip
        return PileSheet(
            number=found["number"], reading=SheetReading(**reading), picture=found["picture"],
            decision=Decision(**found["decision"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None


def _why(found: dict[str, Any] | None) -> Why | None:
    return Why(found["code"], Text(**found["text"])) if found else None


def _rows(found: list[dict[str, Any]]) -> tuple[RowReading, ...]:
    return tuple(
        RowReading(
            **row
            | {
                "doubt": _why(row["doubt"]),
                "area": Area(**row["area"]),
                "boxes": tuple(Area(**box) for box in row["boxes"]),
            }
        )
        for row in found
    )
