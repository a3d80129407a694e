"""A college's templates out of its folder: TOML files, one a form, read strictly; each mistake is one sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, begun, same
from fieldteacher.paper.printing import words as evaluation_words
from fieldteacher.services.forms.kind import FormKind
from fieldteacher.services.forms.offers import EVALUATION
from fieldteacher.services.forms.registry import BY_KEY
from fieldteacher.services.forms.templates import PLAIN, NewColumn, Template
from fieldteacher.services.rule_toml import Reading

_KEYS = {"format", "form", "number", "title", "words", "show", "hide", "table", "above", "below"}
_SWITCHES = {"logo", "college", "department", "signatures"}
_ON_EVALUATIONS = _KEYS - {"hide", "table", "above"}
_OUR_MODULES = "fieldteacher.services.forms."
_LONGEST = 400
_WIDEST = 200.0


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A file of the folder: its name, the form it changes, or the sentence that says why it cannot be used."""

    name: str
    form: str = ""
    template: Template = PLAIN
    problem: InputRefused | None = None


def read_folder(folder: Path) -> list[TemplateFile]:
    """Every ``*.toml`` of the folder by name; a folder that is not there is an empty one."""
    found: list[TemplateFile] = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            read = _Reading(path).template()
            twice = next((each for each in found if each.form == read.form), None)
            if twice is not None:
                words = Text("{o} 已经更改这个表单", "{o} changes this form already").fill(o=twice.name)
                raise _Reading(path).refusal(words)
            found.append(read)
        except InputRefused as problem:
            found.append(TemplateFile(path.name, _Reading(path).form(), problem=problem))
    return found


def template_of(folder: Path, form: str) -> Template:
    """The college's template of a form, or one that changes nothing.

    Raises ``InputRefused`` (``form_template``) where a file of this form, or of one that cannot be told, cannot be used: a
    form is not printed the program's way in silence where the college has its own.
    """
    found = PLAIN
    for each in read_folder(folder):
        if each.problem is not None and each.form in ("", form):
            raise each.problem
        if each.form == form:
            found = each.template
    return found


@cache
def words_of(form: str) -> Mapping[str, frozenset[str]]:
    """The words of a form that a template can name, and their English; those with gaps are filled and cannot be."""
    if form == EVALUATION:
        found = list(_texts(vars(evaluation_words), set()))
    else:
        kind = BY_KEY[form]
        found = [*_texts(vars(sys.modules[kind.make.__module__]), set()), *_of_records(kind)]
    english: dict[str, set[str]] = {}
    for text in found:
        if "{" not in text.zh:
            english.setdefault(text.zh, set()).update((text.en, begun(text.en)))
    return {zh: frozenset(words) for zh, words in english.items()}


def _of_records(kind: FormKind) -> Iterator[Text]:
    for name in kind.offer.types:
        record = RECORD_TYPES[name]
        yield record.label
        for spec in record.fields.values():
            yield spec.label
            yield from (choice.label for choice in spec.choices)


def _texts(things: Mapping[str, object], seen: set[int]) -> Iterator[Text]:
    """The texts of a module, and of the modules of forms that it takes something from."""
    for thing in list(things.values()):
        yield from _within(thing, seen)


def _within(thing: object, seen: set[int]) -> Iterator[Text]:
    if isinstance(thing, Text):
        yield thing
    elif id(thing) in seen:
        return
    elif isinstance(thing, FunctionType | type):
        home = sys.modules.get(thing.__module__)
        if thing.__module__.startswith(_OUR_MODULES) and home is not None and id(home) not in seen:
            seen.add(id(home))
            yield from _texts(vars(home), seen)
    elif isinstance(thing, tuple | list | dict):
        seen.add(id(thing))
        for part in thing.values() if isinstance(thing, dict) else thing:
            yield from _within(part, seen)
    elif hasattr(thing, "__dataclass_fields__") and not isinstance(thing, ModuleType):
        seen.add(id(thing))
        for name in thing.__dataclass_fields__:
            yield from _within(getattr(thing, name), seen)


