"""The one place that loads the SQLite driver, under the name by which sqlite-utils finds it.

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

Connection = sqlite.Connection
Error = sqlite.Error

# SQLite before 3.51.3 can corrupt a store in WAL mode with two connections (sqlite.org/wal.html#walresetbug).
if sqlite.sqlite_version_info < (3, 51, 3):  # pragma: no cover - a build fault
    raise ImportError(f"SQLite {sqlite.sqlite_version} has the WAL-reset bug; 3.51.3 or later is needed")

__all__ = ["Connection", "Error", "sqlite"]
