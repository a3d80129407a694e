"""The search index: who and what can be found by which keys, and the free text of what was recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language
from fieldteacher.store.fold import DELETED
from fieldteacher.store.reader import Reader
from fieldteacher.store.words import excerpt, match_expression, normal

VERSION = "2"
"""How keys and words are made. A store whose ``SETTING`` says otherwise has its index made anew, once."""
SETTING = "search_index"
OWN, NEAR = "|", "¦"
"""What stands around a key: one of the thing's own, or one of something near it (a student's class or enterprise)."""

_LONGEST = 200
_TERMS = 12
"""What is typed beyond this is not looked at: nobody types it, and a pasted page must not stop the search."""
_PIECES = re.compile(r"[0-9]+|[a-z]+|[^0-9a-z]+")
_EDGES = re.compile(f"[{OWN}{NEAR}]")
_SAYING = re.compile("[^\\x00-\\u2fff]{2}")
"""Two characters beyond letters and digits: Chinese that may be meant as words, not as a name's beginning."""
_NUMBER = re.compile(r"\+?[0-9][0-9-]{5,}")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    type: str
    id: str
    title: str
    subtitle: str


def find(reader: Reader, typed: str, limit: int, language: Language) -> list[Hit]:
    """What ``typed`` finds, all words of it in any order: people and enterprises first, then free text.

    A whole key comes before the start of one, that before its end and its inside, a thing's own key before
    one of what is near it; of equals those who are here before those who have left.
    """
    terms = _terms(typed)
    if not terms:
        return []
    keys = _Keys(terms)
    hits: list[Hit] = []
    if len(keys.parameters) == 1 and len(terms[0]) <= _SHORT:
        hits = _people(reader, keys, _BEGINS, limit)
    if len(hits) < limit:
        hits = _people(reader, keys, keys.condition, limit)
    # A word such as 宿舍 stands in everybody's address: some room is kept for what was written.
    people = limit - limit // 3 if _SAYING.search(terms[0]) else limit
    texts: list[Hit] = []
    if len(hits) < limit or people < limit:
        texts = _texts(reader, terms, limit - min(len(hits), people), language)
    return hits[: limit - len(texts)] + texts


def _people(reader: Reader, keys: _Keys, condition: str, limit: int) -> list[Hit]:
    rows = reader.query(
        f"SELECT type, record, title, subtitle, keys FROM search_key WHERE {condition} "
        f"ORDER BY {keys.quality}, standing, title LIMIT {int(limit)}",
        keys.parameters,
    )
    return [
        Hit(kind, record, title, " · ".join(filter(None, (subtitle, *_because(line, f"{title} {subtitle}", keys.terms)))))
        for kind, record, title, subtitle, line in rows
    ]  # fmt: skip


def _because(line: str, shown: str, terms: Sequence[str]) -> list[str]:
    """The keys by which something was found, such as a telephone or a dormitory, where they are not on show anyway.

    What is pinyin of something need not be told.
    """
    shown = normal(shown)
    found: list[str] = []
    for term in terms:
        if term not in shown and not (term.isascii() and term.isalpha()):
            found += [key for key in _EDGES.split(line) if term in key][:1]
    return [key for key in dict.fromkeys(found) if not (key.isascii() and key.isalpha())]


def _terms(typed: str) -> list[str]:
    words = normal(typed[:_LONGEST]).replace("ü", "v")
    return re.sub(r"[|¦,;，；、]", " ", words).split()[:_TERMS]


class _Keys:
    """The condition on ``search_key`` that all terms be found, and how well they are, as SQL with its parameters."""

    def __init__(self, terms: Sequence[str], first: int = 1) -> None:
        self.terms = terms
        self.parameters: list[str] = []
        self._first = first
        conditions, qualities = [], []
        for term in terms:
            ways = [[self._place(piece) for piece in pieces] for pieces in _ways(term)]
            found = [" AND ".join(f"instr(keys, {place})" for place in places) for places in ways]
            conditions.append("(" + " OR ".join(found) + ")")
            qualities.append(_QUALITY.format(ways[0][0]))
        self.condition = " AND ".join(conditions)
        self.quality = " + ".join(qualities)

    def _place(self, value: str) -> str:
        self.parameters.append(value)
        return f"?{len(self.parameters) + self._first - 1}"


_QUALITY = (
    f"CASE WHEN instr(keys, '{OWN}' || {{0}} || '{OWN}') THEN 0 WHEN instr(keys, '{OWN}' || {{0}}) THEN 1 "
    f"WHEN instr(keys, {{0}} || '{OWN}') THEN 2 "
    f"WHEN instr(keys, {{0}}) BETWEEN 1 AND instr(keys || '{NEAR}', '{NEAR}') THEN 3 "
    f"WHEN instr(keys, '{NEAR}' || {{0}}) THEN 4 ELSE 5 END"
)


