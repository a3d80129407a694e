"""What a teacher records day by day: visits, talks, promises, incidents, absences, checks, journals."""

from __future__ import annotations

from collections.abc import Mapping

from fieldteacher.domain import fields as f
from fieldteacher.domain.fields import Privacy, Sync
from fieldteacher.domain.record import SELF, Record, record
from fieldteacher.domain.records.people import ATTENTION_LEVELS
from fieldteacher.domain.text import Text

S = Sync.SHARED
P = Privacy.PERSONAL

VISIT_KINDS = f.options(
    ("routine", "日常走访", "routine"),
    ("safety", "安全检查", "safety"),
    ("leadership", "领导看望", "leadership"),
    ("opening", "上岗送达", "opening"),
    ("closing", "结束接回", "closing"),
    ("emergency", "突发处置", "emergency"),
)
ANSWERS = f.options(("yes", "是", "yes"), ("no", "否", "no"), ("not_asked", "未询问", "not asked"))
RULE_QUESTIONS = f.options(
    ("R09", "休息日、法定节假日安排实习", "works on rest days or public holidays"),
    ("R10", "加班或夜班", "overtime or night shifts"),
    ("R11", "每日超过8小时或每周超过40小时", "over 8 hours a day or 40 a week"),
    (
        "R12",
        "报酬低于同岗位80%且低于最低档工资",
        "paid under 80 % of the post's wage and under the lowest grade",
    ),
    ("R13", "报酬支付周期超过一个月", "paid less often than monthly"),
    ("R14", "报酬以物品、代金券或经第三方支付", "paid in goods, vouchers or through a third party"),
    ("R15", "收取押金、费用或扣押证件", "deposits, fees or papers taken"),
    ("R25", "仅安排简单重复劳动", "simple repetitive work only"),
)
TALK_WAYS = f.options(
    ("face", "面谈", "face to face"),
    ("phone", "电话", "by phone"),
    ("online", "线上", "online"),
    ("home", "家访", "home visit"),
    ("group", "集体", "group"),
)
PROMISE_STATUSES = f.options(
    ("open", "待办", "open"), ("done", "已完成", "done"), ("dropped", "已取消", "dropped")
)
INCIDENT_LEVELS = f.options(
    ("minor", "一般", "minor"), ("serious", "较重", "serious"), ("major", "重大", "major")
)
INCIDENT_KINDS = f.options(
    ("traffic", "交通事故", "traffic accident"),
    ("food", "食物中毒", "food poisoning"),
    ("drowning", "溺水", "drowning"),
    ("illness", "突发急病", "sudden illness"),
    ("missing", "走失或误入传销", "missing, or caught in a pyramid scheme"),
    ("fight", "打架", "fight"),
    ("fire", "火灾", "fire"),
    ("explosion", "爆炸", "explosion"),
    ("machine", "机械创伤", "machine injury"),
    ("work_injury", "工伤", "work injury"),
    ("theft", "盗窃", "theft"),
    ("vice", "黄赌毒", "gambling, drugs, prostitution"),
    ("psychological", "心理危机", "psychological crisis"),
    ("other", "其他", "other"),
)
TOLD = f.options(
    ("school", "学校", "college"),
    ("enterprise", "企业", "enterprise"),
    ("guardian", "监护人", "guardian"),
    ("insurer", "保险公司", "insurer"),
    ("police", "公安", "police"),
    ("written", "学校（书面）", "college, in writing"),
)
ABSENCE_KINDS = f.options(
    ("sick", "病假", "sick leave"),
    ("personal", "事假", "personal leave"),
    ("official", "公假", "official leave"),
    ("unexcused", "旷工", "unexcused"),
    ("late", "迟到早退", "late or left early"),
)
EDUCATION_KINDS = f.options(
    ("ideology", "思想政治", "ideology and politics"),
    ("safety", "安全生产", "work safety"),
    ("law", "道德法纪", "morals, law and discipline"),
    ("mental", "心理健康", "mental health"),
)
JOURNAL_KINDS = f.options(
    ("weekly", "周志", "weekly journal"),
    ("monthly", "月报", "monthly report"),
    ("summary", "实习总结", "final report"),
)


