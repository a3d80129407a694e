"""The screen of exchanging; one part on show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from fieldteacher.domain.text import Text
from fieldteacher.ui.parts_screen import Parts, PartsScreen
from fieldteacher.ui.screens.exchange.conflicts_part import ConflictsPart


class ExchangeScreen(PartsScreen):
    """``do`` names a part."""

    choices: ClassVar[Parts] = {
        "conflicts": (Text("冲突", "Conflicts"), ConflictsPart),
    }
    keys: ClassVar[Mapping[str, Text]] = {
        "conflicts": Text(
            "1 2 … 采用该值 · B 两段都保留 · F2 另填 · O 打开记录", "1 2 … take that value · B keep both · F2 another · O open"
        ),
    }  # fmt: skip
