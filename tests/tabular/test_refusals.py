"""Files that cannot be taken in: one code and one sentence each, soon, and within bounded memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.sources import ROOT
from tests.tabular.rosters import as_ods, as_text, as_xls, as_xlsx, as_xml, replaced, roster

from fieldteacher.domain.errors import Cancelled, InputRefused
from fieldteacher.tabular.faults import _SENTENCES
from fieldteacher.tabular.limits import Limits
from fieldteacher.tabular.roster import read_roster
from fieldteacher.tabular.workbook import read_workbook

TODAY = date(2026, 3, 16)
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def refusal(path: Path, limits: Limits | None = None) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read_roster(path, today=TODAY, limits=limits or Limits())
    error = caught.value
    assert error.exit_status == 3
    for words in (error.text.zh, error.text.en):
        assert words
        assert "{" not in words
        assert "\n" not in words
    return error


def code(path: Path) -> str:
    return refusal(path).code


def sheet(path: Path, *parts: bytes) -> Path:
    return replaced(as_xlsx(path, roster(1)), "xl/worksheets/sheet1.xml", iter((HEAD, *parts, TAIL)))


def test_no_file(tmp_path: Path) -> None:
    assert code(tmp_path / "没有.xlsx") == "file_not_found"


def test_a_folder(tmp_path: Path) -> None:
    assert code(tmp_path) == "is_directory"


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").touch()
    assert code(tmp_path / "a.xlsx") == "empty_file"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a file that cannot be read")
def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", roster(1))
    path.chmod(0)
    assert code(path) == "file_locked"


@pytest.mark.skipif(os.name == "nt", reason="a named pipe")
def test_a_pipe_does_not_stall(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    assert code(tmp_path / "a.csv") == "not_a_file"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
        (b"Rar!\x1a\x07\x01\x00", "压缩包"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04", "其他类型"),
        (b"{\\rtf1\\ansi", "Word"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "XML"),
        (b"<html><body><p>\xe7\x99\xbb\xe5\xbd\x95</p></body></html>", "网页"),
    ],
)
def test_files_of_another_kind(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    error = refusal(path)
    assert error.code == "not_a_table"
    assert kind in error.text.zh


@pytest.mark.parametrize(
    ("member", "kind"),
    [("word/document.xml", "Word"), ("ppt/presentation.xml", "演示"), ("照片/1.jpg", "压缩包")],
)
def test_packed_files_of_another_kind(tmp_path: Path, member: str, kind: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(member, "x")
    error = refusal(tmp_path / "a.xlsx")
    assert error.code == "not_a_table"
    assert kind in error.text.zh


def test_an_old_word_document(tmp_path: Path) -> None:
    path = as_xls(tmp_path / "a.xls", roster(1))
    old = "Workbook".encode("utf-16-le")
    path.write_bytes(path.read_bytes().replace(old, "WordDocu".encode("utf-16-le")))
    assert code(path) == "not_a_table"


def test_a_password_on_a_packed_workbook(tmp_path: Path) -> None:
    # What Excel makes of an .xlsx with a password: a compound file with these two streams.
    path = as_xls(tmp_path / "a.xlsx", roster(1))
    data = bytearray(path.read_bytes())
    at = data.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    data[at : at + len(name)] = name
    data[at + 64 : at + 66] = len(name).to_bytes(2, "little")
    path.write_bytes(data)
    assert code(path) == "password_protected"


def test_a_password_on_an_old_workbook(tmp_path: Path) -> None:
    path = as_xls(tmp_path / "a.xls", roster(1))
    data = path.read_bytes()
    at = data.index(b"\x09\x08\x10\x00")  # the first record of the workbook
    length = int.from_bytes(data[at + 2 : at + 4], "little")
    second = at + 4 + length
    path.write_bytes(data[:second] + b"\x2f\x00" + data[second + 2 :])
    assert code(path) == "password_protected"


def test_a_password_on_an_open_document(tmp_path: Path) -> None:
    path = as_ods(tmp_path / "a.ods", roster(1))
    with zipfile.ZipFile(path) as source:
        manifest = source.read("META-INF/manifest.xml")
    mark = b'<manifest:encryption-data manifest:checksum=""/></manifest:manifest>'
    replaced(path, "META-INF/manifest.xml", manifest.replace(b"</manifest:manifest>", mark))
    assert code(path) == "password_protected"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_half_a_file(tmp_path: Path, kind: str, keep: float) -> None:
    path = {"xlsx": as_xlsx, "xls": as_xls, "ods": as_ods}[kind](tmp_path / f"a.{kind}", roster(60))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert code(path) in {"damaged_file", "no_data"}


def test_nonsense_inside(tmp_path: Path) -> None:
    path = replaced(
        as_xlsx(tmp_path / "a.xlsx", roster(2)), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"
    )
    assert code(path) in {"damaged_file", "no_data"}
    broken = as_xlsx(tmp_path / "b.xlsx", roster(2))
    assert code(replaced(broken, "xl/workbook.xml", b"\x00\x01\x02")) == "damaged_file"


def test_entities_in_xml(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert code(as_xml(tmp_path / "a.xls", roster(1), prolog=bomb)) == "unsafe_xml"


def test_entities_in_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text('<!DOCTYPE html [<!ENTITY a "aaaa">]><html><table><tr><td>学号<td>&a;</table>', "utf-8")
    assert code(path) == "unsafe_xml"


def test_entities_in_a_packed_workbook_are_not_expanded(tmp_path: Path) -> None:
    levels = b"".join(b'<!ENTITY a%d "%s">' % (i, (b"&a%d;" % (i - 1)) * 10) for i in range(1, 10))
    strings = (
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a0 "lol">' + levels + b"]>"
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&a9;</t></si></sst>'
    )
    path = replaced(as_xlsx(tmp_path / "a.xlsx", roster(1)), "xl/sharedStrings.xml", strings)
    before = time.monotonic()
    with pytest.raises(InputRefused):
        read_roster(path, today=TODAY)
    assert time.monotonic() - before < 5


def test_entities_in_an_open_document(tmp_path: Path) -> None:
    path = as_ods(tmp_path / "a.ods", roster(1))
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa">]><a>&a;</a>'
    assert code(replaced(path, "content.xml", bomb)) in {"unsafe_xml", "damaged_file"}


def test_a_bomb_that_tells_its_size(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", roster(1))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x", "w") as file:
        for _ in range(310):
            file.write(bytes(1 << 20))
    assert code(path) == "too_large"


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", roster(1))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x", "w") as file:
        for _ in range(40):
            file.write(bytes(1 << 20))
    data = path.read_bytes()
    size = (40 << 20).to_bytes(4, "little")
    assert data.count(size) >= 2
    path.write_bytes(data.replace(size, (1000).to_bytes(4, "little")))
    assert refusal(path, Limits(inflated=20 << 20)).code == "too_large"


@pytest.mark.skipif(sys.platform != "linux", reason="bounds the memory of the reading process")
def test_two_cells_a_world_apart(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", b'<row r="1"><c r="A1"><v>1</v></c></row>',
                 b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')  # fmt: skip
    assert code(path) == "too_large"


def test_only_blank_rows(tmp_path: Path) -> None:
    rows = (b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(1, 60_001))
    assert code(sheet(tmp_path / "a.xlsx", *rows)) == "no_data"
    (tmp_path / "b.csv").write_text(",,,\n" * 1000 + "\n" * 1000, "utf-8")
    assert code(tmp_path / "b.csv") == "no_data"
    (tmp_path / "c.csv").write_bytes(b"\xef\xbb\xbf\r\n\r\n  \r\n")
    assert code(tmp_path / "c.csv") == "no_data"


def test_students_followed_by_many_blank_rows(tmp_path: Path) -> None:
    def inline(row: int, *texts: str) -> bytes:
        cells = "".join(
            f'<c r="{"ABC"[i]}{row}" t="inlineStr"><is><t>{t}</t></is></c>' for i, t in enumerate(texts)
        )
        return f'<row r="{row}">{cells}</row>'.encode()

    good = inline(1, "学号", "姓名", "班级") + inline(2, "023001", "张伟", "一班")
    rows = (b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(3, 100_000))
    found = read_roster(sheet(tmp_path / "a.xlsx", good, *rows), today=TODAY)
    assert [row.values["student_number"] for row in found.rows] == ["023001"]


def test_a_header_without_students(tmp_path: Path) -> None:
    assert code(as_xlsx(tmp_path / "a.xlsx", roster(0))) == "no_data"


@pytest.mark.parametrize(
    "lines",
    [
        [["日期", "金额"], ["2026-03-01", 12], ["2026-03-02", 13]],
        [["这是一封信。"], ["学生们都很好。"]],
        [[f"第{i}行", "无", "用"] for i in range(40)] + roster(2),
    ],
)
def test_no_header(tmp_path: Path, lines: list[list[object]]) -> None:
    assert code(as_xlsx(tmp_path / "a.xlsx", lines)) == "no_header"


def test_no_such_sheet(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as caught:
        read_roster(as_xlsx(tmp_path / "a.xlsx", roster(1)), today=TODAY, sheet="别的")
    assert caught.value.code == "no_such_sheet"
    assert "名单" in caught.value.text.zh


def test_too_many_rows(tmp_path: Path) -> None:
    path = as_text(tmp_path / "a.csv", roster(300))
    error = refusal(path, Limits(rows=200))
    assert error.code == "too_many_rows"
    assert "200" in error.text.zh
    assert refusal(path, Limits(cells=1000)).code == "too_large"


def test_too_slow(tmp_path: Path) -> None:
    before = time.monotonic()
    assert refusal(as_xlsx(tmp_path / "a.xlsx", roster(2000)), Limits(seconds=0.001)).code == "too_slow"
    assert time.monotonic() - before < 20  # a busy machine takes its time too


def test_a_file_over_the_size(tmp_path: Path) -> None:
    assert refusal(as_text(tmp_path / "a.csv", roster(50)), Limits(file_size=1000)).code == "too_large"


def test_cancelling_ends_the_reading_process(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", roster(3))
    with pytest.raises(Cancelled):
        read_workbook(path, cancelled=lambda: True, limits=Limits(memory=1 << 29))


def test_the_rows_read_are_told(tmp_path: Path) -> None:
    told: list[int] = []
    read_workbook(as_text(tmp_path / "a.csv", roster(900)), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 901
    assert len(told) > 3


def test_each_refusal_is_said_in_both_languages() -> None:
    for text in _SENTENCES.values():
        assert text.zh.endswith("。") or text.zh.endswith("{all}")
        assert text.en.endswith(".")


@pytest.mark.parametrize("word", ["--read-table", "--read-picture", "--read-sheet"])
def test_the_readers_start_in_a_frozen_program_as_well(word: str) -> None:
    """The frozen program's entry point leads to the same readers."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "entry.py"), word], input=b"", capture_output=True,
        env=environment, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout
    assert done.stderr == b""


