"""Roster files for tests: a table of plain Python values, written in any format a college sends.

    lines = roster(3)                       # a header and three valid, invented students
    lines[1][column(lines, "手机号")] = 1.38e10
    path = as_xlsx(folder / "名单.xlsx", lines)

Numbers, days and text stay what they are where the format knows the difference.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from odf import table as odf_table
from odf.opendocument import OpenDocumentSpreadsheet
from odf.text import P

from fieldteacher.domain.identity import id_check_character, uscc_check_character

Lines = list[list[Any]]

HEADINGS = (
    "序号", "学号", "姓名", "性别", "身份证号", "手机号", "民族", "政治面貌", "学院", "专业", "班级", "出生日期",
    "家长姓名", "家长电话", "家庭住址", "实习单位", "统一社会信用代码", "单位地址", "岗位", "企业导师", "企业导师电话",
    "校内指导教师", "实习开始时间", "实习结束时间", "保险单号", "宿舍",
)  # fmt: skip
"""The headings of a full roster, in the order a college gives them."""

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
FIRMS = (
    "苏州甲精密机械有限公司",
    "苏州工业园区乙电子有限公司",
    "昆山丙自动化科技有限公司",
    "吴江丁医疗器械有限公司",
)


def valid_id(number: int = 0, *, born: date | None = None, male: bool | None = None) -> str:
    """A valid invented identity number; ``number`` makes it another one."""
    born = born or date(2005, 1, 1) + timedelta(days=number % 700)
    order = 100 + number % 400 * 2
    if male or (male is None and number % 2 == 0):
        order += 1
    first = f"510502{born:%Y%m%d}{order:03d}"
    whole = first + id_check_character(first)
    return valid_id(number + 400, born=born, male=male) if whole.endswith("000") else whole


def valid_uscc(number: int = 0) -> str:
    """A valid invented credit code."""
    first = f"91320594MA{number:07d}"
    return first + uscc_check_character(first)


def student(number: int = 0) -> dict[str, Any]:
    """One valid, invented student by heading; sex and date of birth agree with the identity number."""
    born = date(2005, 1, 1) + timedelta(days=number % 700)
    male = number % 2 == 0
    firm = number % len(FIRMS)
    return {
        "序号": number + 1,
        "学号": f"0230{number:05d}",
        "姓名": _SURNAMES[number % 12] + _GIVEN[number // 12 % 20] + _GIVEN[number // 240 % 20],
        "性别": "男" if male else "女",
        "身份证号": valid_id(number, born=born, male=male),
        "手机号": f"138{number:08d}",
        "民族": "汉族",
        "政治面貌": "共青团员",
        "学院": "智能制造学院",
        "专业": ("机电一体化技术", "医疗器械维护与管理", "工业机器人技术")[number % 3],
        "班级": f"器械230{number % 4 + 1}班",
        "出生日期": born,
        "家长姓名": _SURNAMES[number % 12] + "建国",
        "家长电话": f"139{number:08d}",
        "家庭住址": f"四川省泸州市江阳区学苑路{number + 1}号",
        "实习单位": FIRMS[firm],
        "统一社会信用代码": valid_uscc(firm),
        "单位地址": f"苏州工业园区星湖街{firm + 1}号",
        "岗位": ("装配工", "检验员", "设备维护")[number % 3],
        "企业导师": ("孙师傅", "钱立", "周可")[firm % 3],
        "企业导师电话": f"137{firm:08d}",
        "校内指导教师": "张驻企",
        "实习开始时间": date(2025, 11, 3),
        "实习结束时间": date(2026, 5, 1),
        "保险单号": f"PZ2025{number:06d}",
        "宿舍": f"星湖公寓{number // 4 + 101}",
    }


def roster(
    count: int = 3, headings: Sequence[str] = HEADINGS, changes: Mapping[int, Mapping[str, Any]] | None = None
) -> Lines:
    """A header line and ``count`` students; ``changes`` gives other cells by student (from 0) and heading."""
    lines: Lines = [list(headings)]
    for number in range(count):
        values = student(number) | dict((changes or {}).get(number, {}))
        lines.append([values.get(heading, "") for heading in headings])
    return lines


def column(lines: Lines, heading: str, header: int = 0) -> int:
    """The place of a heading in the header line."""
    return lines[header].index(heading)


def put(lines: Lines, student: int, heading: str, value: Any) -> Lines:
    """The same lines with one cell of a student (from 0) changed."""
    lines[student + 1][column(lines, heading)] = value
    return lines


# -- formats ---------------------------------------------------------------------------------------


def as_xlsx(
    path: Path,
    lines: Lines,
    *,
    sheet: str = "名单",
    merge: Sequence[str] = (),
    hidden: Mapping[str, Lines] | None = None,
    more: Mapping[str, Lines] | None = None,
    date1904: bool = False,
) -> Path:
    """An .xlsx; ``merge`` are ranges such as ``H2:H9``, ``hidden`` and ``more`` further sheets."""
    book = openpyxl.Workbook()
    if date1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    page = book.active
    page.title = sheet
    _fill(page, lines)
    for name, content in {**(hidden or {}), **(more or {})}.items():
        _fill(book.create_sheet(name), content)
        if hidden and name in hidden:
            book[name].sheet_state = "hidden"
    for area in merge:
        page.merge_cells(area)
    book.save(path)
    book.close()
    return path


def _fill(page: Any, lines: Lines) -> None:
    for row, line in enumerate(lines, 1):
        for place, value in enumerate(line, 1):
            if value not in ("", None):
                cell = page.cell(row, place)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # text that begins with = stays text
                if isinstance(value, date):
                    cell.number_format = "yyyy-mm-dd"


def as_xls(
    path: Path, lines: Lines, *, sheet: str = "名单", merge: Sequence[tuple[int, int, int, int]] = ()
) -> Path:
    """A true .xls (BIFF8); ``merge`` are (first row, last row, first column, last column) from 0."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet, cell_overwrite_ok=True)
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, line in enumerate(lines):
        for place, value in enumerate(line):
            if isinstance(value, date):
                page.write(row, place, value, day)
            elif value not in ("", None):
                page.write(row, place, value)
    for first, last, left, right in merge:
        page.merge(first, last, left, right)
    book.save(str(path))
    return path


