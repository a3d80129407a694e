"""The words that several forms share."""

from __future__ import annotations

from fieldteacher.domain.text import Text

SIGN, DATE = Text("签字：", "Signed:"), Text("　　　年　　月　　日", "Date:　　　　　　　")
NAME, NUMBER, CLASS = Text("姓名", "Name"), Text("学号", "Student no."), Text("班级", "Class")
ENTERPRISE, POST = Text("实习单位", "Enterprise"), Text("岗位", "Post")
PERIOD = Text("实习时间", "Period")
ORDER = Text("序号", "No.")
COMPANY_SEAL, COLLEGE_SEAL = (
    Text("（企业盖章处）", "(company seal)"),
    Text("（学校盖章处）", "(college seal)"),
)
