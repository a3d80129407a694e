"""``sheets measure``: readings held against what was really ticked (docs/paper-protocol.en.md)."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.os_errors import reason as why_not
from fieldteacher.domain.sheet_measuring import Measure, compare, empty_truth, parse_truth
from fieldteacher.domain.text import Text

if TYPE_CHECKING:
    from fieldteacher.domain.sheet_readings import SheetReading

_WRITTEN = Text(
    "已写出 {file}（{n} 张表）：逐行填上实际勾选的格（从左数第几格，数字行填数字，不是恰好一格填“-”），再运行一次。",
    "{file} is written ({n} forms): type which box was really ticked in each row (counted from the left; digits as they "
    "are; “-” where not exactly one), then run this again.",
)
_SUMMED = Text(
    "{pictures} 张图片：{refused} 张不能用，{not_typed} 张没有对照。",
    "{pictures} pictures: {refused} refused, {not_typed} without truth.",
)
_ROWS = Text(
    "{rows} 行：{asked} 行需核对（{share:.1f}%），{silent} 行读错而未提示，{noticed} 行读错但总分已提示。",
    "{rows} rows: {asked} asked ({share:.1f} %), {silent} wrong and unnoticed, {noticed} wrong and given away by the total.",
)
_BOUND = Text(
    "读错而未提示的比例，95% 把握不超过百万分之 {bound:.0f}。",
    "With 95 % certainty not more than {bound:.0f} in a million rows are wrong and unnoticed.",
)
_WRONG = Text(
    "读错：{file} 第 {page} 页，表 {number}，{row}：读作 {read}，实为 {meant}",
    "Wrong: {file} page {page}, form {number}, {row}: read {read}, meant {meant}",
)
_REFUSED = Text("不能用：{file} 第 {page} 页：{reason}", "Refused: {file} page {page}: {reason}")


def add_to(noun: Commands) -> None:
    """Add the command to ``sheets``."""
    measure = noun.add(
        "measure",
        Text("用实际勾选核对识读结果", "hold readings against what was really ticked"),
        measure_sheets,
    )
    measure.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    measure.add_argument(
        "--truth",
        type=Path,
        required=True,
        metavar="FILE.csv",
        help=noun.words(
            Text(
                "实际勾选；文件不存在时写出空表",
                "what was ticked; where there is no such file, an empty one is written",
            )
        ),
    )


def measure_sheets(context: Context, options: Namespace) -> Reply:
    """Compare; nothing is saved."""
    services = context.services()
    file: Path = options.truth.expanduser()
    if not file.exists():
        numbers = [row.form_number for row in services.printing.issued()]
        _write(file, empty_truth(numbers))
        said = context.say(_WRITTEN, file=file, n=len(numbers))
        return Reply({"truth": str(file), "forms": len(numbers)}, [said])
    truth = parse_truth(_text(file))
    paths = [path.expanduser() for path in options.paths]
    readings = [each.reading for each in services.sheets.read(paths)]
    measure = compare(readings, truth)
    data = {**asdict(measure), "silent": measure.silent, "upper_bound_ppm": round(measure.bound, 1)}
    return Reply(data, _lines(context, measure, readings), WAITING if measure.wrong else DONE)


def _lines(context: Context, measure: Measure, readings: list[SheetReading]) -> Iterator[str]:
    for reading in readings:
        if reading.status == "refused" and reading.reason is not None:
            reason = context.say(reading.reason.text)
            yield context.say(_REFUSED, file=reading.file, page=reading.page, reason=reason)
    for row in measure.wrong:
        shown = {"read": _shown(row.row, row.read), "meant": _shown(row.row, row.meant)}
        yield context.say(_WRONG, file=row.file, page=row.page, number=row.form_number, row=row.row, **shown)
    yield context.say(
        _SUMMED, pictures=measure.pictures, refused=measure.refused, not_typed=measure.not_typed
    )
    share = 100 * measure.asked / max(1, measure.rows)
    noticed = len(measure.wrong) - measure.silent
    yield context.say(
        _ROWS, rows=measure.rows, asked=measure.asked, share=share, silent=measure.silent, noticed=noticed
    )
    if measure.rows:
        yield context.say(_BOUND, bound=measure.bound)


def _shown(row: str, box: int | None) -> str:
    if box is None:
        return "-"
    return str(box if row in ("tens", "units") else box + 1)


def _text(file: Path) -> str:
    """The file as spreadsheet programs save it."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise _unusable(file, problem) from problem
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def _write(file: Path, content: str) -> None:
    try:
        file.write_text(content, encoding="utf-8-sig", newline="")
    except OSError as problem:
        raise _unusable(file, problem) from problem


def _unusable(file: Path, problem: OSError) -> InputRefused:
    words = Text("“{file}”用不了：{why}。", "“{file}” cannot be used: {why}.")
    return InputRefused("truth.unusable", words.fill(file=file, why=why_not(problem)))
