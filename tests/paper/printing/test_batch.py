"""Printing many forms: checked first, written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from tests.paper.sample_pages import FONT, FOUR, criteria, page, pages, sheet

from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.paper.printing import output
from fieldteacher.paper.printing.batch import compose, preflight, print_batch
from fieldteacher.paper.printing.documents import PrintOptions
from fieldteacher.paper.printing.evaluation import Criterion, EvaluationSheet, Rater, Rating, tenths
from fieldteacher.paper.printing.fonts import FontStack

RARE = "\U0002a6a5"


@pytest.fixture(scope="module")
def fonts() -> FontStack:
    return FontStack(FONT, folders=())


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(UserError) as refusal:
        action()
    assert refusal.value.text.zh
    assert refusal.value.text.en
    return refusal.value.code


def test_one_page_a_student(fonts: FontStack, tmp_path: Path) -> None:
    file = tmp_path / "forms.pdf"
    steps: list[tuple[int, int]] = []
    printed = print_batch(pages(12), fonts, file=file, progress=lambda *step: steps.append(step))
    assert (printed.files, printed.pages, printed.forms) == ((file,), 12, 12)
    assert (printed.missing_glyphs, printed.warnings) == ((), ())
    assert len(pypdf.PdfReader(file).pages) == 12
    assert steps == [(n, 12) for n in range(1, 13)]
    assert list(tmp_path.iterdir()) == [file]


def test_a_student_s_form_is_one_page_of_one_in_whatever_pile_it_is_printed(
    fonts: FontStack, tmp_path: Path
) -> None:
    file = tmp_path / "forms.pdf"
    print_batch(pages(3), fonts, file=file)
    for each in pypdf.PdfReader(file).pages:
        assert "第1页共1页" in re.sub(r"\s", "", each.extract_text())


def test_an_english_form_has_room_for_the_date(fonts: FontStack, tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    print_batch([page(sheet(bands=("A", "B", "C", "D"), others=(4,), language="en"))], fonts, file=file)
    assert pypdf.PdfReader(file).pages[0].extract_text().count("Date: ____________") == 3


def test_one_file_a_student_named_by_its_number(fonts: FontStack, tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    batch = pages(3)
    printed = print_batch(batch, fonts, folder=folder)
    assert [path.name for path in printed.files] == [f"{p.form_number}.pdf" for p in batch]
    assert sorted(folder.iterdir()) == sorted(printed.files)
    assert not any(p.student.name in path.name for p in batch for path in printed.files)
    assert [len(pypdf.PdfReader(path).pages) for path in printed.files] == [1, 1, 1]


def test_other_names_are_given_on_request(fonts: FontStack, tmp_path: Path) -> None:
    printed = print_batch(pages(2), fonts, folder=tmp_path, names=lambda p: p.student.number)
    assert [path.name for path in printed.files] == ["202300000001.pdf", "202300000002.pdf"]


def test_two_forms_of_one_name_do_not_share_a_file(fonts: FontStack, tmp_path: Path) -> None:
    printed = print_batch(pages(3), fonts, folder=tmp_path, names=lambda p: p.student.name)
    assert [path.name for path in printed.files] == ["周小满.pdf", "周小满 (2).pdf", "周小满 (3).pdf"]


@pytest.mark.parametrize("others", [(), (0,), (3,), (5,), (10,), (14,), (1, 1), (5, 5), (8, 6)])
@pytest.mark.parametrize("rows", [1, 3, 6, 10])
def test_schemes_of_all_sizes_stand_on_one_page(fonts: FontStack, rows: int, others: tuple[int, ...]) -> None:
    pdf = compose([page(sheet(rows, FOUR, others))], fonts)
    assert pdf.count(b"/Type/Page/") == 1


def test_the_english_form(fonts: FontStack, tmp_path: Path) -> None:
    of = sheet(
        bands=("Excellent", "Good", "Medium", "Pass", "Fail"),
        others=(4, 3),
        language="en",
        college="A College",
    )
    file = tmp_path / "form.pdf"
    print_batch([page(of)], fonts, file=file)
    assert "Placement Evaluation Form (final)" in pypdf.PdfReader(file).pages[0].extract_text()


def test_standards_of_like_length_have_one_size(fonts: FontStack) -> None:
    lengths = (12, 23, 24, 25, 26, 60)
    standards = [chr(0x4E00 + n) * length for n, length in enumerate(lengths)]
    of = sheet(len(lengths), FOUR)
    rater = replace(
        of.raters[0],
        criteria=tuple(replace(c, standard=s) for c, s in zip(of.raters[0].criteria, standards, strict=True)),
    )
    sizes: dict[str, set[float]] = {}

    def see(text: str, _: object, matrix: list[float], font: object, size: float) -> None:
        for each in standards:
            if each[0] * 6 in text:
                sizes.setdefault(each[0], set()).add(size)

    pdf = compose([page(replace(of, raters=(rater, *of.raters[1:])))], fonts)
    pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=see)
    assert len(sizes) == len(lengths)
    assert len(set.union(*sizes.values())) == 1


def test_a_draft_says_so(fonts: FontStack) -> None:
    of = sheet(language="en", bands=("A", "B", "C", "D"))
    plain, draft = (compose([page(of)], fonts, PrintOptions(draft=draft)) for draft in (False, True))
    assert b"DRAFT" not in plain
    assert len(draft) > len(plain)


def test_missing_characters_stop_the_whole_batch(fonts: FontStack, tmp_path: Path) -> None:
    batch = [*pages(2), page(name=f"王{RARE}", seed=9)]
    batch[0] = replace(batch[0], ratings=(Rating(comment="见\ue000"), *batch[0].ratings[1:]))
    found = preflight(batch, fonts)
    assert [(m.character, m.code, m.where.zh) for m in found] == [
        ("\ue000", "U+E000", "周小满 202300000001 · 企业导师评语"),
        (RARE, "U+2A6A5", f"王{RARE} 202300000009 · 姓名"),
    ]
    with pytest.raises(UserError) as refusal:
        print_batch(batch, fonts, file=tmp_path / "forms.pdf")
    assert refusal.value.code == "print.missing_glyphs"
    assert "U+2A6A5" in refusal.value.text.zh
    assert list(tmp_path.iterdir()) == []


def test_a_missing_character_may_be_left_to_the_pen(fonts: FontStack, tmp_path: Path) -> None:
    file = tmp_path / "forms.pdf"
    printed = print_batch(
        [page(name=f"王{RARE}满")], fonts, file=file, options=PrintOptions(placeholders=True)
    )
    assert [m.character for m in printed.missing_glyphs] == [RARE]
    assert "手写" in printed.warnings[0].zh
    assert "王□满" in pypdf.PdfReader(file).pages[0].extract_text()


def test_a_blank_form_needs_no_characters_of_its_comments(fonts: FontStack) -> None:
    form = replace(page(), ratings=(Rating(comment=RARE),))
    assert preflight([form], fonts, blank=True) == []
    assert len(preflight([form], fonts)) == 1


def test_missing_characters_of_the_scheme_are_found_once(fonts: FontStack) -> None:
    found = preflight(pages(3, sheet(college=f"{RARE}学院")), fonts)
    assert [(m.character, m.where.zh) for m in found] == [(RARE, "考核方案")]


def test_long_texts_shrink_and_are_never_cut(fonts: FontStack, tmp_path: Path) -> None:
    long = {
        "name": "阿卜杜热合曼·买买提艾力", "enterprise": "无锡先岭智能装备股份有限公司苏州工业园区星湖街第二分公司（精密制造事业部）",
        "post": "表面贴装技术生产线设备维护与保养实习技术员", "class_name": "机电一体化技术2301班（现代学徒制试点）",
        "major": "新能源汽车检测与维修技术（智能网联方向）",
    }  # fmt: skip
    of = sheet(others=(5, 5), college="泸州市江阳区某某高级职业技术学院（示范性中等职业教育集团联合体）")
    of = replace(
        of, raters=(Rater("enterprise", 70, criteria(10, "按岗位要求完成任务，" * 12)), *of.raters[1:])
    )
    form = page(of, **long)
    form = replace(form, ratings=tuple(replace(r, comment="工作认真负责，" * 40) for r in form.ratings))
    file = tmp_path / "form.pdf"
    print_batch([form], fonts, file=file)
    shown = pypdf.PdfReader(file).pages[0].extract_text()
    shown = re.sub(r"\s", "", shown)
    assert [value for value in long.values() if value not in shown] == []
    assert shown.count("工作认真负责，") == 120
    assert shown.count("按岗位要求完成任务，") == 120


def test_a_text_that_cannot_fit_is_refused_by_name(fonts: FontStack, tmp_path: Path) -> None:
    form = page()
    form = replace(form, ratings=(replace(form.ratings[0], comment="工作认真负责，" * 400),))
    with pytest.raises(UserError) as refusal:
        print_batch([page(seed=2), form], fonts, file=tmp_path / "forms.pdf")
    assert refusal.value.code == "print.too_long"
    assert "周小满 202300000001" in refusal.value.text.zh
    assert list(tmp_path.iterdir()) == []
    scheme = sheet(college="江南" * 400)
    assert code_of(lambda: compose([page(scheme)], fonts)) == "print.too_long"


def test_a_scheme_that_does_not_go_on_the_form_is_refused(fonts: FontStack) -> None:
    assert code_of(lambda: sheet(11)) == "print.too_many_criteria"
    assert code_of(lambda: sheet(3, ("合格",))) == "print.bad_bands"
    assert code_of(lambda: sheet(3, tuple("一二三四五六"))) == "print.bad_bands"
    assert code_of(lambda: EvaluationSheet("学院", (), FOUR)) == "print.no_criteria"
    assert code_of(lambda: sheet(0)) == "print.no_criteria"
    crowded = sheet(10, FOUR, (40,))
    assert code_of(lambda: compose([page(crowded)], fonts)) == "print.too_many_criteria"


def test_nothing_to_print_is_refused(fonts: FontStack, tmp_path: Path) -> None:
    assert code_of(lambda: print_batch([], fonts, file=tmp_path / "a.pdf")) == "print.nothing"
    with pytest.raises(ValueError):
        print_batch([page()], fonts)


@pytest.mark.parametrize("split", [False, True])
def test_a_cancelled_run_leaves_nothing(fonts: FontStack, tmp_path: Path, split: bool) -> None:
    done: list[int] = []
    target = {"folder": tmp_path / "forms"} if split else {"file": tmp_path / "forms.pdf"}
    with pytest.raises(Cancelled):
        print_batch(
            pages(5), fonts, progress=lambda n, of: done.append(n), cancelled=lambda: len(done) == 3, **target
        )
    assert done == [1, 2, 3]
    assert list(tmp_path.iterdir()) == []


def test_an_old_file_stays_until_the_new_one_is_whole(
    fonts: FontStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "forms.pdf"
    file.write_bytes(b"old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(output.Path, "replace", full)
    with pytest.raises(UserError) as refusal:
        print_batch([page()], fonts, file=file)
    assert refusal.value.code == "print.cannot_write"
    assert "磁盘空间不足" in refusal.value.text.zh
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_failure_half_way_into_a_folder_takes_the_others_back(
    fonts: FontStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, moved = Path.replace, []

    def fails_at_third(self: Path, target: Path) -> Path:
        if len(moved) == 2:
            raise PermissionError(errno.EACCES, "open elsewhere")
        moved.append(target)
        return real(self, target)

    monkeypatch.setattr(output.Path, "replace", fails_at_third)
    assert code_of(lambda: print_batch(pages(4), fonts, folder=tmp_path)) == "print.cannot_write"
    assert len(moved) == 2
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_written_are_refused(fonts: FontStack, tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.write_bytes(b"")
    for target in (tmp_path / "none" / "forms.pdf", file / "forms.pdf", tmp_path):
        assert (
            code_of(lambda target=target: print_batch([page()], fonts, file=target)) == "print.cannot_write"
        )
    assert code_of(lambda: print_batch([page()], fonts, folder=file)) == "print.cannot_write"
    assert sorted(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_read_only_folder_is_refused(fonts: FontStack, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        code = code_of(lambda: print_batch([page()], fonts, file=tmp_path / "forms.pdf"))
    finally:
        tmp_path.chmod(0o700)
    assert code == "print.cannot_write"


def test_two_schemes_in_one_batch(fonts: FontStack, tmp_path: Path) -> None:
    file = tmp_path / "forms.pdf"
    print_batch([page(), page(sheet(4, FOUR, (3, 3)), seed=2), page(seed=3)], fonts, file=file)
    texts = [p.extract_text() for p in pypdf.PdfReader(file).pages]
    assert ["不合格" in text for text in texts] == [False, True, False]


def test_a_form_more_costs_little(fonts: FontStack) -> None:
    few, many = len(compose(pages(20), fonts)), len(compose(pages(120), fonts))
    assert (many - few) / 100 < 3000


def test_the_checksum_goes_with_the_marks() -> None:
    form = page()
    assert form.checksum == page().checksum
    assert form.checksum != replace(form, overall=854).checksum
    assert form.checksum != replace(form, ratings=(replace(form.ratings[0], total=1),)).checksum


def test_marks_are_printed_as_written_on_paper() -> None:
    assert [tenths(v) for v in (None, 0, 5, 900, 925, 1000)] == ["", "0", "0.5", "90", "92.5", "100"]


def test_a_rater_without_criteria_has_a_total_only(fonts: FontStack) -> None:
    raters = (Rater("enterprise", 60, criteria(4)), Rater("school", 40))
    of = EvaluationSheet("江南职业技术学院", raters, FOUR)
    form = page(of)
    assert compose([replace(form, ratings=(form.ratings[0], Rating(total=880)))], fonts)


def test_a_standard_may_be_missing(fonts: FontStack) -> None:
    raters = (Rater("enterprise", 100, (Criterion("态度", "", 1000),)),)
    assert compose([page(EvaluationSheet("学院", raters, FOUR))], fonts)
