"""A program of its own that saves and says so: ``python -m tests.store.saver FOLDER NAME COUNT [LIMIT]``.

Each save reads a number that all savers share and writes it back one higher, besides a student of its
own with a talk and a bulk of students every tenth time; it prints the number when the save is done.
LIMIT is the largest file it may write, in bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.store.making import SAVE, opened

from fieldteacher.domain.errors import StoreUnavailable

COUNTER = "00000000-0000-7000-8000-000000000001"


def say(what: object) -> None:
    """At once, so that nothing said is lost when the program is killed."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main(folder: str, name: str, count: str, limit: str = "") -> int:
    """Save ``count`` times; the exit status is 3 where a save was refused."""
    store = opened(Path(folder))
    if limit:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    for number in range(int(count)):
        try:
            with store.write(SAVE) as txn:
                last = txn.need("enterprise", COUNTER)["staff_count"]
                txn.update("enterprise", COUNTER, {"staff_count": last + 1})
                pupil = txn.create(
                    "student", {"student_number": f"{name}{number}", "name": name, "note": "长" * 300}
                )
                txn.create("talk", {"student": pupil, "talked_on": "2026-03-16", "work": "顺利"})
                for extra in range(40 if number % 10 == 9 else 0):
                    txn.create(
                        "student", {"student_number": f"{name}{number}-{extra}", "name": f"{name}{extra}"}
                    )
        except StoreUnavailable as error:
            say(error.code)
            return 3
        say(last + 1)
    store.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
