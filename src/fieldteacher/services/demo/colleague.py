"""What a colleague changed meanwhile, as it came in one package: conflicts of each kind, changes that meet none, and an
enterprise entered twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from fieldteacher.domain.clock import derived_id
from fieldteacher.domain.exchange import Arrival, SharedChange
from fieldteacher.domain.text import Text
from fieldteacher.services.demo.ledger import Ledger, Planted
from fieldteacher.store.columns import Scalar
from fieldteacher.store.database import Store, ms
from fieldteacher.store.fold import DELETED, PACKAGE, read_names
from fieldteacher.store.merging import merge

_DEVICE = "d3a0c011ea90e001"
"""The id of the colleague's computer."""
_KEY = "c011ea90" * 8
_PACKAGE = "c011ea90c011ea90c011ea90c011ea90"
_EDIT = Text("修改记录", "change a record")
_IMPORT = Text("导入 {who} 的数据包", "take in a package of {who}")
_OWN_TEXT = "情绪稳定，愿意留在原岗位；对加班费的算法有疑问，已请人事解释。"
_OTHER_TEXT = "已适应夜班，但想家，周末希望与家人视频。师傅对他很照顾。"
_RESULT = "已与车间主任商定，下周起调整。"
_LOST_CLOCK_MS = 978_307_200_000
"""1 January 2001, which a computer says whose battery was empty."""


class Held(Protocol):
    """The demo's clock."""

    def now(self) -> datetime:
        """The time it was put to."""

    def put_to(self, moment: datetime) -> None:
        """Put it to another time."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A field, what its owner made of it and what the colleague did, who had not seen that."""

    type: str
    record: str
    field: str
    own: Mapping[str, Scalar]
    other: Scalar
    wrong_clock: bool = False


def meet_a_colleague(store: Store, clock: Held, ledger: Ledger, who: str) -> list[Planted]:
    """Take in a package of ``who``; returns the conflicts it made."""
    cells, base = _cells(ledger), dict[str, Mapping[str, str]]()
    for each in cells:
        base[each.record] = store.read().heads(each.type, each.record)
    for each in cells:
        clock.put_to(clock.now() + timedelta(minutes=1))
        if each.own:
            with store.write(_EDIT, purpose="demo") as txn:
                txn.update(each.type, each.record, each.own)
    clock.put_to(clock.now() + timedelta(minutes=1))
    now = ms(clock.now())
    with store.write(_IMPORT.fill(who=who), purpose=PACKAGE) as txn:
        devices = dict(txn.query("SELECT n, id FROM device"))
        dossier = {
            record: str(txn.query("SELECT id FROM dossier WHERE n = ?", (txn.log.dossier_of(record),))[0][0])
            for record in base
        }
        changes = [
            SharedChange(
                device=_DEVICE, counter=number, wall=_LOST_CLOCK_MS if each.wrong_clock else now, plausible=not each.wrong_clock,
                type=each.type, record=each.record, field=each.field, value=each.other,
                replaces=_seen(each, base[each.record], devices.__getitem__), dossier=dossier[each.record], author=who,
            )
            for number, each in enumerate(cells, 1)
        ]  # fmt: skip
        again = _entered_again(ledger, len(changes), now, who)
        merge(
            txn,
            Arrival(
                package=_PACKAGE, device=_DEVICE, sign_key=_KEY, serial=1, created_ms=now, label=_IMPORT.fill(who=who)
            ),
            [*changes, *again],
        )  # fmt: skip
    met = [Planted("conflict", each.type, each.record) for each in cells if each.own]
    return [*met, *(Planted("duplicate", each.type, each.record) for each in again[:1])]


def _entered_again(ledger: Ledger, counter: int, now: int, who: str) -> list[SharedChange]:
    """The enterprise that the colleague typed too, not knowing that it was there."""
    known = ledger.of("enterprise")[0]
    record = derived_id("demo", known.id)
    values: dict[str, Scalar] = {
        "name": known.values["name"],
        "phone": "0512-68880000",
        "note": "食堂在二号门，先登记",
    }
    return [
        SharedChange(
            device=_DEVICE, counter=number, wall=now, plausible=True, type="enterprise", record=record, field=field,
            value=value, replaces=(), dossier=f"enterprise:{record}", author=who,
        )
        for number, (field, value) in enumerate(values.items(), counter + 1)
    ]  # fmt: skip


def _cells(ledger: Ledger) -> list[_Cell]:
    students = ledger.of("student")
    talk = next(entry for entry in ledger.of("talk") if entry.values.get("thoughts"))
    promise = next(entry for entry in ledger.of("promise") if entry.values.get("status") == "open")
    cells = [
        _Cell("student", students[0].id, "phone", {"phone": "19900000001"}, "19900000002"),
        _Cell("talk", talk.id, "thoughts", {"thoughts": _OWN_TEXT}, _OTHER_TEXT, wrong_clock=True),
        _Cell("promise", promise.id, DELETED, {"result": _RESULT}, 1),
    ]
    if len(students) > 1:
        cells.append(_Cell("student", students[1].id, "phone", {}, "19900000003"))
    return cells


def _seen(cell: _Cell, heads: Mapping[str, str], device: Callable[[int], str]) -> tuple[tuple[str, int], ...]:
    """World-wide names of what the colleague saw: of the field, or of the whole record where it was deleted."""
    fields = list(heads) if cell.field == DELETED else [cell.field]
    names = {name for field in fields for name in read_names(heads.get(field, ""))}
    return tuple(sorted((device(number), counter) for number, counter in names))
