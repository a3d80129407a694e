"""Put finished documents on the disk: whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def write_file(target: Path, data: bytes) -> list[Path]:
    """Write ``data`` beside ``target`` and move it there.

    Raises:
        UserError: ``print.cannot_write``.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".printing-", suffix=".part", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            _readable(temporary)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise _refusal(problem, target) from problem
    return [target]


def write_folder(folder: Path, documents: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write all ``documents`` (name, bytes) into a hidden folder inside ``folder``, then move them up.

    A failure or an exception of ``documents`` itself leaves nothing of this run behind.

    Raises:
        UserError: ``print.cannot_write``.
    """
    moved: list[Path] = []
    try:
        created = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".printing-", dir=folder))
        try:
            written = []
            for name, data in documents:
                part = _free(temporary / name)
                part.write_bytes(data)
                written.append(part)
            for part in written:
                target = folder / part.name
                new = not target.exists()
                part.replace(target)
                if new:
                    moved.append(target)
            return [folder / part.name for part in written]
        except BaseException:
            for target in moved:
                target.unlink(missing_ok=True)
            raise
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
            if created:
                with contextlib.suppress(OSError):
                    folder.rmdir()
    except OSError as problem:
        raise _refusal(problem, folder) from problem


def write_tree(folder: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    """Write ``files`` (name, bytes) into a new folder: ``folder``, or the first of ``folder (2)`` … that is free.

    It appears whole or not at all. Raises ``UserError`` (``print.cannot_write``).
    """
    try:
        temporary = Path(tempfile.mkdtemp(prefix=".printing-", dir=folder.parent))
        try:
            for name, data in files:
                _free(temporary / name).write_bytes(data)
            _readable(temporary, 0o777)
            target = _free(folder)
            temporary.replace(target)
            return target
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
    except OSError as problem:
        raise _refusal(problem, folder) from problem


def _free(path: Path) -> Path:
    """``path``, or the first of ``name (2)``, ``name (3)`` … that is not taken: two documents never share a file."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_stem(f"{path.stem} ({number})")
    return candidate


def _readable(path: Path, rights: int = 0o666) -> None:
    """Give a temporary file or folder the rights a normal new one would have."""
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(rights & ~mask)


def _refusal(problem: OSError, target: Path) -> UserError:
    if problem.errno in _FULL:
        reason = Text("磁盘空间不足", "the disk is full")
    elif isinstance(problem, PermissionError) or problem.errno == errno.EROFS:
        reason = Text("没有写入权限，或文件正被别的程序打开", "it may not be written, or is open elsewhere")
    elif isinstance(problem, FileNotFoundError | NotADirectoryError):
        reason = Text("文件夹不存在", "the folder does not exist")
    elif isinstance(problem, IsADirectoryError):
        reason = Text("这是一个文件夹", "it is a folder")
    else:
        reason = Text("写入失败", "writing failed")
    return UserError(
        "print.cannot_write",
        Text("无法保存“{path}”：{reason}。", "“{path}” cannot be saved: {reason}.").fill(
            path=target, reason=reason
        ),
    )
