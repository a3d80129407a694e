"""The one place that loads the SQLite driver and sqlite-utils.

sqlite-utils looks for a module named ``pysqlite3`` before it takes the standard library's; under
that name it gets SQLCipher. Handing it a SQLCipher connection without the alias breaks it silently,
because it then waits for the other driver's exception classes.
"""

from __future__ import annotations

import sys

import sqlcipher3
import sqlcipher3.dbapi2 as sqlite

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlite

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

Connection = sqlite.Connection
Error = sqlite.Error
OperationalError = sqlite.OperationalError
DatabaseError = sqlite.DatabaseError

# SQLite before 3.51.3 can corrupt a store in WAL mode with two connections (sqlite.org/wal.html#walresetbug).
if sqlite.sqlite_version_info < (3, 51, 3):  # pragma: no cover - a build fault
    raise ImportError(f"SQLite {sqlite.sqlite_version} has the WAL-reset bug; 3.51.3 or later is needed")

__all__ = ["Connection", "Database", "DatabaseError", "Error", "Migrations", "OperationalError", "sqlite"]
