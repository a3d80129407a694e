"""The college's own look of the printed forms: its logo, and the folder of its templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPixmap
from PySide6.QtWidgets import QLabel

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.forms.offers import BY_KEY
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.settings.page import Page
from fieldteacher.ui.widgets.basics import box, button, column, label, row

if TYPE_CHECKING:
    from fieldteacher.services.forms.template_files import TemplateFile

_TITLE = Text("表单与校徽", "Forms and logo")
_LOGO, _LOGO_WORDS = (
    Text("校徽", "Logo"),
    Text(
        "印在表单标题旁；方形、白底或透明底的图片最清楚。",
        "Stands beside the title of the forms; a square picture on white or transparent ground is clearest.",
    ),
)
_CHOOSE, _NO_LOGO = Text("选择图片…", "Choose a picture…"), Text("不用校徽", "No logo")
_PICTURES = Text("图片 (*.png *.jpg *.jpeg *.webp)", "Pictures (*.png *.jpg *.jpeg *.webp)")
_NONE = Text("未选择", "None chosen")
_TEMPLATES = Text("表单模板", "Templates of forms")
_TEMPLATE_WORDS = Text(
    "学校可用文本文件改每种表单的编号、标题、用语、栏目和列，不改程序。把改好的文件放进下面的文件夹，下次打印即生效。",
    "By a text file for each form the college changes its number, title, words, parts and columns, not the program. "
    "Put a file into the folder below; the next print uses it.",
)
_OPEN, _EXAMPLES = Text("打开文件夹", "Open the folder"), Text("放入范例", "Lay examples in it")
_LAID = Text(
    "范例在子文件夹“范例”里，改好后移到上一级。",
    "The examples lie in its folder “范例”; move up what you change.",
)
_CHANGES, _EMPTY = (
    Text("{name}：更改“{form}”", "{name}: changes “{form}”"),
    Text("还没有模板。", "There is no template yet."),
)
_EVALUATION = Text("考核表", "Evaluation form")
_SIDE = 72


class FormsPage(Page):
    """What is chosen here counts from the next print on."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, _TITLE)
        t = self.t
        self.logo = QLabel(t(_NONE))
        self.logo.setFixedSize(_SIDE, _SIDE)
        self.logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.logo.setWordWrap(True)
        self.logo.setAccessibleName(t(_LOGO))
        self.choose_button = button(ui.theme, t(_CHOOSE), self.choose)
        self.clear_button = button(ui.theme, t(_NO_LOGO), lambda: self._take(None), role="quiet")
        self.folder = label("", selectable=True, wrap=True)
        self.open_button = button(ui.theme, t(_OPEN), self.open_folder, icon="folder")
        self.examples_button = button(ui.theme, t(_EXAMPLES), self.add_examples)
        self.files = column(gap=tokens.SPACE_XS)
        beside = column(
            row(self.choose_button, self.clear_button, -1), label(t(_LOGO_WORDS), "small", wrap=True)
        )
        self.lay(
            label(t(_LOGO), "title"), row(self.logo, box(beside), gap=tokens.SPACE_M), label(t(_TEMPLATES), "title"),
            label(t(_TEMPLATE_WORDS), "muted", wrap=True), self.folder, row(self.open_button, self.examples_button, -1),
            box(self.files),
        )  # fmt: skip

    def load(self) -> None:
        printing = self.ui.services
        self.read(
            lambda: (printing.printing.forms.logo(), printing.printing.templates.path, printing.printing.templates.files()),
            self._show,
        )  # fmt: skip

    def choose(self) -> None:
        """Ask for a picture."""
        file = self.ui.picker.open_file(self.t(_CHOOSE), self.t(_PICTURES))
        if file is not None:
            self._take(file)

    def open_folder(self) -> None:
        """Show the folder in the system's own window; it is made where it is not there."""
        services = self.ui.services
        self.read(lambda: services.printing.templates.made(), self._open, self._refused)

    def add_examples(self) -> None:
        """Lay the examples beside the templates."""
        services = self.ui.services

        def laid(_folder: Path) -> None:
            self.banner.say(self.t(_LAID), "good")
            self.load()

        self.read(lambda: services.printing.templates.add_examples(), laid, self._refused)

    def _take(self, file: Path | None) -> None:
        self.banner.clear()
        services = self.ui.services
        self.change(lambda: services.printing.choose_logo(file), lambda _: self.load(), self._refused)

    def _open(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _refused(self, error: UserError) -> None:
        self.banner.say(self.t(error.text))

    def _show(self, found: tuple[bytes | None, Path | None, Sequence[TemplateFile]]) -> None:
        picture, folder, files = found
        image = QImage.fromData(picture or b"")
        if image.isNull():
            self.logo.clear()
            self.logo.setText(self.t(_NONE))
        else:
            shown = QPixmap.fromImage(image).scaled(
                _SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self.logo.setPixmap(shown)
        self.clear_button.setEnabled(not image.isNull())
        self.folder.setText(str(folder or ""))
        while (item := self.files.takeAt(0)) is not None:
            widget: Any = item.widget()
            if widget is not None:
                widget.deleteLater()
        for each in files:
            self.files.addWidget(self._line(each))
        if not files:
            self.files.addWidget(label(self.t(_EMPTY), "muted"))

    def _line(self, file: TemplateFile) -> QLabel:
        if file.problem is not None:
            return label(self.t(file.problem.text), "problem", wrap=True)
        form = BY_KEY[file.form].label if file.form in BY_KEY else _EVALUATION
        return label(self.t(_CHANGES.fill(name=file.name, form=form)), wrap=True)
