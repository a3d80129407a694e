"""``record …``: any record of any type, as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command

from fieldteacher.cli import strict_json
from fieldteacher.domain.records import RECORD_TYPES

STUDENT = {"student_number": "2023010001", "name": "周晓岚", "sex": "女", "id_number": "320506200802290027"}


def put(command: Command, kind: str, values: dict[str, object]) -> str:
    """Save one record and return its id."""
    outcome = command("record", "put", kind, typed=json.dumps(values))
    assert outcome.status == 0, outcome.err
    (saved,) = outcome.data["saved"]
    return str(saved)


def test_the_dictionary_names_every_type_and_field(new_store: Path, command: Command) -> None:
    types = {each["name"]: each for each in command("record", "types").data["types"]}
    assert types.keys() == RECORD_TYPES.keys()
    for name, kind in RECORD_TYPES.items():
        assert [field["name"] for field in types[name]["fields"]] == list(kind.fields)
    student = {field["name"]: field for field in types["student"]["fields"]}
    assert student["sex"]["choices"] == ["男", "女"]
    assert student["id_kind"]["choice_labels"]["passport"] == "护照"
    assert student["name"]["choices"] == []
    assert student["student_number"]["required"] is True
    assert student["student_number"]["label"] == "学号"
    placement = {field["name"]: field for field in types["placement"]["fields"]}
    assert placement["enterprise"]["target"] == "enterprise"
    assert placement["enterprise"]["kind"] == "reference"


def test_the_dictionary_in_english(new_store: Path, command: Command) -> None:
    types = {each["name"]: each for each in command("record", "types", lang="en").data["types"]}
    assert types["student"]["label"] == "student"


def test_a_record_is_put_listed_and_changed(new_store: Path, command: Command) -> None:
    id = put(command, "student", STUDENT)
    assert put(command, "student", {"id": id, "phone": "13800000001"}) == id
    listed = command("record", "list", "student").data
    assert listed["type"] == "student"
    assert listed["total"] == 1
    (record,) = listed["records"]
    assert record["id"] == id
    assert record["name"] == "周晓岚"
    assert record["phone"] == "13800000001"
    assert record["id_number"] == "320506200802290027"
    assert record["guardian_name"] is None


def test_references_carry_titles(park: Path, command: Command) -> None:
    placements = command("record", "list", "placement", "--limit", "1").data
    assert placements["total"] == 61
    (placement,) = placements["records"]
    assert placement["student_title"] == "钱𬭎"
    assert placement["enterprise_title"] == "苏州云棹精密机械有限公司"
    incident = command("record", "list", "incident", "--limit", "1").data["records"][0]
    assert len(incident["students_title"]) == len(incident["students"]) == 1
    assert isinstance(incident["students"], list)


def test_values_have_the_forms_of_their_kinds(park: Path, command: Command) -> None:
    placement = command("record", "list", "placement", "--where", "labour_grade=III").data["records"][0]
    assert placement["hours_per_day"] == 80
    assert placement["works_independently"] in (True, False)
    tagged = command("record", "list", "placement", "--where", "hazard_tags=toxic").data["records"]
    assert [record["hazard_tags"] for record in tagged] == [["toxic"]]
    visit = command("record", "list", "visit", "--limit", "1").data["records"][0]
    assert visit["rule_answers"]["R09"] in ("yes", "no", "not_asked")


@pytest.mark.parametrize(
    ("kind", "condition", "expected"),
    [
        ("student", "name=欧阳静怡", 1),
        ("student", "sex=female", None),
        ("placement", "hours_per_day=10", 1),
        ("placement", "works_independently=是", None),
        ("placement", "lodging_kind=自行租住", None),
        ("student", "phone=", 1),
        ("paper", "passed=false", 1),
    ],
)
def test_conditions_are_taken_as_typed(
    park: Path, command: Command, kind: str, condition: str, expected: int | None
) -> None:
    data = command("record", "list", kind, "--where", condition).data
    assert data["total"] == len(data["records"]) > 0
    assert expected in (None, data["total"])


def test_conditions_together_and_search(park: Path, command: Command) -> None:
    both = command("record", "list", "student", "--where", "sex=男", "--where", "name=王磊").data
    assert both["total"] == 2
    found = command("record", "list", "enterprise", "--search", "酒店").data
    assert [record["short_name"] for record in found["records"]] == ["沐帆酒店"]


def test_a_limit_shortens_the_list_but_not_the_total(park: Path, command: Command) -> None:
    data = command("record", "list", "student", "--limit", "3").data
    assert (data["total"], len(data["records"])) == (60, 3)
    assert len(command("record", "list", "student").data["records"]) == 60


def test_a_list_kind_is_limited_too(park: Path, command: Command) -> None:
    student = command("record", "list", "incident").data["records"][0]["students"][0]
    data = command("record", "list", "incident", "--where", f"students={student}", "--limit", "1").data
    assert data["total"] >= 1
    assert len(data["records"]) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list", "nobody"), "unknown_type"),
        (("list", "student", "--where", "colour=red"), "unknown_field"),
        (("list", "student", "--where", "birth_date=yesterday"), "not_a_date"),
        (("list", "paper", "--where", "passed=maybe"), "not_yes_or_no"),
        (("show", "student", "nothing"), "not_found"),
        (("delete", "student", "nothing"), "not_found"),
        (("restore", "student", "nothing"), "not_found"),
        (("put", "nobody"), "unknown_type"),
    ],
)
def test_what_does_not_exist_is_refused(
    new_store: Path, command: Command, words: tuple[str, ...], code: str
) -> None:
    outcome = command("record", *words, typed="{}")
    assert outcome.status == 3
    assert outcome.data["error"]["code"] == code
    assert outcome.err.strip() == outcome.data["error"]["message"]


def test_show_tells_the_history(new_store: Path, command: Command) -> None:
    id = put(command, "student", STUDENT)
    put(command, "student", {"id": id, "name": "周晓兰"})
    shown = command("record", "show", "student", id).data
    names = [entry for entry in shown["history"] if entry["field"] == "name"]
    assert [entry["value"] for entry in names] == ["周晓兰", "周晓岚"]
    assert {entry["by"] for entry in names} == {"张岚生"}
    assert all(entry["at"].endswith("Z") for entry in names)
    assert shown["record"]["name"] == "周晓兰"
    assert shown["title"] == "周晓兰"
    assert shown["conflicts"] == []


def test_a_deleted_record_comes_back(new_store: Path, command: Command) -> None:
    id = put(command, "student", STUDENT)
    assert command("record", "delete", "student", id).data == {"deleted": id}
    assert command("record", "list", "student").data["total"] == 0
    assert command("record", "show", "student", id).data["record"]["deleted"] is True
    assert command("record", "restore", "student", id).data == {"restored": id}
    assert command("record", "list", "student").data["total"] == 1


def test_lines_are_saved_in_one_save(new_store: Path, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "students.jsonl"
    lines = [json.dumps({**STUDENT, "student_number": str(n), "id_number": None}) for n in range(5)]
    file.write_text("\ufeff" + "\n\n".join(lines) + "\n", encoding="utf-8")
    assert len(command("record", "put", "student", "--file", str(file)).data["saved"]) == 5
    assert command("undo").status == 0
    assert command("record", "list", "student").data["total"] == 0


def test_one_object_may_stand_on_several_lines(new_store: Path, command: Command) -> None:
    outcome = command("record", "put", "student", typed=json.dumps(STUDENT, indent=2, ensure_ascii=False))
    assert len(outcome.data["saved"]) == 1


def test_a_bad_line_refuses_all_and_is_named(new_store: Path, command: Command) -> None:
    good = json.dumps(STUDENT)
    bad = json.dumps({"student_number": "2", "name": "李四", "birth_date": "31.12.2007"})
    outcome = command("record", "put", "student", typed=f"{good}\n\n{bad}\n")
    assert outcome.status == 3
    assert outcome.data["error"]["code"] == "not_a_date"
    assert outcome.data["error"]["field"] == "birth_date"
    assert "第 3 行" in outcome.err
    assert command("record", "list", "student").data["total"] == 0


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ('{"name": NaN}', "not_json", "NaN"),
        ('{"name": "a", "name": "b"}', "not_json", "写了两次"),
        ("[" * 100_000, "not_json", "太深"),
        ('{"note": ' + '{"a": ' * 20 + "1" + "}" * 20 + "}", "not_json", "太深"),
        ('{"grade_year": 1' + "0" * 5000 + "}", "not_json", "太长"),
        ('{"student_number": "1", "name": "a"}\n{"student_number"', "not_json", "第 2 行"),
        ("[1, 2]", "not_json", "JSON 对象"),
        ("", "empty", "没有内容"),
        (b'{"name": "\xff"}', "not_utf8", "第 1 行"),
        ('{"id": 5, "name": "a"}', "bad_id", "id"),
        ('{"id": "none", "name": "a"}', "not_found", "第 1 行"),
        ('{"name": "a"}', "required", "学号"),
        ('{"student_number": "1", "name": "a", "colour": "red"}', "unknown_field", "colour"),
        ('{"student_number": "1", "name": "a", "id_number": "510502200510030014"}', "id_checksum", "校验"),
        ('{\n"student_number": "1",\n"name": oops\n}', "not_json", "第 3 行"),
    ],
)
def test_bad_json_is_refused_in_one_sentence(
    new_store: Path, command: Command, typed: str | bytes, code: str, said: str
) -> None:
    outcome = command("record", "put", "student", typed=typed)
    assert outcome.status == 3
    assert outcome.data["error"]["code"] == code
    assert said in outcome.err
    assert outcome.err.count("\n") == 1
    assert command("record", "list", "student").data["total"] == 0


def test_too_much_is_refused(new_store: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "LARGEST", 1000)
    outcome = command("record", "put", "student", typed=" " * 1001)
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "too_large")


def test_a_taken_number_is_refused(new_store: Path, command: Command) -> None:
    put(command, "student", STUDENT)
    outcome = command("record", "put", "student", typed=json.dumps({**STUDENT, "name": "别人"}))
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "duplicate")


def test_a_file_that_is_not_there(new_store: Path, command: Command, tmp_path: Path) -> None:
    outcome = command("record", "put", "student", "--file", str(tmp_path / "none.jsonl"))
    assert (outcome.status, outcome.data["error"]["code"]) == (3, "not_readable")


def test_people_read_lines(park: Path, command: Command) -> None:
    listed = command("record", "list", "enterprise", as_json=False).out.splitlines()
    assert len(listed) == 18  # 17, and one that a colleague entered again
    id, title = listed[0].split("  ")
    assert title == "苏州云棹精密机械有限公司"
    shown = command("record", "show", "enterprise", id, as_json=False).out
    assert "企业名称：苏州云棹精密机械有限公司" in shown
    assert "单位性质：民营企业" in shown
    assert (
        "Name: 苏州云棹精密机械有限公司"
        in command("record", "show", "enterprise", id, as_json=False, lang="en").out
    )
