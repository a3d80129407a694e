"""The files behind printed forms, laid into folders beside them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from fieldteacher.domain.errors import Cancelled, NotFound, StoreUnavailable
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing import output
from fieldteacher.paper.printing.documents import Printed
from fieldteacher.services.forms.kind import FileBeside
from fieldteacher.store.blobs import Blobs

_FOLDER = Text("{name}-附件", "{name}-files")
_ABSENT = Text(
    "{n} 个附件的内容不在本机或已损坏，未存出。",
    "{n} files are not on this machine or damaged, and were left out.",
)


class Files:
    """The bytes of attachments, for printing: what is not there or damaged is ``None``."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def get(self, sha256: str) -> bytes | None:
        """The bytes under a hash, or ``None``."""
        try:
            return self._blobs.get(sha256)
        except (NotFound, StoreUnavailable):
            return None

    def lay_beside(
        self,
        printed: Printed,
        behind: Sequence[Sequence[FileBeside]],
        *,
        personal: bool,
        language_of: Callable[[Text], str],
        cancelled: Callable[[], bool],
    ) -> Printed:
        """Lay the files of each form beside its PDF; those of all forms beside the one PDF that holds them.

        Nothing stays where it fails. Raises ``Cancelled`` and ``UserError`` (``print.cannot_write``).
        """
        together = len(printed.files) == 1
        folders: list[Path] = []
        absent: list[str] = []

        def content(forms: Sequence[Sequence[FileBeside]]) -> Iterator[tuple[str, bytes]]:
            for number, form in enumerate(forms, 1):
                for each in form:
                    if cancelled():
                        raise Cancelled
                    name = each.spoken if personal else each.name
                    data = self.get(each.sha256)
                    if data is None:
                        absent.append(each.sha256)
                    else:
                        yield f"{number:04}-{name}" if len(forms) > 1 else name, data

        try:
            for pdf, forms in zip(
                printed.files, [behind] if together else [[each] for each in behind], strict=True
            ):
                if any(self._blobs.has(each.sha256) for form in forms for each in form):
                    folder = pdf.with_name(language_of(_FOLDER.fill(name=pdf.stem)))
                    folders.append(output.write_tree(folder, content(forms)))
                else:
                    absent += [each.sha256 for form in forms for each in form]
        except BaseException:
            for made in folders:
                shutil.rmtree(made, ignore_errors=True)
            raise
        warnings = (*printed.warnings, *([_ABSENT.fill(n=len(absent))] if absent else []))
        return replace(printed, folders=tuple(folders), warnings=warnings)
