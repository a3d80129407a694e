"""Students and enterprises: lists, cards, timelines; placing, transferring, ending."""

from __future__ import annotations

import pytest
from tests.conftest import HeldClock
from tests.services.park import Park

from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.paper_states import PaperState
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem


def code_of(attempt: object) -> tuple[str, str | None]:
    with pytest.raises(UserError) as error:
        attempt()  # type: ignore[operator]
    return error.value.code, error.value.field


# -- placing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "status"), [("2026-03-01", "active"), ("2026-03-16", "active"), ("2026-03-17", "planned")]
)
def test_the_status_follows_from_the_start(park: Park, start: str, status: str) -> None:
    record = park.place(park.students[2], start=start)
    assert park.value("placement", record, "status") == status


def test_a_placed_student_is_not_placed_again(park: Park) -> None:
    assert code_of(lambda: park.place(park.students[0])) == ("already_placed", "student")
    assert len(park.all("placement")) == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, ("required", "student")), ({"student": "nobody"}, ("no_such_record", "student")),
        ({"start": "tomorrow"}, ("not_a_date", "start")), ({"start": "2026-03-01", "end": "2026-02-01"}, ("end_before_start", "end")),
    ],
)  # fmt: skip
def test_what_is_no_placement_is_refused(park: Park, values: dict[str, str], code: tuple[str, str]) -> None:
    full = {"student": park.students[2], "enterprise": park.enterprise, "start": "2026-03-01", **values}
    if not values:
        del full["student"]
    assert code_of(lambda: park.services.placements.place(full)) == code


def test_a_transfer_ends_one_placement_and_starts_the_next(park: Park) -> None:
    old = park.placements[0]
    park.services.records.put(
        "placement",
        {"end": "2026-06-30", "post": "操作工", "monthly_pay": 4000, "lodging_address": "5号楼"},
        record=old,
    )
    new, changes = park.services.placements.transfer(
        old, {"enterprise": park.other_enterprise, "start": "2026-03-20", "post": "检验"}, reason="岗位不符"
    )
    assert changes.created == {("placement", new)}
    before, after = park.all("placement", student=park.students[0])
    assert (before["end"], before["status"], before["end_reason"]) == (
        "2026-03-19",
        "transferred",
        "岗位不符",
    )
    assert (after["start"], after["end"], after["post"], after["status"]) == (
        "2026-03-20",
        "2026-06-30",
        "检验",
        "planned",
    )
    assert after["monthly_pay"] is after["lodging_address"] is after["mentor"] is None
    park.services.records.undo()
    assert [row["status"] for row in park.all("placement", student=park.students[0])] == ["active"]


def test_a_transfer_starts_today_where_nothing_is_said(park: Park) -> None:
    new, _ = park.services.placements.transfer(park.placements[0], {"enterprise": park.other_enterprise})
    assert park.value("placement", new, "start") == "2026-03-16"


def test_what_is_no_transfer_is_refused(park: Park) -> None:
    transfer, old = park.services.placements.transfer, park.placements[0]
    to = {"enterprise": park.other_enterprise}
    assert code_of(lambda: transfer(old, {**to, "start": "2026-03-01"})) == ("start_not_after", "start")
    assert code_of(lambda: transfer(old, {**to, "start": "next week"})) == ("not_a_date", "start")
    assert code_of(lambda: transfer("nobody", to))[0] == "not_found"
    park.services.placements.end(old, "2026-03-10")
    assert code_of(lambda: transfer(old, to))[0] == "not_current"
    assert len(park.all("placement")) == 2


def test_ending_and_returning(park: Park) -> None:
    park.services.placements.end(park.placements[0], "2026-03-10", status="returned", reason="身体原因")
    assert park.all("placement")[0]["status"] == "returned"
    with pytest.raises(FieldProblem):
        park.services.placements.end(park.placements[1], "2026-02-01")
    park.place(park.students[0], park.other_enterprise, "2026-03-12")


# -- students ------------------------------------------------------------------------------------


def test_the_students_list(park: Park) -> None:
    park.services.talks.record([park.students[0]], {"thoughts": "稳定"})
    park.add("promise", about=park.students[0], what="补交协议")
    first, second, third = park.services.students.rows()
    assert (first.name, first.enterprise_name, first.status, first.start) == (
        "李晓明",
        "甲精密",
        "active",
        "2026-03-01",
    )
    assert (first.last_talk, first.open_promises) == ("2026-03-16", 1)
    assert (second.last_talk, second.open_promises) == (None, 0)
    assert (third.placement, third.enterprise_name, third.status) == (None, None, None)
    park.services.records.delete("student", park.students[1])
    assert [row.name for row in park.services.students.rows()] == ["李晓明", "单丽"]


