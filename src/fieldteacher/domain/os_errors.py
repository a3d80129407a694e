"""What the operating system's refusals mean to a person."""

from __future__ import annotations

import errno

from fieldteacher.domain.text import Text, same

_FULL = Text("磁盘已满", "the disk is full")
_DENIED = Text("没有权限，或正被别的程序使用", "it may not be used, or another program is using it")
_REASONS: dict[str, Text] = {
    "ENOSPC": _FULL,
    "EDQUOT": _FULL,
    "EFBIG": _FULL,
    "EROFS": Text("磁盘或文件夹只读", "the disk or folder is read-only"),
    "EACCES": _DENIED,
    "EPERM": _DENIED,
    "EBUSY": _DENIED,
    "ENOENT": Text("不存在", "it does not exist"),
    "ENOTDIR": Text("上级不是文件夹", "what should hold it is not a folder"),
    "EISDIR": Text("这是一个文件夹", "it is a folder"),
    "EEXIST": Text("已有同名文件", "there is a file of that name"),
    "ENAMETOOLONG": Text("名称太长", "the name is too long"),
    "ELOOP": Text("链接绕成了圈", "its links run in a circle"),
    "EIO": Text("磁盘读写出错", "the disk failed"),
}


def reason(error: OSError) -> Text:
    """Why the system refused, in a few words without a full stop; its own words where none of ours fit."""
    known = _REASONS.get(errno.errorcode.get(error.errno or 0, ""))
    return known or same(error.strerror or type(error).__name__)
