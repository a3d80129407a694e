"""学生实习档案: a student's archive under Art. 29 with cover, index, list of what is missing, and the eight parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Column,
    Cover,
    FlowForm,
    Heading,
    Mark,
    NewPage,
    PageOf,
    Passage,
    Picture,
    Pictures,
    Rated,
    Signature,
    Signatures,
    Table,
    Value,
)
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.archive_parts import NAMES, Dossier, Part
from fieldteacher.services.forms.kind import FileBeside, FormKind, part_of_a_file
from fieldteacher.services.forms.ordering import group_of
from fieldteacher.services.forms.placed import placed
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.wording import (
    CLASS,
    COLLEGE_SEAL,
    DATE,
    ENTERPRISE,
    MAJOR,
    NAME,
    NUMBER,
    PERIOD,
    SIGN,
)
from fieldteacher.store.queries.evaluations import placements_of
from fieldteacher.store.reader import Row

_TITLE = Text("学生实习档案", "Placement Archive")
_CODE = Text("实习档案", "Archive")
_COLLEGE, _TEACHER, _FILED = (
    Text("学校", "College"),
    Text("指导教师", "Teacher"),
    Text("归档日期", "Filed on"),
)
_INDEX = Text("目　录", "Index")
_PART, _CONTENT, _COUNT = Text("部分", "Part"), Text("内容", "Content"), Text("份数", "Documents")
_PAGE, _STATE = Text("页码", "Page"), Text("状态", "State")
_THERE, _PARTLY, _LACKING = Text("齐", "there"), Text("不全", "incomplete"), Text("缺", "missing")
_MARKED = Text("{name}（不全）", "{name} (incomplete)")
_BASIS = Text(
    "依据：《职业学校学生实习管理规定》（教职成〔2021〕4号）第二十九条，实习材料应立卷归档。",
    "Basis: Art. 29 of the Regulation on Internships of Vocational-School Students (2021) on filing the records of a placement.",
)
_MISSING = Text("缺失清单", "What is missing")
_COMPLETE = Text("八个部分齐全。", "All eight parts are there.")
_LACKS = Text("缺：{parts}。", "Missing: {parts}.")
_LATER = Text("补齐日期：　　　　　　　　　经办人：", "Added on:　　　　　　　　　by:")
_HEADING = Text("第{n}部分　{name}", "Part {n}  {name}")
_NUMERALS = "一二三四五六七八"
_SEPARATOR = Text("、", ", ")
_FILES, _PHOTOS = Text("附件清单", "Files"), Text("照片", "Photos")
_FILE, _CAPTION, _OF, _TAKEN = (
    Text("编号", "No."),
    Text("说明", "Caption"),
    Text("所属", "Belongs to"),
    Text("日期", "Day"),
)
_ABSENT = Text("（照片不在本机或已损坏）", "(the photo is not on this machine, or damaged)")
_CHECKED, _KEPT = Text("整理人", "Filed by"), Text("审核人", "Checked by")
_EXTENSIONS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf", "video/mp4": ".mp4",
    "audio/mpeg": ".mp3", "text/plain": ".txt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the archive: its number there, its record, and what it belongs to."""

    number: int
    row: Row
    owner: str

    @property
    def photo(self) -> bool:
        return (self.row.get("media_type") or "").startswith("image/")

    @property
    def code(self) -> str:
        return f"{self.number:03}"


def make(source: Source, student: str) -> FlowForm:
    """The archive of one student; raises ``NotFound``."""
    row = source.need("student", student)
    dossier = Dossier(source, row, placements_of(source.reader, student))
    files = list(_files(dossier))
    parts = [*dossier.parts(), _evidence(dossier, files)]
    blocks: list[Block] = [_cover(dossier), NewPage(), *_index(source, parts)]
    for part in parts:
        blocks += _part(source, part)
    return FlowForm(
        code=source.t(_CODE), title=source.t(_TITLE), college=source.college_name, blocks=tuple(blocks),
        group=group_of(dossier.placements[-1], source.wanted.order) if dossier.placements else "",
        name=f"{row['name']} {row['student_number']}", language=source.language, headed=False,
    )  # fmt: skip


def _cover(dossier: Dossier) -> Cover:
    source, row, t = dossier.source, dossier.student, dossier.source.t
    last = dossier.placements[-1] if dossier.placements else None
    firms = "\n".join(dict.fromkeys(who.enterprise_name for who in dossier.placements))
    lines = (
        (t(_COLLEGE), source.college_name), (t(NAME), row["name"]), (t(NUMBER), row["student_number"]),
        (t(MAJOR), row.get("major") or ""), (t(CLASS), row.get("class_name") or ""), (t(ENTERPRISE), firms),
        (t(PERIOD), source.span(dossier.placements[0].start, last.end) if last else ""),
        (t(_TEACHER), (last.teacher_name if last else "") or ""), (t(_FILED), source.day(source.today.isoformat())),
    )  # fmt: skip
    return Cover(t(_TITLE), lines)


