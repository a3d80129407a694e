"""When a package does so much, or such a thing, that a person has to agree first: a mistake elsewhere must not empty this store.

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
from fieldteacher.store.parts import in_parts, marks
from fieldteacher.store.reader import Reader

_FEW = 5
_SHARE = 20
"""One in so many records of a type may be deleted."""
_STUDENTS = 20


@dataclass(frozen=True, slots=True)
class Gate:
    """What is unusual: how many records of which type would be deleted, how many students mostly rewritten, and of how many
    all data erased for good by somebody else than the office."""

    deleted: Mapping[str, int]
    rewritten: int
    erased: int = 0

    @property
    def number(self) -> int:
        """What a person types who agrees."""
        return sum(self.deleted.values()) or self.rewritten or self.erased

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
        if self.erased:
            words = Text(
                "彻底清除 {n} 名学生的资料（这本应由办公室来做）",
                "erase all data of {n} students for good (which is the office's to do)",
            )
            parts.append(words.fill(n=self.erased))
        return listed(parts)

    def refusal(self, sender: str) -> InputRefused:
        """The refusal of a package that nobody agreed to."""
        words = Text(
            "“{who}”的数据包要{what}，这不寻常，没有导入；请先与对方核实，确实要这样做再同意（命令行：--accept-deletions）。",
            "The package of “{who}” would {what}, which is unusual; nothing was taken in. Please ask them first, "
            "and agree if that is meant (command line: --accept-deletions).",
        )
        return InputRefused("mass_deletion", words.fill(who=sender, what=self.words()))


def gate_of(reader: Reader, merged: Merged, *, from_office: bool) -> Gate | None:
    """Whether what a package did within this save is unusual: more records of a type deleted than five and one in
    twenty, more than half of the fields of more than twenty students changed, or anybody erased otherwise than by the
    office (an office set back by a backup hears of it from others, and a teacher may from a colleague)."""
    with_students = erased_among(reader, (record for _, record in merged.deleted))
    deleted = Counter(
        kind for kind, record in merged.deleted if kind == "student" or record not in with_students
    )
    many = {
        kind: count for kind, count in deleted.items()
        if count > max(_FEW, (reader.count(kind) + count) / _SHARE)
    }  # fmt: skip
    rewritten = _rewritten(reader, merged)
    gate = Gate(
        many,
        rewritten if rewritten > _STUDENTS else 0,
        0 if from_office else sum(("student", record) in merged.deleted for record in with_students),
    )
    return gate if gate.number else None


def _rewritten(reader: Reader, merged: Merged) -> int:
    """Of how many students more than half of the fields that are filled now have another value than before."""
    changed = Counter(record for kind, record, _ in merged.cells if kind == "student")
    if len(changed) <= _STUDENTS:
        return 0
    filled = " + ".join(f"({name} IS NOT NULL)" for name in record_type("student").fields)
    count = 0
    for part in in_parts(changed):
        sql = f"SELECT id, {filled} FROM student WHERE id IN ({marks(part)})"
        for record, fields in reader.query(sql, part):
            count += 2 * changed[record] > max(fields, 1)
    return count
