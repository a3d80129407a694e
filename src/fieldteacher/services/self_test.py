"""Whether this copy of the program works on this machine: each part tried once, on invented records."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.exchange import OFFICE
from fieldteacher.services.app import Services
from fieldteacher.services.backups import Restored
from fieldteacher.services.printing import PrintOptions, Selection

_PASSWORD = "self-test 密码"
_ROSTER = (
    "某校2026级实习学生名单\n学号,姓名,性别,手机号,实习单位,实习开始时间\n"
    "20260001,周晓岚,女,13800000001,苏州试航精密有限公司,2026-03-02\n"
    "20260002,欧阳文博,男,13800000002,苏州试航精密有限公司,2026-03-02\n"
)


class Open(Protocol):
    """Opens the store in a folder."""

    def __call__(self, folder: Path, password: str | None) -> Services: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the test is handed. ``window`` walks through the window on a store's folder and says what it saw."""

    create: Open
    open: Open
    join: Callable[[Path, Path, str], Services]
    """Makes a store in a folder from an invitation and its code."""
    restore: Callable[[Path, Path], Restored]
    window: Callable[[Path], str]
    sample: Path
    """A backup of a store of the first version."""
    picture: Path
    """A photo."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, whether it went well, and what was seen or what went wrong."""

    name: str
    ok: bool
    detail: str

    def shown(self) -> Mapping[str, Any]:
        """The step as JSON."""
        return {"name": self.name, "ok": self.ok, "detail": self.detail}


def run(parts: Parts) -> Iterator[Step]:
    """Try each part; a part that fails does not keep the next from being tried."""
    with tempfile.TemporaryDirectory(prefix="fieldteacher-self-test-", ignore_cleanup_errors=True) as name:
        trial = _Trial(parts, Path(name))
        for step in trial.steps():
            try:
                detail = step()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
                yield Step(step.__name__, False, f"{type(error).__name__}: {error}")
            else:
                yield Step(step.__name__, True, detail)
        trial.close()


def _expect(condition: bool, what: str) -> None:
    if not condition:
        raise RuntimeError(what)


class _Trial:
    """The steps, in order; later ones use the store of the first."""

    def __init__(self, parts: Parts, folder: Path) -> None:
        self._parts, self._folder = parts, folder
        self._services: Services | None = None

    def steps(self) -> list[Callable[[], str]]:
        """All steps."""
        return [
            self.store, self.password, self.roster, self.find, self.undo, self.export, self.print_form, self.photo, self.package,
            self.backup, self.oldest_store, self.window,
        ]  # fmt: skip

    def close(self) -> None:
        """Close what is open."""
        if self._services is not None:
            self._services.close()

    @property
    def _open(self) -> Services:
        if self._services is None:
            raise RuntimeError("there is no store to try this on")
        return self._services

    def store(self) -> str:
        """A new store is made and written to."""
        self._services = self._parts.create(self._folder / "store", None)
        record, _ = self._open.records.put("enterprise", {"name": "苏州试航精密有限公司"})
        _expect(
            self._open.records.need("enterprise", record)["name"].startswith("苏州"),
            "the record is not there",
        )
        return "1 enterprise"

    def password(self) -> str:
        """A store with a password opens with it, and with no other."""
        folder = self._folder / "protected"
        self._parts.create(folder, _PASSWORD).close()
        try:
            self._parts.open(folder, _PASSWORD + "x").close()
        except StoreUnavailable as error:
            _expect(error.code == "wrong_password", error.code)
        else:
            raise RuntimeError("a wrong password opened the store")
        self._parts.open(folder, _PASSWORD).close()
        return "opened"

    def roster(self) -> str:
        """A list as colleges send it is read by the reading process and imported."""
        file = self._folder / "roster.csv"
        file.write_bytes(_ROSTER.encode("gb18030"))
        rosters = self._open.rosters
        done = rosters.import_roster(rosters.preview(file))
        count = self._open.records.count("student")
        _expect(count == 2, f"{count} students")
        return f"{done.imported} rows"

    def find(self) -> str:
        """The search box finds by pinyin initials."""
        hits = self._open.search.find("oywb")
        _expect([hit.title for hit in hits] == ["欧阳文博"], "not found")
        return hits[0].title

    def undo(self) -> str:
        """A save is taken back."""
        student = self._open.records.list("student")[1][0]["id"]
        self._open.records.put("student", {"note": "x"}, record=student)
        self._open.records.undo()
        _expect(self._open.records.need("student", student)["note"] is None, "not taken back")
        return "taken back"

    def export(self) -> str:
        """A workbook is written."""
        file = self._folder / "students.xlsx"
        done = self._open.exporting.export("student", file)
        _expect(file.read_bytes()[:2] == b"PK", "no workbook")
        return f"{done.rows} rows"

    def print_form(self) -> str:
        """Forms are printed with the bundled font."""
        services = self._open
        services.schemes.add_ready(services.schemes.ready()[0].key, "试用方案")
        file = self._folder / "forms.pdf"
        printed = services.printing.print_forms(
            services.printing.job(Selection()), file=file, options=PrintOptions(blank=True)
        ).printed
        pages = services.printing.page_count(file)
        _expect(pages == printed.pages == 2, f"{pages} pages")
        return f"{pages} pages, {file.stat().st_size} bytes"

    def photo(self) -> str:
        """A photo is read by the reading process and kept."""
        attachments = self._open.attachments
        student = self._open.records.list("student")[1][0]["id"]
        taken = attachments.take_in([self._parts.picture])
        _expect(not taken.refused, "; ".join(error.text.en for error in taken.refused))
        attachments.add(student, taken.kept)
        content = attachments.content(attachments.of(student)[0]["sha256"])
        _expect(content[:2] == b"\xff\xd8", "no photo")
        return f"{len(content)} bytes"

    def package(self) -> str:
        """A laptop joins an office by invitation, and what is typed on it comes there in a package."""
        office = self._parts.create(self._folder / "office", None)
        with closing(office), office.lease.in_passing():
            office.settings.set("role", OFFICE)
            invited = office.exchange.inviting.invite("王老师", self._folder / "trial.ftinvite")
            laptop = self._parts.join(self._folder / "laptop", invited.file, invited.code)
            with closing(laptop), laptop.lease.in_passing():
                laptop.records.put("student", {"name": "周晓岚", "student_number": "20260001"})
                written = laptop.exchange.synchronisation.export(None, self._folder / "trial.ftpkg")
            office.exchange.synchronisation.take_in(written.file)
            count = office.records.count("student")
        _expect(count == 1, f"{count} students")
        return f"{written.changes} changes, {written.bytes} bytes"

    def backup(self) -> str:
        """A backup is made, restored, opened and found whole."""
        made = self._open.backups.create(self._folder / "backups")
        return self._restored(made.path, self._folder / "restored", 2)

    def oldest_store(self) -> str:
        """A store of the first version is brought up to date."""
        return self._restored(self._parts.sample, self._folder / "oldest", 3)

    def _restored(self, file: Path, into: Path, students: int) -> str:
        self._parts.restore(file, into)
        services = self._parts.open(into, None)
        try:
            problems = services.backups.verify()
            _expect(not problems, "; ".join(problem.en for problem in problems))
            count = services.records.count("student")
            _expect(count == students, f"{count} students")
        finally:
            services.close()
        return f"{count} students, whole"

    def window(self) -> str:
        """The window is shown where nobody sees it, and every screen in it."""
        self.close()
        self._services = None
        return self._parts.window(self._folder / "store")
