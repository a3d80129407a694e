"""Enterprises, the people there, and the placements of students with them."""

from __future__ import annotations

from fieldteacher.domain import fields as f
from fieldteacher.domain.fields import Privacy, Sync
from fieldteacher.domain.record import SELF, Record, record
from fieldteacher.domain.text import Text

S = Sync.SHARED
P = Privacy.PERSONAL

ENTERPRISE_KINDS = f.options(
    ("state", "国有企业", "state-owned"),
    ("private", "民营企业", "private"),
    ("foreign", "外资企业", "foreign-invested"),
    ("joint", "合资企业", "joint venture"),
    ("public", "事业单位", "public institution"),
    ("agency", "人力资源机构", "staffing agency"),
    ("other", "其他", "other"),
)
SURVEY_ITEMS = f.options(
    ("qualification", "单位资质", "qualification"),
    ("integrity", "诚信状况", "integrity"),
    ("management", "管理水平", "management"),
    ("posts", "实习岗位性质和内容", "nature and content of the posts"),
    ("working_time", "工作时间", "working time"),
    ("workplace", "工作环境", "workplace"),
    ("living", "生活环境", "living conditions"),
    ("health", "健康保障", "health protection"),
    ("safety", "安全防护", "safety"),
)
CONTACT_ROLES = f.options(
    ("hr", "人事", "human resources"),
    ("mentor", "师傅", "mentor"),
    ("manager", "主管", "manager"),
    ("safety", "安全员", "safety officer"),
    ("dormitory", "宿舍管理", "dormitory warden"),
)
PLACEMENT_KINDS = f.options(
    ("assigned", "学校安排", "arranged by the college"), ("self_chosen", "自主联系", "self-chosen")
)
PLACEMENT_STATUSES = f.options(
    ("planned", "待上岗", "planned"),
    ("active", "在岗", "active"),
    ("transferred", "已转岗", "transferred"),
    ("ended", "已结束", "ended"),
    ("returned", "已返校", "returned to college"),
)
SIGNED_WITH = f.options(
    ("enterprise", "实习单位", "the enterprise"),
    ("agency", "中介或劳务派遣", "an agency or labour dispatcher"),
)
MAJOR_MATCHES = f.options(
    ("same", "对口", "matches"), ("near", "相近", "near"), ("other", "跨专业大类", "another field")
)
PAY_METHODS = f.options(
    ("transfer", "转账给本人", "transfer to the student"),
    ("cash", "现金给本人", "cash to the student"),
    ("third_party", "第三方代发", "through a third party"),
    ("goods", "物品或代金券", "goods or vouchers"),
)
HAZARDS = f.options(
    ("height", "高处", "heights"),
    ("underground", "井下", "underground"),
    ("radiation", "放射性", "radiation"),
    ("toxic", "有毒", "toxic"),
    ("flammable", "易燃易爆", "flammable or explosive"),
    ("dust", "粉尘", "dust"),
    ("heat", "高温", "heat"),
    ("cold", "低温", "cold"),
    ("cold_water", "冷水", "cold water"),
    ("burns", "化学性烧伤和热烧伤", "chemical and thermal burns"),
    ("load", "重负荷搬运", "heavy loads"),
    ("vibration", "振动工具", "vibrating tools"),
    (
        "fast_line",
        "强迫体位快速流水线（每分钟50次以上）",
        "forced posture on a line of over 50 motions a minute",
    ),
    ("boiler", "锅炉司炉", "boiler stoking"),
    ("other", "其他较高风险", "other raised risk"),
)
LABOUR_GRADES = f.options(
    ("I", "Ⅰ级", "grade I"), ("II", "Ⅱ级", "grade II"), ("III", "Ⅲ级", "grade III"), ("IV", "Ⅳ级", "grade IV")
)
LODGING_KINDS = f.options(
    ("dormitory", "企业统一住宿", "enterprise dormitory"),
    ("college", "学校安排住宿", "arranged by the college"),
    ("own", "自行租住", "own lodging"),
    ("home", "家中", "at home"),
)


@record(
    "enterprise",
    Text("企业", "enterprise"),
    Text("接收学生实习的单位。", "The unit that takes students in for their placement."),
    title=("name",),
    dossier=SELF,
    key=("uscc",),
    searched=("note", "address"),
)
class Enterprise(Record):
    name: str | None = f.text("企业名称", "Name", required=True, sync=S)
    short_name: str | None = f.text("简称", "Short name", sync=S)
    uscc: str | None = f.uscc("统一社会信用代码", "Social credit code", sync=S)
    kind: str | None = f.choice("单位性质", "Kind", ENTERPRISE_KINDS, sync=S)
    industry: str | None = f.text("行业", "Industry", sync=S)
    legal_person: str | None = f.text("法定代表人", "Legal representative", sync=S)
    country: str | None = f.text(
        "国家或地区", "Country or region", help=Text("境外实习才填", "only if abroad"), sync=S
    )
    province: str | None = f.text("省份", "Province", sync=S)
    city: str | None = f.text("城市", "City", sync=S)
    district: str | None = f.text("区县", "District", sync=S)
    address: str | None = f.text("地址", "Address", sync=S)
    phone: str | None = f.phone("电话", "Phone", privacy=Privacy.PLAIN, sync=S)
    staff_count: int | None = f.integer("在岗职工人数", "Staff", unit=Text("人", "people"), sync=S)
    other_interns: int | None = f.integer(
        "他校实习生人数", "Interns of other colleges", unit=Text("人", "people"), sync=S
    )
    survey_report_on: str | None = f.day("实地考察报告日期", "Survey report of", sync=S)
    survey_items: tuple[str, ...] | None = f.choices("考察内容", "Survey covers", SURVEY_ITEMS, sync=S)
    credit_checked_on: str | None = f.day("信用核查日期", "Credit checked on", sync=S)
    credit_clean: bool | None = f.flag("信用无异常", "No dishonesty record", sync=S)
    safety_record: str | None = f.note("近三年安全生产记录", "Safety record of three years", sync=S)
    safety_clean: bool | None = f.flag("近三年无安全生产违法", "No safety violation in three years", sync=S)
    party_meeting_on: str | None = f.day("党组织会议确定日期", "Decided by the party committee on", sync=S)
    note: str | None = f.note("备注", "Note", sync=S)


