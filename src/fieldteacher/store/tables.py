"""sqlite-utils, which makes and changes the tables.

Loaded only to make or migrate a store: it takes 40 ms, a sixth of the time in which the window opens.
"""

from __future__ import annotations

import sys

# The driver first: sqlite-utils takes the SQLite that it finds under the driver's alias.
import fieldteacher.store.driver  # noqa: F401

# sqlite-utils loads numpy where it finds it, only to recognise its number types: 0.1 s and 20 MB
# that nothing here needs. An entry of None makes that one import fail as if numpy were absent.
_HIDDEN = "numpy" not in sys.modules
if _HIDDEN:
    sys.modules["numpy"] = None  # type: ignore[assignment]
try:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations
finally:
    if _HIDDEN:
        del sys.modules["numpy"]

__all__ = ["Database", "Migrations"]
