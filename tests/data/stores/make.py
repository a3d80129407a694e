"""Makes the sample store of the present version; run once when the version is released, then kept for ever.

PYTHONPATH=src:. python tests/data/stores/make.py
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import HeldClock
from tests.store.making import change, delete, made, student
from tests.store.samples import fill

from fieldteacher.domain.clock import SeededIds
from fieldteacher.store.versions import KNOWN

START = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)


def main() -> None:
    """One record of every type; besides a conflict, a deletion and an undoing."""
    with tempfile.TemporaryDirectory() as folder:
        store = made(Path(folder) / "store", HeldClock(START), SeededIds(1, START))
        fill(store)
        one, other = student(store, "王芳", "230102"), student(store, "赵磊", "230103")
        base = store.read().heads("student", one)
        change(store, "student", one, phone="13800000001")
        change(store, "student", one, base, phone="13800000002")
        delete(store, "student", other)
        change(store, "student", one, major="机电一体化")
        store.undo()
        store.keep_draft("talk", one, '{"work": "未保存"}')
        target = Path(__file__).parent / f"{KNOWN[-1]}.db"
        target.unlink(missing_ok=True)
        store.read().query("VACUUM INTO ?", (str(target),))
        store.close()


if __name__ == "__main__":
    main()
