"""A PDF file of many like pages, written as it grows: each page is compressed and set down when it is finished.

reportlab cuts the fonts' subsets; everything else is written here, because reportlab keeps every page as a tree of
objects until the end, which takes longer than drawing it and keeps all pages in memory. What PDF/A-2u asks of a file is written too (ISO 19005-2): fonts embedded with their
characters, a colour profile, the description as XMP, no author.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from xml.sax.saxutils import escape

from PIL import Image, ImageCms

from fieldteacher.paper.layout.geometry import PAGE_HEIGHT, PAGE_WIDTH, Rect
from fieldteacher.paper.printing.embedding import EmbeddedFont
from fieldteacher.paper.printing.fonts import Font
from fieldteacher.paper.printing.typesetting import POINTS_PER_MM

PAGE_SIZE = (PAGE_WIDTH * POINTS_PER_MM, PAGE_HEIGHT * POINTS_PER_MM)
PROGRAM = "fieldteacher"
_HEAD = b"%PDF-1.7\n%\xe5\xad\x97\xe8\xa1\xa8\n"
"""The second line tells programs that look at the first bytes only that the file is not text."""
_QUICK = 1
"""Pages are compressed so: a twelfth larger, and a seventh of the time for the whole file less."""
_COLOURS = {"L": "DeviceGray", "RGB": "DeviceRGB"}


class PdfFile:
    """One PDF. Pages stand A4 upright, or lie where they are added with ``landscape``."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self._moment = time.gmtime()
        self._fonts: dict[str, EmbeddedFont] = {}
        """By the name of the font object; those in use."""
        self._last = 0
        self._file = BytesIO()
        self._file.write(_HEAD)
        self._places: dict[int, int] = {}
        self._pages: list[int] = []
        self._labels: list[tuple[int, str]] = []
        self._entries: list[tuple[int, str, int]] = []
        """Of the outline: level, title, page."""
        self._pictures: dict[bytes, int] = {}
        self._forms: dict[str, int] = {}
        self._tree = self._number()
        self._font_list, self._shared = self._number(), self._number()
        """The resources of all pages that show no picture."""

    # -- text ------------------------------------------------------------------------------------------------

    def font(self, font: Font) -> EmbeddedFont:
        """A font to write with: its name on the page, and the code of each character."""
        key = str(id(font))
        if key not in self._fonts:
            self._fonts[key] = EmbeddedFont(font, f"/F{len(self._fonts)}")
        return self._fonts[key]

    # -- pages -----------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def add_form(self, operators: str, pictures: Sequence[tuple[bytes, Rect]] = ()) -> str:
        """Content that pages share; returns the operator that shows it."""
        name = f"Fm{len(self._forms)}"
        box = f"/BBox[0 0 {PAGE_SIZE[0]:.2f} {PAGE_SIZE[1]:.2f}]"
        operators, names = self._with_pictures(operators, pictures)
        head = f"/Type/XObject/Subtype/Form{box}/Resources<</Font {self._font_list} 0 R/XObject<<{names}>>>>"
        self._forms[name] = self._stream(operators, head)
        return f"/{name} Do"

    def add_page(
        self, operators: str, *, landscape: bool = False, pictures: Sequence[tuple[bytes, Rect]] = ()
    ) -> None:
        """A page; ``pictures`` are JPEG files and where they stand, in mm from the top left of an upright page."""
        width, height = PAGE_SIZE[::-1] if landscape else PAGE_SIZE
        resources = f"{self._shared} 0 R"
        if landscape:
            # Everything is drawn from the top of an upright page: this one is lower.
            operators = f"1 0 0 1 0 {height - PAGE_SIZE[1]:.2f} cm\n{operators}"
        if pictures:
            operators, names = self._with_pictures(operators, pictures)
            resources = f"<</Font {self._font_list} 0 R/XObject<<{self._known_forms()}{names}>>>>"
        content = self._stream(operators, level=_QUICK)
        self._pages.append(
            self._object(
                f"<</Type/Page/Parent {self._tree} 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]"
                f"/Resources {resources}/Contents {content} 0 R>>".encode()
            )
        )

    def _with_pictures(self, operators: str, pictures: Sequence[tuple[bytes, Rect]]) -> tuple[str, str]:
        """The operators with the pictures over them, and the resources that name these."""
        shown = [(self._picture(data), rect) for data, rect in pictures]
        names = "".join(f"/Im{number} {number} 0 R" for number in sorted({n for n, _ in shown}))
        return "\n".join([operators, *(_placed(number, rect) for number, rect in shown)]), names

    def entry(self, title: str, level: int = 0) -> None:
        """A line of the outline that leads to the page added next; ``level`` is at most one below the line before."""
        self._entries.append((level, title, len(self._pages)))

    def label(self, words: str, *, numbered: bool = True) -> None:
        """What the page added next is called in a viewer; with ``numbered`` the following ones too, and 1, 2, 3."""
        self._labels.append((len(self._pages), f"/P{_string(words)}" + ("/S/D" if numbered else "")))

    # -- the end ---------------------------------------------------------------------------------------------

    def data(self) -> bytes:
        """The finished file."""
        fonts = "".join(
            f"{font.name} {font.set_down(self._add, self._stream)} 0 R" for font in self._fonts.values()
        )
        self._add(f"<<{fonts}>>", self._font_list)
        self._add(f"<</Font {self._font_list} 0 R/XObject<<{self._known_forms()}>>>>", self._shared)
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._object(f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>".encode(), self._tree)
        return self._closed(self._catalogue())

    def _catalogue(self) -> int:
        parts = [f"/Type/Catalog/Pages {self._tree} 0 R/Metadata {self._description()} 0 R"]
        profile = self._stream(_colour_profile(), "/N 3")
        parts.append(
            "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)"
            f"/DestOutputProfile {profile} 0 R>>]"
        )
        parts.append("/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>")
        if self._entries:
            parts.append(f"/PageMode/UseOutlines/Outlines {self._outline()} 0 R")
        if self._labels:
            nums = "".join(f"{page}<<{label}>>" for page, label in self._labels)
            parts.append(f"/PageLabels<</Nums[{nums}]>>")
        return self._object(f"<<{''.join(parts)}>>".encode())

    def _closed(self, catalogue: int) -> bytes:
        moment = time.strftime("D:%Y%m%d%H%M%SZ", self._moment)
        info = self._object(
            f"<</Title{_string(self.title)}/Creator({PROGRAM})/Producer({PROGRAM})"
            f"/CreationDate({moment})/ModDate({moment})>>".encode()
        )
        file, size = self._file, self._last + 1
        start = file.tell()
        lines = [f"xref\n0 {size}\n0000000000 65535 f \n"]
        lines += (f"{self._places[number]:010} 00000 n \n" for number in range(1, size))
        name = hashlib.md5(file.getbuffer(), usedforsecurity=False).hexdigest()
        lines.append(
            f"trailer\n<</Size {size}/Root {catalogue} 0 R/Info {info} 0 R/ID[<{name}><{name}>]>>\n"
            f"startxref\n{start}\n%%EOF\n"
        )
        file.write("".join(lines).encode())
        return file.getvalue()

    def _outline(self) -> int:
        """The outline's lines as objects; returns the number of its root."""
        root = self._number()
        numbers = [self._number() for _ in self._entries]
        parents, children = _family(self._entries, root, numbers)
        before = {b: a for below in children.values() for a, b in pairwise(below)}
        after = {a: b for b, a in before.items()}
        for number, (_, title, page) in zip(numbers, self._entries, strict=True):
            links = [f"/Parent {parents[number]} 0 R"]
            links += [f"/Prev {before[number]} 0 R"] if number in before else []
            links += [f"/Next {after[number]} 0 R"] if number in after else []
            below = children.get(number)
            # Closed: a file of hundreds of forms would open on a list of thousands of lines.
            links += [f"/First {below[0]} 0 R/Last {below[-1]} 0 R/Count -{len(below)}"] if below else []
            where = self._pages[min(page, self.count - 1)]
            text = f"<</Title{_string(title)}/Dest[{where} 0 R/Fit]{''.join(links)}>>"
            self._object(text.encode(), number)
        top = children[root]
        ends = f"/First {top[0]} 0 R/Last {top[-1]} 0 R"
        return self._object(f"<</Type/Outlines/Count {len(top)}{ends}>>".encode(), root)

    def _description(self) -> int:
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", self._moment)
        xmp = _XMP.format(title=escape(self.title), program=PROGRAM, moment=moment)
        data = f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{xmp}<?xpacket end="r"?>'.encode()
        head = f"<</Type/Metadata/Subtype/XML/Length {len(data)}>>".encode()
        return self._object(head + b"\nstream\n" + data + b"\nendstream")

    # -- objects ---------------------------------------------------------------------------------------------

    def _picture(self, data: bytes) -> int:
        """The number of a picture, which is there once however often it is shown."""
        name = hashlib.blake2b(data, digest_size=16).digest()
        if name not in self._pictures:
            with Image.open(BytesIO(data)) as image:
                width, height, colours = *image.size, _COLOURS[image.mode]
            head = (
                f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{colours}"
                f"/BitsPerComponent 8/Filter/DCTDecode/Length {len(data)}>>"
            )
            self._pictures[name] = self._object(head.encode() + b"\nstream\n" + data + b"\nendstream")
        return self._pictures[name]

    def _known_forms(self) -> str:
        return "".join(f"/{name} {number} 0 R" for name, number in self._forms.items())

    def _stream(self, content: str | bytes, head: str = "", *, level: int = -1) -> int:
        data = zlib.compress(content.encode() if isinstance(content, str) else content, level)
        opening = f"<<{head}/Filter/FlateDecode/Length {len(data)}>>\nstream\n".encode()
        return self._object(opening + data + b"\nendstream")

    def _add(self, body: str, number: int | None = None) -> int:
        return self._object(body.encode(), number)

    def _object(self, body: bytes, number: int | None = None) -> int:
        number = number or self._number()
        self._places[number] = self._file.tell()
        self._file.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def _number(self) -> int:
        self._last += 1
        return self._last


class Outline:
    """Lines of an outline under the groups in which forms come one after the other."""

    def __init__(self, file: PdfFile, named: bool = True) -> None:
        self._file, self._group, self._named = file, "", named

    def entry(self, group: str, title: str) -> int:
        """A form's line, before its first page is added; returns its level."""
        if self._named and group and group != self._group:
            self._file.entry(group)
        self._group = group
        level = 1 if self._named and group else 0
        self._file.entry(title, level)
        return level


def _family(
    entries: Sequence[tuple[int, str, int]], root: int, numbers: Sequence[int]
) -> tuple[dict[int, int], dict[int, list[int]]]:
    """For each line of an outline its parent, and for each parent its lines."""
    parents: dict[int, int] = {}
    children: dict[int, list[int]] = {}
    above = [root]
    for number, (level, _, _) in zip(numbers, entries, strict=True):
        above = [*above[: level + 1], number]
        parents[number] = above[-2]
        children.setdefault(above[-2], []).append(number)
    return parents, children


def _placed(number: int, rect: Rect) -> str:
    width, height = rect.width * POINTS_PER_MM, rect.height * POINTS_PER_MM
    x, y = rect.x * POINTS_PER_MM, PAGE_SIZE[1] - rect.bottom * POINTS_PER_MM
    return f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm /Im{number} Do Q"


def _string(words: str) -> str:
    return f"<FEFF{words.encode('utf-16-be').hex()}>"


def _colour_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>{program}</xmp:CreatorTool><pdf:Producer>{program}</pdf:Producer>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
