"""The timelines of a student and an enterprise: everything is in them, and what is not theirs is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from tests.services.park import Park

from fieldteacher.services.timelines import TimelineEntry


def _put(park: Park, kind: str, /, **values: Any) -> str:
    return park.services.records.put(kind, values)[0]


def _said(entries: Sequence[TimelineEntry], kind: str) -> list[tuple[str, str, str]]:
    return [(each.day, each.heading.zh, each.words.zh) for each in entries if each.type == kind]


@pytest.fixture
def student(park: Park) -> str:
    """The first student: one thing of every kind has happened with them, on days of their own."""
    who, other, place, firm = park.students[0], park.students[1], park.placements[0], park.enterprise
    batch = _put(park, "batch", name="2026春季", start="2026-02-01", end="2026-07-31")
    park.services.records.put(
        "placement", {"batch": batch, "start": "2026-03-01", "end": "2026-06-30"}, record=place
    )
    _put(park, "talk", student=who, talked_on="2026-03-02", way="phone", work="学会了换刀")
    _put(park, "visit", enterprise=firm, visited_on="2026-03-03", kind="safety", findings="通道堆物")
    _put(park, "visit", enterprise=firm, visited_on="2026-02-03", findings="来之前")
    _put(park, "visit", enterprise=park.other_enterprise, visited_on="2026-03-03", findings="别处")
    _put(park, "promise", about=who, what="调班", due_on="2026-03-20", status="open")
    incident = _put(
        park,
        "incident",
        kind="machine",
        occurred_at="2026-03-05T10:00",
        students=(who,),
        enterprise=firm,
        course="划伤",
    )
    _put(park, "incident", kind="fire", occurred_at="2026-03-05T10:00", students=(other,), course="别人的")
    _put(park, "notification", incident=incident, told="school", told_at="2026-03-05T10:30", person="王处长")
    _put(
        park,
        "absence",
        student=who,
        kind="sick",
        starts_at="2026-03-06T08:00",
        ends_at="2026-03-07T17:00",
        reason="发烧",
    )
    _put(park, "journal", student=who, kind="weekly", period="2026-W10", handed_in_on="2026-03-08")
    _put(park, "daily_check", enterprise=firm, checked_on="2026-03-09", normal=False, exception="一人晚归")
    _put(park, "daily_check", enterprise=firm, checked_on="2026-03-10", normal=True)
    _put(park, "intention", student=who, asked_on="2026-03-11", student_wish="stay", enterprise_wish="hire")
    _put(park, "education", kind="safety", held_on="2026-02-20", batch=batch, topic="岗前安全")
    _put(park, "education", kind="law", held_on="2026-03-12", enterprise=firm, topic="防诈骗")
    _put(park, "education", kind="mental", held_on="2026-03-12", students=(other,), topic="不是他")
    paper = _put(
        park,
        "paper",
        placement=place,
        kind="liability_insurance",
        signed_on="2026-02-25",
        valid_to="2026-07-01",
        number="PZ1",
    )
    _put(park, "waiver", rule="R26", about=paper, reason="已补", waived_by="张老师", waived_on="2026-03-13")
    _put(park, "attachment", owner=paper, name="保单.pdf", sha256="a" * 64, taken_on="2026-02-26")
    _put(
        park,
        "issued_form",
        placement=place,
        form_number="F-1",
        layout="evaluation_v1",
        stage="mid",
        printed_on="2026-03-14",
    )
    return who


def test_everything_about_a_student_is_there_latest_first(park: Park, student: str) -> None:
    found = park.services.students.card(student).timeline
    days = [each.day for each in found]
    assert days == sorted(days, reverse=True)
    wanted = {
        "talk": [("2026-03-02", "谈话 · 电话", "学会了换刀")],
        "visit": [("2026-03-03", "走访 · 安全检查", "苏州甲精密有限公司 · 通道堆物")],
        "promise": [("2026-03-20", "跟进事项 · 待办", "调班")],
        "incident": [("2026-03-05", "安全事件 · 机械创伤", "划伤")],
        "notification": [("2026-03-05", "通报 · 学校", "王处长")],
        "absence": [("2026-03-06", "请假缺勤 · 病假", "发烧 · 至 2026-03-07 17:00")],
        "journal": [("2026-03-08", "周志与总结 · 周志", "2026-W10")],
        "daily_check": [("2026-03-09", "每日检查", "一人晚归")],
        "intention": [("2026-03-11", "就业意向 · 愿意留任", "拟录用")],
        "education": [("2026-03-12", "教育活动 · 道德法纪", "防诈骗"), ("2026-02-20", "教育活动 · 安全生产", "岗前安全")],
        "paper": [("2026-02-25", "材料 · 实习责任保险", "PZ1 · 至 2026-07-01")],
        "waiver": [("2026-03-13", "豁免 · R26", "已补 · 张老师")],
        "attachment": [("2026-02-26", "附件", "保单.pdf")],
        "issued_form": [("2026-03-14", "已打印表单 · 中期", "F-1")],
        "batch": [("2026-02-01", "实习批次", "2026春季 · 至 2026-07-31")],
    }  # fmt: skip
    assert {kind: _said(found, kind) for kind in wanted} == wanted
    assert {each.type for each in found} == {*wanted, "placement"}
    assert {each.id for each in found if each.type == "placement"} == {park.placements[0]}


def test_a_placement_that_ended_stands_twice(park: Park, student: str) -> None:
    park.services.placements.end(park.placements[0], "2026-03-15", status="returned", reason="升学")
    found = _said(park.services.students.card(student).timeline, "placement")
    assert [(day, heading) for day, heading, _ in found] == [
        ("2026-03-15", "实习安排 · 已返校"),
        ("2026-03-01", "实习安排"),
    ]
    assert "升学" in found[0][2]


def test_marks_are_told_as_their_sum(park: Park) -> None:
    scheme = _put(park, "scheme", name="方案", version=1, raters={"enterprise": 100})
    items = [
        _put(park, "criterion", scheme=scheme, rater="enterprise", name=name, full_marks=500) for name in "ab"
    ]
    rated = _put(
        park,
        "evaluation",
        placement=park.placements[0],
        scheme=scheme,
        stage="mid",
        rater="enterprise",
        rated_on="2026-03-10",
        comment="踏实",
    )
    for item, tenths in zip(items, (405, 450), strict=True):
        _put(park, "score", evaluation=rated, criterion=item, tenths=tenths)
    student, enterprise = (
        park.services.students.card(park.students[0]),
        park.services.enterprises.card(park.enterprise),
    )
    assert _said(student.timeline, "evaluation") == [("2026-03-10", "考核 · 企业", "85.5 分 · 踏实 · 中期")]
    assert [words.partition(" · ")[0] for _, _, words in _said(enterprise.timeline, "evaluation")] == [
        "85.5 分"
    ]


def test_everything_about_an_enterprise_is_there(park: Park, student: str) -> None:
    firm, name = park.enterprise, park.value("student", student, "name")
    _put(park, "promise", about=firm, what="清理通道", due_on="2026-03-21")
    teacher = _put(park, "teacher", name="李老师")
    _put(park, "practice_entry", teacher=teacher, enterprise=firm, starts_on="2026-03-04", content="跟班")
    _put(park, "talk", student=student, talked_on="2026-02-02", work="来之前")
    found = park.services.enterprises.card(firm).timeline
    days = [each.day for each in found]
    assert days == sorted(days, reverse=True)
    assert _said(found, "talk") == [("2026-03-02", "谈话 · 电话", f"{name} · 学会了换刀")]
    assert [day for day, _, _ in _said(found, "visit")] == ["2026-03-03", "2026-02-03"]
    assert {each.type for each in found} == {
        "visit", "talk", "promise", "incident", "notification", "daily_check", "placement", "absence", "intention",
        "practice_entry", "education",
    }  # fmt: skip


def test_what_was_deleted_is_gone(park: Park, student: str) -> None:
    before = park.services.students.card(student).timeline
    for each in before:
        if each.type not in ("placement", "batch"):
            park.services.records.delete(each.type, each.id)
    assert {each.type for each in park.services.students.card(student).timeline} == {"placement", "batch"}
