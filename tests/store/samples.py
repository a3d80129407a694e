"""One invented record of every type, with every field filled: what a store of a version holds at least."""

from __future__ import annotations

from typing import Any

from tests.store.making import SAVE

from fieldteacher.domain.fields import FieldSpec, Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store.blob_file import hash_of
from fieldteacher.store.database import Store
from fieldteacher.store.transaction import Transaction

SCAN = b"%PDF-1.4 one page"
"""The bytes that the attachment names; whoever wants a store without a problem puts them there."""

_SPECIAL: dict[tuple[str, str], Any] = {
    ("student", "id_number"): "510502200510030012",
    ("attachment", "sha256"): hash_of(SCAN),
    ("batch", "rule_parameters"): {"R10.night_from": 1320},
    ("scheme", "raters"): {"school": 30, "enterprise": 70},
    ("scheme", "bands"): {"优": 900, "良": 750, "及格": 600, "不及格": 0},
}


def fill(store: Store) -> dict[str, str]:
    """Save one full record of every type; returns the ids by type."""
    with store.write(SAVE) as txn:
        made = {name: txn.create(name, _values(txn, name, {}, required=True)) for name in _order()}
        for name, record in made.items():
            txn.update(name, record, _values(txn, name, made, required=False))
    return made


def _order() -> list[str]:
    """The types so that what a required field refers to comes first."""
    done: list[str] = []
    while len(done) < len(RECORD_TYPES):
        for name, kind in RECORD_TYPES.items():
            needs = {spec.targets[0] for spec in kind.fields.values() if spec.required and spec.targets}
            if name not in done and needs <= set(done):
                done.append(name)
    return done


def _values(txn: Transaction, name: str, made: dict[str, str], *, required: bool) -> dict[str, Any]:
    return {
        field: _SPECIAL.get((name, field), _value(txn, spec, made))
        for field, spec in RECORD_TYPES[name].fields.items()
        if spec.required or not required
    }


def _value(txn: Transaction, spec: FieldSpec, made: dict[str, str]) -> Any:
    if spec.targets:
        target = made.get(spec.targets[0]) or txn.query(f"SELECT id FROM {spec.targets[0]}")[0][0]
        return [target] if spec.kind is Kind.REFERENCES else target
    low = 1 if spec.minimum is None else spec.minimum
    return {
        Kind.TEXT: "一行字", Kind.NOTE: "第一行\n第二行", Kind.CODE: "007", Kind.PHONE: "13800138000", Kind.ID_NUMBER: "E12345678",
        Kind.USCC: "91320594MA00000002",
        Kind.DATE: "2026-03-16", Kind.TIME: "08:30", Kind.MOMENT: "2026-03-16T08:30", Kind.INTEGER: low, Kind.TENTHS: low,
        Kind.FLAG: True, Kind.CHOICE: spec.choices[0].value if spec.choices else "",
        Kind.CHOICES: [choice.value for choice in spec.choices[:2]],
        Kind.MAPPING: {key.value: spec.choices[0].value if spec.choices else low for key in spec.keys},
    }[spec.kind]  # fmt: skip
