"""The forms of what was recorded: visits, talks, incidents, papers, what to know before a visit."""

from __future__ import annotations

import contextlib
import re

import pypdf
import pypdfium2
import pytest
from tests.services.forms.conftest import ALL, SECRET, Office, pages_of, text_of

from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.services.forms.offers import OFFERS
from fieldteacher.services.forms.registry import FORM_KINDS
from fieldteacher.services.forms.selection import FormSelection
from fieldteacher.services.printing import PrintOptions

FLOWING = [offer.key for offer in OFFERS]


def test_every_form_that_is_offered_can_be_made() -> None:
    assert [kind.offer for kind in FORM_KINDS] == list(OFFERS)
    assert all(kind.offer.blank == (kind.blank is not None) for kind in FORM_KINDS)
    assert all(kind.offer.files == (kind.files is not None) for kind in FORM_KINDS)


def test_a_visit_says_all_that_was_recorded(office: Office) -> None:
    shown = office.text("visit", FormSelection(ids=(office.ids["visit"],)))
    for words in (
        "示例职业技术学院", "苏州甲厂有限公司", "2026年03月10日", "张老师、李书记", "人事赵六", "师徒一对一，每周集中培训一次。",
        "夜班安排过多。", "周小满", "王𬭎", "工作：按时上下班。", "问题和困难：想家。", "取消学生夜班", "2026年03月20日",
        "学校走访人员", "企业盖章处", "第1页共",
    ):  # fmt: skip
        assert words in shown, words


def test_a_question_nobody_asked_is_ticked_as_not_asked(office: Office) -> None:
    """One tick in each line, by the place of the unseen “√”: R10 under yes, R15 under no, the others right of both."""
    printed = office.printed("visit", FormSelection(ids=(office.ids["visit"],)))
    document = pypdfium2.PdfDocument(printed.files[0])
    text = document[0].get_textpage()
    places = [n for n in range(text.count_chars()) if text.get_text_range(n, 1) == "√"]
    boxes = sorted((text.get_charbox(n) for n in places), key=lambda box: -box[1])
    ticks = [box[0] for box in boxes]
    document.close()
    yes, no, not_asked = sorted({round(x) for x in ticks})
    assert [round(x) for x in ticks] == [not_asked, yes, *[not_asked] * 4, no, not_asked]


def test_a_visit_shows_photos_only_when_asked(office: Office) -> None:
    one = FormSelection(ids=(office.ids["visit"],))

    def pictures(photos: bool) -> int:
        file = office.printed("visit", one, photos=photos).files[0]
        return sum(len(page.images) for page in pypdf.PdfReader(file).pages)

    assert (pictures(False), pictures(True)) == (0, 1)
    assert "装配线" in office.text("visit", one, photos=True)


@pytest.mark.parametrize("form", FLOWING)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_private_note_is_on_no_form(office: Office, form: str, language: str) -> None:
    for selection in (ALL, FormSelection(since="2026-01-01"), FormSelection(students=(office.ids["s2"],))):
        with contextlib.suppress(UserError):  # there is nothing of it
            assert SECRET not in office.text(form, selection, language=language, photos=True)
    if form == "talk":
        assert SECRET not in office.text(form, FormSelection(ids=(office.ids["talk"],)))


def test_talks_one_by_one_of_a_student_and_of_a_period(office: Office) -> None:
    single = office.text("talk", FormSelection(ids=(office.ids["talk"],)))
    assert "学生谈心谈话记录表" in single
    assert "王𬭎" in single
    assert "想家。" in single
    office.put(
        "talk",
        {"student": office.ids["s2"], "talked_on": "2026-03-15", "way": "phone", "living": "换了宿舍。"},
    )
    series = office.text("talk", FormSelection(students=(office.ids["s2"],)))
    assert series.index("第1次2026年03月10日") < series.index("第2次2026年03月15日电话")
    register = office.text("talk", FormSelection(since="2026-03-01", until="2026-03-12"))
    assert "谈心谈话登记表" in register
    assert "共2次" in register
    assert "周小满" in register
    assert "换了宿舍" not in register


def test_an_incident_says_who_was_told_how_long_after(office: Office) -> None:
    shown = office.text("incident")
    for words in (
        "机械创伤", "2026年03月12日14:05", "2026年03月12日14:20", "二号车间", "清理切屑时划伤。", "左手食指缝两针。", "周小满",
        "周大满13800000000", "11分钟", "2小时10分", "值班室",
    ):  # fmt: skip
        assert words in shown, words
    assert office.text("incident", FormSelection(students=(office.ids["s1"],))) == shown
    with pytest.raises(UserError):
        office.text("incident", FormSelection(students=(office.ids["s3"],)))


