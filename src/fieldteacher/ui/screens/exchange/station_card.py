"""One teacher's computer: what it is known to have, and what the office can do about it."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.exchange.station_lines import STATES, StationLine
from fieldteacher.ui.widgets.basics import label
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.reading_card import ReadingCard
from fieldteacher.ui.words import local_minute

_EXPORT, _COVERS = Text("导出给这台电脑", "Write a package"), Text("代管…（F2）", "Covers… (F2)")
_OFF, _ON = Text("停用…", "Switch off…"), Text("重新启用", "Switch on again")
_INVITE, _ANOTHER = Text("邀请…（N）", "Invite… (N)"), Text("再邀请一台电脑…", "Invite another computer…")
_INVITED = Text(
    "邀请已发出，还没有收到对方的第一个数据包。激活码只显示一次；丢了就重新邀请。",
    "Invited; the first package has not come yet. The code is shown only once: if it is lost, invite again.",
)
_NONE = Text(
    "还没有邀请。邀请后会得到一个文件和一个激活码：文件发给本人，激活码用电话告诉。",
    "Not invited yet. You get a file, which is sent, and an activation code, which is told by phone.",
)
_NEVER = Text("还没有", "nothing yet")
_STUDENTS, _CONFLICTS = Text("{n} 名", "{n}"), Text("{n} 处", "{n}")
_FACTS = (
    Text("最近收到", "Last heard"), Text("已确认到", "Confirmed up to"), Text("学生", "Students"), Text("待处理冲突", "Conflicts"),
    Text("代管", "Covers"), Text("设备编号", "Device"), Text("核对码", "Fingerprint"),
)  # fmt: skip
_COMPARE = Text(
    "核对码可在电话里与对方“同步”页上的数字比对。",
    "Compare the fingerprint by phone with the digits on their Exchange page.",
)


class StationCard(ReadingCard):
    """Asks for ``export``, ``covers``, ``off``, ``on`` and ``invite``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui

    def show_card(self, card: tuple[StationLine, str]) -> None:
        """Show a teacher and the digits of the computer's keys."""
        (line, fingerprint), t = card, self._ui.t
        self.start(line.label, t(STATES[line.state][0]))
        if line.peer is None:
            self.add_button(t(_INVITE), "invite", icon="plus", tip="N", role="primary")
            self.body.addWidget(label(t(_INVITED if line.state == "invited" else _NONE), "muted", wrap=True))
            return
        if line.state == "off":
            self.add_button(t(_ON), "on", icon="check")
        else:
            self.add_button(t(_EXPORT), "export", icon="download", role="primary")
            self.add_button(t(_COVERS), "edit", icon="users", tip="F2")
            self.add_button(t(_OFF), "off", icon="lock", role="danger")
        self.add_button(t(_ANOTHER), "invite", icon="plus")
        heard, confirmed = line.heard.at_ms, line.confirmed_ms
        values = (
            local_minute(heard) if heard else t(_NEVER), local_minute(confirmed) if confirmed else t(_NEVER),
            t(_STUDENTS.fill(n=line.students or 0)), t(_CONFLICTS.fill(n=line.peer.conflicts)), line.covers,
            line.peer.device[:8], fingerprint,
        )  # fmt: skip
        facts = Facts()
        facts.show_pairs([(t(name), value) for name, value in zip(_FACTS, values, strict=True)])
        self.body.addWidget(facts)
        self.body.addWidget(label(t(_COMPARE), "small", wrap=True))
