"""Printing evaluation forms: which students, under which scheme, with which marks; and what was printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.rules.finding import Finding
from fieldteacher.domain.text import Language, Text
from fieldteacher.paper import preview as pictures
from fieldteacher.paper.preview import PagePicture
from fieldteacher.paper.printing.batch import compose, preflight, print_batch
from fieldteacher.paper.printing.documents import MissingGlyph, Printed, PrintOptions, Progress
from fieldteacher.paper.printing.evaluation import EvaluationPage, Rating, Stage
from fieldteacher.paper.printing.fonts import FontStack
from fieldteacher.services.evaluation_pages import EvaluationPages
from fieldteacher.services.forms.offers import EVALUATION
from fieldteacher.services.forms.ordering import Order, group_of, in_order
from fieldteacher.services.forms.service import FormService
from fieldteacher.services.forms.template_folder import TemplateFolder
from fieldteacher.services.logo import choose_logo
from fieldteacher.services.print_runs import PrintRuns, RunNote
from fieldteacher.services.schemes import SchemeService, freeze
from fieldteacher.store.database import Store
from fieldteacher.store.queries import evaluations as queries
from fieldteacher.store.queries.evaluations import RatedPlacement

__all__ = [
    "MissingGlyph",
    "PagePicture",
    "PrintJob",
    "PrintOptions",
    "Printed",
    "PrintedForms",
    "PrintingService",
    "RunNote",
    "Selection",
]

FONT_SETTING = "font_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Whose forms: those of all students, or of those that every given condition fits."""

    students: tuple[str, ...] = ()
    enterprise: str | None = None
    enterprises: tuple[str, ...] = ()
    batch: str | None = None
    class_name: str | None = None
    order: Order = "enterprise"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """The pages to print, in the order of the selection, and what each is about."""

    pages: Sequence[EvaluationPage]
    people: Sequence[RatedPlacement]
    stage: Stage
    schemes: Mapping[str, str]
    """Placement to scheme."""

    def only(self, places: Sequence[int]) -> PrintJob:
        """Only the forms at these places, from 0."""
        return replace(
            self,
            pages=[self.pages[place] for place in places],
            people=[self.people[place] for place in places],
        )


@dataclass(frozen=True, slots=True)
class PrintedForms:
    """What was printed, and the records of the forms issued."""

    printed: Printed
    changes: ChangeSet


