"""Importing rosters: what the preview shows is what is saved, matching, transfers, undo, remembered mappings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.conftest import HeldClock
from tests.tabular.rosters import HEADINGS, Lines, as_text, as_xlsx, put, roster, valid_id, valid_uscc

from fieldteacher.bootstrap import create_services
from fieldteacher.domain.clock import SeededIds
from fieldteacher.domain.errors import Cancelled, InputRefused, UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.roster_books import firm_key, person_key
from fieldteacher.services.rosters import RosterImport, RosterLine, RosterPreview

Changes = dict[int, dict[str, tuple[Any, Any]]]


@pytest.fixture
def services(tmp_path: Path, clock: HeldClock, ids: SeededIds) -> Iterator[Services]:
    made = create_services(tmp_path / "store", clock=clock, ids=ids)
    yield made
    made.close()


class Desk:
    """A teacher's desk: rosters come in as files."""

    def __init__(self, services: Services, folder: Path) -> None:
        self.services = services
        self.rosters = services.rosters
        self._folder = folder
        self._count = 0

    def file(self, lines: Lines) -> Path:
        self._count += 1
        return as_xlsx(self._folder / f"名单{self._count}.xlsx", lines)

    def preview(self, lines: Lines, **more: Any) -> RosterPreview:
        return self.rosters.preview(self.file(lines), **more)

    def take(self, lines: Lines, **more: Any) -> RosterImport:
        return self.rosters.import_roster(self.preview(lines, **more))

    def records(self, type_name: str) -> list[dict[str, Any]]:
        return self.services.records.list(type_name)[1]

    def student(self, number: int = 0) -> dict[str, Any]:
        return next(r for r in self.records("student") if r["student_number"] == f"0230{number:05d}")

    def double(self, number: int) -> None:
        """Another student of the same number, as two devices can make them."""
        with self.services.store.write(Text("新增", "add")) as txn:
            txn.create("student", {"student_number": f"0230{number:05d}", "name": "另一人"})

    def placements(self, number: int = 0) -> list[dict[str, Any]]:
        student = self.student(number)["id"]
        return sorted(
            (p for p in self.records("placement") if p["student"] == student), key=lambda p: p["start"]
        )

    def name_of(self, type_name: str, record: str | None) -> str | None:
        return None if record is None else self.services.records.need(type_name, record)["name"]


@pytest.fixture
def desk(services: Services, tmp_path: Path) -> Desk:
    return Desk(services, tmp_path)


def changes(lines: list[RosterLine]) -> Changes:
    return {
        line.number: {change.field: (change.old, change.new) for change in line.changes}
        for line in lines
        if line.changes
    }


def codes(preview: RosterPreview) -> list[tuple[int, str, str]]:
    return [(p.row, p.field, p.code) for p in preview.problems]


def counts(preview: RosterPreview) -> tuple[int, ...]:
    return tuple(preview.counts.values())


# -- the whole way ---------------------------------------------------------------------------------


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


# -- keys ------------------------------------------------------------------------------------------


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


# -- enterprises and people ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("苏州甲精密（集团）有限公司", "苏州甲精密(集团)有限公司"),
        ("苏州甲精密有限公司", "苏州甲精密有限责任公司"),
        ("苏州甲精密有限公司", "苏州 甲精密 有限公司"),
        ("苏州甲精密有限公司", "苏州甲精密"),
        ("ＡＢＣ电子有限公司", "abc电子有限公司"),
        ("甲（苏州）有限公司", "甲(苏州)有限公司"),
    ],
)
def test_spellings_of_one_enterprise(one: str, other: str) -> None:
    assert firm_key(one) == firm_key(other)


def test_different_enterprises_and_people_stay_apart() -> None:
    assert firm_key("苏州甲精密有限公司") != firm_key("昆山甲精密有限公司")
    assert firm_key("有限公司") == "有限公司"
    assert person_key("买买提·艾力") == person_key("买买提 艾力") != person_key("买买提")


def test_five_spellings_make_one_enterprise(desk: Desk) -> None:
    lines = roster(5)
    spellings = [
        "苏州甲（中国）有限公司",
        "苏州甲(中国)有限公司",
        "苏州甲（中国）有限责任公司",
        "苏州甲 (中国) 有限公司",
        "苏州甲中国",
    ]
    for number, name in enumerate(spellings):
        for heading in ("统一社会信用代码", "单位地址", "企业导师"):
            put(lines, number, heading, "")
        put(lines, number, "实习单位", name)
    preview = desk.preview(lines)
    assert preview.problems == []
    desk.rosters.import_roster(preview)
    assert [r["name"] for r in desk.records("enterprise")] == ["苏州甲（中国）有限公司"]


