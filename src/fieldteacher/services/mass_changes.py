"""When a package does so much at once that a person has to agree first: a mistake elsewhere must not empty this store.

The measure is ours: Joplin's and KeePassXC's users lost whole collections to what other devices took for deletions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.exchange import Merged
from fieldteacher.domain.records import RECORD_TYPES, record_type
from fieldteacher.domain.text import Text, listed
from fieldteacher.store.erasing import erased_among
from fieldteacher.store.reader import Reader

_FEW = 5
_SHARE = 20
"""One in so many records of a type may be deleted."""
_STUDENTS = 20
_PER_STATEMENT = 900


@dataclass(frozen=True, slots=True)
class Gate:
    """What is unusual: how many records of which type would be deleted, how many students mostly rewritten."""

    deleted: Mapping[str, int]
    rewritten: int

    @property
    def number(self) -> int:
        """What a person types who agrees."""
        return sum(self.deleted.values()) or self.rewritten

    def words(self) -> Text:
        """What the package would do."""
        parts = [
            Text("删除 {n} 条{kind}记录", "delete {n} records ({kind})").fill(
                n=n, kind=RECORD_TYPES[name].label
            )
            for name, n in self.deleted.items()
        ]
        if self.rewritten:
            parts.append(
                Text("改写 {n} 名学生的大部分信息", "rewrite most of {n} students").fill(n=self.rewritten)
            )
        return listed(parts)

    def refusal(self, sender: str) -> InputRefused:
        """The refusal of a package that nobody agreed to."""
        words = Text(
            "“{who}”的数据包要{what}，比平常多得多，没有导入；请先与对方核实，确实要这样做再同意（命令行：--accept-deletions）。",
            "The package of “{who}” would {what}, far more than usual; nothing was taken in. Please ask them first, "
            "and agree if that is meant (command line: --accept-deletions).",
        )
        return InputRefused("mass_deletion", words.fill(who=sender, what=self.words()))


def gate_of(reader: Reader, merged: Merged) -> Gate | None:
    """Whether what a package did within this save is unusual: more records of a type deleted than five and one in
    twenty, or more than half of the fields of more than twenty students changed."""
    with_students = erased_among(reader, (record for _, record in merged.deleted))
    deleted = Counter(
        kind for kind, record in merged.deleted if kind == "student" or record not in with_students
    )
    many = {
        kind: count for kind, count in deleted.items()
        if count > max(_FEW, (reader.count(kind) + count) / _SHARE)
    }  # fmt: skip
    rewritten = _rewritten(reader, merged)
    return Gate(many, rewritten if rewritten > _STUDENTS else 0) if many or rewritten > _STUDENTS else None


def _rewritten(reader: Reader, merged: Merged) -> int:
    """Of how many students more than half of the fields that are filled now have another value than before."""
    changed = Counter(record for kind, record, _ in merged.cells if kind == "student")
    if len(changed) <= _STUDENTS:
        return 0
    filled = " + ".join(f"({name} IS NOT NULL)" for name in record_type("student").fields)
    every, count = list(changed), 0
    for start in range(0, len(every), _PER_STATEMENT):
        part = every[start : start + _PER_STATEMENT]
        marks = ",".join("?" * len(part))
        for record, fields in reader.query(f"SELECT id, {filled} FROM student WHERE id IN ({marks})", part):
            count += 2 * changed[record] > max(fields, 1)
    return count
