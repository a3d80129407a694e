"""Backups: where they go, making one, looking at them, checking the store, restoring into a new folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.settings.arrangement import BACKUPS, BackupRow
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.basics import Card, box, button, column, label, row
from fieldteacher.ui.widgets.empty import EmptyState
from fieldteacher.ui.widgets.field import Field, PathLine, password_line

if TYPE_CHECKING:
    from fieldteacher.services.backups import Backup

_TITLE = Text("备份", "Backups")
_FOLDER = Text("备份文件夹", "Folder for backups")
_FOLDER_HELP = Text(
    "建议选 U 盘或另一块硬盘：电脑损坏时，备份还在。",
    "A memory stick or another disk is best: it survives the loss of this computer.",
)
_CHOOSE = Text("选择…", "Choose…")
_CHOOSE_FOLDER = Text("选择备份文件夹", "Choose the folder for backups")
_NOW = Text("立即备份", "Back up now")
_MAKING = Text("正在备份", "Backing up")
_MADE = Text("已备份：{name}", "Backed up: {name}")
_VERIFY = Text("检查数据", "Check the data")
_VERIFYING = Text("正在检查数据", "Checking the data")
_SOUND = Text("数据完好：文件与变更记录一致。", "The data is sound: the file agrees with the change log.")
_UNSOUND = Text("发现 {n} 处问题：{list}", "{n} problems found: {list}")
_SHOW = Text("打开文件夹", "Open the folder")
_RESTORE = Text("恢复…", "Restore…")
_OTHER = Text("从其他文件恢复…", "Restore another file…")
_EMPTY = Text("还没有备份", "No backup yet")
_NOUN = Text("个备份", "backups")
_RESTORE_TITLE = Text("恢复备份 {name}", "Restore {name}")
_RESTORE_WORDS = Text(
    "恢复到一个新文件夹，现在的数据不受影响。恢复出的数据算作另一台设备，可以与本机交换。",
    "A backup is restored into a new folder; the present data is not touched. What is restored counts as another device.",
)
_INTO = Text("恢复到", "Restore into")
_CHOOSE_INTO = Text("选择一个空文件夹", "Choose an empty folder")
_PASSWORD = Text("备份的密码（有密码时填写）", "Password of the backup, if it has one")
_SHOW_PASSWORD = Text("显示密码", "Show the password")
_GO = Text("恢复", "Restore")
_CANCEL = Text("取消", "Cancel")
_NEED_FOLDER = Text("请选择恢复到哪个文件夹。", "Please choose a folder to restore into.")
_RESTORED = Text(
    "已恢复到 {folder}。要打开它：fieldteacher --store \"{folder}\"",
    "Restored into {folder}. To open it: fieldteacher --store \"{folder}\"",
)  # fmt: skip
_INCOMPLETE = Text(
    "{n} 个照片或文件没有恢复：备份旁边缺少含有它们的 .ftfiles 文件。",
    "{n} photos or files were not restored: the .ftfiles that hold them are not beside the backup.",
)
_KINDS = Text("备份 (*.ftbackup)", "Backups (*.ftbackup)")
_CHOOSE_FILE = Text("选择备份文件", "Choose a backup")


class BackupsPage(Page):
    """Nothing here changes a record."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _TITLE)
        theme, t = ui.theme, self.t
        self.folder = PathLine(theme, t(_FOLDER), t(_CHOOSE), self._ask_folder)
        self.folder.chosen.connect(self._choose_folder)
        self.folder_field = Field(t(_FOLDER), self.folder, help=t(_FOLDER_HELP))
        self.now_button = button(theme, t(_NOW), self.back_up, role="primary", icon="database-backup")
        self.verify_button = button(theme, t(_VERIFY), self.verify, icon="shield-check")
        self.other_button = button(theme, t(_OTHER), self._restore_other)
        self.list = TableView(
            ui, "backups", _TITLE, BACKUPS, noun=_NOUN,
            empty=EmptyState(theme, t(_EMPTY), icon="database-backup"),
        )  # fmt: skip
        self.list.add_action(_SHOW, self._open_folder, icon="folder")
        self.list.add_action(_RESTORE, self._restore_chosen, icon="undo-2", batch=True)
        self.list.opened.connect(self._restore_row)
        self.list.setMinimumHeight(240)
        self.restoring = self._restore_card()
        self._frame = Card()
        self._frame.body.setContentsMargins(1, 1, 1, 1)
        self._frame.body.addWidget(self.list)
        buttons = row(self.now_button, self.verify_button, -1, self.other_button)
        inside = column(self.restoring, self._frame)
        inside.setAlignment(self.restoring, Qt.AlignmentFlag.AlignTop)
        below = box(inside)
        self.lay(self.folder_field, buttons, below, wide=True)

    def load(self) -> None:
        backups = self.ui.services.backups
        self.read(lambda: (backups.folder, backups.list()), self._show)

    def back_up(self) -> None:
        """Make a backup now."""
        self.banner.clear()
        self.now_button.setEnabled(False)
        backups = self.ui.services.backups
        self.ui.runner.work(
            lambda progress, cancelled: backups.create(progress=progress),
            self._made,
            self._refused,
            title=_MAKING,
            owner=self,
        )

    def verify(self) -> None:
        """Check the store's file and its change log."""
        self.banner.clear()
        self.verify_button.setEnabled(False)
        backups = self.ui.services.backups
        self.ui.runner.work(
            lambda progress, cancelled: backups.verify(),
            self._verified,
            self._refused,
            title=_VERIFYING,
            owner=self,
        )

    def restore(self) -> None:
        """Restore the chosen backup."""
        into = self.into.path
        if into is None:
            self.into_field.say(self.t(_NEED_FOLDER))
            return
        for field in (self.into_field, self.password_field):
            field.clear()
        self.go_button.setEnabled(False)
        file, password, services = self._file, self.password.text(), self.ui.services

        def work() -> tuple[Path, int]:
            return into, services.access.restore(file, into, password).missing

        self.read(work, self._restored, self._not_restored)

    def _show(self, found: tuple[Path, Sequence[Backup]]) -> None:
        folder, backups = found
        self.folder.set_path(folder)
        self.list.set_rows(
            [BackupRow(str(b.path), b.made_at.isoformat(), b.size, b.path.name) for b in backups]
        )

    def _made(self, backup: Backup) -> None:
        self.now_button.setEnabled(True)
        self.banner.say(self.t(_MADE.fill(name=backup.path.name)), "good")
        self.look_around()
        self.load()

    def _verified(self, problems: Sequence[Text]) -> None:
        self.verify_button.setEnabled(True)
        if problems:
            listed = "; ".join(self.t(each) for each in problems[:5])
            self.banner.say(self.t(_UNSOUND.fill(n=len(problems), list=listed)))
        else:
            self.banner.say(self.t(_SOUND), "good")

    def _refused(self, error: UserError) -> None:
        self.now_button.setEnabled(True)
        self.verify_button.setEnabled(True)
        self.banner.say(self.t(error.text))

    def _ask_folder(self) -> Path | None:
        return self.ui.picker.folder(self.t(_CHOOSE_FOLDER), self.folder.path)

    def _choose_folder(self, folder: Path) -> None:
        backups = self.ui.services.backups
        self.folder_field.clear()

        def refused(error: UserError) -> None:
            self.folder_field.say(self.t(error.text))
            self.read(lambda: backups.folder, self.folder.set_path)

        self.change(lambda: backups.choose_folder(folder), lambda _: self.load(), refused)

    def _open_folder(self) -> None:
        if self.folder.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder.path)))

    def _restore_card(self) -> QWidget:
        t = self.t
        self._file = Path()
        self._restore_title = label("", "title")
        self.into = PathLine(self.ui.theme, t(_INTO), t(_CHOOSE), self._ask_into)
        self.into_field = Field(t(_INTO), self.into)
        self.into.chosen.connect(lambda _: self.into_field.clear())
        self.password: QLineEdit = password_line(self.ui.theme, t(_SHOW_PASSWORD))
        self.password_field = Field(t(_PASSWORD), self.password)
        self.go_button = button(self.ui.theme, t(_GO), self.restore, role="primary")
        cancel = button(self.ui.theme, t(_CANCEL), self._close_restoring, role="quiet")
        card = Card()
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        card.body.setSpacing(tokens.SPACE_M)
        for part in (
            self._restore_title, label(t(_RESTORE_WORDS), "muted", wrap=True), self.into_field, self.password_field,
        ):  # fmt: skip
            card.body.addWidget(part)
        card.body.addLayout(row(self.go_button, cancel, -1))
        card.hide()
        return card

    def _ask_into(self) -> Path | None:
        return self.ui.picker.folder(self.t(_CHOOSE_INTO))

    def _restore_other(self) -> None:
        file = self.ui.picker.open_file(self.t(_CHOOSE_FILE), self.t(_KINDS), self.folder.path)
        if file is not None:
            self._begin_restoring(file)

    def _restore_chosen(self) -> None:
        for each in self.list.selected_rows()[:1]:
            self._restore_row(each)

    def _restore_row(self, chosen: BackupRow) -> None:
        self._begin_restoring(Path(chosen.path))

    def _begin_restoring(self, file: Path) -> None:
        self._file = file
        self.banner.clear()
        self._restore_title.setText(self.t(_RESTORE_TITLE.fill(name=file.name)))
        self.into.set_path(None)
        self.password.clear()
        self.go_button.setEnabled(True)
        self._frame.hide()
        self.restoring.show()
        self.into.button.setFocus()

    def _close_restoring(self) -> None:
        self.restoring.hide()
        self._frame.show()
        self.list.setFocus()

    def _restored(self, done: tuple[Path, int]) -> None:
        folder, missing = done
        self._close_restoring()
        words = self.t(_RESTORED.fill(folder=folder))
        if missing:
            self.banner.say(f"{words}\n{self.t(_INCOMPLETE.fill(n=missing))}", "warn")
        else:
            self.banner.say(words, "good")

    def _not_restored(self, error: UserError) -> None:
        self.go_button.setEnabled(True)
        about_password = error.code in ("password_needed", "wrong_password")
        field = self.password_field if about_password else self.into_field
        if error.code == "not_a_backup":
            self.banner.say(self.t(error.text))
        else:
            field.say(self.t(error.text))
