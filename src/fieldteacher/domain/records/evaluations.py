"""Evaluation schemes, their criteria, and the marks given by them."""

from __future__ import annotations

from collections.abc import Mapping

from fieldteacher.domain import fields as f
from fieldteacher.domain.fields import Privacy, Sync
from fieldteacher.domain.record import SHARED_DOSSIER, Record, record
from fieldteacher.domain.text import Text

S = Sync.SHARED
P = Privacy.PERSONAL

RATERS = f.options(
    ("enterprise", "企业", "enterprise"),
    ("school", "学校", "college"),
    ("self", "学生自评", "student"),
)
ROUNDINGS = f.options(("tenth", "保留一位小数", "to one decimal"), ("whole", "取整数", "to a whole mark"))
STAGES = f.options(("mid", "中期", "mid-term"), ("final", "期末", "final"))
PHRASE_USES = f.options(("comment", "评语", "comment"), ("talk", "谈话", "talk"), ("visit", "走访", "visit"))
EVALUATION_STATUSES = f.options(
    ("draft", "草稿", "draft"), ("signed", "已签", "signed"), ("missing", "缺评", "missing"),
)  # fmt: skip
MISSING_RULES = f.options(
    ("refuse", "不出总评", "no overall"), ("reweigh", "其余按权重折算", "the others carry the weight"),
    ("zero", "按 0 分计", "counts as 0"),
)  # fmt: skip


@record(
    "scheme",
    Text("考核方案", "scheme"),
    Text(
        "评分人及权重、指标、等级与取整规则；用过即冻结，修改产生新版本。",
        "Raters and weights, criteria, bands and rounding; frozen once used, a change makes a new version.",
    ),
    title=("name", "version"),
    dossier=SHARED_DOSSIER,
)
class Scheme(Record):
    name: str | None = f.text("名称", "Name", required=True, sync=S)
    version: int | None = f.integer("版本", "Version", required=True, minimum=1, maximum=9999, sync=S)
    raters: Mapping[str, int] | None = f.mapping(
        "评分人权重", "Raters and weights", keys=RATERS, minimum=0, maximum=100,
        help=Text("百分数，合计 100", "per cent, 100 in all"), sync=S,
    )  # fmt: skip
    bands: Mapping[str, int] | None = f.mapping(
        "等级", "Bands", minimum=0, maximum=1000,
        help=Text("等级名称与最低分（十分之一分）", "name and lowest mark of each band, in tenths of a mark"), sync=S,
    )  # fmt: skip
    pass_mark: int | None = f.tenths("及格分", "Pass mark", maximum=1000, sync=S)
    rounding: str | None = f.choice("取整", "Rounding", ROUNDINGS, sync=S)
    missing_rater: str | None = f.choice(
        "缺评处理", "Missing rater", MISSING_RULES,
        help=Text("一方登记为缺评时总评怎么算", "what the overall is where a rater was stated missing"), sync=S,
    )  # fmt: skip
    missing_by: str | None = f.text("缺评处理决定人", "Decided by", sync=S)
    missing_reason: str | None = f.text("缺评处理理由", "Why", max_length=500, sync=S)
    frozen_on: str | None = f.day("冻结日期", "Frozen on", sync=S)
    replaces: str | None = f.reference("前一版本", "Replaces", "scheme", sync=S)
    note: str | None = f.note("备注", "Note", sync=S)


@record(
    "criterion",
    Text("考核指标", "criterion"),
    Text("方案中由一方评分的一项指标。", "One item of a scheme that one rater gives marks for."),
    title=("name",),
    dossier=SHARED_DOSSIER,
)
class Criterion(Record):
    scheme: str | None = f.reference("考核方案", "Scheme", "scheme", required=True, sync=S)
    rater: str | None = f.choice("评分人", "Rater", RATERS, required=True, sync=S)
    position: int | None = f.integer("序号", "Position", maximum=999, sync=S)
    name: str | None = f.text("指标", "Name", required=True, sync=S)
    standard: str | None = f.text("标准", "Standard", max_length=500, sync=S)
    full_marks: int | None = f.tenths("满分", "Full marks", required=True, minimum=1, maximum=10_000, sync=S)


@record(
    "evaluation",
    Text("考核", "evaluation"),
    Text("一位评分人在一个阶段对一段实习的评分。", "One rater's marks for one placement at one stage."),
    title=("placement", "rater"),
    dossier="placement",
    searched=("comment",),
)
class Evaluation(Record):
    placement: str | None = f.reference("实习安排", "Placement", "placement", required=True, sync=S)
    scheme: str | None = f.reference("考核方案", "Scheme", "scheme", required=True, sync=S)
    stage: str | None = f.choice("阶段", "Stage", STAGES, sync=S)
    rater: str | None = f.choice("评分人", "Rater", RATERS, required=True, sync=S)
    rated_by: str | None = f.text("评分人姓名", "Rated by", privacy=P, sync=S)
    rated_on: str | None = f.day("评分日期", "Rated on", sync=S)
    comment: str | None = f.note("评语", "Comment", privacy=P, sync=S)
    status: str | None = f.choice("状态", "Status", EVALUATION_STATUSES, sync=S)
    signed_on: str | None = f.day("签字日期", "Signed on", sync=S)
    signed_by: str | None = f.text("签字人", "Signed by", privacy=P, sync=S)
    unlock_reason: str | None = f.note("解除签字原因", "Reason for unlocking", sync=S)
    checked_by: str | None = f.text("复核人", "Checked by", privacy=P, sync=S)
    checked_on: str | None = f.day("复核日期", "Checked on", sync=S)
    missing_as: str | None = f.choice(
        "缺评计法", "Missing counts as", MISSING_RULES,
        help=Text("空：按方案", "empty: as the scheme says"), sync=S,
    )  # fmt: skip
    missing_by: str | None = f.text("缺评决定人", "Missing, decided by", sync=S)
    missing_on: str | None = f.day("缺评登记日期", "Missing since", sync=S)
    missing_reason: str | None = f.note("缺评原因", "Why missing", max_length=2000, sync=S)
    hints_seen: str | None = f.note(
        "已核对的提示", "Hints dismissed", help=Text("由程序写入", "written by the program"), sync=S
    )
    sheet: str | None = f.reference("签字表", "Signed sheet", "attachment", sync=S)


