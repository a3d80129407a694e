"""The college's folder of templates: what it changes, and one clear sentence for each mistake."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from tests.services.forms.conftest import ALL, Office, pages_of, text_of

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import InputRefused
from fieldteacher.services.forms.offers import OFFERS
from fieldteacher.services.forms.template_files import read_folder, template_of, words_of
from fieldteacher.services.printing import Selection
from fieldteacher.store.blobs import Blobs


@pytest.fixture
def folder(office: Office) -> Path:
    """The folder that the services read."""
    templates = office.services.printing.templates.path
    assert templates is not None
    templates.mkdir(parents=True)
    return templates


def put(folder: Path, name: str, words: str) -> None:
    (folder / name).write_text(f"format = 1\n{words}", encoding="utf-8")


def test_every_form_has_a_number_of_its_own_at_the_foot(office: Office) -> None:
    assert len({offer.number for offer in OFFERS} | {"SX-01"}) == len(OFFERS) + 1
    assert "SX-02走访记录" in office.text("visit")
    assert "SX-05学生名册" in office.text("roster")


def test_number_title_words_and_notes(office: Office, folder: Path) -> None:
    put(
        folder,
        "a.toml",
        """form = "roster"
number = "云职-07"
title = { zh = "花名册", en = "List" }
above = "含个人信息。"
below = { zh = "用后收回。", en = "Hand it back." }
[words]
"学生电话" = "手机"
""",
    )
    text = office.text("roster")
    for words in ("云职-07学生名册", "花名册", "含个人信息。", "用后收回。", "手机"):
        assert words in text, words
    assert "学生电话" not in text
    assert "实习学生名册" not in text
    english = office.text("roster", language="en")
    for words in ("Handitback.", "List", "Phone"):
        assert words in english, words


def test_columns_are_chosen_ordered_and_added(office: Office, folder: Path) -> None:
    put(
        folder,
        "a.toml",
        """form = "roster"
[[table]]
columns = ["姓名", "学号", { new = "签名", width = 40 }]
""",
    )
    first = pages_of(office.printed("roster").files[0])[0]
    assert "姓名学号签名" in first
    assert "监护人" not in first
    assert "NameStudentno.签名" in office.text("roster", language="en")
    assert "姓名学号签名" in office.text("roster", blank=True)


def test_parts_are_left_out(office: Office, folder: Path) -> None:
    put(
        folder,
        "a.toml",
        """form = "roster"
hide = ["单位地址", "企业联系人"]
[show]
signatures = false
college = false
""",
    )
    text = office.text("roster")
    assert "星湖街" not in text
    assert "企业联系人" not in text
    assert "盖章" not in text
    assert "示例职业技术学院" not in text
    assert "Address" not in office.text("roster", language="en")


def test_the_evaluation_form_keeps_its_places(office: Office, folder: Path) -> None:
    services = office.services
    services.schemes.choose(services.schemes.add_ready("general_70_30", "考核")[0])
    plain = services.printing.job(Selection()).pages[0].sheet
    put(
        folder,
        "a.toml",
        """form = "evaluation"
