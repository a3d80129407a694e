"""Print many pages: check all of them first, then write one file, or one file a student."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.domain.text import Text, same
from fieldteacher.paper.layout import form_number
from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing import output, words
from fieldteacher.paper.printing.arrangement import INFO_LABELS
from fieldteacher.paper.printing.content import Content, DocumentText
from fieldteacher.paper.printing.documents import (
    GlyphsMissing,
    MissingGlyph,
    Printed,
    PrintOptions,
    Progress,
    lost_letters,
    warning,
)
from fieldteacher.paper.printing.evaluation import EvaluationPage, EvaluationSheet
from fieldteacher.paper.printing.flow.pictures import LOGO_DOTS, fitting
from fieldteacher.paper.printing.fonts import FontStack
from fieldteacher.paper.printing.form import Form
from fieldteacher.paper.printing.form_drawing import draw_form
from fieldteacher.paper.printing.page_drawing import draw_page, student_values
from fieldteacher.paper.printing.pdf_file import Outline, PdfFile
from fieldteacher.paper.printing.typesetting import DoesNotFit


def preflight(
    pages: Sequence[EvaluationPage], fonts: FontStack, *, blank: bool = False
) -> list[MissingGlyph]:
    """Every character in the whole batch that cannot be printed, each with each of its places."""
    missing: list[MissingGlyph] = []
    seen_sheets: set[EvaluationSheet] = set()
    fine: set[str] = set()

    def look(text: str, where: Callable[[], Text]) -> None:
        if text in fine:
            return
        lacking = fonts.missing(text)
        if lacking:
            missing.extend(MissingGlyph(character, where()) for character in lacking)
        else:
            fine.add(text)

    for page in pages:
        if page.sheet not in seen_sheets:
            seen_sheets.add(page.sheet)
            for text in _sheet_texts(page.sheet):
                look(text, lambda: _ON_THE_FORM)
        for value, label in zip(student_values(page.student), INFO_LABELS, strict=True):
            look(value, lambda page=page, label=label: _where(page, label))  # type: ignore[misc]
            missing += lost_letters(label.zh, value, partial(_where, page, label))
        if not blank:
            for rater, rating in zip(page.sheet.raters, page.ratings, strict=False):
                label = words.RATERS[rater.key].comment
                look(rating.comment, lambda page=page, label=label: _where(page, label))  # type: ignore[misc]
            look(page.grade, lambda page=page: _where(page, words.GRADE))  # type: ignore[misc]
    return missing


def print_batch(
    pages: Sequence[EvaluationPage],
    fonts: FontStack,
    *,
    file: Path | None = None,
    folder: Path | None = None,
    options: PrintOptions | None = None,
    names: Callable[[EvaluationPage], str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Printed:
    """Print ``pages`` into one ``file``, or into ``folder`` with one file each.

    Files of a folder are named by the form number, which says nothing about the student; ``names`` gives
    other names (without ``.pdf``) where the person asks for them. Either all files appear or none.

    Raises:
        UserError: ``print.nothing``; ``print.missing_glyphs`` unless ``options.placeholders``;
            ``print.too_long`` for a text that does not fit its place even small; ``print.cannot_write``.
        Cancelled: when ``cancelled`` says so; nothing is left behind.
    """
    if (file is None) == (folder is None):
        raise ValueError("give either a file or a folder")
    if not pages:
        raise UserError("print.nothing", Text("没有要打印的学生。", "There are no students to print."))
    options = options or PrintOptions()
    missing = preflight(pages, fonts, blank=options.blank)
    if missing and not options.placeholders:
        raise GlyphsMissing(missing)
    run = _Run(fonts, options, progress or (lambda done, of: None), cancelled or (lambda: False), len(pages))
    if file is not None:
        data = run.document(pages)
        files = output.write_file(file, data)
    else:
        assert folder is not None
        named = names or (lambda page: page.form_number)
        documents = ((f"{named(page)}.pdf", run.document([page])) for page in pages)
        files = output.write_folder(folder, documents)
    warnings = (warning(missing),) if missing else ()
    starts = tuple(range(len(pages)))
    return Printed(tuple(files), len(pages), len(pages), tuple(missing), warnings, starts)


def compose(
    pages: Sequence[EvaluationPage],
    fonts: FontStack,
    options: PrintOptions | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """The PDF as bytes, for a preview: characters that are missing show as empty boxes. Raises ``Cancelled``."""
    run = _Run(
        fonts, options or PrintOptions(), lambda done, of: None, cancelled or (lambda: False), len(pages)
    )
    return run.document(pages)


@dataclass
class _Run:
    """One call of ``print_batch``."""

    fonts: FontStack
    options: PrintOptions
    progress: Progress
    cancelled: Callable[[], bool]
    total: int
    done: int = 0

    def document(self, pages: Sequence[EvaluationPage]) -> bytes:
        """One PDF of ``pages``."""
        file = PdfFile()
        text = DocumentText(self.fonts, file)
        forms: dict[EvaluationSheet, tuple[str, Form]] = {}
        outline = Outline(file, len({page.group for page in pages}) > 1)
        for page in pages:
            if self.cancelled():
                raise Cancelled
            shared, form = forms.get(page.sheet) or self._begin(file, text, page.sheet, forms)
            content = Content(text)
            try:
                draw_page(content, form, page, 1, 1, self.options.blank)
            except DoesNotFit as problem:
                raise too_long(problem, page) from problem
            outline.entry(page.group, _bookmark(page))
            file.label(_bookmark(page), numbered=False)
            file.add_page(f"{shared}\n{content.operators()}")
            self.done += 1
            self.progress(self.done, self.total)
        return file.data()

    def _begin(
        self,
        file: PdfFile,
        text: DocumentText,
        sheet: EvaluationSheet,
        forms: dict[EvaluationSheet, tuple[str, Form]],
    ) -> tuple[str, Form]:
        """Draw the part that the pages of ``sheet`` share, once."""
        form = Form(sheet)
        if not forms:
            file.title = form.title
        content = Content(text)
        try:
            draw_form(content, form, draft=self.options.draft)
        except DoesNotFit as problem:
            raise too_long(problem, None) from problem
        forms[sheet] = (file.add_form(content.operators(), logo_of(sheet)), form)
        return forms[sheet]


def logo_of(sheet: EvaluationSheet) -> list[tuple[bytes, Rect]]:
    """The logo right of the title, clear of the marks for the camera; nothing where there is none to be read."""
    title = sheet.layout.title
    found = fitting(sheet.logo, Rect(title.right + 3.0, title.y, 20.0, 14.0), LOGO_DOTS)
    return [found] if found else []


_ON_THE_FORM = Text("考核方案", "the scheme")


def _sheet_texts(sheet: EvaluationSheet) -> list[str]:
    own = [said for _, said in sheet.wording]
    texts = [sheet.college, sheet.department, sheet.note, sheet.title, sheet.number, *sheet.bands, *own]
    for rater in sheet.raters:
        for criterion in rater.criteria:
            texts += [criterion.name, criterion.standard]
    return texts


def _bookmark(page: EvaluationPage) -> str:
    return f"{page.student.name} {page.student.number}".strip() or form_number.grouped(page.form_number)


def _where(page: EvaluationPage, label: Text) -> Text:
    plain = Text(label.zh.replace("　", ""), label.en)
    return Text("{who} · {label}", "{who} · {label}").fill(who=same(_bookmark(page)), label=plain)


def too_long(problem: DoesNotFit, page: EvaluationPage | None) -> UserError:
    """The refusal of a text that does not fit its place on an evaluation form (``print.too_long``)."""
    start = problem.text[:16] + ("…" if len(problem.text) > 16 else "")
    return UserError(
        "print.too_long",
        Text(
            "{where}：“{start}”共 {count} 字，一页排不下，请缩短。",
            "{where}: “{start}” ({count} characters) does not fit on the page; please shorten it.",
        ).fill(where=same(_bookmark(page)) if page else _ON_THE_FORM, start=start, count=len(problem.text)),
    )
