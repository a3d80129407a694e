"""The columns a roster may have: what each feeds, and every heading it is known by.

A roster is the list that the college's office sends: one row a student, with the enterprise, the
placement and the people around it in the same row. Headings are compared in the normal form of
``headings.normal``; labels of the fields, in both languages, and the names themselves are always known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.tabular.cells import FORM_OF_KIND, Form


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """One column of the roster."""

    name: str
    """The name of the roster field, as in ``values`` of a row and in ``mapping``."""
    record: str
    """The type of record it feeds."""
    field: str
    """The field of that record."""
    label: Text
    headings: tuple[str, ...]
    form: Form

    @property
    def spec(self) -> FieldSpec:
        """The declaration of the field it feeds."""
        return RECORD_TYPES[self.record].fields[self.field]


def _column(
    name: str, record: str, field: str, headings: str, form: Form | None = None, label: Text | None = None
) -> RosterColumn:
    spec = RECORD_TYPES[record].fields[field]
    return RosterColumn(
        name, record, field, label or spec.label, tuple(headings.split("|")), form or FORM_OF_KIND[spec.kind]
    )


def _student(name: str, headings: str, form: Form | None = None) -> RosterColumn:
    return _column(name, "student", name, headings, form)


_STUDENT = (
    _student("student_number", "学号|学生学号|学籍号|学生编号|学生号|xh|student no|student number|student id|studentid|stu no", Form.STUDENT_NUMBER),
    _student("name", "姓名|学生姓名|真实姓名|名字|学生|xm|name|student name|full name", Form.NAME),
    _student("sex", "性别|学生性别|xb|sex|gender", Form.SEX),
    _student("id_kind", "证件类型|身份证件类型|证件类别|证件种类|id type|document type"),
    _student("id_number", "身份证号|身份证|身份证号码|学生身份证号|学生身份证|证件号码|证件号|身份证件号|身份证件号码|公民身份号码|居民身份证号|居民身份证号码|sfzh|sfzjh|id number|id no|id card|identity number|id card number"),
    _student("birth_date", "出生日期|出生年月|出生年月日|出生时间|生日|csrq|date of birth|birth date|birthday|dob|birth", Form.BIRTH),
    _student("grade_year", "年级|入学年份|入学年级|所在年级|级别|nj|grade|grade year|year of entry|entry year", Form.YEAR),
    _student("enrolled_on", "入学日期|入学时间|入学年月|入校时间|入校日期|rxrq|enrolled on|enrolment date|enrollment date"),
    _student("schooling_years", "学制|修业年限|学制年|xz|years of schooling|programme length"),
    _student("department", "学院|院系|系部|二级学院|院系名称|学院名称|所属学院|所在学院|系别|系名称|教学系|院部|yx|xymc|yxmc|college|faculty|school", Form.ORGANISATION),
    _student("major", "专业|专业名称|所学专业|就读专业|专业方向|zy|zymc|major|programme|program|speciality|specialty"),
    _student("class_name", "班级|行政班|班级名称|行政班名称|行政班级|所在班级|班别|班|bj|bjmc|class|class name"),
    _student("phone", "手机|手机号|手机号码|联系电话|本人电话|学生电话|学生手机|学生手机号|学生联系电话|学生联系方式|本人手机|本人手机号|本人联系电话|本人联系方式|电话|电话号码|联系方式|联系手机|移动电话|sjh|lxdh|phone|mobile|telephone|tel|phone number|mobile phone|student phone"),
    _student("wechat", "微信|微信号|学生微信|wechat|weixin"),
    _student("guardian_name", "家长姓名|监护人姓名|监护人|家长|父母姓名|法定监护人|法定监护人姓名|家庭联系人|父亲姓名|母亲姓名|jzxm|guardian|guardian name|parent|parent name", Form.NAME),
    _student("guardian_relation", "与监护人关系|监护人关系|家长关系|与家长关系|与学生关系|与本人关系|关系|guardian relation|relation|relationship"),
    _student("guardian_phone", "家长电话|监护人电话|家长联系电话|监护人联系电话|家长手机|家长手机号|监护人手机|监护人手机号|家长联系方式|监护人联系方式|家庭电话|家庭联系电话|父母电话|父亲电话|母亲电话|jzdh|guardian phone|parent phone|guardian mobile|parent mobile"),
    _student("emergency_contact", "紧急联系人|紧急联系人姓名|应急联系人|emergency contact", Form.NAME),
    _student("emergency_phone", "紧急联系电话|紧急联系人电话|紧急联系人手机|紧急联系人联系电话|紧急联系人联系方式|紧急电话|应急联系电话|应急电话|emergency phone|emergency contact phone"),
    _student("ethnic_group", "民族|mz|ethnic group|ethnicity|nationality"),
    _student("political_status", "政治面貌|zzmm|political status"),
    _student("native_place", "生源地|籍贯|生源所在地|户籍所在地|户籍地|户口所在地|jg|syd|native place|place of origin"),
    _student("home_address", "家庭住址|家庭地址|家庭详细地址|住址|家庭通讯地址|通讯地址|户籍地址|家庭所在地|jtzz|home address|family address"),
    _student("note", "备注|说明|其他说明|bz|note|notes|remark|remarks"),
)  # fmt: skip

_ENTERPRISE = (
    _column("enterprise", "enterprise", "name", "实习单位|实习单位名称|单位名称|企业名称|实习企业|实习企业名称|接收单位|接收单位名称|单位|企业|公司|公司名称|实习公司|实习基地|实习基地名称|用人单位|实习单位全称|dwmc|enterprise|enterprise name|company|company name|employer", Form.ORGANISATION, Text("实习单位", "Enterprise")),
    _column("uscc", "enterprise", "uscc", "统一社会信用代码|社会统一信用代码|统一信用代码|社会信用代码|信用代码|单位统一社会信用代码|企业统一社会信用代码|统一代码|组织机构代码|uscc|credit code|social credit code|unified social credit code"),
    _column("enterprise_short_name", "enterprise", "short_name", "单位简称|企业简称|实习单位简称|company short name", Form.ORGANISATION),
    _column("enterprise_address", "enterprise", "address", "单位地址|企业地址|实习单位地址|公司地址|实习地址|实习地点|实习单位详细地址|工作地点|基地地址|实习基地地址|enterprise address|company address|work address", None, Text("单位地址", "Enterprise address")),
    _column("enterprise_phone", "enterprise", "phone", "单位电话|企业电话|公司电话|单位联系电话|企业联系电话|实习单位电话|实习单位联系电话|enterprise phone|company phone", None, Text("单位电话", "Enterprise phone")),
    _column("enterprise_province", "enterprise", "province", "单位所在省|实习省份|实习单位所在省|所在省份|enterprise province"),
    _column("enterprise_city", "enterprise", "city", "单位所在市|实习城市|实习单位所在市|所在城市|单位所在城市|enterprise city"),
    _column("enterprise_industry", "enterprise", "industry", "单位行业|所属行业|行业类别|行业|enterprise industry"),
    _column("legal_person", "enterprise", "legal_person", "法人|法定代表人|法人代表|单位法人|企业法人|legal representative", Form.NAME),
    _column("staff_count", "enterprise", "staff_count", "职工人数|在岗职工人数|职工总数|企业人数|员工人数|staff count"),
    _column("enterprise_contact", "contact", "name", "单位联系人|企业联系人|单位负责人|企业负责人|实习单位联系人|人事联系人|人事负责人|hr|enterprise contact|company contact", Form.NAME, Text("单位联系人", "Enterprise contact")),
    _column("enterprise_contact_phone", "contact", "phone", "单位联系人电话|企业联系人电话|单位负责人电话|企业负责人电话|实习单位联系人电话|单位联系人手机|企业联系人手机|人事电话|hr电话|enterprise contact phone", None, Text("单位联系人电话", "Enterprise contact's phone")),
    _column("mentor", "contact", "name", "企业导师|企业导师姓名|师傅|师傅姓名|带教师傅|带班师傅|企业指导教师|企业指导老师|企业指导教师姓名|企业师傅|校外导师|校外指导教师|校外指导老师|企业带教|带教老师|mentor|company mentor|enterprise mentor|mentor name", Form.NAME, Text("企业导师", "Mentor")),
    _column("mentor_phone", "contact", "phone", "企业导师电话|企业导师联系电话|企业导师手机|企业导师手机号|企业导师联系方式|师傅电话|师傅联系电话|师傅手机|师傅手机号|师傅联系方式|带教师傅电话|带教师傅联系电话|企业指导教师电话|企业指导教师联系电话|企业指导老师电话|企业指导老师联系电话|企业师傅电话|校外导师电话|校外指导教师电话|校外指导教师联系电话|mentor phone|mentor mobile", None, Text("企业导师电话", "Mentor's phone")),
)  # fmt: skip

_PLACEMENT = (
    _column("post", "placement", "post", "岗位|实习岗位|岗位名称|实习岗位名称|工作岗位|职位|工种|post|position|job"),
    _column("placement_department", "placement", "department", "部门|实习部门|所在部门|车间|部门车间|实习车间|工作部门|placement department|workshop", Form.ORGANISATION),
    _column("placement_kind", "placement", "kind", "安排方式|实习方式|实习类型|实习形式|组织方式|placement kind"),
    _column("start", "placement", "start", "实习开始时间|实习开始日期|实习开始|开始时间|开始日期|实习起始时间|实习起始日期|起始时间|起始日期|上岗时间|上岗日期|入职时间|入职日期|实习开始年月|start|start date|placement start"),
    _column("end", "placement", "end", "实习结束时间|实习结束日期|实习结束|结束时间|结束日期|实习终止时间|实习截止时间|实习截止日期|终止时间|终止日期|截止时间|截止日期|实习结束年月|end|end date|placement end", Form.LAST_DAY),
    _column("teacher", "teacher", "name", "校内指导教师|校内指导老师|指导教师|指导老师|校内导师|校内教师|带队教师|带队老师|跟踪教师|校内指导教师姓名|学校指导教师|学校指导老师|驻企教师|teacher|campus teacher|supervisor", Form.NAME, Text("校内指导教师", "Teacher")),
    _column("teacher_phone", "teacher", "phone", "校内指导教师电话|校内指导老师电话|指导教师电话|指导老师电话|指导教师联系电话|指导老师联系电话|校内指导教师联系电话|校内指导教师联系方式|校内导师电话|带队教师电话|带队教师联系电话|带队老师电话|teacher phone", None, Text("校内指导教师电话", "Teacher's phone")),
    _column("lodging_kind", "placement", "lodging_kind", "住宿方式|住宿类型|住宿情况|lodging|lodging kind"),
    _column("lodging_address", "placement", "lodging_address", "宿舍|寝室|宿舍号|寝室号|宿舍地址|住宿地址|宿舍房间|宿舍房号|房间号|住宿地点|实习住址|实习期住址|现住址|lodging address|dormitory|room"),
    _column("monthly_pay", "placement", "monthly_pay", "月报酬|实习报酬|报酬|实习工资|月薪|工资|实习补贴|实习津贴|薪资|实习薪资|待遇|monthly pay|pay|wage|salary"),
    _column("insurance_number", "paper", "number", "保险单号|实习保险单号|责任保险单号|实习责任保险单号|实习责任险保单号|保单号|保险单号码|保单号码|保险号|insurance number|policy number|insurance policy", None, Text("保险单号", "Insurance number")),
    _column("insurer", "paper", "issuer", "保险公司|承保公司|承保单位|投保公司|insurer|insurance company", Form.ORGANISATION, Text("保险公司", "Insurer")),
    _column("insurance_from", "paper", "valid_from", "保险开始日期|保险开始时间|保险生效日期|保险起始日期|保险起期|insurance from", None, Text("保险生效", "Insured from")),
    _column("insurance_to", "paper", "valid_to", "保险结束日期|保险结束时间|保险到期日期|保险终止日期|保险止期|insurance to", Form.LAST_DAY, Text("保险失效", "Insured to")),
)  # fmt: skip

ROSTER: Mapping[str, RosterColumn] = {c.name: c for c in (*_STUDENT, *_ENTERPRISE, *_PLACEMENT)}
"""Every roster field by its name."""

KEY = "student_number"

IGNORED_HEADINGS = ("序号", "编号", "序", "no", "id", "index", "number", "行号", "xuhao")
"""Headings that number the rows; they feed nothing but count when the header is looked for."""

GENERIC_PHONES = (
    "联系电话",
    "电话",
    "电话号码",
    "手机",
    "手机号",
    "手机号码",
    "联系方式",
    "联系手机",
    "phone",
    "mobile",
    "telephone",
    "tel",
)
"""Headings of a telephone that belong to whoever the column to their left names, where several stand in a row."""

PHONE_OF: Mapping[str, str] = {
    "guardian_name": "guardian_phone",
    "guardian_relation": "guardian_phone",
    "emergency_contact": "emergency_phone",
    "mentor": "mentor_phone",
    "enterprise_contact": "enterprise_contact_phone",
    "teacher": "teacher_phone",
    "enterprise": "enterprise_phone",
    "enterprise_address": "enterprise_phone",
}
"""Whose telephone a generic heading means when it stands right of one of these."""
