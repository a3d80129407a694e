"""The floor of printing: a plain form on a reportlab canvas, as fast as it was found to go.

The form is a form XObject drawn once; each page is one raw block of text operators with nine details, ten
marks, the total, the grade and two comments broken into lines. No codes, no checks of fonts or lengths.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from sample_forms import COLLEGE, CRITERIA, FONT, SampleStudent

_LEFT, _RIGHT = 15 * mm, 195 * mm
_INFO_TOP, _INFO_HEIGHT = 272 * mm, 8 * mm
_TABLE_TOP, _ROW = _INFO_TOP - 4 * _INFO_HEIGHT, 9.5 * mm
_COLUMNS = (0, 10, 34, 114, 128, 146, 180)
_INFO = (
    ("姓　　名", "name", 0, 0, 60), ("学　　号", "number", 0, 60, 60), ("班　　级", "class_name", 0, 120, 60),
    ("专　　业", "major", 1, 0, 90), ("企业导师", "mentor", 1, 90, 90), ("实习单位", "enterprise", 2, 0, 120),
    ("校内导师", "teacher", 2, 120, 60), ("实习岗位", "post", 3, 0, 80), ("实习时间", "period", 3, 80, 100),
)  # fmt: skip
_COMMENTS = ((34, "企业导师评语"), (26, "校内导师评语"))
_NEVER_FIRST = "，。、；：）！？"


def print_forms(sample: list[SampleStudent], target: Path) -> None:
    """Print one page a student."""
    rl_config.useA85 = 0
    font = TTFont("N", str(FONT))
    pdfmetrics.registerFont(font)
    canvas = Canvas(str(target), pagesize=A4, pageCompression=1)
    wrap = _wrapper(font)
    canvas.beginForm("form", 0, 0, *A4)
    _draw_form(canvas, wrap)
    canvas.endForm()
    encode = _encoder(font, canvas)
    slots = [
        (key, _at(_LEFT + (x + 22) * mm, _INFO_TOP - row * _INFO_HEIGHT - 5.4 * mm))
        for _, key, row, x, _ in _INFO
    ]
    marks = [_at(_LEFT + 133 * mm, _TABLE_TOP - (i + 1) * _ROW - 6 * mm) for i in range(len(CRITERIA))]
    last = _TABLE_TOP - 11 * _ROW - 6 * mm
    for student in sample:
        canvas.doForm("form")
        block = ["BT"]
        state = ""
        lines = [(position, getattr(student, key)) for key, position in slots]
        lines += [(position, str(mark / 10)) for position, mark in zip(marks, student.marks, strict=True)]
        lines += [(_at(_LEFT + 24 * mm, last), str(student.total / 10))]
        lines += [(_at(_LEFT + 102 * mm, last), student.grade)]
        top = _TABLE_TOP - 12 * _ROW
        for (height, _), comment in zip(_COMMENTS, student.comments, strict=True):
            y = top - 11 * mm
            for line in wrap(comment, 172 * mm, 9.5):
                lines.append((_at(_LEFT + 4 * mm, y), line))
                y -= 5 * mm
            top -= height * mm
        for position, text in lines:
            block.append(position)
            for name, show in encode(text):
                if name != state:
                    block.append(f"{name} 9.5 Tf")
                    state = name
                block.append(show)
        block.append("ET")
        canvas.addLiteral("\n".join(block))
        canvas.showPage()
    canvas.save()


def _at(x: float, y: float) -> str:
    return f"1 0 0 1 {x:.2f} {y:.2f} Tm"


def _encoder(font: TTFont, canvas: Canvas) -> Callable[[str], list[tuple[str, str]]]:
    document = canvas._doc
    names: dict[int, str] = {}
    known: dict[str, list[tuple[str, str]]] = {}

    def encode(text: str) -> list[tuple[str, str]]:
        parts = known.get(text)
        if parts is None:
            parts = []
            for subset, codes in font.splitString(text, document):
                if subset not in names:
                    names[subset] = font.getSubsetInternalName(subset, document)
                parts.append((names[subset], f"<{codes.hex()}> Tj"))
            known[text] = parts
        return parts

    return encode


def _wrapper(font: TTFont) -> Callable[[str, float, float], list[str]]:
    widths, default = font.face.charWidths, font.face.defaultWidth

    def wrap(text: str, width: float, size: float) -> list[str]:
        limit = width / size * 1000
        lines, start, used = [], 0, 0
        for index, character in enumerate(text):
            wide = widths.get(ord(character), default)
            if used + wide > limit and character not in _NEVER_FIRST:
                lines.append(text[start:index])
                start, used = index, wide
            else:
                used += wide
        lines.append(text[start:])
        return lines

    return wrap


def _draw_form(canvas: Canvas, wrap: Callable[[str, float, float], list[str]]) -> None:
    def write(x: float, y: float, text: str, size: float = 9.5) -> None:
        canvas.setFont("N", size)
        canvas.drawString(x, y, text)

    canvas.setFont("N", 18)
    canvas.drawCentredString(A4[0] / 2, 283 * mm, f"{COLLEGE}学生岗位实习考核表")
    canvas.setLineWidth(0.6)
    for label, _, row, x, width in _INFO:
        y = _INFO_TOP - row * _INFO_HEIGHT
        canvas.rect(_LEFT + x * mm, y - _INFO_HEIGHT, width * mm, _INFO_HEIGHT)
        canvas.line(_LEFT + (x + 20) * mm, y, _LEFT + (x + 20) * mm, y - _INFO_HEIGHT)
        write(_LEFT + (x + 2) * mm, y - 5.4 * mm, label)
    top = _TABLE_TOP
    canvas.rect(_LEFT, top - 12 * _ROW, 180 * mm, 12 * _ROW)
    for i in range(1, 12):
        canvas.line(_LEFT, top - i * _ROW, _RIGHT, top - i * _ROW)
    for column in _COLUMNS[1:-1]:
        canvas.line(_LEFT + column * mm, top, _LEFT + column * mm, top - 11 * _ROW)
    for column, head in zip(_COLUMNS, ("序号", "考核项目", "考核标准", "满分", "得分", "备注"), strict=False):
        write(_LEFT + (column + 1.2) * mm, top - 6.2 * mm, head)
    for i, (name, standard, full) in enumerate(CRITERIA):
        y = top - (i + 1) * _ROW
        write(_LEFT + 3.5 * mm, y - 6 * mm, str(i + 1))
        write(_LEFT + 12 * mm, y - 6 * mm, name)
        write(_LEFT + 117 * mm, y - 6 * mm, str(full // 10))
        for number, line in enumerate(wrap(standard, 78 * mm, 8.5)):
            write(_LEFT + 35.5 * mm, y - (4.2 + 3.9 * number) * mm, line, 8.5)
    write(_LEFT + 3 * mm, top - 11 * _ROW - 6 * mm, "综合得分")
    write(_LEFT + 80 * mm, top - 11 * _ROW - 6 * mm, "评定等级")
    y = top - 12 * _ROW
    for height, label in _COMMENTS:
        canvas.rect(_LEFT, y - height * mm, 180 * mm, height * mm)
        write(_LEFT + 2 * mm, y - 5.5 * mm, label)
        y -= height * mm
    for place, label in enumerate(("实习单位（盖章）", "校内指导教师", "二级学院（盖章）")):
        x = _LEFT + place * 60 * mm
        canvas.rect(x, y - 34 * mm, 60 * mm, 34 * mm)
        write(x + 2 * mm, y - 6 * mm, label)
        write(x + 2 * mm, y - 22 * mm, "签字：")
        write(x + 20 * mm, y - 30 * mm, "年　　月　　日")
