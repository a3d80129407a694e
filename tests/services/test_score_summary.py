"""The printed score summary, read back out of its PDF."""

from __future__ import annotations

import pypdfium2
import pytest
from tests.services.marks import mark_three
from tests.services.park import Park

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import Missing, SchemeSpec
from fieldteacher.services.forms.selection import FormSelection


@pytest.fixture
def marked(park: Park, scheme: SchemeSpec) -> Park:
    """Three students of a class at two enterprises: whole marks, the college missing, none."""
    mark_three(park, scheme, Missing.ZERO)
    return park


def pages(park: Park, language: str = "zh_CN", **wanted: object) -> list[str]:
    """The text of each page of the forms selected."""
    forms = park.services.printing.forms
    job = forms.job("score-summary", FormSelection(**wanted), language=language)  # type: ignore[arg-type]
    pdf = pypdfium2.PdfDocument(forms.preview(job).pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]


def keys(park: Park, **wanted: object) -> list[str | None]:
    selection = FormSelection(**wanted)  # type: ignore[arg-type]
    return [*park.services.printing.forms.job("score-summary", selection).keys]


def test_what_each_selection_prints(marked: Park) -> None:
    assert keys(marked) == ["class:机电2301"]
    assert keys(marked, class_name="机电2301") == ["class:机电2301"]
    assert keys(marked, enterprises=(marked.enterprise,)) == [f"enterprise:{marked.enterprise}"]
    assert keys(marked, students=tuple(marked.students[:1])) == ["all:"]
    both = {"enterprises": (marked.other_enterprise,), "class_name": "机电2301"}
    assert keys(marked, **both) == [f"enterprise:{marked.other_enterprise}"]
    with pytest.raises(UserError):
        keys(marked, enterprises=(marked.enterprise,), class_name="数控2301")
    with pytest.raises(UserError) as error:
        keys(marked, class_name="没有这个班")
    assert error.value.code == "print.nobody"


def test_a_class_on_paper(marked: Park) -> None:
    words = "".join(pages(marked, class_name="机电2301"))
    for each in (
        "岗位实习成绩汇总表", "机电2301", "通用（第1版）", "期末", "企业70%、学校30%", "3人，已出总评2人", "67.8/67.8",
        "230101", "李晓明", "85.0", "90.0", "86.5", "学校缺评（按0分计）", "缺企业、学校评分", "未出总评（1人）：单丽。", "二级学院负责人",
    ):  # fmt: skip
        assert each in words, each


def test_the_heads_come_again_on_every_page(marked: Park, scheme: SchemeSpec) -> None:
    for number in range(60):
        student = marked.add(
            "student", student_number=f"2302{number:02}", name=f"学生{number}", class_name="机电2302"
        )
        marked.place(student)
    found = pages(marked, class_name="机电2302")
    assert len(found) >= 2
    assert all("学号姓名实习单位" in page for page in found[:2])
    assert scheme.name in found[0]
    assert "各等级人数" not in "".join(found)  # nobody has an overall


def test_in_english(marked: Park) -> None:
    words = "".join(pages(marked, "en", enterprises=(marked.enterprise,)))
    assert "ScoreSummaryofPlacements" in words
    assert "collegemissing(countsas0)" in words


def test_without_a_scheme_there_is_nothing_to_sum_up(park: Park) -> None:
    with pytest.raises(UserError) as error:
        keys(park)
    assert error.value.code == "print.no_scheme"


def test_the_scheme_of_the_batch_counts(marked: Park, scheme: SchemeSpec) -> None:
    other, _ = marked.services.schemes.add_ready("hubei_60_40", "湖北")
    marked.services.schemes.choose(other)
    assert "湖北" in pages(marked, class_name="机电2301")[0]
    batch = marked.add("batch", name="2026 春", start="2026-03-01", end="2026-06-30", scheme=scheme.id)
    for placement in marked.placements:
        marked.services.records.put("placement", {"batch": batch}, record=placement)
    assert "通用（第1版）" in pages(marked, class_name="机电2301")[0]
    assert keys(marked, batch=batch) == [f"batch:{batch}"]
