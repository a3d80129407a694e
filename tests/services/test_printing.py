"""Printing from the store: whose forms, what stands on them, and the record of each form issued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from fieldteacher.bootstrap import create_services
from fieldteacher.domain.clock import Clock, Ids
from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.domain.scoring import Missing
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.evaluations import Mark
from fieldteacher.services.forms.ordering import Order
from fieldteacher.services.printing import PrintOptions, Selection
from fieldteacher.services.signing import Sheet

NAMES = ("周小满", "吴春分", "郑谷雨", "王𬭎")


@pytest.fixture
def services(tmp_path: Path, clock: Clock, ids: Ids) -> Iterator[Services]:
    made = create_services(
        tmp_path / "store", name="张老师", college="江南职业技术学院", clock=clock, ids=ids
    )
    scheme, _ = made.schemes.add_ready("general_70_30", "岗位实习考核")
    made.schemes.choose(scheme)
    with made.store.write(Text("造测试数据", "make test data")) as txn:
        firms = [txn.create("enterprise", {"name": name}) for name in ("乙厂", "甲厂")]
        for number, name in enumerate(NAMES):
            student = txn.create(
                "student",
                {"student_number": f"20230{4 - number}", "name": name, "sex": "女", "class_name": "机电2301"},
            )
            txn.create(
                "placement",
                {
                    "student": student,
                    "enterprise": firms[number % 2],
                    "post": "装配",
                    "start": "2026-03-02",
                    "status": "active",
                },
            )
    yield made
    made.close()


def text_of(file: Path) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(file).pages]


def test_all_forms_sorted_by_enterprise_and_number(services: Services, tmp_path: Path) -> None:
    job = services.printing.job(Selection())
    file = tmp_path / "forms.pdf"
    done = services.printing.print_forms(job, file=file)
    order = [next(name for name in NAMES if name in text) for text in text_of(file)]
    by_enterprise = {"乙厂": ["郑谷雨", "周小满"], "甲厂": ["王𬭎", "吴春分"]}
    assert order == [name for firm in sorted(by_enterprise) for name in by_enterprise[firm]]
    assert done.printed.forms == 4
    assert {kind for kind, _ in done.changes.created} == {"issued_form"}
    total, issued = services.records.list("issued_form")
    assert total == 4
    assert {row["form_number"] for row in issued} == {page.form_number for page in job.pages}
    assert {row["layout"] for row in issued} == {job.pages[0].sheet.layout.code}
    assert not any(row["blank"] for row in issued)


def test_a_missing_rater_is_named_with_the_reason(services: Services, tmp_path: Path) -> None:
    scheme = services.schemes.default()
    assert scheme is not None
    placement = services.printing.job(Selection()).people[0].placement
    marks = [
        Mark(placement, c.id, c.full_marks * 9 // 10) for c in scheme.criteria if c.rater == "enterprise"
    ]
    services.evaluations.set_marks(scheme.id, "final", marks)
    services.signing.state_missing(
        scheme.id,
        "final",
        [Sheet(placement, "school")],
        by="教务处",
        reason="带队教师离职",
        counts_as=Missing.REWEIGH,
    )
    job = services.printing.job(Selection())
    assert (job.pages[0].overall, job.pages[0].grade) == (900, "优")
    file = tmp_path / "form.pdf"
    services.printing.print_forms(job, file=file)
    assert "缺评：带队教师离职" in text_of(file)[0]


def test_marks_totals_and_grade_stand_on_the_form(services: Services, tmp_path: Path) -> None:
    scheme = services.schemes.default()
    assert scheme is not None
    job = services.printing.job(Selection())
    placement = job.people[0].placement
    marks = [Mark(placement, c.id, c.full_marks * 9 // 10) for c in scheme.criteria]
    services.evaluations.set_marks(scheme.id, "final", marks)
    services.evaluations.set_comment(scheme.id, "final", placement, "enterprise", "进步很大，建议留用。")
    page = services.printing.job(Selection(students=(job.people[0].student,))).pages[0]
    assert page.overall == 900
    assert [rating.total for rating in page.ratings] == [900, 900]
    assert set(page.ratings[0].levels) == {0}
    file = tmp_path / "form.pdf"
    services.printing.print_forms(
        services.printing.job(Selection(students=(job.people[0].student,))), file=file
    )
    (shown,) = text_of(file)
    assert "进步很大，建议留用。" in shown
    assert page.grade in shown
    blank = tmp_path / "blank.pdf"
    services.printing.print_forms(job, file=blank, options=PrintOptions(blank=True))
    assert not any("进步" in text for text in text_of(blank))


def test_a_part_of_the_students(services: Services) -> None:
    everyone = services.printing.job(Selection()).people
    firm = everyone[0].enterprise
    assert len(services.printing.job(Selection(enterprise=firm)).pages) == 2
    with pytest.raises(UserError) as refusal:
        services.printing.job(Selection(class_name="没有这个班"))
    assert refusal.value.code == "print.nobody"


def test_one_file_each_says_nothing_about_people_unless_asked(services: Services, tmp_path: Path) -> None:
    job = services.printing.job(Selection())
    plain = services.printing.print_forms(job, folder=tmp_path / "plain").printed.files
    assert sorted(path.stem for path in plain) == sorted(page.form_number for page in job.pages)
    again = services.printing.job(Selection())
    named = services.printing.print_forms(again, folder=tmp_path / "named", personal_names=True).printed.files
    assert "202304_周小满.pdf" in {path.name for path in named}


def test_a_draft_is_not_a_form_issued(services: Services, tmp_path: Path) -> None:
    job = services.printing.job(Selection())
    done = services.printing.print_forms(job, file=tmp_path / "draft.pdf", options=PrintOptions(draft=True))
    assert not done.changes
    assert services.records.list("issued_form")[0] == 0


def test_a_cancelled_print_issues_nothing(services: Services, tmp_path: Path) -> None:
    job = services.printing.job(Selection())
    with pytest.raises(Cancelled):
        services.printing.print_forms(job, file=tmp_path / "forms.pdf", cancelled=lambda: True)
    assert services.records.list("issued_form")[0] == 0
    assert not (tmp_path / "forms.pdf").exists()


def test_the_preview_shows_the_pages_and_records_nothing(services: Services) -> None:
    pdf = services.printing.preview(services.printing.job(Selection()))
    assert services.printing.page_count(pdf) == 4
    picture = services.printing.picture(pdf, 3, 300)
    assert (picture.width, len(picture.rgba)) == (300, 300 * picture.height * 4)
    assert services.records.list("issued_form")[0] == 0


def test_a_font_of_ones_own_must_be_a_font(services: Services, tmp_path: Path) -> None:
    wrong = tmp_path / "font.ttf"
    wrong.write_bytes(b"no font")
    with pytest.raises(UserError) as refusal:
        services.printing.choose_font(wrong)
    assert refusal.value.code == "font.unusable"
    services.printing.choose_font(None)
    assert services.printing.missing_glyphs(services.printing.job(Selection())) == []


def test_the_sheet_for_the_school_shows_the_enterprise_s_marks_alone(
    services: Services, tmp_path: Path
) -> None:
    scheme = services.schemes.default()
    assert scheme is not None
    placement = services.printing.job(Selection()).people[0].placement
    marks = [Mark(placement, c.id, c.full_marks * 9 // 10) for c in scheme.criteria]
    services.evaluations.set_marks(scheme.id, "final", marks)
    job = services.printing.job(Selection(), for_school=True)
    first, school = job.pages[0].ratings
    assert (first.total, school.total, job.pages[0].overall, job.pages[0].grade) == (900, None, None, "")
    assert not any(school.marks)
    services.printing.print_forms(job, file=tmp_path / "school.pdf")
    (row, *_) = [r for r in services.records.list("issued_form")[1] if r["placement"] == placement]
    assert row["checksum"] == job.pages[0].checksum


@pytest.mark.parametrize(
    ("order", "numbers", "groups"),
    [
        ("enterprise", ["202302", "202304", "202301", "202303"], ["乙厂", "乙厂", "甲厂", "甲厂"]),
        ("class_name", ["202301", "202302", "202303", "202304"], ["机电2301"] * 4),
        ("number", ["202301", "202302", "202303", "202304"], [""] * 4),
    ],
)
def test_the_order_for_the_folder(
    services: Services, order: Order, numbers: list[str], groups: list[str]
) -> None:
    job = services.printing.job(Selection(order=order))
    assert [page.student.number for page in job.pages] == numbers
    assert [page.group for page in job.pages] == groups
