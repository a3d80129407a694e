"""The screen of the daily round: four parts, one on show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from fieldteacher.domain.text import Text
from fieldteacher.ui.parts_screen import Parts, PartsScreen
from fieldteacher.ui.screens.daily.absences import AbsencesPart
from fieldteacher.ui.screens.daily.checks import ChecksPart
from fieldteacher.ui.screens.daily.education import EducationPart
from fieldteacher.ui.screens.daily.journals import JournalsPart


class DailyScreen(PartsScreen):
    """Checks, absences, journals, education."""

    choices: ClassVar[Parts] = {
        "check": (Text("每日检查", "Daily check"), ChecksPart),
        "absence": (Text("请假缺勤", "Absences"), AbsencesPart),
        "journal": (Text("周志与总结", "Journals"), JournalsPart),
        "education": (Text("教育活动", "Education"), EducationPart),
    }
    keys: ClassVar[Mapping[str, Text]] = {
        "check": Text("空格 正常 · E 例外 · A 其余正常 · ← → 换一天", "Space normal · E exception · A all the rest · ← → the day"),
        "absence": Text("N 登记 · R 销假", "N note · R returned"),
        "journal": Text("空格 收到 · 1–5 星 · C 批语 · A 整列 · W M S 种类", "Space in · 1–5 stars · C comment · A column · W M S kind"),
        "education": Text("N 记录", "N record"),
    }  # fmt: skip
    names: ClassVar[Mapping[str, str]] = {"daily_check": "check"}
    kept = "daily.part"
