"""The two families of failure: what a person can settle is a ``UserError``; everything else is our bug."""

from __future__ import annotations

from fieldteacher.domain.text import Text


class UserError(Exception):
    """Something the person can settle, said in one clear sentence; nothing was changed.

    ``code`` is stable (command line, tests); ``field`` names the field the sentence belongs to.
    """

    exit_status = 3

    def __init__(self, code: str, text: Text, *, field: str | None = None) -> None:
        super().__init__(f"{code}: {text.en}")
        self.code = code
        self.text = text
        self.field = field
        self.entry: int | None = None
        """Which of several inputs it concerns, from 0; set by whoever went through them."""


class InputRefused(UserError):
    """A file or value from outside that cannot be taken in."""


class NotFound(UserError):
    """The record that was named does not exist."""


class StoreUnavailable(UserError):
    """The store cannot be opened or written: locked, wrong password, damaged, newer version, disk full."""

    exit_status = 4


class NotSaved(StoreUnavailable):
    """The store is open, but nothing can be written to it: the disk is full, or the folder is read-only."""

    exit_status = 3


class Cancelled(Exception):
    """The person stopped a long task; nothing was changed."""
