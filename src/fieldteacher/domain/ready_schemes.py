"""Evaluation schemes that colleges use, to be chosen and then edited.

Weights, criteria and bands follow published assessment forms of colleges in Hubei and Chongqing and
the defaults of an internship platform; the general one is a common five-band form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fieldteacher.domain.text import Text

FIVE_BANDS = {"优": 900, "良": 800, "中": 700, "及格": 600, "不及格": 0}
FOUR_BANDS = {"优秀": 900, "良好": 750, "合格": 600, "不合格": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyScheme:
    """A scheme to start from. ``criteria``: rater to ``(name, standard, full marks)`` in whole marks."""

    key: str
    label: Text
    raters: Mapping[str, int]
    bands: Mapping[str, int]
    criteria: Mapping[str, tuple[tuple[str, str, int], ...]]
    pass_mark: int = 600
    rounding: str = "tenth"


_ENTERPRISE_TEN = (
    ("职业道德", "遵纪守法，爱岗敬业，诚实守信，保守商业秘密", 10),
    ("劳动纪律", "按时出勤，请假手续齐全，服从企业和学校管理", 10),
    ("工作态度", "主动认真，吃苦耐劳，虚心接受指导", 10),
    ("安全意识", "熟悉操作规程，正确使用防护用品，无责任事故", 10),
    ("专业技能", "能用所学完成岗位任务，操作规范，质量达标", 20),
    ("学习能力", "善于学习新知识、新工艺，较快适应岗位", 10),
    ("沟通协作", "尊重师傅和同事，善于沟通，团队合作好", 10),
    ("解决问题", "能发现问题、分析原因并提出改进建议", 10),
    ("工作业绩", "按时保质完成任务，效率高，得到认可", 10),
)
_SCHOOL_FOUR = (
    ("遵规守纪", "遵守实习管理规定，无违纪", 20),
    ("联系汇报", "与教师、家长保持联系，按时汇报", 20),
    ("实习周志", "按时上交，内容真实，有体会", 30),
    ("实习报告", "结构完整，总结到位，联系专业", 30),
)
_CHONGQING = (
    ("职业素养", "职业道德、行为规范与岗位责任", 20),
    ("工作态度", "主动、认真、负责，能吃苦", 20),
    ("工作成绩", "完成任务的数量与质量", 30),
    ("纪律表现", "遵守企业制度与安全规程", 20),
    ("创新意识", "改进建议与革新", 10),
)

READY_SCHEMES: tuple[ReadyScheme, ...] = (
    ReadyScheme(
        key="general_70_30",
        label=Text("通用：企业 70% + 学校 30%，五级", "General: enterprise 70 % + college 30 %, five grades"),
        raters={"enterprise": 70, "school": 30},
        bands=FIVE_BANDS,
        criteria={"enterprise": _ENTERPRISE_TEN, "school": _SCHOOL_FOUR},
    ),
    ReadyScheme(
        key="hubei_60_40",
        label=Text("企业 60% + 学校 40%，四级（优秀、良好、合格、不合格）", "Enterprise 60 % + college 40 %, four grades"),
        raters={"enterprise": 60, "school": 40},
        bands=FOUR_BANDS,
        criteria={
            "enterprise": (
                ("一线锻炼", "参加一线工作，吃苦耐劳，勤奋好学", 20),
                ("岗位工作", "理论联系实际，完成岗位工作", 60),
                ("岗外工作", "完成组织安排的岗位以外工作", 10),
                ("革新嘉奖", "技术革新或受单位嘉奖", 10),
            ),
            "school": (
                ("遵规团结", "遵规守纪，团结同学，得到单位好评", 10),
                ("联系汇报", "与家长、辅导员、教师保持联系并汇报", 10),
                ("任务书", "完成实习任务书", 40),
                ("记录与报告", "实习记录与实习报告", 40),
            ),
        },
    ),
    ReadyScheme(
        key="chongqing_70_30",
        label=Text("企业 70% + 学校 30%，四级（优、良、及格、不及格）", "Enterprise 70 % + college 30 %, four grades (75 for good)"),
        raters={"enterprise": 70, "school": 30},
        bands={"优": 900, "良": 750, "及格": 600, "不及格": 0},
        criteria={
            "enterprise": _CHONGQING,
            "school": (*_CHONGQING[:2], ("工作成绩", "完成任务的数量与质量", 20), _CHONGQING[3], ("实习报告", "内容完整，真实反映实习", 20)),
        },
    ),
    ReadyScheme(
        key="platform_40_40_20",
        label=Text("企业 40% + 学校 40% + 自评 20%，五级", "Enterprise 40 % + college 40 % + student 20 %, five grades"),
        raters={"enterprise": 40, "school": 40, "self": 20},
        bands=FIVE_BANDS,
        criteria={
            "enterprise": _ENTERPRISE_TEN,
            "school": _SCHOOL_FOUR,
            "self": (("自我评价", "对照实习目标评价完成情况", 50), ("主要收获", "技能、素养和认识的提高", 50)),
        },
    ),
    ReadyScheme(
        key="visit_50_50",
        label=Text("企业 50% + 学校 50%，五级，取整", "Enterprise 50 % + college 50 %, five grades, whole marks"),
        raters={"enterprise": 50, "school": 50},
        bands=FIVE_BANDS,
        criteria={
            "enterprise": (
                ("安全", "遵守安全规程", 20), ("出勤", "按时出勤", 20), ("学习", "主动学习", 15), ("团队", "团队合作", 15),
                ("态度", "工作态度", 15), ("任务", "完成任务", 15),
            ),
            "school": (("适岗", "适应岗位要求", 40), ("周志", "按时上交周志", 30), ("报告", "实习报告", 30)),
        },
        rounding="whole",
    ),
)  # fmt: skip
