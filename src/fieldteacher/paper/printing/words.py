"""The words printed on the forms."""

from __future__ import annotations

from dataclasses import dataclass

from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.evaluation import RaterKey, Stage

TITLE = Text("学生岗位实习考核表", "Placement Evaluation Form")
STAGES: dict[Stage, Text] = {"mid": Text("中期", "mid-term"), "final": Text("期末", "final")}
STAGE_MARK = Text("（{stage}）", " ({stage})")
DRAFT = Text("草　稿", "DRAFT")

NAME = Text("姓　名", "Name")
NUMBER = Text("学　号", "Number")
SEX = Text("性别", "Sex")
CLASS = Text("班　级", "Class")
MAJOR = Text("专　业", "Major")
ENTERPRISE = Text("实习单位", "Enterprise")
POST = Text("部门/岗位", "Dept. / post")
PERIOD = Text("实习时间", "Period")
ENTERPRISE_MENTOR = Text("企业导师", "Mentor")
SCHOOL_MENTOR = Text("校内导师", "Teacher")

INSTRUCTION = Text(
    "用黑色或蓝色笔在框内打“√”；画错请涂黑该框，另选。",
    "Tick in black or blue; to correct, fill the box, tick another.",
)
ORDER = Text("序号", "No.")
CRITERION = Text("考核项目", "Criterion")
STANDARD = Text("考核标准", "Standard")
FULL_MARKS = Text("满分", "Full")
MARK = Text("得分", "Mark")
TOTAL_DIGITS = Text("总评分\n（取整）", "Total\n(rounded)")
TENS = Text("十位", "Tens")
UNITS = Text("个位", "Units")
TOTAL = Text("总评分", "Total")

OVERALL_MARK = Text("综合成绩", "Overall mark")
GRADE = Text("等级", "Grade")
DATE = Text("　　　年　　月　　日", "Date: ____________")
SIGNATURE = Text("签字：", "Signed:")
COLLEGE_OPINION = Text("{department}意见", "Opinion of {department}")
COLLEGE_DEPARTMENT = Text("二级学院", "the department")
COLLEGE_SEAL = Text("（盖章处）", "(seal)")
COLLEGE_SIGNATURE = Text("负责人签字：", "In charge:")

FORM_NUMBER = Text("表单编号", "Form no.")
PAGE = Text("第 {page} 页　共 {pages} 页", "Page {page} of {pages}")
NOTE = Text(
    "四角图形与编码供扫描登分，请勿折叠、涂改或遮盖。",
    "For reading by camera: please do not fold or cover marks and codes.",
)


@dataclass(frozen=True, slots=True)
class RaterWords:
    """How the form speaks of one rater."""

    heading: Text
    comment: Text
    signature: Text
    seal: Text | None = None


RATERS: dict[RaterKey, RaterWords] = {
    "enterprise": RaterWords(
        Text("企业评价", "Enterprise"),
        Text("企业导师评语", "Mentor's comment"),
        Text("企业导师签字：", "Mentor:"),
        Text("（单位公章）", "(company seal)"),
    ),
    "school": RaterWords(
        Text("学校评价", "College"),
        Text("校内导师评语", "Teacher's comment"),
        Text("校内导师签字：", "Teacher:"),
    ),
    "self": RaterWords(
        Text("学生自评", "Student"),
        Text("学生自我评价", "Student's own view"),
        Text("学生签字：", "Student:"),
    ),
}
WEIGHT = Text("（占 {weight}%）", " ({weight} %)")
NUMERALS = (Text("一、", "1  "), Text("二、", "2  "), Text("三、", "3  "))
