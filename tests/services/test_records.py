"""The verbs that every record type has."""

from __future__ import annotations

import pytest
from tests.services.park import Park

from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.conflicts import Choice
from fieldteacher.services.records import Duplicate


def test_put_makes_a_record_and_changes_it(park: Park) -> None:
    records = park.services.records
    record, changes = records.put("teacher", {"name": "赵老师", "staff_number": "007"})
    assert changes.created == {("teacher", record)}
    assert changes.label.zh == "新增带队教师"
    same, changes = records.put("teacher", {"phone": "13800138009"}, record=record)
    assert same == record
    assert (changes.changed, changes.label.zh) == ({("teacher", record)}, "保存带队教师")
    assert records.need("teacher", record)["staff_number"] == "007"


def test_put_many_is_all_or_nothing_and_says_which_entry_it_was(park: Park) -> None:
    before = len(park.all("teacher"))
    with pytest.raises(FieldProblem) as error:
        park.services.records.put_many("teacher", [(None, {"name": "甲"}), (None, {"name": ""})])
    assert (error.value.code, error.value.entry) == ("required", 1)
    assert len(park.all("teacher")) == before
    ids, changes = park.services.records.put_many("teacher", [(None, {"name": "甲"}), (None, {"name": "乙"})])
    assert changes.created == {("teacher", record) for record in ids}


def test_a_key_that_is_taken_is_refused_by_name(park: Park) -> None:
    for taken in ({"name": "甲", "student_number": "230101"}, {"name": "甲", "student_number": " 230101 "}):
        with pytest.raises(Duplicate) as error:
            park.services.records.put("student", taken)
        assert (error.value.existing, error.value.field) == (park.students[0], "student_number")
        assert error.value.text.zh == "学号 230101 已有：李晓明。"
    with pytest.raises(Duplicate):
        park.services.records.put("student", {"student_number": "230102"}, record=park.students[0])
    park.services.records.put("student", {"student_number": "230101", "phone": "1"}, record=park.students[0])
    park.services.records.put("student", {"name": "甲", "student_number": "230101"}, allow_duplicate=True)


def test_two_of_one_put_may_not_share_a_key(park: Park) -> None:
    with pytest.raises(Duplicate):
        park.services.records.put_many(
            "student", [(None, {"name": n, "student_number": "9"}) for n in ("甲", "乙")]
        )
    assert not park.all("student", student_number="9")


def test_the_key_of_a_deleted_record_is_free(park: Park) -> None:
    park.services.records.delete("student", park.students[2])
    park.services.records.put("student", {"name": "甲", "student_number": "230103"})


def test_list_counts_filters_searches_and_orders(park: Park) -> None:
    records = park.services.records
    total, rows = records.list("student", limit=2, order=("student_number",))
    assert (total, [row["name"] for row in rows]) == (3, ["李晓明", "王芳"])
    assert records.list("student", {"class_name": "机电2301"})[0] == 3
    assert [row["name"] for row in records.list("student", search="王")[1]] == ["王芳"]
    assert [row["name"] for row in records.list("student", search="机电 单")[1]] == ["单丽"]
    assert records.list("student", search="nobody") == (0, [])
    assert records.list("student", {"note": None})[0] == 3


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"shoe": 1}, "unknown_field"),
        ({"grade_year": "many"}, "not_a_number"),
        ({"sex": "x"}, "unknown_choice"),
    ],
)
def test_list_refuses_what_cannot_be_asked(park: Park, where: dict[str, object], code: str) -> None:
    with pytest.raises(UserError) as error:
        park.services.records.list("student", where)
    assert error.value.code == code


def test_where_takes_values_as_people_type_them(park: Park) -> None:
    assert len(park.all("placement", start="２０２６-０３-０１")) == 2
    assert len(park.all("contact", role="师傅")) == 1
    park.services.records.put("placement", {"works_independently": True}, record=park.placements[0])
    assert len(park.all("placement", works_independently="是")) == 1


def test_an_unknown_type_is_told_everywhere(park: Park) -> None:
    records = park.services.records
    for attempt in (
        lambda: records.put("pupil", {}), lambda: records.list("pupil"), lambda: records.get("pupil", "1"),
        lambda: records.delete("pupil", "1"), lambda: records.restore("pupil", "1"), lambda: records.show("pupil", "1"),
    ):  # fmt: skip
        with pytest.raises(UserError) as error:
            attempt()
        assert error.value.code == "unknown_type"


def test_show_tells_all_there_is_to_know(park: Park) -> None:
    records, pupil = park.services.records, park.students[0]
    shown = records.show("student", pupil)
    assert shown.title == "李晓明"
    assert len(shown.history) == 4
    records.put("student", {"phone": "1"}, record=pupil, base=shown.heads)
    records.put("student", {"phone": "2"}, record=pupil, base=shown.heads)
    assert [each.conflict.field for each in park.services.conflicts.waiting(record=pupil)] == ["phone"]
    assert len(park.services.conflicts.waiting()) == 1
    conflicts = park.services.conflicts
    conflicts.settle([Choice(conflicts.waiting()[0], "1")])
    assert conflicts.waiting() == []
    records.delete("student", pupil)
    assert records.show("student", pupil).record["deleted"]
    with pytest.raises(NotFound):
        records.show("student", "nobody")


def test_titles_follow_references(park: Park) -> None:
    records = park.services.records
    assert records.titles("placement", park.placements)[park.placements[0]] == "李晓明 · 苏州甲精密有限公司"
    paper = park.add("paper", placement=park.placements[0], kind="consent", number="7")
    assert records.titles("paper", [paper], "en") == {paper: "informed consent · 7"}
    rows = park.all("placement")
    titles = records.reference_titles("placement", rows)
    assert titles[park.mentor] == "钱师傅"
    assert titles[park.enterprise] == "苏州甲精密有限公司"
    assert records.titles("student", ["nobody"]) == {}
    abroad = park.add("enterprise", name="Yunzhao (Thailand) TCL")
    assert records.titles("enterprise", [abroad]) == {abroad: "Yunzhao (Thailand) TCL"}
    incident = park.add("incident", kind="fight", occurred_at="2026-06-15T07:40", students=[park.students[0]])
    assert "2026-06-15 07:40" in records.titles("incident", [incident])[incident]


def test_delete_restore_undo(park: Park) -> None:
    records, pupil = park.services.records, park.students[2]
    assert records.delete("student", pupil).deleted == {("student", pupil)}
    assert records.restore("student", pupil).label.zh == "恢复学生"
    assert records.undo().label.zh == "撤销：恢复学生"
    assert park.value("student", pupil, "deleted")
    number = records.last_saves()[0][0]
    records.undo(number)
    assert not park.value("student", pupil, "deleted")


def test_drafts(park: Park) -> None:
    records = park.services.records
    records.keep_draft("talk", park.students[0], "{}")
    assert records.draft("talk", park.students[0]) == "{}"
    assert list(records.drafts("talk")) == [(park.students[0], "{}")]
    records.keep_draft("talk", park.students[0], None)
    assert records.drafts("talk") == []
