"""Words that more than one part of the window says."""

from __future__ import annotations

from fieldteacher.domain.text import Text

YES, NO = Text("是", "yes"), Text("否", "no")
