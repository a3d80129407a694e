"""The papers the law demands, what both sides want after the placement, the teacher's own practice, files."""

from __future__ import annotations

from fieldteacher.domain import fields as f
from fieldteacher.domain.fields import Privacy, Sync
from fieldteacher.domain.record import Record, record
from fieldteacher.domain.text import Text

S = Sync.SHARED
P = Privacy.PERSONAL

PAPER_KINDS = f.options(
    ("tri_party_agreement", "三方协议", "tri-party agreement"),
    ("consent", "知情同意书", "informed consent"),
    ("liability_insurance", "实习责任保险", "liability insurance"),
    ("safety_training", "安全培训", "safety training"),
    ("lodging_consent", "校外住宿同意书", "lodging consent"),
    ("self_chosen_application", "自主实习申请", "application for a self-chosen unit"),
    ("cross_province_filing", "跨省实习备案", "cross-province filing"),
    ("abroad_filing", "境外实习备案", "filing of a placement abroad"),
    ("special_filing", "特殊岗位备案", "filing of a special post"),
    ("work_injury_insurance", "工伤保险", "work-injury insurance"),
    ("plan", "实习方案", "placement plan"),
    ("other", "其他", "other"),
)
AGREEMENT_ITEMS = f.options(
    ("parties", "各方基本信息", "the parties"),
    ("content", "时间、地点、内容、要求与条件", "time, place, content, conditions"),
    ("board", "食宿、工作时间与休息", "board, lodging, working time and rest"),
    ("pay", "报酬及支付方式", "pay and how it is paid"),
    ("protection", "劳动保护与职业病防护", "labour protection"),
    ("insurance", "责任保险与伤亡事故处理", "insurance and accidents"),
    ("assessment", "考核方式", "assessment"),
    ("breach", "违约责任", "breach"),
    ("other", "其他事项", "other"),
)
PAYERS = f.options(
    ("college", "学校", "college"), ("enterprise", "企业", "enterprise"), ("student", "学生", "student")
)
STUDENT_WISHES = f.options(
    ("stay", "愿意留任", "stay"),
    ("leave", "不愿留任", "leave"),
    ("undecided", "未定", "undecided"),
    ("study", "升学", "further study"),
    ("army", "参军", "army"),
    ("own_business", "自主创业", "own business"),
    ("elsewhere", "他处就业", "work elsewhere"),
)
ENTERPRISE_WISHES = f.options(
    ("hire", "拟录用", "hire"),
    ("consider", "待考察", "consider"),
    ("decline", "不录用", "decline"),
    ("not_asked", "未询问", "not asked"),
)


@record(
    "paper",
    Text("材料", "paper"),
    Text(
        "一段实习依法应有的协议、同意书、保险等材料。",
        "An agreement, consent, insurance or the like that a placement needs by law.",
    ),
    title=("kind", "number"),
    dossier="placement",
)
class Paper(Record):
    placement: str | None = f.reference("实习安排", "Placement", "placement", required=True, sync=S)
    kind: str | None = f.choice("类型", "Kind", PAPER_KINDS, required=True, sync=S)
    number: str | None = f.code("编号", "Number", sync=S)
    signed_on: str | None = f.day("签订日期", "Signed on", sync=S)
    guardian_signed_on: str | None = f.day("监护人签字日期", "Guardian signed on", sync=S)
    enterprise_signed_on: str | None = f.day("企业签字日期", "Enterprise signed on", sync=S)
    college_signed_on: str | None = f.day("学校签字日期", "College signed on", sync=S)
    issuer: str | None = f.text("出具单位（保险公司）", "Issuer", sync=S)
    valid_from: str | None = f.day("生效", "Valid from", sync=S)
    valid_to: str | None = f.day("失效", "Valid to", sync=S)
    payer: str | None = f.choice("付费方", "Paid by", PAYERS, sync=S)
    hours: int | None = f.tenths("培训学时", "Hours of training", maximum=10_000, sync=S)
    passed: bool | None = f.flag("考核通过", "Passed", sync=S)
    items: tuple[str, ...] | None = f.choices("协议条款", "Clauses covered", AGREEMENT_ITEMS, sync=S)
    attachment: str | None = f.reference("附件", "Attachment", "attachment", sync=S)
    note: str | None = f.note("备注", "Note", sync=S)


