"""Services over a new store for the tests, as ``bootstrap.create_services`` makes them, without its migrations."""

from __future__ import annotations

from pathlib import Path

from tests.store.making import made

from fieldteacher.bootstrap import services_of
from fieldteacher.domain.clock import Clock, Ids
from fieldteacher.services.app import Services

NAME, COLLEGE = "张老师", "示例职业技术学院"


def new_services(folder: Path, clock: Clock, ids: Ids | None = None) -> Services:
    """The services of a new, empty store of 张老师."""
    services = services_of(made(folder, clock, ids, label=NAME), clock)
    services.lease.hold()
    services.settings.set_college({"name": COLLEGE})
    services.settings.set_owner(NAME)
    return services
