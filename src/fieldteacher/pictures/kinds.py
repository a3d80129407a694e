"""What a file is, by its content; its name is not asked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from fieldteacher.apart.frames import Refusal

JPEG = "image/jpeg"
PDF = "application/pdf"
PLAIN = "text/plain"
_OFFICE = "application/vnd.openxmlformats-officedocument"
ENDINGS: Mapping[str, str] = {
    JPEG: ".jpg", PDF: ".pdf", PLAIN: ".txt",
    f"{_OFFICE}.wordprocessingml.document": ".docx", f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}.presentationml.presentation": ".pptx",
    "application/msword": ".doc", "application/vnd.ms-excel": ".xls", "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.oasis.opendocument.text": ".odt", "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}  # fmt: skip
"""Media type → the ending that files of it have; these are all there are in the store."""

HEAD = 1024
"""How many bytes of a file ``picture_format`` looks at."""

_PICTURES = (
    (b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"), (b"BM", "BMP"),
)  # fmt: skip
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_NEVER = (
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"#!", "program"), (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
    (b"ID3", "film"), (b"\x1aE\xdf\xa3", "film"), (b"RIFF", "film"), (b"OggS", "film"), (b"fLaC", "film"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("WordDocument", "application/msword"), ("Workbook", "application/vnd.ms-excel"), ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)  # fmt: skip
_MAIN_PARTS = (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"))
_TYPES = {ending: kind for kind, ending in ENDINGS.items()}


def picture_format(head: bytes) -> str | None:
    """Pillow's name for the format of a picture that can be read; ``None`` where it is none."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        return "HEIF"
    found = next((name for start, name in _PICTURES if head.startswith(start)), None)
    # "BM" alone is too little: the header that follows has one of a few lengths.
    return None if found == "BMP" and head[15:18] != b"\x00\x00\x00" else found


def document_type(content: bytes) -> str:
    """The media type of a document that may be kept as it is. Raises ``Refusal``."""
    if b"%PDF-" in content[:HEAD]:
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(_OLE):
        return _ole(content)
    if content[4:8] == b"ftyp":
        raise Refusal("not_taken", kind="avif" if content[8:12] in (b"avif", b"avis") else "film")
    for start, kind in _NEVER:
        if content.startswith(start):
            raise Refusal("not_taken", kind=kind)
    return _text(content)


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            kind = (
                archive.read("mimetype")[:100].decode("ascii", "replace") if names[:1] == ["mimetype"] else ""
            )
    except (zipfile.BadZipFile, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refusal("damaged_picture") from error
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refusal("with_macros")
    if kind in ENDINGS:
        return kind
    if "[Content_Types].xml" in names:
        for start, ending in _MAIN_PARTS:
            if any(name.startswith(start) for name in names):
                return _TYPES[ending]
    raise Refusal("not_taken", kind="archive")


def _ole(content: bytes) -> str:
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Refusal("with_macros")
    for stream, kind in _STREAMS:
        if f"{stream}\0".encode("utf-16-le") in content:
            return kind
    raise Refusal("not_taken", kind="unknown")


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content:
        raise Refusal("not_taken", kind="unknown")
    else:
        encodings = ("utf-8", "gb18030")
    if content.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html", b"<svg", b"<?xml")):
        raise Refusal("not_taken", kind="drawing")
    for encoding in encodings:
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(ord(character) < 32 and character not in "\t\r\n\f" for character in words)
        if odd <= len(words) // 1000:
            return PLAIN
    raise Refusal("not_taken", kind="unknown")
