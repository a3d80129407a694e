"""The main job from end to end, with the program as it is started: a roster in, a visit, marks, forms out."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pypdf
import xlsxwriter
from tests.program.conftest import Program

ROSTER = [
    ["川南云麓职业技术学院 2023级岗位实习学生名单"],
    [],
    ["序号", "学 号", "姓名", "性别", "身份证号", "联系电话", "班级", "实习单位", "岗位", "实习开始时间", "实习结束时间"],
    ["1", "0230001", "周　岚", "女", "320506200802290027", "138 0000 0001", "机电2301", "苏州试航精密有限公司", "质检员", "2026/3/2", "2026/8/28"],
    ["2", "0230002", "欧阳文博", "男", "510502200510030012", "13800000002", "机电2301", "", "装配工", "2026.3.2", "2026-08-28"],
    ["3", "0230003", "钱𬭎", "男", "５１０５０２２００５１００３００１", "", "机电2301", "苏州远帆电子有限公司", "测试员", "20260302", ""],
    ["合计", "3人"],
]  # fmt: skip


def roster(path: Path) -> Path:
    """A messy list: title, blank line, merged enterprise, full-width and damaged cells, a total."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Sheet1")
    for number, row in enumerate(ROSTER):
        page.write_row(number, 0, row)
    page.merge_range(3, 7, 4, 7, "苏州试航精密有限公司")
    book.close()
    return path


def test_from_the_roster_to_the_forms(program: Program, tmp_path: Path) -> None:
    password = {"FIELDTEACHER_PASSWORD": "a good password"}
    made = program("init", "--name", "张岚生", "--college", "川南云麓职业技术学院", **password)
    assert (made.status, made.err) == (0, "")

    imported = program("roster", "import", str(roster(tmp_path / "名单.xlsx")), **password)
    assert imported.status == 1
    assert imported.data["imported"] == 3
    assert [p["field"] for p in imported.data["problems"] if p["severity"] == "error"] == ["id_number"]

    hit = program("find", "zl", **password).data["hits"][0]  # her teacher comes after her
    assert (hit["type"], hit["title"]) == ("student", "周岚")
    students = {
        s["student_number"]: s for s in program("record", "list", "student", **password).data["records"]
    }
    assert students.keys() == {"0230001", "0230002", "0230003"}
    placements = program("record", "list", "placement", **password).data["records"]
    firms = {p["student_title"]: p["enterprise_title"] for p in placements}
    assert firms["欧阳文博"] == "苏州试航精密有限公司"

    firm = next(p["enterprise"] for p in placements if p["student_title"] == "周岚")
    visit = {
        "enterprise": firm,
        "visited_on": "2026-03-12",
        "training": "师徒制",
        "rule_answers": {"R09": "no"},
    }
    (visited,) = program("record", "put", "visit", typed=json.dumps(visit), **password).data["saved"]
    talks = [
        {
            "student": students[number]["id"],
            "visit": visited,
            "talked_on": "2026-03-12",
            "thoughts": "情绪稳定",
        }
        for number in ("0230001", "0230002")
    ]
    lines = "\n".join(json.dumps(talk, ensure_ascii=False) for talk in talks)
    assert len(program("record", "put", "talk", typed=lines, **password).data["saved"]) == 2

    out = tmp_path / "考核表.pdf"
    printed = program("print", "evaluation", "--all", "--blank", "-o", str(out), **password)
    assert printed.data["forms"] == 3
    text = [page.extract_text() for page in pypdf.PdfReader(out).pages]
    assert "周岚" in "".join(text)
    assert "0230002" in "".join(text)

    exported = program("export", "student", "-o", str(tmp_path / "学生.xlsx"), **password)
    assert exported.data["rows"] == 3
    book = openpyxl.load_workbook(tmp_path / "学生.xlsx")
    assert book.worksheets[0]["A2"].value == "0230001"
    book.close()

    backup = program("backup", "create", str(tmp_path / "U盘"), **password).data["file"]
    again = str(tmp_path / "again")
    assert program("backup", "restore", backup, "--into", again, **password).status == 0
    assert program("--store", again, "record", "list", "talk", **password).data["total"] == 2
    assert program("--store", again, "verify", **password).data == {"ok": True, "problems": []}
    assert program("status").data["error"]["code"] == "password_needed"


def test_chinese_and_english_of_one_error(program: Program) -> None:
    chinese = program("status")
    english = program("status", "--lang", "en")
    assert chinese.status == english.status == 4
    assert "没有数据" in chinese.err
    assert "There is no store" in english.err
    assert chinese.data["error"]["message"] == chinese.err.strip()
