"""The day's list in words: what a line is called, why it is there, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from fieldteacher.domain.agenda import Duty, Item, Line
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.schedule import Urgency
from fieldteacher.domain.text import Text, same

PARTS: Mapping[Urgency, Text] = {
    Urgency.OVERDUE: Text("已过期", "Overdue"),
    Urgency.TODAY: Text("今天", "Today"),
    Urgency.WEEK: Text("7 天内", "Within a week"),
    Urgency.WANTING: Text("缺少或将到期", "Missing or running out"),
}
DUTIES: Mapping[Duty, Text] = {
    Duty.NOTIFY: Text("事件通报", "to be told of an incident"),
    Duty.INCIDENT: Text("未结案事件", "open incidents"),
    Duty.ABSENCE: Text("未销假", "not back from leave"),
    Duty.PROMISE: Text("跟进事项", "promises"),
    Duty.FOLLOW_UP: Text("谈话跟进", "follow-ups of talks"),
    Duty.VISIT: Text("走访", "visits"),
    Duty.NEXT_VISIT: Text("约定的走访", "visits promised"),
    Duty.TALK: Text("谈话", "talks"),
    Duty.CHECK: Text("每日检查", "daily checks"),
    Duty.START: Text("待上岗", "not started"),
    Duty.END: Text("待结束", "not ended"),
    Duty.EVALUATION: Text("考核", "marks"),
    Duty.PAPER_EXPIRING: Text("材料到期", "papers running out"),
    Duty.PAPER_MISSING: Text("缺材料", "papers missing"),
    Duty.NO_BATCH: Text("未定批次", "without a batch"),
    Duty.NO_RHYTHM: Text("未定要求", "without a rhythm"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_SINCE = Text(
    "{n} 天未{what}（{day}起），应每 {m} 天一次",
    "no {what} for {n} days (since {day}); one in {m} days is due",
)
_SOON = Text("{day}前应{what}，已 {n} 天未{what}", "{what} due by {day}; the last was {n} days ago")
_TALK, _VISIT = Text("谈话", "talk"), Text("走访", "visit")
_PROMISED = Text(
    "约定{day}走访，已 {n} 天未走访", "a visit was promised for {day}; the last was {n} days ago"
)
_WITH_TALKS = Text("；{n} 名学生待谈话", "; talks due: {n}")
_LATE = Text("{day}到期，已过 {n} 天", "due {day}, {n} days late")
_DUE = Text("{day}到期", "due {day}")
_DUE_TODAY = Text("今天到期", "due today")
_FOLLOW = Text("{day}谈话，", "talk of {day}, ")
_LEAVE = Text("请假至{day}，未销假", "on leave until {day}, not reported back")
_START = Text("计划{day}上岗，仍为待上岗", "to start on {day}, still planned")
_END = Text("{day}已到结束日期，仍为在岗", "ended on {day}, still in post")
_MARKS = Text(
    "{stage}考核缺{rater}评分，{day}前完成", "{stage} marks by {rater} are missing, to be there by {day}"
)
_RUNS_OUT = Text("{what}{day}到期，早于实习结束", "{what} runs out on {day}, before the placement ends")
_RUN_OUT = Text("{what}已于{day}到期", "{what} ran out on {day}")
_LACKS = Text("缺{what}", "{what} is missing")
_LACKS_SINCE = Text("缺{what}，{day}已上岗", "{what} is missing, in post since {day}")
_NO_CHECK = Text("{days}未登记每日检查", "no daily check on {days}")
_NO_CHECK_TODAY = Text("今天的检查未登记", "today's check is not noted")
_TELL = Text("应在 {moment} 前通报{who}", "to be told by {moment}: {who}")
_TOLD_LATE = Text("未通报{who}，时限 {moment} 已过", "not told by {moment}: {who}")
_NO_BATCH = Text(
    "实习安排没有批次，不会提醒走访和谈话", "placed without a batch: no visits or talks are asked for"
)
_NO_RHYTHM = Text(
    "批次没有写“{what}”，到期不会提醒", "the batch does not say “{what}”: nothing will be called to mind"
)
_OPEN = Text("{day}获知，{n} 天未结案", "known since {day}, open for {n} days")
_OPEN_TODAY = Text("今天获知，未结案", "known since today, open")
_FIRST = Text("最早{due}", "the first {due}")
_FIRMS = Text("{n} 家企业", "{n} enterprises")
_REST, _ALL = Text("其余 {n} 项{what}", "{n} more {what}"), Text("{what} · {n} 项", "{n} {what}")


def day_words(day: str) -> Text:
    """A day without its year: 6月5日, 5 Jun."""
    month, number = int(day[5:7]), int(day[8:10])
    return Text(f"{month}月{number}日", f"{number} {_MONTHS[month - 1]}")


def title(line: Line, names: Mapping[str, str]) -> Text:
    """What a line is called; ``names`` are the enterprises' names by id."""
    first, count = line.first, line.count
    if line.folded:
        return _REST.fill(n=line.weight, what=_what(first))
    if line.lines:
        return _ALL.fill(n=count, what=_what(first))
    if count > 1 and first.duty not in (Duty.CHECK, Duty.NOTIFY):
        where = names.get(first.enterprise, "")
        return Text(f"{where} · {_people(line).zh}", f"{where} · {_people(line).en}")
    if first.duty in (Duty.NOTIFY, Duty.INCIDENT):
        return RECORD_TYPES["incident"].spec("kind").choice_label(first.name)
    return same(first.name)


