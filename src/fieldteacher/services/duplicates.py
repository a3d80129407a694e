"""People and firms entered twice: found, compared, put together by a person and taken apart again. Never by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.fields import Kind
from fieldteacher.domain.record import Value
from fieldteacher.domain.records import record_type
from fieldteacher.domain.text import Language, Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.store.database import Store
from fieldteacher.store.queries import duplicates as query
from fieldteacher.store.reader import Reader, Row
from fieldteacher.store.transaction import Transaction

PURPOSE = "duplicate"
"""The purpose of a save that put two records together."""
TYPES = ("student", "enterprise", "teacher", "contact")
"""What can be entered twice."""


@dataclass(frozen=True, slots=True)
class Possible:
    """Two records that may be one, with their names; ``same`` are the fields in which they agree."""

    type: str
    one: str
    other: str
    one_title: str
    other_title: str
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two records differ; both have a value."""

    field: str
    loser: Value
    into: Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """What putting ``loser`` into ``into`` means, before it is done.

    ``differs`` waits for a choice (the value of ``into`` stands where none is made), ``filled`` are the fields that
    only ``loser`` has, which are taken over; ``moves`` counts the records that will be shown under ``into``, by type.
    ``loser_seen`` and ``into_seen`` are what was compared; given back to ``put_together``, a change made meanwhile is
    not passed over.
    """

    type: str
    loser: str
    into: str
    loser_title: str
    into_title: str
    differs: tuple[Difference, ...]
    filled: Mapping[str, Value]
    moves: Mapping[str, int]
    loser_seen: Mapping[str, str]
    into_seen: Mapping[str, str]
    twice: Mapping[str, int] = field(default_factory=dict)
    """How many of those records are there for both although there can be only one (the journal of a week, the check of
    a day), by type. They become one too: what both wrote is kept, and an exception stays an exception."""


@dataclass(frozen=True, slots=True)
class Together:
    """A record that is not shown, and the one that stands for it."""

    type: str
    record: str
    into: str
    record_title: str
    into_title: str


