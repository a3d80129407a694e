"""0002: what the teacher's day needs beyond the first version. Frozen: later changes are later migrations."""

from __future__ import annotations

from fieldteacher.store.tables import Database

_RECORDS = (
    """CREATE TABLE second_score (
        id TEXT PRIMARY KEY NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        evaluation TEXT,
        criterion TEXT,
        tenths INTEGER,
        entered_by TEXT
    ) STRICT""",
    """CREATE TABLE phrase (
        id TEXT PRIMARY KEY NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        use TEXT,
        rater TEXT,
        band TEXT,
        words TEXT,
        position INTEGER
    ) STRICT""",
    """CREATE TABLE education (
        id TEXT PRIMARY KEY NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        kind TEXT,
        held_on TEXT,
        batch TEXT,
        enterprise TEXT,
        students TEXT,
        topic TEXT,
        place TEXT,
        minutes INTEGER,
        held_by TEXT,
        content TEXT
    ) STRICT""",
    """CREATE TABLE waiver (
        id TEXT PRIMARY KEY NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        rule TEXT,
        about TEXT,
        reason TEXT,
        waived_by TEXT,
        waived_on TEXT,
        until TEXT
    ) STRICT""",
    """CREATE TABLE attestation (
        id TEXT PRIMARY KEY NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        rule TEXT,
        batch TEXT,
        answer TEXT,
        stated_on TEXT,
        stated_by TEXT,
        note TEXT
    ) STRICT""",
    """CREATE TABLE snooze (
        id TEXT PRIMARY KEY NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        item TEXT,
        about TEXT,
        until TEXT,
        reason TEXT,
        snoozed_on TEXT
    ) STRICT""",
    """CREATE TABLE briefing (
        id TEXT PRIMARY KEY NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        title TEXT,
        batch TEXT,
        period_from TEXT,
        period_to TEXT,
        written_on TEXT,
        written_by TEXT,
        status TEXT,
        overview TEXT,
        students_state TEXT,
        gains TEXT,
        difficulties TEXT,
        enterprise_view TEXT,
        hiring TEXT,
        practice TEXT,
        next_steps TEXT,
        figures TEXT,
        quotations TEXT
    ) STRICT""",
)

_COLUMNS = (
    "ALTER TABLE college ADD COLUMN province TEXT",
    "ALTER TABLE teacher ADD COLUMN department TEXT",
    "ALTER TABLE batch ADD COLUMN rule_parameters TEXT",
    "ALTER TABLE batch ADD COLUMN plan_on TEXT",
    "ALTER TABLE batch ADD COLUMN filing_number TEXT",
    "ALTER TABLE batch ADD COLUMN filed_on TEXT",
    "ALTER TABLE enterprise ADD COLUMN country TEXT",
    "ALTER TABLE enterprise ADD COLUMN credit_clean INTEGER",
    "ALTER TABLE enterprise ADD COLUMN safety_clean INTEGER",
    "ALTER TABLE placement ADD COLUMN signed_with TEXT",
    "ALTER TABLE placement ADD COLUMN major_match TEXT",
    "ALTER TABLE placement ADD COLUMN pay_period_days INTEGER",
    "ALTER TABLE talk ADD COLUMN place TEXT",
    "ALTER TABLE incident ADD COLUMN discipline TEXT",
    "ALTER TABLE incident ADD COLUMN discipline_on TEXT",
    "ALTER TABLE evaluation ADD COLUMN signed_by TEXT",
    "ALTER TABLE evaluation ADD COLUMN unlock_reason TEXT",
    "ALTER TABLE evaluation ADD COLUMN checked_by TEXT",
    "ALTER TABLE evaluation ADD COLUMN checked_on TEXT",
    "ALTER TABLE evaluation ADD COLUMN missing_as TEXT",
    "ALTER TABLE evaluation ADD COLUMN missing_by TEXT",
    "ALTER TABLE evaluation ADD COLUMN missing_on TEXT",
    "ALTER TABLE evaluation ADD COLUMN missing_reason TEXT",
    "ALTER TABLE evaluation ADD COLUMN hints_seen TEXT",
    "ALTER TABLE scheme ADD COLUMN missing_rater TEXT",
    "ALTER TABLE scheme ADD COLUMN missing_by TEXT",
    "ALTER TABLE scheme ADD COLUMN missing_reason TEXT",
    "ALTER TABLE practice_entry ADD COLUMN post TEXT",
    "ALTER TABLE attachment ADD COLUMN taken_at TEXT",
    "ALTER TABLE search_key ADD COLUMN standing INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE search_document ADD COLUMN about TEXT",
)

_INDEXES = (
    "CREATE INDEX waiver_about ON waiver (about)",
    "CREATE INDEX attestation_batch ON attestation (batch)",
    "CREATE INDEX snooze_about ON snooze (about)",
    "CREATE INDEX second_score_evaluation ON second_score (evaluation)",
    "CREATE INDEX education_enterprise ON education (enterprise)",
    "CREATE INDEX incident_enterprise ON incident (enterprise)",
    "CREATE INDEX practice_entry_teacher ON practice_entry (teacher, starts_on)",
    "CREATE INDEX placement_batch ON placement (batch)",
    "CREATE INDEX attachment_sha256 ON attachment (sha256)",
)


def m0002_day(db: Database) -> None:
    """Make the tables, columns and indexes that came with the teacher's day."""
    for statement in (*_RECORDS, *_COLUMNS, *_INDEXES):
        db.execute(statement)