def _index(source: Source, parts: Sequence[Part]) -> list[Block]:
    t = source.t
    columns = (
        Column(t(_PART), 20, "centre"), Column(t(_CONTENT), 80), Column(t(_COUNT), 24, "centre"), Column(t(_PAGE), 22, "centre"),
        Column(t(_STATE), 24, "centre"),
    )  # fmt: skip
    lines: list[tuple[Value, ...]] = [
        (
            _numeral(source, part), t(part.name), str(part.count) if part.count else "—",
            PageOf(_mark(part)) if part.blocks else "—", t(_state(part)),
        )
        for part in parts
    ]  # fmt: skip
    lacking = [
        t(_MARKED.fill(name=part.name) if part.count else part.name)
        for part in parts
        if not (part.count and part.whole)
    ]
    words = t(_LACKS.fill(parts=t(_SEPARATOR).join(lacking))) + "\n" + t(_LATER) if lacking else t(_COMPLETE)
    sign, date, seal = t(SIGN), t(DATE), t(COLLEGE_SEAL)
    return [
        Heading(t(_INDEX)), Table(columns, lines, row_height=8.5), Passage(t(_BASIS), small=True),
        Heading(t(_MISSING), 2), Passage(words, label=t(_MISSING)),
        Signatures((Signature(t(_CHECKED), sign, date), Signature(t(_KEPT), sign, date, seal=seal))),
    ]  # fmt: skip


def _state(part: Part) -> Text:
    if not part.count:
        return _LACKING
    return _THERE if part.whole else _PARTLY


def _part(source: Source, part: Part) -> list[Block]:
    """A part on pages of its own; evaluation forms are whole pages without a heading above them."""
    if not part.blocks:
        return []
    title = source.t(_HEADING.fill(n=_numeral(source, part), name=source.t(part.name)))
    heading = [] if isinstance(part.blocks[0], Rated) else [Heading(title)]
    return [NewPage(), Mark(_mark(part), title), *heading, *part.blocks]


def _mark(part: Part) -> str:
    return f"part{part.number}"


def _numeral(source: Source, part: Part) -> str:
    return _NUMERALS[part.number - 1] if source.language == "zh_CN" else str(part.number)


def _evidence(dossier: Dossier, files: Sequence[_File]) -> Part:
    source, t = dossier.source, dossier.source.t
    blocks: list[Block] = []
    papers = dossier.other_papers()
    if papers:
        blocks.append(dossier.paper_table(papers))
    if files:
        columns = (
            Column(t(_FILE), 16, "centre"), Column(t(_CAPTION), 74), Column(t(_OF), 48), Column(t(_TAKEN), 32, "centre"),
        )  # fmt: skip
        lines = [
            (
                each.code,
                each.row.get("caption") or each.row.get("name") or "",
                each.owner,
                source.day(each.row.get("taken_on")),
            )
            for each in files
        ]
        blocks.append(Table(columns, lines, title=t(_FILES)))
    photos = [each for each in files if each.photo]
    if source.photos and photos:
        shown = tuple(
            Picture(
                partial(source.file_of, each.row["sha256"]),
                f"{each.code} {each.row.get('caption') or ''}".strip(),
            )
            for each in photos
        )
        blocks.append(Pictures(shown, title=t(_PHOTOS), absent=t(_ABSENT)))
    return Part(len(NAMES), tuple(blocks), len(papers) + len(files), whole=bool(files))


def _files(dossier: Dossier) -> Iterator[_File]:
    """The files of the student, the placements, papers, talks, journals and visits, numbered in this order."""
    source, number = dossier.source, 0
    for type_name, record in _owners(dossier):
        for row in source.rows("attachment", {"owner": record}, "taken_on", "name"):
            number += 1
            yield _File(number, row, _owner(source, type_name, record))


def _owners(dossier: Dossier) -> Iterator[tuple[str, str]]:
    source, student = dossier.source, dossier.student["id"]
    yield "student", student
    for who in dossier.placements:
        yield "placement", who.placement
        for type_name in ("paper", "evaluation"):
            yield from (
                (type_name, row["id"]) for row in source.rows(type_name, {"placement": who.placement})
            )
    for type_name in ("talk", "journal", "absence", "intention"):
        yield from ((type_name, row["id"]) for row in source.rows(type_name, {"student": student}))
    yield from (("visit", row["id"]) for row in dossier.visits())


def _owner(source: Source, type_name: str, record: str) -> str:
    row = source.row(type_name, record)
    day = next(
        (row[name] for name in ("visited_on", "talked_on", "signed_on", "handed_in_on") if row.get(name)), ""
    )
    label = source.words("paper", "kind", row) if type_name == "paper" else source.type_label(type_name)
    return f"{label} {day}".strip()


def behind(source: Source, student: str) -> list[FileBeside]:
    """The files to lay beside the archive, under their numbers in it."""
    dossier = Dossier(source, source.need("student", student), placements_of(source.reader, student))
    return [_beside(each) for each in _files(dossier)]


def _beside(file: _File) -> FileBeside:
    ending = _EXTENSIONS.get(file.row.get("media_type") or "", "")
    words = part_of_a_file(file.row.get("caption") or (file.row.get("name") or "").rpartition(".")[0])[:60]
    return FileBeside(f"{file.code}{ending}", f"{file.code}_{words}{ending}", file.row["sha256"])


def _select(source: Source) -> list[str]:
    return list(dict.fromkeys(source.wanted.ids)) or [who.student for who in placed(source)]


def _file_name(source: Source, student: str) -> str:
    row = source.row("student", student)
    return part_of_a_file(f"{row['student_number']}_{row['name']}")


ARCHIVE = FormKind(offer=offers.ARCHIVE, select=_select, make=make, file_name=_file_name, files=behind)
