"""One sheet on the bench: its picture, the question that is asked, and its marks beside the form's wording."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text, listed
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.sheet_checks import CheckedSheet, Question
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.thumbnails import decoded
from fieldteacher.ui.screens.sheets.arrangement import MARKS, STAGES, STATES, MarkRow, mark_rows
from fieldteacher.ui.screens.sheets.picture import SheetPicture
from fieldteacher.ui.screens.sheets.question import QuestionCard
from fieldteacher.ui.tables.model import RowsModel
from fieldteacher.ui.tables.view import RowsView
from fieldteacher.ui.tasks import Latest
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, button, column, headline, label, row, rule
from fieldteacher.ui.widgets.chip import Chip

_LARGEST = QSize(4000, 4000)
_PICTURE, _MARKS = Text("拉正的表", "The straightened sheet"), Text("这张表的勾选", "The marks of this sheet")
_NO_PICTURE = Text("没有图片", "There is no picture")
_AGAIN = Text("换一张照片…", "Another photo…")
_PAPER_TOTAL, _NO_TOTAL = (
    Text("表上总评分 {n}", "total on paper {n}"),
    Text("表上未填总评分", "no total on paper"),
)
_ASKED = Text("表上总评分待核对", "total on paper to be checked")
_SUM = Text("合计 {n}", "comes to {n}")
_OVERALL, _NO_OVERALL = (
    Text("综合 {n}　{grade}", "overall {n}, {grade}"),
    Text("综合待其他评分", "no overall yet"),
)
_WIDTH = 400
_ROW = 28
"""Lower than elsewhere: a form of twelve rows is to be seen at a glance."""


class MarksView(RowsView):
    """The rows of a form. ``typed`` is asked first about every key."""

    def __init__(self, model: RowsModel, theme: Theme, name: str, typed: Callable[[QKeyEvent], bool]) -> None:
        super().__init__(model, theme, name)
        self._typed = typed

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if not self._typed(event):
            super().keyPressEvent(event)


class Bench(QWidget):
    """``answered`` carries an ``Answer``, ``next_asked`` that the next question is wanted, ``turned`` by how many sheets
    to go on, ``again_asked`` that another photo is to be chosen."""

    answered = Signal(object)
    next_asked = Signal()
    turned = Signal(int)
    again_asked = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.sheet: CheckedSheet | None = None
        self._image = QImage()
        self._shown_picture = ""
        self._latest = Latest(ui.runner, self)
        t, theme = ui.t, ui.theme
        self.picture = SheetPicture(theme, t(_PICTURE))
        self.name = label("", "title", wrap=True)
        self.about = label("", "small", wrap=True)
        self.state = Chip(theme, "", "neutral")
        self.banner = Banner(theme)
        self.again = button(theme, t(_AGAIN), self.again_asked.emit, icon="camera")
        self.card = QuestionCard(ui)
        self.model = RowsModel(MARKS, ui.language)
        self.marks = MarksView(self.model, theme, t(_MARKS), self._key)
        self.marks.horizontalHeader().setSectionsClickable(False)
        self.marks.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.marks.horizontalHeader().setFixedHeight(_ROW)
        self.marks.verticalHeader().setDefaultSectionSize(_ROW)
        self.totals = label("", wrap=True)
        self._lay()
        self.card.answered.connect(self.answered)
        self.marks.selectionModel().currentRowChanged.connect(lambda *_: self._row_changed())

    def _lay(self) -> None:
        head = column(
            headline(self.name, row(self.state)),
            self.about,
            self.banner,
            row(self.again, -1),
            gap=tokens.SPACE_XS,
        )
        head.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_S)
        foot = column(self.totals)
        foot.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        side = column(head, rule(), self.card, rule(), self.marks, rule(), foot, gap=0)
        side.setStretch(4, 1)
        right = box(side, "surface")
        right.setFixedWidth(_WIDTH)
        whole = row(self.picture, rule(upright=True), right, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    # -- showing -----------------------------------------------------------------------------------

    def show_sheet(self, sheet: CheckedSheet | None, *, row_name: str | None = None) -> None:
        """Show a sheet at a row, else at its first question."""
        before, self.sheet = self.sheet, sheet
        if sheet is None:
            return
        language, t = self._ui.language, self._ui.t
        words, tone = STATES[sheet.state]
        self.state.say(t(words), tone)
        form = sheet.form
        who = f"{form.who.name}　{form.who.student_number}" if form else Path(sheet.sheet.reading.file).name
        self.name.setText(f"{sheet.number} · {who}")
        self.about.setText(t(listed([form.who.enterprise_name, STAGES[form.stage]])) if form else "")
        self.about.setVisible(form is not None)
        told = sheet.state in ("refused", "double", "left") and sheet.reason is not None
        if told and sheet.reason is not None:
            self.banner.say(t(sheet.reason), "bad" if sheet.state == "refused" else "neutral")
        else:
            self.banner.clear()
        self.again.setVisible(sheet.state == "refused")
        same = before is not None and before.number == sheet.number
        at = row_name if row_name is not None else self._first(sheet, before if same else None)
        self.model.set_rows(mark_rows(sheet, language))
        self._tell_totals(sheet)
        self._load_picture(sheet)
        asked = self.card.question if same and not self.card.isHidden() else None
        whole = [question for question in sheet.questions if question.kind != "row"]
        self._go(at)
        if whole and (not at or (asked is not None and asked.kind != "row")):
            self.show_question(whole[0])

    def show_question(self, question: Question) -> None:
        """Ask a question of the sheet on show."""
        if question.kind == "row":
            self._go(question.row)
        else:
            self.card.show_question(question)
            self.card.show()
            self.marks.setAccessibleDescription(self.card.told)

    def focus(self) -> None:
        """Put the keyboard where digits decide."""
        self.marks.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def at(self) -> str:
        """The row that is looked at."""
        found = self.marks.current_row()
        return found.name if isinstance(found, MarkRow) else ""

    @staticmethod
    def _first(sheet: CheckedSheet, before: CheckedSheet | None) -> str:
        asked = next((q.row for q in sheet.questions if q.kind == "row"), "")
        return asked or (sheet.rows[0].reading.name if sheet.rows and before is None else "")

    def _go(self, name: str) -> None:
        place = next((n for n, each in enumerate(self.model.rows) if each.name == name), -1)
        if place >= 0:
            self.marks.go_to(place)
        self._row_changed()

    def _row_changed(self) -> None:
        sheet, at = self.sheet, self.marks.current_row()
        if sheet is None:
            return
        open_rows = [each.reading for each in (*sheet.rows, *sheet.digits) if each.open]
        if not isinstance(at, MarkRow):
            self.card.setVisible(False)
            self.picture.show_rows(None, open_rows)
            return
        question = next((q for q in sheet.questions if q.kind == "row" and q.row == at.name), None)
        self.card.setVisible(True)
        self.card.show_row(sheet, at.row, question, self._image)
        self.marks.setAccessibleDescription(self.card.told)
        self.picture.show_rows(at.row.reading, open_rows)

    def _tell_totals(self, sheet: CheckedSheet) -> None:
        t = self._ui.t
        said: list[Text] = []
        if sheet.scheme is not None and sheet.form is not None and sheet.rows:
            asked = any(each.open for each in sheet.digits)
            said.append(
                _PAPER_TOTAL.fill(n=sheet.total)
                if sheet.total is not None
                else _ASKED
                if asked
                else _NO_TOTAL
            )
            total = sheet.result.totals.get(sheet.form.rater) if sheet.result else None
            said.append(_SUM.fill(n="–" if total is None else show_tenths(total)))
            result = sheet.result
            if result is not None and result.overall is not None:
                said.append(_OVERALL.fill(n=show_tenths(result.overall), grade=result.grade or "–"))
            else:
                said.append(_NO_OVERALL)
        gap = "　·　"
        self.totals.setText(gap.join(t(each) for each in said))
        self.totals.setVisible(bool(said))

    def _load_picture(self, sheet: CheckedSheet) -> None:
        wanted, scale = sheet.sheet, sheet.sheet.reading.scale
        if wanted.picture == self._shown_picture:
            return
        self._shown_picture, self._image = wanted.picture, QImage()
        service = self._ui.services
        if not wanted.picture:
            self.picture.show_picture(QImage(), scale, self._ui.t(_NO_PICTURE))
            return

        wide = self.picture.wanted_width

        def find() -> tuple[QImage, QImage, float]:
            whole = decoded(service.sheets.picture(wanted), _LARGEST)
            if not scale or whole.isNull():
                return whole, whole, scale
            # Scaled on this thread: the window's own would stand still for it at every repaint.
            fitting = whole.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
            return whole, fitting, scale * fitting.width() / whole.width()

        def there(found: tuple[QImage, QImage, float]) -> None:
            self._image, fitting, shown_scale = found
            self.picture.show_picture(fitting, shown_scale, self._ui.t(_NO_PICTURE))
            if self.card.question is None or self.card.question.kind == "row":
                self._row_changed()

        def failed(error: UserError) -> None:
            self.picture.show_picture(QImage(), scale, self._ui.t(error.text))

        self._latest.read(find, there, failed)

    # -- keys --------------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.card.isHidden() or self.card.question is None or not self.card.accept():
                self.next_asked.emit()
            return True
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
            return True
        return not self.card.isHidden() and self.card.key(key)
