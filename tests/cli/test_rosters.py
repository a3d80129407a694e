"""``roster …``: previewed, imported, taken back, sent back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.cli.conftest import Command

HEADINGS = ["学号", "姓名", "性别", "身份证号", "手机号", "实习单位", "岗位", "实习开始时间", "备注一"]
ROWS = [
    [
        "20230001",
        "周晓岚",
        "女",
        "320506200802290027",
        "13800000001",
        "苏州试航精密有限公司",
        "质检员",
        "2026-03-02",
        "x",
    ],
    [
        "20230002",
        "欧阳文博",
        "男",
        "510502200510030012",
        "138 0000 0002",
        "苏州试航精密有限公司",
        "质检员",
        "2026.3.2",
        "",
    ],
    [
        "20230003",
        "王磊",
        "男",
        "510502200510030014",
        "13800000003",
        "苏州试航精密有限公司",
        "",
        "2026-03-02",
        "",
    ],
    ["", "无学号", "男", "", "", "", "", "", ""],
]


def roster(path: Path, rows: list[list[str]] | None = None) -> Path:
    """A list as a college sends it: a title above the headings."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("学生名单")
    page.write(0, 0, "某校2023级岗位实习学生名单")
    for number, row in enumerate([HEADINGS, *(ROWS if rows is None else rows)]):
        page.write_row(number + 1, 0, row)
    book.close()
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A roster with two good rows, one with a wrong identity number, and one without a student number."""
    return roster(tmp_path / "名单.xlsx")


def test_a_preview_says_all_and_writes_nothing(new_store: Path, command: Command, file: Path) -> None:
    outcome = command("roster", "preview", str(file))
    assert outcome.status == 1
    data = outcome.data
    assert (data["format"], data["sheet"], data["header_row"]) == ("xlsx", "学生名单", 2)
    assert data["columns"][0] == {"header": "学号", "field": "student_number"}
    assert data["columns"][5] == {"header": "实习单位", "field": "enterprise"}
    assert data["columns"][8] == {"header": "备注一", "field": None}
    assert (data["rows"], data["new"], data["changed"], data["unchanged"], data["refused"]) == (4, 3, 0, 0, 1)
    problems = {(p["row"], p["field"]): p for p in data["problems"]}
    wrong = problems[5, "id_number"]
    assert wrong["student_number"] == "20230003"
    assert wrong["severity"] == "error"
    assert wrong["value"] == "510502200510030014"
    assert wrong["message"]
    assert problems[6, "student_number"]["severity"] == "error"
    assert command("record", "list", "student").data["total"] == 0


def test_an_import_saves_all_good_rows_at_once(new_store: Path, command: Command, file: Path) -> None:
    outcome = command("roster", "import", str(file))
    assert (outcome.status, outcome.data["imported"]) == (1, 3)
    students = {s["student_number"]: s for s in command("record", "list", "student").data["records"]}
    assert students.keys() == {"20230001", "20230002", "20230003"}
    assert students["20230003"]["id_number"] is None
    assert students["20230002"]["phone"] == "13800000002"
    assert command("record", "list", "enterprise").data["total"] == 1
    placements = command("record", "list", "placement").data["records"]
    assert {p["start"] for p in placements} == {"2026-03-02"}
    again = command("roster", "preview", str(file)).data
    assert (again["new"], again["unchanged"]) == (0, 3)
    assert command("roster", "undo").data["undone"]["records"] == 7
    for kind in ("student", "enterprise", "placement"):
        assert command("record", "list", kind).data["total"] == 0
    outcome = command("roster", "undo")
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "nothing_to_undo")


def test_changes_are_told_cell_by_cell(new_store: Path, command: Command, tmp_path: Path) -> None:
    command("roster", "import", str(roster(tmp_path / "1.xlsx", ROWS[:2])))
    rows = [[*ROWS[0]], [*ROWS[1]]]
    rows[1][4] = "13900000002"
    data = command("roster", "preview", str(roster(tmp_path / "2.xlsx", rows))).data
    assert data["changes"] == [
        {
            "row": 4, "student_number": "20230002", "name": "欧阳文博",
            "fields": [{"field": "phone", "old": "13800000002", "new": "13900000002"}],
        }
    ]  # fmt: skip


def test_a_good_roster_is_status_nought(new_store: Path, command: Command, tmp_path: Path) -> None:
    outcome = command("roster", "import", str(roster(tmp_path / "good.xlsx", ROWS[:2])))
    assert (outcome.status, outcome.data["problems"]) == (0, [])


def test_columns_are_mapped_by_hand_and_remembered(new_store: Path, command: Command, file: Path) -> None:
    command("roster", "import", str(file), "--map", "备注一=note", "--map", "手机号=-")
    students = command("record", "list", "student").data["records"]
    assert (students[0]["note"], students[0]["phone"]) == ("x", None)
    columns = {c["header"]: c["field"] for c in command("roster", "preview", str(file)).data["columns"]}
    assert (columns["备注一"], columns["手机号"]) == ("note", None)


def test_problems_are_written_to_send_back(
    new_store: Path, command: Command, file: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "问题.xlsx"
    data = command("roster", "import", str(file), "--problems", str(sheet)).data
    assert data["problems_file"] == str(sheet)
    book = openpyxl.load_workbook(sheet)
    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    book.close()
    assert "510502200510030014" in cells


def test_a_problem_sheet_that_cannot_be_written_stops_the_import(
    new_store: Path, command: Command, file: Path, tmp_path: Path
) -> None:
    outcome = command("roster", "import", str(file), "--problems", str(tmp_path / "no" / "such" / "p.xlsx"))
    assert outcome.status == 3
    assert command("record", "list", "student").data["total"] == 0


def test_sheet_and_header_may_be_given(new_store: Path, command: Command, file: Path) -> None:
    data = command("roster", "preview", str(file), "--sheet", "学生名单", "--header-row", "2").data
    assert data["header_row"] == 2
    assert command("roster", "preview", str(file), "--sheet", "没有").status == 3
    assert command("roster", "preview", str(file), "--header-row", "0").status == 2
    assert command("roster", "preview", str(file), "--map", "学号").status == 2
    assert command("roster", "preview", str(file), "--map", "学号=colour").status == 2
    assert command("roster", "preview", str(file), "--batch", "none").status == 3


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken", b"nothing like a roster"]
)
def test_what_is_no_roster_is_refused(
    new_store: Path, command: Command, tmp_path: Path, content: bytes
) -> None:
    before = (new_store / "store.db").read_bytes()
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(content)
    for words in (("preview", str(bad)), ("import", str(bad)), ("import", str(tmp_path / "none.xlsx"))):
        outcome = command("roster", *words)
        assert outcome.status == 3
        assert outcome.data["error"]["code"]
        assert outcome.err.count("\n") == 1
    assert (new_store / "store.db").read_bytes() == before


def test_people_read_lines(new_store: Path, command: Command, file: Path) -> None:
    out = command("roster", "preview", str(file), as_json=False).out
    assert "第 5 行" in out
    assert out.splitlines()[-1] == "新增 3  变更 0  不变 0  拒收 1"
    assert "refused 1" in command("roster", "preview", str(file), as_json=False, lang="en").out
