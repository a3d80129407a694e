"""Print flowing forms: look through all of them first, then write one file, or one file each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.domain.text import Text, same
from fieldteacher.paper.printing import output
from fieldteacher.paper.printing.documents import (
    GlyphsMissing,
    MissingGlyph,
    Printed,
    PrintOptions,
    Progress,
    lost_letters,
    warning,
)
from fieldteacher.paper.printing.flow.blocks import FlowForm, texts
from fieldteacher.paper.printing.flow.composing import Composed, Composer
from fieldteacher.paper.printing.fonts import FontStack

Maker = Callable[[], FlowForm]
"""Makes one form when it is its turn, so that not all of them are held at once."""

_WHERE = Text("{name} · {label}", "{name} · {label}")


def missing_glyphs(
    forms: Iterable[FlowForm], fonts: FontStack, cancelled: Callable[[], bool] = lambda: False
) -> list[MissingGlyph]:
    """Every character of the forms that no font can show, each with each of its places. Raises ``Cancelled``."""
    missing: list[MissingGlyph] = []
    fine: set[str] = set()
    for form in forms:
        if cancelled():
            raise Cancelled
        for label, text in texts(form):
            where = partial(_where, form, label)
            missing += lost_letters(label, text, where)
            if text in fine:
                continue
            lacking = fonts.missing(text)
            if not lacking:
                fine.add(text)
            elif label != form.title or text != form.name:
                missing += [MissingGlyph(character, where()) for character in lacking]
        if len(fine) > 50_000:
            fine.clear()
    return missing


def _where(form: FlowForm, label: str) -> Text:
    return _WHERE.fill(name=same(form.name), label=same(label.replace("　", "")))


def print_forms(
    makers: Sequence[Maker],
    fonts: FontStack,
    *,
    file: Path | None = None,
    folder: Path | None = None,
    options: PrintOptions | None = None,
    names: Callable[[int], str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Printed:
    """Print the forms into one ``file``, or into ``folder`` with one file each.

    Files of a folder are numbered; ``names`` gives other names (without ``.pdf``). Progress counts every
    form twice: looked through, and drawn. Either all files appear or none.

    Raises:
        UserError: ``print.nothing``; ``print.missing_glyphs`` unless ``options.placeholders``;
            ``print.cannot_write``.
        Cancelled: when ``cancelled`` says so; nothing is left behind.
    """
    if (file is None) == (folder is None):
        raise ValueError("give either a file or a folder")
    if not makers:
        raise UserError("print.nothing", Text("没有要打印的内容。", "There is nothing to print."))
    options, stop = options or PrintOptions(), cancelled or (lambda: False)
    tell = _Steps(progress, 2 * len(makers))
    missing = missing_glyphs(_told((make() for make in makers), tell), fonts, stop)
    if missing and not options.placeholders:
        raise GlyphsMissing(missing)
    composer = Composer(fonts, options.draft, stop, tell)
    count = 0
    starts: tuple[int, ...] = ()

    def documents(folder_names: Callable[[int], str]) -> Iterator[tuple[str, bytes]]:
        nonlocal count
        for number, make in enumerate(makers):
            done = composer.document([make()])
            count += len(done.pages)
            yield f"{folder_names(number)}.pdf", done.pdf

    if file is not None:
        whole = composer.document(make() for make in makers)
        count, starts = len(whole.pages), tuple(whole.starts)
        files = output.write_file(file, whole.pdf)
    else:
        assert folder is not None
        files = output.write_folder(folder, documents(names or (lambda number: f"{number + 1:04}")))
    warnings = (warning(missing),) if missing else ()
    return Printed(tuple(files), count, len(makers), tuple(missing), warnings, starts)


def compose(
    makers: Sequence[Maker],
    fonts: FontStack,
    options: PrintOptions | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Composed:
    """The PDF as bytes, for a preview: characters that are missing show as empty boxes. Raises ``Cancelled``."""
    draft = bool(options and options.draft)
    return Composer(fonts, draft, cancelled or (lambda: False)).document(make() for make in makers)


class _Steps:
    """Counts what is done."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def __call__(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)


def _told(forms: Iterable[FlowForm], tell: Callable[[], None]) -> Iterator[FlowForm]:
    for form in forms:
        yield form
        tell()
