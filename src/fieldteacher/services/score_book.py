"""The score book: the marks of a class, an enterprise or a batch, how they are spread, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fieldteacher.domain.distributions import Distribution, distribution, ranks
from fieldteacher.domain.records.evaluations import MISSING_RULES, RATERS, STAGES
from fieldteacher.domain.scoring import Result, SchemeSpec
from fieldteacher.domain.text import Language, Text, same
from fieldteacher.services.evaluations import Grid, GridRow, RatedPlacement, read_grid
from fieldteacher.store.reader import Reader

By = Literal["class", "enterprise", "batch", "all"]
BYS: tuple[By, ...] = ("class", "enterprise", "batch", "all")
RATER_LABELS: Mapping[str, Text] = {each.value: each.label for each in RATERS}
STAGE_LABELS: Mapping[str, Text] = {each.value: each.label for each in STAGES}
WAYS: Mapping[str, Text] = {each.value: each.label for each in MISSING_RULES}
_NO_CLASS, _NO_BATCH, _ALL = Text("未分班", "no class"), Text("无批次", "no batch"), Text("全部", "all")
_WITHOUT = Text("{rater}缺评（{way}）", "{rater} missing ({way})")
_LACKING = Text("缺{raters}评分", "lacks {raters}")


@dataclass(frozen=True, slots=True)
class Line:
    """One student: result, place among those of the summary, and the raters whose marks are not in."""

    who: RatedPlacement
    result: Result
    place: int | None
    lacking: tuple[str, ...]

    def remarks(self, language: Language) -> str:
        """Why there is no overall, or without whom there is one."""
        said = [
            _WITHOUT.fill(rater=RATER_LABELS[rater], way=WAYS[way])
            for rater, way in self.result.missing.items()
        ]
        if self.lacking:
            mark = "、" if language == "zh_CN" else ", "
            names = mark.join(RATER_LABELS[rater].to(language) for rater in self.lacking)
            said.append(_LACKING.fill(raters=names))
        return ("；" if language == "zh_CN" else "; ").join(text.to(language) for text in said)


@dataclass(frozen=True, slots=True)
class Group:
    """A class, an enterprise or a batch, and how its marks are spread; ``students`` have a placement there."""

    key: str
    title: Text
    students: int
    spread: Distribution

    @property
    def open(self) -> int:
        """How many students have no overall yet."""
        return self.students - self.spread.count


@dataclass(frozen=True, slots=True)
class Summary:
    """The marks of one group, by enterprise and student number."""

    scheme: SchemeSpec
    stage: str
    by: By
    group: Group
    lines: Sequence[Line]


class ScoreBook:
    """All marks of a scheme at a stage, to be summed up by one thing and another without reading again."""

    def __init__(self, grid: Grid, batches: Mapping[str, str]) -> None:
        self.scheme, self.stage = grid.scheme, grid.stage
        self._rows, self._batches = grid.rows, batches

    def groups(self, by: By) -> list[Group]:
        """The groups there are, by name; those without a name last."""
        found: dict[str, list[GridRow]] = {}
        for row in self._rows:
            found.setdefault(self._key(row.who, by), []).append(row)
        made = [self._group(by, key, rows) for key, rows in found.items()]
        return sorted(made, key=lambda group: (not group.key, group.title.zh))

    def summary(self, by: By, key: str = "") -> Summary:
        """The marks of one group; of nobody where there is no such group."""
        rows = [row for row in self._rows if self._key(row.who, by) == key]
        places = ranks([row.result.overall for row in rows])
        lines = [
            Line(row.who, row.result, place, self._lacking(row))
            for row, place in zip(rows, places, strict=True)
        ]
        return Summary(self.scheme, self.stage, by, self._group(by, key, rows), lines)

    def _lacking(self, row: GridRow) -> tuple[str, ...]:
        given = row.result.totals
        return tuple(r for r in self.scheme.rating if given.get(r) is None and r not in row.result.missing)

    def _group(self, by: By, key: str, rows: Sequence[GridRow]) -> Group:
        overalls = [row.result.overall for row in rows if row.result.overall is not None]
        return Group(key, self._title(by, key, rows), len(rows), distribution(self.scheme, overalls))

    def _title(self, by: By, key: str, rows: Sequence[GridRow]) -> Text:
        if by == "all":
            return _ALL
        if not key:
            return _NO_CLASS if by == "class" else _NO_BATCH
        if by == "batch":
            return same(self._batches.get(key, key))
        return same(rows[0].who.enterprise_name if by == "enterprise" and rows else key)

    @staticmethod
    def _key(who: RatedPlacement, by: By) -> str:
        if by == "class":
            return who.class_name or ""
        if by == "enterprise":
            return who.enterprise
        return (who.batch or "") if by == "batch" else ""


def read_book(
    reader: Reader,
    scheme: str,
    stage: str,
    *,
    students: Sequence[str] = (),
    batch: str | None = None,
    class_name: str | None = None,
) -> ScoreBook:
    """All marks of a scheme at a stage, or those of the students whom every condition fits. Raises ``NotFound``."""
    batches = {row["id"]: row["name"] for row in reader.records("batch")}
    grid = read_grid(reader, scheme, stage, students=students, batch=batch, class_name=class_name)
    return ScoreBook(grid, batches)
