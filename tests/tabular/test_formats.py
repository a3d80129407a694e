"""Every format and encoding that a college sends gives the same table, whatever the file is called."""

from __future__ import annotations

import datetime
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests.tabular import rosters
from tests.tabular.rosters import (
    Lines,
    as_html,
    as_ods,
    as_text,
    as_xls,
    as_xlsx,
    as_xml,
    put,
    replaced,
    roster,
)

from fieldteacher.tabular.roster import Roster, read_roster
from fieldteacher.tabular.workbook import read_workbook

TODAY = date(2026, 3, 16)


def read(path: Path) -> Roster:
    return read_roster(path, today=TODAY)


def expected(lines: Lines) -> list[dict[str, object]]:
    """The students as the full roster with its headings should be read."""
    names = (
        None, "student_number", "name", "sex", "id_number", "phone", "ethnic_group", "political_status", "department",
        "major", "class_name", "birth_date", "guardian_name", "guardian_phone", "home_address", "enterprise", "uscc",
        "enterprise_address", "post", "mentor", "mentor_phone", "teacher", "start", "end", "insurance_number",
        "lodging_address",
    )  # fmt: skip
    return [
        {
            name: cell.isoformat() if isinstance(cell, date) else cell
            for name, cell in zip(names, line, strict=True)
            if name
        }
        for line in lines[1:]
    ]


WRITERS = {
    "xlsx": lambda path, lines: as_xlsx(path, lines),
    "xls": lambda path, lines: as_xls(path, lines),
    "ods": lambda path, lines: as_ods(path, lines),
    "html": lambda path, lines: as_html(path, lines),
    "html in GBK": lambda path, lines: as_html(path, lines, encoding="gbk"),
    "xml": lambda path, lines: as_xml(path, lines),
    "xml in GB2312": lambda path, lines: as_xml(path, lines, encoding="GB2312"),
    "csv": lambda path, lines: as_text(path, lines),
    "csv with a mark": lambda path, lines: as_text(path, lines, bom=b"\xef\xbb\xbf"),
    "csv in GBK": lambda path, lines: as_text(path, lines, encoding="gbk"),
    "csv in GB18030": lambda path, lines: as_text(path, put(lines, 0, "姓名", "𠮷祥"), encoding="gb18030"),
    "semicolons": lambda path, lines: as_text(path, lines, separator=";"),
    "tabs in GBK": lambda path, lines: as_text(path, lines, separator="\t", encoding="gbk"),
    "UTF-16 LE": lambda path, lines: as_text(
        path, lines, separator="\t", encoding="utf-16-le", bom=b"\xff\xfe"
    ),
    "UTF-16 BE": lambda path, lines: as_text(path, lines, encoding="utf-16-be", bom=b"\xfe\xff"),
    "UTF-16 LE without a mark": lambda path, lines: as_text(path, lines, encoding="utf-16-le"),
    "UTF-16 BE without a mark": lambda path, lines: as_text(path, lines, encoding="utf-16-be"),
}


@pytest.mark.parametrize("name", ["名单.xls", "名单.xlsx", "名单.csv", "名单"])
@pytest.mark.parametrize("writer", WRITERS)
def test_each_format_under_any_name(tmp_path: Path, writer: str, name: str) -> None:
    lines = roster(4)
    found = read(WRITERS[writer](tmp_path / name, lines))
    assert [row.values for row in found.rows] == expected(lines)
    assert found.problems == []
    assert found.header_row == 1
    assert [row.number for row in found.rows] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("writer", "format", "encoding"),
    [
        ("xlsx", "xlsx", None),
        ("xls", "xls", None),
        ("ods", "ods", None),
        ("html", "html", "utf-8"),
        ("html in GBK", "html", "gb18030"),
        ("xml", "xml", "utf-8"),
        ("csv", "csv", "utf-8"),
        ("csv with a mark", "csv", "utf-8-sig"),
        ("csv in GBK", "csv", "gb18030"),
        ("semicolons", "csv", "utf-8"),
        ("tabs in GBK", "tsv", "gb18030"),
        ("UTF-16 LE", "tsv", "utf-16-le"),
        ("UTF-16 BE", "csv", "utf-16-be"),
    ],
)
def test_the_format_is_told(tmp_path: Path, writer: str, format: str, encoding: str | None) -> None:
    book = read_workbook(WRITERS[writer](tmp_path / "file.dat", roster(2)))
    assert (book.format, book.encoding) == (format, encoding)


