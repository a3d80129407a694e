"""Making a store's search index anew, where an older version of the program made it."""

from __future__ import annotations

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.parts import in_parts
from fieldteacher.store.reader import Reader
from fieldteacher.store.search import KEYED, SETTING, VERSION

_LABEL = Text("更新搜索索引", "renew the search index")
_AT_ONCE = 1000
"""How many texts are renewed in one go; somebody may want to save in between."""


def outdated(store: Store) -> bool:
    """Whether the index was made another way than now, and can be made anew."""
    return not store.read_only and store.read().setting(SETTING) != VERSION


def renew(store: Store) -> None:
    """Make the index anew where it is outdated; where this is broken off, the next time begins again."""
    if not outdated(store):
        return
    reader = store.read()
    with store.write(_LABEL) as txn:
        txn.renew_index({kind: _every(txn, kind) for kind in KEYED}, {})
    for kind, each in RECORD_TYPES.items():
        ids = sorted(_every(reader, kind)) if each.searched else []
        for part in in_parts(ids, _AT_ONCE):
            with store.write(_LABEL) as txn:
                txn.renew_index({}, {kind: set(part)})
    store.keep_settings({SETTING: VERSION})


def _every(reader: Reader, kind: str) -> set[str]:
    return {row[0] for row in reader.query(f"SELECT id FROM {kind}")}
