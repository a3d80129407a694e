"""What the search box of the window finds: people, enterprises, records, and commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen
from fieldteacher.ui.showing import icon_of, show_record
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
        self.box = SearchBox(ui.theme, ui.t(_NAME), ui.t(_NOTHING))
        self._latest = Latest(ui.runner, self.box)
        self._commands = [found for each in screens for found in self._commands_of(each)]
        self._keys: list[tuple[str, ...]] | None = None
        self.box.asked.connect(self._ask)
        # Spelling the commands loads the pinyin tables: done by the first letter.
        self.box.entered.connect(
            lambda: ui.runner.read(self._keys_of_commands, lambda _: None, owner=self.box)
        )

    def _ask(self, typed: str) -> None:
        if not typed:
            self._latest.forget()
            return
        services, language = self._ui.services, self._ui.language
        self._latest.read(
            lambda: (services.search.find(typed, _LIMIT, language), self._commands_for(typed)),
            lambda found: self.box.show_answers(self._in_order(typed, *found)),
        )

    def _in_order(
        self, typed: str, hits: Sequence[Hit], commands: Sequence[tuple[int, Answer]]
    ) -> list[Answer]:
        """People first; a command called exactly so stands before them, or third where it was typed in letters."""
        found = [self._answer(hit) for hit in hits]
        before = 2 if typed.isascii() else 0
        called = [answer for place, answer in commands if place == 0]
        others = [answer for place, answer in commands if place]
        return [*found[:before], *called, *found[before:], *others]

    def _commands_for(self, typed: str) -> list[tuple[int, Answer]]:
        """The commands that have all words typed, best first, with how well; on a reader thread."""
        words = typed.casefold().split()
        found = []
        for keys, command in zip(self._keys_of_commands(), self._commands, strict=True):
            places = [_place(keys, word) for word in words]
            if None not in places:
                found.append((sum(place for place in places if place is not None), command.answer))
        return sorted(found, key=lambda each: each[0])

    def _keys_of_commands(self) -> list[tuple[str, ...]]:
        if self._keys is None:
            self._keys = [self._spelled(each.names) for each in self._commands]
        return self._keys

    def _spelled(self, names: Sequence[str]) -> tuple[str, ...]:
        spelled = self._ui.services.search.spelled
        return tuple(key for name in names for key in (name.casefold(), *spelled(name)))

    def _answer(self, hit: Hit) -> Answer:
        label = self._ui.t(RECORD_TYPES[hit.type].label)
        chosen = partial(show_record, self._ui, hit.type, hit.id)
        return Answer(hit.title, hit.subtitle or label, icon_of(hit.type), chosen)

    def _commands_of(self, screen: Screen) -> list[_Named]:
        go, t = self._ui.navigator.go, self._ui.t
        title = _GO_TO.fill(title=screen.title)
        made = [
            _Named(
                (screen.title.zh, title.zh, title.en),
                Answer(t(title), "", "arrow-right", partial(go, screen.id)),
            )
        ]
        for each in screen.commands:
            answer = Answer(t(each.title), t(screen.title), screen.icon, partial(go, screen.id, **each.args))
            made.append(_Named(tuple(_called(each)), answer))
        return made


@dataclass(frozen=True, slots=True)
class _Named:
    """A command, and the words it can be found by."""

    names: tuple[str, ...]
    answer: Answer


def _called(command: Command) -> Iterator[str]:
    """What a command is called: its title, and its title with the other words for the same deed."""
    yield command.title.zh
    for verb in _NEW:
        if command.title.zh.startswith(verb):
            yield from (other + command.title.zh.removeprefix(verb) for other in _NEW if other != verb)
            break
    yield command.title.en
    if command.args.get("do") == "new":
        yield f"new {command.title.en}"


_NEW = ("记录", "新增", "新建", "登记", "添加", "新", "记", "写")


def _place(keys: Sequence[str], word: str) -> int | None:
    """How well a word fits: 0 whole, 1 at the start, 2 inside; Latin letters only where a word or pinyin starts."""
    best: int | None = None
    for key in keys:
        if key == word:
            return 0
        if key.startswith(word):
            best = 1
        elif best is None and (f" {word}" in key if word.isascii() else word in key):
            best = 2
    return best
