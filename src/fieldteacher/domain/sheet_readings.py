"""What was read from the picture of a filled evaluation form, as plain values; and what was issued to read it by.

A reading proposes, it never decides: only a sheet that is ``read`` may be saved unseen, and of a sheet that is
``doubtful`` only the rows that are ``clear`` and only where ``SheetReading.reason`` is empty (docs/paper.md, 4.4).
Lengths are millimetres on the straightened A4 page, from its top left corner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fieldteacher.domain.text import Text

SheetStatus = Literal["read", "doubtful", "refused"]
RowState = Literal["clear", "doubtful", "blank", "multiple"]


@dataclass(frozen=True, slots=True)
class Why:
    """A stable code and one sentence for people."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Area:
    """Where something lies on the straightened page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class RowReading:
    """One row of boxes.

    ``value`` is the number of the box from 0 at the left: the band of a criterion (0 = best), or the digit. Of a row
    that is not ``clear`` it is only a proposal, or ``None`` where there is nothing to propose.
    """

    name: str
    """``c1``, ``c2``, … of the form's first rater in the order printed; ``tens`` and ``units`` of the total."""
    state: RowState
    value: int | None
    confidence: float
    """0 to 1; 1 is a mark as plain as they come. Not a probability."""
    doubt: Why | None
    """Why a person has to look; ``None`` for a clear row."""
    area: Area
    """The whole row with its words, to be cut out of the picture."""
    boxes: tuple[Area, ...]
    """The printed boxes, where they were found on the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReading:
    """One page of one file."""

    file: str
    """The path as it was given, or as it was found in the folder that was given."""
    page: int
    """From 1; pictures have one page."""
    status: SheetStatus
    reason: Why | None = None
    """Why a sheet was refused, or why the sheet as a whole needs a look though its rows are clear."""
    form_number: str = ""
    """As on the issued form (ten letters); also of a refused sheet where it could be read."""
    layout: str = ""
    rows: tuple[RowReading, ...] = ()
    """The criteria, in the order printed."""
    digits: tuple[RowReading, ...] = ()
    """``tens`` and ``units`` of the rater's own total, which both may be blank."""
    total: int | None = None
    """The total out of 100 that the ticked digits say; ``None`` where they do not say one plainly."""
    total_agrees: bool | None = None
    """Whether that total can come from the bands ticked; ``None`` where that cannot be said."""
    picture: bytes = b""
    """JPEG of the straightened page; of a refused sheet, the picture as it came, made small."""
    scale: float = 0.0
    """Pixels of ``picture`` to a millimetre; 0 for a refused sheet, which has no measures."""

    @property
    def questions(self) -> tuple[RowReading, ...]:
        """The rows a person has to decide, from the top. A total that was left out altogether is no question."""
        digits = () if all(row.state == "blank" for row in self.digits) else self.digits
        return tuple(row for row in (*self.rows, *digits) if row.state != "clear")


@dataclass(frozen=True, slots=True)
class IssuedSheet:
    """What is known of an issued form before it is read, by its number.

    ``bands`` holds for each criterion, in the order printed, the lowest and the highest mark in tenths that each
    band stands for (``band_ranges``), best band first; empty where the scheme is not known any more.
    """

    layout: str
    bands: tuple[tuple[tuple[int, int], ...], ...] = ()
    full_marks: int = 0
    """Of all criteria together, in tenths."""