class _Reading(Reading):
    """Reads one template."""

    def refusal(self, why: Text) -> InputRefused:
        words = Text("表单模板 {f} 不能用：{w}。", "The form template {f} cannot be used: {w}.")
        return InputRefused("form_template", words.fill(f=self._path.name, w=why))

    def form(self) -> str:
        """The form that the file names; empty where that cannot be told."""
        try:
            named = self.content().get("form")
        except InputRefused:
            return ""
        return named if named == EVALUATION or named in BY_KEY else ""

    def template(self) -> TemplateFile:
        """The file with its template."""
        content = self.content()
        self.keys(content, _KEYS, "")
        self.format(content)
        form = self.string(content, "form", "form")
        if form != EVALUATION and form not in BY_KEY:
            known = ", ".join((EVALUATION, *BY_KEY))
            raise self.refusal(
                Text("没有表单 {f}，可用：{k}", "there is no form {f}; there are: {k}").fill(f=form, k=known)
            )
        if form == EVALUATION:
            self._only_on_flowing(content)
        known_words = words_of(form)
        template = Template(
            number=self._short(content, "number"), title=self._said(content, "title"),
            words=self._words(content, known_words), columns=self._columns(content, known_words),
            hidden=self._hidden(content, known_words), above=self._said(content, "above"),
            below=self._said(content, "below"), **self._switches(content),
        )  # fmt: skip
        return TemplateFile(self._path.name, form, template)

    def _only_on_flowing(self, content: Mapping[str, Any]) -> None:
        """The places of the form that a camera reads do not move."""
        wrong = sorted(content.keys() - _ON_EVALUATIONS)
        if wrong:
            words = Text("考核表的版面固定，不能用 {k}", "the evaluation form is fixed, {k} cannot be used")
            raise self.refusal(words.fill(k=wrong[0]))

    def _short(self, content: Mapping[str, Any], name: str) -> str:
        value = self.string(content, name, "", needed=False)
        if len(value) > 40 or "\n" in value:
            raise self.refusal(
                Text("{n} 最多 40 字、一行", "{n} is one line of at most 40 characters").fill(n=name)
            )
        return value

    def _said(self, table: Mapping[str, Any], name: str) -> Text | None:
        """Words in Chinese alone, or in both languages."""
        if name not in table:
            return None
        value = table[name]
        said = self.text(table, name, name) if isinstance(value, dict) else same(self.string(table, name, ""))
        if len(said.zh) > _LONGEST or len(said.en) > 2 * _LONGEST:
            raise self.refusal(
                Text("{n} 最多 {m} 字", "{n} has at most {m} characters").fill(n=name, m=_LONGEST)
            )
        return said

    def _words(self, content: Mapping[str, Any], known: Mapping[str, frozenset[str]]) -> dict[str, Text]:
        table = self._table(content, "words")
        found: dict[str, Text] = {}
        for ours in table:
            self._check(ours, known, "words")
            said = self._said(table, ours)
            assert said is not None
            found[ours] = said if isinstance(table[ours], dict) else Text(said.zh, "")
        return found

    def _switches(self, content: Mapping[str, Any]) -> dict[str, bool]:
        table = self._table(content, "show")
        self.keys(table, _SWITCHES, "show")
        for name, value in table.items():
            if not isinstance(value, bool):
                words = Text("show：{n} 应为 true 或 false", "show: {n} must be true or false")
                raise self.refusal(words.fill(n=name))
        return dict(table)

    def _hidden(self, content: Mapping[str, Any], known: Mapping[str, frozenset[str]]) -> frozenset[str]:
        labels = self.strings(content, "hide", "hide")
        for label in labels:
            self._check(label, known, "hide")
        return frozenset(labels)

    def _columns(
        self, content: Mapping[str, Any], known: Mapping[str, frozenset[str]]
    ) -> tuple[tuple[str | NewColumn, ...], ...]:
        found = []
        for table in self.tables(content, "table"):
            self.keys(table, {"columns"}, "[[table]]")
            columns = table.get("columns")
            if not isinstance(columns, list) or not columns:
                words = Text(
                    "[[table]]：columns 应列出要印的列", "[[table]]: columns must list what to print"
                )
                raise self.refusal(words)
            found.append(tuple(self._column(each, known) for each in columns))
        return tuple(found)

    def _column(self, value: object, known: Mapping[str, frozenset[str]]) -> str | NewColumn:
        if isinstance(value, str):
            self._check(value, known, "[[table]]")
            return value
        if isinstance(value, dict) and "new" in value:
            self.keys(value, {"new", "width"}, "[[table]]")
            heading = self._said(value, "new")
            width = value.get("width", NewColumn.__dataclass_fields__["share"].default)
            fits = isinstance(width, int | float) and not isinstance(width, bool) and 5 <= width <= _WIDEST
            if not fits:
                words = Text(
                    "[[table]]：width 应在 5 到 {m} 之间", "[[table]]: width must be within 5 to {m}"
                )
                raise self.refusal(words.fill(m=int(_WIDEST)))
            assert heading is not None
            return NewColumn(heading, float(width))
        words = Text(
            '[[table]]：列应写成“列名”，或 { new = "新列名", width = 24 }',
            '[[table]]: a column is its heading, or { new = "heading", width = 24 }',
        )
        raise self.refusal(words)

    def _table(self, content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        value = content.get(name, {})
        if not isinstance(value, dict):
            raise self.refusal(Text("[{n}] 应为表", "[{n}] must be a table").fill(n=name))
        return value

    def _check(self, ours: str, known: Mapping[str, frozenset[str]], where: str) -> None:
        if ours not in known:
            words = Text("{w}：表单上没有“{o}”", "{w}: there is no “{o}” on the form")
            raise self.refusal(words.fill(w=where, o=ours))


def listed(files: Sequence[TemplateFile]) -> list[tuple[str, str, Text | None]]:
    """File, form, and what is wrong with it, if anything."""
    return [(each.name, each.form, each.problem.text if each.problem else None) for each in files]
