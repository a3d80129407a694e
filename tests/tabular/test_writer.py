"""Tables for spreadsheet programs: nothing in them acts, identifiers stay text, files come whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tabular.rosters import as_xlsx, put, roster, valid_id

from fieldteacher.domain.errors import UserError
from fieldteacher.tabular.problem_sheet import write_problem_sheet
from fieldteacher.tabular.roster import read_roster
from fieldteacher.tabular.writer import RISKY, guarded, sheet_name, write_csv, write_xlsx

RISKS = [
    "=1+1", "=cmd|' /C calc'!A0", "+86 138", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＋1", "－1", "＠x",
    '=HYPERLINK("http://x","y")', "=DDE(1)", "'=1", "http://example.com", "mailto:a@b.c",
]  # fmt: skip
IDENTIFIERS = ["00230101", "510502200510030012", "914403001922038216", "13812345678", "1E5", "1.0"]


def sheet_of(path: Path) -> Iterator[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    yield from (tuple(cell for cell in row) for row in book.active.iter_rows())
    book.close()


@pytest.mark.parametrize("text", RISKS + IDENTIFIERS)
def test_text_stays_text_in_a_workbook(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    assert write_xlsx(path, ["列"], [[text]]) == 1
    book = openpyxl.load_workbook(path)
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.number_format == "@"
    assert cell.value.replace("_x000D_", "\r") == text
    book.close()


@pytest.mark.parametrize("text", RISKS[:12])
def test_formulas_are_guarded_in_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["列"], [[text]])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data[3:].decode("utf-8"), newline="")))
    assert rows[1] == ["'" + text]


def test_numbers_and_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, ["a", "b", "c", "d", "e"], [[1, 2.5, True, None, 510502200510030012]])
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book.active[2]] == [1, 2.5, True, None, "510502200510030012"]
    book.close()


def test_headings_are_guarded_too(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ["=1"], [])
    assert "'=1" in (tmp_path / "a.csv").read_text("utf-8-sig")
    write_xlsx(tmp_path / "a.xlsx", ["=1"], [])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.active["A1"].data_type == "s"
    book.close()


@given(st.text(max_size=60))
def test_no_text_of_any_kind_begins_a_formula(text: str) -> None:
    safe = guarded(text)
    assert not safe.startswith(RISKY)
    assert not safe.lstrip().startswith(RISKY)
    assert safe in (text, "'" + text) or any(ord(c) < 32 or ord(c) >= 0xD800 for c in text)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=12), min_size=2, max_size=2
        ),
        max_size=6,
    )
)
def test_what_is_written_as_text_reads_back(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    back = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert [[cell[1:] if cell.startswith("'") else cell for cell in row] for row in back if row] == rows


def test_a_written_roster_reads_back_the_same(tmp_path: Path) -> None:
    source = read_roster(as_xlsx(tmp_path / "in.xlsx", roster(20)), today=date(2026, 3, 16))
    headings = [heading for heading, field in source.columns if field]
    rows = [[row.values[field] for _, field in source.columns if field] for row in source.rows]
    for write, name in ((write_xlsx, "out.xlsx"), (write_csv, "out.csv")):
        write(tmp_path / name, headings, rows)  # type: ignore[arg-type]
        again = read_roster(tmp_path / name, today=date(2026, 3, 16))
        assert [row.values for row in again.rows] == [row.values for row in source.rows]
        assert again.problems == []


# -- to disk ---------------------------------------------------------------------------------------


def code(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        write_csv(path, ["a"], [["b"]])
    assert caught.value.text.zh
    return caught.value.code


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert code(tmp_path / "no" / "a.csv") == "no_folder"


def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    assert code(tmp_path / "a.csv") == "is_directory"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that cannot be written")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert code(tmp_path / "a.csv") == "not_writable"
    tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="bounds the size of files")
def test_a_full_disk_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("earlier", "utf-8")
    script = (
        "import resource, signal, sys; sys.path[:] = sys.argv[2:]; from pathlib import Path\n"
        "from fieldteacher.domain.errors import UserError\n"
        "from fieldteacher.tabular.writer import write_csv\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_csv(Path(sys.argv[1]), ['a'], [['b' * 100]] * 100)\n"
        "except UserError as error: print(error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path), *sys.path],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.stdout.strip() == "disk_full", done.stderr
    assert path.read_text("utf-8") == "earlier"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_the_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.touch()
    write_csv(tmp_path / "a.csv", ["a"], [])
    assert (tmp_path / "a.csv").stat().st_mode == other.stat().st_mode
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize(
    ("name", "kept"), [("a/b:c", "a b c"), ("x" * 40, "x" * 31), ("", "Sheet1"), ("'a'", "a")]
)
def test_names_of_sheets(name: str, kept: str) -> None:
    assert sheet_name(name) == kept


# -- the sheet of problems -------------------------------------------------------------------------


def test_the_sheet_to_send_back(tmp_path: Path) -> None:
    lines = roster(5, ("学号", "姓名", "性别", "身份证号", "手机号", "备注"))
    put(lines, 1, "学号", "")
    put(lines, 2, "身份证号", float(valid_id(3).replace("X", "1")))
    put(lines, 3, "性别", "男")
    put(lines, 3, "备注", "=1+1")
    found = read_roster(as_xlsx(tmp_path / "in.xlsx", lines), today=date(2026, 3, 16))
    assert write_problem_sheet(tmp_path / "out.xlsx", found) == 3
    rows = list(sheet_of(tmp_path / "out.xlsx"))
    words = [[cell.value for cell in row] for row in rows]  # type: ignore[attr-defined]
    assert words[0] == ["原行号", "是否导入", "问题", "学号", "姓名", "性别", "身份证号", "手机号", "备注"]
    assert [line[0] for line in words[1:]] == [3, 4, 5]
    assert [line[1] for line in words[1:]] == ["未导入", "已导入，个别项留空", "已导入，个别项留空"]
    assert "没有学号" in words[1][2]
    assert words[2][3:5] == ["023000002", lines[3][1]]
    assert "15 位" in words[2][2]
    assert words[3][8] == "=1+1"
    colours = {(r, c): cell.fill.fgColor.rgb for r, row in enumerate(rows) for c, cell in enumerate(row)}  # type: ignore[attr-defined]
    assert colours[1, 3] == colours[2, 6] == colours[3, 8] == "FFF8CBCB"
    assert colours[3, 5] == "FFFFF2C2"
    assert colours[2, 3] == "00000000"
    assert all(cell.data_type != "f" for row in rows for cell in row)  # type: ignore[attr-defined]


def test_the_sheet_of_problems_in_english_can_be_read_again(tmp_path: Path) -> None:
    lines = put(roster(3), 1, "手机号", "138")
    found = read_roster(as_xlsx(tmp_path / "in.xlsx", lines), today=date(2026, 3, 16))
    assert write_problem_sheet(tmp_path / "out.xlsx", found, language="en") == 1
    again = read_roster(tmp_path / "out.xlsx", today=date(2026, 3, 16))
    assert [row.values["student_number"] for row in again.rows] == ["023000001"]
