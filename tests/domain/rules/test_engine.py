"""How rules are applied: by batch, by time, waived; and the small calculations, against plainer ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.rules.scene import (
    BATCH,
    GOOD,
    PLACEMENT,
    START,
    STUDENT,
    broken,
    findings,
    holidays,
    national,
    placed,
    taken_in,
)

from fieldteacher.domain.fields import FieldSpec, Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.records.papers import PAPER_KINDS
from fieldteacher.domain.rules.checks import CHECKS
from fieldteacher.domain.rules.engine import judge
from fieldteacher.domain.rules.facts import (
    BatchFacts,
    CollegeFacts,
    IncidentFacts,
    PaperFacts,
    Records,
    VisitFacts,
    WaiverFacts,
)
from fieldteacher.domain.rules.finding import Severity
from fieldteacher.domain.rules.hours import touches
from fieldteacher.domain.rules.papers import is_abroad, province
from fieldteacher.domain.rules.people import age_on, school_year
from fieldteacher.domain.rules.terms import Rule, with_values
from fieldteacher.domain.rules.world import join
from fieldteacher.domain.steps import Action

MINUTES = st.integers(0, 1439)
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(MINUTES, MINUTES, MINUTES, MINUTES)
def test_a_shift_touches_the_night_where_they_share_a_minute(
    start: int, end: int, low: int, high: int
) -> None:
    def minutes(first: int, last: int) -> set[int]:
        length = (last - first) % 1440 or 1440
        return {(first + n) % 1440 for n in range(length)}

    assert touches(start, end, low, high) == bool(minutes(start, end) & minutes(low, high))


@given(DAYS, DAYS)
def test_age_grows_on_birthdays(born: date, day: date) -> None:
    age = age_on(born.isoformat(), day.isoformat())
    assert age == day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    after = age_on(born.isoformat(), (day + timedelta(days=1)).isoformat())
    assert after - age in (0, 1)


@given(DAYS)
def test_the_school_year_turns_in_september(day: date) -> None:
    assert school_year(day.isoformat()) == (day - timedelta(days=243 + (day.year % 4 == 0))).year


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("四川省", "四川"),
        ("重庆市", "重庆"),
        ("广西壮族自治区", "广西"),
        ("内蒙古自治区", "内蒙古"),
        ("江苏", "江苏"),
    ],
)
def test_a_province_is_the_same_with_and_without_its_ending(name: str, short: str) -> None:
    assert province(name) == short


def test_abroad_is_anything_but_the_mainland() -> None:
    assert [is_abroad(name) for name in (None, "", "中国", "China", " 中国 ")] == [False] * 5
    assert is_abroad("泰国")
    assert is_abroad("中国香港")


def test_a_batch_has_numbers_of_its_own() -> None:
    early = placed(shift_start="06:30", shift_end="15:00")
    assert "R10" not in {rule for rule, _ in broken(early)}
    assert ("R10", "error") in broken(early, own={"R10.night_to": 420})
    assert ("R10", "error") not in broken(early, own={"R11.night_to": 420, "R10.unheard_of": 1})


def test_each_batch_is_judged_by_its_own_rules() -> None:
    other = BATCH._replace(id="other", name="另一批")
    second = STUDENT._replace(id="second")
    there = PLACEMENT._replace(id="there", student="second", batch="other")
    records = replace(GOOD, batches=(BATCH, other), students=(STUDENT, second), placements=(PLACEMENT, there))
    world = join(records, today="2026-05-29", moment="2026-05-29T12:00", calendar=holidays())
    strict = with_values(national(), {"R11.day": 70})

    def rules_of(batch: BatchFacts | None) -> tuple[Rule, ...]:
        return strict if batch is not None and batch.id == "other" else national()

    found = [each for each in judge(world, rules_of).found.values() if each.rule == "R11"]
    assert [(each.id, each.batch) for each in found] == [("there", "other")]


def test_an_enterprise_of_two_batches_is_found_once() -> None:
    other = BATCH._replace(id="other", name="另一批")
    there = PLACEMENT._replace(id="there", batch="other")
    records = replace(
        taken_in(credit_clean=False), batches=(BATCH, other), placements=(PLACEMENT, there),
    )  # fmt: skip
    found = [each for each in findings(records) if each.rule == "R27"]
    assert len(found) == 1
    assert found[0].message.zh == "信用记录有异常"


def test_a_rule_that_came_later_does_not_reach_back() -> None:
    later = [replace(rule, since="2026-03-03") for rule in national() if rule.id in ("R16", "R07")]
    early = replace(placed(labour_grade="IV"), papers=())
    assert {rule for rule, _ in broken(early, rules=later)} == {"R07"}
    same_day = [replace(rule, since=START) for rule in later]
    assert {rule for rule, _ in broken(early, rules=same_day)} == {"R07", "R16"}
    gone = [replace(rule, since="2020-01-01", until="2026-05-28") for rule in later]
    assert {rule for rule, _ in broken(early, rules=gone)} == {"R16"}


def test_a_waiver_marks_a_finding_until_its_last_day() -> None:
    def waived(**waiver: str) -> list[str | None]:
        made = WaiverFacts("waiver", **{"rule": "R07", "about": "placement", **waiver})
        records = replace(placed(labour_grade="III"), waivers=(made,))
        return [each.waived for each in findings(records) if each.rule == "R07"]

    assert waived() == ["waiver"]
    assert waived(until="2026-05-29") == ["waiver"]
    assert waived(until="2026-05-28") == [None]
    assert waived(rule="R08") == [None]
    assert waived(about="other") == [None]


def test_what_is_not_recorded_is_counted_and_said_only_of_errors() -> None:
    records = placed(labour_grade=None, major_match=None)
    world = join(records, today="2026-05-29", moment="2026-05-29T12:00", calendar=holidays())
    judgement = judge(world, lambda batch: national())
    assert {each.rule: each.severity for each in judgement.found.values()} == {"R07": Severity.REMINDER}
    assert judgement.counts() == {"R07": 1, "R26": 1}


def test_nothing_recorded_at_all_is_no_breach_of_a_fact() -> None:
    """Names alone: only documents that must be there are missing, and nothing fails."""
    bare = Records(
        students=(STUDENT.__class__("student", name="王芳"),),
        enterprises=(GOOD.enterprises[0].__class__("enterprise", name="某厂"),),
        placements=(PLACEMENT.__class__("placement", "student", "enterprise", start=START),),
    )
    errors = {rule for rule, severity in broken(bare) if severity == "error"}
    assert errors == {"R16", "R18", "R20", "R21", "R28", "R29"}
    assert findings(Records()) == []


def anything(field: FieldSpec) -> st.SearchStrategy[Any]:
    """Nothing, or a value that the field can hold, or one from a newer version."""
    values: st.SearchStrategy[Any]
    if field.kind is Kind.DATE:
        values = st.dates(date(2025, 6, 1), date(2027, 3, 1)).map(str)
    elif field.kind is Kind.MOMENT:
        values = st.datetimes(datetime(2026, 3, 1), datetime(2026, 5, 29)).map(
            lambda m: m.isoformat(timespec="minutes")
        )
    elif field.kind is Kind.TIME:
        values = st.times().map(lambda t: f"{t:%H:%M}")
    elif field.kind in (Kind.INTEGER, Kind.TENTHS):
        values = st.integers(field.minimum or 0, min(field.maximum or 10_000, 10_000))
    elif field.kind is Kind.FLAG:
        values = st.booleans()
    elif field.kind is Kind.CHOICE:
        values = st.sampled_from([*(c.value for c in field.choices), "newer"])
    elif field.kind is Kind.CHOICES:
        values = st.lists(st.sampled_from([*(c.value for c in field.choices), "newer"]), unique=True).map(
            tuple
        )
    elif field.kind is Kind.MAPPING:
        keys, answers = [c.value for c in field.keys], [c.value for c in field.choices]
        values = (
            st.dictionaries(st.sampled_from(keys), st.sampled_from(answers))
            if keys and answers
            else st.none()
        )
    else:
        values = st.text(max_size=8)
    return st.none() | values


def facts(type_name: str, cls: type[Any], **fixed: Any) -> st.SearchStrategy[Any]:
    """Any record of a type, with some fields given."""
    free = {
        name: anything(RECORD_TYPES[type_name].fields[name])
        for name in cls._fields
        if name not in ("id", *fixed)
    }
    made = {name: st.just(value) for name, value in fixed.items()}
    if "id" in cls._fields:
        made.setdefault("id", st.just(type_name))
    return st.fixed_dictionaries(free | made).map(lambda values: cls(**values))


EVERYTHING = st.tuples(
    facts("student", type(STUDENT), name="王芳", id_number=None),
    facts("enterprise", type(GOOD.enterprises[0]), name="某厂"),
    facts("placement", type(PLACEMENT), student="student", enterprise="enterprise", batch="batch", start=START),
    facts("batch", BatchFacts, name="2023级", rule_set=None, rule_parameters=None),
    st.lists(facts("paper", PaperFacts, placement="placement", kind="consent").flatmap(
        lambda paper: st.sampled_from([choice.value for choice in PAPER_KINDS]).map(lambda kind: paper._replace(kind=kind))
    )),
    facts("incident", IncidentFacts, kind="fight", students=("student", "nobody"), occurred_at="2026-05-01T08:00", known_at=None),
    facts("visit", VisitFacts, enterprise="enterprise", visited_on="2026-05-01"),
)  # fmt: skip


@given(EVERYTHING)
def test_whatever_is_recorded_is_judged(records: tuple[Any, ...]) -> None:
    student, enterprise, placement, batch, papers, incident, visit = records
    everything = Records(
        college=CollegeFacts("college"), batches=(batch,), students=(student,), enterprises=(enterprise,),
        placements=(placement,), papers=papers, incidents=(incident,), visits=(visit,),
    )  # fmt: skip
    found = findings(everything)
    assert len({each.key for each in found}) == len(found)
    for each in found:
        assert each.message.zh
        assert each.message.en
        assert each.title.zh
        assert each.step.id or each.step.action is Action.COLLEGE


def test_references_that_lead_nowhere_are_left_out() -> None:
    assert findings(replace(GOOD, students=(), incidents=())) == []
    assert {f.rule for f in findings(replace(GOOD, enterprises=()))} == set()


def test_every_check_is_used_and_every_rule_is_there() -> None:
    ids = [rule.id for rule in national()]
    assert ids[:42] == [f"R{number:02d}" for number in range(1, 43)]
    assert {name for rule in national() for name in rule.checks} == CHECKS.keys()
    assert all(rule.text.zh and rule.text.en for rule in national())
    assert all(rule.article for rule in national()[:42])
