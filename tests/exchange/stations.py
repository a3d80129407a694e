"""Stations, changes and packages for the tests: real keys, invented people."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldteacher.domain.exchange import OFFICE, TEACHER, Manifest, SharedChange, Station
from fieldteacher.exchange import container
from fieldteacher.exchange.container import Opened, Trust, Written
from fieldteacher.exchange.keys import Keys, new_keys

WALL = 1_773_622_800_000
"""Monday 16 March 2026, nine in the morning in China."""


@dataclass(frozen=True)
class At:
    """One who exchanges: the keys, and what others know of it."""

    keys: Keys
    station: Station

    def write(self, path: Path, to: At, changes: Iterable[SharedChange] = (), **more: Any) -> Written:
        """A package to ``to``; ``more`` goes to ``container.write``, ``manifest`` as what differs in it."""
        manifest = self.manifest(to, **more.pop("manifest", {}))
        readers = more.pop("readers", [to.keys.age_key])
        return container.write(
            path, keys=self.keys, readers=readers, manifest=manifest, changes=changes, **more
        )

    def manifest(self, to: At, **differing: Any) -> Manifest:
        """What a package to ``to`` says of itself."""
        return dataclasses.replace(
            Manifest(
                package="pkg-1", format=1, min_reader=1, sender=self.station, recipient=to.keys.sign_key,
                college=OFFICE_AT.keys.sign_key, serial=1, created_ms=WALL, schema="m0003_exchange",
                have={"student:s1": "0123456789abcdef"},
            ),
            **differing,
        )  # fmt: skip

    def open(self, path: Path, *known: At, **more: Any) -> Opened:
        """Open a package, knowing these and trusting the one college."""
        return container.opened(path, keys=self.keys, trust=trust(*known, **more))


def trust(*known: At, **more: Any) -> Trust:
    """Whom a station believes that knows ``known``."""
    stations = {at.keys.sign_key: at.station for at in known}
    return Trust(**{"college": OFFICE_AT.keys.sign_key, "station": stations.get, **more})


def at(device: str, label: str, role: str = TEACHER, **more: Any) -> At:
    """A new station."""
    keys = new_keys()
    return At(
        keys,
        Station(sign_key=keys.sign_key, age_key=keys.age_key, device=device, label=label, role=role, **more),
    )


OFFICE_AT = at("0f" * 8, "实习办公室", OFFICE)
LI = at("a1" * 8, "李老师", teacher="t-li")
WANG = at("b2" * 8, "王老师", teacher="t-wang", covers=("t-li",))


def changes_of(device: str = "a1" * 8, students: int = 3, author: str = "李老师") -> list[SharedChange]:
    """Changes of some students: each made, then one field of it changed."""
    every = []
    counter = 0
    for number in range(students):
        record = f"0195a000-0000-7000-8000-{number:012x}"
        for field, value in (
            ("student_number", f"2301{number:02d}"),
            ("name", "李小明"),
            ("grade_year", 2023),
            ("phone", None),
        ):
            counter += 1
            every.append(
                SharedChange(device, counter, WALL, True, "student", record, field, value, (), f"student:{record}", author)
            )  # fmt: skip
        counter += 1
        replaced = ((device, counter - 3), ("c3" * 8, 7))
        every.append(
            SharedChange(device, counter, WALL + 5, False, "student", record, "name", "李晓明", replaced, f"student:{record}", author)
        )  # fmt: skip
    return every
