"""Visits, talks and promises."""

from __future__ import annotations

import pytest
from tests.services.park import Park

from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.records.fieldwork import RULE_QUESTIONS
from fieldteacher.domain.values import FieldProblem


def test_a_visit_starts_from_what_is_known(park: Park) -> None:
    promise = park.add("promise", about=park.enterprise, what="整改消防通道")
    park.services.visits.record(
        {"enterprise": park.enterprise, "visited_on": "2026-03-02", "findings": "一"}, []
    )
    park.services.visits.record(
        {"enterprise": park.enterprise, "visited_on": "2026-03-01", "findings": "二"}, []
    )
    plan = park.services.visits.plan(park.enterprise)
    assert plan.enterprise["name"] == "苏州甲精密有限公司"
    assert [student.name for student in plan.students] == ["李晓明", "王芳"]
    assert [row["id"] for row in plan.open_promises] == [promise]
    assert [contact["name"] for contact in plan.contacts] == ["钱师傅"]
    assert plan.last_visit is not None
    assert plan.last_visit["findings"] == "一"
    assert park.services.visits.plan(park.other_enterprise).last_visit is None
    with pytest.raises(NotFound):
        park.services.visits.plan("nobody")


def test_one_visit_makes_one_talk_a_student_in_one_save(park: Park) -> None:
    first, second = park.students[:2]
    visit, changes = park.services.visits.record(
        {
            "enterprise": park.enterprise,
            "visited_on": "2026-03-16",
            "training": "师傅带教",
            "satisfaction": 4,
        },
        [first, second, first],
        common={"thoughts": "稳定", "work": "两班倒"},
        single={second: {"work": "夜班多", "difficulties": "睡眠不足", "attention_level": "L2"}},
    )
    talks = park.all("talk", visit=visit)
    assert changes.created == {("visit", visit), *(("talk", talk["id"]) for talk in talks)}
    by_student = {talk["student"]: talk for talk in talks}
    assert set(by_student) == {first, second}
    assert {talk["talked_on"] for talk in talks} == {"2026-03-16"}
    assert (by_student[first]["work"], by_student[first]["way"]) == ("两班倒", "group")
    assert (by_student[second]["work"], by_student[second]["way"]) == ("两班倒\n夜班多", "face")
    assert (by_student[second]["difficulties"], by_student[second]["attention_level"]) == ("睡眠不足", "L2")
    assert by_student[first]["difficulties"] is None
    park.services.records.undo()
    assert park.all("visit") == park.all("talk") == []


def test_a_talk_with_one_student_alone_is_face_to_face(park: Park) -> None:
    park.services.visits.record(
        {"enterprise": park.enterprise, "visited_on": "2026-03-16"},
        park.students[:1],
        common={"thoughts": "稳定"},
    )
    assert [talk["way"] for talk in park.all("talk")] == ["face"]


def test_what_nobody_asked_is_never_kept_as_a_good_answer(park: Park) -> None:
    visit, _ = park.services.visits.record(
        {
            "enterprise": park.enterprise,
            "visited_on": "2026-03-16",
            "rule_answers": {"R10": "yes", "R13": "no"},
        },
        [],
    )
    answers = park.value("visit", visit, "rule_answers")
    assert set(answers) == {question.value for question in RULE_QUESTIONS}
    assert (answers["R10"], answers["R13"]) == ("yes", "no")
    assert {answers[rule] for rule in answers if rule not in ("R10", "R13")} == {"not_asked"}


