"""The name of the national rule set, in a module of its own because every start asks for it and for no rule."""

from __future__ import annotations

NATIONAL = "教职成〔2021〕4号"
"""The id of the national set, which batches have that name none."""