def test_the_credit_code_goes_before_the_name(desk: Desk) -> None:
    desk.take(roster(1))
    same = put(roster(1), 0, "实习单位", "甲机械（更名）股份有限公司")
    preview = desk.preview(same)
    assert changes(preview.lines) == {
        2: {"enterprise": ("苏州甲精密机械有限公司", "甲机械（更名）股份有限公司")}
    }
    desk.rosters.import_roster(preview)
    assert [r["name"] for r in desk.records("enterprise")] == ["甲机械（更名）股份有限公司"]
    other = put(same, 0, "统一社会信用代码", valid_uscc(77))
    desk.take(other)
    assert len(desk.records("enterprise")) == 2


def test_a_code_for_an_enterprise_known_by_name(desk: Desk) -> None:
    lines = roster(2)
    desk.take(put(put(lines, 0, "统一社会信用代码", ""), 1, "统一社会信用代码", ""))
    preview = desk.preview(roster(2))
    assert changes(preview.lines) == {2: {"uscc": (None, valid_uscc(0))}, 3: {"uscc": (None, valid_uscc(1))}}


def test_rows_that_disagree_about_an_enterprise(desk: Desk) -> None:
    lines = roster(9)
    put(lines, 0, "单位地址", "新址1号")
    put(lines, 4, "企业导师电话", "15900000000")
    preview = desk.preview(lines)
    assert codes(preview) == [(2, "enterprise_address", "rows_differ"), (6, "mentor_phone", "rows_differ")]
    assert preview.problems[0].column == "R 单位地址"
    desk.rosters.import_roster(preview)
    assert {r["address"] for r in desk.records("enterprise")} >= {"苏州工业园区星湖街1号"}


def test_a_new_address_of_an_enterprise_shows_once(desk: Desk) -> None:
    desk.take(roster(9))
    lines = roster(9)
    for number in (0, 4, 8):
        put(lines, number, "单位地址", "新址1号")
    preview = desk.preview(lines)
    assert changes(preview.lines) == {2: {"enterprise_address": ("苏州工业园区星湖街1号", "新址1号")}}
    assert counts(preview) == (0, 1, 8, 0)


def test_another_mentor_and_teacher(desk: Desk) -> None:
    desk.take(roster(2))
    preview = desk.preview(put(put(roster(2), 0, "企业导师", "吴 新"), 1, "校内指导教师", "李驻企"))
    assert changes(preview.lines) == {2: {"mentor": ("孙师傅", "吴新")}, 3: {"teacher": ("张驻企", "李驻企")}}
    desk.rosters.import_roster(preview)
    assert {r["name"] for r in desk.records("teacher")} == {"张驻企", "李驻企"}
    assert desk.name_of("contact", desk.placements()[0]["mentor"]) == "吴新"


def test_a_code_without_a_name_is_said(desk: Desk) -> None:
    preview = desk.preview(put(roster(1), 0, "实习单位", ""))
    assert (2, "enterprise", "enterprise_name_missing") in codes(preview)
    desk.rosters.import_roster(preview)
    assert desk.records("placement") == []
    assert len(desk.records("student")) == 1


# -- placements ------------------------------------------------------------------------------------


def move(lines: Lines, student: int, firm: int, **more: Any) -> Lines:
    """The student with another enterprise."""
    source = roster(firm + 1)[firm + 1]
    for heading in ("实习单位", "统一社会信用代码", "单位地址", "企业导师", "企业导师电话"):
        put(lines, student, heading, source[HEADINGS.index(heading)])
    for heading, value in more.items():
        put(lines, student, heading, value)
    return lines


def test_a_transfer_ends_the_one_and_starts_the_next(desk: Desk) -> None:
    desk.take(roster(2))
    lines = move(roster(2), 0, 2, 实习开始时间=date(2026, 2, 2), 保险单号="PZ2026000001")
    preview = desk.preview(lines)
    assert [line.state for line in preview.lines] == ["changed", "unchanged"]
    shown = changes(preview.lines)[2]
    assert shown["enterprise"] == ("苏州甲精密机械有限公司", "昆山丙自动化科技有限公司")
    assert shown["start"] == (None, "2026-02-02")
    desk.rosters.import_roster(preview)
    old, new = desk.placements()
    assert (old["end"], old["status"]) == ("2026-02-01", "transferred")
    assert (new["start"], new["end"], new["status"]) == ("2026-02-02", "2026-05-01", "active")
    assert desk.name_of("contact", new["mentor"]) == "周可"
    assert new["teacher"] == old["teacher"]
    assert counts(desk.preview(lines)) == (0, 0, 2, 0)