_BEGINS = f"instr(keys, '{OWN}' || ?1)"
"""What a short word begins is better than all else it is in: where that is enough, the thousands that merely have the
letter need no ranking."""
_SHORT = 2


def _ways(term: str) -> Iterator[tuple[str, ...]]:
    """What may stand for a term: itself, the pieces of ``zw半导体``, the digits of ``138-0013-8000``."""
    yield (term,)
    if _NUMBER.fullmatch(term):
        digits = term.lstrip("+").replace("-", "")
        yield (digits.removeprefix("86") if len(digits) == 13 else digits,)
    elif len(pieces := _PIECES.findall(term)) > 1:
        yield tuple(pieces[:_TERMS])


def _texts(reader: Reader, terms: Sequence[str], limit: int, language: Language) -> list[Hit]:
    """Records whose free text has all terms, or some of them where the others name whom it is about."""
    found = dict.fromkeys(_matching(reader, terms, (), limit))
    if len(terms) > 1:
        for whose, what in _two_kinds(terms):
            if len(found) >= limit:
                break
            found |= dict.fromkeys(_matching(reader, what, whose, limit))
    by_type: dict[str, list[str]] = {}
    for kind, record in list(found)[:limit]:
        by_type.setdefault(kind, []).append(record)
    titles = {kind: reader.titles(kind, records, language) for kind, records in by_type.items()}
    words = {kind: _excerpts(reader, kind, records, terms) for kind, records in by_type.items()}
    return [
        Hit(kind, record, titles[kind].get(record, ""), f"{RECORD_TYPES[kind].label.to(language)} · {words[kind].get(record, '')}")
        for kind, record in list(found)[:limit]
    ]  # fmt: skip


def _two_kinds(terms: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """``(whom it is about, what it says)``: the name stands first or last, and is one word or all but one."""
    yield terms[:1], terms[1:]
    yield terms[-1:], terms[:-1]
    if len(terms) > 2:
        yield terms[:-1], terms[-1:]
        yield terms[1:], terms[:1]


def _matching(reader: Reader, what: Sequence[str], whose: Sequence[str], limit: int) -> list[tuple[str, str]]:
    expression = match_expression(" ".join(what))
    if not expression:
        return []
    keys = _Keys(whose, first=3)
    about = f"AND d.about IN (SELECT record FROM search_key WHERE {keys.condition})" if whose else ""
    return reader.query(
        "SELECT d.type, d.record FROM search_text t JOIN search_document d ON d.n = t.rowid "
        f"WHERE search_text MATCH ?1 {about} ORDER BY t.rowid DESC LIMIT ?2",
        (expression, limit, *keys.parameters),
    )


def _excerpts(reader: Reader, kind: str, records: Sequence[str], terms: Sequence[str]) -> dict[str, str]:
    """For each record the words around what was typed, from the first of its texts that has it."""
    names = ", ".join(RECORD_TYPES[kind].searched)
    marks = ", ".join("?" * len(records))
    rows = reader.query(f"SELECT id, {names} FROM {kind} WHERE id IN ({marks})", records)
    return {record: excerpt([text for text in texts if text], terms) for record, *texts in rows}


_KEY_FIELDS: Mapping[str, frozenset[str]] = {
    "student": frozenset(
        {
            "name", "student_number", "phone", "guardian_name", "guardian_phone", "emergency_contact", "emergency_phone",
            "class_name", "major", "wechat", DELETED,
        }
    ),
    "enterprise": frozenset({"name", "short_name", "uscc", "phone", "city", "district", DELETED}),
    "contact": frozenset({"name", "phone", "enterprise", "wechat", DELETED}),
    "teacher": frozenset({"name", "staff_number", "phone", DELETED}),
    "placement": frozenset(
        {"student", "enterprise", "status", "start", "lodging_address", "post", DELETED}
    ),
}  # fmt: skip

KEYED = ("student", "enterprise", "contact", "teacher")
"""The types that have keys of their own."""

ABOUT: Mapping[str, str] = {
    "student": "id", "enterprise": "id", "visit": "enterprise", "talk": "student", "promise": "about",
    "incident": "enterprise", "absence": "student", "daily_check": "enterprise", "journal": "student",
    "education": "enterprise", "intention": "student", "practice_entry": "enterprise", "waiver": "about",
    "evaluation": "(SELECT student FROM placement WHERE placement.id = evaluation.placement)",
}  # fmt: skip
"""Whom a record's free text is about (a student or an enterprise), as a column or expression of its table."""


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
        if searched and not names.isdisjoint((*searched, ABOUT.get(kind, ""), DELETED)):
            texts.setdefault(kind, set()).add(record)
    return keyed, texts