def why(line: Line, names: Mapping[str, str], today: date) -> Text:
    """Why a line is there, how long and since when."""
    first = line.first
    if line.folded:
        return _FIRST.fill(due=_due(first, today))
    if line.lines:
        return _FIRMS.fill(n=len({each.first.enterprise for each in line.lines}))
    if first.duty is Duty.CHECK and len(line.items) > 1:
        days = [day_words(item.detail) for item in line.items]
        return _NO_CHECK.fill(days=Text("、".join(d.zh for d in days), ", ".join(d.en for d in days)))
    words = _notify_all(line) if first.duty is Duty.NOTIFY else _SENTENCES[first.duty](first, today)
    if line.talks:
        more = _WITH_TALKS.fill(n=len(line.talks))
        words = Text(words.zh + more.zh, words.en + more.en)
    where = names.get(first.enterprise, "") if _says_where(line) else ""
    return listed_parts([where, words]) if where else words


def listed_parts(parts: Sequence[str | Text]) -> Text:
    """Parts with a dot between them."""
    texts = [same(part) if isinstance(part, str) else part for part in parts]
    return Text(" · ".join(t.zh for t in texts if t.zh), " · ".join(t.en for t in texts if t.en))


def item_title(item: Item) -> Text:
    """What one item is called."""
    return title(Line((item,)), {})


def item_why(item: Item, today: date, names: Mapping[str, str]) -> Text:
    """Why one item is there."""
    return why(Line((item,)), names, today)


def _says_where(line: Line) -> bool:
    """Whether a line's sentence should name the enterprise: not where its title or its words do so already."""
    if line.first.duty is Duty.NOTIFY:
        return True
    return len(line.items) == 1 and line.first.duty not in (
        Duty.VISIT,
        Duty.NEXT_VISIT,
        Duty.CHECK,
        Duty.PROMISE,
    )


def students(count: int) -> Text:
    """So many students."""
    return Text(f"{count} 名学生", f"{count} student{'' if count == 1 else 's'}")


def _people(line: Line) -> Text:
    return students(len({item.id for item in line.items}))


def _what(item: Item) -> Text:
    """The kind of thing, with what all of its lines have in common."""
    if item.duty is Duty.EVALUATION:
        stage, rater = _marks(item)
        return Text(f"{stage.zh}考核（{rater.zh}）", f"{stage.en} marks by {rater.en}")
    if item.duty in (Duty.PAPER_EXPIRING, Duty.PAPER_MISSING):
        return Text(
            f"{DUTIES[item.duty].zh}：{_paper(item).zh}", f"{DUTIES[item.duty].en}: {_paper(item).en}"
        )
    return DUTIES[item.duty]


def _paper(item: Item) -> Text:
    return RECORD_TYPES["paper"].spec("kind").choice_label(item.detail)