def test_papers_of_an_enterprise_or_a_class(office: Office) -> None:
    printed = office.printed("papers")
    assert printed.forms == 2
    first = next(page for page in pages_of(printed.files[0]) if "周小满" in page)
    assert "√2026-02-20" in first
    assert "缺" in first
    assert "0/2" in first
    assert "实习责任保险（缺）" in first
    assert "三方协议（缺）、知情同意书（缺）" in first  # of 王𬭎
    whole = office.printed("papers", FormSelection(class_name="机电2301班"))
    assert whole.forms == 1
    shown = text_of(whole.files[0])
    assert "机电2301班" in shown
    assert all(name in shown for name in ("周小满", "王𬭎", "吴春分", "乙厂"))


def test_before_a_visit(office: Office) -> None:
    shown = office.text("previsit", FormSelection(enterprises=(office.ids["a"],)))
    for words in (
        "星湖街1号", "0512-67000001", "钱师傅", "13900000001", "周小满", "03-10", "夜班安排过多。", "取消学生夜班", "上次：是",
        "2026年03月20日", "合规检查发现", "没有三方协议", "现场记录",
    ):  # fmt: skip
        assert words in shown, words
    assert "吴春分" not in shown
    assert office.printed("previsit").forms == 2


def test_a_finding_of_the_college_s_own_rules_has_no_code_on_paper(office: Office) -> None:
    office.put("student", {"phone": "13800000000"}, record=office.ids["s1"])
    shown = office.text("previsit", FormSelection(enterprises=(office.ids["a"],)))
    assert "校内" in shown
    assert not re.search(r"[a-z]_[a-z]", shown)


@pytest.mark.parametrize("form", [offer.key for offer in OFFERS if offer.blank])
def test_a_blank_form_has_headings_and_no_records(office: Office, form: str) -> None:
    printed = office.printed(form, blank=True)
    shown = text_of(printed.files[0])
    assert printed.forms == 1
    assert "示例职业技术学院" in shown
    assert not any(words in shown for words in ("周小满", "夜班安排过多", "划伤", "√"))
    headed = office.printed(form, FormSelection(enterprises=(office.ids["a"],)), blank=True)
    assert headed.forms == (2 if form == "talk" else 1)


def test_a_blank_visit_of_an_enterprise_has_its_students(office: Office) -> None:
    shown = office.text("visit", FormSelection(enterprises=(office.ids["a"],)), blank=True)
    assert "苏州甲厂有限公司" in shown
    assert "王𬭎" in shown
    assert "师徒" not in shown


def test_a_form_that_has_no_blank_says_so(office: Office) -> None:
    with pytest.raises(UserError) as refused:
        office.text("archive", blank=True)
    assert refused.value.code == "print.no_blank"


def test_nothing_to_print_and_unknown_records_are_told(office: Office) -> None:
    with pytest.raises(UserError) as nothing:
        office.text("visit", FormSelection(since="2027-01-01"))
    assert nothing.value.code == "print.nobody"
    with pytest.raises(NotFound):
        office.text("visit", FormSelection(ids=("no-such-visit",)))
    with pytest.raises(NotFound):
        office.text("novel")


def test_a_missing_character_names_the_visit_and_its_field(office: Office) -> None:
    office.put("visit", {"received_by": "王\ue815"}, office.ids["visit"])
    forms = office.services.printing.forms
    job = forms.job("visit", FormSelection(ids=(office.ids["visit"],)))
    (found,) = forms.missing_glyphs(job)
    assert found.where.zh == "苏州甲厂有限公司 2026-03-10 · 接待人"
    with pytest.raises(UserError) as refused:
        forms.print_forms(job, file=office.folder / "no.pdf")
    assert refused.value.code == "print.missing_glyphs"
    assert not (office.folder / "no.pdf").exists()


def test_file_names_speak_of_nobody_unless_asked(office: Office) -> None:
    forms = office.services.printing.forms
    job = forms.job("talk", FormSelection(students=(office.ids["s1"], office.ids["s2"])))
    plain = forms.print_forms(job, folder=office.folder / "plain").files
    assert [file.name for file in plain] == ["talk-0001.pdf", "talk-0002.pdf"]
    named = forms.print_forms(job, folder=office.folder / "named", personal_names=True).files
    assert [file.name for file in named] == ["230101_周小满.pdf", "230102_王𬭎.pdf"]


def test_a_draft_says_so_on_every_page(office: Office) -> None:
    forms = office.services.printing.forms
    file = office.folder / "draft.pdf"
    forms.print_forms(forms.job("visit", ALL), file=file, options=PrintOptions(draft=True))
    assert all("草稿" in page for page in pages_of(file))


def test_english_forms_have_no_chinese_words_of_ours(office: Office) -> None:
    """What people typed stays as it is; labels, heads and choices are English."""
    typed = set(
        "苏州甲厂有限公司示例职业技术学院星湖街号张老师李书记人事赵六师徒一对每周集中培训次夜班安排过多按时上下想家"
    )
    typed |= set("取消学生周小满王𬭎机电班装配线，。、")
    shown = office.text("visit", FormSelection(ids=(office.ids["visit"],)), language="en")
    ours = {c for c in shown if re.match(r"[\u4e00-\u9fff]", c)} - typed
    assert ours == set()
    assert "Questionson" in shown
