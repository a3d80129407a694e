"""``check`` and ``rules`` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Command

from fieldteacher.config.paths import data_folder


def test_check_lists_findings_as_the_contract_says(park: Path, command: Command) -> None:
    outcome = command("check")
    assert outcome.status == 1
    findings = outcome.data["findings"]
    assert findings[0].keys() >= {"rule", "article", "severity", "type", "id", "title", "message"}
    assert {f["severity"] for f in findings} == {"error", "warning", "reminder"}
    assert outcome.data["counts"]["open"] == sum(f["waived"] is None for f in findings)
    for finding in findings:
        assert command("record", "show", finding["type"], finding["id"]).status in (0, 1)
        assert finding["step"]["action"]
    english = command("check", "--lang", "en").data["findings"]
    assert len(english) == len(findings)
    assert all(f["message"].isprintable() and f["message"] for f in english)


def test_check_takes_a_part(park: Path, command: Command) -> None:
    every = command("check").data["findings"]
    one = command("check", "--rule", "R16")
    assert [f["rule"] for f in one.data["findings"]] == ["R16", "R16"]
    student = next(f["student"] for f in every if f["student"])
    number = command("record", "show", "student", student).data["record"]["student_number"]
    mine = [f for f in every if f["student"] == student]
    assert command("check", "--student", student).data["findings"] == mine
    assert command("check", "--student", number).data["findings"] == mine
    enterprise = next(f["enterprise"] for f in every if f["rule"] == "R06")
    there = command("check", "--enterprise", enterprise, "--severity", "error").data["findings"]
    assert there
    assert all(f["enterprise"] == enterprise and f["severity"] == "error" for f in there)
    waived = command("check", "--waived", "only")
    assert waived.status == 0
    assert [f["rule"] for f in waived.data["findings"]] == ["R26"]
    rest = command("check", "--waived", "no").data["findings"]
    assert len(rest) == len(every) - 1
    assert command("check", "--rule", "R99").status == 3
    assert command("check", "--student", "nobody").status == 3
    assert command("check", "--severity", "fatal").status == 2


def test_people_read_findings_under_their_articles(park: Path, command: Command) -> None:
    lines = command("check", "--rule", "R16", as_json=False).out.splitlines()
    assert lines[0].startswith("R16  第14条  实习前学校")
    assert lines[1].startswith("  [违规] ")
    assert lines[-1] == "2 项，其中已豁免 0 项。"


def test_a_finding_is_let_pass_and_taken_back(park: Path, command: Command) -> None:
    finding = command("check", "--rule", "R16").data["findings"][0]
    outcome = command("rules", "waive", "R16", finding["id"], "--reason", "在途", "--by", "张老师")
    [waiver] = outcome.data["saved"]
    assert command("check", "--rule", "R16", "--waived", "only").data["findings"][0]["waived"] == waiver
    assert command("rules", "unwaive", waiver).status == 0
    assert command("check", "--rule", "R16", "--waived", "only").data["findings"] == []
    assert command("rules", "waive", "R01", finding["id"], "--reason", "在途", "--by", "张老师").status == 3
    assert command("rules", "waive", "R16", finding["id"], "--reason", "在途").status == 2
    late = command(
        "rules", "waive", "R16", finding["id"], "--reason", "在途", "--by", "张老师", "--until", "2020-01-01"
    )
    assert (late.status, late.data["error"]["field"]) == (3, "until")


def test_rules_are_listed_and_shown(park: Path, command: Command) -> None:
    rules = command("rules", "list").data["rules"]
    assert [rule["id"] for rule in rules[:42]] == [f"R{n:02d}" for n in range(1, 43)]
    assert next(rule["open"] for rule in rules if rule["id"] == "R16") == 2
    shown = command("rules", "show", "R10").data["rule"]
    assert {p["key"]: p["value"] for p in shown["parameters"]} == {
        "R10.night_from": 1320,
        "R10.night_to": 360,
    }
    assert shown["note"]
    assert command("rules", "show", "R99").status == 3
    ratios = command("rules", "ratios").data["ratios"]
    assert any(ratio["exceeded"] for ratio in ratios)
    assert any(ratio["post"] for ratio in ratios)
    holidays = command("rules", "holidays", "2026").data["holidays"]
    assert holidays[1]["statutory"][0] == "2026-02-16"
    assert command("rules", "holidays", "1999").status == 3
    for words in (("list",), ("show", "R30"), ("ratios",), ("holidays", "2027"), ("sets",)):
        assert command("rules", *words, as_json=False).out.strip()


def test_a_batch_has_numbers_and_a_set_of_its_own(park: Path, command: Command) -> None:
    batch = command("record", "list", "batch").data["records"][0]["id"]
    before = len(command("check", "--rule", "R25").data["findings"])
    assert command("rules", "set", batch, "R25.longest=170").data["parameters"] == {"R25.longest": 170}
    assert len(command("check", "--rule", "R25").data["findings"]) > before + 40
    assert command("rules", "set", batch, "R25.longest=").data["parameters"] == {}
    assert command("rules", "set", batch, "R25.longest=long").status == 2
    assert command("rules", "set", batch, "R25.months=6").status == 3
    assert command("rules", "choose", batch, "云南省").status == 3
    assert command("rules", "choose", batch, "教职成〔2021〕4号").status == 0
    assert command("rules", "attest", batch, "R35", "not_met", "--by", "张老师").status == 0
    assert command("check", "--rule", "R35", "--batch", batch).data["findings"]


def test_a_broken_file_is_told_of_and_the_rest_goes_on(
    park: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data_folder() / "rules"
    folder.mkdir(parents=True)
    (folder / "yunnan.toml").write_text("format = 1", encoding="utf-8")
    outcome = command("check", "--rule", "R16")
    assert len(outcome.data["findings"]) == 2
    assert "yunnan.toml" in outcome.err
