"""A desk that rosters come to, and what their previews show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.tabular.rosters import Lines, as_xlsx

from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.rosters import RosterImport, RosterLine, RosterPreview

Changes = dict[int, dict[str, tuple[Any, Any]]]


class Desk:
    """A teacher's desk: rosters come in as files."""

    def __init__(self, services: Services, folder: Path) -> None:
        self.services = services
        self.rosters = services.rosters
        self._folder = folder
        self._count = 0

    def file(self, lines: Lines) -> Path:
        self._count += 1
        return as_xlsx(self._folder / f"名单{self._count}.xlsx", lines)

    def preview(self, lines: Lines, **more: Any) -> RosterPreview:
        return self.rosters.preview(self.file(lines), **more)

    def take(self, lines: Lines, **more: Any) -> RosterImport:
        return self.rosters.import_roster(self.preview(lines, **more))

    def records(self, type_name: str) -> list[dict[str, Any]]:
        return self.services.records.list(type_name)[1]

    def student(self, number: int = 0) -> dict[str, Any]:
        return next(r for r in self.records("student") if r["student_number"] == f"0230{number:05d}")

    def double(self, number: int) -> None:
        """Another student of the same number, as two devices can make them."""
        with self.services.store.write(Text("新增", "add")) as txn:
            txn.create("student", {"student_number": f"0230{number:05d}", "name": "另一人"})

    def placements(self, number: int = 0) -> list[dict[str, Any]]:
        student = self.student(number)["id"]
        return sorted(
            (p for p in self.records("placement") if p["student"] == student), key=lambda p: p["start"]
        )

    def name_of(self, type_name: str, record: str | None) -> str | None:
        return None if record is None else self.services.records.need(type_name, record)["name"]


def changes(lines: list[RosterLine]) -> Changes:
    return {
        line.number: {change.field: (change.old, change.new) for change in line.changes}
        for line in lines
        if line.changes
    }


def codes(preview: RosterPreview) -> list[tuple[int, str, str]]:
    return [(p.row, p.field, p.code) for p in preview.problems]


def counts(preview: RosterPreview) -> tuple[int, ...]:
    return tuple(preview.counts.values())
