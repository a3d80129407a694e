"""Asking the roster service, and putting its answer in the form the screen shows. Called off the UI thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher.domain.sheet_columns import letter
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.screens.rosters.lines import Line, Wording
from fieldteacher.ui.tasks import IsCancelled, Progress, spare_what_is_loaded

if TYPE_CHECKING:
    from fieldteacher.services.app import Services
    from fieldteacher.services.rosters import RosterImport, RosterPreview


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person wants to see: a file, and what they have corrected."""

    file: Path
    sheet: str | None = None
    header_row: int | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Roster field by heading, or by the column's letter where headings are missing or stand twice."""
    batch: str | None = None

    def mapped(self, columns: Sequence[tuple[str, str | None]], number: int, name: str) -> Asked:
        """The same with column ``number`` feeding the field ``name`` (empty: none)."""
        headings = [heading for heading, _ in columns]
        heading = headings[number]
        key = heading if heading and headings.count(heading) == 1 else letter(number)
        return replace(self, mapping={**self.mapping, key: name})


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen shows of a file."""

    asked: Asked
    preview: RosterPreview
    lines: list[Line]
    labels: Mapping[str, Text]
    """Every field that a column can feed, and its label."""
    batches: Sequence[tuple[str, str]]

    @property
    def file(self) -> Path:
        """The file."""
        return self.asked.file

    @property
    def columns(self) -> Sequence[tuple[str, str | None]]:
        """Each column's heading and the field it feeds."""
        return self.preview.roster.columns

    @property
    def fields(self) -> list[tuple[str, Text]]:
        """The fields that the file feeds, and their labels."""
        return [(each.name, each.label) for each in self.preview.fields]

    @property
    def to_write(self) -> int:
        """How many rows an import would make or change."""
        return self.preview.counts["new"] + self.preview.counts["changed"]

    @property
    def general(self) -> list[Text]:
        """What is said about the file as a whole."""
        rows = {line.number for line in self.lines}
        return [problem.message for problem in self.preview.problems if problem.row not in rows]


def preview(
    services: Services, asked: Asked, language: Language, progress: Progress, cancelled: IsCancelled
) -> Shown:
    """Read a file and compare it with the store; writes nothing."""
    first = "rosters" not in vars(services)
    rosters = services.rosters
    if first:
        spare_what_is_loaded()
    found = rosters.preview(
        asked.file,
        sheet=asked.sheet,
        header_row=asked.header_row,
        mapping=asked.mapping or None,
        batch=asked.batch,
        progress=progress,
        cancelled=cancelled,
    )
    fields = rosters.fields()
    labels = {each.name: each.label for each in fields}
    wording = Wording({each.name: each.spec for each in fields}, labels, language)
    _, batches = services.records.list("batch", order=("name",))
    return Shown(
        asked,
        found,
        [Line(each, wording) for each in found.lines],
        labels,
        [(each["id"], each["name"]) for each in batches],
    )


def import_list(services: Services, shown: Shown, progress: Progress, cancelled: IsCancelled) -> RosterImport:
    """Save every good row in one save."""
    return services.rosters.import_roster(shown.preview, progress=progress, cancelled=cancelled)
