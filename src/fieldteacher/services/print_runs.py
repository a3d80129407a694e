"""What was printed when: one line a run, with what was chosen, so that it can be printed again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock, this_minute
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.documents import Printed
from fieldteacher.store.database import Store
from fieldteacher.store.transaction import Transaction

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNote:
    """What is noted of a run besides its numbers.

    ``whom`` is an enterprise, a class, a batch or a count, never the name of a student.
    """

    output: Output
    whom: str = ""
    blank: bool = False
    draft: bool = False
    choices: Mapping[str, Any] = field(default_factory=dict)


class PrintRuns:
    """The verbs on runs of printing. They stay on this machine: they say what lies in whose tray, nothing of the students."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def keep(self, form: str, printed: Printed, note: RunNote) -> ChangeSet:
        """Note a run in a save of its own. A store that is read only keeps nothing."""
        if self._store.read_only:
            return ChangeSet()
        with self._store.write(Text("登记打印", "note what was printed"), purpose="print") as txn:
            self.keep_in(txn, form, printed, note)
        return txn.changes

    def keep_in(self, txn: Transaction, form: str, printed: Printed, note: RunNote) -> None:
        """Note a run in a save that notes more."""
        kept = json.dumps(note.choices, ensure_ascii=False)
        txn.create(
            "print_run",
            {
                "form": form, "printed_at": this_minute(self._clock), "whom": note.whom or None, "output": note.output,
                "forms": printed.forms, "pages": printed.pages, "blank": note.blank, "draft": note.draft,
                "choices": kept if len(kept) <= _LONGEST else None,
            },
        )  # fmt: skip

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