def test_a_transfer_without_a_new_start_is_made_today(desk: Desk) -> None:
    desk.take(roster(2))
    lines = move(roster(2), 0, 2)
    preview = desk.preview(lines)
    assert codes(preview) == [(2, "enterprise", "transfer_today")]
    assert changes(preview.lines)[2]["enterprise"] == ("苏州甲精密机械有限公司", "昆山丙自动化科技有限公司")
    desk.rosters.import_roster(preview)
    old, new = desk.placements()
    assert (old["end"], new["start"]) == ("2026-03-15", "2026-03-16")
    assert counts(desk.preview(lines)) == (0, 0, 2, 0)


def test_a_list_from_before_the_transfer_changes_nothing_back(desk: Desk) -> None:
    desk.take(roster(2))
    desk.take(move(roster(2), 0, 2, 实习开始时间=date(2026, 2, 2)))
    assert counts(desk.preview(roster(2))) == (0, 0, 2, 0)


def test_a_placement_that_has_not_begun_is_put_right(desk: Desk) -> None:
    ahead = put(roster(1), 0, "实习开始时间", date(2026, 4, 1))
    desk.take(ahead)
    assert desk.placements()[0]["status"] == "planned"
    desk.take(move(put(roster(1), 0, "实习开始时间", date(2026, 4, 1)), 0, 2))
    (placement,) = desk.placements()
    assert desk.name_of("enterprise", placement["enterprise"]) == "昆山丙自动化科技有限公司"
    assert desk.name_of("contact", placement["mentor"]) == "周可"


def test_a_placement_without_a_start(desk: Desk) -> None:
    lines = [["学号", "姓名", "实习单位"], ["001", "张伟", "甲公司"], ["002", "李娜", ""]]
    preview = desk.preview(lines)
    assert codes(preview) == [(2, "start", "start_assumed")]
    desk.rosters.import_roster(preview)
    assert [p["start"] for p in desk.records("placement")] == ["2026-03-16"]
    assert counts(desk.preview(lines)) == (0, 0, 2, 0)


def test_a_batch_gives_its_start(desk: Desk) -> None:
    batch, _ = desk.services.records.put("batch", {"name": "2026届", "start": "2025-11-01"})
    desk.take([["学号", "姓名", "实习单位"], ["001", "张伟", "甲公司"]], batch=batch)
    (placement,) = desk.records("placement")
    assert (placement["start"], placement["batch"]) == ("2025-11-01", batch)


def test_posts_without_an_enterprise_are_counted_and_said(desk: Desk) -> None:
    preview = desk.preview([["学号", "姓名", "岗位"], ["001", "张伟", "装配"], ["002", "李娜", "质检"]])
    assert codes(preview) == [(1, "enterprise", "no_enterprise")]
    assert "2" in preview.problems[0].message.zh


def test_an_ended_placement_is_known_again(desk: Desk) -> None:
    desk.take(roster(1))
    desk.services.placements.end(desk.placements()[0]["id"], "2026-03-01", status="returned")
    assert counts(desk.preview(roster(1))) == (0, 0, 1, 0)


def test_a_new_end_before_the_known_start_is_left_out(desk: Desk) -> None:
    desk.take(roster(1))
    preview = desk.preview([["学号", "实习结束时间"], ["023000000", date(2025, 1, 1)]])
    assert codes(preview) == [(2, "end", "end_before_start")]
    assert counts(preview) == (0, 0, 1, 0)


def test_a_new_insurance_number(desk: Desk) -> None:
    desk.take(roster(1))
    preview = desk.preview(put(roster(1), 0, "保险单号", "PZ2026999"))
    assert changes(preview.lines) == {2: {"insurance_number": ("PZ2025000000", "PZ2026999")}}
    desk.rosters.import_roster(preview)
    assert [p["number"] for p in desk.records("paper")] == ["PZ2026999"]


def test_old_identity_numbers_can_be_saved(desk: Desk) -> None:
    desk.take(put(roster(1), 0, "身份证号", "510502051003001"))
    assert desk.student()["id_number"] == "510502051003001"


# -- mappings, problems, other input ---------------------------------------------------------------


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
