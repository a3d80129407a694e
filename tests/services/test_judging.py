"""What is judged anew after a save is the same as if everything were judged: any save, one after the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fieldteacher import bootstrap
from fieldteacher.services.app import Services
from fieldteacher.services.judging import Judge
from fieldteacher.store.queries.touched import part_since

TODAY = date(2026, 3, 16)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A park of 60 students, to be copied."""
    folder = tmp_path_factory.mktemp("judging") / "store"
    bootstrap.create_demo(folder, students=60, teachers=2, seed=3, clock=bootstrap.clock_for(TODAY))
    return folder


@pytest.fixture
def services(made: Path, tmp_path: Path) -> Iterator[Services]:
    """Its services."""
    folder = Path(shutil.copytree(made, tmp_path / "store"))
    opened = bootstrap.open_services(folder, password=None, clock=bootstrap.clock_for(TODAY))
    yield opened
    opened.close()


class Hands:
    """Changes the records of a park at random."""

    def __init__(self, services: Services, seed: int) -> None:
        self._records = services.records
        self._services = services
        self._random = Random(seed)

    def some(self, type_name: str, **where: Any) -> dict[str, Any]:
        """One record."""
        return self._random.choice(self._records.list(type_name, where)[1])

    def put(self, type_name: str, record: str | None = None, **values: Any) -> None:
        """Save it."""
        self._records.put(type_name, values, record=record)

    def change(self) -> str:
        """Do something a teacher could; returns what."""
        deed: Callable[[], None] = self._random.choice(self.deeds())
        deed()
        return deed.__name__

    def deeds(self) -> list[Callable[[], None]]:
        """What can be done."""
        day = f"2026-03-{self._random.randrange(1, 17):02d}"
        choose = self._random.choice

        def talk() -> None:
            self.put("talk", student=self.some("student")["id"], talked_on=day)

        def untalk() -> None:
            self._records.delete("talk", self.some("talk")["id"])

        def visit() -> None:
            self.put(
                "visit", enterprise=self.some("enterprise")["id"], visited_on=day,
                rule_answers={choose(("R09", "R10", "R15")): choose(("yes", "no"))},
            )  # fmt: skip

        def reanswer() -> None:
            self.put("visit", self.some("visit")["id"], rule_answers={"R14": "yes"})

        def check() -> None:
            self._records.delete("daily_check", self.some("daily_check")["id"])

        def paper() -> None:
            self.put(
                "paper", self.some("paper")["id"], signed_on=choose((day, None, "2025-11-01")), valid_to=choose((day, None))
            )  # fmt: skip

        def no_paper() -> None:
            self._records.delete("paper", self.some("paper")["id"])

        def journal() -> None:
            self._records.delete("journal", self.some("journal")["id"])

        def student() -> None:
            birth = choose(("2011-01-01", "2005-01-01", None))
            self.put(
                "student", self.some("student")["id"], birth_date=birth, phone=choose((None, "19900000009"))
            )

        def gone() -> None:
            self._records.delete("student", self.some("student")["id"])

        def placement() -> None:
            values = {
                "status": choose(("active", "ended", "transferred")),
                "post_staff_count": choose((1, 100, None)),
            }
            self.put("placement", self.some("placement")["id"], **values)

        def moved() -> None:
            self.put("placement", self.some("placement")["id"], enterprise=self.some("enterprise")["id"])

        def enterprise() -> None:
            self.put(
                "enterprise",
                self.some("enterprise")["id"],
                staff_count=choose((3, 5000)),
                credit_clean=choose((False, True)),
            )

        def incident() -> None:
            self.put(
                "incident", kind="fight", level="major", occurred_at=f"{day}T08:00", closed_on=day,
                students=[self.some("student")["id"], self.some("student")["id"]],
            )  # fmt: skip

        def told() -> None:
            self.put(
                "notification",
                incident=self.some("incident")["id"],
                told="school",
                told_at="2026-03-16T23:00",
            )

        def handed_on() -> None:
            self.put("talk", self.some("talk")["id"], student=self.some("student")["id"])

        def education() -> None:
            self._records.delete("education", self.some("education")["id"])

        def batch() -> None:
            self.put(
                "batch",
                self.some("batch")["id"],
                plan_on=choose((None, "2025-11-01")),
                talks_required=choose((None, 2, 8)),
            )

        def waived() -> None:
            findings = self._services.compliance.findings()
            self._services.compliance.waive(choose(findings), "试一试", "张老师")

        def evaluation() -> None:
            self._records.delete("evaluation", self.some("evaluation")["id"])

        def file() -> None:
            self._records.delete("attachment", self.some("attachment")["id"])

        def phrase() -> None:
            self.put("phrase", use="talk", words="思想稳定。")

        def together() -> None:
            kind = choose(("student", "enterprise", "teacher"))
            one, other = self._random.sample([row["id"] for row in self._records.list(kind)[1]], 2)
            self._services.duplicates.put_together(one, other)

        def apart() -> None:
            for each in self._services.duplicates.together():
                self._services.duplicates.take_apart(each.record)

        def undo() -> None:
            self._records.undo()

        return [
            talk, untalk, visit, reanswer, check, paper, no_paper, journal, student, gone, placement, moved, enterprise,
            incident, told, handed_on, education, batch, waived, evaluation, file, phrase, together, apart, undo,
        ]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_a_part_judged_anew_is_as_if_everything_were(services: Services, seed: int) -> None:
    hands = Hands(services, seed)
    kept = Judge(services.store, services.clock, services.rule_sets)
    kept.known()
    done = []
    for _ in range(30):
        done.append(hands.change())
        now = kept.known()
        fresh = Judge(services.store, services.clock, services.rule_sets).known()
        assert list(now.findings) == list(fresh.findings), done
        assert now.judgement.counts() == fresh.judgement.counts(), done
        assert now.ratios == fresh.ratios, done
        assert now.batches == fresh.batches, done


def test_only_what_a_save_touched_is_read(services: Services) -> None:
    def part_of(type_name: str, record: str | None = None, **values: Any) -> Any:
        before = services.store.read().query("SELECT max(n) FROM save")[0][0]
        services.records.put(type_name, values, record=record)
        return part_since(services.store.read(), before)

    student, other = (row["id"] for row in services.records.list("student", limit=2)[1])
    enterprise = services.records.list("enterprise", limit=1)[1][0]["id"]
    part = part_of("talk", student=student, talked_on="2026-03-16")
    assert student in part.students
    assert len(part.students) < 5
    assert part.enterprises == frozenset()
    talk = services.records.list("talk", {"student": student, "talked_on": "2026-03-16"})[1][-1]["id"]
    assert part_of("talk", talk, work="好").students == part.students
    assert part_of("talk", talk, student=other) is None
    assert part_of("visit", enterprise=enterprise, visited_on="2026-03-16").enterprises == {enterprise}
    assert part_of("enterprise", enterprise, staff_count=7) is None
    nothing = part_of("phrase", use="talk", words="思想稳定。")
    assert (nothing.students, nothing.enterprises, nothing.incidents) == (frozenset(),) * 3
