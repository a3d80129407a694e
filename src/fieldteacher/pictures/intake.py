"""Taking in photos and files: each is read in a process of its own, which a bad one ends without harm to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from fieldteacher.apart.frames import OWN, REFUSED
from fieldteacher.apart.process import Apart, Child, Ended
from fieldteacher.domain.errors import Cancelled
from fieldteacher.pictures.faults import KINDS, refused
from fieldteacher.pictures.kinds import ENDINGS, JPEG
from fieldteacher.pictures.limits import DEFAULT, Limits

_CHILD = Child("fieldteacher.pictures.child", "--read-picture")
_WHY = {"too_slow": "too_slow", "failed": "damaged_picture", "collapsed": "too_large"}
_EARLIEST = 1990
"""No camera wrote the time into a photo before; a clock that says so was never set."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is kept of a file. ``taken_at`` is local time to the minute, ``None`` where nobody knows it."""

    name: str
    media_type: str
    content: bytes
    taken_at: str | None


class Intake:
    """Reads one file after the other; a context, at whose end the reading process goes."""

    def __init__(
        self, today: date, *, limits: Limits = DEFAULT, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """``today`` tells which times a camera cannot have meant."""
        self._today = today
        self._limits = limits
        self._cancelled = cancelled
        self._held = ExitStack()
        self._process: Apart | None = None

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def take(self, path: Path) -> Taken:
        """Read one file. Raises ``InputRefused`` (see ``faults``) and ``Cancelled``; the next can be read after it."""
        request = {**asdict(self._limits), "path": str(path.absolute())}
        content: tuple[Any, ...] = ()
        try:
            for kind, *parts in self._running().ask(request, self._limits.seconds):
                if kind == OWN:
                    content = tuple(parts)
                elif kind == REFUSED:
                    code, values = parts
                    shown = {
                        name: KINDS[value] if name == "kind" else value for name, value in values.items()
                    }
                    raise refused(code, path.name, **shown)
        except Ended as ended:
            self._end()
            if ended.why == "cancelled":
                raise Cancelled from None
            raise refused(_WHY[ended.why], path.name) from None
        media_type, taken, written = content
        taken_at = self._believed(written) if media_type == JPEG else None
        return Taken(_named(path, media_type), media_type, taken, taken_at)

    def _running(self) -> Apart:
        if self._process is None:
            started = Apart(_CHILD, start_seconds=self._limits.start_seconds, cancelled=self._cancelled)
            self._process = self._held.enter_context(started)
        return self._process

    def _end(self) -> None:
        self._process = None
        self._held.close()

    def _believed(self, written: str) -> str | None:
        """A camera's time, where it can be right."""
        try:
            moment = datetime.strptime(written, "%Y:%m:%d %H:%M:%S")
        except ValueError:
            return None
        if not moment.year >= _EARLIEST or moment.date() > self._today + timedelta(days=1):
            return None
        return moment.isoformat(timespec="minutes")


def _named(path: Path, media_type: str) -> str:
    """The file's name with the ending of what it is now."""
    stem = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "", path.stem).strip() or "file"
    return stem[:100] + ENDINGS[media_type]
