"""What a save may name: records that are here, and that stand for themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.fields import Kind
from fieldteacher.domain.record import RecordType, Value
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.store.reader import Reader

_REFERENCES = (Kind.REFERENCE, Kind.REFERENCES)
_NONE: Mapping[str, Value] = {}


def check_named(
    reader: Reader,
    kind: RecordType,
    values: Mapping[str, Value],
    known: Collection[str],
    current: Mapping[str, Value] = _NONE,
) -> set[str]:
    """The records that references in ``values`` name, beyond those ``known`` to be here.

    Raises ``FieldProblem`` where one is not here; one that the ``current`` value names already may have been handed over.
    """
    found: set[str] = set()
    for name, value in values.items():
        spec = kind.fields[name]
        if spec.kind not in _REFERENCES:
            continue
        named = _ids(current.get(name))
        for target in _ids(value):
            if target in known or target in named or target in found:
                continue
            if not any(reader.query(f"SELECT 1 FROM {t} WHERE id = ?", (target,)) for t in spec.targets):
                raise FieldProblem(
                    "no_such_record",
                    Text("{label}：没有这条记录（{id}）。", "{label}: there is no such record ({id}).").fill(
                        label=spec.label, id=target
                    ),
                    field=name,
                )
            found.add(target)
    return found


def refuse_behind(reader: Reader, type_name: str, record: str, into: str) -> None:
    """Raise ``InputRefused`` where not ``record`` but ``into`` stands for it: changes belong there."""
    if into == record:
        return
    raise InputRefused(
        "put_together",
        Text(
            "这条记录已与“{name}”合并，请打开那条记录再改。",
            "This record was put together with “{name}”; please make the change there.",
        ).fill(name=reader.titles(type_name, [into]).get(into, "")),
    )


def _ids(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]
