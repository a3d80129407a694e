"""What the printing screen offers, and the columns of what was printed."""

from __future__ import annotations

from fieldteacher.domain.records.evaluations import STAGES, IssuedForm
from fieldteacher.domain.text import Text
from fieldteacher.ui.tables.column import Column, Filter, column_of

KINDS = (
    ("filled", Text("填好的（含已录分数、评语）", "Filled in, with the marks entered")),
    ("blank", Text("空白的（企业导师手填）", "Blank, for the mentor to fill in")),
    ("school", Text("学校评分用（企业分已印好）", "The enterprise's marks alone")),
)
FLOWING_KINDS = (
    Text("填好的（按记录）", "Filled in, from the records"),
    Text("空白的（手填）", "Blank, to fill in by hand"),
)
EVALUATION_FORM = Text("考核表（可拍照识读）", "Evaluation form (read by camera)")
SCOPES = (
    ("all", Text("全部", "All")),
    ("enterprise", Text("一家企业", "One enterprise")),
    ("class_name", Text("一个班级", "One class")),
    ("batch", Text("一个批次", "One batch")),
    ("filter", Text("按条件找学生", "Students by words")),
    ("students", Text("所选学生", "The chosen students")),
    ("enterprises", Text("所选企业", "The chosen enterprises")),
    ("ids", Text("所选记录", "The chosen records")),
)
OUTPUTS = (Text("一个 PDF 文件", "One PDF file"), Text("每份一个文件", "One file each"))
STAGE_CHOICES = tuple(
    (each.value, Text(each.label.zh, each.label.en.capitalize())) for each in reversed(STAGES)
)
LANGUAGES = (("zh_CN", Text("中文", "Chinese")), ("en", Text("英文", "English")))

_TYPE = IssuedForm.TYPE
ISSUED = (
    column_of(_TYPE, "printed_on", width=110),
    Column(name="name", heading=Text("姓名", "Name"), width=90),
    Column(name="student_number", heading=Text("学号", "Student no."), width=110),
    Column(name="enterprise_name", heading=Text("企业", "Enterprise"), stretch=True),
    column_of(_TYPE, "stage", width=80),
    column_of(_TYPE, "blank", width=80),
    column_of(_TYPE, "form_number", width=130),
)
ISSUED_FILTERS = (
    Filter(name="blank", label=Text("空白表", "Blank"), accept=lambda row: bool(row.blank), group="kind"),
    Filter(name="filled", label=Text("已填表", "Filled"), accept=lambda row: not row.blank, group="kind"),
    Filter(name="mid", label=Text("中期", "Mid-term"), accept=lambda row: row.stage == "mid", group="stage"),
    Filter(name="final", label=Text("期末", "Final"), accept=lambda row: row.stage == "final", group="stage"),
)
