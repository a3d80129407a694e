"""The office's page: whose computers take part, who has been silent, whom to invite, and students of nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QWidget

from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.list_screen import ListScreen
from fieldteacher.ui.screens.exchange.station_card import StationCard
from fieldteacher.ui.screens.exchange.station_lines import (
    COLUMNS,
    COVERS,
    FILTERS,
    INVITE,
    Invitation,
    StationLine,
    Stations,
    read_stations,
)
from fieldteacher.ui.screens.exchange.targets import KEPT
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import Card, box, button, column, label, row
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys

if TYPE_CHECKING:
    from fieldteacher.services.inviting import Invited

_TITLE, _NOUN = Text("教师与电脑", "Teachers and computers"), Text("位教师", "teachers")
_EMPTY = Text("还没有教师", "No teachers yet")
_EMPTY_MORE = Text(
    "导入名单时会带出带队教师；也可以直接邀请。",
    "Rosters bring the teachers along; you can also invite one at once.",
)
_PICK = Text("选择一位教师，这里显示其电脑的情况", "Choose a teacher to see about the computer")
_INVITE, _INVITING = (
    Text("邀请教师…", "Invite a teacher…"),
    Text("邀请教师加入交换", "Invite a teacher to the exchange"),
)
_CHOOSE = Text("邀请文件放在哪个文件夹", "Folder for the invitation")
_COVERS_OF = Text("{who} 还代管谁的学生", "Whose students {who} holds too")
_OFF = Text("停用 {who} 的电脑？", "Switch off the computer of {who}?")
_OFF_MORE = Text(
    "以后不再给它写数据包，也不再接受它的数据包；它上面已有的数据不会消失。电脑丢失、教师离职时这样做。",
    "Nothing is written for it and nothing is accepted from it any more; what is on it stays there. For a lost computer, or a teacher "
    "who has left.",
)
_OFF_DO = Text("停用", "Switch off")
_NOBODY = Text(
    "{n} 名学生没有指定带队教师（实习安排里的“带队教师”）。",
    "Students with no teacher named in their placements: {n}.",
)
_TO_WHOM = Text("没有带队教师的学生", "Students without a teacher go to")
_WHOM = (("everyone", Text("发给每位教师", "every teacher")), ("nobody", Text("谁也不发", "nobody")))
_CODE = Text("激活码", "Activation code")
_TELL = Text(
    "请用电话把激活码告诉 {who}，不要和文件一起发。这个码只显示这一次。",
    "Tell {who} this code by phone; do not send it with the file. It is shown only this once.",
)
_FILE = Text("邀请文件：{file}", "Invitation: {file}")
_COPY, _SHOW, _CLOSE = (
    Text("复制激活码", "Copy the code"),
    Text("打开文件夹", "Open the folder"),
    Text("完成", "Done"),
)
_COPIED = Text("已复制激活码", "The code is copied")


class StationsPart(ListScreen):
    """N invites, F2 says whose students a computer holds too."""

    record_type = "invitation"
    types = ("teacher", "student", "placement")
    card: tuple[StationLine, str] | None

    def __init__(self, ui: Ui) -> None:
        self._found: Stations | None = None
        self._invite = False
        table = TableView(
            ui, "stations", _TITLE, COLUMNS, filters=FILTERS, noun=_NOUN, empty=lambda: self._empty()
        )
        super().__init__(ui, table, _PICK, "users")
        table.add_action(_INVITE, self.invite, icon="plus", role="primary")
        bind_keys(table, {"N": self._invite_current})
        self.nobody, self.whom = Banner(ui.theme), QComboBox()
        self.code_panel = self._code_panel()
        self._lay()

    def _lay(self) -> None:
        self.whom.addItems([self.t(words) for _, words in _WHOM])
        self.whom.setAccessibleName(self.t(_TO_WHOM))
        self.whom.activated.connect(self._choose_whom)
        setting = row(label(self.t(_TO_WHOM), "muted"), self.whom, -1)
        above = column(self.code_panel, self.nobody, setting, gap=tokens.SPACE_S)
        above.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, 0)
        layout = self.table.layout()
        assert layout is not None
        layout.insertWidget(0, box(above))  # type: ignore[attr-defined]

    # -- reading -------------------------------------------------------------------------------

    def load(self) -> Sequence[Any]:
        return [read_stations(self.ui.services, self.ui.clock, self.ui.language)]

    def reload(self) -> None:
        self.read(self.load, self._loaded, latest="rows")

    def _loaded(self, rows: Sequence[Any]) -> None:
        self._found = found = rows[0]
        super()._loaded(found.lines)
        if self.card is not None:
            self._read_card(self._shown_id)
        home = found.home
        self.whom.setCurrentIndex([name for name, _ in _WHOM].index(home.unassigned_to))
        if home.unassigned:
            self.nobody.say(self.t(_NOBODY.fill(n=home.unassigned)), "warn")
        else:
            self.nobody.clear()
        if self._invite:
            self._invite = False
            self.invite()

    def load_card(self, record: str) -> tuple[StationLine, str]:
        found = self._found
        line = next((each for each in found.lines if each.id == record), None) if found else None
        if found is None or line is None:
            raise NotFound("not_found", _EMPTY)
        return line, found.fingerprints.get(line.id, "")

    def make_card(self) -> QWidget:
        return StationCard(self.ui)

    def arrive(self, **args: Any) -> None:
        """``invite`` begins an invitation."""
        if self._found is not None:
            self.reload()  # what was heard of whom is no change of a record
        if args.get("invite"):
            self._invite = self._found is None
            if not self._invite:
                self.invite()
        else:
            super().arrive(**args)

    # -- doing ---------------------------------------------------------------------------------

    def do(self, wanted: str) -> None:
        if self.card is None:
            return
        line, stations = self.card[0], self.ui.services.exchange.stations
        if wanted == "invite" or (wanted == "edit" and line.peer is None):
            self.invite(line.label)
        elif wanted == "edit":
            self._covers(line)
        elif wanted == "export":
            self.ui.navigator.go("exchange", do="exchange", to=line.id)
        elif wanted == "on":
            self._change(lambda: stations.reinstate(line.id))
        elif wanted == "off":
            self.ui.messages.confirm(
                _OFF.fill(who=line.label), _OFF_DO, lambda: self._change(lambda: stations.revoke(line.id)),
                detail=_OFF_MORE,
            )  # fmt: skip

    def invite(self, name: str = "") -> None:
        """Ask where the file is to lie, then show the form that invites a teacher."""
        folder = self._folder()
        if folder is None:
            return
        services, clock = self.ui.services, self.ui.clock

        def save(values: Mapping[str, Any]) -> Invited:
            ids = values.get("covers") or ()
            titles = services.records.titles("teacher", ids)
            file = folder / f"invite-{clock.now():%Y%m%d-%H%M%S}.ftinvite"
            return services.exchange.inviting.invite(
                str(values.get("name") or ""), file, covers=[titles[each] for each in ids if each in titles]
            )

        form = self.open_form(
            "invitation", Invitation.TYPE, INVITE, _INVITING, {}, save, proposed={"name": name} if name else None
        )  # fmt: skip
        form.go_to_field("name")

    def _saved(self, result: object) -> None:
        code = getattr(result, "code", None)
        if code is not None:
            self._show_code(result)  # type: ignore[arg-type]
        self.reload()

    def _covers(self, line: StationLine) -> None:
        stations, found = self.ui.services.exchange.stations, self._found
        before = [each for each in (found.covers.get(line.id, ()) if found else ()) if each != "*"]

        def save(values: Mapping[str, Any]) -> object:
            stations.set_covers(line.id, values.get("covers") or ())
            return None

        self.open_form(
            "covers", Invitation.TYPE, COVERS, _COVERS_OF.fill(who=line.label), {"covers": before}, save, subject=line.id
        )  # fmt: skip

    def _change(self, fn: Any) -> None:
        self.change(fn, lambda _: self.reload(), self.ui.messages.refused)

    def _choose_whom(self, number: int) -> None:
        stations, value = self.ui.services.exchange.stations, _WHOM[number][0]
        self._change(partial(stations.set_unassigned_to, value))

    def _invite_current(self) -> None:
        self.invite(self.card[0].label if self.card is not None else "")

    def _folder(self) -> Path | None:
        """Asked for each time: the file must be found again to be sent."""
        kept = self.ui.settings.get(KEPT)
        start = Path(kept) if isinstance(kept, str) else next(iter(self.ui.inbox.state.sticks), None)
        return self.ui.picker.folder(self.t(_CHOOSE), start)

    def _empty(self) -> EmptyState:
        ui = self.ui
        step = Step(ui.t(_INVITE), self.invite, "plus")
        return EmptyState(ui.theme, ui.t(_EMPTY), step, icon="users", detail=ui.t(_EMPTY_MORE))

    # -- the code ------------------------------------------------------------------------------

    def _code_panel(self) -> Card:
        theme = self.ui.theme
        panel = Card(role="panel")
        self.code = label("", "code", selectable=True)
        self._tell, self._file = label("", wrap=True), label("", "small", wrap=True, selectable=True)
        self._written = Path()
        panel.body.addWidget(label(self.t(_CODE), "title"))
        for part in (self.code, self._tell, self._file):
            panel.body.addWidget(part)
        panel.body.addLayout(
            row(
                button(theme, self.t(_COPY), self._copy, icon="copy"),
                button(theme, self.t(_SHOW), self._open_folder, icon="folder"), -1,
                button(theme, self.t(_CLOSE), self._close_code, role="primary"),
            )
        )  # fmt: skip
        panel.hide()
        return panel

    def _show_code(self, invited: Invited) -> None:
        self.code.setText(invited.code)
        self.code.setAccessibleName(f"{self.t(_CODE)}: {invited.code}")
        self._tell.setText(self.t(_TELL.fill(who=invited.written.to.label)))
        self._file.setText(self.t(_FILE.fill(file=invited.file)))
        self._written = invited.file
        self.code_panel.show()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self.ui.messages.toast(_COPIED)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    def _close_code(self) -> None:
        self.code.clear()
        self.code_panel.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: UserError) -> None:
        self.ui.messages.refused(error)
