"""Hints at marks: found in the grid, dismissed with the sheet that they are about."""

from __future__ import annotations

from collections.abc import Sequence

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.mark_hints import LIMITS, Hint, Limits, Sheet, hints
from fieldteacher.domain.text import Text
from fieldteacher.services.evaluations import Grid, RatedPlacement, read_grid
from fieldteacher.services.sheets import evaluation_id
from fieldteacher.store.database import Store

__all__ = ["Hint", "HintService", "hints_of"]


class HintService:
    """The verbs on hints."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def hints(self, scheme: str, stage: str = "final") -> list[Hint]:
        """The hints at the marks of a stage that nobody has dismissed. Raises ``NotFound``."""
        return hints_of(read_grid(self._store.read(), scheme, stage))

    def dismiss(self, scheme: str, stage: str, dismissed: Sequence[Hint]) -> ChangeSet:
        """Let hints rest until the marks change; of an enterprise's copied marks, for all its students at once."""
        with self._store.write(Text("核对提示", "dismiss a hint")) as txn:
            for hint in dismissed:
                sheet = txn.need("evaluation", evaluation_id(hint.placement, scheme, stage, hint.rater))
                seen = (sheet["hints_seen"] or "").split()
                if hint.key not in seen:
                    txn.update("evaluation", sheet["id"], {"hints_seen": " ".join([*seen, hint.key])})
        return txn.changes


def hints_of(grid: Grid, limits: Limits = LIMITS) -> list[Hint]:
    """The hints at a grid's marks that nobody has dismissed; missing raters' sheets are not looked at."""
    sheets: list[Sheet] = []
    seen: dict[tuple[str, str], set[str]] = {}
    for row in grid.rows:
        who = row.who
        for rater, kept in row.sheets.items():
            if kept.status == "missing":
                continue
            own = {c.id: row.marks[c.id] for c in grid.scheme.of(rater) if c.id in row.marks}
            sheets.append(
                Sheet(who.placement, rater, who.enterprise, _giver(who, rater), own, kept.comment or "")
            )
            if kept.hints_seen:
                seen[who.placement, rater] = set(kept.hints_seen.split())
    found = hints(grid.scheme, sheets, limits)
    return [each for each in found if each.key not in seen.get((each.placement, each.rater), ())]


def _giver(who: RatedPlacement, rater: str) -> str:
    """Whose marks are compared: a mentor's at one enterprise, a teacher's wherever the students are."""
    if rater == "school" and who.teacher_name:
        return who.teacher_name
    return f"{who.enterprise}/{who.mentor_name or ''}"
