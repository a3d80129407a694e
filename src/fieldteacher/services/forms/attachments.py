"""The photos of a record, for the forms that show them."""

from __future__ import annotations

from functools import partial

from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import Picture, Pictures
from fieldteacher.services.forms.source import Source

_ABSENT = Text("（照片不在本机或已损坏）", "(the photo is not on this machine, or damaged)")


def photos_of(source: Source, owner: str, title: Text) -> list[Pictures]:
    """The photos of a record as one block, or nothing where there are none."""
    found = [
        row
        for row in source.rows("attachment", {"owner": owner}, "taken_on")
        if (row.get("media_type") or "").startswith("image/")
    ]
    if not found:
        return []
    pictures = tuple(
        Picture(
            partial(source.file_of, row["sha256"]),
            " ".join(filter(None, (row.get("caption"), source.day(row.get("taken_on"))))),
        )
        for row in found
    )
    return [Pictures(pictures, title=source.t(title), absent=source.t(_ABSENT))]
