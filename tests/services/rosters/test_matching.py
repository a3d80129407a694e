"""Enterprises, mentors and teachers in rosters, and the placements that join them with students."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.services.rosters.desk import Desk, changes, codes, counts
from tests.tabular.rosters import HEADINGS, Lines, put, roster, valid_uscc

from fieldteacher.services.roster_books import firm_key, person_key


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


@pytest.mark.parametrize("known", [False, True])
def test_a_start_that_cannot_be_read_is_not_guessed(desk: Desk, known: bool) -> None:
    lines = put(roster(1), 0, "实习开始时间", "23-11-1")
    if known:
        desk.take(roster(1))
        lines = move(lines, 0, 2)
    preview = desk.preview(lines)
    assert codes(preview) == [(2, "start", "short_year"), (2, "start", "placement_not_taken")]
    desk.rosters.import_roster(preview)
    assert len(desk.records("placement")) == len(desk.placements()) == known


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
