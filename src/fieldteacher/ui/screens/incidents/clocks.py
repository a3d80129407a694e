"""The clocks of an incident, in words that change as time goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.incident_clocks import Deadline, Standing, minutes_over, standing
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.incidents.arrangement import NOTIFICATION, TOLD
from fieldteacher.ui.widgets.basics import button, column, label, row
from fieldteacher.ui.widgets.chip import Chip, Tone

SOON = 60
"""Minutes before a limit from when on its clock warns."""
_LEFT, _OVER = Text("剩 {t}", "{t} left"), Text("超时 {t}", "{t} over")
_TOLD, _LATE = Text("{at} 已通报", "told {at}"), Text("{at} 通报，迟 {t}", "told {at}, {t} late")
_NEVER = Text("未通报", "not told")
_MINUTES, _HOURS = Text("{m} 分", "{m} min"), Text("{h} 小时 {m} 分", "{h} h {m} min")
_WHOLE_HOURS = Text("{h} 小时", "{h} h")
_DAYS = Text("{d} 天 {h} 小时", "{d} d {h} h")
_DUE = Text("限 {due}", "by {due}")
_TELL, _TELL_TIP = (
    Text("已告知", "Told"),
    Text("登记已告知{who}（{key}）", "Note that the {who} was told ({key})"),
)
_DAY, _HOUR = 1440, 60
_WHO_WIDTH = 120


def span(minutes: int) -> Text:
    """A length of time in words: minutes, hours and minutes, or days and hours."""
    if minutes < _HOUR:
        return _MINUTES.fill(m=minutes)
    if minutes < 2 * _DAY and minutes % _HOUR == 0:
        return _WHOLE_HOURS.fill(h=minutes // _HOUR)
    if minutes < 2 * _DAY:
        return _HOURS.fill(h=minutes // _HOUR, m=minutes % _HOUR)
    return _DAYS.fill(d=minutes // _DAY, h=minutes % _DAY // _HOUR)


def moment_words(moment: str, now: str) -> str:
    """A moment as briefly as can be: the time alone where it is of the same day."""
    day, _, time = moment.partition("T")
    return time if day == now[:10] else f"{day[5:]} {time}"


def state(clock: Deadline, now: str, *, closed: bool = False) -> tuple[Text, Tone]:
    """How a clock stands, in words; the clock of a closed incident does not run any more."""
    over = minutes_over(clock, now)
    match standing(clock, now):
        case Standing.IN_TIME:
            return _TOLD.fill(at=moment_words(clock.told_at or "", now)), "good"
        case Standing.LATE:
            return _LATE.fill(at=moment_words(clock.told_at or "", now), t=span(over)), "warn"
        case _ if closed:
            return _NEVER, "neutral"
        case Standing.OVERDUE:
            return _OVER.fill(t=span(over)), "bad"
        case Standing.RUNNING:
            return _LEFT.fill(t=span(-over)), "warn" if -over <= SOON else "neutral"


def key_of(told: str) -> str:
    """The key that notes that somebody was told."""
    return str(next(number for number, each in enumerate(TOLD, start=1) if each.value == told))


class ClockLine(QWidget):
    """One clock: who, how it stands, whom to call, and the button that stops it."""

    def __init__(
        self, ui: Ui, clock: Deadline, person: tuple[str, str], now: str, tell: Callable[[], object], *, closed: bool
    ) -> None:  # fmt: skip
        super().__init__()
        self._ui, self._clock, self._closed = ui, clock, closed
        who = ui.t(NOTIFICATION.spec("told").choice_label(clock.told))
        words, tone = state(clock, now, closed=closed)
        self.chip = Chip(ui.theme, ui.t(words), tone)
        self._who = who
        name = label(who)
        name.setFixedWidth(_WHO_WIDTH)
        line = row(name, self.chip, -1, gap=tokens.SPACE_S)
        whole = column(line, gap=0)
        if clock.told_at is None:
            key = key_of(clock.told)
            made = button(ui.theme, f"{ui.t(_TELL)} {key}", tell, icon="check")
            made.setAccessibleName(ui.t(_TELL_TIP.fill(who=who, key=key)))
            made.setToolTip(made.accessibleName())
            line.addWidget(made)
            due = ui.t(_DUE.fill(due=moment_words(clock.due, now)))
            under = label(" · ".join(filter(None, (*person, due))), "small", selectable=True)
            under.setContentsMargins(_WHO_WIDTH + tokens.SPACE_S, 0, 0, 0)
            whole.addWidget(under)
        self.setLayout(whole)
        self.tick(now)

    def tick(self, now: str) -> None:
        """Show how the clock stands now."""
        words, tone = state(self._clock, now, closed=self._closed)
        self.chip.say(self._ui.t(words), tone)
        self.setAccessibleName(f"{self._who}: {self._ui.t(words)}")
