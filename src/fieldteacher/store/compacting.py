"""Making a store smaller after something was taken out of it for good (``clearing``), so that its files hold no trace."""

from __future__ import annotations

import json

from fieldteacher.domain.text import Text
from fieldteacher.store import copies
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.clearing import TO_COMPACT
from fieldteacher.store.database import Store

_LABEL = Text("整理数据文件", "make the store's file smaller")


def compact(store: Store, blobs: Blobs) -> bool:
    """Take what was cleared out of the files too; returns whether there was anything to do.

    Files named by no attachment and no draft go at once, the text index forgets the words of what is gone, and the
    store's file is written anew without its freed pages (``VACUUM``), and the copies that the program made by itself
    are removed. Where that fails, the next call tries again.
    Raises ``StoreUnavailable``.
    """
    noted = store.read().setting(TO_COMPACT)
    if noted is None or store.read_only:
        return False
    with store.write(_LABEL) as txn:
        txn.run("INSERT INTO search_text (search_text) VALUES ('optimize')")
    blobs.remove_unnamed(json.loads(noted))
    store.rewrite()
    copies.forget(store)
    with store.write(_LABEL) as txn:
        if txn.setting(TO_COMPACT) == noted:
            txn.set_setting(TO_COMPACT, None)
    return True