def as_ods(
    path: Path, lines: Lines, *, sheet: str = "名单", tall: Mapping[tuple[int, int], int] | None = None
) -> Path:
    """An OpenDocument sheet; ``tall`` gives cells (row, column from 0) that span several rows."""
    book = OpenDocumentSpreadsheet()
    page = odf_table.Table(name=sheet)
    for row, line in enumerate(lines):
        out = odf_table.TableRow()
        for place, value in enumerate(line):
            span = (tall or {}).get((row, place), 1)
            out.addElement(_ods_cell(value, span))
        page.addElement(out)
    book.spreadsheet.addElement(page)
    book.save(str(path))
    return path


def _ods_cell(value: Any, span: int) -> Any:
    more = {"numberrowsspanned": span, "numbercolumnsspanned": 1} if span > 1 else {}
    if value in ("", None):
        return odf_table.TableCell(**more)
    if isinstance(value, date):
        cell = odf_table.TableCell(valuetype="date", datevalue=value.isoformat(), **more)
    elif isinstance(value, int | float):
        cell = odf_table.TableCell(valuetype="float", value=repr(value), **more)
    else:
        cell = odf_table.TableCell(valuetype="string", **more)
    cell.addElement(P(text=words(value)))
    return cell


def words(value: Any) -> str:
    """A value as a text file shows it."""
    if isinstance(value, datetime):
        return value.strftime("%Y/%m/%d %H:%M")
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    return "" if value is None else str(value)


def as_text(
    path: Path, lines: Lines, *, encoding: str = "utf-8", separator: str = ",", bom: bytes = b""
) -> Path:
    """Separated text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([words(value) for value in line] for line in lines)
    path.write_bytes(bom + out.getvalue().encode(encoding))
    return path


def as_html(
    path: Path, lines: Lines, *, encoding: str = "utf-8", before: str = "", attributes: str = ""
) -> Path:
    """A web page with one table, as many systems send it under the name .xls."""
    body = "".join(
        "<tr>" + "".join(f"<td{attributes}>{escape(words(value))}</td>" for value in line) + "</tr>\n"
        for line in lines
    )
    page = (
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" '
        f'content="text/html; charset={encoding}"><style>td {{mso-number-format:"\\@"}}</style></head>'
        f"<body>{before}<table border=1>\n{body}</table></body></html>"
    )
    path.write_bytes(page.encode(encoding))
    return path


def as_xml(
    path: Path, lines: Lines, *, sheet: str = "名单", prolog: str = "", encoding: str = "UTF-8"
) -> Path:
    """XML Spreadsheet 2003."""
    rows = "".join(f"<Row>{''.join(_xml_cell(value) for value in line)}</Row>\n" for line in lines)
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n{prolog}<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="{escape(sheet)}"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    path.write_bytes(text.encode(encoding))
    return path


def _xml_cell(value: Any) -> str:
    if value in ("", None):
        return "<Cell/>"
    if isinstance(value, date):
        return f'<Cell><Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000</Data></Cell>'
    kind = "Number" if isinstance(value, int | float) else "String"
    return f'<Cell><Data ss:Type="{kind}">{escape(words(value))}</Data></Cell>'


def replaced(path: Path, member: str, content: bytes | Iterator[bytes]) -> Path:
    """The .xlsx with one member's content replaced, packed."""
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, old in members.items():
            if name != member:
                target.writestr(name, old)
        with target.open(member, "w", force_zip64=True) as file:
            for part in [content] if isinstance(content, bytes) else content:
                file.write(part)
    return path
