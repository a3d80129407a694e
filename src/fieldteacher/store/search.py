"""The search index: who and what can be found by which keys, and the free text of visits and talks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language
from fieldteacher.store.fold import DELETED
from fieldteacher.store.reader import Reader
from fieldteacher.store.words import match_expression, normal

_LONGEST = 200
_TERMS = 12
"""What is typed beyond this is not looked at: nobody types it, and a pasted page must not stop the search."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    type: str
    id: str
    title: str
    subtitle: str


def find(reader: Reader, typed: str, limit: int, language: Language) -> list[Hit]:
    """What ``typed`` finds: people and enterprises first (whole key, start of a key, inside), then free text."""
    typed = typed[:_LONGEST]
    terms = normal(typed).replace("|", " ").split()[:_TERMS]
    if not terms:
        return []
    # Its students carry an enterprise's name as a key too; who writes the name means the enterprise.
    firms_first = "" if terms[0].isascii() else "type <> 'enterprise', "
    condition = " AND ".join(f"instr(keys, ?{n + 2})" for n in range(len(terms)))
    hits = [
        Hit(*row)
        for row in reader.query(
            "SELECT type, record, title, subtitle FROM search_key WHERE " + condition + " ORDER BY "
            "CASE WHEN instr(keys, '|' || ?2 || '|') THEN 0 WHEN instr(keys, '|' || ?2) THEN 1 "
            "WHEN instr(keys, ?2 || '|') THEN 2 ELSE 3 END, " + firms_first + "title LIMIT ?1",
            (limit, *terms),
        )
    ]
    if len(hits) < limit:
        hits += _texts(reader, typed, limit - len(hits), language)
    return hits


def _texts(reader: Reader, typed: str, limit: int, language: Language) -> list[Hit]:
    expression = match_expression(typed)
    if not expression:
        return []
    found = reader.query(
        "SELECT d.type, d.record FROM search_text t JOIN search_document d ON d.n = t.rowid "
        "WHERE search_text MATCH ? ORDER BY t.rowid DESC LIMIT ?",
        (expression, limit),
    )
    by_type: dict[str, list[str]] = {}
    for kind, record in found:
        by_type.setdefault(kind, []).append(record)
    titles = {kind: reader.titles(kind, records, language) for kind, records in by_type.items()}
    return [
        Hit(kind, record, titles[kind].get(record, ""), RECORD_TYPES[kind].label.to(language))
        for kind, record in found
    ]


_KEY_FIELDS: Mapping[str, frozenset[str]] = {
    "student": frozenset(
        {
            "name",
            "student_number",
            "phone",
            "guardian_phone",
            "emergency_phone",
            "class_name",
            "wechat",
            DELETED,
        }
    ),
    "enterprise": frozenset({"name", "short_name", "uscc", "phone", "city", "district", DELETED}),
    "contact": frozenset({"name", "phone", "enterprise", "wechat", DELETED}),
    "placement": frozenset({"student", "enterprise", "status", "lodging_address", "post", DELETED}),
}


Stale = Mapping[str, set[str]]
"""Record ids by type."""


def stale(touched: Iterable[tuple[str, str]], fields: set[tuple[str, str]]) -> tuple[Stale, Stale]:
    """Whose keys and whose texts a save has made out of date.

    ``touched`` are the save's records, ``fields`` the ``(type, field)`` pairs it wrote.
    """
    written: dict[str, set[str]] = {}
    for kind, name in fields:
        written.setdefault(kind, set()).add(name)
    keyed: dict[str, set[str]] = {}
    texts: dict[str, set[str]] = {}
    for kind, record in touched:
        names = written.get(kind, set())
        if not names.isdisjoint(_KEY_FIELDS.get(kind, ())):
            keyed.setdefault(kind, set()).add(record)
        searched = RECORD_TYPES[kind].searched
        if searched and not names.isdisjoint((*searched, DELETED)):
            texts.setdefault(kind, set()).add(record)
    return keyed, texts
