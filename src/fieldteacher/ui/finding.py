"""What the search box of the window finds: people, enterprises, records, and commands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Screen
from fieldteacher.ui.tasks import Latest
from fieldteacher.ui.widgets.search_box import Answer, SearchBox

if TYPE_CHECKING:
    from fieldteacher.services.search import Hit

_NAME = Text(
    "搜索学生、企业、记录或命令（Ctrl+F）", "Search students, enterprises, records, commands (Ctrl+F)"
)
_NOTHING = Text("没有找到", "Nothing found")
_GO_TO = Text("转到{title}", "Go to {title}")
_LIMIT = 12


class Finding:
    """Asks at every key; an answer that a newer key has overtaken is dropped."""

    def __init__(self, ui: Ui, screens: Sequence[Screen]) -> None:
        self._ui = ui
        self._showing = {kind: each for each in screens for kind in each.shows}
        self.box = SearchBox(ui.theme, ui.t(_NAME), ui.t(_NOTHING))
        self._latest = Latest(ui.runner, self.box)
        self._commands = [answer for each in screens for answer in self._commands_of(each)]
        self.box.asked.connect(self._ask)

    def _ask(self, typed: str) -> None:
        if not typed:
            self._latest.forget()
            return
        services, language = self._ui.services, self._ui.language
        self._latest.read(
            lambda: services.search.find(typed, _LIMIT, language), lambda hits: self._show(typed, hits)
        )

    def _show(self, typed: str, hits: Sequence[Hit]) -> None:
        wanted = typed.casefold()
        commands = [answer for words, answer in self._commands if wanted in words]
        found = [self._answer(hit) for hit in hits if hit.type in self._showing]
        self.box.show_answers([*found, *commands])

    def _answer(self, hit: Hit) -> Answer:
        screen = self._showing[hit.type]
        label = self._ui.t(RECORD_TYPES[hit.type].label)
        return Answer(
            hit.title,
            hit.subtitle or label,
            screen.icon,
            partial(self._ui.navigator.show, hit.type, hit.id),
        )

    def _commands_of(self, screen: Screen) -> list[tuple[str, Answer]]:
        go, t = self._ui.navigator.go, self._ui.t
        title = _GO_TO.fill(title=screen.title)
        made = [(title, Answer(t(title), "", "arrow-right", partial(go, screen.id)))]
        made += [
            (
                each.title,
                Answer(t(each.title), t(screen.title), screen.icon, partial(go, screen.id, **each.args)),
            )
            for each in screen.commands
        ]
        return [(f"{text.zh}\n{text.en}".casefold(), answer) for text, answer in made]
