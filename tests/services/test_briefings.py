"""Reports to the leadership: figures that records bear out, quotations without names, what is frozen stays."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from tests.services.park import Park

from fieldteacher.domain.briefing import SECTIONS, Figures, Quotation
from fieldteacher.domain.errors import InputRefused, UserError
from fieldteacher.domain.text import same
from fieldteacher.domain.two_way_choice import Match
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.app import Services
from fieldteacher.services.briefings import BriefingService, Scope
from fieldteacher.store.queries.briefings import COUNTED

SCOPE = Scope(None, "2026-03-01", "2026-03-16")


@pytest.fixture
def briefings(park: Park) -> BriefingService:
    """The service over a park in which a few things have happened."""
    one, two = park.students[:2]
    visit = park.add(
        "visit", enterprise=park.enterprise, visited_on="2026-03-10", training="每周集中培训一次。", satisfaction=4,
        rule_answers={"R09": "yes", "R10": "no"},
    )  # fmt: skip
    park.add("visit", enterprise=park.enterprise, visited_on="2026-02-20", training="早先的话不算。")
    park.add("visit", enterprise=park.other_enterprise, visited_on="2026-03-11")
    park.add(
        "talk", student=one, visit=visit, talked_on="2026-03-10", gains="学会了看图纸。", difficulties="暂无困难",
        satisfaction_environment=5, satisfaction_conditions=4, satisfaction_work=2,
    )  # fmt: skip
    park.add(
        "talk", student=one, talked_on="2026-03-12", gains="学会了看图纸。", difficulties="车间太热，想换岗位。",
        satisfaction_environment=3, satisfaction_conditions=4, satisfaction_work=2,
    )  # fmt: skip
    park.add("talk", student=two, talked_on="2026-02-28", gains="时段之前的话。")
    for day, wish, offer in (("2026-03-02", "leave", "decline"), ("2026-03-14", "stay", "hire")):
        park.add("intention", student=one, asked_on=day, student_wish=wish, enterprise_wish=offer)
    park.add("intention", student=two, asked_on="2026-03-14", student_wish="study", enterprise_wish="hire")
    park.add("promise", about=park.enterprise, what="补发工作服", due_on="2026-03-12", status="open")
    park.add("promise", about=two, what="联系家长", due_on="2026-03-20", status="open")
    park.add("promise", about=one, what="换床位", due_on="2026-03-05", status="done", done_on="2026-03-06")
    park.add("incident", kind="illness", occurred_at="2026-03-09T20:00", students=(two,))
    park.add("incident", kind="fight", occurred_at="2026-03-09T20:00", students=(park.students[2],))
    return park.services.briefings


def numbers(figures: Figures) -> dict[str, int | None]:
    return {figure.key: figure.value for section in figures.sections for figure in section.figures}


def test_the_figures_are_what_the_records_say(briefings: BriefingService) -> None:
    found = numbers(briefings.figures(SCOPE))
    expected = {
        "students": 2, "in_post": 2, "enterprises": 1, "visits": 1, "enterprises_visited": 1, "not_visited": 0,
        "talks": 2, "students_talked": 1, "not_talked": 1, "with_difficulties": 1, "incidents": 1, "incidents_open": 1,
        "promises_open": 2, "promises_overdue": 1, "promises_done": 1, "asked": 2, "want_stay": 1, "want_hire": 2, "matched": 1,
        "satisfaction_environment": 30, "satisfaction_conditions": 40, "satisfaction_work": 20, "enterprise_satisfaction": 40,
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected


def test_each_side_s_last_word_counts_however_the_askings_fell(
    park: Park, briefings: BriefingService
) -> None:
    one, two = park.students[:2]
    ask = park.services.employment.ask
    ask([one], {"student_wish": "undecided"}, "2026-03-15")
    ask([two], {"student_wish": "stay"}, "2026-03-15")
    ask([two], {"enterprise_wish": "not_asked"}, "2026-03-16")
    found = numbers(briefings.figures(SCOPE))
    assert (found["want_stay"], found["want_hire"], found["matched"]) == (1, 2, 1)
    matches = [row.match for row in park.services.employment.rows() if row.id in (one, two)]
    assert matches.count(Match.MUTUAL) == found["matched"]


def test_behind_every_count_stand_as_many_records(briefings: BriefingService) -> None:
    found = numbers(briefings.figures(SCOPE))
    for key, (kind, _) in COUNTED.items():
        names = briefings.names(SCOPE, key)
        assert len({each.id for each in names}) == len(names) == found[key], key
        assert all(each.type == kind and each.title for each in names), key
    assert briefings.names(SCOPE, "enterprise_satisfaction") == []


def test_a_placement_that_ended_before_the_period_does_not_count(
    briefings: BriefingService, park: Park
) -> None:
    park.services.placements.end(park.placements[1], "2026-03-05", status="returned")
    early = numbers(briefings.figures(Scope(None, "2026-03-01", "2026-03-16")))
    late = numbers(briefings.figures(Scope(None, "2026-03-06", "2026-03-16")))
    assert (early["students"], early["in_post"], early["returned"]) == (2, 1, 1)
    assert (late["students"], late["returned"]) == (1, 0)


def test_only_the_students_of_the_batch_count(briefings: BriefingService, park: Park) -> None:
    batch = park.add("batch", name="春季", start="2026-03-01", end="2026-08-31")
    park.services.records.put("placement", {"batch": batch}, record=park.placements[0])
    assert briefings.scope() == Scope(batch, "2026-03-01", "2026-03-16")
    found = numbers(briefings.figures(briefings.scope()))
    assert (found["students"], found["talks"], found["incidents"]) == (1, 2, 0)


def test_quotations_carry_no_names_unless_asked_for(briefings: BriefingService) -> None:
    plain = briefings.offers(SCOPE, "gains")
    assert [(each.words, each.who.zh) for each in plain] == [("学会了看图纸。", "机电2301学生")]
    assert "李晓明" in briefings.offers(SCOPE, "gains", names=True)[0].who.zh
    assert [each.words for each in briefings.offers(SCOPE, "enterprise_view")] == ["每周集中培训一次。"]
    assert briefings.offers(SCOPE, "gains", search="没有这样的话") == []
    assert {each.type for name in SECTIONS for each in briefings.offers(SCOPE, name)} >= {"talk", "visit", "promise"}  # fmt: skip


def test_the_law_and_the_teachers_days_stand_in_it(briefings: BriefingService, park: Park) -> None:
    teacher = park.all("teacher", name="张老师")[0]["id"]
    for first, last in (
        ("2026-03-09", "2026-03-10"),
        ("2026-03-10", "2026-03-11"),
        ("2026-02-01", "2026-02-03"),
    ):
        park.add(
            "practice_entry", teacher=teacher, enterprise=park.enterprise, starts_on=first, ends_on=last, content="跟班学习。"
        )  # fmt: skip
    figures = briefings.figures(SCOPE)
    practice = {f.label.zh: f.shown("zh_CN") for f in figures.section("practice").figures}
    assert practice["张老师"] == "3.0天"
    found = [f for f in park.services.compliance.findings() if f.severity == "error"]
    assert found
    assert numbers(figures)["law_errors"] == len(found)
    park.services.compliance.waive(found[0], "已备案。", "张老师")
    assert numbers(briefings.figures(SCOPE))["law_errors"] == len(found) - 1
    assert "law_errors" not in numbers(briefings.figures(Scope(None, "2026-03-01", "2026-03-15")))


def test_a_report_keeps_its_figures_until_they_are_computed_again(
    briefings: BriefingService, park: Park
) -> None:
    record, _ = briefings.write(SCOPE)
    first = briefings.report(record)
    assert first.figures is not None
    assert "2名学生" in first.record["overview"]
    park.add("visit", enterprise=park.enterprise, visited_on="2026-03-15")
    same_as_before = briefings.report(record).figures
    assert same_as_before == first.figures
    assert numbers(first.figures)["visits"] == 1
    assert len(briefings.names_of(record, "visits")) == 2
    briefings.compute_again(record)
    again = briefings.report(record)
    assert again.figures is not None
    assert numbers(again.figures)["visits"] == 2
    assert again.record["overview"] == first.record["overview"]


def test_a_final_report_stays_as_it_is(briefings: BriefingService, park: Park) -> None:
    record, _ = briefings.write(SCOPE)
    briefings.finish(record)
    for change in (
        lambda: briefings.amend(record, {"gains": "改了"}),
        lambda: briefings.compute_again(record),
        lambda: briefings.amend(record, {}, quotations=()),
    ):
        with pytest.raises(UserError) as error:
            change()
        assert error.value.code == "final"
    briefings.finish(record, final=False)
    briefings.amend(record, {"gains": "改了"})
    assert briefings.report(record).record["gains"] == "改了"
    park.services.records.undo()
    assert briefings.report(record).record["gains"] != "改了"


def test_a_period_must_go_forward(briefings: BriefingService) -> None:
    for since, until in (("2026-03-10", "2026-03-09"), ("someday", "2026-03-09")):
        with pytest.raises(FieldProblem):
            briefings.scope(since=since, until=until)


def written(briefings: BriefingService) -> str:
    record, _ = briefings.write(SCOPE)
    quotation = Quotation("gains", "=学会了\x07看图纸。", same("机电2301学生"), "talk", "t")
    briefings.amend(record, {"difficulties": "第一段。\n第二段。"}, quotations=[quotation])
    return record


def test_a_document_for_word_processors(briefings: BriefingService, tmp_path: Path) -> None:
    record, file = written(briefings), tmp_path / "报告.docx"
    assert briefings.export(record, file) == ()
    document = Document(str(file))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[:2] == ["岗位实习情况汇报", "示例职业技术学院"]
    assert [line[:2] for line in lines if line[1:2] == "、"] == [f"{n}、" for n in "一二三四五六七八"]
    assert "第二段。" in lines
    assert "“=学会了看图纸。”——机电2301学生" in lines
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert cells[cells.index("实习学生") + 1] == "2人"
    assert len(document.inline_shapes) >= 2
    assert document.core_properties.author == ""


def test_a_workbook_holds_numbers_as_numbers_and_words_as_words(
    briefings: BriefingService, tmp_path: Path
) -> None:
    record, file = written(briefings), tmp_path / "a.xlsx"
    briefings.export(record, file)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["汇报", "数据", "引语", "图表"]
    rows = {row[1]: row[2] for row in book["数据"].iter_rows(min_row=4, values_only=True)}
    assert (rows["实习学生"], rows["企业满意度"]) == (2, 4)
    cell = book["引语"]["B4"]
    assert (cell.value, cell.data_type) == ("=学会了看图纸。", "s")
    assert zipfile.ZipFile(file).namelist().count("xl/charts/chart1.xml") == 1


def template(tmp_path: Path, *lines: Any) -> Path:
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for run in (line,) if isinstance(line, str) else line:
            paragraph.add_run(run)
    document.add_table(1, 1).cell(0, 0).text = "{{四、存在问题和困难}}"
    document.sections[0].header.paragraphs[0].text = "{{college}}"
    file = tmp_path / "模板.docx"
    document.save(str(file))
    return file


def test_the_colleges_own_template_is_filled(briefings: BriefingService, tmp_path: Path) -> None:
    file = tmp_path / "out.docx"
    own = template(tmp_path, ("关于", "{{ti", "tle}}（{{period}}）"), "{{gains}}", "签发人：{{signer}}")
    assert briefings.export(written(briefings), file, template=own) == ("signer",)
    document = Document(str(file))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == "关于岗位实习情况汇报（2026-03-01至2026-03-16）"
    assert "“=学会了看图纸。”——机电2301学生" in lines
    assert lines[-1] == "签发人：{{signer}}" or "签发人：{{signer}}" in lines
    inside = [paragraph.text for paragraph in document.tables[-1].cell(0, 0).paragraphs]
    assert "第一段。" in inside
    assert document.sections[0].header.paragraphs[0].text == "示例职业技术学院"


def test_what_is_no_template_is_refused(briefings: BriefingService, tmp_path: Path) -> None:
    record, out = written(briefings), tmp_path / "out.docx"
    broken, empty, bomb = tmp_path / "a.docx", tmp_path / "b.docx", tmp_path / "c.docx"
    broken.write_bytes(b"PK\x03\x04 no document")
    Document().save(str(empty))
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (65 * 2**20))
    for file, code in (
        (broken, "bad_template"), (empty, "template_without_places"), (bomb, "template_too_large"),
        (tmp_path / "none.docx", "bad_template"),
    ):  # fmt: skip
        with pytest.raises(InputRefused) as error:
            briefings.export(record, out, template=file)
        assert error.value.code == code
        assert not out.exists()
    with pytest.raises(InputRefused):
        briefings.export(record, tmp_path / "out.pdf")


def test_an_empty_store_has_a_report_too(services: Services) -> None:
    record, _ = services.briefings.write(services.briefings.scope())
    report = services.briefings.report(record)
    assert report.figures is not None
    assert numbers(report.figures)["students"] == 0
