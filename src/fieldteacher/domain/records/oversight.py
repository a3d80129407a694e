"""What is said about the records themselves: rules waived or confirmed, reminders put off, reports to the leadership."""

from __future__ import annotations

from fieldteacher.domain import fields as f
from fieldteacher.domain.fields import Sync
from fieldteacher.domain.record import SELF, SHARED_DOSSIER, Record, record
from fieldteacher.domain.text import Text

S = Sync.SHARED

ATTESTED = f.options(("met", "符合", "met"), ("not_met", "不符合", "not met"))
BRIEFING_STATUSES = f.options(("draft", "草稿", "draft"), ("final", "定稿", "final"))
_ABOUT = (
    "student", "enterprise", "placement", "paper", "visit", "incident", "evaluation", "batch", "daily_check",
)  # fmt: skip


@record(
    "waiver",
    Text("豁免", "waiver"),
    Text(
        "对一条规则的一项发现不再追究，写明理由和批准人。",
        "A finding of a rule that is let pass, with the reason and who decided it.",
    ),
    title=("rule",),
    dossier="about",
    searched=("reason",),
)
class Waiver(Record):
    rule: str | None = f.code("规则", "Rule", required=True, sync=S)
    about: str | None = f.reference("对象", "About", *_ABOUT, required=True, sync=S)
    reason: str | None = f.note("理由", "Reason", required=True, max_length=2000, sync=S)
    waived_by: str | None = f.text("批准人", "Waived by", required=True, sync=S)
    waived_on: str | None = f.day("豁免日期", "Waived on", required=True, sync=S)
    until: str | None = f.day("有效至", "Until", sync=S)


@record(
    "attestation",
    Text("人工确认", "attestation"),
    Text(
        "对记录看不出的规则，由人确认本批次是否符合。",
        "A person's word on whether a batch meets a rule that no record can show.",
    ),
    title=("rule", "stated_on"),
    dossier=SHARED_DOSSIER,
)
class Attestation(Record):
    rule: str | None = f.code("规则", "Rule", required=True, sync=S)
    batch: str | None = f.reference("实习批次", "Batch", "batch", required=True, sync=S)
    answer: str | None = f.choice("结论", "Answer", ATTESTED, required=True, sync=S)
    stated_on: str | None = f.day("确认日期", "Stated on", required=True, sync=S)
    stated_by: str | None = f.text("确认人", "Stated by", required=True, sync=S)
    note: str | None = f.note("说明", "Note", sync=S)


@record(
    "snooze",
    Text("暂缓", "snooze"),
    Text(
        "今日清单中的一项暂时不提醒，写明原因和日期；只留在本机。",
        "A line of the day's list put off until a day, with the reason; stays on this machine.",
    ),
    title=("item", "until"),
    dossier="about",
)
class Snooze(Record):
    item: str | None = f.code("事项", "Item", required=True)
    about: str | None = f.reference("对象", "About", *_ABOUT, "talk", "promise", "absence", required=True)
    until: str | None = f.day("暂缓至", "Until", required=True)
    reason: str | None = f.text("原因", "Reason", required=True, max_length=500)
    snoozed_on: str | None = f.day("暂缓日期", "Snoozed on")


@record(
    "briefing",
    Text("情况汇报", "briefing"),
    Text(
        "向学校领导的一份书面汇报，数字在保存时定格。",
        "A written report to the college's leadership; its figures are frozen when it is saved.",
    ),
    title=("title", "written_on"),
    dossier=SELF,
    searched=(
        "overview", "students_state", "gains", "difficulties", "enterprise_view", "hiring", "practice", "next_steps",
    ),
)  # fmt: skip
class Briefing(Record):
    title: str | None = f.text("标题", "Title", required=True, sync=S)
    batch: str | None = f.reference("实习批次", "Batch", "batch", sync=S)
    period_from: str | None = f.day("起", "From", sync=S)
    period_to: str | None = f.day("止", "To", sync=S)
    written_on: str | None = f.day("撰写日期", "Written on", required=True, sync=S)
    written_by: str | None = f.text("撰写人", "Written by", sync=S)
    status: str | None = f.choice("状态", "Status", BRIEFING_STATUSES, sync=S)
    overview: str | None = f.note("一、基本情况", "1. Overview", sync=S)
    students_state: str | None = f.note(
        "二、学生思想、工作、生活", "2. The students' thoughts, work and living", sync=S
    )
    gains: str | None = f.note("三、主要收获", "3. Gains", sync=S)
    difficulties: str | None = f.note("四、存在问题和困难", "4. Problems and difficulties", sync=S)
    enterprise_view: str | None = f.note(
        "五、企业培养、使用与评价", "5. Training, use and rating by the enterprises", sync=S
    )
    hiring: str | None = f.note("六、就业双向选择", "6. Two-way choice of employment", sync=S)
    practice: str | None = f.note("七、教师企业实践", "7. The teachers' enterprise practice", sync=S)
    next_steps: str | None = f.note(
        "八、下一步与需学校解决事项", "8. Next steps and requests to the college", sync=S
    )
    figures: str | None = f.note(
        "定格数据",
        "Frozen figures",
        max_length=1_000_000,
        help=Text("由程序写入", "written by the program"),
        sync=S,
    )
    quotations: str | None = f.note(
        "引语", "Quotations", max_length=200_000, help=Text("由程序写入", "written by the program"), sync=S
    )


@record(
    "rule_file",
    Text("规则文件", "rule file"),
    Text(
        "学校发给各位教师的规则集或放假安排，内容是一份 TOML 文件。",
        "A rule set or a year's holidays that the college gives to its teachers, as the TOML file it is.",
    ),
    title=("name",),
    dossier=SHARED_DOSSIER,
    key=("name",),
)
class RuleFile(Record):
    name: str | None = f.text("文件名", "File name", required=True, max_length=100, sync=S)
    content: str | None = f.note("内容", "Content", required=True, max_length=65_536, sync=S)