def band_ranges(full_marks: int, lowest: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The marks each band stands for: lowest and highest, in tenths.

    ``full_marks`` of the criterion in tenths; ``lowest`` is each band's lowest share in thousandths (as
    ``SchemeSpec.bands`` has them), best first.
    """
    ranges = []
    above = full_marks
    for share in lowest:
        least = -(-full_marks * share // 1000)
        ranges.append((least, max(least, above)))
        above = least - 1
    return tuple(ranges)


def total_range(issued: IssuedSheet, ticked: Sequence[int]) -> tuple[int, int] | None:
    """The least and the greatest whole total out of 100 that the ``ticked`` bands allow, rounding forgiven.

    ``None`` where the scheme is not known or does not go with the form.
    """
    if len(ticked) != len(issued.bands) or issued.full_marks <= 0:
        return None
    if any(value >= len(bands) for value, bands in zip(ticked, issued.bands, strict=True)):
        return None
    ranges = [bands[value] for value, bands in zip(ticked, issued.bands, strict=True)]
    least, most = (sum(ends) for ends in zip(*ranges, strict=True))
    return 100 * least // issued.full_marks, -(-100 * most // issued.full_marks)


def why(code: str, words: Mapping[str, Text], **values: object) -> Why:
    """The reason ``code`` with its sentence from ``words``."""
    return Why(code, words[code].fill(**values))


REFUSALS: Mapping[str, Text] = {
    "not_a_file": Text("不是普通文件", "not an ordinary file"),
    "not_readable": Text("读不出来（{detail}）", "could not be read ({detail})"),
    "empty_file": Text("是空文件", "the file is empty"),
    "file_too_large": Text("超过 {limit} MB", "larger than {limit} MB"),
    "not_a_picture": Text("不是照片、扫描件或 PDF", "not a photo, a scan or a PDF"),
    "too_many_pixels": Text("{width}×{height} 像素，太大了", "{width}×{height} pixels are too many"),
    "too_many_pages": Text("超过 {limit} 页，请拆开", "more than {limit} pages; please split it"),
    "too_large": Text("要用太多内存或时间才能读出来", "takes too much memory or time to read"),
    "too_slow": Text("读取超时", "takes too long to read"),
    "damaged": Text("不完整或已损坏，请重新传一次", "cut short or damaged; please copy it again"),
    "locked_pdf": Text("PDF 有密码，打不开", "the PDF has a password"),
    "no_page": Text("找不到考核表的四角图形：请把整张表拍进去，再拍一次", "the form's corner marks are not found: photograph the whole sheet"),
    "several_sheets": Text("一张照片里有多张表：请一次只拍一张", "several sheets in one picture: photograph them one by one"),
    "cut_off": Text("表没有拍全：请把整张表拍进去，再拍一次", "part of the sheet lies outside the picture: photograph all of it"),
    "too_small": Text("拍得太远或像素太低：请靠近再拍", "too small to read: go closer"),
    "crumpled": Text("纸张太皱或太弯：请压平再拍", "the paper is too crumpled or bent: flatten it"),
    "no_number": Text("读不出表单编号：请拍清楚两处编码，再拍一次", "the form number cannot be read: photograph both codes sharply"),
    "two_numbers": Text("两处编码不一致，可能叠了两张表", "the two codes differ: two sheets may lie on each other"),
    "unknown_number": Text("不是本机打印的考核表（编号 {number}）", "form {number} was not printed from here"),
    "unknown_layout": Text("不认识的版式“{layout}”，请更新程序", "the layout “{layout}” is unknown; please update the program"),
    "boxes_not_found": Text("方格对不上：请压平、拍清楚，再拍一次", "the boxes are not where they belong: flatten the sheet and photograph it sharply"),
    "grid_shifted": Text("表格对不准：请压平、摆正，再拍一次", "the grid of boxes is out of place: flatten the sheet and photograph it again"),
    "too_noisy": Text("画面太花或太暗：请在亮处再拍", "the picture is too dark or too noisy: photograph it in good light"),
}  # fmt: skip
"""Why a sheet is refused (docs/paper.md, 4.3); the sentence follows the file's name."""

DOUBTS: Mapping[str, Text] = {
    "blank": Text("没有填", "nothing is marked"),
    "two_marks": Text("有两处笔迹", "two boxes are marked"),
    "faint": Text("笔迹太淡", "the mark is faint"),
    "around": Text("笔迹在框外，没有圈住一格", "the ink is around the boxes and encloses none"),
    "ink_beside": Text("旁边也有笔迹", "there is ink beside another box too"),
    "covered": Text("被遮住了", "covered"),
    "red_ink": Text("与红章重叠", "under a red seal"),
    "other_style": Text("与本表其他笔迹不同，可能是涂改", "unlike the other marks of this sheet; it may be struck out"),
    "long_stroke": Text("像是路过的一笔", "the stroke seems to pass through"),
    "few_marks": Text("这张表大多数行看不到笔迹", "most rows of this sheet show no mark"),
    "one_digit": Text("总评分只填了一位", "only one digit of the total is marked"),
    "total_disagrees": Text("总评分 {total} 与所选等级不符（应在 {least}–{most} 之间）", "the total {total} does not go with the bands ticked ({least} to {most})"),
    "read_twice": Text("这张表还有一次读取，结果不同", "this form was read once more with another result"),
}  # fmt: skip
"""Why a person has to look (docs/paper.md, 4.4)."""
