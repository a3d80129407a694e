"""Why a file cannot be taken in: one code and one sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text

_SENTENCES: Mapping[str, Text] = {
    "file_not_found": Text("找不到文件“{file}”。", "The file “{file}” does not exist."),
    "is_directory": Text("“{file}”是文件夹，请选择表格文件。", "“{file}” is a folder; please choose a file."),
    "not_a_file": Text("“{file}”不是普通文件。", "“{file}” is not an ordinary file."),
    "file_locked": Text(
        "无法打开“{file}”：它正被其他程序占用，或没有读取权限；请关闭该文件后重试。",
        "“{file}” cannot be opened: another program holds it, or reading is not permitted; close it and try again.",
    ),
    "not_readable": Text(
        "读取“{file}”时出错（{detail}）。", "“{file}” could not be read ({detail})."
    ),
    "empty_file": Text("“{file}”是空文件。", "“{file}” is empty."),
    "password_protected": Text(
        "“{file}”设有打开密码；请在表格软件中取消密码后另存。",
        "“{file}” is protected by a password; please save it without one.",
    ),
    "not_a_table": Text(
        "“{file}”不是表格，而是{kind}；请提供 .xlsx、.xls、.ods 或 .csv 文件。",
        "“{file}” is not a table but {kind}; please provide an .xlsx, .xls, .ods or .csv file.",
    ),
    "damaged_file": Text(
        "“{file}”已损坏，无法读取；请在表格软件中打开并另存后重试。",
        "“{file}” is damaged and cannot be read; please open it in a spreadsheet program and save it anew.",
    ),
    "unsafe_xml": Text(
        "“{file}”含有实体定义（DTD），为安全起见不予读取。",
        "“{file}” defines entities (a DTD) and is not read for safety.",
    ),
    "too_large": Text(
        "“{file}”展开后过大，无法读取；请删去多余的工作表、空行和格式后另存。",
        "“{file}” unpacks to too much; please remove spare sheets, blank rows and formats and save it anew.",
    ),
    "too_slow": Text(
        "“{file}”读取超时；请删去多余的工作表、空行和格式后另存。",
        "“{file}” takes too long to read; please remove spare sheets, blank rows and formats and save it anew.",
    ),
    "too_many_rows": Text(
        "“{file}”行数过多（超过 {limit} 行），请分成几个文件。",
        "“{file}” has too many rows (over {limit}); please split it.",
    ),
    "unknown_encoding": Text(
        "无法识别“{file}”的文字编码；请另存为 UTF-8 或 .xlsx。",
        "The character encoding of “{file}” is not known; please save it as UTF-8 or .xlsx.",
    ),
    "no_data": Text("“{file}”里没有数据，全是空行。", "“{file}” holds no data, only blank rows."),
    "no_such_sheet": Text(
        "“{file}”里没有工作表“{sheet}”，只有：{all}。", "“{file}” has no sheet “{sheet}”, only: {all}."
    ),
    "no_header": Text(
        "“{file}”里找不到表头：前 {limit} 行没有“学号”“姓名”等列名。",
        "No header was found in “{file}”: the first {limit} rows hold no headings such as 学号 or 姓名.",
    ),
}  # fmt: skip

KINDS: Mapping[str, Text] = {
    "pdf": Text("PDF 文档", "a PDF document"),
    "image": Text("图片", "a picture"),
    "word": Text("Word 文档", "a Word document"),
    "slides": Text("演示文稿", "a presentation"),
    "archive": Text("压缩包", "an archive"),
    "binary": Text("其他类型的文件", "a file of another kind"),
    "text": Text("普通网页或文本", "plain text or a web page"),
    "xml": Text("其他 XML 文件", "another kind of XML file"),
}


def refused(code: str, file: str, **values: object) -> InputRefused:
    """The refusal ``code`` of the file named ``file``."""
    return InputRefused(code, _SENTENCES[code].fill(file=file, **values))


def not_a_table(file: str, kind: str) -> InputRefused:
    """The refusal of a file of another kind, one of ``KINDS``."""
    return refused("not_a_table", file, kind=KINDS[kind])
