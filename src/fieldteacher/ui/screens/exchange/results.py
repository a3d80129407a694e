"""What is said after packages were written or taken in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from fieldteacher.domain.text import Text, listed
from fieldteacher.services.lease import COPIED
from fieldteacher.ui.widgets.chip import Tone
from fieldteacher.ui.words import size_words

if TYPE_CHECKING:
    from fieldteacher.services.packing import Exported
    from fieldteacher.services.shared_folder import Outcome
    from fieldteacher.services.synchronisation import Taken

_WRITTEN = Text(
    "已写给 {who}：{n} 份档案，{size}。对方导入并回传后，这里会显示“已确认”。",
    "Written for {who} (dossiers: {n}, {size}). It counts as confirmed once their next package has come back.",
)
_MANY = Text("{n} 个对象", "{n} stations")
_LEFT = Text("{n} 张照片和文件这次没有带上。", "Photos and files left out this time: {n}.")
_TAKEN = Text("已导入 {who} 的数据包：{n} 处改动。", "Taken in from {who}; new changes: {n}.")
_FILES = Text("{n} 张照片和文件。", "Photos and files: {n}.")
_CONFLICTS = Text("有 {n} 处冲突等您选定。", "Conflicts waiting for you: {n}.")
_REJECTED = Text("{n} 处无法显示，已保存着。", "Kept, but cannot be shown: {n}.")
_DIFFERING = Text("{n} 份档案与对方不一致。", "Dossiers that differ from theirs: {n}.")
_ALL = Text("已导入 {n} 个包，{m} 处改动。", "Packages taken in: {n}; new changes: {m}.")
_REFUSED = Text("{n} 个没有导入：{why}", "Not taken in: {n}. {why}")
_NAMED = 3


class Said(NamedTuple):
    """Sentences, and how they are meant."""

    sentences: Sequence[Text]
    tone: Tone
    conflicts: int = 0


def written(made: Sequence[Exported]) -> Said:
    """After packages were written."""
    who = listed(each.to.label for each in made) if len(made) <= _NAMED else _MANY.fill(n=len(made))
    dossiers, size = sum(each.dossiers for each in made), sum(each.bytes for each in made)
    left = sum(each.left_out for each in made)
    said = [_WRITTEN.fill(who=who, n=dossiers, size=size_words(size))]
    if left:
        said.append(_LEFT.fill(n=left))
    copied = any(each.renamed for each in made)
    return Said([*said, COPIED] if copied else said, "warn" if copied else "good")


def taken(done: Taken) -> Said:
    """After one package was taken in."""
    merged = done.merged
    counts = (
        (_FILES, done.files), (_REJECTED, len(merged.rejected)), (_DIFFERING, len(merged.differing)),
        (_CONFLICTS, len(merged.conflicts)),
    )  # fmt: skip
    said = [_TAKEN.fill(who=done.sender.label, n=merged.applied)]
    said += [words.fill(n=n) for words, n in counts if n]
    doubtful = merged.conflicts or merged.rejected or merged.differing
    return Said(said, "warn" if doubtful else "good", len(merged.conflicts))


def all_taken(outcomes: Sequence[Outcome]) -> Said:
    """After the packages of a folder were taken in."""
    done = [each.taken for each in outcomes if each.taken is not None]
    refused = [each.refused for each in outcomes if each.refused is not None]
    conflicts = sum(len(each.merged.conflicts) for each in done)
    said = [_ALL.fill(n=len(done), m=sum(each.merged.applied for each in done))]
    if conflicts:
        said.append(_CONFLICTS.fill(n=conflicts))
    if refused:
        said.append(_REFUSED.fill(n=len(refused), why=refused[0].text))
    return Said(said, "bad" if refused else "warn" if conflicts else "good", conflicts)
