"""Importing rosters: what the preview shows is what is saved, keys, undo, remembered mappings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from tests.services.rosters.desk import Desk, changes, codes, counts
from tests.tabular.rosters import HEADINGS, as_text, put, roster, valid_id, valid_uscc

from fieldteacher.domain.errors import Cancelled, InputRefused, UserError


def test_a_first_roster(desk: Desk) -> None:
    preview = desk.preview(roster(8))
    assert counts(preview) == (8, 0, 0, 0)
    assert desk.records("student") == []
    done = desk.rosters.import_roster(preview)
    assert done.imported == 8
    assert {name: len(desk.records(name)) for name in ("student", "enterprise", "contact", "teacher", "placement", "paper")} == {
        "student": 8, "enterprise": 4, "contact": 4, "teacher": 1, "placement": 8, "paper": 8,
    }  # fmt: skip
    first, (placement,) = desk.student(), desk.placements()
    assert (first["name"], first["id_number"], first["birth_date"]) == ("赵伟伟", valid_id(0), "2005-01-01")
    assert first["phone"] == "13800000000"
    firm = desk.services.records.need("enterprise", placement["enterprise"])
    assert (firm["name"], firm["uscc"], firm["address"]) == (
        "苏州甲精密机械有限公司",
        valid_uscc(0),
        "苏州工业园区星湖街1号",
    )
    mentor = desk.services.records.need("contact", placement["mentor"])
    assert (mentor["name"], mentor["phone"], mentor["role"], mentor["enterprise"]) == (
        "孙师傅", "13700000000", "mentor", firm["id"],
    )  # fmt: skip
    assert desk.name_of("teacher", placement["teacher"]) == "张驻企"
    assert (placement["start"], placement["end"], placement["post"]) == ("2025-11-03", "2026-05-01", "装配工")
    assert (placement["status"], placement["lodging_address"]) == ("active", "星湖公寓101")
    paper = next(p for p in desk.records("paper") if p["placement"] == placement["id"])
    assert (paper["kind"], paper["number"]) == ("liability_insurance", "PZ2025000000")


def test_the_same_roster_again_writes_nothing(desk: Desk) -> None:
    desk.take(roster(8))
    again = desk.preview(roster(8))
    assert counts(again) == (0, 0, 8, 0)
    done = desk.rosters.import_roster(again)
    assert not done.changes
    assert done.imported == 0


def test_two_files_that_differ_in_five_cells_show_those_five(desk: Desk) -> None:
    desk.take(roster(40))
    later = roster(40)
    put(later, 3, "手机号", "15912345678")
    put(later, 7, "班级", "器械2309班")
    put(later, 11, "家庭住址", "四川省泸州市龙马潭区春雨路9号")
    put(later, 19, "岗位", "质检员")
    put(later, 30, "家长电话", "15887654321")
    preview = desk.preview(later)
    assert counts(preview) == (0, 5, 35, 0)
    assert changes(preview.lines) == {
        5: {"phone": ("13800000003", "15912345678")},
        9: {"class_name": ("器械2304班", "器械2309班")},
        13: {"home_address": ("四川省泸州市江阳区学苑路12号", "四川省泸州市龙马潭区春雨路9号")},
        21: {"post": ("检验员", "质检员")},
        32: {"guardian_phone": ("13900000030", "15887654321")},
    }
    done = desk.rosters.import_roster(preview)
    assert len(done.changes.changed) == 5
    assert not done.changes.created
    assert counts(desk.preview(later)) == (0, 0, 40, 0)


def test_an_empty_cell_never_erases(desk: Desk) -> None:
    desk.take(roster(3))
    before = {name: desk.records(name) for name in ("student", "enterprise", "placement", "contact", "paper")}
    keys = ("学号", "姓名")
    empty = [
        [cell if heading in keys else "" for heading, cell in zip(HEADINGS, line, strict=True)]
        for line in roster(3)[1:]
    ]
    preview = desk.preview([list(HEADINGS), *empty])
    assert counts(preview) == (0, 0, 3, 0)
    desk.rosters.import_roster(preview)
    assert {name: desk.records(name) for name in before} == before


def test_only_the_columns_that_are_there_are_compared(desk: Desk) -> None:
    desk.take(roster(4))
    preview = desk.preview([["学号", "手机号"], ["023000001", "15900000000"], ["023000003", ""]])
    assert changes(preview.lines) == {2: {"phone": ("13800000001", "15900000000")}}
    assert counts(preview) == (0, 1, 1, 0)


def test_undo_takes_the_last_import_back(desk: Desk) -> None:
    desk.take(roster(4))
    desk.services.records.put("student", {"note": "按时到岗"}, record=desk.student()["id"])
    desk.take(put(put(roster(6), 0, "手机号", "15912345678"), 1, "岗位", "质检员"))
    assert len(desk.records("student")) == 6
    assert desk.rosters.undo_last_import()
    assert len(desk.records("student")) == 4
    assert (desk.student()["phone"], desk.student()["note"]) == ("13800000000", "按时到岗")
    assert desk.placements(1)[0]["post"] == "检验员"
    assert desk.rosters.undo_last_import()
    assert [r["name"] for r in desk.records("student") if r["note"] is None] == []
    with pytest.raises(UserError) as caught:
        desk.rosters.undo_last_import()
    assert caught.value.code == "nothing_to_undo"


def test_what_was_saved_since_the_preview_counts(desk: Desk) -> None:
    desk.take(roster(2))
    preview = desk.preview(put(roster(2), 0, "手机号", "15912345678"))
    desk.services.records.put("student", {"phone": "15912345678"}, record=desk.student()["id"])
    done = desk.rosters.import_roster(preview)
    assert done.imported == 0
    assert not done.changes


def test_cancelling_saves_nothing(desk: Desk) -> None:
    preview = desk.preview(roster(30))
    asked = iter(range(100))
    with pytest.raises(Cancelled):
        desk.rosters.import_roster(preview, cancelled=lambda: next(asked) >= 0)
    assert desk.records("student") == []
    with pytest.raises(Cancelled):
        desk.preview(roster(30), cancelled=lambda: True)


def test_the_progress_is_told(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    preview = desk.preview(roster(300), progress=lambda done, whole: told.append((done, whole)))
    assert told[-1] == (301, 0)
    told.clear()
    desk.rosters.import_roster(preview, progress=lambda done, whole: told.append((done, whole)))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 600


def test_refused_rows_do_not_cost_the_others(desk: Desk) -> None:
    lines = put(put(roster(5), 1, "学号", ""), 3, "姓名", "")
    preview = desk.preview(lines)
    assert counts(preview) == (3, 0, 0, 2)
    assert preview.waits
    assert desk.rosters.import_roster(preview).imported == 3


def test_a_new_student_needs_a_name(desk: Desk) -> None:
    desk.take(roster(1))
    preview = desk.preview([["学号", "手机号"], ["023000000", "15900000000"], ["023000009", "15900000001"]])
    assert counts(preview) == (0, 1, 0, 1)
    assert codes(preview) == [(3, "name", "name_missing")]


def test_two_students_of_one_number_in_the_store(desk: Desk) -> None:
    desk.take(roster(2))
    desk.double(1)
    preview = desk.preview(put(roster(2), 1, "手机号", "15900000000"))
    assert codes(preview) == [(3, "student_number", "student_number_ambiguous")]
    assert [line.state for line in preview.lines] == ["unchanged", "refused"]


def test_a_name_with_a_lost_character_replaces_nothing(desk: Desk) -> None:
    lines = put(roster(2), 0, "姓名", "李𠮷")
    desk.take(lines)
    preview = desk.preview(put(put(roster(2), 0, "姓名", "李?"), 1, "姓名", "李四"))
    assert changes(preview.lines) == {3: {"name": ("钱伟伟", "李四")}}
    assert codes(preview) == [(2, "name", "lost_character")]


def test_what_follows_from_the_identity_number_only_fills_gaps(desk: Desk) -> None:
    headings = ("学号", "姓名", "身份证号")
    desk.take(roster(2, headings))
    assert (desk.student()["sex"], desk.student()["birth_date"]) == ("男", "2005-01-01")
    desk.services.records.put("student", {"sex": "女"}, record=desk.student()["id"])
    assert counts(desk.preview(roster(2, headings))) == (0, 0, 2, 0)


def test_a_corrected_mapping_is_remembered_by_the_shape(desk: Desk) -> None:
    lines = roster(2, ("学号", "姓名", "班级", "备注"))
    lines[0][2] = "所在组"
    mapping: Mapping[str, str] = {"所在组": "class_name", "备注": ""}
    done = desk.take(lines, mapping=mapping)
    assert desk.student()["class_name"] == "器械2301班"
    again = desk.preview(put(lines, 0, "所在组", "新班"))
    assert changes(again.lines) == {2: {"class_name": ("器械2301班", "新班")}}
    shape = done.preview.roster.shape
    assert desk.rosters.remembered(shape) == dict(mapping)
    desk.rosters.forget(shape)
    assert desk.rosters.remembered(shape) is None
    assert dict(desk.preview(lines).roster.columns)["所在组"] is None
    desk.rosters.remember(shape, mapping)
    assert dict(desk.preview(lines).roster.columns)["所在组"] == "class_name"


def test_a_preview_alone_remembers_nothing(desk: Desk) -> None:
    preview = desk.preview(roster(1), mapping={"宿舍": ""})
    assert desk.rosters.remembered(preview.roster.shape) is None


def test_the_fields_a_column_can_feed(desk: Desk) -> None:
    fields = {field.name: field for field in desk.rosters.fields()}
    assert fields["enterprise"].label.zh == "实习单位"
    assert fields["sex"].spec.choices
    preview = desk.preview(roster(1))
    assert [field.name for field in preview.fields][:2] == ["student_number", "name"]


def test_the_problems_can_be_sent_back(desk: Desk, tmp_path: Path) -> None:
    desk.take(roster(2))
    desk.double(1)
    preview = desk.preview(put(roster(3), 2, "手机号", "138123456789"))
    assert desk.rosters.write_problems(preview, tmp_path / "out.xlsx") == 2
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    rows = list(book.active.values)
    book.close()
    assert [row[:2] for row in rows[1:]] == [(3, "未导入"), (4, "已导入，个别项留空")]


def test_the_problems_never_replace_the_roster(desk: Desk) -> None:
    preview = desk.preview(put(roster(3), 2, "手机号", "138123456789"))
    before = preview.path.read_bytes()
    with pytest.raises(InputRefused) as error:
        desk.rosters.write_problems(preview, preview.path.parent / "." / preview.path.name)
    assert error.value.code == "roster_itself"
    assert preview.path.read_bytes() == before


def test_refused_input_leaves_the_store_as_it_was(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.4")
    before = desk.services.store.read().query("SELECT count(*) FROM change")
    with pytest.raises(InputRefused):
        desk.rosters.preview(tmp_path / "a.xlsx")
    assert desk.services.store.read().query("SELECT count(*) FROM change") == before


def test_a_text_file_goes_the_same_way(desk: Desk, tmp_path: Path) -> None:
    path = as_text(tmp_path / "名单.xls", roster(6), separator="\t", encoding="gb18030")
    assert desk.rosters.import_roster(desk.rosters.preview(path)).imported == 6
    assert counts(desk.preview(roster(6))) == (0, 0, 6, 0)
