"""Stores with bytes in them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.conftest import HeldClock
from tests.store.making import add, student

from fieldteacher.bootstrap import create_services
from fieldteacher.services.app import Services
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.database import Store

PHOTO, OTHER = b"\xff\xd8 a photo" * 900, b"%PDF-1.4 a paper" * 50
PLAIN = b"SQLite format 3\x00"
PASSWORD = "四季常青1234"
NOW = datetime(2026, 3, 16, 9, 0, 5)


def attach(store: Store, sha256: str, owner: str = "") -> str:
    """A record that names bytes; returns its id."""
    return add(store, "attachment", owner=owner or student(store), sha256=sha256, name="照片.jpg")


def services_with_bytes(folder: Path, clock: HeldClock, password: str | None = None) -> tuple[Services, str]:
    services = create_services(folder, name="张老师", password=password, clock=clock)
    sha256 = Blobs(services.store, clock).put(PHOTO)
    attach(services.store, sha256)
    return services, sha256
