"""Evaluation schemes: chosen ready-made, edited until used, then frozen and replaced by new versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.ready_schemes import READY_SCHEMES, ReadyScheme
from fieldteacher.domain.scoring import CriterionSpec, Missing, SchemeSpec
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.store.database import Store
from fieldteacher.store.queries.evaluations import criterion_used
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

DEFAULT = "default_scheme"
_CARRIED = (
    "raters", "bands", "pass_mark", "rounding", "note", "name", "missing_rater", "missing_by", "missing_reason",
)  # fmt: skip
"""What a new version has from the one before unless it is said anew."""
_UNDECIDED = Text(
    "缺评仍出总评须写明由谁决定、为什么。",
    "An overall without a rater needs the name of who decided it and why.",
)


class SchemeService:
    """The verbs on schemes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @staticmethod
    def ready() -> Sequence[ReadyScheme]:
        """The schemes to choose from."""
        return READY_SCHEMES

    def all(self) -> list[SchemeSpec]:
        """Every scheme and version, newest version of a name first."""
        reader = self._store.read()
        rows = reader.records("scheme", order=("name",))
        specs = [load_scheme(reader, row["id"]) for row in rows]
        return sorted(specs, key=lambda s: (s.name, -s.version))

    def get(self, scheme: str) -> SchemeSpec:
        """One scheme with its criteria; raises ``NotFound``."""
        return load_scheme(self._store.read(), scheme)

    def default(self) -> SchemeSpec | None:
        """The scheme for placements whose batch names none: the one chosen, else the last one made."""
        reader = self._store.read()
        chosen = reader.setting(DEFAULT)
        rows = reader.records("scheme")
        found = next((row for row in rows if row["id"] == chosen), rows[-1] if rows else None)
        return load_scheme(reader, found["id"]) if found else None

    def choose(self, scheme: str) -> None:
        """Make a scheme the one for placements whose batch names none."""
        self._store.keep_settings({DEFAULT: scheme})

    def add_ready(self, key: str, name: str) -> tuple[str, ChangeSet]:
        """Make a scheme from a ready-made one, under ``name``."""
        ready = next((item for item in READY_SCHEMES if item.key == key), None)
        if ready is None:
            raise UserError("unknown_scheme", Text("没有方案 {k}。", "There is no scheme {k}.").fill(k=key))
        values = {
            "name": name, "raters": dict(ready.raters), "bands": dict(ready.bands), "pass_mark": ready.pass_mark,
            "rounding": ready.rounding,
        }  # fmt: skip
        criteria = [
            {"rater": rater, "name": title, "standard": standard, "full_marks": 10 * full}
            for rater, items in ready.criteria.items()
            for title, standard, full in items
        ]
        return self.save(None, values, criteria)

    def save(
        self, scheme: str | None, values: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]]
    ) -> tuple[str, ChangeSet]:
        """Save a scheme and its criteria in order; returns its id.

        A scheme that was used is not changed: the same name gets a new version, and evaluations made
        under the old one keep it. ``criteria`` are values of ``criterion`` (with ``id`` where one is
        kept). Raises ``FieldProblem`` where weights and criteria do not fit together.
        """
        _check(values, criteria)
        with self._store.write(Text("保存考核方案", "save a scheme")) as txn:
            if scheme is None:
                record = txn.create(
                    "scheme", {**values, "version": _next_version(txn, str(values.get("name")))}
                )
            elif criterion_used(txn, scheme):
                old = txn.need("scheme", scheme)
                merged = {n: old[n] for n in _CARRIED} | dict(values)
                record = txn.create(
                    "scheme",
                    {**merged, "version": _next_version(txn, str(merged["name"])), "replaces": scheme},
                )
            else:
                record = scheme
                txn.update("scheme", scheme, values)
            self._save_criteria(txn, record, criteria, fresh=record != scheme)
        return record, txn.changes

    @staticmethod
    def _save_criteria(
        txn: Transaction, scheme: str, criteria: Sequence[Mapping[str, Any]], *, fresh: bool
    ) -> None:
        kept: set[str] = set()
        for position, values in enumerate(criteria, start=1):
            content = {n: v for n, v in values.items() if n != "id"} | {
                "scheme": scheme,
                "position": position,
            }
            record = values.get("id")
            if record and not fresh:
                txn.update("criterion", str(record), content)
                kept.add(str(record))
            else:
                kept.add(txn.create("criterion", content))
        for row in txn.records("criterion", {"scheme": scheme}):
            if row["id"] not in kept:
                txn.delete("criterion", row["id"])


def load_scheme(reader: Reader, scheme: str) -> SchemeSpec:
    """A scheme with its criteria in order; raises ``NotFound``."""
    row = reader.need("scheme", scheme)
    criteria = reader.records("criterion", {"scheme": scheme}, order=("position",))
    bands = sorted((row["bands"] or {}).items(), key=lambda band: -band[1])
    return SchemeSpec(
        id=row["id"], name=row["name"], version=row["version"], raters=row["raters"] or {}, bands=tuple(bands),
        pass_mark=600 if row["pass_mark"] is None else row["pass_mark"], rounding=row["rounding"] or "tenth",
        frozen=row["frozen_on"] is not None, missing_rater=Missing(row["missing_rater"] or Missing.REFUSE),
        missing_by=row["missing_by"] or "", missing_reason=row["missing_reason"] or "",
        criteria=tuple(
            CriterionSpec(
                id=c["id"], rater=c["rater"], position=c["position"] or 0, name=c["name"], standard=c["standard"] or "",
                full_marks=c["full_marks"],
            )
            for c in criteria
        ),
    )  # fmt: skip


def freeze(txn: Transaction, scheme: str, today: str) -> None:
    """Freeze a scheme at its first use."""
    if txn.need("scheme", scheme)["frozen_on"] is None:
        txn.update("scheme", scheme, {"frozen_on": today})


def _next_version(reader: Reader, name: str) -> int:
    return 1 + max((row["version"] for row in reader.records("scheme", {"name": name})), default=0)


def _check(values: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]]) -> None:
    raters = {rater for rater, weight in (values.get("raters") or {}).items() if weight}
    rated = {item.get("rater") for item in criteria}
    if raters - rated:
        raise FieldProblem(
            "rater_without_criteria",
            Text(
                "有权重的评分人至少要有一项指标。", "Every rater with a weight needs at least one criterion."
            ),
            field="raters",
        )
    if "bands" in values and not values["bands"]:
        raise FieldProblem(
            "no_bands", Text("至少要有一个等级。", "At least one band is needed."), field="bands"
        )
    if (values.get("missing_rater") or Missing.REFUSE) != Missing.REFUSE:
        for name in ("missing_by", "missing_reason"):
            if not str(values.get(name) or "").strip():
                raise FieldProblem("undecided", _UNDECIDED, field=name)
