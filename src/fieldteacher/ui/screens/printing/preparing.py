"""From what is chosen to pages: made on a reader thread, and printed on a worker's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.forms.ordering import chosen
from fieldteacher.ui.screens.printing.wanted import Offers, Wanted
from fieldteacher.ui.tasks import IsCancelled, Progress, spare_what_is_loaded

if TYPE_CHECKING:
    from fieldteacher.services.app import Services
    from fieldteacher.services.forms.service import FormJob
    from fieldteacher.services.printing import MissingGlyph, PrintedForms, PrintJob

NOBODY = Text("所选范围内没有已安排实习的学生", "No placed student is within the selection")
_NOTHING = Text("没有选择要打印的记录", "Nothing is chosen to be printed")


@dataclass(frozen=True, slots=True)
class Prepared:
    """The pages that are shown and would be printed; a long run shows only its first forms."""

    wanted: Wanted
    job: PrintJob | FormJob
    missing: Sequence[MissingGlyph]
    pdf: bytes
    words: Sequence[str]
    """What each page shown is of."""
    shown: int
    """How many forms are shown."""
    forms: int
    """How many forms would be printed."""

    def print_to(
        self,
        services: Services,
        target: Path,
        *,
        split: bool,
        names: bool,
        placeholders: bool,
        whom: str = "",
        printer: bool = False,
        progress: Progress | None = None,
        cancelled: IsCancelled | None = None,
    ) -> PrintedForms:
        """Print into the file or, with ``split``, the folder ``target``; on a worker thread. The run is noted: ``whom``
        it was for, and whether the file goes on to a ``printer``."""
        from fieldteacher.services.printing import PrintedForms, RunNote

        file, folder = (None, target) if split else (target, None)
        job: Any = self.job
        options = _options(self.wanted, placeholders)
        note = RunNote(
            output="printer" if printer else "folder" if split else "file", whom=whom, blank=self.wanted.blank,
            draft=self.wanted.draft, choices=asdict(self.wanted),
        )  # fmt: skip
        if self.wanted.offer is None:
            return services.printing.print_forms(
                job, file=file, folder=folder, options=options, personal_names=names, note=note, progress=progress,
                cancelled=cancelled,
            )  # fmt: skip
        printed = services.printing.forms.print_forms(
            job, file=file, folder=folder, options=options, personal_names=names, attachments=self.wanted.files,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip
        return PrintedForms(printed, services.printing.runs.keep(self.wanted.form, printed, note))


def prepare(services: Services, asked: Wanted, overtaken: Callable[[], bool]) -> Prepared:
    """The pages of what is wanted, until other pages are; what printing needs is loaded by the first call."""
    wanted = asked
    if asked.scope == "filter":
        wanted = replace(asked, scope="students", value=_students(services, str(asked.value or "")))
    if wanted.nobody and not (wanted.blank and wanted.offer):
        raise UserError("print.nobody", _NOTHING if wanted.offer else NOBODY)
    first = "printing" not in vars(services)
    printing = services.printing
    if first:
        spare_what_is_loaded()
    prepared = (_flowing if wanted.offer else _evaluations)(printing, wanted, overtaken)
    return replace(prepared, wanted=asked)


def _evaluations(printing: Any, wanted: Wanted, overtaken: Callable[[], bool]) -> Prepared:
    from fieldteacher.services.printing import Selection

    whose = {} if wanted.scope == "all" else {wanted.scope: wanted.value}
    selection = Selection(**whose, order=wanted.order)
    job = printing.job(
        selection, stage=wanted.stage, scheme=wanted.scheme, language=wanted.language, for_school=wanted.school
    )  # fmt: skip
    job = job.only(chosen(wanted.only, len(job.pages)))
    missing = printing.missing_glyphs(job, blank=wanted.blank)
    pdf = printing.preview(job, _options(wanted, True), cancelled=overtaken)
    words = [f"{who.name} {who.student_number}" for who in job.people]
    return Prepared(wanted, job, missing, pdf, words, len(words), len(words))


def _flowing(printing: Any, wanted: Wanted, overtaken: Callable[[], bool]) -> Prepared:
    forms, offer = printing.forms, wanted.offer
    assert offer is not None
    job = forms.job(
        wanted.form, wanted.selection, language=wanted.language, blank=wanted.blank and offer.blank, photos=wanted.photos
    )  # fmt: skip
    job = job.only(chosen(wanted.only, len(job.keys)))
    shown = job.first(offer.many)
    # The rest of a long run is looked through before its first page is printed.
    missing = forms.missing_glyphs(shown, overtaken)
    preview = forms.preview(shown, _options(wanted, True), cancelled=overtaken)
    return Prepared(wanted, job, missing, preview.pdf, preview.pages, len(shown.keys), len(job.keys))


def _students(services: Services, words: str) -> tuple[str, ...]:
    """The placed students in whose line of the list every word stands."""
    parts = words.casefold().split()

    def line(row: Any) -> str:
        told = (row.name, row.student_number, row.class_name, row.enterprise_name, row.post, row.major)
        return " ".join(filter(None, told)).casefold()

    rows = (row for row in services.students.rows() if row.placement) if parts else ()
    return tuple(row.id for row in rows if all(part in line(row) for part in parts))


def _options(wanted: Wanted, placeholders: bool) -> Any:
    from fieldteacher.services.printing import PrintOptions

    return PrintOptions(blank=wanted.blank, draft=wanted.draft, placeholders=placeholders)


def offers(services: Services) -> Offers:
    """What there is to choose from, each with how many students it stands for."""
    students = [each for each in services.students.rows() if each.placement]
    classes = Counter(each.class_name for each in students if each.class_name)
    batches = Counter(each["batch"] for each in services.records.list("placement")[1])
    _, known = services.records.list("batch", order=("name",))
    return Offers(
        {
            "enterprise": [
                (each.id, each.name, each.students) for each in services.enterprises.rows() if each.students
            ],
            "class_name": [(name, name, count) for name, count in sorted(classes.items())],
            "batch": [(each["id"], each["name"], batches[each["id"]]) for each in known],
        },
        [(each.id, f"{each.name} v{each.version}") for each in services.schemes.all()],
    )
