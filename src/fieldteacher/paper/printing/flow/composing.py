"""Compose flowing forms into one PDF: lay out, divide among pages, draw, number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fieldteacher.domain.errors import Cancelled
from fieldteacher.domain.text import Text
from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing import words
from fieldteacher.paper.printing.batch import logo_of, too_long
from fieldteacher.paper.printing.content import Content, DocumentText
from fieldteacher.paper.printing.evaluation import EvaluationPage, EvaluationSheet
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Figure,
    FlowForm,
    Heading,
    Passage,
    Signatures,
    Space,
)
from fieldteacher.paper.printing.flow.laying import Layout
from fieldteacher.paper.printing.flow.paging import Page, Paged, paginate
from fieldteacher.paper.printing.flow.pictures import LOGO_DOTS, fitting
from fieldteacher.paper.printing.flow.strips import Group, Setter, Strip, Type
from fieldteacher.paper.printing.flow.surface import OUTER, Surface
from fieldteacher.paper.printing.fonts import FontStack, clean
from fieldteacher.paper.printing.form import Form
from fieldteacher.paper.printing.form_drawing import draw_form
from fieldteacher.paper.printing.page_drawing import draw_page
from fieldteacher.paper.printing.pdf_file import PAGE_SIZE, Outline, PdfFile
from fieldteacher.paper.printing.typesetting import POINTS_PER_MM, DoesNotFit

_LEFT, _RIGHT = 22.0, 18.0
"""The left edge is wider: the office binds there."""
_TOP, _BOTTOM = 17.0, 18.0
_COLLEGE, _TITLE, _UNDER = Type(12, "centre"), Type(18, "centre", bold=True), Type(9)
_FOOT = 8.0
_SIZES = (_FOOT, 7.5, 7.0, 6.5, 6.0)
_APART = 6.0
"""Least room between two texts on one line."""
_LOGO = 15.0
_DRAFT_SIZE = 120
_CONTINUED_ALONE = Text("{title}（续）", "{title} (continued)")
_CONTINUED = Text("{title}　{name}（续）", "{title} – {name} (continued)")

Cancellation = Callable[[], bool]


@dataclass(slots=True)
class Composed:
    """A finished document, and what each of its pages is of."""

    pdf: bytes
    pages: list[str]
    starts: list[int]
    """The page on which each form begins, from 0."""


@dataclass
class Composer:
    """Makes one PDF of forms. ``progress`` is told after each form."""

    fonts: FontStack
    draft: bool = False
    cancelled: Cancellation = lambda: False
    progress: Callable[[], None] = lambda: None

    def document(self, forms: Iterable[FlowForm]) -> Composed:
        """The PDF of ``forms``, one after the other; each counts its own pages. Raises ``Cancelled``."""
        file = PdfFile()
        run = _Document(file, DocumentText(self.fonts, file), Setter(self.fonts), self)
        for form in forms:
            if self.cancelled():
                raise Cancelled
            if not run.pages:
                file.title = form.title
            run.add(form)
            self.progress()
        return Composed(file.data(), run.pages, run.starts)


class _Document:
    """One PDF while it is being made."""

    def __init__(self, file: PdfFile, text: DocumentText, setter: Setter, composer: Composer) -> None:
        self._file, self._text, self._setter, self._composer = file, text, setter, composer
        self._sheets: dict[EvaluationSheet, tuple[str, Form]] = {}
        self._lines, self._level = Outline(file), 0
        self.pages: list[str] = []
        self.starts: list[int] = []

    def add(self, form: FlowForm) -> None:
        """Lay a form out and draw its pages."""
        width, height = _size(form.landscape)
        width, height = width / POINTS_PER_MM, height / POINTS_PER_MM
        layout = Layout(self._setter, _LEFT, width - _LEFT - _RIGHT)
        groups = [layout.group(block) for block in form.blocks]
        for place, block in enumerate(form.blocks[1:], 1):
            _spaced(groups[place], form.blocks[place - 1])
            if isinstance(block, Signatures):
                _kept_with(groups, form.blocks, place)
        paged = paginate([*_head(form, layout), *groups], _TOP, height - _BOTTOM)
        self.starts.append(len(self.pages))
        marks = {name: page for name, (page, _) in paged.marks.items()}
        for number, page in enumerate(paged.pages, 1):
            if self._composer.cancelled():
                raise Cancelled
            self._outline(form, paged, number)
            if page.whole is not None and page.whole.whole is not None:
                self._rated(page.whole.whole, number, len(paged.pages), page.whole.blank)
            else:
                self._page(form, page, (number, len(paged.pages)), marks)
            self.pages.append(form.name)

    def _page(self, form: FlowForm, page: Page, place: tuple[int, int], marks: dict[str, int]) -> None:
        width, height = (each / POINTS_PER_MM for each in _size(form.landscape))
        surface = Surface(Content(self._text), marks)
        if self._composer.draft:
            surface.content.watermark(words.DRAFT.to(form.language), _DRAFT_SIZE, (width / 2, height / 2))
        for placed in page.strips:
            placed.strip.draw(surface, placed.top)
        for frame in page.frames:
            surface.content.frame(Rect(frame.left, frame.top, frame.width, frame.bottom - frame.top), OUTER)
        self._foot(surface, form, place, width, height)
        if (
            place[0] == 1
            and form.logo
            and (logo := fitting(form.logo(), _logo_place(form, width), LOGO_DOTS))
        ):
            surface.images.append(logo)
        self._file.add_page(surface.content.operators(), landscape=form.landscape, pictures=surface.images)

    def _foot(
        self, surface: Surface, form: FlowForm, place: tuple[int, int], width: float, height: float
    ) -> None:
        number, of = place
        right = width - _LEFT - _RIGHT
        page = clean(words.PAGE.fill(page=number, pages=of).to(form.language))
        y = height - 12.5
        length = self._setter.length(page, _FOOT)
        self._fitted(surface, _foot_line(form), y, right - length / POINTS_PER_MM - _APART)
        surface.text(page, length, _LEFT, y, right, 4.0, _FOOT, "right")
        if number > 1:
            shown = _CONTINUED_ALONE if form.name == form.title else _CONTINUED
            running = clean(shown.fill(title=form.title, name=form.name).to(form.language)).replace("\n", " ")
            self._fitted(surface, running, 9.5, right)

    def _fitted(self, surface: Surface, text: str, y: float, width: float) -> None:
        """A grey line at the edge of the page whose box begins at ``y``: smaller, then in several lines that end there."""
        size = next((s for s in _SIZES if self._setter.length(text, s) <= width * POINTS_PER_MM), _SIZES[-1])
        type_ = Type(size, grey=True)
        lines = self._setter.lines(text, width, type_)
        for number, line in enumerate(lines, 1 - len(lines)):
            line(surface, _LEFT, y + number * type_.leading + (4.0 - type_.leading) / 2, width)

    def _rated(self, page: EvaluationPage, number: int, of: int, blank: bool) -> None:
        """An evaluation form; what the students of a sheet share is drawn once. Raises ``UserError`` (``print.too_long``)."""
        content = Content(self._text)
        try:
            shared, form = self._sheets.get(page.sheet) or self._begin(page.sheet)
            draw_page(content, form, page, number, of, blank)
        except DoesNotFit as problem:
            raise too_long(problem, page) from problem
        self._file.add_page(f"{shared}\n{content.operators()}")

    def _begin(self, sheet: EvaluationSheet) -> tuple[str, Form]:
        form, content = Form(sheet), Content(self._text)
        draw_form(content, form, draft=self._composer.draft)
        self._sheets[sheet] = (self._file.add_form(content.operators(), logo_of(sheet)), form)
        return self._sheets[sheet]

    def _outline(self, form: FlowForm, paged: Paged, number: int) -> None:
        if number == 1:
            self._level = self._lines.entry(form.group, form.name)
            self._file.label(f"{form.name} ", numbered=len(paged.pages) > 1)
        for page, title in paged.marks.values():
            if page == number:
                self._file.entry(title, self._level + 1)


def _spaced(group: Group, before: Block) -> None:
    """A heading stands nearer to what it heads than to what lies above; what follows a plot is not its caption."""
    if isinstance(before, Heading):
        group.gap = min(group.gap, 1.0)
    elif isinstance(before, Figure):
        group.gap = max(group.gap, 2.5)


def _kept_with(groups: list[Group], blocks: Sequence[Block], place: int) -> None:
    """Nobody signs a page that holds nothing but a note and the place to sign."""
    for before in range(place - 1, -1, -1):
        groups[before].glue = True
        block = blocks[before]
        if not (isinstance(block, Space) or (isinstance(block, Passage) and block.small)):
            return


def _foot_line(form: FlowForm) -> str:
    return clean(f"{form.number}　{form.code}" if form.number else form.code).replace("\n", " ")


def _logo_place(form: FlowForm, width: float) -> Rect:
    """Left of the title; in the middle above a page that has no heading."""
    if form.headed:
        return Rect(_LEFT, _TOP - 2.0, _LOGO, _LOGO)
    return Rect((width - 2 * _LOGO) / 2 + (_LEFT - _RIGHT) / 2, _TOP + 8.0, 2 * _LOGO, 2 * _LOGO)


def _head(form: FlowForm, layout: Layout) -> list[Group]:
    if not form.headed:
        return []
    strips = layout.lines(form.college, _COLLEGE) if form.college else []
    strips.append(Strip(1.2, lambda surface, top: None))
    strips += layout.lines(form.title, _TITLE)
    strips.append(Strip(2.0, lambda surface, top: None))
    if form.left or form.right:
        strips.append(_under(form, layout))
    for strip in strips:
        strip.glue = True
    return [Group(strips, glue=True)]


def _under(form: FlowForm, layout: Layout) -> Strip:
    wanted = layout.setter.length(clean(form.right), _UNDER.size) / POINTS_PER_MM
    # What is short leaves its room to the other.
    narrow = min(wanted, layout.width / 2)
    wide = layout.width - narrow - (_APART if narrow else 0.0)
    left = layout.setter.lines(form.left, wide, _UNDER)
    right = layout.setter.lines(form.right, narrow, Type(_UNDER.size, "right"))

    def draw(surface: Surface, top: float) -> None:
        for lines, x, width in (
            (left, layout.left, wide),
            (right, layout.left + layout.width - narrow, narrow),
        ):
            for number, line in enumerate(lines):
                line(surface, x, top + number * _UNDER.leading, width)

    return Strip(max(len(left), len(right)) * _UNDER.leading + 0.6, draw)


def _size(landscape: bool) -> tuple[float, float]:
    return PAGE_SIZE[::-1] if landscape else PAGE_SIZE
