"""The screen of exchanging; one part on show. The college's office has one part more than a teacher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from fieldteacher.domain.exchange import OFFICE
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.parts_screen import Parts, PartsScreen
from fieldteacher.ui.screens.exchange.conflicts_part import ConflictsPart
from fieldteacher.ui.screens.exchange.duplicates_part import DuplicatesPart
from fieldteacher.ui.screens.exchange.exchange_part import ExchangePart
from fieldteacher.ui.screens.exchange.history_part import HistoryPart
from fieldteacher.ui.screens.exchange.kept_part import KeptPart
from fieldteacher.ui.screens.exchange.stations_part import StationsPart

_COUNTED = Text("{title} {n}", "{title} {n}")


class ExchangeScreen(PartsScreen):
    """``do`` names a part; ``file`` is a package or an invitation."""

    types = tuple(RECORD_TYPES)
    choices: ClassVar[Parts] = {
        "exchange": (Text("交换", "Exchange"), ExchangePart),
        "conflicts": (Text("冲突", "Conflicts"), ConflictsPart),
        "duplicates": (Text("疑似重复", "Possible duplicates"), DuplicatesPart),
        "history": (Text("往来记录", "History"), HistoryPart),
        "kept": (Text("未能显示", "Not shown"), KeptPart),
        "stations": (Text("学校办公室", "College office"), StationsPart),
    }
    keys: ClassVar[Mapping[str, Text]] = {
        "conflicts": Text(
            "1 2 … 采用该值 · B 两段都保留 · F2 另填 · O 打开记录", "1 2 … take that value · B keep both · F2 another · O open"
        ),
        "duplicates": Text(
            "M 合并 · S 换边 · D 不是同一个 · T 拆开", "M merge · S swap · D not the same · T take apart"
        ),
        "stations": Text("N 邀请 · F2 代管", "N invite · F2 covers"),
        "exchange": Text("Ctrl+E 导出 · Ctrl+O 导入", "Ctrl+E write · Ctrl+O take in"),
    }  # fmt: skip

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.tabs["stations"].setVisible(ui.services.settings.get("role") == OFFICE)

    def go(self, name: str, *given: object, **args: Any) -> None:
        if name == "stations" and self.tabs[name].isHidden():
            name, args = "exchange", {}
        super().go(name, *given, **args)

    def arrive(self, **args: Any) -> None:
        if args.get("file") is not None:
            args["do"] = "exchange"
        super().arrive(**args)

    def reload(self) -> None:
        """Say on the tabs how much waits there."""
        services = self.ui.services

        def count() -> tuple[bool, dict[str, int]]:
            waiting = {
                "conflicts": services.conflicts.count(), "duplicates": services.duplicates.count(), "kept": services.conflicts.count_kept(),
            }  # fmt: skip
            return services.settings.get("role") == OFFICE, waiting

        self.read(count, self._show_counts, latest="counts")

    def _show_counts(self, found: tuple[bool, dict[str, int]]) -> None:
        office, waiting = found
        self.tabs["stations"].setVisible(office)
        for name, n in waiting.items():
            title = self.choices[name][0]
            self.tabs[name].setText(self.t(_COUNTED.fill(title=title, n=n) if n else title))
