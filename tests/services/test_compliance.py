"""Findings over a real store: kept until something matters changes, let pass, confirmed, counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.conftest import HeldClock
from tests.services.park import Park

from fieldteacher.config.paths import data_folder
from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.domain.rules.national import NATIONAL
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.app import Services
from fieldteacher.services.compliance import Finding

SICHUAN = """
format = 1
id = "四川省"
title = { zh = "四川省实施细则", en = "Rules of Sichuan" }
source = { zh = "测试", en = "a test" }
from = "2024-01-01"
base = "教职成〔2021〕4号"
[[change]]
rule = "R23"
severity = "error"
values = { percent = 5 }
[[change]]
rule = "R16"
off = true
"""


def found(services: Services, rule: str, record: str = "") -> list[Finding]:
    """What a rule finds, about one record where it is given."""
    return [f for f in services.compliance.findings() if f.rule == rule and record in ("", f.id)]


@pytest.fixture
def batch(park: Park) -> str:
    """A batch with both students who are placed."""
    batch = park.add("batch", name="2023级", start="2026-03-01", end="2026-08-28")
    for placement in park.placements:
        park.services.records.put("placement", {"batch": batch}, record=placement)
    return batch


def test_findings_follow_every_save(park: Park, batch: str) -> None:
    services, placement = park.services, park.placements[0]
    [before] = found(services, "R16", placement)
    assert (before.student, before.enterprise, before.batch) == (park.students[0], park.enterprise, batch)
    paper = park.add("paper", placement=placement, kind="tri_party_agreement", signed_on="2026-02-20")
    assert found(services, "R16", placement) == []
    services.records.put("paper", {"signed_on": "2026-03-05"}, record=paper)
    assert [f.id for f in found(services, "R16")] == [paper, park.placements[1]]
    services.records.undo()
    assert found(services, "R16", paper) == []
    services.records.delete("paper", paper)
    assert found(services, "R16", placement) == [before]


def test_what_no_rule_looks_at_changes_nothing(park: Park, batch: str) -> None:
    first = park.services.compliance.findings()
    park.add("phrase", use="talk", words="思想稳定。")
    assert park.services.compliance.findings() is first
    park.add("paper", placement=park.placements[0], kind="consent")
    assert park.services.compliance.findings() is not first


def test_findings_of_one_record(park: Park, batch: str) -> None:
    service = park.services.compliance
    student = service.findings_of(park.students[0])
    assert student
    assert {f.student for f in student} == {park.students[0]}
    enterprise = service.findings_of(park.enterprise)
    assert {f.rule for f in enterprise} >= {"R27", "R28", "R16"}
    assert len(service.findings_of(batch)) == len([f for f in service.findings() if f.batch == batch])
    assert service.findings_of("nobody") == []


def test_a_finding_is_let_pass_with_a_reason_and_a_name(park: Park, batch: str, clock: HeldClock) -> None:
    services, placement = park.services, park.placements[0]
    [finding] = found(services, "R16", placement)
    waiver, changes = services.compliance.waive(finding, "协议在途", "张老师", date(2026, 3, 20))
    assert changes.touches("waiver")
    assert [f.waived for f in found(services, "R16", placement)] == [waiver]
    line = next(line for line in services.compliance.rules() if line.rule.id == "R16")
    assert (line.open, line.waived) == (1, 1)
    again, _ = services.compliance.waive(finding, "仍在途", "李主任")
    assert again == waiver
    assert park.value("waiver", waiver, "reason") == "仍在途"
    assert park.value("waiver", waiver, "until") is None
    services.compliance.unwaive(waiver)
    assert [f.waived for f in found(services, "R16", placement)] == [None]
    services.compliance.waive(finding, "协议在途", "张老师", date(2026, 3, 20))
    clock.advance(days=5)
    assert [f.waived for f in found(services, "R16", placement)] == [None]


def test_a_waiver_needs_reason_name_and_a_day_to_come(park: Park, batch: str) -> None:
    service = park.services.compliance
    [finding] = found(park.services, "R16", park.placements[0])
    for reason, by, until, field in (
        ("", "张老师", None, "reason"), ("在途", "", None, "waived_by"), ("在途", "张老师", date(2026, 3, 15), "until"),
    ):  # fmt: skip
        with pytest.raises(FieldProblem) as problem:
            service.waive(finding, reason, by, until)
        assert problem.value.field == field
    assert park.all("waiver") == []


def test_a_person_confirms_a_rule(park: Park, batch: str) -> None:
    service = park.services.compliance
    assert [s.rule.id for s in service.statements(batch)] == ["R34", "R35", "R41", "R42"]
    assert all(s.last is None for s in service.statements(batch))
    service.attest(batch, "R35", "not_met", "张老师", "应急预案未签。")
    [finding] = found(park.services, "R35")
    assert "不符合" in finding.message.zh
    service.attest(batch, "R35", "met", "李主任")
    assert found(park.services, "R35") == []
    last = next(s.last for s in service.statements(batch) if s.rule.id == "R35")
    assert last is not None
    assert (last["answer"], last["stated_by"], last["stated_on"]) == ("met", "李主任", "2026-03-16")
    with pytest.raises(NotFound):
        service.attest(batch, "R16", "met", "张老师")
    with pytest.raises(NotFound):
        service.attest("nowhere", "R35", "met", "张老师")
    with pytest.raises(FieldProblem):
        service.attest(batch, "R35", "perhaps", "张老师")


def test_a_batch_has_numbers_of_its_own(park: Park, batch: str) -> None:
    services, sets = park.services, park.services.rule_sets
    services.records.put("placement", {"hours_per_day": 75}, record=park.placements[0])
    assert not [f for f in found(services, "R11") if f.severity == "error"]
    sets.set_parameters(batch, {"R11.day": 70})
    assert [f.id for f in found(services, "R11") if f.severity == "error"] == [park.placements[0]]
    own = {each.key: each for each in sets.parameters(batch)}
    assert (own["R11.day"].value, own["R11.day"].standard) == (70, 80)
    assert own["R11.day"].parameter.label.zh == "每日工时上限"
    sets.set_parameters(batch, {"R11.day": None, "R11.week": 400})
    assert park.value("batch", batch, "rule_parameters") is None
    for key, value in (("R11.month", 1), ("R99.day", 1), ("R11.day", 999)):
        with pytest.raises(FieldProblem) as problem:
            sets.set_parameters(batch, {key: value})
        assert problem.value.field == "rule_parameters"
    with pytest.raises(NotFound):
        sets.set_parameters("nowhere", {"R11.day": 70})


def test_a_number_that_makes_no_sense_is_not_used(park: Park, batch: str) -> None:
    services, sets = park.services, park.services.rule_sets
    senseless = {"R22.weeks": 1_000_000, "R11.day": 0}
    services.records.put("batch", {"rule_parameters": senseless}, record=batch)
    assert [note.zh for note in sets.notes()] == ["批次“2023级”的参数 R22.weeks 超出合理范围，未采用。"]
    own = {each.key: each.value for each in sets.parameters(batch)}
    assert (own["R22.weeks"], own["R11.day"]) == (6, 0)
    services.compliance.findings()
    services.records.put("batch", {"rule_set": "house"}, record=batch)
    assert found(services, "R16")


def test_every_number_has_its_words(services: Services) -> None:
    numbers = services.rule_sets.parameters(None)
    assert len({each.key for each in numbers}) == len(numbers) > 25
    assert all(each.value == each.standard for each in numbers)
    assert all(each.parameter.low <= each.value <= each.parameter.high for each in numbers)


def test_limits_of_incidents_follow_the_batch(park: Park, batch: str) -> None:
    sets = park.services.rule_sets
    assert {level: (each.told, each.written) for level, each in sets.incident_limits().items()} == {
        "minor": (1440, 1440), "serious": (120, 480), "major": (60, 480),
    }  # fmt: skip
    sets.set_parameters(batch, {"R30.serious_told": 30})
    assert sets.incident_limits(batch)["serious"].told == 30
    assert sets.incident_limits()["serious"].told == 120


def test_a_provinces_set_is_dropped_into_a_folder(park: Park, batch: str) -> None:
    services, sets = park.services, park.services.rule_sets
    services.records.put("enterprise", {"staff_count": 20}, record=park.enterprise)
    assert found(services, "R23") == []
    assert [each.id for each in sets.sets()] == [NATIONAL]
    folder = data_folder() / "rules"
    folder.mkdir(parents=True)
    (folder / "sichuan.toml").write_text(SICHUAN, encoding="utf-8")
    sets.read_again()
    assert [each.id for each in sets.sets()] == [NATIONAL, "四川省"]
    sets.choose_set(batch, "四川省")
    [finding] = found(services, "R23")
    assert finding.severity == "error"
    assert found(services, "R16") == []
    sets.choose_set(batch, "")
    assert found(services, "R23") == []
    with pytest.raises(NotFound):
        sets.choose_set(batch, "云南省")


def test_a_set_that_is_not_here_or_is_broken_is_told_of(park: Park, batch: str) -> None:
    services, sets = park.services, park.services.rule_sets
    services.records.put("batch", {"rule_set": "云南省"}, record=batch)
    assert [note.zh for note in sets.notes()] == ["批次“2023级”的规则集“云南省”不在本机，按全国规定检查。"]
    assert found(services, "R16")
    folder = data_folder() / "rules"
    folder.mkdir(parents=True)
    (folder / "yunnan.toml").write_text(SICHUAN.replace("R23", "R230"), encoding="utf-8")
    sets.read_again()
    assert any("yunnan.toml" in note.zh for note in sets.notes())
    assert found(services, "R16")


def test_a_broken_national_set_of_ones_own_is_refused(park: Park, batch: str) -> None:
    folder = data_folder() / "rules"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(SICHUAN.replace('"四川省"', f'"{NATIONAL}"', 1), encoding="utf-8")
    park.services.rule_sets.read_again()
    with pytest.raises(InputRefused):
        park.services.compliance.findings()


def test_ratios_on_both_sides_of_the_limits(park: Park, batch: str) -> None:
    services = park.services
    services.records.put("enterprise", {"staff_count": 20, "other_interns": 0}, record=park.enterprise)
    for placement in park.placements:
        services.records.put("placement", {"post": "质检员", "post_staff_count": 10}, record=placement)
    whole, post = services.compliance.ratios()
    assert (whole.name, whole.post, whole.students, whole.staff, whole.limit) == ("甲精密", None, 2, 20, 10)
    assert (whole.exceeded, whole.room) == (False, 0)
    assert (post.post, post.students, post.staff, post.limit, post.exceeded) == ("质检员", 2, 10, 20, False)
    services.records.put("enterprise", {"other_interns": 1}, record=park.enterprise)
    services.records.put("placement", {"post_staff_count": 9}, record=park.placements[0])
    whole, post = services.compliance.ratios()
    assert (whole.exceeded, whole.room) == (True, -1)
    assert (post.exceeded, post.staff) == (True, 9)
    services.records.put("enterprise", {"staff_count": None}, record=park.enterprise)
    assert (services.compliance.ratios()[0].exceeded, services.compliance.ratios()[0].room) == (False, None)


def test_an_empty_store_has_rules_and_no_findings(services: Services) -> None:
    assert services.compliance.findings() == []
    assert services.compliance.ratios() == []
    lines = services.compliance.rules()
    assert len(lines) > 42
    assert all(line.open == line.waived == line.unrecorded == 0 for line in lines)
    assert services.compliance.rule("R16").article == "14"
    with pytest.raises(NotFound):
        services.compliance.rule("R99")


def test_unrecorded_data_is_counted_by_rule(park: Park, batch: str) -> None:
    lines = {line.rule.id: line for line in park.services.compliance.rules()}
    assert lines["R26"].unrecorded == 2
    assert lines["R26"].open == 0
    assert lines["R07"].unrecorded == lines["R07"].open == 2


def test_an_incident_becomes_late_as_time_goes_by(park: Park, batch: str, clock: HeldClock) -> None:
    now = (clock.now() + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")
    incident = park.add(
        "incident", kind="machine", level="major", occurred_at=now, known_at=now, students=[park.students[0]]
    )
    local = clock.now().astimezone()
    if local.utcoffset() == timedelta(hours=8):
        assert found(park.services, "R30", incident) == []
    clock.advance(days=1)
    assert found(park.services, "R30", incident)
