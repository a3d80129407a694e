"""``export``, ``backup …`` and ``print``: files that come out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pypdf
import pytest
import xlsxwriter
from tests.cli.conftest import Command


def sheet(path: Path) -> list[tuple[object, ...]]:
    """The rows of a workbook's first sheet."""
    book = openpyxl.load_workbook(path)
    rows = [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return rows


def test_a_workbook_of_students(park: Path, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    data = command("export", "student", "-o", str(file)).data
    assert (data["file"], data["rows"]) == (str(file), 60)
    header, first, *rest = sheet(file)
    assert len(rest) == 59
    record = dict(zip(header, first, strict=True))
    assert record["姓名"] == "钱𬭎"
    assert isinstance(record["学号"], str)
    assert "身份证号" not in record


def test_sensitive_data_only_when_asked_for(park: Path, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    command("export", "student", "-o", str(file), "--sensitive")
    header, first, *_ = sheet(file)
    number = dict(zip(header, first, strict=True))["身份证号"]
    assert isinstance(number, str)
    assert len(number) == 18
    command("export", "talk", "-o", str(file), "--sensitive")
    assert "私人备注" not in sheet(file)[0]


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_an_export_of_students_read_as_a_roster_changes_nothing(
    park: Path, command: Command, tmp_path: Path, name: str, lang: str
) -> None:
    file = str(tmp_path / name)
    assert command("export", "student", "-o", file, "--sensitive", lang=lang).status == 0
    preview = command("roster", "preview", file).data
    counts = {state: preview[state] for state in ("new", "changed", "unchanged", "refused")}
    assert counts == {"new": 0, "changed": 0, "unchanged": 60, "refused": 0}


def test_values_are_in_words(park: Path, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    command("export", "placement", "-o", str(file))
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert rows[0]["学生"] == "钱𬭎"
    assert rows[0]["企业"] == "苏州云棹精密机械有限公司"
    assert rows[0]["每日工时"] == "8.0"
    assert rows[0]["相对独立上岗"] in ("是", "否")
    assert "有毒" in {row["岗位风险"] for row in rows}
    command("export", "visit", "-o", str(file), lang="en")
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert "works on rest days or public holidays" in rows[0]["Rule questions"]


def test_nothing_becomes_a_formula(new_store: Path, command: Command, tmp_path: Path) -> None:
    evil = '=cmd|"/c calc"!A1'
    command("record", "put", "enterprise", typed=json.dumps({"name": evil, "note": "+1"}))
    command("export", "enterprise", "-o", str(tmp_path / "out.csv"))
    assert "'=cmd" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    command("export", "enterprise", "-o", str(tmp_path / "out.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (evil, "s")
    book.close()


def template(path: Path, rows: list[list[str]]) -> Path:
    """A workbook as a college lays it out."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("名册")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return path


def test_a_template_is_filled(park: Path, command: Command, tmp_path: Path) -> None:
    given = template(
        tmp_path / "template.xlsx",
        [
            ["川南云麓职业技术学院实习名册"],
            ["序号", "学号", "姓名", "实习单位", "岗位", "企业导师", "校内指导教师", "血型"],
        ],
    )
    data = command("export", "student", "-o", str(tmp_path / "out.xlsx"), "--template", str(given)).data
    assert data["rows"] == 60
    assert data["unknown_columns"] == ["血型"]
    title, header, first, *_ = sheet(tmp_path / "out.xlsx")
    assert title[0] == "川南云麓职业技术学院实习名册"
    assert header[:4] == ("序号", "学号", "姓名", "实习单位")
    assert first[0] == 1
    assert first[2] == "钱𬭎"
    assert first[3] == "苏州云棹精密机械有限公司"
    assert first[5]
    assert first[6] == "张岚生"


def test_the_mark_sheet_of_the_academic_affairs_system_is_filled_line_by_line(
    park: Path, command: Command, tmp_path: Path
) -> None:
    students = command("record", "list", "student").data["records"]
    one, other = students[3], students[0]
    given = template(
        tmp_path / "template.xlsx",
        [
            ["课程：岗位实习　学分：24"],
            ["序号", "学号", "姓名", "班级", "成绩", "等级", "备注"],
            [1, one["student_number"], "原来的名字", "", "", "", "=SUM(A1)"],
            [2, "99999999", "不在这里", "", "", "", ""],
            [3, int(other["student_number"]), "", "", 12, "", ""],
            ["教师签名："],
        ],
    )
    out = tmp_path / "out.xlsx"
    answer = command("export", "student", "-o", str(out), "--template", str(given))
    assert (answer.data["rows"], answer.data["unmatched"], answer.data["left_out"]) == (2, ["99999999"], 58)
    assert answer.data["unknown_columns"] == []
    title, _, first, nobody, third, foot = sheet(out)
    assert title[0] == "课程：岗位实习　学分：24"
    assert first[:3] == (1, one["student_number"], "原来的名字"), "what the system wrote stays"
    assert first[3] == one["class_name"]
    assert nobody[:3] == (2, "99999999", "不在这里")
    assert not any(nobody[3:])
    assert third[1] == other["student_number"], "numbers of students are text"
    assert third[2] == other["name"]
    assert foot[0] == "教师签名："


def test_a_template_of_another_type(park: Path, command: Command, tmp_path: Path) -> None:
    given = template(tmp_path / "template.xlsx", [["企业名称", "在岗职工人数"]])
    command("export", "enterprise", "-o", str(tmp_path / "out.xlsx"), "--template", str(given))
    assert sheet(tmp_path / "out.xlsx")[1] == ("苏州云棹精密机械有限公司", 420)


def test_a_template_never_lets_sensitive_data_out_unasked(
    park: Path, command: Command, tmp_path: Path
) -> None:
    given = template(tmp_path / "template.xlsx", [["学号", "姓名", "身份证号"]])
    out = tmp_path / "out.xlsx"
    assert command("export", "student", "-o", str(out), "--template", str(given)).data["unknown_columns"] == [
        "身份证号"
    ]
    assert sheet(out)[1][2] is None
    command("export", "student", "-o", str(out), "--template", str(given), "--sensitive")
    assert len(str(sheet(out)[1][2])) == 18


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("student", "-o", "out.pdf"), "unknown_format"),
        (("nobody", "-o", "out.xlsx"), "unknown_type"),
        (("student", "-o", "no/such/folder/out.xlsx"), "no_folder"),
        (("student", "-o", "out.xlsx", "--template", "none.xlsx"), None),
        (("student", "-o", "out.csv", "--template", "empty.xlsx"), "unknown_format"),
        (("student", "-o", "out.xlsx", "--template", "empty.xlsx"), "no_header"),
    ],
)
def test_an_export_that_cannot_be(
    park: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: str | None
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    template(tmp_path / "empty.xlsx", [["血型", "爱好"]])
    outcome = command("export", *words)
    assert outcome.status == 3
    assert code in (None, outcome.data["error"]["code"])
    assert not (tmp_path / "out.xlsx").exists()


def test_a_backup_is_made_listed_and_restored(park: Path, command: Command, tmp_path: Path) -> None:
    made = command("backup", "create").data
    assert made["ok"] is True
    assert Path(made["file"]).stat().st_size == made["bytes"]
    assert [item["file"] for item in command("backup", "list").data["backups"]] == [made["file"]]
    assert command("status").data["last_backup"] is not None
    restored = command("backup", "restore", made["file"], "--into", str(tmp_path / "again")).data
    assert restored["device"] != command("status").data["device"]
    assert command("record", "list", "student", store=tmp_path / "again").data["total"] == 60
    assert command("verify", store=tmp_path / "again").data["ok"] is True


def test_a_backup_into_another_folder(park: Path, command: Command, tmp_path: Path) -> None:
    made = command("backup", "create", str(tmp_path / "stick")).data
    assert Path(made["file"]).parent == tmp_path / "stick"


def test_what_cannot_be_restored(park: Path, command: Command, tmp_path: Path) -> None:
    made = command("backup", "create").data["file"]
    outcome = command("backup", "restore", made, "--into", str(park))
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "store_exists")
    (tmp_path / "no.ftbackup").write_bytes(b"PK\x03\x04 nothing")
    for file, code in (("no.ftbackup", "not_a_backup"), ("missing.ftbackup", "file_not_found")):
        outcome = command("backup", "restore", str(tmp_path / file), "--into", str(tmp_path / "new"))
        assert (outcome.status, outcome.data["error"]["code"]) == (3, code)
        assert not (tmp_path / "new").exists()


def test_a_protected_backup_needs_its_password(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDTEACHER_PASSWORD", "a good password")
    command("init", "--name", "张岚生")
    made = command("backup", "create").data["file"]
    monkeypatch.delenv("FIELDTEACHER_PASSWORD")
    outcome = command("backup", "restore", made, "--into", str(tmp_path / "new"))
    assert (outcome.status, outcome.data["error"]["code"]) == (4, "password_needed")
    assert not (tmp_path / "new" / "store.db").exists()
    monkeypatch.setenv("FIELDTEACHER_PASSWORD", "a good password")
    assert command("backup", "restore", made, "--into", str(tmp_path / "new")).status == 0
    assert command("record", "list", "teacher", store=tmp_path / "new").data["total"] == 1


def test_all_forms_in_one_file(park: Path, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "forms.pdf"
    outcome = command("print", "evaluation", "--all", "--stage", "mid", "-o", str(file))
    assert outcome.data.keys() == {"files", "pages", "forms", "missing_glyphs", "warnings"}
    assert (outcome.data["files"], outcome.data["pages"], outcome.data["forms"]) == ([str(file)], 60, 60)
    assert outcome.status == (1 if outcome.data["missing_glyphs"] else 0)
    pages = pypdf.PdfReader(file).pages
    assert len(pages) == 60
    assert "川南云麓职业技术学院" in pages[0].extract_text()


def test_forms_of_some_students_one_file_each(park: Path, command: Command, tmp_path: Path) -> None:
    people = command("record", "list", "student", "--limit", "2").data["records"]
    words = (
        "--student",
        people[0]["id"],
        "--student",
        people[1]["student_number"],
        "--split",
        str(tmp_path / "forms"),
    )
    data = command("print", "evaluation", *words).data
    assert data["forms"] == 2
    assert sorted(data["files"]) == sorted(str(path) for path in (tmp_path / "forms").iterdir())
    assert not any(person["name"] in "".join(data["files"]) for person in people)
    named = command("print", "evaluation", *words[:-1], str(tmp_path / "named"), "--names").data["files"]
    assert any(people[1]["name"] in file for file in named)


def test_forms_of_an_enterprise_and_of_a_batch(park: Path, command: Command, tmp_path: Path) -> None:
    enterprise = command("record", "list", "enterprise", "--limit", "1").data["records"][0]
    batch = command("record", "list", "batch").data["records"][0]
    out = ("-o", str(tmp_path / "forms.pdf"), "--blank", "--draft")
    some = command("print", "evaluation", "--enterprise", enterprise["id"], *out).data["forms"]
    assert 0 < some < 60
    assert command("print", "evaluation", "--batch", batch["id"], *out).data["forms"] == 59
    assert command("record", "list", "issued_form", "--where", "stage=final").data["total"] == 0


def test_marks_put_by_a_script_are_printed_and_stand_once(
    new_store: Path, command: Command, tmp_path: Path
) -> None:
    def put(kind: str, **values: object) -> str:
        saved = command("record", "put", kind, typed=json.dumps(values)).data["saved"]
        return str(saved[0])

    student = put("student", student_number="1", name="周晓岚")
    firm = put("enterprise", name="苏州试航精密有限公司")
    placement = put("placement", student=student, enterprise=firm, start="2026-03-02")
    (scheme,) = command("scheme", "add", "general_70_30").data["saved"]
    criteria = command("scheme", "list").data["schemes"][0]["criteria"]
    for _ in range(2):
        for rater in ("enterprise", "school"):
            evaluation = put(
                "evaluation",
                placement=placement,
                scheme=scheme,
                stage="final",
                rater=rater,
                comment="踏实肯干",
            )
            for criterion in criteria:
                if criterion["rater"] == rater:
                    put(
                        "score",
                        evaluation=evaluation,
                        criterion=criterion["id"],
                        tenths=criterion["full_marks"],
                    )
    assert command("record", "list", "score").data["total"] == len(criteria)
    assert command("record", "list", "evaluation").data["total"] == 2
    command("print", "evaluation", "--all", "-o", str(tmp_path / "forms.pdf"))
    text = pypdf.PdfReader(tmp_path / "forms.pdf").pages[0].extract_text()
    assert "踏实肯干" in text
    assert "100" in text


def test_who_is_not_there_is_not_printed(park: Path, command: Command, tmp_path: Path) -> None:
    out = ("-o", str(tmp_path / "forms.pdf"))
    for words in (("--student", "none"), ("--enterprise", "none"), ("--batch", "none")):
        outcome = command("print", "evaluation", *words, *out)
        assert (outcome.status, outcome.data["error"]["code"]) == (3, "not_found")
    assert command("print", "evaluation", "--class", "无此班", *out).status == 3
    assert not (tmp_path / "forms.pdf").exists()


def test_a_store_without_a_scheme_takes_the_general_one(
    new_store: Path, command: Command, tmp_path: Path
) -> None:
    outcome = command("print", "evaluation", "--all", "-o", str(tmp_path / "forms.pdf"))
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "print.nobody")
    assert command("scheme", "list").data["schemes"] == []
    student = command("record", "put", "student", typed='{"student_number": "1", "name": "周晓岚"}').data[
        "saved"
    ][0]
    firm = command("record", "put", "enterprise", typed='{"name": "苏州试航精密有限公司"}').data["saved"][0]
    placement = {"student": student, "enterprise": firm, "start": "2026-03-02"}
    command("record", "put", "placement", typed=json.dumps(placement))
    refused = command("print", "evaluation", "--all", "-o", str(tmp_path / "no" / "such" / "forms.pdf"))
    assert refused.status == 3
    assert command("scheme", "list").data["schemes"] == []
    outcome = command("print", "evaluation", "--all", "--blank", "-o", str(tmp_path / "forms.pdf"))
    assert outcome.data["forms"] == 1
    assert len(command("scheme", "list").data["schemes"]) == 1
    assert "周晓岚" in pypdf.PdfReader(tmp_path / "forms.pdf").pages[0].extract_text()
