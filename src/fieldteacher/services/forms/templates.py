"""What a college changes about a form: its number, title and words, which parts and columns it shows, notes.

Plain values, read from the college's files by ``template_files``; ``dress`` lays them over a form that is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made

from fieldteacher.domain.text import Language, Text
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Column,
    Field,
    Fields,
    Figure,
    FlowForm,
    Grid,
    Heading,
    Passage,
    Pictures,
    Prose,
    Signatures,
    Space,
    Table,
    Value,
)


@dataclass(frozen=True, slots=True)
class NewColumn:
    """An empty column that the college adds, to be written by hand; ``share`` of the width as of the others."""

    heading: Text
    share: float = 24.0


@dataclass(frozen=True, slots=True)
class Template:
    """The changes to one form. Labels, headings and words are named by the program's Chinese for them."""

    number: str = ""
    """The form's number in the college's own list, at the foot of each page; the program's where it is empty."""
    title: Text | None = None
    words: Mapping[str, Text] = made(default_factory=dict)
    """The college's; without English the program's stays."""
    columns: Sequence[Sequence[str | NewColumn]] = ()
    """Each for the table that has all these columns: those to print, in this order."""
    hidden: frozenset[str] = frozenset()
    """Details, texts, tables and photos that are left out."""
    above: Text | None = None
    below: Text | None = None
    """Notes under the heading and before the places to sign."""
    logo: bool = True
    college: bool = True
    department: bool = True
    signatures: bool = True


PLAIN = Template()


@dataclass(frozen=True, slots=True)
class Dressing:
    """A template with what it is applied with."""

    template: Template
    number: str
    language: Language
    logo: Callable[[], bytes | None]

    def said(self, words: str) -> frozenset[str]:
        """How a label or heading of the program reads on the form: as it is, and as the college calls it."""
        other = self.template.words.get(words)
        return frozenset(filter(None, (words, other.to(self.language) if other else "")))


def dress(form: FlowForm, dressing: Dressing, english: Mapping[str, frozenset[str]]) -> FlowForm:
    """The form as the college wants it; ``english`` says how the program's Chinese labels may read in English."""
    template, language = dressing.template, dressing.language
    form = replace(
        form,
        number=template.number or dressing.number,
        title=template.title.to(language) if template.title else form.title,
        logo=dressing.logo if template.logo and form.ours else None,
    )
    if template is PLAIN:
        return form

    def names(label: str) -> frozenset[str]:
        return dressing.said(label) | english.get(label, frozenset())

    hidden = (
        frozenset().union(*(names(label) for label in template.hidden)) if template.hidden else frozenset()
    )
    blocks = [left for block in form.blocks if (left := _without(block, hidden)) is not None]
    for wanted in template.columns:
        blocks = [_rearranged(block, wanted, names, language) for block in blocks]
    if not template.signatures:
        blocks = [block for block in blocks if not isinstance(block, Signatures)]
    if template.above:
        blocks = [Passage(template.above.to(language), form.title, small=True), Space(1), *blocks]
    if template.below:
        blocks = _before_signatures(blocks, Passage(template.below.to(language), form.title, small=True))
    return replace(form, blocks=tuple(blocks))


def _without(block: Block, hidden: frozenset[str]) -> Block | None:
    """The block without what is left out; ``None`` where nothing of it stays."""
    match block:
        case Grid(rows):
            left = [
                row if isinstance(row, Prose) else replace(row, fields=_shown(row, hidden))
                for row in rows
                if not (isinstance(row, Prose) and row.label in hidden)
            ]
            kept = tuple(row for row in left if isinstance(row, Prose) or row.fields)
            return Grid(kept) if kept else None
        case Table(title=name) | Pictures(title=name) | Figure(caption=name) | Heading(text=name):
            return None if name in hidden else block
        case _:
            return block


def _shown(row: Fields, hidden: frozenset[str]) -> tuple[Field, ...]:
    return tuple(each for each in row.fields if each.label not in hidden)


def _rearranged(
    block: Block,
    wanted: Sequence[str | NewColumn],
    names: Callable[[str], frozenset[str]],
    language: Language,
) -> Block:
    """The table with the columns wanted, where it has them all."""
    if not isinstance(block, Table):
        return block
    places: list[int | NewColumn] = []
    for each in wanted:
        if isinstance(each, NewColumn):
            places.append(each)
            continue
        known = names(each)
        place = next((n for n, column in enumerate(block.columns) if column.heading in known), None)
        if place is None:
            return block
        places.append(place)

    def picked(row: Sequence[Value]) -> tuple[Value, ...]:
        return tuple("" if isinstance(place, NewColumn) else row[place] for place in places)

    columns = tuple(
        Column(place.heading.to(language), place.share, "centre")
        if isinstance(place, NewColumn)
        else block.columns[place]
        for place in places
    )
    return replace(
        block, columns=columns, rows=[picked(row) for row in block.rows],
        total=picked(block.total) if block.total else None,
    )  # fmt: skip


def _before_signatures(blocks: Sequence[Block], note: Block) -> list[Block]:
    """The blocks with a note before the last places to sign, else at the end."""
    last = next((n for n in range(len(blocks) - 1, -1, -1) if isinstance(blocks[n], Signatures)), len(blocks))
    return [*blocks[:last], Space(1.5), note, *blocks[last:]]