def test_cells_keep_what_they_were(tmp_path: Path) -> None:
    moment = datetime.datetime(2026, 3, 1, 8, 30)
    path = as_xlsx(tmp_path / "a.xlsx", [["text", "number", "whole", "yes", "day", "moment"],
                                         ["007", 1.5, 3, True, date(2026, 3, 1), moment]])  # fmt: skip
    row = read_workbook(path).sheets[0].rows[1]
    assert row == ["007", 1.5, 3.0, True, (2026, 3, 1), (2026, 3, 1, 8, 30, 0)]
    assert row[3] is True


def test_rows_are_numbered_as_the_spreadsheet_shows(tmp_path: Path) -> None:
    lines = roster(2)
    path = as_xlsx(
        tmp_path / "a.xlsx", [[], [], ["", *lines[0]], [], ["", *lines[1]], [], [], ["", *lines[2]]]
    )
    found = read(path)
    assert found.header_row == 3
    assert [row.number for row in found.rows] == [5, 8]
    assert found.columns[0] == ("", None)


def test_hidden_sheets_are_not_seen(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", roster(2), hidden={"旧名单": roster(9)})
    found = read(path)
    assert found.sheet == "名单"
    assert found.sheets == ("名单",)
    assert len(found.rows) == 2
    assert found.problems == []


def test_the_sheet_with_the_roster_is_found_among_others(tmp_path: Path) -> None:
    other = [["说明"], ["请核对"], ["联系人", "张三"]]
    path = as_xlsx(
        tmp_path / "a.xlsx",
        other,
        sheet="说明",
        more={"学生": roster(3), "统计": [["班级", "人数"], ["一班", 3]]},
    )
    assert read(path).sheet == "学生"


def test_a_second_roster_in_the_file_is_mentioned(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", roster(3), sheet="一班", more={"二班": roster(2)})
    found = read(path)
    assert found.sheet == "一班"
    assert [(p.code, p.severity) for p in found.problems] == [("other_sheets", "warning")]
    assert len(read_roster(path, today=TODAY, sheet="二班").rows) == 2


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "html", "xml"])
def test_vertical_merges_are_filled_down(tmp_path: Path, kind: str) -> None:
    lines = roster(4)
    place = rosters.column(lines, "实习单位")
    firm = lines[1][place]
    for line in lines[2:4]:
        line[place] = ""
    path = tmp_path / f"a.{kind}"
    match kind:
        case "xlsx":
            as_xlsx(path, lines, merge=["P2:P4"])
        case "xls":
            as_xls(path, lines, merge=[(1, 3, place, place)])
        case "ods":
            as_ods(path, lines, tall={(1, place): 3})
        case "html":
            as_html(path, lines)
            rows = path.read_text("utf-8").split("<tr>")
            cells = [row.split("<td>") for row in rows]
            cells[2][place + 1] = cells[2][place + 1]
            text = "<tr>".join(rows[:2]) + "<tr>" + rows[2].replace(f"<td>{firm}", f"<td rowspan=3>{firm}", 1)
            for row in rows[3:5]:
                parts = row.split("<td>")
                del parts[place + 1]
                text += "<tr>" + "<td>".join(parts)
            path.write_text(text + "<tr>" + rows[5], "utf-8")
        case "xml":
            as_xml(path, lines)
            text = path.read_text("utf-8")
            at = text.index(f'<Cell><Data ss:Type="String">{firm}')
            path.write_text(text[:at] + '<Cell ss:MergeDown="2">' + text[at + 6 :], "utf-8")
    found = read(path)
    assert [row.values["enterprise"] for row in found.rows] == [firm, firm, firm, rosters.FIRMS[3]]
    assert [row.values["post"] for row in found.rows] == ["装配工", "检验员", "设备维护", "装配工"]


