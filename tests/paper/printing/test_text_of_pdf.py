"""What a PDF says when it is searched, copied from, or taken apart."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from tests.paper.sample_pages import FONT, FOUR, page, pages, sheet
from tests.paper.small_fonts import make_font

from fieldteacher.paper.printing.batch import compose, print_batch
from fieldteacher.paper.printing.documents import PrintOptions
from fieldteacher.paper.printing.embedding import to_unicode_map
from fieldteacher.paper.printing.fonts import FontStack

RARE_NAME = "㛃䶮𬭎𠅤垚"


@pytest.fixture(scope="module")
def fonts() -> FontStack:
    return FontStack(FONT, folders=())


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_rare_names_are_extracted_exactly(fonts: FontStack, tmp_path: Path) -> None:
    pdf = compose([page(name=RARE_NAME)], fonts)
    assert RARE_NAME in text_of(pdf)
    if shutil.which("pdftotext"):
        file = tmp_path / "form.pdf"
        file.write_bytes(pdf)
        shown = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()
        assert RARE_NAME in shown


def test_a_name_from_a_second_font_is_extracted_exactly(tmp_path: Path) -> None:
    rare = "\U0002a6a5"
    chosen = make_font(tmp_path / "chosen.ttf", rare)
    fonts = FontStack(FONT, chosen=(chosen,), folders=())
    assert f"王{rare}满" in text_of(compose([page(name=f"王{rare}满")], fonts)).replace("\n", "")


def test_everything_said_on_the_page_can_be_read(fonts: FontStack) -> None:
    of = sheet(others=(4, 3), department="智能制造学院", stage="mid")
    form = page(of)
    shown = re.sub(r"\s", "", text_of(compose([form], fonts)))
    words = [
        form.student.name, form.student.number, form.student.enterprise, form.student.period, "江南职业技术学院", "考核表（中期）",
        "智能制造学院意见", "企业导师评语", "校内导师评语", "学生自我评价", "（单位公章）", "负责人签字", "占70%", "85.3", "第1页共1页", "不及格",
        f"{form.form_number[:5]}-{form.form_number[5:]}",
    ]  # fmt: skip
    words += [c.name for rater in of.raters for c in rater.criteria] + [r.comment for r in form.ratings]
    words += [c.standard for rater in of.raters for c in rater.criteria]
    assert [word for word in words if re.sub(r"\s", "", word) not in shown] == []


def test_a_blank_form_shows_no_mark(fonts: FontStack) -> None:
    form = page(sheet(8, FOUR))
    filled, blank = (text_of(compose([form], fonts, PrintOptions(blank=blank))) for blank in (False, True))
    assert form.ratings[0].comment in filled.replace("\n", "")
    assert "动手能力" not in blank
    assert "85.3" in filled
    assert "85.3" not in blank
    assert form.student.name in blank


def test_no_code_shows_the_missing_glyph(fonts: FontStack) -> None:
    """Every code of every text operator leads to a real glyph in the embedded font."""
    reader = pypdf.PdfReader(BytesIO(compose([*pages(30), page(name=RARE_NAME)], fonts)))
    streams = [p.get_contents().get_data() for p in reader.pages]  # type: ignore[union-attr]
    xobjects = reader.pages[0]["/Resources"]["/XObject"]  # type: ignore[index]
    streams += [thing.get_object().get_data() for thing in xobjects.values()]  # type: ignore[union-attr]
    glyphs = {
        name: glyph_of_codes(font.get_object()["/DescendantFonts"][0])
        for name, font in reader.pages[0]["/Resources"]["/Font"].items()  # type: ignore[index,union-attr]
    }
    shown = 0
    for stream in streams:
        current = ""
        for font, codes in re.findall(rb"(/F\d+) [\d.]+ Tf|<([0-9A-F]+)>Tj", stream):
            if font:
                current = font.decode()
                continue
            for (code,) in struct.iter_unpack(">H", bytes.fromhex(codes.decode())):
                assert 0 < glyphs[current][0][code] < glyphs[current][1], (current, code)
                shown += 1
    assert shown > 5_000


def glyph_of_codes(font: Any) -> tuple[list[int], int]:
    """The glyph of each code, and how many glyphs the embedded file has."""
    places = [place for (place,) in struct.iter_unpack(">H", font["/CIDToGIDMap"].get_data())]
    file = font["/FontDescriptor"]["/FontFile2"].get_data()
    return places, struct.unpack_from(">H", file, table(file, b"maxp") + 4)[0]


def table(file: bytes, tag: bytes) -> int:
    """Where a table of a TrueType file begins."""
    count = struct.unpack_from(">H", file, 4)[0]
    entries = [struct.unpack_from(">4sLLL", file, 12 + 16 * i) for i in range(count)]
    return next(offset for name, _, offset, _ in entries if name == tag)


def test_widths_are_those_of_the_embedded_glyphs(fonts: FontStack) -> None:
    """What PDF/A asks (ISO 19005-2, 6.2.11.5): the page and the font agree to a thousandth of the size."""
    reader = pypdf.PdfReader(BytesIO(compose(pages(20), fonts)))
    (listed,) = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index,union-attr]
    font = listed.get_object()["/DescendantFonts"][0]
    places, _ = glyph_of_codes(font)
    stated = dict.fromkeys(range(1, len(places)), 1000.0)
    for first, widths in zip(font["/W"][::2], font["/W"][1::2], strict=True):
        stated |= {first + n: float(width) for n, width in enumerate(widths)}
    file = font["/FontDescriptor"]["/FontFile2"].get_data()
    units = struct.unpack_from(">H", file, table(file, b"head") + 18)[0]
    metrics, long = table(file, b"hmtx"), struct.unpack_from(">H", file, table(file, b"hhea") + 34)[0]
    for code, width in stated.items():
        glyph = min(places[code], long - 1)
        assert struct.unpack_from(">H", file, metrics + 4 * glyph)[0] * 1000 / units == pytest.approx(
            width, abs=1
        )
    assert len(stated) > 200


def test_fonts_are_embedded_and_nothing_else_is_named(fonts: FontStack, tmp_path: Path) -> None:
    file = tmp_path / "forms.pdf"
    print_batch(pages(3), fonts, file=file)
    listed = pypdf.PdfReader(file).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for font in listed.values():  # type: ignore[union-attr]
        descriptor = font.get_object()["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/FontFile2" in descriptor
        assert "NotoSansSC-Regular" in descriptor["/FontName"]


def test_metadata_says_nothing_about_people(fonts: FontStack) -> None:
    reader = pypdf.PdfReader(BytesIO(compose([page()], fonts)))
    metadata = {key: str(value) for key, value in (reader.metadata or {}).items() if "Date" not in key}
    assert metadata["/Title"] == "学生岗位实习考核表（期末）"
    assert metadata["/Creator"] == "fieldteacher"
    assert not any(part in "".join(metadata.values()) for part in ("周小满", "2023", "anonymous", "川禾"))


def test_bookmarks_lead_to_each_student(fonts: FontStack) -> None:
    batch = pages(4)
    reader = pypdf.PdfReader(BytesIO(compose(batch, fonts)))
    titles = [(mark["/Title"], reader.get_destination_page_number(mark)) for mark in reader.outline]  # type: ignore[index,arg-type]
    who = [f"{p.student.name} {p.student.number}" for p in batch]
    assert titles == [(name, n) for n, name in enumerate(who)]
    assert reader.page_labels == who


def test_bookmarks_stand_under_their_enterprise(fonts: FontStack) -> None:
    batch = [
        replace(each, group=group) for each, group in zip(pages(3), ("甲厂", "甲厂", "乙厂"), strict=True)
    ]
    first, below, second, last = pypdf.PdfReader(BytesIO(compose(batch, fonts))).outline
    assert [first["/Title"], second["/Title"]] == ["甲厂", "乙厂"]  # type: ignore[index]
    assert [mark["/Title"].split()[0] for mark in below] == [p.student.name for p in batch[:2]]  # type: ignore[index,union-attr]
    assert len(last) == 1  # type: ignore[arg-type]


def test_what_pdf_a_asks_of_a_file(fonts: FontStack) -> None:
    """As far as it can be seen from outside (ISO 19005-2): the two descriptions agree, colours are defined, no author."""
    data = compose(pages(2), fonts)
    reader = pypdf.PdfReader(BytesIO(data))
    root = reader.trailer["/Root"]
    description = root["/Metadata"].get_object()  # type: ignore[index]
    assert "/Filter" not in description
    xmp = description.get_data().decode()  # type: ignore[union-attr]
    assert "<pdfaid:part>2<" in xmp
    assert f"{reader.metadata.title}</rdf:li>" in xmp  # type: ignore[union-attr]
    made = reader.metadata.creation_date  # type: ignore[union-attr]
    assert f"<xmp:CreateDate>{made:%Y-%m-%dT%H:%M:%SZ}<" in xmp
    (intent,) = root["/OutputIntents"]  # type: ignore[index]
    assert intent["/DestOutputProfile"].get_data()[36:40] == b"acsp"
    assert not {"/Author", "/Subject", "/Keywords"} & set(reader.metadata or {})
    assert reader.trailer["/ID"]
    assert b"\nendstream" in data
    assert not re.search(rb"[^\n]endstream", data)
    assert data.startswith(b"%PDF-1.7\n%")
    assert min(data[10:14]) > 127


def test_blocks_of_a_map_are_short_and_in_utf_16() -> None:
    text = to_unicode_map("F", [*range(0x4E00, 0x4E00 + 250), 0x2CB4E])
    assert [int(n) for n in re.findall(r"(\d+) beginbfchar", text)] == [100, 100, 51]
    assert "<00FB> <D872DF4E>" in text
    assert "<0000> <" not in text.replace("<0000> <FFFF>", "")
