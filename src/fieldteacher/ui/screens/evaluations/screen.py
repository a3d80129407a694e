"""The screen of evaluations: entering marks, typing them a second time, and what they come to; one part on show."""

from __future__ import annotations

from typing import Any, ClassVar

from fieldteacher.domain.text import Text
from fieldteacher.ui.parts_screen import Parts, PartsScreen
from fieldteacher.ui.screens.evaluations.marks_part import MarksPart
from fieldteacher.ui.screens.evaluations.second_part import SecondPart
from fieldteacher.ui.screens.evaluations.summary_part import SummaryPart


class EvaluationsScreen(PartsScreen):
    """``do`` names a part (``marks``, ``second``, ``summary``); all else the part takes."""

    choices: ClassVar[Parts] = {
        "marks": (Text("打分", "Marks"), MarksPart),
        "second": (Text("复核录入", "Second entry"), SecondPart),
        "summary": (Text("成绩汇总", "Summary"), SummaryPart),
    }

    def arrive(self, **args: Any) -> None:
        wanted = str(args.pop("do", "") or ("marks" if args else self.shown))
        self.go(wanted if wanted in self.choices else "marks", **args)