@record(
    "visit",
    Text("走访", "visit"),
    Text(
        "教师到企业的一次走访，按统一栏目记录。",
        "One visit of a teacher to an enterprise, kept under fixed headings.",
    ),
    title=("enterprise", "visited_on"),
    dossier=SELF,
    searched=("training", "employment_use", "enterprise_rating", "hiring", "environment", "findings"),
)
class Visit(Record):
    enterprise: str | None = f.reference("企业", "Enterprise", "enterprise", required=True, sync=S)
    visited_on: str | None = f.day("走访日期", "Visited on", required=True, sync=S)
    arrived_at: str | None = f.time_of_day("到达", "Arrived", sync=S)
    left_at: str | None = f.time_of_day("离开", "Left", sync=S)
    kind: str | None = f.choice("类型", "Kind", VISIT_KINDS, sync=S)
    visitors: str | None = f.text("走访人员", "Visitors", sync=S)
    received_by: str | None = f.text("接待人", "Received by", sync=S)
    training: str | None = f.note(
        "企业培养",
        "Training",
        help=Text("企业怎样培养学生", "how the enterprise trains the students"),
        sync=S,
    )
    employment_use: str | None = f.note(
        "企业使用", "Use", help=Text("岗位、任务、报酬、工时", "posts, tasks, pay, hours"), sync=S
    )
    enterprise_rating: str | None = f.note(
        "企业评价",
        "Rating",
        help=Text("吃苦耐劳、沟通、动手能力、潜力、综合素质", "endurance, communication, skill, potential"),
        sync=S,
    )
    hiring: str | None = f.note(
        "就业双向选择",
        "Hiring",
        help=Text("企业是否愿意录用", "whether the enterprise wants to hire"),
        sync=S,
    )
    environment: str | None = f.note("实习环境与条件", "Environment", sync=S)
    findings: str | None = f.note("存在问题", "Findings", sync=S)
    rule_answers: Mapping[str, str] | None = f.mapping(
        "合规询问", "Rule questions", keys=RULE_QUESTIONS, choices=ANSWERS, sync=S
    )
    satisfaction: int | None = f.integer(
        "企业满意度", "Enterprise's satisfaction", minimum=1, maximum=5, sync=S
    )
    next_visit_on: str | None = f.day("下次走访", "Next visit", sync=S)


@record(
    "talk",
    Text("谈话", "talk"),
    Text("教师与一名学生的一次谈心谈话。", "One talk of a teacher with one student."),
    title=("student", "talked_on"),
    dossier="student",
    searched=("thoughts", "work", "living", "gains", "difficulties", "measures"),
)
class Talk(Record):
    student: str | None = f.reference("学生", "Student", "student", required=True, sync=S)
    visit: str | None = f.reference("走访", "Visit", "visit", sync=S)
    talked_on: str | None = f.day("谈话日期", "Talked on", required=True, sync=S)
    minutes: int | None = f.integer("时长", "Minutes", maximum=600, unit=Text("分钟", "minutes"), sync=S)
    way: str | None = f.choice("方式", "Way", TALK_WAYS, sync=S)
    place: str | None = f.text("地点", "Place", sync=S)
    thoughts: str | None = f.note("思想", "Thoughts", privacy=P, sync=S)
    work: str | None = f.note("工作", "Work", privacy=P, sync=S)
    living: str | None = f.note("生活", "Living", privacy=P, sync=S)
    gains: str | None = f.note("主要收获", "Gains", privacy=P, sync=S)
    difficulties: str | None = f.note("问题和困难", "Difficulties", privacy=P, sync=S)
    satisfaction_environment: int | None = f.integer(
        "对环境满意度", "Satisfied with the environment", minimum=1, maximum=5, sync=S
    )
    satisfaction_conditions: int | None = f.integer(
        "对条件满意度", "Satisfied with the conditions", minimum=1, maximum=5, sync=S
    )
    satisfaction_work: int | None = f.integer(
        "对工作满意度", "Satisfied with the work", minimum=1, maximum=5, sync=S
    )
    attention_level: str | None = f.choice("关注等级", "Attention", ATTENTION_LEVELS, privacy=P, sync=S)
    measures: str | None = f.note("处理措施", "Measures", privacy=P, sync=S)
    follow_up_on: str | None = f.day("跟进日期", "Follow up on", sync=S)
    followed_up_on: str | None = f.day("已跟进", "Followed up on", sync=S)
    private_note: str | None = f.note(
        "私人备注", "Private note", help=Text("只留在本机，不导出、不交换", "stays on this laptop; never exported or exchanged"),
        privacy=Privacy.SENSITIVE,
    )  # fmt: skip


