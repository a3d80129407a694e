"""What was printed when: one line a run, with what was chosen, so that it can be printed again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock, this_minute
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.documents import Printed
from fieldteacher.store.database import Store

Output = Literal["file", "folder", "printer"]
_LONGEST = 100_000


class PrintRun(NamedTuple):
    """One run of printing. ``choices`` is what ``keep`` was given; empty where that was too much to keep."""

    id: str
    printed_at: str
    form: str
    whom: str
    output: str
    forms: int
    pages: int
    blank: bool
    draft: bool
    choices: Mapping[str, Any]


class PrintRuns:
    """The verbs on runs of printing. They stay on this machine: they say what lies in whose tray, nothing of the students."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def keep(
        self, form: str, printed: Printed, output: Output, *, whom: str = "", blank: bool = False, draft: bool = False,
        choices: Mapping[str, Any] | None = None,
    ) -> ChangeSet:  # fmt: skip
        """Note a run. ``whom`` is an enterprise, a class, a batch or a count, never the name of a student.

        A store that is read only keeps nothing.
        """
        if self._store.read_only:
            return ChangeSet()
        kept = json.dumps(choices or {}, ensure_ascii=False)
        values = {
            "form": form, "printed_at": this_minute(self._clock), "whom": whom or None, "output": output,
            "forms": printed.forms, "pages": printed.pages, "blank": blank, "draft": draft,
            "choices": kept if len(kept) <= _LONGEST else None,
        }  # fmt: skip
        with self._store.write(Text("登记打印", "note what was printed"), purpose="print") as txn:
            txn.create("print_run", values)
        return txn.changes

    def runs(self) -> Sequence[PrintRun]:
        """All runs, the latest first."""
        rows = self._store.read().records("print_run", order=("printed_at", "id"))
        return [
            PrintRun(
                row["id"], row["printed_at"], row["form"], row["whom"] or "", row["output"] or "", row["forms"] or 0,
                row["pages"] or 0, bool(row["blank"]), bool(row["draft"]), json.loads(row["choices"] or "{}"),
            )
            for row in reversed(rows)
        ]  # fmt: skip
