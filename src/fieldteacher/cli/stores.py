"""``init``, ``demo``, ``status`` and ``verify``: whole stores."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from fieldteacher.cli.arguments import Commands, count
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services

_UNPROTECTED = Text(
    "没有设密码：拿到文件的人都能读到学生信息。可在设置中补设。",
    "No password: whoever gets the file can read the students' data. Settings can add one.",
)
_SHORT_PASSWORD = Text(
    "密码少于 8 个字符，容易被猜到。", "The password has fewer than 8 characters; it is easily guessed."
)
_SHORT = 8
_CREATED = Text("已建立：{f}", "Made: {f}")
_COUNTED = Text("{label} {n}", "{label}: {n}")


def add_to(commands: Commands) -> None:
    """Add the commands."""
    new = commands.add("init", Text("建立一份新数据", "make a new store"), init)
    new.add_argument("--name", default="", help=commands.words(Text("您的姓名", "your name")))
    new.add_argument("--role", choices=("teacher", "office"), default="teacher")
    new.add_argument("--college", default="", help=commands.words(Text("学校名称", "the college's name")))
    new.add_argument(
        "--no-password",
        action="store_true",
        help=commands.words(Text("不设密码", "a store without a password")),
    )
    demo = commands.add("demo", Text("建立一份示例数据", "make a store full of invented records"), make_demo)
    demo.add_argument("path", type=Path, metavar="PATH")
    demo.add_argument("--students", type=count, default=150)
    demo.add_argument("--teachers", type=count, default=2)
    demo.add_argument("--seed", type=int, default=1)
    commands.add("status", Text("数据概况", "what the store holds"), status)
    commands.add("verify", Text("检查数据是否完好", "check that the store is whole"), verify)


def init(context: Context, options: Namespace) -> Reply:
    """Make a new store."""
    password = None if options.no_password else context.new_password()
    services = context.keep(
        context.builders.create(
            context.folder, name=options.name.strip(), role=options.role, college=options.college.strip(),
            password=password, clock=context.clock,
        )
    )  # fmt: skip
    notes = password_notes(context, services, password, wanted=not options.no_password)
    data = {"store": str(context.folder), "device": services.store.device, "role": options.role}
    return Reply(data, [context.say(_CREATED, f=context.folder)], DONE, notes)


def password_notes(context: Context, services: Services, password: str | None, *, wanted: bool) -> list[str]:
    """What to say of a new store: that it has no password or a short one, or lies where it had better not."""
    notes = []
    if password is None and wanted:
        notes.append(context.say(_UNPROTECTED))
    elif password is not None and len(password) < _SHORT:
        notes.append(context.say(_SHORT_PASSWORD))
    doubt = services.settings.status().doubt
    return notes if doubt is None else [*notes, context.say(doubt)]


def make_demo(context: Context, options: Namespace) -> Reply:
    """Make a store full of invented records."""
    folder = options.path.expanduser().absolute()
    demo = context.builders.create_demo(
        folder, students=options.students, teachers=options.teachers, seed=options.seed, clock=context.clock,
        password=context.password(),
    )  # fmt: skip
    counts = dict(demo.counts)
    lines = [context.say(_CREATED, f=folder)]
    lines += [context.say(_COUNTED, label=RECORD_TYPES[name].label, n=n) for name, n in counts.items()]
    return Reply({"store": str(folder), "counts": counts}, lines)


def status(context: Context, options: Namespace) -> Reply:
    """Whose store it is and what waits in it."""
    found = context.services().settings.status()
    counts = {kind: context.services().records.count(kind) for kind in RECORD_TYPES}
    data = {
        "store": str(context.folder), "device": context.services().store.device, "owner": found.owner,
        "role": found.role, "college": found.college, "last_backup": found.last_backup,
        "read_only": found.read_only, "password": context.services().access.protected,
        "open_promises": found.counts["promises"], "conflicts": found.counts["conflicts"], "counts": counts,
    }  # fmt: skip
    lines = [
        context.say(Text("数据：{f}", "Store: {f}"), f=context.folder),
        context.say(Text("姓名：{n}　学校：{c}", "Owner: {n}; college: {c}"), n=found.owner, c=found.college),
        context.say(Text("最近备份：{b}", "Last backup: {b}"), b=found.last_backup or "—"),
        *(context.say(_COUNTED, label=RECORD_TYPES[kind].label, n=n) for kind, n in counts.items() if n),
    ]
    return Reply(data, lines)


def verify(context: Context, options: Namespace) -> Reply:
    """Check the file and that the tables say what the change log says."""
    problems = [context.say(problem) for problem in context.services().backups.verify()]
    fine = Text("数据完好。", "The store is whole.")
    return Reply(
        {"ok": not problems, "problems": problems},
        problems or [context.say(fine)],
        WAITING if problems else DONE,
    )
