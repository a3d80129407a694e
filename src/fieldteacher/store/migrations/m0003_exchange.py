"""0003: what exchanging by file needs. Frozen: later changes are later migrations."""

from __future__ import annotations

from fieldteacher.store.tables import Database

_TABLES = (
    # A station that takes part in the exchange, known by its signing key; `device` is the id its changes carry now.
    """CREATE TABLE peer (
        n INTEGER PRIMARY KEY,
        sign_key TEXT NOT NULL UNIQUE,
        age_key TEXT NOT NULL,
        device TEXT NOT NULL,
        label TEXT NOT NULL,
        role TEXT NOT NULL,
        teacher TEXT,
        covers TEXT NOT NULL DEFAULT '[]',
        joined_ms INTEGER NOT NULL,
        revoked_ms INTEGER,
        heard_serial INTEGER NOT NULL DEFAULT 0,
        heard_ms INTEGER,
        have TEXT,
        have_files TEXT,
        wanted_files TEXT,
        past_devices TEXT NOT NULL DEFAULT '{}',
        confirmed_save INTEGER NOT NULL DEFAULT 0,
        covered TEXT,
        released TEXT
    ) STRICT""",
    # Packages taken in. `names` are the changes it brought, as runs of counters; `aside` says that they were taken back.
    """CREATE TABLE package (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        peer INTEGER,
        device TEXT NOT NULL,
        serial INTEGER NOT NULL,
        created_ms INTEGER NOT NULL,
        received_ms INTEGER NOT NULL,
        save INTEGER NOT NULL,
        aside INTEGER NOT NULL DEFAULT 0,
        names TEXT NOT NULL,
        counts TEXT NOT NULL
    ) STRICT""",
    # Packages written, so that a person can see what went to whom; `claims` is what they said is held here, packed.
    """CREATE TABLE sent (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        peer INTEGER NOT NULL,
        serial INTEGER NOT NULL,
        created_ms INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        counts TEXT NOT NULL,
        claims BLOB
    ) STRICT""",
    """CREATE TABLE invite (
        id TEXT PRIMARY KEY NOT NULL,
        secret TEXT NOT NULL,
        teacher TEXT NOT NULL,
        label TEXT NOT NULL,
        covers TEXT NOT NULL DEFAULT '[]',
        created_ms INTEGER NOT NULL,
        used_by INTEGER
    ) STRICT""",
    # People entered twice and put together: whom the record names, and the one that stands for it, chains followed to their end.
    """CREATE TABLE alias (
        record TEXT PRIMARY KEY NOT NULL,
        type TEXT NOT NULL,
        says TEXT NOT NULL,
        stands TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # Pairs that look like one and are two, as somebody said; the smaller id first.
    """CREATE TABLE not_same (
        record TEXT NOT NULL,
        other TEXT NOT NULL,
        PRIMARY KEY (record, other)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE rule_file (
        id TEXT PRIMARY KEY NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        name TEXT,
        content TEXT
    ) STRICT""",
    """CREATE TABLE print_run (
        id TEXT PRIMARY KEY NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        form TEXT,
        printed_at TEXT,
        whom TEXT,
        output TEXT,
        forms INTEGER,
        pages INTEGER,
        blank INTEGER,
        draft INTEGER,
        choices TEXT
    ) STRICT""",
)

_COLUMNS = (
    # Who made a change that came in a package; of this device's own, the save says it.
    "ALTER TABLE change ADD COLUMN author TEXT",
    # The digest of a dossier's shared changes; null where it must be computed again.
    "ALTER TABLE dossier ADD COLUMN digest TEXT",
    # The serial number of the office's package that took a dossier from this device, when that was, and when it was removed.
    "ALTER TABLE dossier ADD COLUMN released_serial INTEGER",
    "ALTER TABLE dossier ADD COLUMN released_ms INTEGER",
    "ALTER TABLE dossier ADD COLUMN evicted_ms INTEGER",
    # A person's data were erased on request: values of its changes are not kept.
    "ALTER TABLE dossier ADD COLUMN erased INTEGER NOT NULL DEFAULT 0",
)

_INDEXES = (
    "CREATE INDEX change_dossier ON change (dossier)",
    "CREATE INDEX dossier_erased ON dossier (n) WHERE erased = 1",
    "CREATE INDEX change_unfolded ON change (live) WHERE live > 1",
)


def m0003_exchange(db: Database) -> None:
    """Make the tables, columns and indexes of the exchange by file."""
    for statement in (*_TABLES, *_COLUMNS, *_INDEXES):
        db.execute(statement)
