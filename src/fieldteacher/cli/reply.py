"""What a command answers, and how it is written: lines for people, or exactly one JSON object for programs."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Language, Text

DONE = 0
WAITING = 1
"""Done, but something waits for a person."""
WRONG_USAGE = 2
REFUSED = 3
"""The input was refused and nothing changed; also the status of an error of our own, which is logged."""
UNAVAILABLE = 4
"""The store cannot be opened or written."""
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Reply:
    """The outcome of a command: ``data`` for ``--json``, ``lines`` for people, and the exit status."""

    data: Mapping[str, Any]
    lines: Iterable[str] = ()
    status: int = DONE
    notes: Iterable[str] = field(default=())
    """Said on standard error in both modes."""


class WrongUsage(Exception):
    """The command line does not make sense; ``text`` says why in one sentence."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class _OutputLost(Exception):
    """Standard output takes nothing more."""


_LOST = Text(
    "已完成，但结果写不到标准输出：{e}。",
    "Done, but the result could not be written to standard output: {e}.",
)


@dataclass(slots=True)
class Speaker:
    """Writes to standard output and standard error."""

    out: TextIO
    err: TextIO
    as_json: bool = False
    language: Language = "zh_CN"
    lost: bool = False
    """Whether standard output could not be written (a full disk, say)."""

    def answer(self, reply: Reply) -> None:
        """Write a command's outcome."""
        for note in reply.notes:
            self.note(note)
        if self.as_json:
            self._write([json.dumps(reply.data, ensure_ascii=False, allow_nan=False)])
        else:
            self._write(reply.lines)

    def refuse(self, code: str, message: str, *, field: str | None = None) -> None:
        """Write an error: one sentence on standard error, and with ``--json`` also as the one object."""
        self.note(message)
        if self.as_json:
            error = {"code": code, "message": message} | ({"field": field} if field else {})
            self._write([json.dumps({"error": error}, ensure_ascii=False)])

    def refuse_for(self, error: UserError) -> None:
        """Write an error that the person can settle."""
        self.refuse(error.code, error.text.to(self.language), field=error.field)

    def note(self, words: str) -> None:
        """Write a line on standard error."""
        with contextlib.suppress(BrokenPipeError, ValueError):
            self.err.write(f"{words}\n")
            self.err.flush()

    def _write(self, lines: Iterable[str]) -> None:
        """Write lines on standard output; a reader that has gone away (``| head``) is no error."""
        words = iter(lines)  # what a line says is worked out before it is written, so its errors are not ours
        try:
            for line in words:
                self._put(f"{line}\n")
            self._put("")
        except _OutputLost:
            # What is still buffered must not fail again when the interpreter closes the stream.
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), self.out.fileno())

    def _put(self, text: str) -> None:
        try:
            if text:
                self.out.write(text)
            else:
                self.out.flush()
        except OSError as error:
            # Windows says EINVAL where a pipe has been closed.
            if not isinstance(error, BrokenPipeError) and error.errno != errno.EINVAL:
                self.lost = True
                self.note(_LOST.fill(e=error.strerror or type(error).__name__).to(self.language))
            raise _OutputLost from error


def speak_utf8() -> None:
    """Make the standard streams UTF-8 on every platform; a program without a console gets silent ones.

    A path whose bytes are no UTF-8 is written with escapes, so that writing never fails.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
