"""A person erased on request (PIPL, Article 47): the values of all changes of the dossier are not kept, on no device.

The changes' names stay, so that a dossier's digest can be compared and changes that come later are known to belong
here; they lose their values too. A cell ``_erased`` of the student carries the request to every device that holds
the dossier. It cannot be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store.clearing import clear, close_saves, records_of
from fieldteacher.store.fold import ERASED, NONE
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

STUDENT = "student"
_WORDS = (Kind.TEXT, Kind.NOTE)


class Mention(NamedTuple):
    """A record of another dossier that refers to somebody (``named`` is the field), or has the name in a text."""

    type: str
    record: str
    named: str


def erase(txn: Transaction, student: str) -> None:
    """Erase a student and those put together with him, for every device. The save cannot be taken back.

    Raises ``NotFound``.
    """
    txn.need(STUDENT, txn.aliases.of(student))
    for one in together(txn, student):
        dossier = txn.log.dossier_of(one)
        seen = {ERASED: NONE.union(*txn.log.heads(one).values())}
        txn.log.add(STUDENT, one, dossier, {ERASED: 1}, seen)
    settle(txn, {txn.log.dossier_of(one) for one in together(txn, student)})
    txn.final = True


def together(txn: Transaction, student: str) -> list[str]:
    """The ids under which a student is here: he may have been entered twice."""
    into = txn.aliases.of(student)
    return [into, *txn.aliases.behind(into)]


def settle(txn: Transaction, dossiers: Collection[int]) -> set[tuple[str, str]]:
    """Take the values out of those of these dossiers (local numbers) of which a change says that they are erased.

    To be called after changes of theirs were taken in; returns the records, with their types, that lived until now.
    """
    told = [n for n in sorted(dossiers) if n in txn.log.erased or txn.query(_TOLD, (n, ERASED))]
    if not told:
        return set()
    records = records_of(txn, told)
    lived = clear(txn, records, keep_rows=True)
    for number in told:
        txn.log.erase(number)
        txn.run(
            "UPDATE change SET value = NULL WHERE dossier = ? AND field <> ? AND value IS NOT NULL",
            (number, ERASED),
        )
    close_saves(txn, told)
    stood = {
        record: kind
        for record, kind in txn.query("SELECT record, type FROM alias")
        if txn.log.dossier_of(record) in told
    }
    txn.aliases.settle(records, stood)
    return lived


def erased_among(reader: Reader, records: Iterable[str]) -> set[str]:
    """Those of these records that belong to people who were erased."""
    return {row[0] for row in reader.query(_ERASED_AMONG, (json.dumps(list(records)),))}


def mentions(reader: Reader, records: Collection[str], words: Collection[str]) -> Iterator[Mention]:
    """The living records, other than ``records``, that refer to one of these or have one of ``words`` in a text."""
    ids = json.dumps(sorted(records))
    for kind in RECORD_TYPES.values():
        for name, spec in kind.fields.items():
            if spec.targets:
                condition = _SEVERAL if spec.kind is Kind.REFERENCES else _ONE
                rows = reader.query(_MENTIONS.format(kind.name, condition.format(name)), {"ids": ids})
            elif spec.kind in _WORDS and words:
                condition = " OR ".join(f"instr({name}, :word{n})" for n in range(len(words)))
                given = {f"word{n}": word for n, word in enumerate(words)}
                rows = reader.query(_MENTIONS.format(kind.name, condition), {"ids": ids, **given})
            else:
                continue
            yield from (Mention(kind.name, row[0], name) for row in rows)


# The dossier must be the student's own: nobody may erase what all share.
_TOLD = """
SELECT 1 FROM change c JOIN dossier o ON o.n = c.dossier AND o.id = 'student:' || c.record
 WHERE c.dossier = ? AND c.field = ? AND c.value = 1 AND c.live <= 1 LIMIT 1
"""
_ERASED_AMONG = """
SELECT DISTINCT c.record FROM change c JOIN dossier o ON o.n = c.dossier AND o.erased = 1
 WHERE c.record IN (SELECT value FROM json_each(?))
"""
_MENTIONS = """
SELECT id FROM {0} WHERE deleted = 0 AND id NOT IN (SELECT value FROM json_each(:ids)) AND ({1})
"""
_ONE = "{0} IN (SELECT value FROM json_each(:ids))"
_SEVERAL = (
    "{0} IS NOT NULL AND EXISTS (SELECT 1 FROM json_each({0}) e JOIN json_each(:ids) w ON w.value = e.value)"
)
