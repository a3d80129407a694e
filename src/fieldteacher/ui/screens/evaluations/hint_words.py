"""Hints at marks as the grid shows them: where they stand, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.mark_hints import Hint

_WORDS = {
    "far": Text(
        "“{criterion}”{mark} 分，同一指导人给 {n} 名学生的中位数是 {usual}，请核对。",
        "“{criterion}” is {mark}; the median of this rater's {n} students is {usual}. Please compare.",
    ),
    "praise": Text(
        "评语说“{word}”，合计却是不及格的 {mark} 分，请核对。",
        "The comment says “{word}”, but the total of {mark} is a failing one. Please compare.",
    ),
    "fault": Text(
        "评语说“{word}”，合计却是最高等级的 {mark} 分，请核对。",
        "The comment says “{word}”, but the total of {mark} is of the best grade. Please compare.",
    ),
    "all_full": Text(
        "这家企业的 {n} 名学生全是满分，请核对。", "All {n} students of this enterprise have full marks. Please compare."
    ),
    "copied": Text(
        "这家企业的 {n} 名学生各项分数完全相同，请核对是否照抄。",
        "All {n} students of this enterprise have the very same marks. Please compare.",
    ),
    "zero": Text(
        "“{criterion}”是 0 分；没有打分的请留空。", "“{criterion}” is 0; where no mark was given, leave it empty."
    ),
}  # fmt: skip


class HintMap:
    """Which hints stand at which cell; ``columns`` are those of criteria, by id, and of totals, by rater."""

    def __init__(
        self,
        hints: Iterable[Hint] = (),
        columns: Mapping[str, int] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self._names = names or {}
        self._at: dict[str, list[tuple[int, Hint]]] = {}
        for hint in hints:
            place = (columns or {}).get(hint.criterion or hint.rater)
            if place is not None:
                self._at.setdefault(hint.placement, []).append((place, hint))

    def __len__(self) -> int:
        return sum(map(len, self._at.values()))

    def at(self, placement: str, column: int) -> list[Hint]:
        """The hints at a cell."""
        return [hint for place, hint in self._at.get(placement, ()) if place == column]

    def of(self, placement: str) -> list[tuple[int, Hint]]:
        """The hints about a student with their columns."""
        return self._at.get(placement, [])

    def like(self, hint: Hint, placements: Iterable[str]) -> list[Hint]:
        """The hint, and where it is about a whole enterprise the same one for these students."""
        if hint.kind not in ("copied", "all_full"):
            return [hint]
        return [
            each
            for placement in placements
            for _, each in self._at.get(placement, ())
            if (each.kind, each.rater) == (hint.kind, hint.rater)
        ]

    def drop(self, placement: str, rater: str) -> None:
        """The rater's marks of a student have just changed: what was said of them is not sure any more."""
        if placement in self._at:
            self._at[placement] = [pair for pair in self._at[placement] if pair[1].rater != rater]

    def forget(self, dismissed: Sequence[Hint]) -> None:
        """These hints were dismissed."""
        gone = {(each.placement, each.rater, each.key) for each in dismissed}
        for placement, pairs in self._at.items():
            self._at[placement] = [p for p in pairs if (placement, p[1].rater, p[1].key) not in gone]

    def words(self, hint: Hint) -> Text:
        """What a hint says."""
        return _WORDS[hint.kind].fill(
            criterion=self._names.get(hint.criterion, ""), mark=show_tenths(hint.mark), usual=show_tenths(hint.usual),
            word=hint.word, n=hint.students,
        )  # fmt: skip