def test_a_merge_over_the_whole_sheet_makes_no_rows(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", roster(2))
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="P2:P1048576"/></mergeCells>'
    with zipfile.ZipFile(path) as source:
        page = source.read("xl/worksheets/sheet1.xml")
    replaced(path, "xl/worksheets/sheet1.xml", page.replace(b"</sheetData>", merge))
    assert len(read(path).rows) == 2


def test_day_numbers_from_1904(tmp_path: Path) -> None:
    for old_mac in (False, True):
        lines = roster(2)
        lines[1][rosters.column(lines, "实习开始时间")] = 45170 - (1462 if old_mac else 0)
        path = as_xlsx(tmp_path / "a.xlsx", lines, date1904=old_mac)
        rows = read(path).rows
        assert [row.values["start"] for row in rows] == ["2023-09-01", "2025-11-03"]


def test_day_numbers_from_1904_in_xls(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    book.dates_1904 = True
    page = book.add_sheet("a")
    for place, cell in enumerate(["学号", "姓名", "实习开始时间"]):
        page.write(0, place, cell)
    for place, cell in enumerate(["023001", "张伟", 45170 - 1462]):
        page.write(1, place, cell)
    book.save(str(tmp_path / "a.xls"))
    assert read(tmp_path / "a.xls").rows[0].values["start"] == "2023-09-01"


def test_zeros_that_only_the_format_shows(tmp_path: Path) -> None:
    import openpyxl

    path = as_xlsx(tmp_path / "a.xlsx", roster(2))
    book = openpyxl.load_workbook(path)
    cell = book["名单"]["B2"]
    cell.value, cell.number_format = 230101, "00000000"
    book.save(path)
    book.close()
    assert [row.values["student_number"] for row in read(path).rows] == ["00230101", "023000001"]


def test_text_files_of_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        'sep=;\r\n学号;姓名;备注\r\n="0012";张伟;"一行\n两行; 三"\r\n\r\n0013;李娜;\r\n'.encode("gbk")
    )
    found = read(path)
    assert [(row.number, row.values["student_number"]) for row in found.rows] == [(3, "0012"), (5, "0013")]
    assert found.rows[0].values["note"] == "一行\n两行; 三"
    assert found.header_row == 2


def test_a_stray_quotation_mark_does_not_swallow_the_rest(tmp_path: Path) -> None:
    lines = roster(80, ("学号", "姓名", "备注"))
    text = "\n".join(",".join(map(str, line)) for line in lines).replace("023000003,", '023000003,"', 1)
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert len(read(tmp_path / "a.csv").rows) == 80


def test_html_of_a_page_with_other_tables(tmp_path: Path) -> None:
    layout = "<!-- <table> --><table><tr><td>导航<br>菜单</td></tr></table><script>var a='<td>';</script>"
    path = as_html(tmp_path / "a.xls", roster(2), before=layout)
    assert len(read(path).rows) == 2


def test_html_entities_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        "<table><tr><th>学号<th>姓&nbsp;名<th>实习单位</tr><tr><td x:num>023001<td>张&nbsp;伟<td>甲&amp;乙&#20844;司</table>",
        "utf-8",
    )
    assert read(path).rows[0].values == {
        "student_number": "023001",
        "name": "张伟",
        "enterprise": "甲&乙公司",
    }


def test_a_copy_in_a_folder_with_another_name_is_the_same(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", roster(2))
    folder = tmp_path / "二〇二六 年名单 #1%20"
    folder.mkdir()
    other = shutil.copy(path, folder / "名 单.xls")
    assert [r.values for r in read(Path(other)).rows] == [r.values for r in read(path).rows]
