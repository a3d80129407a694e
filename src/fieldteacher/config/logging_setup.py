"""The log: what went wrong, without a word about any person.

Messages carry types, counts, codes and durations only. The traceback of an error shows where it happened and its
type; its message is left out, because it may quote a record ("UNIQUE constraint failed" may, ``int('张三')`` does).
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_LARGEST = 1_000_000
"""Bytes in one log file; three older ones are kept."""

_ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def start_logging(file: Path, *, level: int = logging.INFO) -> logging.Handler | None:
    """Log to ``file`` from now on, also what no one caught; ``None`` where the file cannot be written.

    The program runs without a log rather than not at all.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = _Rotating(file, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(SparingFormatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    _log_what_no_one_caught()
    return handler


def stop_logging(handler: logging.Handler) -> None:
    """Close the log and give the hooks back."""
    logging.getLogger().removeHandler(handler)
    handler.close()
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__


class _Rotating(logging.FileHandler):
    """Begins a new file when one has grown large, keeping three older ones.

    Not the library's: its module loads the network and pickling too, 4 ms of every start.
    """

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self.stream is not None and self.stream.tell() > _LARGEST:
            self.close()
            file = Path(self.baseFilename)
            names = [file, *(file.with_name(f"{file.name}.{n}") for n in (1, 2, 3))]
            with contextlib.suppress(OSError):
                for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
                    if newer.exists():
                        newer.replace(older)
            self.stream = self._open()


class SparingFormatter(logging.Formatter):
    """Writes errors as :func:`describe` does."""

    def format(self, record: logging.LogRecord) -> str:
        # The library keeps the text of an error in the record, so another handler's would be used here.
        own = logging.makeLogRecord(record.__dict__)
        own.exc_text = None
        return super().format(own)

    def formatException(self, ei: _ErrorInfo) -> str:
        return describe(ei[1]) if ei[1] is not None else ""


def describe(error: BaseException) -> str:
    """Where ``error`` and its causes happened, and their types; never their messages or values."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines = [
            f'  File "{Path(frame.filename).name}", line {frame.lineno}, in {frame.name}'
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        name = type(current).__qualname__
        code = getattr(current, "code", None)
        lines.append(f"{name} ({code})" if isinstance(code, str) and code.isidentifier() else name)
        parts.append("\n".join(lines))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\ncaused:\n".join(reversed(parts))


def _log_what_no_one_caught() -> None:
    log = logging.getLogger("fieldteacher")

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            log.critical("uncaught error", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            log.critical(
                "uncaught error in a thread", exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
            )
        threading.__excepthook__(args)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
