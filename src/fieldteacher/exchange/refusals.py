"""Why a package or an invitation is not taken: one sentence each, and a code that stays."""

from __future__ import annotations

from pathlib import Path

from fieldteacher.domain.errors import InputRefused, NotSaved
from fieldteacher.domain.os_errors import reason
from fieldteacher.domain.text import Text


def _refused(code: str, zh: str, en: str, **values: object) -> InputRefused:
    return InputRefused(code, Text(zh, en).fill(**values))


def not_a_package(path: Path) -> InputRefused:
    """A file of another kind."""
    return _refused(
        "not_a_package",
        "“{f}”不是本程序的数据包。",
        "“{f}” is not a data package of this program.",
        f=path.name,
    )


def not_an_invitation(path: Path) -> InputRefused:
    """A file of another kind where an invitation is needed."""
    return _refused(
        "not_an_invitation",
        "“{f}”不是本程序的邀请文件。",
        "“{f}” is not an invitation of this program.",
        f=path.name,
    )


def is_an_invitation(path: Path) -> InputRefused:
    """An invitation where a package is needed."""
    return _refused(
        "is_an_invitation",
        "“{f}”是邀请文件，不是数据包；请在第一次启动时用它加入。",
        "“{f}” is an invitation, not a data package; use it to join at the first start.",
        f=path.name,
    )


def is_a_package(path: Path) -> InputRefused:
    """A package where an invitation is needed."""
    return _refused(
        "is_a_package",
        "“{f}”是数据包，不是邀请文件；请加入后再导入。",
        "“{f}” is a data package, not an invitation; import it after joining.",
        f=path.name,
    )


def damaged(path: Path) -> InputRefused:
    """Cut short or changed on the way."""
    return _refused(
        "package_damaged",
        "“{f}”不完整或已损坏，请让对方重新导出。",
        "“{f}” is incomplete or damaged; please ask for it to be exported again.",
        f=path.name,
    )


def invitation_damaged(path: Path) -> InputRefused:
    """An invitation cut short."""
    return _refused(
        "invitation_damaged",
        "邀请文件“{f}”不完整或已损坏，请向办公室重新要一份。",
        "The invitation “{f}” is incomplete or damaged; please ask the office for another.",
        f=path.name,
    )


def wrong_code() -> InputRefused:
    """Not the code that locks the invitation, or its locked part was changed."""
    return _refused(
        "wrong_code",
        "激活码不对，请再核对一遍；如果确实无误，邀请文件可能已损坏。",
        "The activation code is wrong; please compare it once more. If it is right, the invitation may be damaged.",
    )


def not_a_code() -> InputRefused:
    """Something that cannot be an activation code."""
    return _refused(
        "not_a_code",
        "激活码是 16 个字母或数字，如 7K2M-9QXR-4TBH-C3WN。",
        "An activation code has 16 letters or digits, as in 7K2M-9QXR-4TBH-C3WN.",
    )


def malformed(where: Text) -> InputRefused:
    """Rightly signed, but not made as packages are; ``where`` says what is wrong, without a value."""
    return _refused(
        "package_malformed",
        "数据包内容不合格式，没有导入：{w}。",
        "The package is not formed as it should be and was not taken in: {w}.",
        w=where,
    )


def newer() -> InputRefused:
    """Made by a program that this one cannot follow."""
    return _refused(
        "newer_package",
        "数据包来自更新版本的程序，请先升级本程序再导入。",
        "The package comes from a newer version of the program; please update this one and import it then.",
    )


def unknown_sender() -> InputRefused:
    """Signed with a key nobody here knows."""
    return _refused(
        "unknown_sender",
        "不认识发出这个数据包的电脑；请先从办公室取得最新的数据包。",
        "The computer that made this package is not known here; get the office's latest package first.",
    )


def invitation_used() -> InputRefused:
    """From a laptop that shows an invitation which is unknown, used up, or not proven."""
    return _refused(
        "bad_enrolment",
        "发出这个数据包的电脑所持的邀请无效或已被用过，请重新邀请。",
        "The invitation shown by the computer that made this package is not valid or already used; invite anew.",
    )


def revoked_sender(label: str) -> InputRefused:
    """From a station that was switched off."""
    return _refused(
        "revoked_sender",
        "“{who}”的电脑已被停用，它的数据包不再接受。",
        "The computer of “{who}” has been switched off; its packages are no longer taken.",
        who=label,
    )


def other_college() -> InputRefused:
    """From another exchange group."""
    return _refused(
        "other_college",
        "数据包来自另一所院校（或另一个交换组），没有导入。",
        "The package belongs to another college, or another group that exchanges; it was not taken in.",
    )


def not_for_us() -> InputRefused:
    """Sealed for, or addressed to, another station."""
    return _refused(
        "not_for_us",
        "这个数据包不是发给这台电脑的。",
        "This package is not addressed to this computer.",
    )


def bad_signature() -> InputRefused:
    """The signature is not the sender's."""
    return _refused(
        "bad_signature",
        "数据包的签名不对，内容可能被人改过，没有导入。",
        "The signature of the package is wrong; its content may have been altered. It was not taken in.",
    )


def too_large(megabytes: int) -> InputRefused:
    """Beyond what a package may be."""
    return _refused(
        "package_too_large",
        "数据包超过 {n} MB 的上限；请少带一些照片。",
        "The package is larger than the limit of {n} MB; take fewer photos along.",
        n=megabytes,
    )


def too_many_files(most: int) -> InputRefused:
    """More files than a package may carry."""
    return _refused(
        "package_too_large",
        "一个数据包最多带 {n} 张照片和文件。",
        "A package carries {n} photos and files at most.",
        n=most,
    )


def not_readable(path: Path, error: OSError) -> InputRefused:
    """The system does not let it be read."""
    return _refused(
        "not_readable", "“{f}”读不出来：{e}。", "“{f}” cannot be read: {e}.", f=path.name, e=reason(error)
    )


def not_writable(path: Path, error: OSError) -> NotSaved:
    """The system does not let it be written."""
    return NotSaved(
        "cannot_write",
        Text("无法写入 {p}：{e}。", "Cannot write to {p}: {e}.").fill(p=path.name, e=reason(error)),
    )
