"""150 and 1,500 visit records and 150 archives in one PDF: the program beside a raw canvas that writes the same text.

    python benchmarks/print_flow.py [--rounds 5] [--json figures.json]

The floor knows every text beforehand and breaks it by counting characters; it draws one frame a page, and no
table, box or heading. A figure covers imports of the PDF library, loading the font, looking for characters without a
font (ours), laying out, printing and writing the file; not the start of the interpreter. “From the store” gathers
each form from the records too, twice, as the program does: to look through all, and to print.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import measure

if TYPE_CHECKING:
    from fieldteacher.paper.printing.flow.blocks import FlowForm

_ROOT = Path(__file__).resolve().parent.parent
_FONT = _ROOT / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
_TODAY = date(2026, 6, 15)
_LINE, _LINES, _PITCH = 44, 48, 15.5


def main() -> int:
    """Run all rounds and report."""
    if len(sys.argv) > 1 and sys.argv[1] == "--worker":
        return _worker(sys.argv[2], sys.argv[3], int(sys.argv[4]), Path(sys.argv[5]))
    options = measure.parser(__doc__.splitlines()[0], rounds=5).parse_args()
    results: list[measure.Result] = []
    with tempfile.TemporaryDirectory() as folder:
        _run(folder, "store", "visit", 0)
        for form, count, reach in (("visit", 150, 2.5), ("visit", 1500, None), ("archive", 150, None)):
            results += _figures(
                folder, form, count, max(1, options.rounds if count < 1000 else options.rounds // 2), reach
            )
    return measure.report("Flowing forms in one PDF", results, options.json)


def _figures(folder: str, form: str, count: int, rounds: int, reach: float | None) -> list[measure.Result]:
    _run(folder, "texts", form, count)
    found: dict[str, list[dict[str, float]]] = {"floor": [], "ours": [], "whole": []}
    for _ in range(rounds):
        for what, figures in found.items():
            figures.append(_run(folder, what, form, count))
    floor, ours, whole = ([each["seconds"] for each in found[what]] for what in ("floor", "ours", "whole"))
    pages = found["ours"][0]["pages"]
    return [
        measure.against_floor(f"{count:,} × {form} ({pages:.0f} pages)", floor, ours, reach),
        measure.against_floor("  from the store", floor, whole, None),
        measure.against_floor(
            "  peak memory",
            [each["peak"] for each in found["floor"]],
            [each["peak"] for each in found["whole"]],
            None,
            "MB",
        ),
        measure.plain("  size a page", [each["bytes"] / pages / 1000 for each in found["ours"]], None, "kB"),
    ]


def _run(folder: str, what: str, form: str, count: int) -> dict[str, float]:
    environment = dict(os.environ, PYTHONPATH=str(_ROOT / "src"), PYTHONDONTWRITEBYTECODE="")
    return measure.fresh_process(Path(__file__), "--worker", what, form, str(count), folder, env=environment)


def _worker(what: str, form: str, count: int, folder: Path) -> int:
    if what == "store":
        _make_store(folder / "store")
        print("{}")
        return 0
    target, texts = folder / f"{what}.pdf", folder / f"{form}{count}.json"
    if what == "floor":
        sample = json.loads(texts.read_text(encoding="utf-8"))
        return _timed(target, lambda: _floor(sample, target))
    makers = _makers(folder / "store", form, count)
    if what == "texts":
        from fieldteacher.paper.printing.flow.blocks import texts as texts_of

        every = [[text for _, text in texts_of(make()) if text] for make in makers]
        texts.write_text(json.dumps(every), encoding="utf-8")
        print("{}")
        return 0
    if what == "ours":
        makers = [partial(_the_same, make()) for make in makers]
    return _timed(target, lambda: _ours(makers, target))


def _timed(target: Path, work: Callable[[], int]) -> int:
    start = time.perf_counter()
    pages = work()
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {
                "seconds": seconds,
                "peak": measure.peak_memory(),
                "bytes": target.stat().st_size,
                "pages": pages,
            }
        )
    )
    return 0


def _make_store(folder: Path) -> None:
    from fieldteacher.bootstrap import clock_for, create_demo

    create_demo(folder, students=150, teachers=2, seed=1, clock=clock_for(_TODAY))


def _makers(store: Path, form: str, count: int) -> list[Callable[[], FlowForm]]:
    """``count`` forms of the demo store, from the beginning again where it has fewer."""
    from fieldteacher.bootstrap import clock_for, open_services
    from fieldteacher.services.forms.registry import form_kind
    from fieldteacher.services.forms.source import Source

    services = open_services(store, password=None, clock=clock_for(_TODAY))
    source = Source(reader=services.store.read(), today=_TODAY)
    kind = form_kind(form)
    keys = kind.select(source)
    return [partial(kind.make, source, keys[number % len(keys)]) for number in range(count)]


def _the_same(form: FlowForm) -> FlowForm:
    return form


def _ours(makers: list[Callable[[], FlowForm]], target: Path) -> int:
    from fieldteacher.paper.printing.documents import PrintOptions
    from fieldteacher.paper.printing.flow.printing import print_forms
    from fieldteacher.paper.printing.fonts import FontStack

    fonts = FontStack(_FONT, folders=())
    return print_forms(makers, fonts, file=target, options=PrintOptions(placeholders=True)).pages


def _floor(sample: list[list[str]], target: Path) -> int:
    from reportlab import rl_config
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    font = TTFont("N", str(_FONT))
    pdfmetrics.registerFont(font)
    canvas = Canvas(str(target), pagesize=A4, pageCompression=1)
    pages = 0
    for texts in sample:
        lines = [
            part[at : at + _LINE]
            for text in texts
            for part in text.split("\n")
            for at in range(0, len(part), _LINE)
        ]
        for first in range(0, max(1, len(lines)), _LINES):
            canvas.addLiteral(_page(font, canvas, lines[first : first + _LINES]))
            canvas.showPage()
            pages += 1
    canvas.save()
    return pages


def _page(font: Any, canvas: Any, lines: list[str]) -> str:
    block = ["56 40 480 760 re S BT"]
    for number, line in enumerate(lines):
        block.append(f"1 0 0 1 62 {784 - number * _PITCH:.2f} Tm")
        for subset, codes in font.splitString(line, canvas._doc):
            block.append(f"{font.getSubsetInternalName(subset, canvas._doc)} 10 Tf <{codes.hex()}>Tj")
    return " ".join([*block, "ET"])


if __name__ == "__main__":
    sys.exit(main())
