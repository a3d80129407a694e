"""The main job in the window that really runs: begin, import, visit, mark, print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journeys.desk import wait_for
from tests.journeys.program import Program

Start = Callable[..., Program]

ROSTER = "\n".join(
    [
        "学号,姓名,性别,班级,实习单位,岗位,实习开始时间",
        "2023001,张伟,男,机电2301班,苏州晨曜精密电子有限公司,质检员,2026-01-05",
        "2023002,王芳,女,机电2301班,苏州晨曜精密电子有限公司,装配工,2026-01-05",
        ",李娜,女,机电2301班,苏州晨曜精密电子有限公司,装配工,2026-01-05",
    ]
)


def test_the_first_start_takes_three_steps(start: Start, tmp_path: Path) -> None:
    program = start(tmp_path / "store")
    name = program.find("text", "姓名")
    program.write(name, "张老师")
    program.key("Return")
    program.find("radio button", "导入学生名单")
    program.key("Down", "Down", "Down", "Return")
    program.find("text", "备份文件夹")
    program.key("Return")

    program.says("还没有学生")
    program.says("^张老师$")
    assert program.actions == 6
    assert program.ask("record", "list", "student")["total"] == 0


def test_a_list_is_imported_after_a_look_at_it(start: Start, tmp_path: Path) -> None:
    store, file = tmp_path / "store", tmp_path / "roster.csv"
    file.write_text(ROSTER, encoding="gb18030")
    program = start(store)
    program.find("text", "姓名")
    program.key("Return", "Return", "Return")  # import is what the second step proposes

    program.find("push button", "选择文件…")
    program.key("Return")
    program.choose_file(file)
    table = program.find("table", "名单预览")
    assert program.row_count(table) == 3
    assert program.ask("record", "list", "student")["total"] == 0, "a preview writes nothing"
    program.click(program.find("push button", "导入 2 行"))

    program.says("已导入 2 行")
    students = program.records("student")
    assert [each["name"] for each in students] == ["张伟", "王芳"]
    assert [each["post"] for each in program.records("placement")] == ["质检员", "装配工"]
    program.find("push button", "查看学生")
    program.key("Return")
    wait_for(lambda: program.look("table", "学生"), "the students are not shown")


def test_a_visit_of_an_enterprise_is_kept_for_each_student_there(start: Start, store: Path) -> None:
    program = start(store)
    program.says("^今日$")
    firm = max(program.records("enterprise"), key=lambda each: len(_placed(program, each["id"])))
    there = _placed(program, firm["id"])
    program.actions = 0

    program.key("ctrl+f")
    program.write(program.find("text", "搜索.*"), firm["name"])
    program.find("list item", f"{firm['name']}.*", rows=True)
    program.key("Return")
    program.settle()
    program.click(program.find("push button", "走访（V）"))
    program.says(f"到场 {len(there)} / {len(there)}")
    wait_for(lambda: program.focuses("list", "在岗学生"), "the keyboard is not on the students")
    program.key("space")
    program.says(f"到场 {len(there) - 1} / {len(there)}")
    program.key("F6")
    wait_for(lambda: program.focuses("text", "思想"), "the keyboard is not on what the students said")
    program.type("All are well")
    program.key("F6")
    wait_for(lambda: program.focuses("text", "企业培养"), "the keyboard is not on what the enterprise said")
    program.type("Two weeks of training")
    program.key("ctrl+s")
    program.find("table", "走访")

    assert program.actions <= 12 + 1
    visit = next(each for each in program.records("visit") if each["training"] == "Two weeks of training")
    assert visit["enterprise"] == firm["id"]
    talks = program.records("talk", "--where", f"visit={visit['id']}")
    assert len(talks) == len(there) - 1
    assert {each["thoughts"] for each in talks} == {"All are well"}
    assert {each["student"] for each in talks} < there
    program.settle()
    assert program.look("label", "有一次走访还没有保存。") is None


def test_marks_are_typed_without_a_mouse(start: Start, store: Path) -> None:
    program = start(store)
    program.says("^今日$")
    program.key("ctrl+9")
    table = program.find("table", "分数表")
    wait_for(lambda: program.focuses("table", "分数表"), "the keyboard is not in the grid")
    before = {each["id"] for each in program.records("score")}

    for mark in "987":
        program.type(mark)
        program.key("Return")

    wait_for(
        lambda: [row[0] for row in program.cells(table, 3)] == ["9", "8", "7"], "the marks do not stand there"
    )
    program.says("已自动保存")
    made = [each["tenths"] for each in program.records("score") if each["id"] not in before]
    assert sorted(made) == [70, 80, 90]


def test_the_forms_of_an_enterprise_are_printed_with_three_clicks(
    start: Start, store: Path, tmp_path: Path
) -> None:
    program = start(store)
    program.says("^今日$")
    program.key("ctrl+3")
    table = program.find("table", "企业")
    program.settle()
    before = len(program.records("issued_form"))
    program.actions = 0

    program.click_cell(table, 0)
    program.settle()
    program.click(program.find("push button", "考核表"))
    save = program.find("push button", "保存为 PDF….*")
    wait_for(lambda: program.look("push button", "保存为 PDF….*").enabled, "nothing to save")
    program.settle()
    program.click(save)
    assert program.actions == 3
    target = tmp_path / "forms.pdf"
    program.choose_file(target)

    wait_for(target.exists, "no file")
    assert target.read_bytes().startswith(b"%PDF")
    program.says("已.*forms.pdf")
    assert len(program.records("issued_form")) > before


def test_a_second_start_raises_the_first_window(start: Start, store: Path) -> None:
    first = start(store)
    first.says("^今日$")
    window = first.window()
    first.hand("windowminimize", window)
    wait_for(lambda: not first.window(), "the window is not minimised")

    second = start(store, frame=False)

    assert second.process.wait(10) == 0
    wait_for(lambda: first.window() == window, "the first window did not come back")
    assert first.process.poll() is None


@pytest.mark.parametrize(
    ("spoken", "other", "students"), [("zh_CN", "English", "Students"), ("en", "中文", "学生")]
)
def test_the_language_is_switched_at_once(
    start: Start, store: Path, spoken: str, other: str, students: str
) -> None:
    program = start(store, language=spoken)
    program.find("frame", ".+")
    program.key("ctrl+comma")
    program.click(program.find("check box", "语言与外观|Language and look.*"))
    program.click(program.find("radio button", other))
    program.find("check box", f"{students}.*")
    program.key("ctrl+2")
    program.find("table", students)


def _placed(program: Program, enterprise: str) -> set[str]:
    found = program.records("placement", "--where", f"enterprise={enterprise}", "--where", "status=active")
    return {each["student"] for each in found}
