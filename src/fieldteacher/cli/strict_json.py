"""JSON from outside, read strictly: no NaN, no repeated names, bounded in size and depth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.os_errors import reason
from fieldteacher.domain.text import Text

LARGEST = 64 * 2**20
"""Bytes of one input."""
DEEPEST = 8
_DIGITS = 20
"""More digits than any number of a record has; longer ones take Python long to read."""


class _Wrong(Exception):
    """Why a text is not the JSON we take; ``line`` counts from 1 within it."""

    def __init__(self, text: Text, line: int = 1) -> None:
        super().__init__(text.en)
        self.text = text
        self.line = line


def read_all(file: Path | None, source: BinaryIO | None) -> str:
    """The text of ``file``, else of standard input. Raises ``InputRefused``."""
    try:
        if file is not None:
            with file.expanduser().open("rb") as stream:
                data = stream.read(LARGEST + 1)
        else:
            data = source.read(LARGEST + 1) if source is not None else b""
    except OSError as error:
        raise InputRefused(
            "not_readable",
            Text("{f} 读不出来：{e}。", "{f} cannot be read: {e}.").fill(f=file or "stdin", e=reason(error)),
        ) from error
    if len(data) > LARGEST:
        raise InputRefused(
            "too_large",
            Text("内容超过 {n} MB。", "The input is larger than {n} MB.").fill(n=LARGEST // 2**20),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefused(
            "not_utf8",
            Text("第 {n} 行不是 UTF-8 文字。", "Line {n} is not UTF-8 text.").fill(
                n=data.count(b"\n", 0, error.start) + 1
            ),
        ) from error


def objects(text: str) -> list[tuple[int, dict[str, Any]]]:
    """The objects in a text, each with the number of its line: one a line, or a single one over several.

    Raises ``InputRefused``, which names the line.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    # A second object on the second line means one a line; anything else there belongs to the first.
    if len(lines) > 1 and not lines[1][1].lstrip().startswith("{"):
        lines = [(lines[0][0], "\n".join(line for _, line in lines))]
    found = []
    for number, content in lines:
        try:
            found.append((number, _object(content)))
        except _Wrong as wrong:
            raise in_line(number + wrong.line - 1, "not_json", wrong.text) from wrong
    if not found:
        raise InputRefused("empty", Text("没有内容。", "There is no input."))
    return found


def in_line(number: int, code: str, text: Text, field: str | None = None) -> InputRefused:
    """An error that concerns one line of the input."""
    said = Text("第 {n} 行：{text}", "Line {n}: {text}").fill(n=number, text=text)
    return InputRefused(code, said, field=field)


def one_value(text: str) -> Any:
    """A single JSON value. Raises ``InputRefused``."""
    try:
        return _value(text)
    except _Wrong as wrong:
        raise InputRefused("not_json", wrong.text) from wrong


def _object(text: str) -> dict[str, Any]:
    value = _value(text)
    if not isinstance(value, dict):
        raise _Wrong(_NO_OBJECT)
    return value


def _value(text: str) -> Any:
    try:
        value = json.loads(
            text, parse_constant=_no_constant, object_pairs_hook=_unrepeated, parse_int=_integer
        )
    except json.JSONDecodeError as error:
        where = Text("不是 JSON（第 {c} 个字符处）。", "This is not JSON (at character {c}).")
        raise _Wrong(where.fill(c=error.colno), error.lineno) from error
    except RecursionError as error:
        raise _Wrong(_TOO_DEEP) from error
    if _depth(value) > DEEPEST:
        raise _Wrong(_TOO_DEEP)
    return value


_NO_OBJECT = Text(
    '应为一个 JSON 对象，如 {"name": "王小明"}。', 'This must be a JSON object such as {"name": "…"}.'
)
_TOO_DEEP = Text("JSON 嵌套太深。", "The JSON is nested too deeply.")


def _no_constant(name: str) -> NoReturn:
    raise _Wrong(Text("不接受 {n}。", "{n} is not accepted.").fill(n=name))


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            raise _Wrong(Text("“{n}”写了两次。", "“{n}” stands twice.").fill(n=name))
        result[name] = value
    return result


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise _Wrong(Text("数字太长。", "The number is too long."))
    return int(digits)


def _depth(value: Any) -> int:
    deepest = 0
    waiting = [(value, 1)]
    while waiting:
        item, level = waiting.pop()
        deepest = max(deepest, level)
        if level > DEEPEST:
            break
        if isinstance(item, dict):
            waiting += [(inner, level + 1) for inner in item.values()]
        elif isinstance(item, list):
            waiting += [(inner, level + 1) for inner in item]
    return deepest
