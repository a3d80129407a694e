"""``package``: writing packages for other stations, looking into those that come, taking them in and back."""

from __future__ import annotations

import argparse
import contextlib
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.moments import moment
from fieldteacher.cli.reply import DONE, REFUSED, WAITING, Reply, WrongUsage
from fieldteacher.cli.undo import undone
from fieldteacher.domain.exchange import Merged, Station
from fieldteacher.domain.text import Text
from fieldteacher.services.arrival_lines import Line, kind_label
from fieldteacher.services.lease import COPIED

if TYPE_CHECKING:  # what they bring along, no other command should wait for
    from fieldteacher.services.mass_changes import Gate
    from fieldteacher.services.shared_folder import Lying, Outcome
    from fieldteacher.services.synchronisation import Exported

PHOTOS_HELP = Text(
    "带哪些照片和文件：不带、全部，或最多多少 MB", "photos and files: none, all, or so many MB at most"
)
_STATES = {
    "conflict": Text("冲突", "conflict"), "deleted": Text("删除", "deleted"), "rejected": Text("无法显示", "cannot be shown"),
    "changed": Text("修改", "changed"), "created": Text("新增", "new"),
}  # fmt: skip
_SUMMARY = Text(
    "来自 {who}：新增 {created}，修改 {changed}，删除 {deleted}，冲突 {conflicts}，无法显示 {rejected}，已有 {known}，照片和文件 {files}",
    "From {who}: {created} new, {changed} changed, {deleted} deleted, {conflicts} conflicts, {rejected} cannot be shown, {known} known, {files} files",
)
_NOTHING = Text("没有新内容。", "Nothing new.")
_GATE = Text("注意：这个包要{what}，这不寻常。", "Mind: this package would {what}, which is unusual.")
_LEFT_OUT = Text("{n} 张照片或文件没有带上。", "{n} photos or files were left out.")
_DIFFERING = Text(
    "{n} 份档案与对方所说的不一致，请双方再互相导出一次。",
    "{n} dossiers are not what the sender says they are; please exchange once more both ways.",
)
_PATIENCE = 2.0
"""Seconds before anything is said."""
_WRITING = Text("已写 {done} / {of} 个数据包", "{done} of {of} packages written")
_TAKING = Text("已完成 {done}%", "{done} % done")
_WRITTEN = Text(
    "{f}：{d} 份档案，{c} 处改动，{a} 个照片或文件，{b} 字节",
    "{f}: {d} dossiers, {c} changes, {a} files, {b} bytes",
)


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun(
        "package", Text("数据包：与办公室和其他教师交换", "packages: exchanging with others")
    )
    words = noun.words
    out = noun.add("export", Text("导出数据包", "write a package"), export)
    out.add_argument("file", nargs="?", type=Path, metavar="FILE")
    where = out.add_mutually_exclusive_group()
    where.add_argument(
        "--to", metavar="DEVICE", help=words(Text("设备号（或开头）、姓名，或 office", "device id (or its beginning), name, or office"))
    )  # fmt: skip
    where.add_argument(
        "--to-file", type=Path, metavar="DIR", help=words(Text("共享文件夹：给每一方各写一个", "a shared folder: one package for each"))
    )  # fmt: skip
    out.add_argument("--photos", type=photos, default=None, metavar="none|all|MB", help=words(PHOTOS_HELP))
    look = noun.add("preview", Text("看看会改动什么", "what taking it in would do"), preview)
    look.add_argument("file", type=Path, metavar="FILE")
    take = noun.add(
        "import", Text("导入数据包，或文件夹里的全部", "take in a package, or all in a folder"), take_in
    )
    take.add_argument("file", type=Path, metavar="FILE|DIR")
    take.add_argument(
        "--accept-deletions", action="store_true", help=words(Text("同意大量删除或改写", "agree to many deletions or changes"))
    )  # fmt: skip
    back = noun.add("undo", Text("撤销一次导入", "take an import back"), undo)
    back.add_argument("id", nargs="?", metavar="ID")
    noun.add("list", Text("发出和收到的数据包", "packages that went and came"), list_packages)
    inbox_parser = noun.add(
        "inbox", Text("共享文件夹里发给本机的数据包", "packages for this computer in a folder"), inbox
    )
    inbox_parser.add_argument("folder", type=Path, metavar="DIR")


