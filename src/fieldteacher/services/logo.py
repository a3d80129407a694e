"""The college's logo: a picture hung on the college's record, which names it."""

from __future__ import annotations

from pathlib import Path

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.attaching import attach
from fieldteacher.services.attachments import AttachmentService
from fieldteacher.store.database import Store

_LABEL = Text("更换校徽", "change the logo")
_NO_COLLEGE = Text("请先填写校名，再选校徽。", "Enter the college's name first, then its logo.")
_NO_PICTURE = Text("“{name}”不是图片。", "“{name}” is no picture.")


def choose_logo(store: Store, clock: Clock, file: Path | None) -> ChangeSet:
    """Take a picture for the logo, or with ``None`` do without one; the picture before is deleted.

    Raises ``UserError``: there is no college yet (``logo.no_college``), or the file is no picture that can be read.
    """
    college = next(iter(store.read().records("college", limit=1)), None)
    if college is None:
        raise UserError("logo.no_college", _NO_COLLEGE)
    kept = []
    if file is not None:
        taken = AttachmentService(store, clock).take_in([file])
        if taken.refused:
            raise taken.refused[0]
        kept = [each for each in taken.kept if str(each["media_type"]).startswith("image/")]
        if not kept:
            raise UserError("logo.no_picture", _NO_PICTURE.fill(name=file.name))
    with store.write(_LABEL) as txn:
        if college.get("logo") and txn.records("attachment", {"id": college["logo"]}):
            txn.delete("attachment", college["logo"])
        new = attach(txn, college["id"], kept)
        txn.update("college", college["id"], {"logo": new[0] if new else None})
    return txn.changes