def test_the_list_shows_the_present_placement_else_the_last(park: Park) -> None:
    park.services.placements.transfer(
        park.placements[0], {"enterprise": park.other_enterprise, "start": "2026-03-10"}
    )
    assert park.services.students.rows()[0].enterprise_name == "昆山乙电子厂"
    park.services.placements.end(park.placements[1], "2026-03-10")
    row = park.services.students.rows()[1]
    assert (row.enterprise_name, row.status) == ("甲精密", "ended")


def test_the_students_card(park: Park, clock: HeldClock) -> None:
    pupil = park.students[0]
    park.add("paper", placement=park.placements[0], kind="consent", signed_on="2026-02-20")
    park.add("paper", placement=park.placements[0], kind="liability_insurance", valid_to="2026-04-01")
    park.add("promise", about=pupil, what="补交协议", due_on="2026-03-20")
    card = park.services.students.card(pupil)
    assert card.student["name"] == "李晓明"
    assert card.placement is not None
    assert (card.placement["enterprise_name"], card.placement["mentor_name"], card.placement["mentor_phone"]) == (
        "苏州甲精密有限公司", "钱师傅", "13700137000",
    )  # fmt: skip
    states = {paper.kind: paper.state for paper in card.papers}
    assert states == {
        "tri_party_agreement": PaperState.MISSING, "consent": PaperState.OK, "liability_insurance": PaperState.EXPIRING,
        "safety_training": PaperState.MISSING,
    }  # fmt: skip
    assert [promise["what"] for promise in card.open_promises] == ["补交协议"]
    assert set(card.heads) == {"student_number", "name", "class_name", "phone"}
    with pytest.raises(NotFound):
        park.services.students.card("nobody")


def test_a_students_timeline_holds_everything_latest_first(park: Park) -> None:
    pupil, place = park.students[0], park.placements[0]
    park.add("talk", student=pupil, talked_on="2026-03-05", way="phone", work="顺利", difficulties="加班")
    park.add("promise", about=pupil, what="补交协议", due_on="2026-03-20")
    park.add(
        "incident",
        kind="theft",
        occurred_at="2026-03-07 21:00",
        students=[pupil, park.students[1]],
        course="手机被盗",
        place="宿舍",
    )
    park.add(
        "absence",
        student=pupil,
        kind="sick",
        starts_at="2026-03-08 08:00",
        ends_at="2026-03-09 18:00",
        reason="感冒",
    )
    park.add("journal", student=pupil, kind="weekly", period="2026-W10", handed_in_on="2026-03-09")
    park.add("intention", student=pupil, asked_on="2026-03-11", student_wish="stay")
    park.add("paper", placement=place, kind="consent", signed_on="2026-02-20", number="7")
    entries = park.services.students.card(pupil).timeline
    assert [(entry.day, entry.type) for entry in entries] == [
        ("2026-03-20", "promise"), ("2026-03-11", "intention"), ("2026-03-09", "journal"), ("2026-03-08", "absence"),
        ("2026-03-07", "incident"), ("2026-03-05", "talk"), ("2026-03-01", "placement"), ("2026-02-20", "paper"),
    ]  # fmt: skip
    talk = next(entry for entry in entries if entry.type == "talk")
    assert talk.heading == Text("谈话 · 电话", "talk · by phone")
    assert "顺利" in talk.words.zh
    assert len(park.services.students.card(park.students[2]).timeline) == 0


# -- enterprises ---------------------------------------------------------------------------------


def test_the_enterprises_list(park: Park) -> None:
    park.add("visit", enterprise=park.enterprise, visited_on="2026-03-02", next_visit_on="2026-04-02")
    park.add("visit", enterprise=park.enterprise, visited_on="2026-03-09")
    park.add("promise", about=park.enterprise, what="整改消防通道")
    rows = {row.name: row for row in park.services.enterprises.rows()}
    first, other = rows["苏州甲精密有限公司"], rows["昆山乙电子厂"]
    assert (first.students, first.last_visit, first.next_visit, first.open_promises) == (
        2,
        "2026-03-09",
        "2026-04-02",
        1,
    )
    assert (other.students, other.last_visit, other.open_promises) == (0, None, 0)


def test_the_enterprises_card(park: Park) -> None:
    park.add("promise", about=park.enterprise, what="整改消防通道")
    park.add("promise", about=park.students[0], what="补交协议")
    park.add("promise", about=park.students[2], what="别处的事")
    card = park.services.enterprises.card(park.enterprise)
    assert card.enterprise["city"] == "苏州市"
    assert [contact["name"] for contact in card.contacts] == ["钱师傅"]
    assert [student.name for student in card.students] == ["李晓明", "王芳"]
    assert {promise["what"] for promise in card.open_promises} == {"整改消防通道", "补交协议"}
    assert {entry.type for entry in card.timeline} == {"promise", "placement"}
    with pytest.raises(NotFound):
        park.services.enterprises.card("nobody")
    park.services.placements.end(park.placements[0], "2026-03-10")
    assert [student.name for student in park.services.enterprises.students(park.enterprise)] == ["王芳"]
