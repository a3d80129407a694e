"""The college, its teachers and students, and the batches they are sent in."""

from __future__ import annotations

from collections.abc import Mapping

from fieldteacher.domain import fields as f
from fieldteacher.domain.fields import Privacy, Sync
from fieldteacher.domain.record import SELF, SHARED_DOSSIER, Record, record
from fieldteacher.domain.text import Text

S = Sync.SHARED
P = Privacy.PERSONAL

SEXES = f.options(("男", "男", "male"), ("女", "女", "female"))
ID_KINDS = f.options(
    ("resident", "居民身份证", "resident identity card"),
    ("passport", "护照", "passport"),
    ("hk_macao_taiwan", "港澳台通行证", "Hong Kong, Macao or Taiwan permit"),
    ("foreign_resident", "外国人永久居留证", "foreign permanent resident card"),
    ("other", "其他", "other"),
)
ATTENTION_LEVELS = f.options(
    ("L1", "重点关注", "close attention"),
    ("L2", "较多关注", "more attention"),
    ("L3", "一般关注", "some attention"),
)


@record(
    "college",
    Text("学校", "college"),
    Text(
        "派出学生的学校；名称和标志印在表格上。",
        "The college that sends the students; its name and logo head the printed forms.",
    ),
    title=("name",),
    dossier=SHARED_DOSSIER,
)
class College(Record):
    name: str | None = f.text("校名", "Name", required=True, sync=S)
    department: str | None = f.text("二级学院", "Department", sync=S)
    address: str | None = f.text("地址", "Address", sync=S)
    phone: str | None = f.phone("电话", "Phone", privacy=Privacy.PLAIN, sync=S)
    province: str | None = f.text("省份", "Province", sync=S)
    logo: str | None = f.reference("校徽", "Logo", "attachment", sync=S)


@record(
    "teacher",
    Text("带队教师", "teacher"),
    Text(
        "学校派驻企业、管理实习学生的教师。",
        "A teacher whom the college stations with the dispatched students.",
    ),
    title=("name",),
    dossier=SHARED_DOSSIER,
    key=("staff_number",),
)
class Teacher(Record):
    name: str | None = f.text("姓名", "Name", required=True, privacy=P, sync=S)
    staff_number: str | None = f.code("工号", "Staff number", sync=S)
    phone: str | None = f.phone("电话", "Phone", sync=S)
    title: str | None = f.text("职称", "Title", sync=S)
    department: str | None = f.text("部门", "Department", sync=S)


@record(
    "batch",
    Text("实习批次", "batch"),
    Text(
        "同一时期派出的一批学生，有共同的起止日期和要求。",
        "The students sent out at one time, with common dates and requirements.",
    ),
    title=("name",),
    dossier=SHARED_DOSSIER,
)
class Batch(Record):
    name: str | None = f.text("名称", "Name", required=True, sync=S)
    grade_year: int | None = f.integer("年级", "Grade year", minimum=1990, maximum=2100, sync=S)
    start: str | None = f.day("开始日期", "Start", sync=S)
    end: str | None = f.day("结束日期", "End", sync=S)
    visits_required: int | None = f.integer(
        "每生走访次数",
        "Visits required",
        help=Text("整个实习期内每名学生", "per student over the whole placement"),
        maximum=100,
        sync=S,
    )
    talks_required: int | None = f.integer(
        "每生每月谈话次数",
        "Talks required a month",
        help=Text("每名学生每月", "per student and month"),
        maximum=100,
        sync=S,
    )
    daily_check_required: bool | None = f.flag("要求每日检查", "Daily check required", sync=S)
    scheme: str | None = f.reference("考核方案", "Evaluation scheme", "scheme", sync=S)
    rule_set: str | None = f.text("规则集", "Rule set", sync=S)
    rule_parameters: Mapping[str, int] | None = f.mapping(
        "规则参数", "Rule parameters", minimum=0, maximum=1_000_000,
        help=Text("本批次不同于规则集的数值，如 R10.night_from=1320（分钟）", "values that differ from the rule set's, such as R10.night_from=1320 (minutes)"),
        sync=S,
    )  # fmt: skip
    plan_on: str | None = f.day("实习方案日期", "Placement plan of", sync=S)
    filing_number: str | None = f.code("主管部门备案号", "Filing number", sync=S)
    filed_on: str | None = f.day("备案日期", "Filed on", sync=S)
    note: str | None = f.note("备注", "Note", sync=S)


@record(
    "student",
    Text("学生", "student"),
    Text("派到企业岗位实习的在校学生。", "A student of the college who is placed with an enterprise."),
    title=("name",),
    dossier=SELF,
    key=("student_number",),
    searched=("note",),
)
class Student(Record):
    student_number: str | None = f.code("学号", "Student number", required=True, privacy=P, sync=S)
    name: str | None = f.text("姓名", "Name", required=True, privacy=P, sync=S)
    sex: str | None = f.choice("性别", "Sex", SEXES, privacy=P, sync=S)
    id_kind: str | None = f.choice("证件类型", "Document", ID_KINDS, privacy=P, sync=S)
    id_number: str | None = f.id_number("身份证号", "ID number", sync=S)
    birth_date: str | None = f.day("出生日期", "Date of birth", privacy=P, sync=S)
    grade_year: int | None = f.integer("年级", "Grade year", minimum=1990, maximum=2100, sync=S)
    enrolled_on: str | None = f.day("入学日期", "Enrolled on", sync=S)
    schooling_years: int | None = f.integer(
        "学制", "Years of schooling", minimum=1, maximum=8, unit=Text("年", "years"), sync=S
    )
    department: str | None = f.text("二级学院", "Department", sync=S)
    major: str | None = f.text("专业", "Major", sync=S)
    class_name: str | None = f.text("班级", "Class", sync=S)
    phone: str | None = f.phone("手机", "Phone", sync=S)
    wechat: str | None = f.text("微信", "WeChat", privacy=P, sync=S)
    guardian_name: str | None = f.text("监护人", "Guardian", privacy=P, sync=S)
    guardian_relation: str | None = f.text("与监护人关系", "Guardian's relation", privacy=P, sync=S)
    guardian_phone: str | None = f.phone("监护人电话", "Guardian's phone", sync=S)
    emergency_contact: str | None = f.text("紧急联系人", "Emergency contact", privacy=P, sync=S)
    emergency_phone: str | None = f.phone("紧急联系电话", "Emergency phone", sync=S)
    ethnic_group: str | None = f.text("民族", "Ethnic group", privacy=P, sync=S)
    political_status: str | None = f.text("政治面貌", "Political status", privacy=P, sync=S)
    native_place: str | None = f.text("生源地", "Place of origin", privacy=P, sync=S)
    home_address: str | None = f.text("家庭住址", "Home address", privacy=P, sync=S)
    photo: str | None = f.reference("照片", "Photo", "attachment", privacy=P, sync=S)
    attention_level: str | None = f.choice("关注等级", "Attention", ATTENTION_LEVELS, privacy=P, sync=S)
    note: str | None = f.note("备注", "Note", privacy=P, sync=S)
