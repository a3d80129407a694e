"""Score summaries by class, enterprise and batch; and as a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
import python_calamine
from tests.services.marks import mark_three
from tests.services.park import Park

from fieldteacher.domain.scoring import Missing, SchemeSpec
from fieldteacher.services.score_book import Summary


@pytest.fixture
def marked(park: Park, scheme: SchemeSpec) -> Park:
    """Three students: whole marks; marks without the college, stated missing; none, at another enterprise."""
    mark_three(park, scheme, Missing.REWEIGH)
    return park


def of_class(park: Park, scheme: SchemeSpec) -> Summary:
    return park.services.summaries.book(scheme.id).summary("class", "机电2301")


def test_a_class(marked: Park, scheme: SchemeSpec) -> None:
    found = of_class(marked, scheme)
    assert [(line.who.name, line.result.overall, line.place) for line in found.lines] == [
        ("单丽", None, None), ("李晓明", 865, 1), ("王芳", 700, 2),
    ]  # fmt: skip
    assert found.lines[0].lacking == ("enterprise", "school")
    assert found.lines[2].remarks("zh_CN") == "学校缺评（其余按权重折算）"
    assert found.lines[0].remarks("en") == "lacks enterprise, college"
    group = found.group
    assert (group.students, group.open, group.spread.mean, group.spread.pass_rate) == (3, 1, 783, 1000)


def test_the_groups(marked: Park, scheme: SchemeSpec) -> None:
    book = marked.services.summaries.book(scheme.id)
    assert [(g.title.zh, g.students, g.spread.count) for g in book.groups("enterprise")] == [
        ("昆山乙电子厂", 1, 0), ("苏州甲精密有限公司", 2, 2),
    ]  # fmt: skip
    assert [(g.title.zh, g.students) for g in book.groups("class")] == [("机电2301", 3)]
    assert [(g.title.zh, g.students) for g in book.groups("batch")] == [("无批次", 3)]
    assert [(g.title.en, g.students) for g in book.groups("all")] == [("all", 3)]
    assert book.summary("class", "没有").lines == []


def test_a_workbook_with_identifiers_as_text(marked: Park, scheme: SchemeSpec, tmp_path: Path) -> None:
    file = tmp_path / "汇总.xlsx"
    assert marked.services.summaries.export(of_class(marked, scheme), file) == 3
    rows = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert rows[0][:9] == ["序号", "学号", "姓名", "班级", "企业", "企业 70%", "学校 30%", "总评", "等级"]
    assert rows[2] == [
        2, "230101", "李晓明", "机电2301", "苏州甲精密有限公司", 85, 90, 86.5, "良", "及格", 1, "",
    ]  # fmt: skip
    assert rows[1][5:8] == ["", "", ""]
