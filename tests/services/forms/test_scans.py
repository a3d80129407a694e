"""A scanned pile taken apart at its cover sheets."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pypdfium2
import pytest
from tests.services.forms.conftest import Office

from fieldteacher.domain.errors import Cancelled, InputRefused
from fieldteacher.services.forms.selection import FormSelection


def covers(office: Office) -> Path:
    """The covers of the three students, in the order of their numbers."""
    return office.printed("cover", FormSelection(order="number")).files[0]


def scanned(file: Path, target: Path, *, dots: int = 150) -> Path:
    """A file as a scanner makes it: nothing but pictures of the pages, a little grey and small."""
    pictures = [page.render(scale=dots / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(file)]
    pictures[0].save(target, save_all=True, append_images=pictures[1:], resolution=dots, quality=60)
    return target


def pile(office: Office, order: list[int | str], tmp_path: Path) -> Path:
    """Covers (by their place) and papers (any other form's pages) in an order, scanned."""
    cover, paper = pypdf.PdfReader(covers(office)), pypdf.PdfReader(office.printed("visit").files[0])
    writer = pypdf.PdfWriter()
    for each in order:
        writer.add_page(cover.pages[each] if isinstance(each, int) else paper.pages[0])
    whole = tmp_path / "whole.pdf"
    writer.write(whole)
    return scanned(whole, tmp_path / "pile.pdf")


def test_each_part_goes_to_the_placement_of_its_cover(office: Office, tmp_path: Path) -> None:
    file = pile(office, ["a", 1, "b", "c", 0, "d", 2], tmp_path)
    scans = office.services.scans
    parts = scans.parts(file)
    assert [(part.name, part.first, part.last, part.pages) for part in parts] == [
        ("", 1, 1, 1), ("王𬭎", 3, 4, 2), ("周小满", 6, 6, 1), ("吴春分", 8, 7, 0),
    ]  # fmt: skip
    new, changes = scans.file(file, parts)
    assert len(new) == 2
    assert changes.touches("attachment")
    (row,) = office.services.attachments.of(office.ids["p2"])
    assert (row["media_type"], row["caption"]) == ("application/pdf", "扫描材料（2 页）")
    (tmp_path / "out.pdf").write_bytes(office.services.attachments.content(row["sha256"]))
    assert len(pypdf.PdfReader(tmp_path / "out.pdf").pages) == 2
    assert office.services.attachments.of(office.ids["p3"]) == []
    assert scans.file(file, parts)[0] == []
    office.services.records.undo()
    assert office.services.attachments.of(office.ids["p2"]) == []


def test_a_pile_without_covers_belongs_to_nobody(office: Office, tmp_path: Path) -> None:
    parts = office.services.scans.parts(pile(office, ["a", "b"], tmp_path))
    assert [(part.placement, part.pages) for part in parts] == [("", 2)]
    assert office.services.scans.file(tmp_path / "pile.pdf", parts)[0] == []


@pytest.mark.parametrize(
    ("content", "said"), [(b"no pdf", "PDF"), (b"%PDF-1.7\n1 0 obj", "PDF"), (None, "读不出来")]
)
def test_what_is_no_pile_is_refused(office: Office, tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "bad.pdf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputRefused) as refused:
        office.services.scans.parts(file)
    assert "bad.pdf" in refused.value.text.zh
    assert said in refused.value.text.zh


def test_it_can_be_stopped(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        office.services.scans.parts(pile(office, [0, "a"], tmp_path), lambda: True)
