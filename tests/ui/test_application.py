from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from fieldteacher.ui.application import speak_qt
from fieldteacher.ui.context import Ui


def _undo_in_a_text_field() -> str:
    return QCoreApplication.translate("QLineEdit", "&Undo")


def test_qt_s_own_words_follow_the_language(qapp: QApplication, ui: Ui) -> None:
    speak_qt(qapp, "zh_CN")
    assert "撤" in _undo_in_a_text_field()
    ui.choose_language("en")
    assert _undo_in_a_text_field() == "&Undo"
    assert QLocale().language() == QLocale.Language.English
    ui.choose_language("zh_CN")
    assert "撤" in _undo_in_a_text_field()
    speak_qt(qapp, "en")


def test_the_look_is_remembered(ui: Ui) -> None:
    ui.choose_theme("dark")
    assert ui.settings.get("theme") == "dark"
    assert ui.theme.palette.dark
    ui.choose_theme("light")
