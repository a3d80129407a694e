"""Ids and time."""

from __future__ import annotations

import threading
import time
import uuid
from datetime import UTC, date, datetime

import pytest

from fieldteacher.domain.clock import Ids, RandomIds, SeededIds, SystemClock, derived_id

START = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("ids", [RandomIds(), SeededIds(1, START)])
def test_ids_are_uuids_of_version_7_and_in_order(ids: Ids) -> None:
    made = [ids.new() for _ in range(5_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    for text in made[:50]:
        value = uuid.UUID(text)
        assert str(value) == text
        assert (value.version, value.variant) == (7, uuid.RFC_4122)


def test_the_time_of_making_is_in_the_id() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(RandomIds().new()).int >> 80
    assert before <= made <= time.time_ns() // 1_000_000 + 1


def test_ids_stay_in_order_where_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = RandomIds()
    first = ids.new()
    monkeypatch.setattr(time, "time_ns", lambda: 10**18)
    assert first < ids.new() < ids.new()


def test_ids_made_by_several_threads_differ() -> None:
    ids = RandomIds()
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.extend(ids.new() for _ in range(2_000))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8_000


def test_a_seed_repeats_its_ids() -> None:
    assert [SeededIds(7, START).new() for _ in range(2)] == [SeededIds(7, START).new() for _ in range(2)]
    one, other = SeededIds(7, START), SeededIds(8, START)
    assert one.new() != other.new()


def test_derived_ids_follow_from_their_parts_alone() -> None:
    assert derived_id("a", "b") == derived_id("a", "b")
    assert len({derived_id("a", "b"), derived_id("b", "a"), derived_id("ab"), derived_id("a")}) == 4
    assert uuid.UUID(derived_id("a")).version == 5


def test_today_can_be_set_from_outside() -> None:
    assert SystemClock(date(2026, 3, 16)).today() == date(2026, 3, 16)
    assert SystemClock().now().tzinfo is UTC
    assert abs((SystemClock().today() - SystemClock().now().date()).days) <= 1
