"""``evaluation …``: sheets signed, unlocked and stated missing, checked and summed up. Marks are in tenths."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldteacher.cli import naming
from fieldteacher.cli.arguments import Commands, Parser, day
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply, WrongUsage
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.records.evaluations import RATERS, STAGES
from fieldteacher.domain.scoring import Missing
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.app import Services

if TYPE_CHECKING:
    from fieldteacher.services.evaluations import Grid
    from fieldteacher.services.score_book import Group, Line, Summary
    from fieldteacher.services.second_entry import Difference
    from fieldteacher.services.signing import Acted, Sheet

_RATERS = [each.value for each in RATERS]
_STAGES = [each.value for each in STAGES]
_NOBODY = Text(
    "请说明谁的：--student、--enterprise、--batch、--class 或 --all。",
    "Say whose: --student, --enterprise, --batch, --class or --all.",
)
_NO_SCHEME = Text("还没有考核方案。", "There is no evaluation scheme yet.")
_ACTED = Text("已处理 {n} 份，另有 {m} 份不适用。", "{n} done, {m} left because it does not fit them.")
_SETTLED = Text("已核定 {n} 个分数。", "{n} marks settled.")
_SUMMARY = Text(
    "{title}：{done}/{n} 人，平均 {mean}，及格率 {rate}", "{title}: {done}/{n}, mean {mean}, passed {rate}"
)


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun(
        "evaluation",
        Text("考核：签字、缺评、复核、汇总", "evaluations: signing, missing raters, checking, summing up"),
    )
    sign = noun.add("sign", Text("签字锁定", "lock sheets as signed"), sign_sheets)
    sign.add_argument(
        "--by",
        default="",
        metavar="NAME",
        help=noun.words(
            Text(
                "签字人；不写则为各表自己的评分人", "who signed; each sheet's own rater where it is left out"
            )
        ),
    )
    sign.add_argument("--on", type=day, metavar="DAY")
    unlock = noun.add("unlock", Text("解除签字", "unlock signed sheets"), unlock_sheets)
    unlock.add_argument("--reason", required=True)
    missing = noun.add("missing", Text("登记缺评", "state raters missing"), state_missing)
    missing.add_argument("--by", required=True, metavar="NAME")
    missing.add_argument("--reason", required=True)
    missing.add_argument("--as", dest="counts_as", choices=[way.value for way in Missing])
    given = noun.add("not-missing", Text("取消缺评", "take back that raters are missing"), withdraw)
    for parser in (sign, unlock, missing, given):
        _whose(parser)
        parser.add_argument("--rater", action="append", choices=_RATERS, default=[])
    check = noun.add(
        "check", Text("复核差异与提示", "differences of the second entry, and hints"), check_marks
    )
    settle = noun.add(
        "settle", Text("核定复核差异", "settle differences of the second entry"), settle_differences
    )
    settle.add_argument("--take", choices=("first", "second"), required=True)
    trace = noun.add("trace", Text("签字记录", "how sheets were signed and unlocked"), show_trace)
    summary = noun.add("summary", Text("成绩汇总", "score summary"), summarise)
    for parser in (check, settle, trace, summary):
        _whose(parser)
    summary.add_argument("--by", choices=("class", "enterprise", "batch", "all"), default=None)
    summary.add_argument("-o", "--output", type=Path, metavar="OUT.xlsx")


def _whose(parser: Parser) -> None:
    parser.add_argument("--student", action="append", default=[], metavar="ID")
    parser.add_argument("--enterprise", metavar="ID")
    parser.add_argument("--batch", metavar="ID")
    parser.add_argument("--class", dest="class_name", metavar="NAME")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--stage", choices=_STAGES, default="final")
    parser.add_argument("--scheme", metavar="ID")


# -- sheets ----------------------------------------------------------------------------------------


def sign_sheets(context: Context, options: Namespace) -> Reply:
    """Lock whole sheets as signed."""
    services, scheme, sheets = _sheets(context, options)
    acted = services.signing.sign(scheme, options.stage, sheets, by=options.by, on=options.on or "")
    return _acted(context, acted)


def unlock_sheets(context: Context, options: Namespace) -> Reply:
    """Unlock signed sheets; the reason is kept."""
    services, scheme, sheets = _sheets(context, options)
    return _acted(context, services.signing.unlock(scheme, options.stage, sheets, options.reason))


def state_missing(context: Context, options: Namespace) -> Reply:
    """State that raters give no marks."""
    services, scheme, sheets = _sheets(context, options)
    counts_as = Missing(options.counts_as) if options.counts_as else None
    return _acted(
        context,
        services.signing.state_missing(
            scheme, options.stage, sheets, by=options.by, reason=options.reason, counts_as=counts_as
        ),
    )


def withdraw(context: Context, options: Namespace) -> Reply:
    """Take back that raters are missing."""
    services, scheme, sheets = _sheets(context, options)
    return _acted(context, services.signing.withdraw(scheme, options.stage, sheets))


def _sheets(context: Context, options: Namespace) -> tuple[Services, str, list[Sheet]]:
    from fieldteacher.services.signing import Sheet

    services = context.services()
    grid = _grid(services, options)
    raters = options.rater or grid.scheme.rating
    return (
        services,
        grid.scheme.id,
        [Sheet(row.who.placement, rater) for row in grid.rows for rater in raters],
    )


def _grid(services: Services, options: Namespace) -> Grid:
    if not (options.student or options.enterprise or options.batch or options.class_name or options.all):
        raise WrongUsage(_NOBODY)
    return services.evaluations.grid(
        _scheme(services, options), options.stage,
        students=[naming.student(services, given) for given in options.student],
        enterprise=naming.known(services, "enterprise", options.enterprise),
        batch=naming.known(services, "batch", options.batch), class_name=options.class_name,
    )  # fmt: skip


def _scheme(services: Services, options: Namespace) -> str:
    given = naming.known(services, "scheme", options.scheme)
    default = None if given else services.schemes.default()
    if given is None and default is None:
        raise UserError("no_scheme", _NO_SCHEME)
    return given or (default.id if default else "")


def _acted(context: Context, acted: Acted) -> Reply:
    left = [{"placement": sheet.placement, "rater": sheet.rater} for sheet in acted.left]
    said = context.say(_ACTED, n=acted.done, m=len(left))
    return Reply({"done": acted.done, "left": left}, [said], WAITING if left else DONE)


def show_trace(context: Context, options: Namespace) -> Reply:
    """How each sheet was signed, unlocked, stated missing and checked, latest first."""
    services = context.services()
    grid = _grid(services, options)
    found = [
        {
            "placement": row.who.placement, "student_number": row.who.student_number, "rater": rater,
            "at": datetime.fromtimestamp(step.at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "by": step.author, "what": step.what, "name": step.name, "reason": step.reason,
        }
        for row in grid.rows
        for rater, steps in services.signing.trace(grid.scheme.id, options.stage, row.who.placement).items()
        for step in steps
    ]  # fmt: skip
    lines = [
        f"{s['student_number']}  {s['rater']}  {s['what']}  {s['name']}  {s['reason']}".rstrip()
        for s in found
    ]
    return Reply({"steps": found}, lines)


# -- checking --------------------------------------------------------------------------------------


def check_marks(context: Context, options: Namespace) -> Reply:
    """How far the second entry is, what differs, and hints at marks that may be slips."""
    services = context.services()
    grid = _grid(services, options)
    chosen = {row.who.placement: row.who for row in grid.rows}
    names = {c.id: c.name for c in grid.scheme.criteria}
    compared = services.second_entry.compare(grid.scheme.id, options.stage)
    progress = [
        {
            "enterprise": each.enterprise,
            "name": each.name,
            "sheets": each.sheets,
            "typed": each.typed,
            "agreed": each.agreed,
        }
        for each in compared.progress
        if each.enterprise in {who.enterprise for who in chosen.values()}
    ]
    differences = [_difference(each) for each in compared.differences if each.who.placement in chosen]
    hints = [
        {
            "kind": hint.kind, "placement": hint.placement, "student_number": chosen[hint.placement].student_number,
            "name": chosen[hint.placement].name, "rater": hint.rater, "criterion": names.get(hint.criterion, ""),
            "mark": hint.mark, "usual": hint.usual, "word": hint.word,
        }
        for hint in services.hints.hints(grid.scheme.id, options.stage)
        if hint.placement in chosen
    ]  # fmt: skip
    lines = [
        f"{d['name']}  {d['criterion']}  {_shown(d['first'])} / {_shown(d['second'])}" for d in differences
    ]
    lines += [f"{h['name']}  {h['kind']}  {h['criterion']}".rstrip() for h in hints]
    data = {"progress": progress, "differences": differences, "hints": hints}
    return Reply(data, lines, WAITING if differences or hints else DONE)


def settle_differences(context: Context, options: Namespace) -> Reply:
    """Take the first or the second value of every difference."""
    services = context.services()
    grid = _grid(services, options)
    found = _differences(services, grid, options.stage)
    if found:
        services.second_entry.take(grid.scheme.id, options.stage, found, options.take)
    return Reply({"settled": len(found)}, [context.say(_SETTLED, n=len(found))])


def _differences(services: Services, grid: Grid, stage: str) -> list[Difference]:
    chosen = {row.who.placement for row in grid.rows}
    found = services.second_entry.compare(grid.scheme.id, stage).differences
    return [each for each in found if each.who.placement in chosen]


def _difference(each: Difference) -> dict[str, Any]:
    return {
        "placement": each.who.placement, "student_number": each.who.student_number, "name": each.who.name,
        "rater": each.criterion.rater, "criterion": each.criterion.name, "first": each.first, "second": each.second,
        "entered_by": each.entered_by, "signed": each.signed,
    }  # fmt: skip


# -- summing up ------------------------------------------------------------------------------------


def summarise(context: Context, options: Namespace) -> Reply:
    """The groups with how their marks are spread; of one group also its students, and as a workbook with ``-o``."""
    services = context.services()
    by, key = _group(services, options)
    students = [naming.student(services, given) for given in options.student]
    book = services.summaries.book(_scheme(services, options), options.stage, students=students)
    groups = [each for each in book.groups(by) if key is None or each.key == key]
    one = book.summary(by, groups[0].key) if len(groups) == 1 else None
    data: dict[str, Any] = {"by": by, "groups": [_spread(context, each) for each in groups]}
    if one is not None:
        data["students"] = [_student(line, context) for line in one.lines]
    if options.output is not None:
        every = one or book.summary("all")
        file = options.output.expanduser().absolute()
        data |= {"file": str(file), "rows": services.summaries.export(every, file, context.language)}
    return Reply(data, [*_lines(context, groups), *_people(one)])


def _group(services: Services, options: Namespace) -> tuple[Any, str | None]:
    if options.enterprise:
        return "enterprise", naming.known(services, "enterprise", options.enterprise)
    if options.class_name:
        return "class", options.class_name
    if options.batch:
        return "batch", naming.known(services, "batch", options.batch)
    if options.student:
        return "all", None
    if not options.all:
        raise WrongUsage(_NOBODY)
    return options.by or "class", None


def _spread(context: Context, group: Group) -> dict[str, Any]:
    spread = group.spread
    return {
        "key": group.key, "title": context.say(group.title), "students": group.students, "with_overall": spread.count,
        "mean": spread.mean, "median": spread.median, "deviation": spread.spread, "lowest": spread.lowest,
        "highest": spread.highest, "passed": spread.passed, "pass_rate": spread.pass_rate,
        "bands": [{"name": name, "students": count} for name, count in spread.bands],
    }  # fmt: skip


def _student(line: Line, context: Context) -> dict[str, Any]:
    who, result = line.who, line.result
    return {
        "placement": who.placement, "student_number": who.student_number, "name": who.name, "class_name": who.class_name,
        "enterprise": who.enterprise_name, "totals": dict(result.totals), "overall": result.overall, "grade": result.grade,
        "passed": result.passed, "place": line.place, "lacking": list(line.lacking),
        "missing": {rater: way.value for rater, way in result.missing.items()}, "remarks": line.remarks(context.language),
    }  # fmt: skip


def _lines(context: Context, groups: Iterable[Group]) -> list[str]:
    return [
        context.say(
            _SUMMARY, title=group.title, done=group.spread.count, n=group.students, mean=_shown(group.spread.mean),
            rate="–" if group.spread.pass_rate is None else f"{_shown(group.spread.pass_rate)}%",
        )
        for group in groups
    ]  # fmt: skip


def _people(summary: Summary | None) -> list[str]:
    if summary is None:
        return []
    return [
        f"  {line.who.student_number}  {line.who.name}  {_shown(line.result.overall)}  {line.result.grade or ''}".rstrip()
        for line in summary.lines
    ]


def _shown(tenths: Any) -> str:
    return "–" if tenths is None else show_tenths(tenths)
