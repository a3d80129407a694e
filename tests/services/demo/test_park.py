"""The demo: the same seed gives the same park, everything in it is valid, and every planted case is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from fieldteacher import bootstrap
from fieldteacher.domain.checks import check_whole, clean_record
from fieldteacher.domain.identity import birth_date, id_problem, sex_of, uscc_valid
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.services.app import Services
from fieldteacher.services.demo.names import RARE
from fieldteacher.services.demo.park import Demo
from fieldteacher.services.demo.planting import FEWEST, PLANTED_RULES

TODAY = date(2026, 3, 16)


def made(folder: Path, **sizes: Any) -> Demo:
    """A demo in ``folder``, with its planted cases."""
    return bootstrap.create_demo(
        folder, **({"students": 150, "teachers": 2, "seed": 1} | sizes), clock=bootstrap.clock_for(TODAY)
    )


def opened(folder: Path) -> Services:
    """The services of the demo in ``folder``."""
    return bootstrap.open_services(folder, password=None, clock=bootstrap.clock_for(TODAY))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the park of 150 students."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Demo:
    """The park of 150 students that everybody gets."""
    return made(folder)


@pytest.fixture
def services(folder: Path, demo: Demo) -> Iterator[Services]:
    """Its services."""
    found = opened(folder)
    yield found
    found.close()


def everything(services: Services) -> dict[str, list[dict[str, Any]]]:
    """All records by type."""
    return {kind: services.records.list(kind)[1] for kind in RECORD_TYPES}


def test_the_same_seed_gives_the_same_records(tmp_path: Path) -> None:
    found = []
    for number, seed in enumerate((7, 7, 8)):
        made(tmp_path / str(number), students=14, seed=seed)
        services = opened(tmp_path / str(number))
        found.append(everything(services))
        services.close()
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_every_type_is_there_in_plausible_numbers(demo: Demo) -> None:
    assert demo.counts.keys() == RECORD_TYPES.keys()
    assert demo.counts["student"] == 150
    assert demo.counts["teacher"] == 2
    assert demo.counts["enterprise"] >= 12
    assert demo.counts["talk"] > 4 * 150
    assert demo.counts["visit"] > 60
    assert demo.counts["score"] > 13 * 140


def test_every_record_passes_its_own_checks(services: Services) -> None:
    for name, records in everything(services).items():
        kind = RECORD_TYPES[name]
        for record in records:
            values = {field: record[field] for field in kind.fields if record[field] is not None}
            assert clean_record(kind, values) == values
            check_whole(kind, values, frozenset(kind.fields))


def test_codes_are_valid_and_agree(services: Services, demo: Demo) -> None:
    wrong = {case.id for case in demo.planted if case.rule == "identity_sex"}
    for student in services.records.list("student")[1]:
        number = student["id_number"]
        if number is None:
            continue
        assert id_problem(number) is None
        assert str(birth_date(number)) == student["birth_date"]
        assert (sex_of(number) == student["sex"]) == (student["id"] not in wrong)
    enterprises = services.records.list("enterprise")[1]
    typed_again = {case.id for case in demo.planted if case.rule == "duplicate"}
    here = [each for each in enterprises if each["country"] is None and each["id"] not in typed_again]
    codes = [enterprise["uscc"] for enterprise in here]
    assert all(map(uscc_valid, codes))
    assert len(set(codes)) == len(codes)


def test_numbers_and_rare_names(services: Services) -> None:
    students = services.records.list("student")[1]
    assert len({student["student_number"] for student in students}) == 150
    names = Counter(student["name"] for student in students)
    assert {name for name, _ in RARE} <= names.keys()
    assert names["王磊"] == 2


def test_nothing_happens_after_today_or_before_the_start(services: Services) -> None:
    records = everything(services)
    start = records["batch"][0]["start"]
    for kind, field in (
        ("visit", "visited_on"), ("talk", "talked_on"), ("daily_check", "checked_on"), ("journal", "handed_in_on"),
        ("incident", "occurred_at"), ("evaluation", "rated_on"), ("intention", "asked_on"), ("absence", "starts_at"),
        ("promise", "done_on"),
    ):  # fmt: skip
        days = [record[field][:10] for record in records[kind] if record[field]]
        assert days, kind
        assert start <= min(days), kind
        assert max(days) <= TODAY.isoformat(), kind


def test_histories_look_as_if_they_had_grown(services: Services) -> None:
    days = set()
    authors = set()
    for kind in ("student", "placement", "visit", "promise", "evaluation"):
        for record in services.records.list(kind, limit=40)[1]:
            for entry in services.records.show(kind, record["id"]).history:
                days.add(date.fromtimestamp(entry.at_ms / 1000))
                authors.add(entry.author)
                assert entry.plausible
    assert len(days) > 15
    assert authors == {"张岚生", "罗静瑜"}
    assert max(days) <= TODAY


def test_the_store_is_whole(services: Services) -> None:
    assert services.backups.verify() == []


def test_mid_term_is_complete_and_final_is_begun(services: Services) -> None:
    scheme = services.records.list("batch")[1][0]["scheme"]
    mid = services.evaluations.grid(scheme, "mid").rows
    complete = [row for row in mid if row.result.overall is not None]
    assert len(complete) > 140
    assert {row.result.grade for row in complete} >= {"优", "良", "中"}
    final = services.evaluations.grid(scheme, "final").rows
    finished = sum(row.result.overall is not None for row in final)
    begun = sum(bool(row.marks) for row in final)
    assert 0 < finished < begun < len(final)


def test_students_moved_and_returned(services: Services) -> None:
    statuses = Counter(placement["status"] for placement in services.records.list("placement")[1])
    assert statuses["transferred"] == 3
    assert statuses["returned"] == 2
    assert statuses["ended"] == 1


def test_every_rule_has_a_case(demo: Demo, services: Services) -> None:
    assert set(PLANTED_RULES) <= {case.rule for case in demo.planted}
    assert set(PLANTED_RULES) == {f"R{number:02d}" for number in range(1, 43)}
    for case in demo.planted:
        assert services.records.get(case.type, case.id) is not None, case


def test_a_small_park_has_what_it_can(tmp_path: Path) -> None:
    assert made(tmp_path / "one", students=1, teachers=1).counts["student"] == 1
    cases = made(tmp_path / "few", students=FEWEST).planted
    assert set(PLANTED_RULES) <= {case.rule for case in cases}


class Cases:
    """The planted cases, and what surrounds each."""

    def __init__(self, services: Services, demo: Demo) -> None:
        self.services, self.demo = services, demo

    def one(self, rule: str, kind: str) -> Mapping[str, Any]:
        """The first record planted for a rule."""
        id = next(case.id for case in self.demo.planted if (case.rule, case.type) == (rule, kind))
        return self.services.records.need(kind, id)

    def papers(self, placement: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """The papers of a placement by kind."""
        rows = self.services.records.list("paper", {"placement": placement["id"]})[1]
        return {row["kind"]: row for row in rows}


@pytest.fixture
def cases(services: Services, demo: Demo) -> Cases:
    """The planted cases."""
    return Cases(services, demo)


def age_on(student: Mapping[str, Any], day: str) -> int:
    """Whole years of age."""
    born, then = date.fromisoformat(student["birth_date"]), date.fromisoformat(day)
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def test_cases_of_age_and_grade(cases: Cases) -> None:
    start = cases.services.records.list("batch")[1][0]["start"]
    assert age_on(cases.one("R01", "student"), start) < 16
    minor = cases.one("R03", "placement")
    assert 16 <= age_on(cases.services.records.need("student", minor["student"]), start) < 18
    assert minor["hazard_tags"] == ("fast_line",)
    first_year = cases.one("R02", "student")
    assert date.fromisoformat(start) - date.fromisoformat(first_year["enrolled_on"]) < timedelta(days=366)
    woman = cases.one("R04", "placement")
    assert cases.services.records.need("student", woman["student"])["sex"] == "女"


def test_cases_of_papers(cases: Cases) -> None:
    late = cases.one("R16", "paper")
    placement = cases.services.records.need("placement", late["placement"])
    assert late["enterprise_signed_on"] > placement["start"]
    assert "tri_party_agreement" not in cases.papers(cases.one("R16", "placement"))
    assert "safety_training" not in cases.papers(cases.one("R21", "placement"))
    assert cases.one("R21", "paper")["passed"] is False
    assert cases.one("R18", "paper")["guardian_signed_on"] is None
    assert cases.one("R20", "paper")["valid_to"] < placement["end"]
    assert "self_chosen_application" not in cases.papers(cases.one("R19", "placement"))
    assert "lodging_consent" not in cases.papers(cases.one("R31", "placement"))
    assert "cross_province_filing" not in cases.papers(cases.one("R32", "placement"))


def test_cases_of_places_and_visits(cases: Cases) -> None:
    assert cases.one("R06", "enterprise")["kind"] == "agency"
    assert "网吧" in cases.one("R05", "enterprise")["industry"]
    crowded = cases.one("R23", "enterprise")
    interns = len(cases.services.enterprises.students(crowded["id"])) + crowded["other_interns"]
    assert interns > crowded["staff_count"] // 10
    assert cases.one("R28", "enterprise")["survey_report_on"] is None
    for rule in ("R09", "R13", "R15"):
        assert cases.one(rule, "visit")["rule_answers"][rule] == "yes"
    fight = cases.one("R38", "incident")
    talks = cases.services.records.list("talk", {"student": fight["students"][0]})[1]
    assert not [talk for talk in talks if talk["talked_on"] >= fight["occurred_at"][:10]]
    injury = cases.one("R40", "incident")
    assert (injury["insurance_claim"], injury["aftercare"], injury["closed_on"]) == (None, None, None)


def test_an_enterprise_and_its_students_were_not_seen_lately(cases: Cases) -> None:
    firm = cases.one("visit_overdue", "enterprise")
    visits = cases.services.records.list("visit", {"enterprise": firm["id"]})[1]
    assert max(visit["visited_on"] for visit in visits) < (TODAY - timedelta(days=30)).isoformat()
    assert cases.one("talk_overdue", "student")["name"]


def test_the_enterprise_that_a_colleague_typed_again_is_a_possible_duplicate(
    services: Services, demo: Demo
) -> None:
    (typed_again,) = [case.id for case in demo.planted if case.rule == "duplicate"]
    (pair,) = services.duplicates.possible()
    assert (pair.type, typed_again in (pair.one, pair.other), pair.same) == ("enterprise", True, ("name",))
