"""What is said about the records: education held, rules confirmed or waived, reminders put off, phrases, a report."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from fieldteacher.domain.clock import derived_id
from fieldteacher.domain.text import Text
from fieldteacher.services.demo.calendar import Calendar
from fieldteacher.services.demo.ledger import Ledger
from fieldteacher.services.demo.people import Cast
from fieldteacher.services.sheets import second_id

_EDUCATION = (
    ("safety", "班前安全与防护用品", "讲解岗位风险、防护用品和应急处置，现场提问。"),
    ("law", "遵章守纪与防范诈骗", "通报两起案例，提醒不借贷、不参与传销。"),
    ("mental", "适应新环境", "分组交流，介绍求助渠道和心理热线。"),
    ("ideology", "劳动精神与职业理想", "学习劳动模范事迹，分享实习体会。"),
)
_PHRASES = (
    ("comment", "enterprise", None, "{name}同学工作踏实，服从安排，能按时完成任务。"),
    ("comment", "enterprise", "优", "上手快，动手能力强，多次得到班组好评。"),
    ("comment", "enterprise", "良", "态度端正，技能掌握较好，沟通还可更主动。"),
    ("comment", "school", None, "能遵守实习纪律，按时上交周志。"),
    ("comment", "school", "及格", "基本完成实习任务，周志质量有待提高。"),
    ("talk", None, None, "思想稳定，工作生活正常。"),
    ("talk", None, None, "已提醒注意交通和宿舍安全。"),
    ("visit", None, None, "企业对学生总体满意。"),
)
_PROVINCE = """# 示例：本省在全国规定之上的要求
format = 1
id = "示例省"
title = { zh = "示例省实施细则", en = "Rules of a sample province" }
source = { zh = "示例文件，不是真实规定", en = "an example, no real regulation" }
from = "2024-01-01"
base = "教职成〔2021〕4号"

[[change]]
rule = "R25"
values = { longest = 190 }
note = { zh = "不超过六个月。", en = "Six months at most." }
"""
CONFIRMED = ("R34", "R35", "R41", "R42")
"""Rules that only a person can confirm."""


class Oversight:
    """Fills it in."""

    def __init__(self, ledger: Ledger, calendar: Calendar, seed: int, cast: Cast) -> None:
        self._ledger, self._calendar, self._cast = ledger, calendar, cast
        self._random = Random(f"{seed}/oversight")

    def fill(self) -> None:
        """All of it."""
        self._education()
        self._confirmed()
        self._put_off()
        self._phrases()
        self._given_out()
        self._second_marks()
        self._report()

    def _education(self) -> None:
        for week, monday in enumerate(self._calendar.weeks[:-1]):
            kind, topic, content = _EDUCATION[week % len(_EDUCATION)]
            author = self._cast.teacher_names[week % len(self._cast.teachers)]
            day = monday + timedelta(days=2)
            if day > self._ledger.today:
                continue
            save = self._ledger.save(day, Text("记录教育活动", "record education"), author)
            self._ledger.create(save, "education", {
                "kind": kind, "held_on": day.isoformat(), "batch": self._cast.batch, "topic": topic, "minutes": 40,
                "place": "线上会议", "held_by": author, "content": content,
            })  # fmt: skip

    def _confirmed(self) -> None:
        day = self._calendar.start - timedelta(days=6)
        author = self._cast.teacher_names[0]
        save = self._ledger.save(day, Text("人工确认", "confirm rules"), author)
        for rule in CONFIRMED:
            self._ledger.create(save, "attestation", {
                "rule": rule, "batch": self._cast.batch, "answer": "met", "stated_on": day.isoformat(), "stated_by": author,
                "note": "文件存校企合作处。",
            })  # fmt: skip

    def _put_off(self) -> None:
        """The promise that fell due last is put off for three days."""
        today = self._ledger.today
        settled = {each.id for save in self._ledger.saves for each in save.entries if not each.new}
        due = [
            each for each in self._ledger.of("promise")
            if each.id not in settled and each.values["due_on"] <= today.isoformat()
        ]  # fmt: skip
        if not due:
            return
        promise = max(due, key=lambda each: each.values["due_on"])
        save = self._ledger.save(today, Text("暂缓", "put off"), self._cast.teacher_names[0])
        self._ledger.create(save, "snooze", {
            "item": "promise", "about": promise.id, "until": (today + timedelta(days=3)).isoformat(),
            "reason": "已约周五电话确认。", "snoozed_on": today.isoformat(),
        })  # fmt: skip

    def _phrases(self) -> None:
        day = self._calendar.start - timedelta(days=20)
        save = self._ledger.save(day, Text("常用语", "phrases"), self._cast.teacher_names[0])
        for position, (use, rater, band, words) in enumerate(_PHRASES, 1):
            values = {"use": use, "rater": rater, "band": band, "words": words, "position": position}
            self._ledger.create(save, "phrase", values)

    def _given_out(self) -> None:
        """A province's rules as the office sends them down; no batch has chosen them."""
        day = self._calendar.start - timedelta(days=15)
        save = self._ledger.save(
            day, Text("下发规则文件", "give out a rule file"), self._cast.teacher_names[0]
        )
        name = "shengli.toml"
        self._ledger.create(save, "rule_file", {"name": name, "content": _PROVINCE}, derived_id(name))

    def _second_marks(self) -> None:
        """One enterprise's mid-term sheets were typed a second time, with one slip; all but that one agree."""
        first = {student.placement for student in self._cast.firms[0].students}
        evaluations = [
            e for e in self._ledger.of("evaluation")
            if e.values["placement"] in first and (e.values["stage"], e.values["rater"]) == ("mid", "enterprise")
        ]  # fmt: skip
        if not evaluations:
            return
        rated = max(str(e.values["rated_on"]) for e in evaluations)
        day = min(self._calendar.start.fromisoformat(rated) + timedelta(days=1), self._ledger.today)
        author = self._cast.teacher_names[-1]
        save = self._ledger.save(day, Text("复核分数", "check the marks"), author)
        scores = self._ledger.of("score")
        for number, evaluation in enumerate(evaluations):
            slip = 10 if number == 1 else 0
            for score in [s for s in scores if s.values["evaluation"] == evaluation.id]:
                self._ledger.create(save, "second_score", {
                    "evaluation": evaluation.id, "criterion": score.values["criterion"], "entered_by": author,
                    "tenths": max(0, score.values["tenths"] - slip),
                }, second_id(evaluation.id, score.values["criterion"]))  # fmt: skip
                slip = 0
            if number != 1:
                checked = {"checked_by": author, "checked_on": day.isoformat()}
                self._ledger.update(save, "evaluation", evaluation.id, checked)

    def _report(self) -> None:
        day = self._ledger.today - timedelta(days=8)
        if day <= self._calendar.start:
            return
        author = self._cast.teacher_names[0]
        save = self._ledger.save(day, Text("撰写汇报", "write a report"), author)
        self._ledger.create(save, "briefing", {
            "title": "岗位实习情况汇报", "batch": self._cast.batch, "period_from": self._calendar.start.isoformat(),
            "period_to": day.isoformat(), "written_on": day.isoformat(), "written_by": author, "status": "final",
            "overview": "学生总体稳定，各企业均已走访。", "next_steps": "请学校协调宿舍洗衣机数量不足的问题。",
        })  # fmt: skip