class DuplicateService:
    """The verbs on records entered twice."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def possible(self, language: Language = "zh_CN") -> list[Possible]:
        """The pairs that may be one, without those of which somebody said that they are two."""
        reader = self._store.read()
        found = query.pairs(reader)
        titles = _titles(
            reader, [(pair.type, id) for pair in found for id in (pair.one, pair.other)], language
        )
        return [
            Possible(pair.type, pair.one, pair.other, titles[pair.one], titles[pair.other], pair.same)
            for pair in found
        ]

    def count(self) -> int:
        """How many pairs wait for somebody to look at them."""
        return len(query.pairs(self._store.read()))

    def compare(self, loser: str, into: str, language: Language = "zh_CN") -> Comparison:
        """What putting ``loser`` into ``into`` would mean.

        Raises ``NotFound``, and ``InputRefused`` (``not_the_same_kind``) where the two cannot be one.
        """
        reader = self._store.read()
        kind = _kind_of_both(reader, loser, into)
        gone, stays = reader.need(kind, loser), reader.need(kind, into)
        differs, filled = _differences(kind, gone, stays)
        titles = _titles(reader, [(kind, loser), (kind, into)], language)
        return Comparison(
            kind, loser, into, titles[loser], titles[into], differs, filled, query.naming(reader, kind, loser),
            reader.heads(kind, loser), reader.heads(kind, into),
            {child: len(pairs) for child, pairs in _there_twice(reader, kind, loser, into).items() if pairs},
        )  # fmt: skip

    def put_together(
        self, loser: str, into: str, *, take: Collection[str] = (), seen: Comparison | None = None
    ) -> ChangeSet:
        """Have ``into`` stand for ``loser``, in one save; what named ``loser`` is shown under ``into``.

        Of the fields in which they differ, those in ``take`` get the value of ``loser``. Raises what ``compare`` does,
        ``FieldProblem`` where a value does not fit or ``take`` names no such field, and ``InputRefused``
        (``overtaken``) where ``loser`` was changed after it was ``seen``; what was changed in ``into`` since becomes a
        conflict where it touches a field that is taken over.
        """
        kind = _kind_of_both(self._store.read(), loser, into)
        label = Text("合并重复的{type}", "put a {type} entered twice together").fill(
            type=record_type(kind).label
        )
        with self._store.write(label, purpose=PURPOSE) as txn:
            if seen is not None and txn.heads(kind, loser) != seen.loser_seen:
                raise InputRefused("overtaken", _OVERTAKEN)
            gone = txn.need(kind, loser)
            differs, filled = _differences(kind, gone, txn.need(kind, into))
            wanted = {each.field: each.loser for each in differs if each.field in take} | dict(filled)
            _refuse_unknown(kind, take)
            if wanted:
                txn.update(kind, into, wanted, base=None if seen is None else seen.into_seen)
            _put_children_together(txn, _there_twice(txn, kind, loser, into))
            txn.stand(kind, loser, into)
        return txn.changes

    def take_apart(self, record: str) -> ChangeSet:
        """Show a record again by itself, with all that named it. Values taken over stay where they are.

        Raises ``NotFound`` where it is not put together with another.
        """
        kind = self._store.read().type_of(record) or TYPES[0]
        with self._store.write(Text("拆分合并的记录", "take records apart that were put together")) as txn:
            if txn.aliases.of(record) == record:
                raise InputRefused(
                    "not_together",
                    Text("这条记录没有并入别的记录。", "This record is not put together with another."),
                )
            txn.stand(kind, record, None)
        return txn.changes

    def together(self, language: Language = "zh_CN") -> Sequence[Together]:
        """All records that are not shown because another stands for them."""
        reader = self._store.read()
        found = query.together(reader)
        titles = _titles(reader, [(kind, id) for kind, *ids in found for id in ids], language)
        return [
            Together(kind, id, into, titles.get(id, ""), titles.get(into, "")) for kind, id, into in found
        ]

    def undo(self) -> ChangeSet:
        """Take back the last time two were put together, values that were taken over included.

        Raises ``UserError`` where there is none.
        """
        return self._store.undo(purpose=PURPOSE)

    def dismiss(self, one: str, other: str) -> None:
        """Note that two are not the same; the pair is not shown again on this computer. Raises ``NotFound``."""
        kind = _kind_of_both(self._store.read(), one, other)
        with self._store.write(
            Text("不是同一个{t}", "not the same {t}").fill(t=record_type(kind).label)
        ) as txn:
            query.dismiss(txn, one, other)

    def recall(self, one: str, other: str) -> None:
        """Forget that two were said not to be the same."""
        with self._store.write(Text("恢复可能重复的提示", "look at possible duplicates again")) as txn:
            query.recall(txn, one, other)

    def dismissed(self) -> Sequence[tuple[str, str]]:
        """The pairs that were said not to be the same."""
        return query.dismissed(self._store.read())


def _kind_of_both(reader: Reader, one: str, other: str) -> str:
    kinds = [reader.type_of(record) for record in (one, other)]
    for record, kind in zip((one, other), kinds, strict=True):
        reader.need(kind or TYPES[0], record)
    if one == other or kinds[0] != kinds[1] or kinds[0] not in TYPES:
        raise InputRefused(
            "not_the_same_kind",
            Text(
                "只能合并两个学生、两家企业、两位教师或两位联系人。",
                "Only two students, two enterprises, two teachers or two contacts can be put together.",
            ),
        )
    return kinds[0]


def _differences(kind: str, gone: Row, stays: Row) -> tuple[tuple[Difference, ...], Mapping[str, Value]]:
    """The fields in which both have a value and not the same; those which only the first has."""
    differs, filled = [], {}
    for name in record_type(kind).fields:
        if gone[name] is None or gone[name] == stays[name]:
            continue
        if stays[name] is None:
            filled[name] = gone[name]
        else:
            differs.append(Difference(name, gone[name], stays[name]))
    return tuple(differs), filled


_ONLY_ONE = {
    "journal": ("student", ("kind", "period")),
    "daily_check": ("enterprise", ("checked_on",)),
}
"""Records of which there can be only one for an owner and the rest of their key."""


def _there_twice(reader: Reader, kind: str, loser: str, into: str) -> dict[str, list[tuple[Row, Row]]]:
    """The records of which there can be only one and that both have, the loser's first; by type."""
    found = {}
    for child, (owner, names) in _ONLY_ONE.items():
        if kind in record_type(child).fields[owner].targets:
            theirs = {tuple(row[name] for name in names): row for row in reader.records(child, {owner: into})}
            mine = (
                (tuple(row[name] for name in names), row) for row in reader.records(child, {owner: loser})
            )
            found[child] = [(row, theirs[key]) for key, row in mine if key in theirs]
    return found


def _put_children_together(txn: Transaction, twice: Mapping[str, Sequence[tuple[Row, Row]]]) -> None:
    for child, pairs in twice.items():
        for gone, stays in pairs:
            differs, filled = _differences(child, gone, stays)
            wanted = dict(filled)
            for each in differs:
                if record_type(child).fields[each.field].kind is Kind.NOTE:
                    wanted[each.field] = f"{each.into}\n\n{each.loser}"
                elif each.field == "normal" and each.loser is False:
                    wanted[each.field] = False
            if wanted:
                txn.update(child, stays["id"], wanted)
            txn.stand(child, gone["id"], stays["id"])


def _refuse_unknown(kind: str, take: Collection[str]) -> None:
    for name in take:
        if name not in record_type(kind).fields:
            text = Text("“{t}”没有字段 {f}。", "“{t}” has no field {f}.")
            raise FieldProblem("unknown_field", text.fill(t=record_type(kind).label, f=name), field=name)


def _titles(reader: Reader, records: Sequence[tuple[str, str]], language: Language) -> dict[str, str]:
    titles: dict[str, str] = {}
    for kind in {kind for kind, _ in records}:
        titles |= reader.titles(kind, [id for its, id in records if its == kind], language)
    return titles


_OVERTAKEN = Text(
    "这条记录刚才又有改动，请再比较一次。",
    "This record was changed again just now; please compare the two once more.",
)
