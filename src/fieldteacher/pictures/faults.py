"""Why a file is not taken in: one code and one sentence each, with the file's name."""

from __future__ import annotations

from collections.abc import Mapping

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text

_SENTENCES: Mapping[str, Text] = {
    "not_a_file": Text("“{file}”不是普通文件。", "“{file}” is not an ordinary file."),
    "not_readable": Text("“{file}”读不出来（{detail}）。", "“{file}” could not be read ({detail})."),
    "empty_file": Text("“{file}”是空文件。", "“{file}” is empty."),
    "file_too_large": Text(
        "“{file}”超过 {limit} MB，请先压缩或拆分。", "“{file}” is larger than {limit} MB; please make it smaller."
    ),
    "too_many_pixels": Text(
        "“{file}”有 {width}×{height} 像素，太大了，请先缩小。",
        "“{file}” has {width}×{height} pixels, which is too many; please reduce it first.",
    ),
    "too_large": Text(
        "“{file}”要用太多内存或时间才能读出来，没有加入。", "“{file}” takes too much memory or time to read and is not added."
    ),
    "too_slow": Text("“{file}”读取超时。", "“{file}” takes too long to read."),
    "damaged_picture": Text(
        "“{file}”不完整或已损坏；请重新从手机或相机传一次。",
        "“{file}” is cut short or damaged; please copy it from the phone or camera again.",
    ),
    "several_pages": Text(
        "“{file}”有多页；请另存为 PDF，或一页一个文件。",
        "“{file}” has several pages; please save it as a PDF, or one file a page.",
    ),
    "not_taken": Text(
        "“{file}”是{kind}；可以加入照片（JPEG、PNG、HEIC、WebP、GIF、TIFF、BMP）、PDF、Word、Excel、PowerPoint 和纯文本。",
        "“{file}” is {kind}; photos (JPEG, PNG, HEIC, WebP, GIF, TIFF, BMP), PDF, Word, Excel, PowerPoint and "
        "plain text can be added.",
    ),
    "with_macros": Text(
        "“{file}”含有宏，为安全起见不加入；请另存为不含宏的文件。",
        "“{file}” holds macros and is not added for safety; please save it without them.",
    ),
}  # fmt: skip

KINDS: Mapping[str, Text] = {
    "program": Text("程序", "a program"),
    "archive": Text("压缩包", "an archive"),
    "film": Text("视频或录音", "a film or sound"),
    "avif": Text("AVIF 图片", "an AVIF picture"),
    "drawing": Text("网页或矢量图", "a web page or drawing"),
    "unknown": Text("不认识的文件", "of an unknown kind"),
}


def refused(code: str, file: str, **values: int | str | Text) -> InputRefused:
    """The error for a file."""
    return InputRefused(code, _SENTENCES[code].fill(file=file, **values))
