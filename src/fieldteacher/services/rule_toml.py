"""Reading the tables of one TOML file strictly; every refusal is one sentence that names the file."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text

FORMAT = 1
_LARGEST = 1_000_000
"""Bytes of a file that are read; a rule set has some ten thousand."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that the college gave out, which lies in the store instead of a folder."""

    name: str
    content: str

    def open(self, mode: str) -> io.BytesIO:
        """The content, as of a file opened for reading bytes."""
        return io.BytesIO(self.content.encode("utf-8", "replace"))


class Reading:
    """Reads the tables of one file; raises ``InputRefused`` (``rule_file``)."""

    def __init__(self, path: Path | GivenFile) -> None:
        self._path = path

    def refusal(self, why: Text) -> InputRefused:
        """The refusal of this file."""
        words = Text("规则文件 {f} 不能用：{w}。", "The rule file {f} cannot be used: {w}.")
        return InputRefused("rule_file", words.fill(f=self._path.name, w=why))

    def content(self) -> dict[str, Any]:
        """The file's tables."""
        try:
            with self._path.open("rb") as file:
                content = file.read(_LARGEST + 1)
        except OSError as error:
            raise self.refusal(
                Text("读不出来（{e}）", "it cannot be read ({e})").fill(e=error.strerror or error)
            ) from error
        if len(content) > _LARGEST:
            raise self.refusal(Text("文件太大", "it is too large"))
        try:
            return tomllib.loads(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise self.refusal(Text("不是 UTF-8 文本", "it is not UTF-8 text")) from error
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise self.refusal(Text("不是 TOML（{e}）", "it is no TOML ({e})").fill(e=error)) from error

    def keys(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        """Refuse a table with an entry that is not ``known``."""
        unknown = sorted(table.keys() - known)
        if unknown:
            words = Text("{w}不认识 {k}", "{w}there is no entry {k}")
            place = Text(f"{where}：", f"{where}: ") if where else Text("", "")
            raise self.refusal(words.fill(w=place, k=unknown[0]))

    def format(self, content: Mapping[str, Any]) -> None:
        """Refuse a file of another format."""
        if content.get("format") != FORMAT:
            words = Text("format 应为 {n}", "format must be {n}").fill(n=FORMAT)
            raise self.refusal(words)

    def string(self, table: Mapping[str, Any], name: str, where: str, *, needed: bool = True) -> str:
        """Words; refuse none where they are ``needed``."""
        value = table.get(name, None if needed else "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.refusal(
                Text("{w}：{n} 应为文字", "{w}: {n} must be words").fill(w=where or "–", n=name)
            )
        return value.strip()

    def text(self, table: Mapping[str, Any], name: str, where: str) -> Text:
        """Words in both languages."""
        value = table.get(name)
        if not isinstance(value, dict) or value.keys() != {"zh", "en"}:
            words = Text("{w}：{n} 应有 zh 和 en", "{w}: {n} needs zh and en").fill(w=where or "–", n=name)
            raise self.refusal(words)
        return Text(self.string(value, "zh", where), self.string(value, "en", where))

    def strings(self, table: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
        """A list of words; none given is an empty one."""
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            words = Text("{w}：{n} 应为文字的列表", "{w}: {n} must be a list of words").fill(w=where, n=name)
            raise self.refusal(words)
        return tuple(value)

    def tables(self, content: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
        """Tables of one name; none given is none."""
        value = content.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            words = Text("[[{n}]] 应为表", "[[{n}]] must be tables").fill(n=name)
            raise self.refusal(words)
        return value

    def day(self, text: str, where: str) -> date:
        """A day."""
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            words = Text("{w}：{t} 不是日期", "{w}: {t} is no day")
            raise self.refusal(words.fill(w=where, t=text)) from error
