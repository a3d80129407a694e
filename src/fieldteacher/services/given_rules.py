"""Rule sets and holidays that the college gives to its teachers: records that travel, read beside the files in folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import derived_id
from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.domain.text import Text
from fieldteacher.services.holiday_files import NAMED, HolidayFiles
from fieldteacher.services.rule_files import load
from fieldteacher.services.rule_sets import RuleSetService
from fieldteacher.services.rule_toml import GivenFile
from fieldteacher.store.database import Store

LARGEST = 65_536
"""Bytes of a file that can be given out."""


def given_files(store: Store) -> list[GivenFile]:
    """The files that the college gave out, by name."""
    return [
        GivenFile(row["name"], row["content"]) for row in store.read().records("rule_file", order=("name",))
    ]


class GivenRuleService:
    """The verbs on files given out. ``folders`` hold those that lie on this machine."""

    def __init__(self, store: Store, folders: Sequence[Path], rule_sets: RuleSetService) -> None:
        self._store = store
        self._folders = folders
        self._rule_sets = rule_sets

    def names(self) -> list[str]:
        """The files given out."""
        return [file.name for file in given_files(self._store)]

    def add(self, path: Path) -> ChangeSet:
        """Give out a rule set or a year's holidays; one of the same name is replaced.

        Raises ``InputRefused`` where the file cannot be used, or a set that builds on it no longer could.
        """
        new = _read(path)
        self._check(new)
        with self._store.write(Text("下发规则文件", "give out a rule file")) as txn:
            txn.create("rule_file", {"name": new.name, "content": new.content}, id=derived_id(new.name))
        self._rule_sets.read_again()
        return txn.changes

    def remove(self, name: str) -> ChangeSet:
        """Take back a file that was given out. Raises ``NotFound``."""
        found = self._store.read().records("rule_file", {"name": name})
        if not found:
            raise NotFound("not_found", Text("没有下发过 {n}。", "No file {n} was given out.").fill(n=name))
        with self._store.write(Text("收回规则文件", "take back a rule file")) as txn:
            for row in found:
                txn.delete("rule_file", row["id"])
        self._rule_sets.read_again()
        return txn.changes

    def _check(self, new: GivenFile) -> None:
        if new.name.startswith(NAMED):
            refused = HolidayFiles((), lambda: [new]).refused
        else:
            others = [file for file in given_files(self._store) if file.name != new.name]
            before = {text.zh for text in load(self._folders, others).refused}
            after = load(self._folders, [*others, new]).refused
            refused = [text for text in after if text.zh not in before]
        if refused:
            raise InputRefused("rule_file", refused[0])


def _read(path: Path) -> GivenFile:
    def refusal(why: Text) -> InputRefused:
        words = Text("规则文件 {f} 不能用：{w}。", "The rule file {f} cannot be used: {w}.")
        return InputRefused("rule_file", words.fill(f=path.name, w=why))

    if path.suffix != ".toml":
        raise refusal(Text("文件名应以 .toml 结尾", "its name must end in .toml"))
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise refusal(
            Text("读不出来（{e}）", "it cannot be read ({e})").fill(e=error.strerror or error)
        ) from error
    if len(content) > LARGEST:
        raise refusal(Text("文件超过 64 KB", "it is larger than 64 KB"))
    try:
        return GivenFile(path.name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refusal(Text("不是 UTF-8 文本", "it is not UTF-8 text")) from error
