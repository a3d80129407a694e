"""Conflicts in the words of the list and the card: a line a field, its values told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fieldteacher.domain.fields import FieldSpec, Kind, Privacy
from fieldteacher.domain.record import Value
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text, listed, same
from fieldteacher.services.conflicts import DELETED, STANDS, Conflict, HistoryEntry, Waiting
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import show_value, word_key
from fieldteacher.ui.words import local_minute

if TYPE_CHECKING:
    from fieldteacher.services.records import RecordService

EMPTY = Text("（空）", "(empty)")
DELETION, DELETE, KEEP = (
    Text("删除还是保留", "Deletion"),
    Text("删除", "delete"),
    Text("保留", "keep"),
)
TOGETHER, WITH, APART = (
    Text("是否并入另一条", "Put together"),
    Text("并入“{who}”", "together with “{who}”"),
    Text("各自独立", "by itself"),
)
_DOUBT = "⚠ "
_DOTS = "••••"
_UNMASKED = 4
_SHORT = 200


class Side(NamedTuple):
    """A value that may be taken: what it says, and who made it so and when."""

    value: Value
    words: str
    entries: tuple[HistoryEntry, ...]


class ConflictLine(NamedTuple):
    """A conflict as the list shows it; the first of ``sides`` is the one shown meanwhile."""

    id: str
    title: str
    kind: str
    label: str
    sides: tuple[Side, ...]
    edits: tuple[tuple[str, str, HistoryEntry], ...]
    """For a deletion, or records put together: label and words of each field that was changed meanwhile."""
    spec: FieldSpec | None
    waiting: Waiting

    @property
    def conflict(self) -> Conflict:
        """What it stands for."""
        return self.waiting.conflict

    @property
    def deletion(self) -> bool:
        """Whether it is about the record itself."""
        return self.conflict.field == DELETED

    @property
    def both(self) -> str | None:
        """All texts, the earliest first, where they can be kept as paragraphs of one."""
        if self.spec is None or self.spec.kind is not Kind.NOTE:
            return None
        said = sorted(self.sides, key=lambda side: min(entry.at_ms for entry in side.entries))
        return "\n\n".join(str(side.value) for side in said if side.value)

    @property
    def entries(self) -> tuple[HistoryEntry, ...]:
        """Every change that takes part, those of the value shown first."""
        return tuple(entry for side in self.sides for entry in side.entries)


def lines(waiting: Sequence[Waiting], records: RecordService, language: Language) -> list[ConflictLine]:
    """The lines of the list; reads the names of what fields refer to."""
    titles = _titles(waiting, records, language)
    return [_line(each, titles, language) for each in waiting]


def _line(each: Waiting, titles: Mapping[str, str], language: Language) -> ConflictLine:
    conflict = each.conflict
    kind = RECORD_TYPES[conflict.type]
    spec = kind.fields.get(conflict.field)
    if conflict.field == DELETED:
        label = DELETION
        sides: tuple[Side, ...] = (
            Side(False, KEEP.to(language), each.meanwhile),
            Side(True, DELETE.to(language), tuple(entry for entry in conflict.values if entry.value)),
        )
    elif conflict.field == STANDS:
        label, sides = TOGETHER, _together(each, titles, language)
    else:
        label = spec.label if spec else same(conflict.field)
        sides = _sides(spec, conflict, titles, language)
    edits = tuple(
        (field.label.to(language), _words(field, entry.value, titles, language), entry)
        for entry in each.meanwhile
        if (field := kind.fields.get(entry.field)) is not None
    )
    return ConflictLine(
        f"{conflict.record}:{conflict.field}", each.title, kind.label.to(language), label.to(language), sides, edits, spec, each
    )  # fmt: skip


def _together(each: Waiting, titles: Mapping[str, str], language: Language) -> tuple[Side, ...]:
    """Whom a record belongs to: the answers there are, and by itself where somebody edited it meanwhile."""
    sides = [
        Side(
            side.value,
            (WITH.fill(who=titles.get(str(side.value), "?")) if side.value else APART).to(language),
            side.entries,
        )
        for side in _sides(None, each.conflict, titles, language)
    ]
    if all(side.value is not None for side in sides):
        sides.append(Side(None, APART.to(language), each.meanwhile))
    return tuple(sides)


def _sides(
    spec: FieldSpec | None, conflict: Conflict, titles: Mapping[str, str], language: Language
) -> tuple[Side, ...]:
    """The values told apart; those who made the same one stand together."""
    found: list[tuple[Value, list[HistoryEntry]]] = []
    for entry in conflict.values:
        agreeing = next((entries for value, entries in found if value == entry.value), None)
        if agreeing is None:
            found.append((entry.value, [entry]))
        else:
            agreeing.append(entry)
    return tuple(Side(value, _words(spec, value, titles, language), tuple(made)) for value, made in found)


def _words(spec: FieldSpec | None, value: Value, titles: Mapping[str, str], language: Language) -> str:
    """A value in full."""
    if value is None:
        return EMPTY.to(language)
    if spec is None or spec.kind is Kind.NOTE:
        return str(value)
    if spec.kind is Kind.REFERENCE:
        return titles.get(str(value), str(value))
    if spec.kind is Kind.REFERENCES:
        assert isinstance(value, tuple | list)
        return listed(titles.get(each, each) for each in value).to(language)
    words, unit = show_value(spec, value, language), spec.unit.to(language)
    return f"{words} {unit}" if unit else words


def _titles(waiting: Sequence[Waiting], records: RecordService, language: Language) -> dict[str, str]:
    """The titles of what contested fields refer to."""
    wanted: dict[str, set[str]] = {}
    for each in waiting:
        fields = RECORD_TYPES[each.conflict.type].fields
        if each.conflict.field == STANDS:
            into = {str(entry.value) for entry in each.conflict.values if entry.value}
            wanted.setdefault(each.conflict.type, set()).update(into)
        for entry in (*each.conflict.values, *each.meanwhile):
            spec = fields.get(entry.field)
            if spec is not None and spec.targets and entry.value is not None:
                ids = (entry.value,) if isinstance(entry.value, str) else entry.value
                for target in spec.targets:
                    wanted.setdefault(target, set()).update(ids)  # type: ignore[arg-type]
    titles: dict[str, str] = {}
    for target, found in wanted.items():
        titles |= records.titles(target, sorted(found), language)
    return titles


def who(entry: HistoryEntry) -> str:
    """Whoever made a change; its device where nobody is named."""
    return entry.author or entry.device


def when(entry: HistoryEntry) -> str:
    """When a change was made, with a sign where the clock cannot have been right."""
    return ("" if entry.plausible else _DOUBT) + local_minute(entry.at_ms)


def _short(line: ConflictLine, side: Side) -> str:
    """A value on one line; of what is sensitive only the end."""
    if line.spec is not None and line.spec.privacy is Privacy.SENSITIVE and side.value is not None:
        return _DOTS + side.words[-_UNMASKED:]
    return " ".join(side.words[:_SHORT].split())


def _shown(line: ConflictLine) -> str:
    return _short(line, line.sides[0])


def _others(line: ConflictLine) -> str:
    return " / ".join(_short(line, side) for side in line.sides[1:])


def _by(line: ConflictLine) -> str:
    return " / ".join(dict.fromkeys(who(entry) for entry in line.entries))


def _at(line: ConflictLine) -> str:
    return " / ".join(dict.fromkeys(map(_briefly, line.entries)))


def _briefly(entry: HistoryEntry) -> str:
    """When a change was made, without the year, which the card says; of a wrong clock only its day."""
    moment = local_minute(entry.at_ms)
    return moment[5:] if entry.plausible else _DOUBT + moment[:10]


def _on(line: ConflictLine) -> str:
    return " / ".join(dict.fromkeys(entry.device for entry in line.entries))


COLUMNS = (
    Column(name="title", heading=Text("记录", "Record"), width=120, stretch=True, key=word_key),
    Column(name="kind", heading=Text("类型", "Kind"), width=76, key=word_key, spare=2),
    Column(name="label", heading=Text("字段", "Field"), width=104, key=word_key),
    Column(name="shown", heading=Text("现在显示", "Shown now"), width=112, of=_shown, key=word_key),
    Column(name="others", heading=Text("另一个值", "Other value"), width=112, of=_others, key=word_key),
    Column(name="by", heading=Text("谁改的", "By"), width=112, of=_by, key=word_key),
    Column(name="at", heading=Text("何时", "When"), width=184, of=_at, spare=1),
    Column(name="device", heading=Text("设备", "Device"), width=124, of=_on, key=word_key, spare=3),
)
FILTERS = (
    Filter(name="texts", label=Text("文字", "Texts"), accept=lambda line: line.both is not None, group="kind"),
    Filter(name="deletions", label=Text("删除", "Deletions"), accept=lambda line: line.deletion, group="kind"),
    Filter(
        name="doubtful", label=Text("电脑时间不对", "Wrong clock"),
        accept=lambda line: not all(entry.plausible for entry in line.entries),
    ),
)  # fmt: skip