@record(
    "promise",
    Text("跟进事项", "promise"),
    Text(
        "走访或谈话中答应的事、要求的整改，有负责人和期限。",
        "Something promised or required at a visit or talk, with a person and a date.",
    ),
    title=("what",),
    dossier="about",
    searched=("what", "result"),
)
class Promise(Record):
    about: str | None = f.reference("对象", "About", "student", "enterprise", required=True, sync=S)
    visit: str | None = f.reference("走访", "Visit", "visit", sync=S)
    what: str | None = f.text("事项", "What", required=True, max_length=500, sync=S)
    who: str | None = f.text("负责人", "Who", sync=S)
    due_on: str | None = f.day("期限", "Due", sync=S)
    status: str | None = f.choice("状态", "Status", PROMISE_STATUSES, sync=S)
    done_on: str | None = f.day("完成日期", "Done on", sync=S)
    result: str | None = f.note("结果", "Result", sync=S)


@record(
    "incident",
    Text("安全事件", "incident"),
    Text(
        "涉及学生安全的事件，有报告时限。", "An event that touches students' safety; reporting times apply."
    ),
    title=("kind", "occurred_at"),
    dossier=SELF,
    searched=("course", "measures", "cause", "correction", "aftercare"),
)
class Incident(Record):
    level: str | None = f.choice("等级", "Level", INCIDENT_LEVELS, sync=S)
    kind: str | None = f.choice("类型", "Kind", INCIDENT_KINDS, required=True, sync=S)
    occurred_at: str | None = f.moment("发生时间", "Occurred at", required=True, sync=S)
    known_at: str | None = f.moment("获知时间", "Known at", sync=S)
    place: str | None = f.text("地点", "Place", sync=S)
    enterprise: str | None = f.reference("企业", "Enterprise", "enterprise", sync=S)
    students: tuple[str, ...] | None = f.references("涉及学生", "Students", "student", required=True, sync=S)
    witnesses: str | None = f.text("见证人", "Witnesses", privacy=P, sync=S)
    course: str | None = f.note("经过", "What happened", privacy=P, sync=S)
    injury: str | None = f.note("伤情", "Injury", privacy=Privacy.SENSITIVE, sync=S)
    hospital: str | None = f.text("医院", "Hospital", privacy=P, sync=S)
    measures: str | None = f.note("先期处置", "First measures", sync=S)
    insurance_claim: str | None = f.code("保险报案号", "Insurance claim", sync=S)
    cost: int | None = f.integer("费用", "Cost", unit=Text("元", "yuan"), sync=S)
    cause: str | None = f.note("原因", "Cause", sync=S)
    correction: str | None = f.note("整改", "Correction", sync=S)
    discipline: str | None = f.note("纪律处理", "Discipline", privacy=P, sync=S)
    discipline_on: str | None = f.day("处理日期", "Disciplined on", sync=S)
    aftercare: str | None = f.note("善后与心理抚慰", "Aftercare", privacy=P, sync=S)
    closed_on: str | None = f.day("结案日期", "Closed on", sync=S)


@record(
    "notification",
    Text("通报", "notification"),
    Text("就安全事件通知了谁、何时。", "Who was told of an incident, and when."),
    title=("told", "told_at"),
    dossier="incident",
)
class Notification(Record):
    incident: str | None = f.reference("安全事件", "Incident", "incident", required=True, sync=S)
    told: str | None = f.choice("通报对象", "Told", TOLD, required=True, sync=S)
    person: str | None = f.text("接报人", "Person", privacy=P, sync=S)
    told_at: str | None = f.moment("通报时间", "Told at", required=True, sync=S)
    note: str | None = f.note("备注", "Note", sync=S)