@record(
    "intention",
    Text("就业意向", "intention"),
    Text(
        "学生与企业对留用的意愿（双向选择）。",
        "What the student and the enterprise want after the placement.",
    ),
    title=("student", "asked_on"),
    dossier="student",
    searched=("reason",),
)
class Intention(Record):
    student: str | None = f.reference("学生", "Student", "student", required=True, sync=S)
    asked_on: str | None = f.day("询问日期", "Asked on", required=True, sync=S)
    student_wish: str | None = f.choice("学生意愿", "Student's wish", STUDENT_WISHES, sync=S)
    wished_post: str | None = f.text("期望岗位", "Wished post", sync=S)
    wished_pay: int | None = f.integer("期望月薪", "Wished pay", unit=Text("元", "yuan"), sync=S)
    enterprise_wish: str | None = f.choice("企业意愿", "Enterprise's wish", ENTERPRISE_WISHES, sync=S)
    offered_post: str | None = f.text("拟聘岗位", "Offered post", sync=S)
    offered_pay: int | None = f.integer("拟定月薪", "Offered pay", unit=Text("元", "yuan"), sync=S)
    outcome: str | None = f.text("结果", "Outcome", sync=S)
    reason: str | None = f.note("原因", "Reason", sync=S)


@record(
    "practice_entry",
    Text("教师企业实践", "practice entry"),
    Text(
        "教师本人的企业实践记录，可作实践证明。",
        "A stretch of the teacher's own enterprise practice, kept as proof.",
    ),
    title=("teacher", "starts_on"),
    dossier="shared",
    searched=("content", "gains", "outcome"),
)
class PracticeEntry(Record):
    teacher: str | None = f.reference("教师", "Teacher", "teacher", required=True, sync=S)
    enterprise: str | None = f.reference("企业", "Enterprise", "enterprise", sync=S)
    starts_on: str | None = f.day("开始日期", "Starts on", required=True, sync=S)
    ends_on: str | None = f.day("结束日期", "Ends on", sync=S)
    post: str | None = f.text("岗位", "Post", sync=S)
    days: int | None = f.tenths("天数", "Days", maximum=3660, unit=Text("天", "days"), sync=S)
    content: str | None = f.note("实践内容", "Content", required=True, sync=S)
    gains: str | None = f.note("收获", "Gains", sync=S)
    outcome: str | None = f.note("成果", "Outcome", sync=S)


@record(
    "attachment",
    Text("附件", "attachment"),
    Text(
        "照片、扫描件等文件；内容按散列值保存。",
        "A photo, scan or other file; its bytes are kept under their hash.",
    ),
    title=("name",),
    dossier="owner",
)
class Attachment(Record):
    owner: str | None = f.reference(
        "所属记录", "Owner", "student", "enterprise", "placement", "paper", "visit", "talk", "incident", "evaluation",
        "practice_entry", "college", "daily_check", "absence", "journal", "education", "intention", "promise", required=True,
        sync=S,
    )  # fmt: skip
    name: str | None = f.text("文件名", "Name", sync=S)
    media_type: str | None = f.text("媒体类型", "Media type", sync=S)
    size: int | None = f.integer("大小", "Size", maximum=2**40, unit=Text("字节", "bytes"), sync=S)
    sha256: str | None = f.code("散列值", "SHA-256", required=True, max_length=64, sync=S)
    taken_on: str | None = f.day("拍摄日期", "Taken on", sync=S)
    taken_at: str | None = f.moment("拍摄时间", "Taken at", sync=S)
    caption: str | None = f.text("说明", "Caption", sync=S)
