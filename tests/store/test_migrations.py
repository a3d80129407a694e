"""Bringing stores up to date: the declarations, the copy made before, the stores of earlier versions."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.sources import ROOT
from tests.store.making import add, made, opened, value
from tests.store.refold import assert_tables_follow_from_the_log
from tests.store.samples import fill

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store import opening, versions
from fieldteacher.store.columns import DECODERS, ENCODERS, SQL_TYPES, table_columns
from fieldteacher.store.database import FILE, Store
from fieldteacher.store.driver import Connection, Error
from fieldteacher.store.verifying import verify

SAMPLES = ROOT / "tests" / "data" / "stores"


@pytest.mark.parametrize("name", RECORD_TYPES)
def test_all_migrations_together_make_what_the_declarations_say(store: Store, name: str) -> None:
    columns = {row[1]: row[2] for row in store.read().query(f"PRAGMA table_info({name})")}
    assert columns == table_columns(name)
    sql = store.read().query("SELECT sql FROM sqlite_master WHERE name = ?", (name,))[0][0]
    assert sql.rstrip().endswith("STRICT")


def test_there_are_no_other_tables_and_no_triggers(store: Store) -> None:
    found = {kind: set() for kind in ("table", "index", "trigger", "view")}
    for kind, name in store.read().query(
        "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    ):
        found[kind].add(name)
    own = {
        "device",
        "dossier",
        "save",
        "change",
        "conflict",
        "setting",
        "draft",
        "peer",
        "package",
        "sent",
        "invite",
        "alias",
        "not_same",
        "search_key",
        "search_document",
    }
    shadow = {"search_text", *(f"search_text_{part}" for part in ("data", "idx", "docsize", "config"))}
    assert found["table"] == set(RECORD_TYPES) | own | shadow | {"_sqlite_migrations"}
    assert found["trigger"] == found["view"] == set()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_column_type_and_a_way_in_and_out(kind: Kind) -> None:
    assert SQL_TYPES[kind] in ("TEXT", "INTEGER")
    assert ENCODERS[kind](None) is None
    assert DECODERS[kind](None) is None


def test_every_field_of_every_type_comes_back_as_it_went_in(store: Store) -> None:
    records = fill(store)
    for name, record in records.items():
        row = store.read().need(name, record)
        for field, spec in RECORD_TYPES[name].fields.items():
            assert row[field] not in (None, (), {}), f"{name}.{field}"
            wanted = {Kind.FLAG: bool, Kind.CHOICES: tuple, Kind.REFERENCES: tuple, Kind.MAPPING: dict,
                      Kind.INTEGER: int, Kind.TENTHS: int}.get(spec.kind, str)  # fmt: skip
            assert type(row[field]) is wanted
    assert list(value(store, records["scheme"], "raters", "scheme")) == ["school", "enterprise"]
    assert_tables_follow_from_the_log(store)


def _add_table(connection: Connection) -> None:
    connection.execute("CREATE TABLE later (n INTEGER) STRICT")
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('fieldteacher', 'm0002_later', '')"
    )


def _open_with(folder: Path, monkeypatch: pytest.MonkeyPatch, migrate: opening.Migrate) -> Store:
    monkeypatch.setattr(versions, "KNOWN", (*versions.KNOWN, "m0002_later"))
    from fieldteacher.domain.clock import RandomIds, SystemClock
    from fieldteacher.store.indexing import index

    return opening.open_store(
        folder, key=None, clock=SystemClock(), ids=RandomIds(), index=index, migrate=migrate
    )


def test_a_store_is_copied_before_it_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path / "s").close()
    later = _open_with(tmp_path / "s", monkeypatch, _add_table)
    assert later.read().query("SELECT count(*) FROM later") == [(0,)]
    later.close()
    (tmp_path / "copy").mkdir()
    shutil.copy(tmp_path / "s" / "before-m0002_later.db", tmp_path / "copy" / FILE)
    monkeypatch.undo()
    earlier = opened(tmp_path / "copy")
    assert not earlier.read_only
    assert earlier.read().query("SELECT name FROM sqlite_master WHERE name = 'later'") == []
    earlier.close()


def test_an_older_store_that_cannot_be_written_is_not_opened_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "s").close()
    before = (tmp_path / "s" / FILE).read_bytes()
    monkeypatch.setattr(opening.os, "access", lambda *_: False)
    with pytest.raises(StoreUnavailable) as error:
        _open_with(tmp_path / "s", monkeypatch, _add_table)
    assert error.value.code == "store_older"
    assert (tmp_path / "s" / FILE).read_bytes() == before


def test_a_migration_that_fails_leaves_the_store_and_its_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: Connection) -> None:
        connection.execute("BEGIN")
        try:
            connection.execute("CREATE TABLE later (n INTEGER) STRICT")
            connection.execute("INSERT INTO later VALUES ('not a number')")
        except Error:
            connection.execute("ROLLBACK")
            raise

    one = made(tmp_path / "s")
    add(one, "student", student_number="1", name="李小明")
    one.close()
    with pytest.raises(StoreUnavailable):
        _open_with(tmp_path / "s", monkeypatch, fail)
    monkeypatch.undo()
    again = opened(tmp_path / "s")
    assert again.read().count("student") == 1
    assert verify(again) == []
    again.close()


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.db")), ids=lambda path: path.stem)
def test_stores_of_earlier_versions_open_with_all_they_hold(tmp_path: Path, sample: Path) -> None:
    """The samples are made by ``python tests/data/stores/make.py`` when a version is released, and kept."""
    with contextlib.closing(sqlite3.connect(sample)) as old:
        held = {row[0] for row in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    shutil.copy(sample, tmp_path / FILE)
    one = opened(tmp_path)
    assert not one.read_only
    file = one.read().records("attachment")[0]["id"]  # the sample is one file, without the bytes of others
    wrong = [f"attachment {file}: its content is missing"]
    assert [problem.en for problem in verify(one)] == wrong
    assert len(held & RECORD_TYPES.keys()) >= 24
    for name in held & RECORD_TYPES.keys():
        assert one.read().count(name) >= 1
    record = one.read().records("student")[0]["id"]
    add(one, "talk", student=record, talked_on="2026-03-16", work="顺利")
    one.undo()
    one.undo()
    assert [problem.en for problem in verify(one)] == wrong
    one.close()


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.db")), ids=lambda path: path.stem)
def test_a_store_brought_up_to_date_is_made_like_a_new_one(
    tmp_path: Path, store: Store, sample: Path
) -> None:
    """Also: a migration that was released is not edited any more, for then its sample would differ."""
    shutil.copy(sample, tmp_path / FILE)
    one = opened(tmp_path)
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    assert one.read().query(schema) == store.read().query(schema)
    one.close()


def test_there_is_a_sample_of_every_version() -> None:
    assert {path.stem for path in SAMPLES.glob("*.db")} == set(versions.KNOWN)