@record(
    "absence",
    Text("请假缺勤", "absence"),
    Text("学生离岗的一段时间，请假或缺勤。", "A time a student was away from work, with leave or without."),
    title=("student", "starts_at"),
    dossier="student",
    searched=("reason",),
)
class Absence(Record):
    student: str | None = f.reference("学生", "Student", "student", required=True, sync=S)
    kind: str | None = f.choice("类型", "Kind", ABSENCE_KINDS, sync=S)
    starts_at: str | None = f.moment("开始", "From", required=True, sync=S)
    ends_at: str | None = f.moment("结束", "To", required=True, sync=S)
    reason: str | None = f.note("事由", "Reason", privacy=P, sync=S)
    approved_by: str | None = f.text("批准人", "Approved by", sync=S)
    returned_at: str | None = f.moment("销假时间", "Returned at", sync=S)


@record(
    "daily_check",
    Text("每日检查", "daily check"),
    Text(
        "对一家企业学生情况的当日检查，正常或有例外。",
        "The day's check on the students at one enterprise: normal, or an exception.",
    ),
    title=("enterprise", "checked_on"),
    dossier=SELF,
    searched=("exception",),
)
class DailyCheck(Record):
    enterprise: str | None = f.reference("企业", "Enterprise", "enterprise", required=True, sync=S)
    checked_on: str | None = f.day("检查日期", "Checked on", required=True, sync=S)
    normal: bool | None = f.flag("正常", "Normal", sync=S)
    exception: str | None = f.note("例外情况", "Exception", privacy=P, sync=S)


@record(
    "journal",
    Text("周志与总结", "journal"),
    Text("学生交来的周志、月报或实习总结。", "A weekly journal, monthly or final report a student hands in."),
    title=("student", "period"),
    dossier="student",
    searched=("comment",),
)
class Journal(Record):
    student: str | None = f.reference("学生", "Student", "student", required=True, sync=S)
    kind: str | None = f.choice("类型", "Kind", JOURNAL_KINDS, sync=S)
    period: str | None = f.text(
        "时段",
        "Period",
        required=True,
        help=Text("如 2026-W12 或 2026-03", "such as 2026-W12 or 2026-03"),
        sync=S,
    )
    handed_in_on: str | None = f.day("上交日期", "Handed in on", sync=S)
    characters: int | None = f.integer("字数", "Characters", sync=S)
    stars: int | None = f.integer("星级", "Stars", minimum=1, maximum=5, sync=S)
    comment: str | None = f.note("批语", "Comment", privacy=P, sync=S)


@record(
    "education",
    Text("教育活动", "education"),
    Text(
        "实习期间对学生的思想政治、安全生产、道德法纪或心理健康教育。",
        "Education of the students during the placement: ideology, safety, law, mental health.",
    ),
    title=("kind", "held_on"),
    dossier=SELF,
    searched=("topic", "content"),
)
class Education(Record):
    kind: str | None = f.choice("类型", "Kind", EDUCATION_KINDS, required=True, sync=S)
    held_on: str | None = f.day("日期", "Held on", required=True, sync=S)
    batch: str | None = f.reference("实习批次", "Batch", "batch", sync=S)
    enterprise: str | None = f.reference(
        "企业",
        "Enterprise",
        "enterprise",
        help=Text("空：面向整个批次", "empty: for the whole batch"),
        sync=S,
    )
    students: tuple[str, ...] | None = f.references(
        "学生",
        "Students",
        "student",
        help=Text("空：该企业或批次的全部学生", "empty: all students there"),
        sync=S,
    )
    topic: str | None = f.text("主题", "Topic", sync=S)
    place: str | None = f.text("地点", "Place", sync=S)
    minutes: int | None = f.integer("时长", "Minutes", maximum=1440, unit=Text("分钟", "minutes"), sync=S)
    held_by: str | None = f.text("主讲人", "Held by", sync=S)
    content: str | None = f.note("内容", "Content", sync=S)
