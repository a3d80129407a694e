"""One test of all declarations: complete in both languages, consistent, and nothing leaves unseen."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from tests.sources import ROOT

from fieldteacher.domain.fields import Choice, FieldSpec, Kind, Privacy, Sync
from fieldteacher.domain.record import SELF, SHARED_DOSSIER, RecordType
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text

SHARED_FIELDS = ROOT / "tests" / "data" / "shared_fields.txt"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SPECS = [(kind, spec) for kind in RECORD_TYPES.values() for spec in kind.fields.values()]

each_type = pytest.mark.parametrize("kind", RECORD_TYPES.values(), ids=lambda kind: kind.name)


def texts(kind: RecordType) -> Iterator[tuple[str, Text]]:
    """Every text of a record type with the place it stands at; help and unit may be empty."""
    yield "label", kind.label
    yield "glossary", kind.glossary
    for name, spec in kind.fields.items():
        yield name, spec.label
        for part, text in (("help", spec.help), ("unit", spec.unit)):
            if text != Text("", ""):
                yield f"{name}.{part}", text
        for choice in (*spec.choices, *spec.keys):
            yield f"{name}={choice.value}", choice.label


@each_type
def test_the_words_are_there_in_both_languages(kind: RecordType) -> None:
    for place, text in texts(kind):
        assert text.zh.strip() == text.zh != "", place
        assert text.en.strip() == text.en != "", place
        assert not CHINESE.search(text.en), place
        assert CHINESE.search(text.zh) or place == "sha256", place


@each_type
def test_the_glossary_line_is_a_sentence(kind: RecordType) -> None:
    assert kind.glossary.zh.endswith("。")
    assert kind.glossary.en.endswith(".")


@each_type
def test_labels_do_not_repeat_within_a_type(kind: RecordType) -> None:
    for language in ("zh_CN", "en"):
        labels = [spec.label.to(language) for spec in kind.fields.values()]
        assert len(labels) == len(set(labels))


@each_type
def test_every_name_used_exists(kind: RecordType) -> None:
    assert kind.title
    for name in (*kind.title, *kind.key, *kind.searched):
        assert name in kind.fields
    if kind.dossier not in (SELF, SHARED_DOSSIER):
        assert kind.fields[kind.dossier].kind is Kind.REFERENCE
        assert kind.fields[kind.dossier].required
    for name in kind.searched:
        assert kind.fields[name].kind in (Kind.TEXT, Kind.NOTE)


@each_type
def test_every_dossier_ends_at_an_owner(kind: RecordType) -> None:
    """The chain of owners comes to a type that is its own dossier or shared, and never turns in a circle."""

    def follow(current: RecordType, behind: tuple[str, ...]) -> None:
        assert current.name not in behind
        if current.dossier not in (SELF, SHARED_DOSSIER):
            for owner in current.fields[current.dossier].targets:
                follow(RECORD_TYPES[owner], (*behind, current.name))

    follow(kind, ())


def test_names_are_plain() -> None:
    for kind in RECORD_TYPES.values():
        for name in (kind.name, *kind.fields):
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


def test_references_lead_somewhere() -> None:
    for kind, spec in SPECS:
        is_reference = spec.kind in (Kind.REFERENCE, Kind.REFERENCES)
        assert bool(spec.targets) == is_reference, f"{kind.name}.{spec.name}"
        assert set(spec.targets) <= set(RECORD_TYPES), f"{kind.name}.{spec.name}"


def test_choices_are_where_they_belong() -> None:
    for kind, spec in SPECS:
        place = f"{kind.name}.{spec.name}"
        if spec.kind in (Kind.CHOICE, Kind.CHOICES):
            assert len(spec.choices) >= 2, place
        elif spec.kind is not Kind.MAPPING:
            assert not spec.choices, place
        assert bool(spec.keys) <= (spec.kind is Kind.MAPPING), place
        for group in (spec.choices, spec.keys):
            assert_distinct(group, place)


def assert_distinct(group: tuple[Choice, ...], place: str) -> None:
    """No value and no words stand twice in a list of choices."""
    for seen in (
        [choice.value for choice in group],
        [choice.label.zh for choice in group],
        [choice.label.en for choice in group],
    ):
        assert len(seen) == len(set(seen)), place


def test_every_mapping_says_what_it_may_hold() -> None:
    for kind, spec in SPECS:
        if spec.kind is Kind.MAPPING:
            place = f"{kind.name}.{spec.name}"
            assert spec.choices or (spec.minimum is not None and spec.maximum is not None), place


def test_numbers_have_limits() -> None:
    for kind, spec in SPECS:
        if spec.kind in (Kind.INTEGER, Kind.TENTHS):
            place = f"{kind.name}.{spec.name}"
            assert spec.minimum is not None, place
            assert spec.maximum is not None, place
            assert spec.minimum < spec.maximum, place


def test_every_kind_is_used_by_some_field_and_every_field_has_one() -> None:
    used = {spec.kind for _, spec in SPECS}
    assert used <= set(Kind)
    assert set(Kind) - used <= {Kind.REFERENCES}, "a kind that nothing uses"


def test_every_type_asks_for_something() -> None:
    assert [kind.name for kind in RECORD_TYPES.values() if not kind.required] == []


def test_identity_numbers_are_sensitive() -> None:
    open_ones = [
        (kind.name, spec.name)
        for kind, spec in SPECS
        if spec.kind is Kind.ID_NUMBER and spec.privacy is not Privacy.SENSITIVE
    ]
    assert open_ones == []


def test_the_private_note_stays_on_the_machine() -> None:
    local = {(kind.name, spec.name) for kind, spec in SPECS if spec.sync is Sync.LOCAL}
    assert ("talk", "private_note") in local


def test_a_new_field_stays_on_the_machine_unless_it_says_otherwise() -> None:
    assert FieldSpec(kind=Kind.TEXT, label=Text("新", "new")).sync is Sync.LOCAL


def test_what_may_leave_the_machine_was_reviewed(rewrite: bool) -> None:
    """After a change: ``pytest tests/test_declarations.py --rewrite``, and look at the diff with care."""
    shared = [f"{kind.name}.{spec.name}" for kind, spec in SPECS if spec.sync is Sync.SHARED]
    text = "\n".join(sorted(shared)) + "\n"
    if rewrite:
        SHARED_FIELDS.write_text(text, encoding="utf-8", newline="\n")
    assert SHARED_FIELDS.read_text(encoding="utf-8") == text


def script(name: str) -> ModuleType:
    """A script of docs/, loaded but not run."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_glossary_is_current(rewrite: bool) -> None:
    """After a change: ``pytest tests/test_declarations.py --rewrite``."""
    made = script("make_glossary")
    if rewrite:
        made.GLOSSARY.write_text(made.glossary(), encoding="utf-8", newline="\n")
    assert made.GLOSSARY.read_text(encoding="utf-8") == made.glossary()