number = "云职-01"
title = "鉴定表"
below = "一式两份。"
[words]
"企业导师评语" = "师傅的话"
""",
    )
    job = services.printing.job(Selection())
    assert job.pages[0].sheet.layout == plain.layout
    services.printing.print_forms(job, file=office.folder / "e.pdf")
    text = text_of(office.folder / "e.pdf")
    for words in ("鉴定表（期末）", "云职-01一式两份。", "师傅的话"):
        assert words in text, words
    assert "企业导师评语" not in text


def test_the_logo_stands_on_every_kind_of_form(office: Office, clock: Clock) -> None:
    picture = io.BytesIO()
    Image.new("RGBA", (300, 300), (200, 0, 0, 128)).save(picture, "PNG")
    services = office.services
    services.schemes.choose(services.schemes.add_ready("general_70_30", "考核")[0])
    college = services.settings.college()
    assert college is not None
    values = {
        "owner": college["id"],
        "name": "logo.png",
        "media_type": "image/png",
        "sha256": Blobs(services.store, clock).put(picture.getvalue()),
    }
    services.settings.set_college({"logo": office.put("attachment", values)})
    services.printing.print_forms(services.printing.job(Selection()), file=office.folder / "e.pdf")
    for file in (
        office.printed("roster").files[0],
        office.printed("archive").files[0],
        office.folder / "e.pdf",
    ):
        first = pypdf.PdfReader(file).pages[0]
        (logo, *_) = first.images
        assert logo.image is not None
        assert logo.image.getpixel((1, 1)) == pytest.approx((228, 128, 128), abs=6)


def test_the_examples_are_in_order_and_change_what_they_say(office: Office, folder: Path) -> None:
    examples = office.services.printing.templates.add_examples()
    assert read_folder(folder) == []
    for file in examples.glob("*.toml"):
        file.rename(folder / file.name)
    read = read_folder(folder)
    assert [each.problem for each in read] == [None] * 3
    assert {each.form for each in read} == {"evaluation", "roster", "visit"}
    assert "岗位实习学生花名册" in office.text("roster")
    assert "实习巡查记录表" in office.text("visit")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('form = "nothing"', "没有表单 nothing"),
        ("", "form 应为文字"),
        ('form = "roster"\ncolour = "red"', "不认识 colour"),
        ('form = "roster"\nnumber = 7', "number 应为文字"),
        ('form = "roster"\nnumber = "' + "长" * 41 + '"', "最多 40 字"),
        ('form = "roster"\ntitle = { zh = "只有中文" }', "应有 zh 和 en"),
        ('form = "roster"\nhide = ["没有这栏"]', "表单上没有“没有这栏”"),
        ('form = "roster"\n[words]\n"没有这句" = "x"', "表单上没有“没有这句”"),
        ('form = "roster"\n[words]\n"{n} 人（女 {m} 人）" = "x"', "表单上没有"),
        ('form = "roster"\n[show]\nlogo = "yes"', "logo 应为 true 或 false"),
        ('form = "roster"\n[show]\nfooter = true', "不认识 footer"),
        ('form = "roster"\n[[table]]\ncolumns = []', "columns 应列出要印的列"),
        ('form = "roster"\n[[table]]\ncolumns = ["身高"]', "表单上没有“身高”"),
        ('form = "roster"\n[[table]]\ncolumns = [{ new = "签名", width = 900 }]', "width 应在 5 到 200 之间"),
        ('form = "roster"\n[[table]]\ncolumns = [3]', "列应写成"),
        ('form = "roster"\nwords = "x"', "[words] 应为表"),
        ('form = "evaluation"\nhide = ["性别"]', "版面固定，不能用 hide"),
        ('form = "roster"\nabove = "' + "长" * 401 + '"', "最多 400 字"),
        ("form = roster", "不是 TOML"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_the_file(
    office: Office, folder: Path, words: str, said: str
) -> None:
    put(folder, "错.toml", words)
    with pytest.raises(InputRefused) as refused:
        template_of(folder, read_folder(folder)[0].form or "visit")
    sentence = refused.value.text.zh
    assert said in sentence
    assert sentence.startswith("表单模板 错.toml 不能用：")
    assert sentence.count("。") == 1


def test_a_mistake_in_one_form_s_file_does_not_stop_the_others(office: Office, folder: Path) -> None:
    put(folder, "a.toml", 'form = "roster"\nnumber = 7')
    assert office.text("visit")
    with pytest.raises(InputRefused, match="form_template"):
        office.printed("roster")
    put(folder, "b.toml", "form = roster")
    with pytest.raises(InputRefused, match=r"b\.toml"):
        office.printed("visit")


def test_two_files_for_one_form_are_refused(office: Office, folder: Path) -> None:
    put(folder, "a.toml", 'form = "roster"')
    put(folder, "b.toml", 'form = "roster"')
    assert template_of(folder.parent / "none", "roster") == template_of(folder.parent / "none", "visit")
    with pytest.raises(InputRefused, match=r"a\.toml"):
        office.printed("roster")


@pytest.mark.parametrize("form", ["evaluation", *(offer.key for offer in OFFERS)])
def test_every_form_has_words_that_can_be_named(form: str) -> None:
    assert len(words_of(form)) > 10
    assert not any("{" in words for words in words_of(form))


def test_a_character_of_a_template_that_no_font_has_is_found_before_printing(
    office: Office, folder: Path
) -> None:
    put(folder, "a.toml", 'form = "roster"\nabove = "坏\ue815字"')
    job = office.services.printing.forms.job("roster", ALL)
    assert {m.character for m in office.services.printing.forms.missing_glyphs(job)} == {"\ue815"}
