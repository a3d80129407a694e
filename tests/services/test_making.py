"""The stores that most tests begin with are those that the program makes."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import START, HeldClock
from tests.services.making import COLLEGE, NAME, new_services

from fieldteacher.bootstrap import create_services
from fieldteacher.domain.clock import SeededIds
from fieldteacher.services.app import Services

_BY_CHANCE = {"device", "lease"}


def content(services: Services) -> dict[str, list[object]]:
    """Every row of every table but for what is drawn by chance or says when it was made, and the tables' text."""
    read = services.store.read()
    tables = [name for (name,) in read.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {table: list(map(tuple, read.query(f'SELECT * FROM "{table}"'))) for table in tables}
    rows["setting"] = [row for row in rows["setting"] if row[0] not in _BY_CHANCE]
    rows["device"] = [row[2:] for row in rows["device"]]
    rows["_sqlite_migrations"] = [row[:3] for row in rows["_sqlite_migrations"]]
    rows["sqlite_master"] = list(map(tuple, read.query("SELECT type, name, sql FROM sqlite_master")))
    return rows


def test_a_store_made_for_a_test_is_as_the_program_makes_it(tmp_path: Path, clock: HeldClock) -> None:
    ours = new_services(tmp_path / "ours", clock, SeededIds(1, START))
    real = create_services(
        tmp_path / "real", name=NAME, college=COLLEGE, clock=clock, ids=SeededIds(1, START)
    )
    assert content(ours) == content(real)
    assert len(content(real)["change"]) > 1
    ours.close()
    real.close()
