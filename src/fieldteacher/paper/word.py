"""A report as a word-processor document (.docx): laid out plainly, or filled into the college's own template.

A template is any .docx with places such as ``{{title}}`` or ``{{overview}}`` in its paragraphs, tables, headers and
footers. A paragraph that holds nothing but a section's place takes that section whole: words, figures, plots and
quotations; a place within a sentence takes words only, in the type of the sentence.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing import output

_PLACE = re.compile(r"\{\{\s*([^{}]{1,60}?)\s*\}\}")
_LARGEST = 64 * 2**20
"""Bytes that a template may come to when it is unpacked."""
_FONT = "宋体"
_WIDTH = Mm(150)
_NOT_STORABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))


@dataclass(frozen=True, slots=True)
class WordSection:
    """One section: its key in templates, heading, paragraphs, figures (words and number), quotations, PNG pictures."""

    key: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    quotations: tuple[str, ...] = ()
    pictures: tuple[tuple[bytes, str], ...] = ()
    """Bytes and caption of each."""


@dataclass(frozen=True, slots=True)
class WordReport:
    """What a document holds. ``values`` are further places of a template: title, college, period and the like."""

    title: str
    under: tuple[str, ...]
    """The lines below the title."""
    sections: tuple[WordSection, ...]
    values: Mapping[str, str]
    foot: str = ""


def write_word(path: Path, report: WordReport, template: Path | None = None) -> tuple[str, ...]:
    """Write a document, plain or into ``template``; returns the places of the template that nothing fills.

    Raises ``InputRefused``: the template is no .docx, is damaged, or has no place of ours; and ``UserError`` where the
    file cannot be written. Either the whole file appears or none.
    """
    document = _opened(template) if template else _plain(report)
    unknown = _fill(document, report, template) if template else ()
    document.core_properties.author = ""
    document.core_properties.title = _clean(report.title)
    content = io.BytesIO()
    document.save(content)
    output.write_file(path, content.getvalue())
    return unknown


# -- plain -------------------------------------------------------------------------------------------------


def _plain(report: WordReport) -> Any:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(28)
    page.top_margin, page.bottom_margin = Mm(30), Mm(26)
    for name in ("Normal", "Title", "Heading 1", "Caption", "Quote"):
        _set_font(document.styles[name])
    document.styles["Normal"].font.size = Pt(12)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(_clean(report.title))
    run.bold, run.font.size = True, Pt(20)
    for line in report.under:
        below = document.add_paragraph(_clean(line))
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for section in report.sections:
        document.add_heading(_clean(section.heading), level=1)
        _add_section(document.add_paragraph, document.add_table, section)
    if report.foot:
        document.add_paragraph()
        last = document.add_paragraph(_clean(report.foot))
        last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return document


def _set_font(style: Any) -> None:
    style.font.name = "Times New Roman"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _FONT)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)


def _add_section(
    add_paragraph: Callable[[str], Paragraph], add_table: Callable[[int, int], Table], section: WordSection
) -> None:
    """The content of a section, through whatever adds paragraphs and tables where it belongs."""
    for words in section.paragraphs:
        _indented(add_paragraph(_clean(words)))
    if section.figures:
        _add_figures(add_table, section.figures)
    for picture, caption in section.pictures:
        paragraph = add_paragraph("")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run().add_picture(io.BytesIO(picture), width=_WIDTH)
        below = add_paragraph(_clean(caption))
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words in section.quotations:
        quoted = add_paragraph(_clean(words))
        quoted.paragraph_format.left_indent = Mm(8)
        for run in quoted.runs:
            run.italic = True


def _add_figures(add_table: Callable[[int, int], Table], figures: Sequence[tuple[str, str]]) -> None:
    """The figures in two pairs a line."""
    table = add_table((len(figures) + 1) // 2, 4)
    table.style = _grid_style(table)
    for number, (words, value) in enumerate(figures):
        line, side = divmod(number, 2)
        cells = table.rows[line].cells
        cells[2 * side].text = _clean(words)
        cells[2 * side + 1].text = _clean(value)
        cells[2 * side + 1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _grid_style(table: Table) -> Any:
    styles = table.part.document.styles  # type: ignore[attr-defined]
    return next((style for style in styles if style.name == "Table Grid"), None)


def _indented(paragraph: Paragraph) -> None:
    """Two characters, as Chinese offices begin a paragraph."""
    paragraph.paragraph_format.first_line_indent = Pt(24)
    paragraph.paragraph_format.line_spacing = 1.5


# -- template ----------------------------------------------------------------------------------------------


def _opened(template: Path) -> Any:
    try:
        with zipfile.ZipFile(template) as archive:
            whole = sum(each.file_size for each in archive.infolist())
        if whole > _LARGEST:
            raise InputRefused(
                "template_too_large",
                Text("模板“{f}”太大。", "The template “{f}” is too large.").fill(f=template.name),
            )
        return Document(str(template))
    except InputRefused:
        raise
    except Exception as error:
        raise InputRefused(
            "bad_template",
            Text(
                "“{f}”不是可以读取的 Word 文档（.docx）。",
                "“{f}” is no Word document (.docx) that can be read.",
            ).fill(f=template.name),
        ) from error


def _fill(document: Any, report: WordReport, template: Path) -> tuple[str, ...]:
    sections = {key: each for each in report.sections for key in (each.key, each.heading)}
    values = {
        **report.values,
        "title": report.title,
        **{key: "\n".join(each.paragraphs) for key, each in sections.items()},
    }
    unknown: dict[str, None] = {}
    found = 0
    for paragraph in list(_paragraphs(document)):
        places = _PLACE.findall(paragraph.text)
        if not places:
            continue
        alone = _PLACE.fullmatch(paragraph.text.strip())
        if alone and alone[1] in sections:
            _take_whole(paragraph, sections[alone[1]])
            found += 1
            continue
        known = [place for place in places if place in values]
        unknown |= dict.fromkeys(place for place in places if place not in values)
        if known:
            found += len(known)
            _replace(paragraph, values)
    if not found:
        raise InputRefused(
            "template_without_places",
            Text(
                "模板“{f}”中没有可填写的位置，如 {{{{title}}}}、{{{{overview}}}}。",
                "The template “{f}” has no place to fill, such as {{{{title}}}} or {{{{overview}}}}.",
            ).fill(f=template.name),
        )
    return tuple(unknown)


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    """Every paragraph of the body, of tables within tables, and of headers and footers."""

    def within(holder: Any) -> Iterator[Paragraph]:
        yield from holder.paragraphs
        for table in holder.tables:
            seen = set()
            for row in table.rows:
                for cell in row.cells:
                    if cell._tc not in seen:  # a merged cell is met once for each of its places
                        seen.add(cell._tc)
                        yield from within(cell)

    yield from within(document)
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                yield from within(part)


def _replace(paragraph: Paragraph, values: Mapping[str, str]) -> None:
    """Put words in the places; the type is that of the run in which the place begins."""
    while match := next((m for m in _PLACE.finditer(paragraph.text) if m[1] in values), None):
        start, end, position, first = match.start(), match.end(), 0, True
        for run in paragraph.runs:
            length = len(run.text)
            low, high = max(start - position, 0), min(end - position, length)
            position += length
            if low >= high:
                continue
            words = _clean(values[match[1]]).replace("{{", "{ {") if first else ""
            run.text = run.text[:low] + words + run.text[high:]
            first = False
        if first:  # the place lies in a link or a field, whose words are no runs of the paragraph
            return


def _take_whole(paragraph: Paragraph, section: WordSection) -> None:
    """Put a whole section where the paragraph stands."""
    at: Any = paragraph._p
    style = paragraph.style

    def add_paragraph(words: str) -> Paragraph:
        nonlocal at
        made = Paragraph(at.makeelement(qn("w:p")), paragraph._parent)
        at.addnext(made._p)
        at = made._p
        made.style = style
        if words:
            made.add_run(words)
        return made

    def add_table(rows: int, columns: int) -> Table:
        nonlocal at
        table: Table = paragraph.part.document.add_table(rows, columns)  # type: ignore[attr-defined]
        at.addnext(table._tbl)
        at = table._tbl
        return table

    _add_section(add_paragraph, add_table, section)
    if at.tag == qn("w:tbl"):
        add_paragraph("")  # a cell may not end with a table
    paragraph._p.getparent().remove(paragraph._p)


def _clean(words: str) -> str:
    """Without what a document cannot carry."""
    return words.translate(_NOT_STORABLE).encode("utf-8", "replace").decode("utf-8")
