"""What SQLite's errors mean to a person."""

from __future__ import annotations

from pathlib import Path

from fieldteacher.domain.errors import NotSaved, StoreUnavailable
from fieldteacher.domain.os_errors import reason
from fieldteacher.domain.text import Text
from fieldteacher.store.driver import sqlite

_OUR_FAULT = (sqlite.ProgrammingError, sqlite.InterfaceError, sqlite.IntegrityError, sqlite.NotSupportedError)
_OUR_WORDS = ("no such", "syntax error", "has no column", "incomplete input")


def is_ours(error: BaseException) -> bool:
    """Whether a database error can only be a fault of this program: a wrong statement, not a wrong world."""
    return isinstance(error, _OUR_FAULT) or any(words in str(error) for words in _OUR_WORDS)


def told(error: BaseException, *, opening: bool = False) -> StoreUnavailable:
    """The sentence for a database error.

    A full disk shows as FULL or as a failed write, by platform, so those are told alike; nothing
    was changed in any of these cases, because the save is one transaction.
    """
    message = str(error).lower()
    if "not a database" in message or "hmac" in message or "decrypt" in message:
        return StoreUnavailable(
            "wrong_password_or_damaged",
            Text(
                "打不开数据：密码不对，或文件已损坏。",
                "The store cannot be opened: wrong password, or a damaged file.",
            ),
        )
    if "locked" in message or "busy" in message:
        return StoreUnavailable(
            "store_locked",
            Text(
                "数据正被另一个程序写入，请稍后再试。",
                "Another program is writing to the store; please try again in a moment.",
            ),
        )
    if "malformed" in message or "corrupt" in message:
        return damaged()
    if any(word in message for word in ("full", "disk i/o", "unable to open", "readonly", "read-only")):
        if opening:
            return StoreUnavailable(
                "store_not_readable",
                Text(
                    "数据文件无法读取或写入：磁盘已满，或没有该文件夹的权限。",
                    "The store cannot be read or written: the disk is full, or you may not use the folder.",
                ),
            )
        return NotSaved(
            "cannot_write",
            Text(
                "写不进去：磁盘已满或文件夹只读。腾出空间后再保存，内容没有丢。",
                "Nothing could be written: the disk is full or read-only. Make room and save again; nothing is lost.",
            ),
        )
    return StoreUnavailable("store_error", Text("数据读写出错：{e}", "The store failed: {e}").fill(e=error))


def damaged() -> StoreUnavailable:
    """A file that is not what it should be."""
    return StoreUnavailable(
        "store_damaged",
        Text("数据文件已损坏，请从备份恢复。", "The store is damaged; please restore a backup."),
    )


def newer_version() -> StoreUnavailable:
    """Writing to a store from a newer version."""
    return StoreUnavailable(
        "store_read_only",
        Text(
            "这份数据来自更新的版本，只能查看；请更新本程序。",
            "This store comes from a newer version and can only be read; please update the program.",
        ),
    )


def not_to_be_written() -> NotSaved:
    """Writing to a store that was opened for reading only, because its folder could not be written."""
    return NotSaved(
        "store_read_only",
        Text(
            "这份数据现在只能查看：文件夹只读，或磁盘已满。",
            "This store can only be read now: its folder is read-only, or the disk is full.",
        ),
    )


def older_version() -> StoreUnavailable:
    """A store that would have to be brought up to date and cannot be written."""
    return StoreUnavailable(
        "store_older",
        Text(
            "这份数据来自较早的版本，需要更新后才能打开，但文件夹只读。",
            "This store comes from an earlier version and must be brought up to date, but it is read-only.",
        ),
    )


def not_writable(path: Path, error: OSError) -> NotSaved:
    """A folder that cannot be written."""
    return NotSaved(
        "cannot_write",
        Text("无法写入 {p}：{e}。", "Cannot write to {p}: {e}.").fill(p=path, e=reason(error)),
    )