def photos(text: str) -> int | None:
    """``none``, ``all``, or a number of megabytes."""
    if text in ("none", "all"):
        return 0 if text == "none" else None
    number = int(text) if text.isdigit() else -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"invalid value: {text!r}")
    return number


def _telling(context: Context, words: Text, every: int) -> Callable[[int, int], None]:
    """Says on standard error how far a task is, every so many parts that are done, once it has taken a while."""
    begun, said = monotonic(), 0

    def told(done: int, of: int) -> None:
        nonlocal said
        if monotonic() - begun > _PATIENCE and done >= said + every and done < of:
            said = done
            context.note(context.say(words, done=done, of=of))

    return told


# -- writing -----------------------------------------------------------------------------------


def export(context: Context, options: Namespace) -> Reply:
    """Write a package for one station, or one for each into a folder."""
    exchange = context.services().exchange
    if options.to_file is not None:
        folder = options.to_file.expanduser().absolute()
        _make_last(folder)
        made = exchange.shared_folder.write_all(
            folder, photos=options.photos, told=_telling(context, _WRITING, 25)
        )
        doubt = exchange.shared_folder.doubt(folder)
        data = {"file": str(folder), **_sums(made), "files": [_exported(each) for each in made]}
        notes = [context.say(doubt)] if doubt else []
        return Reply(
            data, [_written(context, each) for each in made], DONE, [*notes, *_export_notes(context, made)]
        )
    if options.file is None:
        raise WrongUsage(Text("缺少：FILE，或 --to-file DIR。", "Missing: FILE, or --to-file DIR."))
    one = exchange.synchronisation.export(
        options.to, options.file.expanduser().absolute(), photos=options.photos
    )
    return Reply(_exported(one), [_written(context, one)], DONE, _export_notes(context, [one]))


def _make_last(folder: Path) -> None:
    """Make a folder whose parent is there; a drive that is not connected is not made up for."""
    if folder.parent.is_dir():
        with contextlib.suppress(OSError):
            folder.mkdir(exist_ok=True)


def _exported(one: Exported) -> dict[str, Any]:
    return {
        "file": str(one.file), "to": one.to.label, "to_device": one.to.device, "package": one.package,
        "bytes": one.bytes, "dossiers": one.dossiers, "changes": one.changes, "attachments": one.attachments,
        "left_out": one.left_out,
    }  # fmt: skip


def _sums(made: Sequence[Exported]) -> dict[str, int]:
    names = ("bytes", "dossiers", "changes", "attachments")
    return {name: sum(getattr(each, name) for each in made) for name in names}


def _written(context: Context, one: Exported) -> str:
    return context.say(_WRITTEN, f=one.file, d=one.dossiers, c=one.changes, a=one.attachments, b=one.bytes)


def _export_notes(context: Context, made: Sequence[Exported]) -> list[str]:
    left_out = sum(each.left_out for each in made)
    notes = [context.say(_LEFT_OUT, n=left_out)] if left_out else []
    return notes + ([context.say(COPIED)] if any(each.renamed for each in made) else [])


# -- looking and taking in -----------------------------------------------------------------------


def preview(context: Context, options: Namespace) -> Reply:
    """What taking in a package would do."""
    found = context.services().exchange.synchronisation.preview(options.file.expanduser().absolute())
    data = _data(context, found.package, found.sender, found.created_ms, found.counts, found.lines)
    data |= {"bytes": found.size, "joins": found.joins, "gate": _gate(found.gate)}
    lines = _lines(context, found.sender, found.counts, found.lines)
    if found.gate:
        lines.append(context.say(_GATE.fill(what=found.gate.words())))
    return Reply(data, lines, WAITING if found.gate else _status(found.merged))


def take_in(context: Context, options: Namespace) -> Reply:
    """Take in a package, or every package for this computer in a folder."""
    exchange = context.services().exchange
    path = options.file.expanduser().absolute()
    if path.is_dir():
        outcomes = exchange.shared_folder.take_in_all(path, accept_deletions=options.accept_deletions)
        return _all_taken(context, outcomes)
    taken = exchange.synchronisation.take_in(
        path, accept_deletions=options.accept_deletions, told=_telling(context, _TAKING, 10)
    )
    data = _data(context, taken.package, taken.sender, taken.created_ms, taken.counts, taken.lines)
    data |= {"save": taken.changes.save, "gate": _gate(taken.gate)}
    lines = _lines(context, taken.sender, taken.counts, taken.lines)
    return Reply(data, lines, _status(taken.merged), _taken_notes(context, taken.merged))