@pytest.mark.campaign
@pytest.mark.skipif(sys.platform != "linux", reason="measures the memory of child processes")
def test_large_bombs_within_five_seconds_and_500_megabytes(tmp_path: Path) -> None:
    for name, path in _bombs(tmp_path):
        before = time.monotonic()
        with pytest.raises(InputRefused) as caught:
            read_roster(path, today=TODAY)
        took = time.monotonic() - before
        assert took < 5, (name, took, caught.value.code)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 500 * 1024


def _bombs(folder: Path) -> Iterator[tuple[str, Path]]:
    blank = (
        b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(1, 1_000_001)
    )
    yield "a million blank rows", sheet(folder / "blank.xlsx", *blank)
    full = (
        b'<row r="%d"><c r="A%d"><v>1</v></c><c r="B%d"><v>2</v></c></row>' % (n, n, n)
        for n in range(1, 1_000_001)
    )
    yield "a million full rows", sheet(folder / "full.xlsx", *full)
    wide = (b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 3_001))
    yield "the last column", sheet(folder / "wide.xlsx", *wide)
    ods = as_ods(folder / "a.ods", roster(1))
    cell = b'<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    row = b'<table:table-row table:number-rows-repeated="1048576">' + cell + b"</table:table-row>"
    with zipfile.ZipFile(ods) as source:
        content = source.read("content.xml")
    yield (
        "repeated cells",
        replaced(ods, "content.xml", content.replace(b"</table:table>", row + b"</table:table>")),
    )
    text = folder / "a.csv"
    text.write_text("学号,姓名\n" + "1,2\n" * 5_000_000, "utf-8")
    yield "long text", text
    tags = folder / "b.xls"
    tags.write_text("<html><table>" + "<tr><td>1<td>2" * 2_000_000, "utf-8")
    yield "a long page", tags
    quadratic = folder / "c.xls"
    quadratic.write_text("<html><table>" + "<!--" * 4_000_000 + "<td " * 4_000_000, "utf-8")
    yield "an unending comment", quadratic
    xml = as_xml(folder / "d.xls", roster(1))
    body = xml.read_text("utf-8").replace("<Table>", "<Table>" + "<Row><Cell/></Row>" * 3_000_000)
    xml.write_text(body.replace("学号", "编码").replace("姓名", "称呼"), "utf-8")
    yield "blank rows in XML", xml
    merges = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (n, n + 900) for n in range(1, 60_001))
    tall = HEAD + b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells>' + merges
    path = as_xlsx(folder / "merged.xlsx", roster(1))
    yield "merges", replaced(path, "xl/worksheets/sheet1.xml", tall + b"</mergeCells></worksheet>")
