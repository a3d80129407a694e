"""Invented students, schemes and marks for the tests of printing."""

from __future__ import annotations

import random
from pathlib import Path

from fieldteacher.paper.layout import form_number
from fieldteacher.paper.printing.evaluation import (
    Criterion,
    EvaluationPage,
    EvaluationSheet,
    Rater,
    Rating,
    Student,
)

FONT = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
FIVE = ("优", "良", "中", "及格", "不及格")
FOUR = ("优秀", "良好", "合格", "不合格")

_NAMES = (
    "职业道德",
    "劳动纪律",
    "工作态度",
    "安全意识",
    "专业技能",
    "学习能力",
    "沟通协作",
    "解决问题",
    "工作业绩",
    "实习材料",
)
_STANDARD = "遵守法律法规和企业规章制度，爱岗敬业，诚实守信，保守商业秘密"


def criteria(count: int, standard: str = _STANDARD) -> tuple[Criterion, ...]:
    """``count`` criteria of ten marks each."""
    return tuple(Criterion(_NAMES[i % len(_NAMES)], standard, 100) for i in range(count))


def sheet(
    rows: int = 10, bands: tuple[str, ...] = FIVE, others: tuple[int, ...] = (4,), **values: object
) -> EvaluationSheet:
    """A sheet; ``others`` are the numbers of criteria of the college and of the student."""
    keys = ("school", "self")
    further = (
        Rater(key, 30 // len(others), criteria(count, "按任务书完成"))  # type: ignore[arg-type]
        for key, count in zip(keys, others, strict=False)
    )
    raters = (Rater("enterprise", 70, criteria(rows)), *further)
    values.setdefault("college", "江南职业技术学院")
    return EvaluationSheet(raters=raters, bands=bands, **values)  # type: ignore[arg-type]


def page(of: EvaluationSheet | None = None, *, seed: int = 1, **student: str) -> EvaluationPage:
    """One filled page; ``student`` replaces fields of the student."""
    of = of or sheet()
    chance = random.Random(seed)
    details = {
        "name": "周小满", "number": f"2023{seed:08d}", "sex": "女", "class_name": "机电2301班", "major": "机电一体化技术",
        "enterprise": "苏州川禾技术有限公司", "post": "装配车间 操作工", "period": "2026年03月02日—2026年08月28日",
        "enterprise_mentor": "钱立", "school_mentor": "张老师",
    }  # fmt: skip
    ratings = []
    for rater in of.raters:
        levels = tuple(chance.randrange(len(of.bands)) for _ in rater.criteria)
        marks = tuple(100 - 15 * level for level in levels)
        ratings.append(
            Rating(marks, levels, sum(marks) * 10 // max(1, len(marks)), "工作认真负责，动手能力较强。")
        )
    return EvaluationPage(
        of,
        form_number.encode(chance.getrandbits(form_number.ID_BITS)),
        Student(**{**details, **student}),
        tuple(ratings),
        overall=853,
        grade=of.bands[1],
    )


def pages(count: int, of: EvaluationSheet | None = None) -> list[EvaluationPage]:
    """``count`` pages of different students."""
    of = of or sheet()
    return [page(of, seed=seed) for seed in range(1, count + 1)]
