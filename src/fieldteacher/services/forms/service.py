"""Printing the forms that flow over pages: what a selection asks for, a look at it, and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.rules.finding import Finding
from fieldteacher.domain.text import Language, Text
from fieldteacher.paper.printing.documents import MissingGlyph, Printed, PrintOptions, Progress
from fieldteacher.paper.printing.flow import printing
from fieldteacher.paper.printing.flow.blocks import FlowForm
from fieldteacher.paper.printing.flow.printing import Maker
from fieldteacher.paper.printing.fonts import FontStack
from fieldteacher.services.forms.files import Files
from fieldteacher.services.forms.kind import FormKind
from fieldteacher.services.forms.offers import EVALUATION
from fieldteacher.services.forms.placed import enterprises, placed
from fieldteacher.services.forms.registry import form_kind
from fieldteacher.services.forms.selection import FormSelection
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.template_files import words_of
from fieldteacher.services.forms.template_folder import TemplateFolder
from fieldteacher.services.forms.templates import PLAIN, Dressing, Template, dress
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.database import Store

Cancellation = Callable[[], bool]

_NOTHING = Text("所选范围内没有可打印的{form}。", "The selection holds no {form} to print.")
_HEADED = ("enterprise", "student", "teacher")
"""An empty form may be headed with one of these."""
_NO_BLANK = Text("{form}没有空白表。", "There is no blank {form}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormJob:
    """What is to be printed: a form for each key."""

    kind: FormKind
    keys: Sequence[str | None]
    selection: FormSelection
    language: Language = "zh_CN"
    blank: bool = False
    photos: bool = False
    template: Template = PLAIN

    def only(self, places: Sequence[int]) -> FormJob:
        """Only the forms at these places, from 0."""
        return replace(self, keys=[self.keys[place] for place in places])

    def first(self, count: int) -> FormJob:
        """Only the first forms, for a look at them."""
        return replace(self, keys=self.keys[:count])


@dataclass(frozen=True, slots=True)
class FormPreview:
    """A PDF to look at, and what each of its pages is of."""

    pdf: bytes
    pages: Sequence[str]


class FormService:
    """The verbs on flowing forms. ``findings`` tells what the rules find, ``templates`` is the college's folder."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        fonts: Callable[[], FontStack],
        findings: Callable[[], Sequence[Finding]] = lambda: (),
        templates: TemplateFolder | None = None,
    ) -> None:
        self._store, self._clock, self._fonts, self._findings = store, clock, fonts, findings
        self._templates = templates or TemplateFolder()
        self._files = Files(Blobs(store, clock))

    def job(
        self,
        form: str,
        selection: FormSelection,
        *,
        language: Language = "zh_CN",
        blank: bool = False,
        photos: bool = False,
    ) -> FormJob:
        """The forms that a selection asks for; ``blank`` ones for each enterprise or student selected, else one.

        Raises:
            NotFound: ``print.unknown_form``, or a record that is asked for by its id does not exist.
            UserError: ``print.nobody`` where the selection is empty, ``print.no_blank`` where there is no empty form.
            InputRefused: ``form_template`` where a file of the college's folder cannot be used.
        """
        kind = form_kind(form)
        source = self._source(selection, language)
        keys = _blank_keys(kind, source) if blank else kind.select(source)
        if not keys:
            raise UserError("print.nobody", _NOTHING.fill(form=_in_words(kind)))
        template = self._templates.of(form)
        return FormJob(
            kind=kind, keys=keys, selection=selection, language=language, blank=blank,
            photos=photos and kind.offer.photos, template=template,
        )  # fmt: skip

    def logo(self) -> bytes | None:
        """The college's logo, where there is one on this machine."""
        return self._source(FormSelection(), "zh_CN").logo()

    def missing_glyphs(self, job: FormJob, cancelled: Cancellation = lambda: False) -> list[MissingGlyph]:
        """Every character of the forms that no font can show, with its place. Raises ``Cancelled``."""
        return printing.missing_glyphs((make() for make in self._makers(job)), self._fonts(), cancelled)

    def preview(
        self, job: FormJob, options: PrintOptions | None = None, *, cancelled: Cancellation | None = None
    ) -> FormPreview:
        """The PDF of a job as bytes, for looking at. Raises ``Cancelled``."""
        composed = printing.compose(self._makers(job), self._fonts(), options, cancelled)
        return FormPreview(composed.pdf, composed.pages)

    def print_forms(
        self,
        job: FormJob,
        *,
        file: Path | None = None,
        folder: Path | None = None,
        options: PrintOptions | None = None,
        personal_names: bool = False,
        attachments: bool = True,
        progress: Progress | None = None,
        cancelled: Cancellation | None = None,
    ) -> Printed:
        """Print a job into one ``file``, or a ``folder`` with one file each.

        File names say nothing about people unless ``personal_names``. With ``attachments`` the files behind an
        archive are laid into folders beside it. Raises what ``paper.printing.flow.printing.print_forms``
        raises; then nothing was printed. Where the files cannot be laid, a PDF that took another's place stays.
        """
        before = set(folder.iterdir()) if folder and folder.is_dir() else {file}
        taken = {path for path in before if path and path.exists()}
        printed = printing.print_forms(
            self._makers(job), self._fonts(), file=file, folder=folder, options=options,
            names=partial(self._name, job, personal_names), progress=progress, cancelled=cancelled,
        )  # fmt: skip
        if not attachments or job.kind.files is None or job.blank:
            return printed
        source = self._source(job.selection, job.language)
        try:
            return self._files.lay_beside(
                printed, [job.kind.files(source, str(key)) for key in job.keys], personal=personal_names,
                language_of=source.t, cancelled=cancelled or (lambda: False),
            )  # fmt: skip
        except BaseException:
            for path in set(printed.files) - taken:
                path.unlink(missing_ok=True)
            raise

    def _name(self, job: FormJob, personal: bool, number: int) -> str:
        key, namer = job.keys[number], job.kind.file_name
        plain = f"{job.kind.offer.key}-{number + 1:04}"
        if not personal or key is None or job.blank or namer is None:
            return plain
        return namer(self._source(job.selection, job.language), key) or plain

    def _makers(self, job: FormJob) -> list[Maker]:
        """Made on the thread that prints, which has its own view of the store."""
        source = self._source(job.selection, job.language, job.photos, job.template)
        logo = cache(source.logo)
        dressing = Dressing(job.template, job.kind.offer.number, job.language, logo)
        english = words_of(job.kind.offer.key)
        make = job.kind.blank if job.blank else job.kind.make
        assert make is not None

        def dressed(key: Any) -> FlowForm:
            return dress(make(source, key), dressing, english)

        return [partial(dressed, key) for key in job.keys]

    def _source(
        self,
        selection: FormSelection,
        language: Language,
        photos: bool = False,
        template: Template = PLAIN,
    ) -> Source:
        return Source(
            template=template,
            reader=self._store.read(), today=self._clock.today(), language=language, wanted=selection, photos=photos,
            file_of=self._files.get, findings=self._findings, evaluation_template=lambda: self._templates.of(EVALUATION),
        )  # fmt: skip


def _blank_keys(kind: FormKind, source: Source) -> Sequence[str | None]:
    if kind.blank is None:
        raise UserError("print.no_blank", _NO_BLANK.fill(form=_in_words(kind)))
    if source.wanted.ids and kind.offer.about in _HEADED:
        return list(source.wanted.ids)
    if not (source.wanted.enterprises or source.wanted.of_people):
        return [None]
    if kind.blank_about == "enterprises":
        return enterprises(source)
    return [who.student for who in placed(source)]


def _in_words(kind: FormKind) -> Text:
    label = kind.offer.label
    return Text(label.zh, label.en[:1].lower() + label.en[1:])