@record(
    "contact",
    Text("企业联系人", "contact"),
    Text(
        "企业中的人事、师傅、主管等联系人。",
        "A person at the enterprise: human resources, mentor, manager and the like.",
    ),
    title=("name",),
    dossier="enterprise",
)
class Contact(Record):
    enterprise: str | None = f.reference("企业", "Enterprise", "enterprise", required=True, sync=S)
    name: str | None = f.text("姓名", "Name", required=True, privacy=P, sync=S)
    role: str | None = f.choice("角色", "Role", CONTACT_ROLES, sync=S)
    phone: str | None = f.phone("电话", "Phone", sync=S)
    wechat: str | None = f.text("微信", "WeChat", privacy=P, sync=S)
    email: str | None = f.text("邮箱", "Email", privacy=P, sync=S)
    note: str | None = f.note("备注", "Note", sync=S)


@record(
    "placement",
    Text("实习安排", "placement"),
    Text(
        "一名学生在一家企业的一段实习；转岗结束一段并开始下一段。",
        "One student's time at one enterprise; a transfer ends one placement and starts the next.",
    ),
    title=("student", "enterprise"),
    dossier="student",
)
class Placement(Record):
    student: str | None = f.reference("学生", "Student", "student", required=True, sync=S)
    enterprise: str | None = f.reference("企业", "Enterprise", "enterprise", required=True, sync=S)
    batch: str | None = f.reference("实习批次", "Batch", "batch", sync=S)
    department: str | None = f.text("部门", "Department", sync=S)
    post: str | None = f.text("岗位", "Post", sync=S)
    post_staff_count: int | None = f.integer(
        "同岗位职工人数", "Staff on the same post", unit=Text("人", "people"), sync=S
    )
    mentor: str | None = f.reference("企业导师", "Mentor", "contact", sync=S)
    teacher: str | None = f.reference("校内指导教师", "Teacher", "teacher", sync=S)
    kind: str | None = f.choice("安排方式", "Kind", PLACEMENT_KINDS, sync=S)
    start: str | None = f.day("实习开始", "Start", required=True, sync=S)
    end: str | None = f.day("实习结束", "End", sync=S)
    status: str | None = f.choice("状态", "Status", PLACEMENT_STATUSES, sync=S)
    signed_with: str | None = f.choice("签约方", "Signed with", SIGNED_WITH, sync=S)
    major_match: str | None = f.choice("专业对口", "Match with the major", MAJOR_MATCHES, sync=S)
    end_reason: str | None = f.note("结束原因", "Reason for the end", max_length=2000, sync=S)
    monthly_pay: int | None = f.integer("月报酬", "Monthly pay", unit=Text("元", "yuan"), sync=S)
    post_wage: int | None = f.integer("同岗位工资", "Wage of the same post", unit=Text("元", "yuan"), sync=S)
    lowest_wage: int | None = f.integer("最低档工资", "Lowest wage grade", unit=Text("元", "yuan"), sync=S)
    pay_method: str | None = f.choice("支付方式", "Paid by", PAY_METHODS, sync=S)
    pay_period_days: int | None = f.integer(
        "支付周期", "Pay period", minimum=1, maximum=366, unit=Text("天", "days"), sync=S
    )
    pay_day: int | None = f.integer("每月支付日", "Day of pay", minimum=1, maximum=31, sync=S)
    works_independently: bool | None = f.flag("相对独立上岗", "Works independently", sync=S)
    hours_per_day: int | None = f.tenths(
        "每日工时", "Hours a day", maximum=240, unit=Text("小时", "hours"), sync=S
    )
    days_per_week: int | None = f.tenths(
        "每周天数", "Days a week", maximum=70, unit=Text("天", "days"), sync=S
    )
    shift_start: str | None = f.time_of_day("班次开始", "Shift starts", sync=S)
    shift_end: str | None = f.time_of_day("班次结束", "Shift ends", sync=S)
    hazard_tags: tuple[str, ...] | None = f.choices("岗位风险", "Hazards of the post", HAZARDS, sync=S)
    labour_grade: str | None = f.choice("体力劳动强度", "Labour intensity", LABOUR_GRADES, sync=S)
    lodging_kind: str | None = f.choice("住宿方式", "Lodging", LODGING_KINDS, sync=S)
    lodging_address: str | None = f.text("住宿地址（宿舍）", "Lodging address", privacy=P, sync=S)
    lodging_contact: str | None = f.text("住宿联系人", "Lodging contact", privacy=P, sync=S)
    note: str | None = f.note("备注", "Note", sync=S)