def _marks(item: Item) -> tuple[Text, Text]:
    stage, _, rater = item.detail.partition("/")
    fields = RECORD_TYPES["evaluation"].fields
    return fields["stage"].choice_label(stage), fields["rater"].choice_label(rater)


def _days(since: str, today: date) -> int:
    return (today - date.fromisoformat(since[:10])).days


def _due(item: Item, today: date) -> Text:
    late = _days(item.due, today)
    words = _LATE if late > 0 else _DUE_TODAY if late == 0 else _DUE
    return words.fill(day=day_words(item.due), n=late)


def _rhythm(what: Text) -> Callable[[Item, date], Text]:
    def say(item: Item, today: date) -> Text:
        lasted, allowed = _days(item.since, today), _days(item.since, date.fromisoformat(item.due))
        words = _SINCE if item.urgency is Urgency.OVERDUE else _SOON
        day = day_words(item.since if words is _SINCE else item.due)
        return words.fill(n=lasted, what=what, m=allowed, day=day)

    return say


def _promise(item: Item, today: date) -> Text:
    return listed_parts([item.note, _due(item, today)])


def _follow_up(item: Item, today: date) -> Text:
    before, due = _FOLLOW.fill(day=day_words(item.since)), _due(item, today)
    return Text(
        before.zh + due.zh.replace("到期", "应跟进", 1), before.en + due.en.replace("due", "to follow up", 1)
    )


def _marks_missing(item: Item, today: date) -> Text:
    stage, rater = _marks(item)
    return _MARKS.fill(stage=stage, rater=rater, day=day_words(item.due))


def _runs_out(item: Item, today: date) -> Text:
    words = _RUN_OUT if item.urgency is Urgency.OVERDUE else _RUNS_OUT
    return words.fill(what=_paper(item), day=day_words(item.due))


def _lacks(item: Item, today: date) -> Text:
    words = _LACKS_SINCE if item.since <= today.isoformat() else _LACKS
    return words.fill(what=_paper(item), day=day_words(item.since))


def _check(item: Item, today: date) -> Text:
    if item.detail == today.isoformat():
        return _NO_CHECK_TODAY
    return _NO_CHECK.fill(days=day_words(item.detail))


def _notify_all(line: Line) -> Text:
    """Who is still to be told of one incident, and the limit that comes first."""
    told, first = RECORD_TYPES["notification"].spec("told"), line.first
    names = [told.choice_label(item.detail) for item in line.items]
    who = Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
    day, clock = day_words(first.due), first.due[11:16]
    words = _TOLD_LATE if first.urgency is Urgency.OVERDUE else _TELL
    return words.fill(who=who, moment=Text(f"{day.zh} {clock}", f"{clock} on {day.en}"))


def _open(item: Item, today: date) -> Text:
    lasted = _days(item.since, today)
    return _OPEN.fill(day=day_words(item.since), n=lasted) if lasted else _OPEN_TODAY


_SENTENCES: Mapping[Duty, Callable[[Item, date], Text]] = {
    Duty.NOTIFY: lambda item, today: _notify_all(Line((item,))),
    Duty.INCIDENT: _open,
    Duty.ABSENCE: lambda item, today: _LEAVE.fill(day=day_words(item.due)),
    Duty.PROMISE: _promise,
    Duty.FOLLOW_UP: _follow_up,
    Duty.VISIT: _rhythm(_VISIT),
    Duty.NEXT_VISIT: lambda item, today: _PROMISED.fill(day=day_words(item.due), n=_days(item.since, today)),
    Duty.TALK: _rhythm(_TALK),
    Duty.CHECK: _check,
    Duty.START: lambda item, today: _START.fill(day=day_words(item.due)),
    Duty.END: lambda item, today: _END.fill(day=day_words(item.due)),
    Duty.EVALUATION: _marks_missing,
    Duty.PAPER_EXPIRING: _runs_out,
    Duty.PAPER_MISSING: _lacks,
    Duty.NO_BATCH: lambda item, today: _NO_BATCH,
    Duty.NO_RHYTHM: lambda item, today: _NO_RHYTHM.fill(what=RECORD_TYPES["batch"].spec(item.detail).label),
}