class PrintingService:
    """The verbs on printing. ``resources`` is the folder with the bundled font; ``findings`` tells
    what the rules find; ``templates`` is the college's folder of them."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        resources: Path,
        findings: Callable[[], Sequence[Finding]] = lambda: (),
        templates: TemplateFolder | None = None,
    ) -> None:
        self.templates = templates or TemplateFolder()
        """The college's own wording and layout of forms."""
        self._store = store
        self._clock = clock
        self._bundled = resources / "fonts" / "NotoSansSC-Regular.ttf"
        self._fonts: tuple[str | None, FontStack] | None = None
        self.runs = PrintRuns(store, clock)
        """What was printed when."""
        self.forms = FormService(store, clock, self.fonts, findings, self.templates)
        """The forms that flow over pages."""

    def job(
        self,
        selection: Selection,
        *,
        stage: Stage = "final",
        scheme: str | None = None,
        language: Language = "zh_CN",
        for_school: bool = False,
    ) -> PrintJob:
        """The pages of a selection. The scheme is the one given, else the batch's, else the default one.

        ``for_school`` leaves out what comes after the enterprise's marks: the sheet on which the college writes its own.

        Raises ``UserError``: nobody is placed (``print.nobody``), there is no scheme (``print.no_scheme``), or a file
        of the college's templates cannot be used (``form_template``).
        """
        reader = self._store.read()
        people = queries.rated_placements(
            reader, students=selection.students, enterprise=selection.enterprise, batch=selection.batch,
            class_name=selection.class_name,
        )  # fmt: skip
        firms = set(selection.enterprises)
        people = in_order((who for who in people if not firms or who.enterprise in firms), selection.order)
        if not people:
            raise UserError(
                "print.nobody",
                Text("所选范围内没有已安排实习的学生。", "No placed student is within the selection."),
            )
        default = None if scheme else self._default_scheme()
        chosen = {who.placement: scheme or who.scheme or default for who in people}
        if None in chosen.values():
            raise UserError(
                "print.no_scheme",
                Text(
                    "还没有考核方案，请先选用或新建一个。",
                    "There is no evaluation scheme yet; please choose or make one.",
                ),
            )
        schemes = {placement: str(found) for placement, found in chosen.items()}
        template = self.templates.of(EVALUATION)
        logo = self.forms.logo() if template.logo else None
        drawn = {
            id: EvaluationPages(reader, id, stage, language, template, logo) for id in set(schemes.values())
        }
        pages = [
            replace(drawn[schemes[who.placement]].page(who), group=group_of(who, selection.order))
            for who in people
        ]
        if for_school:
            pages = [_first_rater_only(page) for page in pages]
        return PrintJob(pages, people, stage, schemes)

    def missing_glyphs(self, job: PrintJob, *, blank: bool = False) -> list[MissingGlyph]:
        """Every character of the batch that no font can show, with its place."""
        return preflight(job.pages, self.fonts(), blank=blank)

    def print_forms(
        self,
        job: PrintJob,
        *,
        file: Path | None = None,
        folder: Path | None = None,
        options: PrintOptions | None = None,
        personal_names: bool = False,
        note: RunNote | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> PrintedForms:
        """Print a job into one ``file`` or a ``folder`` with one file each, and record the forms issued.

        With a ``note`` the run is noted too, in the same save.
        File names say nothing about people unless ``personal_names``. Raises what ``print_batch`` raises;
        then nothing was printed and nothing recorded.
        """
        options = options or PrintOptions()
        by_number = {page.form_number: who for page, who in zip(job.pages, job.people, strict=True)}
        names = (lambda page: _file_name(by_number[page.form_number])) if personal_names else None
        printed = print_batch(
            job.pages, self.fonts(), file=file, folder=folder, options=options, names=names, progress=progress,
            cancelled=cancelled,
        )  # fmt: skip
        if options.draft or self._store.read_only:
            return PrintedForms(printed, self.runs.keep(EVALUATION, printed, note) if note else ChangeSet())
        try:
            return PrintedForms(printed, self._record(job, options, printed, note))
        except BaseException:
            for path in printed.files:
                path.unlink(missing_ok=True)
            raise

    def preview(
        self,
        job: PrintJob,
        options: PrintOptions | None = None,
        *,
        cancelled: Callable[[], bool] | None = None,
    ) -> bytes:
        """The PDF of a job as bytes, for looking at; nothing is recorded. Raises ``Cancelled``."""
        return compose(job.pages, self.fonts(), options, cancelled)

    def issued(self) -> Sequence[queries.IssuedRow]:
        """Every form that was printed, the latest first."""
        return queries.issued(self._store.read())

    @staticmethod
    def picture(pdf: Path | bytes, page: int, width: int, *, grey: bool = False) -> pictures.PagePicture:
        """Page ``page`` (from 0) of a PDF, ``width`` pixels wide: RGBA bytes, or one byte of ``grey`` a pixel."""
        return pictures.render(pdf, page, width, grey=grey)

    @staticmethod
    def page_count(pdf: Path | bytes) -> int:
        """How many pages a PDF has."""
        return pictures.page_count(pdf)

    def fonts(self) -> FontStack:
        """The fonts to print with: bundled, the file chosen in the settings, then the system's."""
        chosen = self._store.read().setting(FONT_SETTING)
        if self._fonts is None or self._fonts[0] != chosen:
            self._fonts = (chosen, FontStack(self._bundled, chosen=(Path(chosen),) if chosen else ()))
        return self._fonts[1]

    def choose_logo(self, file: Path | None) -> ChangeSet:
        """Take a picture for the college's logo, or with ``None`` do without one; raises what ``choose_logo`` raises."""
        return choose_logo(self._store, self._clock, file)

    def choose_font(self, file: Path | None) -> None:
        """Choose a font file for characters the bundled font lacks. Raises ``UserError`` where it is none."""
        if file is not None:
            FontStack(self._bundled, chosen=(file,))
        self._store.keep_settings({FONT_SETTING: str(file) if file else None})

    def _default_scheme(self) -> str | None:
        found = SchemeService(self._store, self._clock).default()
        return found.id if found else None

    def _record(
        self, job: PrintJob, options: PrintOptions, printed: Printed, note: RunNote | None
    ) -> ChangeSet:
        today = self._clock.today().isoformat()
        label = Text("打印考核表（{n} 份）", "print evaluation forms ({n})").fill(n=len(job.pages))
        with self._store.write(label, purpose="print") as txn:
            for scheme in sorted(set(job.schemes.values())):
                freeze(txn, scheme, today)  # what a tick on paper means must not change any more
            for page, who in zip(job.pages, job.people, strict=True):
                txn.create(
                    "issued_form",
                    {
                        "placement": who.placement,
                        "scheme": job.schemes[who.placement],
                        "stage": job.stage,
                        "rater": page.sheet.raters[0].key,
                        "form_number": page.form_number,
                        "layout": page.sheet.layout.code,
                        "printed_on": today,
                        "blank": options.blank,
                        "checksum": None if options.blank else page.checksum,
                    },
                )
            if note:
                self.runs.keep_in(txn, EVALUATION, printed, note)
        return txn.changes


def _first_rater_only(page: EvaluationPage) -> EvaluationPage:
    """The page with the first rater's marks alone, for the others to write theirs by hand."""
    others = tuple(Rating() for _ in page.ratings[1:])
    return replace(page, ratings=(*page.ratings[:1], *others), overall=None, grade="")


def _file_name(who: RatedPlacement) -> str:
    """A name the office can file: number and name, without what file systems refuse."""
    return "".join(c if c.isalnum() or c in "·-" else "_" for c in f"{who.student_number}_{who.name}")
