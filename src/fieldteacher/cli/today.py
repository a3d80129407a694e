"""``today``: the day's list."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.domain.text import Language, Text
from fieldteacher.services import agenda_words as words
from fieldteacher.services.today import Agenda, Item, Line

_NOTHING = Text("今天没有到期的事。", "Nothing is due today.")
_PUT_OFF = Text("已暂缓 {n} 项（--snoozed 列出）。", "{n} put off (--snoozed lists them).")


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add(
        "today", Text("今日清单：过期、今天到期、缺少和将到期的事", "the day's list: overdue, due, missing, running out"), today
    )  # fmt: skip
    parser.add_argument(
        "--every", action="store_true",
        help=commands.words(Text("逐项列出，不合并同类", "item by item, without joining like ones")),
    )  # fmt: skip
    parser.add_argument(
        "--snoozed", action="store_true", help=commands.words(Text("也列出暂缓的", "those put off as well"))
    )


def today(context: Context, options: Namespace) -> Reply:
    """List what there is to do; what is overdue or due today waits for a person."""
    agenda = context.services().today.agenda()
    found = [_item(agenda, item, context.language) for item in agenda.items]
    if options.snoozed:
        for each in agenda.snoozed:
            about = {"until": each.until, "reason": each.reason}
            found.append({**_item(agenda, each.item, context.language), "snoozed": about})
    return Reply(
        {"items": found}, _said(agenda, options, context.language), WAITING if agenda.pressing else DONE
    )


def _item(agenda: Agenda, item: Item, language: Language) -> dict[str, Any]:
    return {
        "item": str(item.duty), "why": words.item_why(item, agenda.today, agenda.names).to(language),
        "severity": str(item.urgency), "due": item.due, "type": item.type, "id": item.id,
        "title": words.item_title(item).to(language), "action": str(item.step.action), "detail": item.detail,
    }  # fmt: skip


def _said(agenda: Agenda, options: Namespace, language: Language) -> Iterator[str]:
    lines = [Line((item,)) for item in agenda.items] if options.every else agenda.lines
    part = None
    for line in lines:
        if line.first.urgency is not part:
            part = line.first.urgency
            yield f"{words.PARTS[part].to(language)}:"
        yield f"  {_sentence(agenda, line, language)}"
    if not lines:
        yield _NOTHING.to(language)
    if options.snoozed:
        for each in agenda.snoozed:
            yield f"  ({each.until}: {each.reason}) {_sentence(agenda, Line((each.item,)), language)}"
    elif agenda.snoozed:
        yield _PUT_OFF.fill(n=len(agenda.snoozed)).to(language)


def _sentence(agenda: Agenda, line: Line, language: Language) -> str:
    title, why = words.title(line, agenda.names), words.why(line, agenda.names, agenda.today)
    return f"{title.to(language)} — {why.to(language)}"
