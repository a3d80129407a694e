"""``sheets read``: filled evaluation forms from photos, scans and PDFs. Marks are in tenths."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldteacher.cli import sheets_measure
from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, REFUSED, WAITING, Reply
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths

if TYPE_CHECKING:
    from fieldteacher.services.sheet_checks import CheckedRow, CheckedSheet
    from fieldteacher.services.sheet_reading import MissingForm, SavedSheets

_NOTHING = Text("没有一张能识读。", "No sheet could be read.")
_PROGRESS = Text("已读 {done} / {total}", "{done} of {total} read")
_SAVED = Text("已保存 {n} 份。", "{n} saved.")
_SUMMED = Text(
    "共 {n} 张：{read} 张可用，{doubtful} 张待核对，{refused} 张不能用。",
    "{n} sheets: {read} read, {doubtful} to be checked, {refused} refused.",
)
_MISSING = Text("同企业还有 {n} 份没有交来：", "{n} of these enterprises' forms are not in the pile:")
_STATUS = {"refused": "refused", "doubtful": "doubtful"}


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun("sheets", Text("识读填好的考核表", "filled evaluation forms"))
    read = noun.add(
        "read", Text("识读照片、扫描件或 PDF", "read photos, scans, PDFs, or folders of them"), read_sheets
    )
    read.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    read.add_argument(
        "--apply",
        action="store_true",
        help=noun.words(Text("保存清楚的分数和图片", "save the marks that are clear, with the pictures")),
    )
    sheets_measure.add_to(noun)


def read_sheets(context: Context, options: Namespace) -> Reply:
    """Read a pile; with ``--apply`` save what is clear, and nothing else."""
    paths = [path.expanduser() for path in options.paths]
    service = context.services().sheets

    def told(done: int, total: int) -> None:
        if done % 10 == 0 or done == total:
            context.note(context.say(_PROGRESS, done=done, total=total))

    pile = list(service.read(paths, told, keep_pictures=options.apply))
    checked = service.check(pile)
    saved = service.save(checked, plain_part=True) if options.apply else None
    missing = service.missing(checked)
    data: dict[str, Any] = {
        "sheets": [_sheet(context, each, saved) for each in checked],
        "missing": [_missing(each) for each in missing],
    }
    if saved is not None:
        data["applied"] = len(saved.saved)
    status, notes = _exit_status(checked, saved), []
    if status == REFUSED:
        notes = [context.say(_NOTHING)]
        data["error"] = {"code": "nothing_readable", "message": notes[0]}
    return Reply(data, _lines(context, checked, missing, saved), status, notes)


def _exit_status(checked: Sequence[CheckedSheet], saved: SavedSheets | None) -> int:
    if all(each.state == "refused" for each in checked):
        return REFUSED
    waits = any(each.state in ("refused", "doubtful") for each in checked)
    return WAITING if waits or (saved is not None and saved.left) else DONE


def _sheet(context: Context, checked: CheckedSheet, saved: SavedSheets | None) -> dict[str, Any]:
    reading, form = checked.sheet.reading, checked.form
    reason = checked.reason
    if saved is not None and checked.number in saved.left:
        reason = saved.left[checked.number]
    return {
        "image": reading.file, "page": reading.page, "sheet": reading.form_number or None,
        "student_number": form.who.student_number if form else None,
        "status": _STATUS.get(checked.state, "read"), "reason": context.say(reason) if reason else None,
        "stage": form.stage if form else None, "total": checked.total,
        "marks": [_mark(checked, row) for row in checked.rows],
        "doubts": [context.say(question.text) for question in checked.questions],
        "applied": saved is not None and checked.number in saved.saved,
    }  # fmt: skip


def _mark(checked: CheckedSheet, row: CheckedRow) -> dict[str, Any]:
    """A row's mark; of a doubtful one the mark that its proposal stands for."""
    from fieldteacher.domain.sheet_marks import usual

    assert row.criterion is not None
    assert checked.scheme is not None
    level = row.reading.value
    value = None
    if row.value is not None and checked.worked is not None:
        value = checked.worked.marks.get(row.criterion.id)
    elif level is not None:
        value = usual(checked.scheme, row.criterion, level)
    return {
        "criterion": row.criterion.id, "criterion_title": row.criterion.name, "rater": row.criterion.rater,
        "value": value, "level": level, "band": None if level is None else checked.scheme.bands[level][0],
        "state": row.reading.state, "confidence": round(row.reading.confidence, 3),
    }  # fmt: skip


def _missing(each: MissingForm) -> dict[str, Any]:
    return {
        "sheet": each.form.number, "student_number": each.form.who.student_number,
        "enterprise": each.form.who.enterprise, "stage": each.form.stage, "marked": each.marked,
    }  # fmt: skip


def _lines(
    context: Context,
    checked: Sequence[CheckedSheet],
    missing: Sequence[MissingForm],
    saved: SavedSheets | None,
) -> Iterator[str]:
    for each in checked:
        who = f"{each.form.who.student_number}  {each.form.who.name}" if each.form else "–"
        said = [context.say(question.text) for question in each.questions]
        said = said or ([context.say(each.reason)] if each.reason else [])
        marks = [f"{row.criterion.name} {_shown(each, row)}" for row in each.rows if row.criterion]
        page = f" ({each.sheet.reading.page})" if each.sheet.reading.page > 1 else ""
        status = _STATUS.get(each.state, "read")
        yield "  ".join(
            filter(None, (f"{each.sheet.reading.file}{page}", status, who, " ".join(marks), *said))
        )
    counts = {status: sum(_STATUS.get(each.state, "read") == status for each in checked)
              for status in ("read", "doubtful", "refused")}  # fmt: skip
    yield context.say(_SUMMED, n=len(checked), **counts)
    if saved is not None:
        yield context.say(_SAVED, n=len(saved.saved))
    if missing:
        yield context.say(_MISSING, n=len(missing))
        yield from (f"  {each.form.who.student_number}  {each.form.who.name}" for each in missing)


def _shown(checked: CheckedSheet, row: CheckedRow) -> str:
    mark = checked.worked.marks.get(row.criterion.id) if checked.worked and row.criterion else None
    return "?" if mark is None else show_tenths(mark)