@record(
    "score",
    Text("分数", "score"),
    Text(
        "一次考核中一项指标的得分，以十分之一分计。",
        "The mark for one criterion of one evaluation, in tenths.",
    ),
    title=("criterion",),
    dossier="evaluation",
)
class Score(Record):
    evaluation: str | None = f.reference("考核", "Evaluation", "evaluation", required=True, sync=S)
    criterion: str | None = f.reference("考核指标", "Criterion", "criterion", required=True, sync=S)
    tenths: int | None = f.tenths("得分", "Mark", required=True, maximum=10_000, privacy=P, sync=S)


@record(
    "second_score",
    Text("复核分数", "second mark"),
    Text(
        "第二人独立录入的同一项得分，用来核对录入是否有误。",
        "The same mark typed a second time by another person, to check the typing.",
    ),
    title=("criterion",),
    dossier="evaluation",
)
class SecondScore(Record):
    evaluation: str | None = f.reference("考核", "Evaluation", "evaluation", required=True, sync=S)
    criterion: str | None = f.reference("考核指标", "Criterion", "criterion", required=True, sync=S)
    tenths: int | None = f.tenths("复核得分", "Second mark", required=True, maximum=10_000, privacy=P, sync=S)
    entered_by: str | None = f.text("录入人", "Entered by", privacy=P, sync=S)


@record(
    "phrase",
    Text("常用语", "phrase"),
    Text(
        "评语和记录中常用的一句话，可一键填入。",
        "A sentence often used in comments and records, put in by one key.",
    ),
    title=("words",),
    dossier=SHARED_DOSSIER,
)
class Phrase(Record):
    use: str | None = f.choice("用处", "For", PHRASE_USES, required=True, sync=S)
    rater: str | None = f.choice("评分人", "Rater", RATERS, sync=S)
    band: str | None = f.text("等级", "Band", help=Text("空：不限等级", "empty: any band"), sync=S)
    words: str | None = f.text("内容", "Words", required=True, max_length=500, sync=S)
    position: int | None = f.integer("序号", "Position", maximum=9999, sync=S)


PRINT_OUTPUTS = f.options(
    ("file", "一个 PDF 文件", "one PDF file"),
    ("folder", "每份一个文件", "one file each"),
    ("printer", "打印机", "printer"),
)


@record(
    "issued_form",
    Text("已打印表单", "issued form"),
    Text(
        "一张印出的考核表：表单号、学生、版式和印出时间，供以后识读。",
        "One printed evaluation form: its number, whose it is and its layout, to read it back.",
    ),
    title=("form_number",),
    dossier="placement",
    key=("form_number",),
)
class IssuedForm(Record):
    placement: str | None = f.reference("实习安排", "Placement", "placement", required=True, sync=S)
    scheme: str | None = f.reference("考核方案", "Scheme", "scheme", sync=S)
    stage: str | None = f.choice("阶段", "Stage", STAGES, sync=S)
    rater: str | None = f.choice("评分人", "Rater", RATERS, sync=S)
    form_number: str | None = f.code("表单号", "Form number", required=True, sync=S)
    layout: str | None = f.code("版式", "Layout", required=True, sync=S)
    printed_on: str | None = f.day("打印日期", "Printed on", sync=S)
    blank: bool | None = f.flag("空白表", "Blank", sync=S)
    checksum: str | None = f.code(
        "内容校验", "Checksum", help=Text("印出分数的校验值", "of the marks as printed"), sync=S
    )


@record(
    "print_run",
    Text("打印记录", "print run"),
    Text(
        "一次打印：哪种表单、给谁、几份几页、何时；只留在本机，可照样再印。",
        "One run of printing: which form, for whom, how many, when; stays on this machine, to be printed again.",
    ),
    title=("form", "printed_at"),
    dossier=SHARED_DOSSIER,
)
class PrintRun(Record):
    form: str | None = f.code("表单", "Form", required=True)
    printed_at: str | None = f.moment("打印时间", "Printed at", required=True)
    whom: str | None = f.text("打印对象", "For whom")
    output: str | None = f.choice("输出", "Output", PRINT_OUTPUTS)
    forms: int | None = f.integer("份数", "Forms", maximum=1_000_000)
    pages: int | None = f.integer("页数", "Pages", maximum=10_000_000)
    blank: bool | None = f.flag("空白表", "Blank")
    draft: bool | None = f.flag("草稿", "Draft")
    choices: str | None = f.note("所选内容", "What was chosen", max_length=100_000)