def _all_taken(context: Context, outcomes: Sequence[Outcome]) -> Reply:
    packages, refused, lines, notes = [], [], [], []
    for each in outcomes:
        if each.taken is not None:
            t = each.taken
            packages.append(
                {
                    "file": str(each.file),
                    **_data(context, t.package, t.sender, t.created_ms, t.counts, t.lines),
                }
            )
            lines += [str(each.file), *_lines(context, t.sender, t.counts, t.lines)]
            notes += _taken_notes(context, t.merged)
        elif each.refused is not None:
            message = context.say(each.refused.text)
            refused.append({"file": str(each.file), "code": each.refused.code, "message": message})
            notes.append(f"{each.file.name}: {message}")
    names = ("created", "changed", "deleted", "conflicts", "rejected", "already_known", "applied", "files")
    sums = {name: sum(package[name] for package in packages) for name in names}
    waits = refused or sums["conflicts"] or sums["rejected"]
    status = REFUSED if refused and not packages else WAITING if waits else DONE
    data = {**sums, "packages": packages, "refused": refused}
    return Reply(data, lines or ([] if refused else [context.say(_NOTHING)]), status, notes)


def _data(
    context: Context, package: str, sender: Station, created_ms: int, counts: Any, named: Sequence[Line]
) -> dict[str, Any]:
    return {
        "package": package, "from": sender.label, "from_device": sender.device, "written_at": moment(created_ms),
        **{name: counts[name] for name in ("created", "changed", "deleted", "conflicts", "rejected", "applied")},
        "already_known": counts["known"], "unknown": counts["unknown"], "files": counts["files"],
        "changes_by_name": [_line(context, each) for each in named],
    }  # fmt: skip


def _line(context: Context, line: Line) -> dict[str, str]:
    return {
        "state": line.state, "type": line.type, "record": line.record, "title": context.say(line.title),
        "what": context.say(line.what),
    }  # fmt: skip


def _lines(context: Context, sender: Station, counts: Any, named: Sequence[Line]) -> list[str]:
    lines = [context.say(_SUMMARY, who=sender.label, **counts)]
    if not counts["applied"]:
        lines.append(context.say(_NOTHING))
    for each in named:
        words = (
            context.say(text) for text in (_STATES[each.state], kind_label(each.type), each.title, each.what)
        )
        lines.append("  " + "  ".join(filter(None, words)))
    return lines


def _gate(gate: Gate | None) -> dict[str, Any] | None:
    return (
        None
        if gate is None
        else {"deleted": dict(gate.deleted), "rewritten": gate.rewritten, "erased": gate.erased}
    )


def _status(merged: Merged) -> int:
    return WAITING if merged.conflicts or merged.rejected else DONE


def _taken_notes(context: Context, merged: Merged) -> list[str]:
    return [context.say(_DIFFERING, n=len(merged.differing))] if merged.differing else []


# -- the list ------------------------------------------------------------------------------------


def undo(context: Context, options: Namespace) -> Reply:
    """Take back a package that was taken in."""
    return undone(context, context.services().exchange.synchronisation.undo(options.id))


def list_packages(context: Context, options: Namespace) -> Reply:
    """The packages that went and came, newest first."""
    found = context.services().exchange.synchronisation.history()
    shown = [
        {
            "package": each.package, "way": each.way, "with": each.label, "at": moment(each.at_ms), "bytes": each.size,
            "counts": dict(each.counts), "undone": each.undone,
        }
        for each in found
    ]  # fmt: skip
    arrows = {"sent": "→", "received": "←"}
    lines = [f"{arrows[each.way]} {moment(each.at_ms)}  {each.label}  {each.package}" for each in found]
    return Reply({"packages": shown}, lines)


def inbox(context: Context, options: Namespace) -> Reply:
    """The packages in a folder that are for this computer and were not taken in."""
    folder = options.folder.expanduser().absolute()
    found = context.services().exchange.shared_folder.inbox(folder)
    return Reply(
        {"folder": str(folder), "packages": [_lying(each) for each in found]},
        [f"{each.file.name}  {each.sender}  {each.written_on}" for each in found] or [context.say(_NOTHING)],
    )


def _lying(each: Lying) -> dict[str, Any]:
    return {"file": str(each.file), "bytes": each.size, "from": each.sender, "written_on": each.written_on}