def test_promises_of_a_visit_and_those_it_settles(park: Park) -> None:
    old = park.add("promise", about=park.enterprise, what="整改消防通道", status="open")
    visit, _ = park.services.visits.record(
        {"enterprise": park.enterprise, "visited_on": "2026-03-16"},
        [],
        promises=[
            {"what": "调整夜班", "due_on": "2026-03-31"},
            {"what": "补交协议", "about": park.students[0]},
        ],
        settled={old: "已清理"},
    )
    new = park.all("promise", visit=visit)
    assert [(row["what"], row["about"], row["status"]) for row in new] == [
        ("调整夜班", park.enterprise, "open"), ("补交协议", park.students[0], "open"),
    ]  # fmt: skip
    settled = park.services.records.need("promise", old)
    assert (settled["status"], settled["done_on"], settled["result"]) == ("done", "2026-03-16", "已清理")


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"visited_on": ""}, "required", "visited_on"), ({"enterprise": ""}, "required", "enterprise"),
        ({"satisfaction": 6}, "out_of_range", "satisfaction"), ({"rule_answers": {"R99": "yes"}}, "unknown_key", "rule_answers"),
        ({"rule_answers": "all fine"}, "not_a_mapping", "rule_answers"), ({"arrived_at": "25:00"}, "not_a_time", "arrived_at"),
    ],
)  # fmt: skip
def test_what_is_no_visit_is_refused_and_nothing_is_kept(
    park: Park, values: dict[str, object], code: str, field: str
) -> None:
    visit = {"enterprise": park.enterprise, "visited_on": "2026-03-16", **values}
    with pytest.raises(FieldProblem) as error:
        park.services.visits.record(visit, park.students[:2], promises=[{"what": "x"}])
    assert (error.value.code, error.value.field) == (code, field)
    assert park.all("visit") == park.all("talk") == park.all("promise") == []


def test_the_visits_list(park: Park) -> None:
    park.services.visits.record(
        {"enterprise": park.enterprise, "visited_on": "2026-03-02"}, park.students[:2]
    )
    park.services.visits.record({"enterprise": park.other_enterprise, "visited_on": "2026-03-09"}, [])
    rows = [(row.visited_on, row.enterprise_name, row.talks) for row in park.services.visits.rows()]
    assert rows == [("2026-03-09", "昆山乙电子厂", 0), ("2026-03-02", "甲精密", 2)]


def test_a_talk_starts_like_the_last_one(park: Park) -> None:
    talks = park.services.talks
    assert talks.start() == {"talked_on": "2026-03-16", "way": "face", "minutes": None, "place": None}
    talks.record([park.students[0]], {"way": "phone", "minutes": 10, "place": "宿舍"})
    assert talks.start() == {"talked_on": "2026-03-16", "way": "phone", "minutes": 10, "place": "宿舍"}
    ids, _ = talks.record([park.students[1]], {"work": "顺利"})
    assert (park.value("talk", ids[0], "way"), park.value("talk", ids[0], "minutes")) == ("phone", 10)


def test_a_talk_with_several_is_a_group_talk_with_each(park: Park) -> None:
    ids, changes = park.services.talks.record(
        [*park.students, park.students[0]], {"thoughts": "稳定", "way": "online"}
    )
    assert len(ids) == 3
    assert {row["way"] for row in park.all("talk")} == {"group"}
    assert changes.created == {("talk", record) for record in ids}


def test_the_talks_list_is_latest_first(park: Park) -> None:
    park.services.talks.record([park.students[0]], {"talked_on": "2026-03-01", "living": "宿舍漏水"})
    park.services.talks.record([park.students[1]], {"thoughts": "稳定"})
    rows = park.services.talks.rows()
    assert [(row.talked_on, row.student_name, row.summary) for row in rows] == [
        ("2026-03-16", "王芳", "稳定"), ("2026-03-01", "李晓明", "宿舍漏水"),
    ]  # fmt: skip


def test_promises_are_listed_open_and_due_first_and_settled(park: Park) -> None:
    talks = park.services.talks
    later = park.add("promise", about=park.students[0], what="后", due_on="2026-04-01")
    undated = park.add("promise", about=park.enterprise, what="无期")
    first = park.add("promise", about=park.enterprise, what="先", due_on="2026-03-01", status="open")
    assert [(row.id, row.about_type, row.about_name) for row in talks.promises()] == [
        (first, "enterprise", "甲精密"), (later, "student", "李晓明"), (undated, "enterprise", "甲精密"),
    ]  # fmt: skip
    talks.settle(first, "done", "已整改")
    assert [row.id for row in talks.promises()] == [later, undated, first]
    assert (park.value("promise", first, "done_on"), park.value("promise", first, "result")) == (
        "2026-03-16",
        "已整改",
    )
    talks.settle(first, "open")
    assert (park.value("promise", first, "done_on"), park.value("promise", first, "result")) == (
        None,
        "已整改",
    )
    talks.settle(later, "dropped")
    assert park.value("promise", later, "done_on") is None
    with pytest.raises(UserError):
        talks.settle(first, "forgotten")
