"""``attachment add``, ``list``, ``get`` and ``check``: photos and files."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, REFUSED, WAITING, Reply
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text

_PASSED_OVER = Text(
    "文件夹里另有 {n} 个不是照片或文档的文件。", "{n} files in the folder are no photos or documents."
)
_THERE = Text("{n} 个已经在这条记录里。", "{n} are on this record already.")
_SOUND, _REMOVABLE = (
    Text("{n} 个文件，{b} 字节，内容完好。", "{n} files, {b} bytes, all sound."),
    Text(
        "{n} 个内容 90 天无人使用，可用 --tidy 清除。",
        "{n} have not been needed for 90 days; --tidy removes them.",
    ),
)
_PART = Text("{who}：{n} 页", "{who}: {n} pages")
_NOBODY = Text("第 {first} 至 {last} 页前面没有封面。", "No cover stands before pages {first} to {last}.")
_MISSING = Text("附件 {id}：内容缺失", "attachment {id}: its content is missing")
_DAMAGED = Text("附件 {id}：内容已损坏", "attachment {id}: its content is damaged")


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun("attachment", Text("照片和文件", "photos and files"))
    add = noun.add("add", Text("给记录添加照片或文件", "add photos or files to a record"), add_files)
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--owner", required=True, metavar="ID")
    add.add_argument("--caption", metavar="TEXT")
    scan = noun.add(
        "scan",
        Text(
            "把封面后的扫描材料归到各名学生",
            "file scanned papers to the students whose covers they lie behind",
        ),
        file_scan,
    )
    scan.add_argument("file", type=Path, metavar="FILE.pdf")
    scan.add_argument(
        "--apply", action="store_true", help=noun.words(Text("归档；否则只查看", "file them; else only look"))
    )
    listing = noun.add("list", Text("一条记录的照片和文件", "the photos and files of a record"), list_files)
    listing.add_argument("--owner", required=True, metavar="ID")
    get = noun.add("get", Text("取出一个文件", "write one out"), get_file)
    get.add_argument("id", metavar="ID")
    get.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    check = noun.add(
        "check", Text("核对所有文件的内容", "compare every content with its record"), check_files
    )
    check.add_argument("--tidy", action="store_true")


def file_scan(context: Context, options: Namespace) -> Reply:
    """Take a scanned pile apart at its cover sheets; with ``--apply`` hang the parts on their placements."""
    service = context.services().scans
    path = options.file.expanduser()
    parts = service.parts(path)
    saved = service.file(path, parts)[0] if options.apply else ()
    data = {
        "parts": [
            {"student": part.student or None, "placement": part.placement or None, "first": part.first, "last": part.last, "pages": part.pages}
            for part in parts
        ],
        "saved": list(saved),
    }  # fmt: skip
    lines = [
        context.say(_PART, who=f"{part.name} {part.student_number}", n=part.pages)
        if part.placement
        else context.say(_NOBODY, first=part.first, last=part.last)
        for part in parts
    ]
    return Reply(data, lines, DONE if all(part.placement for part in parts) else WAITING)


def add_files(context: Context, options: Namespace) -> Reply:
    """Add files to a record; one that is bad does not keep the others out."""
    service = context.services().attachments
    taken = service.take_in([path.expanduser() for path in options.files])
    kept = [{**each, "caption": options.caption} for each in taken.kept]
    ids = service.add(options.owner, kept)[0] if kept else ()
    rows = [_shown(row) for row in service.of(options.owner) if row["id"] in ids] if ids else []
    refused = [{"code": error.code, "message": context.say(error.text)} for error in taken.refused]
    notes = [each["message"] for each in refused]
    there = len(kept) - len(ids)
    notes += [
        context.say(words.fill(n=n)) for words, n in ((_PASSED_OVER, taken.passed_over), (_THERE, there)) if n
    ]
    data = {"added": rows, "refused": refused, "already_there": there, "passed_over": taken.passed_over}
    status = DONE if not refused else WAITING if kept else REFUSED
    return Reply(data, (f"{row['id']}  {row['name']}" for row in rows), status, notes)


def list_files(context: Context, options: Namespace) -> Reply:
    """The photos and files of a record."""
    rows = [_shown(row) for row in context.services().attachments.of(options.owner)]
    return Reply({"owner": options.owner, "attachments": rows}, (_line(row) for row in rows))


def get_file(context: Context, options: Namespace) -> Reply:
    """Write a file out."""
    target = options.output.expanduser().absolute()
    if target.is_dir():
        words = Text("{p} 是文件夹，请写出文件名。", "{p} is a folder; please name a file.")
        raise InputRefused("is_directory", words.fill(p=target))
    size = context.services().attachments.write(options.id, target)
    return Reply({"file": str(target), "bytes": size}, [str(target)])


def check_files(context: Context, options: Namespace) -> Reply:
    """Compare every content with its hash and its record."""
    service = context.services().attachments
    freed = service.tidy() if options.tidy else 0
    found = service.check()
    ok = not found.missing and not found.damaged
    data = {
        "ok": ok, "files": found.files, "bytes": found.size, "missing": list(found.missing),
        "damaged": list(found.damaged), "removable": found.removable, "freed": freed,
    }  # fmt: skip

    def lines() -> Iterator[str]:
        for words, ids in ((_MISSING, found.missing), (_DAMAGED, found.damaged)):
            yield from (context.say(words.fill(id=id)) for id in ids)
        if ok:
            yield context.say(_SOUND.fill(n=found.files, b=found.size))
        if found.removable:
            yield context.say(_REMOVABLE.fill(n=found.removable))

    return Reply(data, lines(), DONE if ok else WAITING)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "owner", "name", "media_type", "size", "sha256", "taken_on", "taken_at", "caption")
    return {name: row[name] for name in names}


def _line(row: dict[str, Any]) -> str:
    return "  ".join(str(row[name] or "") for name in ("id", "taken_at", "size", "name", "caption"))
