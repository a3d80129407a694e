"""A scanned pile of papers as one PDF: the codes on its pages, and parts of it as files of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fieldteacher.apart.frames import END, REFUSED
from fieldteacher.apart.process import Apart, Child, Ended
from fieldteacher.domain.errors import Cancelled, InputRefused
from fieldteacher.domain.text import Text

CHILD = Child("fieldteacher.paper.scans.child", "--read-scan")
_START_SECONDS, _SECONDS = 60.0, 900.0
_WHY = {
    "not_pdf": Text("不是可以打开的 PDF", "it is no PDF that can be opened"),
    "too_large": Text("文件太大", "it is too large"),
    "too_long": Text("共 {pages} 页，最多 {most} 页", "it has {pages} pages, {most} at most"),
    "not_readable": Text("读不出来（{detail}）", "it cannot be read ({detail})"),
    "too_slow": Text("读得太久", "reading it takes too long"),
    "failed": Text("文件已损坏", "it is damaged"),
    "collapsed": Text("文件太大或已损坏", "it is too large or damaged"),
}
_REFUSED = Text("扫描文件“{name}”不能用：{why}。", "The scan “{name}” cannot be used: {why}.")


def codes(path: Path, cancelled: Callable[[], bool] | None = None) -> list[str]:
    """The QR code of each page, empty where there is none. Raises ``Cancelled`` and ``InputRefused`` (``scan.refused``)."""
    return [str(parts[0]) for parts in _asked(path, {}, cancelled)]


def cut(
    path: Path, parts: Sequence[tuple[int, int]], cancelled: Callable[[], bool] | None = None
) -> list[bytes]:
    """The pages from ``first`` to ``last`` (from 0) of each part as a PDF. Raises as ``codes`` does."""
    return [found[0] for found in _asked(path, {"parts": [list(part) for part in parts]}, cancelled)]


def _asked(path: Path, more: dict[str, Any], cancelled: Callable[[], bool] | None) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    try:
        with Apart(CHILD, start_seconds=_START_SECONDS, cancelled=cancelled) as process:
            for kind, *parts in process.ask({"path": str(path), **more}, _SECONDS):
                if kind == REFUSED:
                    code, values = parts
                    raise _refusal(path, code, values)
                if kind != END:
                    found.append(tuple(parts))
    except Ended as ended:
        if ended.why == "cancelled":
            raise Cancelled from None
        raise _refusal(path, ended.why, {}) from None
    return found


def _refusal(path: Path, code: str, values: dict[str, Any]) -> InputRefused:
    why = _WHY.get(code, _WHY["failed"]).fill(**values)
    return InputRefused("scan.refused", _REFUSED.fill(name=path.name, why=why))
