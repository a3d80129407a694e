"""An office and teachers on folders of their own, through the command line alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.conftest import Command, Outcome


@dataclass
class College:
    """``office`` and one store a teacher; every command answers in JSON."""

    command: Command
    folder: Path
    packages: int = 0
    codes: dict[str, str] = field(default_factory=dict)

    def found(self) -> College:
        """Make the office's store."""
        self.run(
            "office",
            "init",
            "--role",
            "office",
            "--name",
            "实习办",
            "--college",
            "川南云麓职业技术学院",
            "--no-password",
        )
        return self

    def run(self, station: str, *words: str, status: int = 0, typed: str = "") -> Any:
        """Run a command on a station's store; returns the JSON."""
        outcome = self.outcome(station, *words, typed=typed)
        assert outcome.status == status, (words, outcome.out, outcome.err)
        return outcome.data

    def outcome(self, station: str, *words: str, typed: str = "") -> Outcome:
        """Run a command on a station's store."""
        return self.command(*words, store=self.folder / station, typed=typed)

    def put(self, station: str, type_name: str, **values: Any) -> str:
        """Save a record; returns its id."""
        return self.put_all(station, type_name, [values])[0]

    def put_all(self, station: str, type_name: str, records: Sequence[Mapping[str, Any]]) -> list[str]:
        """Save records; returns their ids."""
        typed = "\n".join(json.dumps(values, ensure_ascii=False) for values in records)
        return list(self.run(station, "record", "put", type_name, typed=typed)["saved"])

    def value(self, station: str, type_name: str, record: str, name: str) -> Any:
        """What a field shows."""
        return self.run(station, "record", "show", type_name, record)["record"][name]

    def student(self, name: str, number: str, teacher: str | None = None) -> str:
        """A student of the office's with a placement; returns the id."""
        return self.students(name, 1, teacher, number)[0]

    def students(self, name: str, count: int, teacher: str | None = None, number: str = "") -> list[str]:
        """Students of the office's, placed together; returns their ids."""
        enterprise = self.put("office", "enterprise", name=f"{name}的企业")
        made = self.put_all(
            "office",
            "student",
            [{"name": name, "student_number": number or f"{name}{n}"} for n in range(count)],
        )
        placement = {"enterprise": enterprise, "start": "2026-03-01"}
        if teacher:
            found = self.run("office", "record", "list", "teacher", "--where", f"name={teacher}")["records"]
            placement["teacher"] = found[0]["id"] if found else self.put("office", "teacher", name=teacher)
        self.put_all("office", "placement", [{**placement, "student": student} for student in made])
        return made

    def invite(self, teacher: str, *more: str) -> Path:
        """Write an invitation; returns the file."""
        file = self.folder / f"{teacher}.ftinvite"
        answer = self.run("office", "office", "invite", "--teacher", teacher, "-o", str(file), *more)
        assert answer["file"] == str(file)
        self.codes[teacher] = answer["code"]
        return file

    def join(self, teacher: str, *more: str) -> None:
        """Have a teacher join, under a store of the teacher's name, and the office hear of it."""
        file = self.invite(teacher, *more)
        answer = self.run(teacher, "join", str(file), "--code", self.codes[teacher], "--no-password")
        assert answer["store"] == str(self.folder / teacher)
        self.send(teacher, "office")

    def export(self, station: str, to: str, *more: str) -> Any:
        """Write a package."""
        self.packages += 1
        file = self.folder / f"{self.packages}.ftpkg"
        return self.run(station, "package", "export", str(file), "--to", to, *more)

    def send(self, station: str, to: str, *more: str, status: int = 0) -> Any:
        """Write a package and take it in; stores carry the names by which stations are called, the office ``office``."""
        exported = self.export(station, to, *more)
        return self.run(to, "package", "import", exported["file"], status=status)

    def settle(self, *stations: str) -> None:
        """Everybody and the office have what the other has."""
        for station in (*stations, *stations[:-1]):
            self.send(station, "office")
            self.send("office", station)
