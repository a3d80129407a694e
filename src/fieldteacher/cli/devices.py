"""``device`` and ``join``: this station, the known ones, and making a store from the office's invitation."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.moments import moment
from fieldteacher.cli.reply import DONE, Reply
from fieldteacher.cli.stores import password_notes
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services

_ROLES = {"office": Text("办公室", "the office"), "teacher": Text("教师", "a teacher")}
_OFF, _OWN = Text("已停用", "switched off"), Text("本机", "this computer")
_OUTSIDE = Text("没有加入交换", "takes part in no exchange")
_SECRET = Text(
    "有了这把密钥，就能打开发给这台电脑的所有数据包；用完请删除。",
    "Whoever has this key can open every package for this computer; delete it after use.",
)
_JOINED = Text("已加入，数据在：{f}", "Joined; the store is in {f}.")
_NEXT = Text(
    "现在可以导出第一个数据包给办公室：package export FILE --to office",
    "Now export the first package for the office: package export FILE --to office",
)


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun("device", Text("参加数据交换的电脑", "computers that exchange"))
    show = noun.add("show", Text("本机", "this computer"), show_device)
    show.add_argument(
        "--secret-key", action="store_true", help=noun.words(Text("给信息人员：打印本机的 age 密钥", "for IT: print this computer's age key"))
    )  # fmt: skip
    noun.add("list", Text("所有电脑", "every computer"), list_devices)
    for name, words, run in (
        ("revoke", Text("停用一台电脑（丢失、离职）", "switch a computer off (lost, or its owner left)"), revoke),
        ("reinstate", Text("重新启用", "switch a computer on again"), reinstate),
    ):  # fmt: skip
        noun.add(name, words, run).add_argument("id", metavar="ID")
    joining = commands.add(
        "join", Text("用办公室的邀请文件建立数据", "make a store from the office's invitation"), join
    )
    joining.add_argument("file", type=Path, metavar="FILE")
    joining.add_argument(
        "--code", required=True, metavar="CODE", help=commands.words(Text("电话里告知的激活码", "the activation code told by phone"))
    )  # fmt: skip
    joining.add_argument(
        "--existing", action="store_true", help=commands.words(Text("让已有的数据加入，不新建", "have the store there join, make none"))
    )  # fmt: skip
    joining.add_argument(
        "--no-password", action="store_true", help=commands.words(Text("不设密码", "a store without a password"))
    )  # fmt: skip


def show_device(context: Context, options: Namespace) -> Reply:
    """This computer as the others know it; with ``--secret-key`` the key that opens its packages."""
    services = context.services()
    stations = services.exchange.stations
    if options.secret_key:
        secret = stations.keys().age_secret
        return Reply({"age_secret": secret}, [secret], DONE, [context.say(_SECRET)])
    own = stations.own()
    found = services.settings.status()
    data: dict[str, Any] = {
        "device": services.store.device, "label": own.station.label if own else found.owner, "role": stations.role,
        "joined": own is not None, "college": own.college if own else None, "fingerprint": None, "sign_key": None,
        "age_key": None, "revoked_at": None,
    }  # fmt: skip
    lines = [f"{data['device']}  {data['label']}  {context.say(_ROLES[stations.role])}"]
    if own is None:
        return Reply(data, [*lines, context.say(_OUTSIDE)])
    data |= {
        "fingerprint": stations.cards()[0].fingerprint, "sign_key": own.station.sign_key,
        "age_key": own.station.age_key, "revoked_at": moment(own.station.revoked_ms),
    }  # fmt: skip
    return Reply(data, [*lines, data["fingerprint"], *([context.say(_OFF)] if data["revoked_at"] else [])])


def list_devices(context: Context, options: Namespace) -> Reply:
    """Every station that is known here."""
    services = context.services()
    states = {p.station.sign_key: p for p in services.exchange.synchronisation.overview().peers}
    shown, lines = [], []
    for card in services.exchange.stations.cards():
        station, state = card.station, states.get(card.station.sign_key)
        shown.append({
            "device": station.device, "label": station.label, "role": station.role, "own": card.own,
            "fingerprint": card.fingerprint, "sign_key": station.sign_key, "teacher": station.teacher,
            "covers": list(station.covers), "revoked_at": moment(station.revoked_ms),
            "heard_at": moment(state.heard_ms) if state else None,
            "confirmed_at": moment(state.confirmed_ms) if state else None,
            "waiting": state.waiting if state else 0,
        })  # fmt: skip
        words = [context.say(_ROLES[station.role])]
        words += [context.say(_OWN)] if card.own else []
        words += [context.say(_OFF)] if station.revoked_ms is not None else []
        lines.append(f"{station.device}  {station.label}  {'，'.join(words)}  {card.fingerprint}")
    if not shown:  # no exchange yet; still there is this computer
        alone = show_device(context, Namespace(secret_key=False))
        return Reply({"devices": [{**alone.data, "own": True}]}, alone.lines)
    return Reply({"devices": shown}, lines)


def revoke(context: Context, options: Namespace) -> Reply:
    """Switch a computer off."""
    station = context.services().exchange.stations.revoke(options.id).station
    told = Text("已停用：{who}", "Switched off: {who}")
    return Reply({"revoked": station.device, "label": station.label}, [context.say(told, who=station.label)])


def reinstate(context: Context, options: Namespace) -> Reply:
    """Switch a computer on again."""
    station = context.services().exchange.stations.reinstate(options.id).station
    told = Text("已启用：{who}", "Switched on: {who}")
    return Reply(
        {"reinstated": station.device, "label": station.label}, [context.say(told, who=station.label)]
    )


def join(context: Context, options: Namespace) -> Reply:
    """Make a store from an invitation, or have the one there join."""
    file = options.file.expanduser().absolute()
    if options.existing:
        services = context.services()
        services.exchange.inviting.join(file, options.code)
        return _joined(context, services, [])
    password = None if options.no_password else context.new_password()
    services = context.keep(
        context.builders.join(
            context.folder, invitation=file, code=options.code, password=password,
            clock=context.clock,
        )
    )  # fmt: skip
    return _joined(
        context, services, password_notes(context, services, password, wanted=not options.no_password)
    )


def _joined(context: Context, services: Services, notes: list[str]) -> Reply:
    status = services.settings.status()
    data = {
        "store": str(context.folder), "device": services.store.device, "teacher": status.owner,
        "college": status.college, "students": status.counts["students"],
    }  # fmt: skip
    lines = [context.say(_JOINED, f=context.folder), context.say(_NEXT)]
    return Reply(data, lines, DONE, notes)
