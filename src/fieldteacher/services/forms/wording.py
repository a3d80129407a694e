"""The words that several forms share."""

from __future__ import annotations

from fieldteacher.domain.rules.finding import Finding
from fieldteacher.domain.text import Text, same

SIGN, DATE = Text("签字：", "Signed:"), Text("　　　年　　月　　日", "Date: ______________")
NAME, NUMBER, CLASS = Text("姓名", "Name"), Text("学号", "Student no."), Text("班级", "Class")
MAJOR, ENTERPRISE = Text("专业", "Major"), Text("实习单位", "Enterprise")
POST, PERIOD = Text("岗位", "Post"), Text("实习时间", "Period")
ORDER = Text("序号", "No.")
COMPANY_SEAL, COLLEGE_SEAL = (
    Text("（企业盖章处）", "(company seal)"),
    Text("（学校盖章处）", "(college seal)"),
)
STUDENT_SIGN = Text("学生", "Student")
TEACHER_SIGN = Text("指导教师", "Teacher")
PRINTED = Text("打印日期：{day}", "Printed on {day}")
OF_FIVE = Text("{n} 分（满分 5 分）", "{n} of 5")

_OWN_RULE = Text("校内", "own")


def rule_of(finding: Finding) -> Text:
    """The number of the rule; a check of the college's own has none that anybody could look up."""
    return same(finding.rule) if finding.article else _OWN_RULE
