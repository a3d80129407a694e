"""``office``: inviting teachers, who has reported, who holds whom, and the rules given out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.erasure import add_erase
from fieldteacher.cli.moments import moment
from fieldteacher.cli.packages import PHOTOS_HELP, photos
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.domain.text import Text

if TYPE_CHECKING:  # what it brings along, no other command should wait for
    from fieldteacher.services.office_view import TeacherState

_TELL = Text(
    "请把文件交给{who}，并在电话里告知激活码：{code}（不要写在同一封信里）",
    "Give the file to {who}, and tell the activation code by phone: {code} (not in the same message)",
)
_GOING_ALONG = Text(
    "{n} 名没有指定教师的学生也在里面（每位教师都会得到）；如不需要，先用 office scope --unassigned nobody。",
    "{n} students for whom no teacher is named go along, as to everyone; use office scope --unassigned nobody first if that is not meant.",
)
_STATES = {
    "joined": Text("已加入", "joined"),
    "invited": Text("已邀请，未加入", "invited, not joined"),
    "absent": Text("未邀请", "not invited"),
    "revoked": Text("已停用", "switched off"),
}
_LINE = Text(
    "{who}  {state}  最近上报 {heard}  已确认到 {confirmed}  待送 {waiting} 份（{changes} 处）  冲突 {conflicts}  学生 {students}",
    "{who}  {state}  heard {heard}  confirmed {confirmed}  waiting {waiting} ({changes} changes)  conflicts {conflicts}  students {students}",
)
_UNASSIGNED = Text("未指定教师的学生：{n}", "students for whom no teacher is named: {n}")


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun(
        "office", Text("办公室：邀请教师、看进度、发规则", "the office: teachers, progress, rules")
    )
    words = noun.words
    invite_parser = noun.add("invite", Text("邀请一位教师", "invite a teacher"), invite)
    invite_parser.add_argument("--teacher", required=True, metavar="NAME")
    invite_parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    invite_parser.add_argument(
        "--covers", action="append", default=[], metavar="NAME", help=words(Text("还代管这位教师的学生", "holds this teacher's students too"))
    )  # fmt: skip
    invite_parser.add_argument(
        "--photos", type=photos, default=0, metavar="none|all|MB", help=words(PHOTOS_HELP)
    )
    noun.add("withdraw", Text("收回未使用的邀请", "take an open invitation back"), withdraw).add_argument(
        "teacher", metavar="NAME"
    )
    add_erase(noun)
    noun.add("status", Text("各位教师的上报情况", "what was heard of each teacher"), status)
    scope_parser = noun.add("scope", Text("谁管哪些学生", "who holds which students"), scope)
    scope_parser.add_argument(
        "--unassigned", choices=("everyone", "nobody"), help=words(Text("未指定教师的学生发给谁", "who holds students of no teacher"))
    )  # fmt: skip
    cover = noun.add(
        "cover", Text("设置代管哪些教师的学生", "set whose students a computer holds too"), set_covers
    )
    cover.add_argument("id", metavar="ID")
    cover.add_argument("--of", action="append", default=[], metavar="NAME")
    rules = noun.noun("rules", Text("下发给教师的规则集和放假安排", "rule sets and holidays given out"))
    rules.add("list", Text("已下发的文件", "the files given out"), list_rules)
    rules.add("add", Text("下发一份文件", "give out a file"), add_rules).add_argument(
        "file", type=Path, metavar="FILE"
    )
    rules.add("remove", Text("收回一份文件", "take a file back"), remove_rules).add_argument(
        "name", metavar="NAME"
    )


def invite(context: Context, options: Namespace) -> Reply:
    """Write an invitation; the code is told and kept nowhere."""
    invited = context.services().exchange.inviting.invite(
        options.teacher, options.output.expanduser().absolute(), covers=options.covers, photos=options.photos
    )
    data = {
        "file": str(invited.file), "code": invited.code, "teacher": invited.teacher, "bytes": invited.written.bytes,
        "dossiers": invited.written.dossiers, "changes": invited.written.changes,
    }  # fmt: skip
    notes = [context.say(_GOING_ALONG, n=invited.unassigned)] if invited.unassigned else []
    lines = [str(invited.file), context.say(_TELL, who=options.teacher, code=invited.code)]
    return Reply({**data, "unassigned": invited.unassigned}, lines, DONE, notes)


def withdraw(context: Context, options: Namespace) -> Reply:
    """Take back the open invitations of a teacher: who shows one of them afterwards is refused."""
    count = context.services().exchange.inviting.withdraw(options.teacher)
    told = Text("已收回 {n} 份邀请。", "{n} invitations were taken back.")
    return Reply({"withdrawn": count}, [context.say(told, n=count)])


def status(context: Context, options: Namespace) -> Reply:
    """Per teacher: last heard, confirmed, waiting, conflicts."""
    services = context.services()
    services.exchange.stations.refuse_teacher()
    view = services.exchange.office.view()
    lines = [context.say(_LINE, **_words(context, each)) for each in view.teachers]
    if view.unassigned:
        lines.append(context.say(_UNASSIGNED, n=len(view.unassigned)))
    data = {
        "teachers": [_shown(each) for each in view.teachers], "unassigned": len(view.unassigned),
        "conflicts": view.conflicts,
    }  # fmt: skip
    return Reply(data, lines, WAITING if view.conflicts else DONE)


def scope(context: Context, options: Namespace) -> Reply:
    """Who holds how many students, and those of nobody."""
    services = context.services()
    services.exchange.stations.refuse_teacher()
    if options.unassigned:
        services.exchange.stations.set_unassigned_to(options.unassigned)
    view = services.exchange.office.view()
    titles = services.records.titles("student", view.unassigned, context.language)
    data = {
        "teachers": [
            {"teacher": each.name, "id": each.teacher, "students": each.students, "covers": list(each.covers)}
            for each in view.teachers
        ],
        "unassigned": [{"id": id, "title": titles.get(id, "")} for id in view.unassigned],
        "unassigned_to": view.unassigned_to,
    }  # fmt: skip
    lines = [f"{each.name}  {each.students}" for each in view.teachers]
    lines.append(context.say(_UNASSIGNED, n=len(view.unassigned)))
    lines += [f"  {titles.get(id, id)}" for id in view.unassigned]
    return Reply(data, lines)


def set_covers(context: Context, options: Namespace) -> Reply:
    """Say whose students a computer holds besides its owner's; none given is nobody's."""
    stations = context.services().exchange.stations
    covers = [stations.teacher_named(name) for name in options.of]
    peer = stations.set_covers(options.id, covers)
    data = {"device": peer.station.device, "label": peer.station.label, "covers": list(peer.station.covers)}
    return Reply(data, [f"{peer.station.label}: {'、'.join(options.of) or '—'}"])


def list_rules(context: Context, options: Namespace) -> Reply:
    """The rule files given out."""
    names = context.services().given_rules.names()
    return Reply({"files": names}, names)


def add_rules(context: Context, options: Namespace) -> Reply:
    """Give out a rule file."""
    services = context.services()
    services.exchange.stations.refuse_teacher()
    services.given_rules.add(options.file.expanduser().absolute())
    told = Text("已下发 {n}，随下一个数据包送到教师。", "{n} is given out and goes with the next packages.")
    return Reply({"added": options.file.name}, [context.say(told, n=options.file.name)])


def remove_rules(context: Context, options: Namespace) -> Reply:
    """Take a rule file back."""
    services = context.services()
    services.exchange.stations.refuse_teacher()
    services.given_rules.remove(options.name)
    return Reply({"removed": options.name}, [options.name])


def _shown(each: TeacherState) -> dict[str, object]:
    return {
        "teacher": each.name, "id": each.teacher, "state": each.state, "device": each.device,
        "heard_at": moment(each.heard_ms), "silent_days": each.silent_days, "confirmed_at": moment(each.confirmed_ms),
        "waiting": each.waiting, "changes": each.changes, "conflicts": each.conflicts, "students": each.students,
    }  # fmt: skip


def _words(context: Context, each: TeacherState) -> dict[str, object]:
    return {
        "who": each.name, "state": context.say(_STATES[each.state]), "heard": moment(each.heard_ms) or "—",
        "confirmed": moment(each.confirmed_ms) or "—", "waiting": each.waiting, "changes": each.changes,
        "conflicts": each.conflicts, "students": each.students,
    }  # fmt: skip
