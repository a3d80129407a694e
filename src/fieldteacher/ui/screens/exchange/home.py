"""The page of exchanging: who we are, everyone else in a table, and beside it what comes in and where things go."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.inbox import InboxState
from fieldteacher.ui.screens.exchange.peer_lines import FILTERS, PEERS
from fieldteacher.ui.screens.exchange.reading import Home
from fieldteacher.ui.screens.exchange.targets import TargetChoice
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import Scroll, box, button, clear, column, icon_button, label, row, rule
from fieldteacher.ui.widgets.chip import Tone
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.field import Field, PathLine
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.link import LinkRow
from fieldteacher.ui.words import size_words

_PEERS, _NOUN = Text("交换对象", "Stations"), Text("个", "stations")
_NOBODY = Text("还没有交换对象", "Nobody to exchange with yet")
_NOBODY_OFFICE = Text(
    "到“学校办公室”邀请教师；对方加入并发来第一个包以后，会列在这里。",
    "Invite the teachers under “College office”. Each is listed here once the first package has come.",
)
_NOBODY_TEACHER = Text("先把数据导出给学校。", "Write your first package for the college.")
_INVITE = Text("邀请教师", "Invite a teacher")
_WAITS = Text(
    "学校还没有回传，暂时不认识这台电脑：请把数据包导出给学校，并等学校发来数据包。",
    "The college has not answered yet and does not know this computer: write a package for it, and take in the one that comes back.",
)
_EXPORT, _EXPORT_ALL = Text("导出给所选", "Write for the selected"), Text("导出给全部", "Write for all")
_EXPORT_TIP = Text("Ctrl+E", "Ctrl+E")
_PRINT = Text("核对码 {n}", "fingerprint {n}")
_ME = Text("本机：{label}", "This computer: {label}")
_IN, _NO_PACKAGES = (
    Text("收到的数据包", "Packages that came in"),
    Text("没有待导入的包。", "None is waiting."),
)
_IMPORT = Text("导入文件…", "Take in a file…")
_IMPORT_ALL = Text("全部导入（{n}）", "Take in all ({n})")
_IMPORT_TIP = Text(
    "Ctrl+O；也可以把文件拖到窗口里，或双击文件", "Ctrl+O; or drop the file on the window, or double-click it"
)
_IMPORT_FOLDER = Text("导入文件夹…", "A whole folder…")
_HINT = Text("也可以把 .ftpkg 文件拖到窗口里。", "You can also drop a .ftpkg file on the window.")
_MORE = Text("还有 {n} 个", "{n} more")
_STRANGER = Text("还不认识的电脑", "a computer not known yet")
_LOOK = Text("再看一次", "Look again")
_OUT, _TO = Text("导出设置", "What is written"), Text("导出到", "Write to")
_PHOTOS = Text("照片和文件", "Photos and files")
_PHOTO_CHOICES = (
    Text("不带", "none"), Text("全部", "all"), Text("总共不超过", "at most, in all"),
)  # fmt: skip
_MB = Text("兆字节上限", "Megabytes at most")
_SHARED = Text("共享文件夹", "Shared folder")
_SHARED_HELP = Text(
    "学校网盘、Nextcloud、Syncthing 等同步的文件夹：包写到这里，别人发来的也从这里收。包是加密的。",
    "A folder that Nextcloud, Syncthing or a network drive carries: packages are written there and found there. They are sealed.",
)
_CHOOSE, _CHOOSE_SHARED = Text("选择…", "Choose…"), Text("选择共享文件夹", "Choose the shared folder")
_NO_SHARED, _FORGET = (
    Text("不使用", "none"),
    Text("不再使用共享文件夹", "Do not use the shared folder any more"),
)
_SHOW_FOLDER = Text("打开文件夹", "Open the folder")
_SIDE, _SHOWN = 372, 8


class HomePage(QWidget):
    """Says what is asked for by its signals; the part does it."""

    export_asked = Signal(list)
    import_asked = Signal()
    package_asked = Signal(object)
    all_asked = Signal()
    folder_asked = Signal()
    shared_chosen = Signal(object)
    look_asked = Signal()
    invite_asked = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.home: Home | None = None
        t, theme = ui.t, ui.theme
        self.banner, self.notice = Banner(theme), Banner(theme)
        self._me, self._college = (
            label("", "title", wrap=True),
            label("", "small", wrap=True, selectable=True),
        )
        self.table = TableView(ui, "peers", _PEERS, PEERS, filters=FILTERS, noun=_NOUN, empty=self._nobody)
        self.export_button = self.table.add_action(
            _EXPORT, self.export, icon="download", role="primary", batch=True
        )
        self.export_button.setToolTip(t(_EXPORT_TIP))
        self.all_button = self.table.add_action(_EXPORT_ALL, self.export_all)
        self.table.opened.connect(lambda _: self.export())
        self.import_button = button(
            theme, t(_IMPORT), self.import_asked.emit, icon="folder", tip=t(_IMPORT_TIP)
        )
        self.folder_in = button(theme, t(_IMPORT_FOLDER), self.folder_asked.emit)
        self.all_in = button(theme, "", self.all_asked.emit, icon="check")
        self.targets = TargetChoice(ui)
        self.photos, self.most = self._photo_choice()
        self.shared = PathLine(theme, t(_SHARED), t(_CHOOSE), self._ask_shared, hint=t(_NO_SHARED))
        self.shared_field = Field(t(_SHARED), self.shared, help=t(_SHARED_HELP))
        self._packages = column(gap=0)
        self._lay()

    @property
    def photo_limit(self) -> int | None:
        """How many megabytes of photos and files go along; ``None`` for all."""
        return (0, None, self.most.value())[self.photos.currentIndex()]

    def show_home(self, home: Home) -> None:
        """Show who there is; the first is selected where nobody was."""
        self.home, t = home, self._ui.t
        self._me.setText(t(_ME.fill(label=home.label or home.college)))
        self._notice(home)
        self._college.setText(
            " · ".join(
                filter(None, (home.college, t(_PRINT.fill(n=home.fingerprint)) if home.fingerprint else ""))
            )
        )
        first = not self.table.model.total
        self.table.set_rows(home.peers)
        self.all_button.setVisible(len(home.peers) > 1)
        self.folder_in.setVisible(home.office)
        if first and home.peers:
            self.table.rows.go_to(0)

    def _notice(self, home: Home) -> None:
        """What stays to be said until it is settled."""
        if home.doubt is not None:
            self.notice.say(self._ui.t(home.doubt), "warn")
        elif home.waits:
            self.notice.say(self._ui.t(_WAITS), "neutral")
        else:
            self.notice.clear()

    def show_inbox(self, state: InboxState) -> None:
        """Show the packages that wait in the shared folder, and where packages can be written."""
        t = self._ui.t
        self.targets.offer(state.folder, state.sticks)
        self.shared.set_path(state.folder)
        self.forget_button.setVisible(state.folder is not None)
        self.shared_field.clear()
        if state.problem is not None:
            self.shared_field.say(t(state.problem))
        clear(self._packages)
        for each in state.waiting[:_SHOWN]:
            stranger = t(_STRANGER) if each.written_on else each.file.name  # or a file that somebody renamed
            parts = (each.sender or stranger, each.written_on, size_words(each.size))
            words = " · ".join(filter(None, parts))
            line = row(label(words), -1)
            line.setContentsMargins(tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S)
            self._packages.addWidget(LinkRow(line, words, partial(self.package_asked.emit, each.file)))
        if len(state.waiting) > _SHOWN:
            self._packages.addWidget(label(t(_MORE.fill(n=len(state.waiting) - _SHOWN)), "small"))
        if not state.waiting:
            self._packages.addWidget(label(t(_NO_PACKAGES), "muted"))
        self.all_in.setText(t(_IMPORT_ALL.fill(n=len(state.waiting))))
        self.all_in.setVisible(len(state.waiting) > 1)

    def export(self) -> None:
        """Ask for packages for the selected stations."""
        chosen = self.table.selected_rows()
        if chosen:
            self.export_asked.emit(chosen)

    def export_all(self) -> None:
        """Ask for a package for every station."""
        self.export_asked.emit([line for line in self.table.model.rows if not line.heard.revoked])

    def written(self, words: str, folder: Path, tone: Tone = "good") -> None:
        """Say what was written, with the folder at hand."""
        self.banner.say(
            words, tone, action=self._ui.t(_SHOW_FOLDER),
            taken=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
        )  # fmt: skip

    def _nobody(self) -> EmptyState:
        ui, home = self._ui, self.home
        if home is None or not home.office:
            return EmptyState(ui.theme, ui.t(_NOBODY), icon="users", detail=ui.t(_NOBODY_TEACHER))
        step = Step(ui.t(_INVITE), self.invite_asked.emit, "plus")
        return EmptyState(ui.theme, ui.t(_NOBODY), step, icon="users", detail=ui.t(_NOBODY_OFFICE))

    def _photo_choice(self) -> tuple[QComboBox, QSpinBox]:
        ui, choice, most = self._ui, QComboBox(), QSpinBox()
        choice.addItems([ui.t(each) for each in _PHOTO_CHOICES])
        choice.setAccessibleName(ui.t(_PHOTOS))
        choice.setCurrentIndex(int(ui.settings.get("exchange/photos", 0)))
        most.setRange(1, 2000)
        most.setValue(int(ui.settings.get("exchange/photos_mb", 20)))
        most.setSuffix(" MB")
        most.setAccessibleName(ui.t(_MB))
        most.setVisible(choice.currentIndex() == 2)

        def chosen(number: int) -> None:
            most.setVisible(number == 2)
            ui.settings.set("exchange/photos", number)

        choice.currentIndexChanged.connect(chosen)
        most.valueChanged.connect(lambda value: ui.settings.set("exchange/photos_mb", value))
        return choice, most

    def _lay(self) -> None:
        ui = self._ui
        head = column(self._me, self._college, self.notice, self.banner, gap=tokens.SPACE_XS)
        head.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, 0)
        left = column(box(head), self.table, gap=0)
        left.setStretch(1, 1)
        look = icon_button(ui.theme, ui.t(_LOOK), self.look_asked.emit, icon="search")
        self.forget_button = button(
            ui.theme, ui.t(_FORGET), lambda: self.shared_chosen.emit(None), role="quiet"
        )
        self.shared.chosen.connect(self.shared_chosen)
        inside = column(
            row(label(ui.t(_IN), "title"), -1, look), self._packages, _in_lines(self.import_button, self.folder_in, self.all_in),
            label(ui.t(_HINT), "small", wrap=True), tokens.SPACE_S, rule(), tokens.SPACE_S,
            label(ui.t(_OUT), "title"), Field(ui.t(_TO), self.targets),
            Field(ui.t(_PHOTOS), self.photos, self.most), tokens.SPACE_S, rule(), tokens.SPACE_S, self.shared_field,
            row(self.forget_button, -1), -1, gap=tokens.SPACE_S,
        )  # fmt: skip
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_L)
        side = Scroll(box(inside, "surface"))
        side.setFixedWidth(_SIDE)
        whole = row(box(left), rule(upright=True), side, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _ask_shared(self) -> Path | None:
        return self._ui.picker.folder(self._ui.t(_CHOOSE_SHARED), self.shared.path)


def _in_lines(*parts: QWidget) -> Flow:
    """Buttons beside each other, in a second line where the room ends."""
    lines = Flow(tokens.SPACE_S)
    for part in parts:
        lines.addWidget(part)
    return lines
