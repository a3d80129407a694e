"""成绩汇总表: the marks of a class, an enterprise or a batch over pages, how they are spread, and who signs for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fieldteacher.domain.distributions import BIN
from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Column,
    Field,
    Fields,
    Figure,
    FlowForm,
    Grid,
    Passage,
    Signature,
    Signatures,
    Table,
    Value,
)
from fieldteacher.paper.printing.flow.plots import Bars, Histogram
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.placed import placed
from fieldteacher.services.forms.source import Source, tenths
from fieldteacher.services.forms.wording import (
    CLASS,
    COLLEGE_SEAL,
    DATE,
    ENTERPRISE,
    NAME,
    NUMBER,
    ORDER,
    PRINTED,
    SIGN,
)
from fieldteacher.services.schemes import DEFAULT
from fieldteacher.services.score_book import RATER_LABELS, STAGE_LABELS, By, ScoreBook, Summary, read_book

_TITLE, _CODE = Text("岗位实习成绩汇总表", "Score Summary of Placements"), Text("成绩汇总表", "Score summary")
_OF: dict[str, Text] = {
    "class": Text("班级", "Class"), "enterprise": Text("实习单位", "Enterprise"), "batch": Text("实习批次", "Batch"),
    "all": Text("范围", "Of"),
}  # fmt: skip
_SCHEME, _STAGE = Text("考核方案", "Scheme"), Text("阶段", "Stage")
_VERSION = Text("{name}（第 {n} 版）", "{name} (version {n})")
_WEIGHTS = Text("评分人权重", "Weights")
_COUNT, _COUNTED = Text("人数", "Students"), Text("{n} 人，已出总评 {m} 人", "{n}, {m} with an overall mark")
_MEAN, _SPREAD = Text("平均分 / 中位数", "Mean / median"), Text("标准差", "Standard deviation")
_RANGE, _PASS = Text("最高分 / 最低分", "Highest / lowest"), Text("及格率", "Pass rate")
_OVERALL, _GRADE = Text("总评", "Overall"), Text("等级", "Grade")
_PLACE, _REMARKS = Text("名次", "Place"), Text("备注", "Remarks")
_MARKS, _OPEN = (
    Text("成绩", "Marks"),
    Text("未出总评（{n} 人）：{names}。", "Without an overall mark ({n}): {names}."),
)
_BANDS, _CURVE = Text("各等级人数", "Students by grade"), Text("总评分布", "Overall marks")
_STUDENTS, _UNIT = Text("人数", "students"), Text("人", "")
_BELOW = Text("以下", "below")
_PLACES = (
    Text("制表（带队教师）", "Drawn up by (teacher)"),
    Text("复核", "Checked by"),
    Text("二级学院负责人", "Head of the school"),
)
_SEPARATOR = Text("、", ", ")
_LOWEST_SHOWN = 500


def make(source: Source, key: str) -> FlowForm:
    """The summary of a group (``class:…``, ``enterprise:…``, ``batch:…`` or ``all:``); raises ``NotFound``."""
    by, _, of = key.partition(":")
    summary = _book(source).summary(by, of)  # type: ignore[arg-type]
    if not summary.lines:
        raise NotFound("print.nobody", Text("没有这个范围的成绩。", "There are no marks of that group."))
    blocks: list[Block] = [_facts(source, summary), _table(source, summary)]
    names = [line.who.name for line in summary.lines if line.result.overall is None]
    if names:
        text = source.t(_OPEN.fill(n=len(names), names=source.t(_SEPARATOR).join(names)))
        blocks.append(Passage(text, source.t(_REMARKS), small=True))
    blocks += [*_plots(source, summary), _signatures(source)]
    return FlowForm(
        code=source.t(_CODE), title=source.t(_TITLE), college=source.college_name,
        right=source.t(PRINTED.fill(day=source.day(source.today.isoformat()))), blocks=tuple(blocks),
        name=source.t(summary.group.title), language=source.language, landscape=_is_wide(source, summary),
    )  # fmt: skip


def _is_wide(source: Source, summary: Summary) -> bool:
    """Both class and enterprise, three raters, or English headings need the long side of the page."""
    return summary.by in ("batch", "all") or len(summary.scheme.rating) > 2 or source.language == "en"


def _facts(source: Source, summary: Summary) -> Grid:
    scheme, group, spread = summary.scheme, summary.group, summary.group.spread
    weights = source.t(_SEPARATOR).join(
        f"{source.choice(RATER_LABELS[rater])} {scheme.raters[rater]}%" for rater in scheme.rating
    )
    rate = "—" if spread.pass_rate is None else f"{tenths(spread.pass_rate)}%"
    fields = (
        Field(source.t(_OF[summary.by]), source.t(group.title), span=2),
        Field(source.t(_SCHEME), source.t(_VERSION.fill(name=scheme.name, n=scheme.version)), span=2),
        Field(source.t(_STAGE), source.choice(STAGE_LABELS[summary.stage])), Field(source.t(_WEIGHTS), weights),
        Field(source.t(_COUNT), source.t(_COUNTED.fill(n=group.students, m=spread.count))), Field(source.t(_PASS), rate),
        Field(source.t(_MEAN), f"{_shown(spread.mean)} / {_shown(spread.median)}"), Field(source.t(_SPREAD), _shown(spread.spread)),
        Field(source.t(_RANGE), f"{_shown(spread.highest)} / {_shown(spread.lowest)}", span=2),
    )  # fmt: skip
    return Grid((Fields(fields),))


def _shown(mark: int | None) -> str:
    """A mark with its decimal, so that the points of a column stand below each other."""
    return "—" if mark is None else f"{mark // 10}.{mark % 10}"


def _table(source: Source, summary: Summary) -> Table:
    raters = summary.scheme.rating
    narrow = 15 if source.language == "zh_CN" else 20
    where = {"class": (ENTERPRISE,), "enterprise": (CLASS,)}.get(summary.by, (CLASS, ENTERPRISE))
    columns = [
        Column(source.t(ORDER), 12, "centre"), Column(source.t(NUMBER), 27, "centre"), Column(source.t(NAME), 20, "centre"),
        *(Column(source.t(each), 27 if each is CLASS else 47) for each in where),
        *(Column(source.choice(RATER_LABELS[rater]), narrow, "right") for rater in raters),
        Column(source.t(_OVERALL), narrow, "right"), Column(source.t(_GRADE), narrow, "centre"), Column(source.t(_PLACE), narrow - 3, "centre"),
        Column(source.t(_REMARKS), 28 if source.language == "zh_CN" else 46),
    ]  # fmt: skip
    lines: list[tuple[Value, ...]] = []
    for number, line in enumerate(summary.lines, 1):
        who, result = line.who, line.result
        places = {CLASS: who.class_name or "", ENTERPRISE: who.enterprise_name}
        lines.append(
            (
                str(number), who.student_number, who.name, *(places[each] for each in where),
                *(_shown(result.totals.get(rater)) for rater in raters), _shown(result.overall), result.grade or "",
                "" if line.place is None else str(line.place), line.remarks(source.language),
            )
        )  # fmt: skip
    return Table(tuple(columns), lines, title=source.t(_MARKS), row_height=6.4)


def _plots(source: Source, summary: Summary) -> list[Block]:
    spread = summary.group.spread
    if not spread.count:
        return []
    lowest = min(_LOWEST_SHOWN, next(n for n, count in enumerate(spread.bins) if count) * BIN)
    columns = tuple(
        (str(place * BIN // 10), count) for place, count in enumerate(spread.bins) if place * BIN >= lowest
    )
    bands = tuple((name or source.t(_BELOW), float(count)) for name, count in spread.bands)
    return [
        Figure(Bars(bands, unit=source.t(_UNIT)), source.t(_BANDS), height=7 * len(bands) + 8),
        Figure(
            Histogram(columns, axis=source.t(_OVERALL), counts=source.t(_STUDENTS)),
            source.t(_CURVE),
            height=50,
        ),
    ]


def _signatures(source: Source) -> Signatures:
    places = tuple(
        Signature(
            source.t(each),
            source.t(SIGN),
            source.t(DATE),
            source.t(COLLEGE_SEAL) if each is _PLACES[-1] else "",
        )
        for each in _PLACES
    )
    return Signatures(places, height=30)


def _book(source: Source) -> ScoreBook:
    """The marks, read once for the run."""
    known = source.kept.get("score_book")
    if isinstance(known, ScoreBook):
        return known
    wanted = source.wanted
    scheme = wanted.scheme or _scheme_of(source)
    if scheme is None:
        raise UserError(
            "print.no_scheme",
            Text(
                "还没有考核方案，请先选用或新建一个。",
                "There is no evaluation scheme yet; please choose or make one.",
            ),
        )
    book = read_book(
        source.reader,
        scheme,
        wanted.stage,
        students=wanted.students,
        batch=wanted.batch,
        class_name=wanted.class_name,
    )
    source.kept["score_book"] = book
    return book


def _scheme_of(source: Source) -> str | None:
    """The scheme that most of the batches of those selected name, else the default one."""
    named = Counter(who.scheme for who in placed(source) if who.scheme)
    if named:
        return named.most_common(1)[0][0]
    chosen, rows = source.reader.setting(DEFAULT), source.reader.records("scheme")
    known = [row["id"] for row in rows]
    return chosen if chosen in known else next(reversed(known), None)


def _select(source: Source) -> Sequence[str]:
    """Of those that every condition fits: one for each enterprise asked for, else the class, else the batch, else the
    students; of everything one a class."""
    wanted, book = source.wanted, _book(source)
    asked = {*wanted.ids, *wanted.enterprises}
    if wanted.students and not (asked or wanted.class_name or wanted.batch):
        return ["all:"]
    by: By = "enterprise" if asked else "batch" if wanted.batch and not wanted.class_name else "class"
    return [f"{by}:{group.key}" for group in book.groups(by) if not asked or group.key in asked]


def _file_name(source: Source, key: str) -> str:
    by, _, of = key.partition(":")
    return part_of_a_file(source.t(_book(source).summary(by, of).group.title))  # type: ignore[arg-type]


SCORE_SUMMARY = FormKind(offer=offers.SCORE_SUMMARY, select=_select, make=make, file_name=_file_name)
