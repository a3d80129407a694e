"""All migrations, oldest first. A migration is frozen once released; a new one goes to the end."""

from __future__ import annotations

from fieldteacher.store.migrations.m0001_first import m0001_first
from fieldteacher.store.migrations.m0002_day import m0002_day
from fieldteacher.store.migrations.m0003_exchange import m0003_exchange
from fieldteacher.store.tables import Migrations
from fieldteacher.store.versions import SET

MIGRATIONS = Migrations(SET)
MIGRATIONS(name="m0001_first")(m0001_first)
MIGRATIONS(name="m0002_day")(m0002_day)
MIGRATIONS(name="m0003_exchange")(m0003_exchange)
