"""A visit for reading: what was found at the enterprise, what each student said, what was promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.strip import strip_on
from fieldteacher.ui.screens.visits.arrangement import (
    CARD_FACTS,
    ENTERPRISE_HEADINGS,
    PROMISE,
    STUDENT_HEADINGS,
    TALK,
    VISIT,
)
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.basics import label, row
from fieldteacher.ui.widgets.chip import Chip, Tone
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.reading_card import DELETE, ReadingCard

_EDIT, _AGAIN = Text("编辑", "Edit"), Text("再次走访", "Visit again")
_PRINT = Text("打印", "Print")
_TALKS, _PROMISES = Text("谈话（{n}）", "Talks ({n})"), Text("跟进事项", "Promises")
_ASKED = Text("合规询问", "Rule questions")
_COMMON = Text("{n} 名学生：{names}", "{n} students: {names}")
_TONES: dict[str, Tone] = {"open": "warn", "done": "good", "dropped": "neutral"}


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A visit with its talks (each with ``student_name``) and promises."""

    visit: Mapping[str, Any]
    enterprise_name: str
    talks: Sequence[Mapping[str, Any]]
    promises: Sequence[Mapping[str, Any]]


class VisitCard(ReadingCard):
    """Asks for ``edit``, ``again`` and ``print``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.photos = strip_on(self, ui)

    def show_card(self, card: VisitRecord) -> None:
        """Show a visit."""
        t, visit, language = self._ui.t, card.visit, self._ui.language
        self.start(
            card.enterprise_name, visit["visited_on"], show_value(VISIT.spec("kind"), visit["kind"], language)
        )
        self.add_button(t(_EDIT), "edit", icon="pencil", tip="F2")
        self.add_button(t(_AGAIN), "again", icon="footprints")
        self.add_button(t(_PRINT), "print", icon="printer", tip="P")
        self.end_buttons(t(DELETE))
        self.photos.show_owner(visit["id"])
        facts = Facts()
        facts.show_pairs(
            [(t(VISIT.spec(n).label), show_value(VISIT.spec(n), visit[n], language)) for n in CARD_FACTS]
        )
        self.body.addWidget(facts)
        for name in ENTERPRISE_HEADINGS:
            self.paragraph(t(VISIT.spec(name).label), visit[name])
        self._answers(visit["rule_answers"] or {})
        self._promises(card.promises)
        self.below_files()
        self._talks(card.talks)

    def _answers(self, answers: Mapping[str, str]) -> None:
        spec = VISIT.spec("rule_answers")
        asked = [(key, answers[key.value]) for key in spec.keys if answers.get(key.value) in ("yes", "no")]
        if not asked:
            return
        self.heading(self._ui.t(_ASKED))
        for key, answer in asked:
            tone: Tone = "bad" if answer == "yes" else "good"
            words = label(self._ui.t(key.label), wrap=True)
            line = row(words, Chip(self.theme, self._ui.t(spec.choice_label(answer)), tone))
            line.setStretch(0, 1)
            self.body.addLayout(line)

    def _promises(self, promises: Sequence[Mapping[str, Any]]) -> None:
        if not promises:
            return
        self.heading(self._ui.t(_PROMISES))
        for each in promises:
            status = each["status"] or "open"
            words = " · ".join(filter(None, (each["what"], each["who"], each["due_on"])))
            shown = self._ui.t(PROMISE.spec("status").choice_label(status))
            line = row(label(words, wrap=True), Chip(self.theme, shown, _TONES.get(status, "neutral")))
            line.setStretch(0, 1)
            self.body.addLayout(line)

    def _talks(self, talks: Sequence[Mapping[str, Any]]) -> None:
        """Talks in which the same was said stand together, with the students' names."""
        if not talks:
            return
        self.heading(self._ui.t(_TALKS.fill(n=len(talks))))
        said: dict[tuple[str, ...], list[str]] = {}
        for each in talks:
            said.setdefault(tuple(each[name] or "" for name in STUDENT_HEADINGS), []).append(
                each["student_name"]
            )
        between = "、" if self._ui.language == "zh_CN" else ", "
        for words, names in sorted(said.items(), key=lambda pair: -len(pair[1])):
            who = (
                names[0]
                if len(names) == 1
                else self._ui.t(_COMMON.fill(n=len(names), names=between.join(names)))
            )
            self.body.addWidget(label(who, "link", wrap=True))
            for name, paragraph in zip(STUDENT_HEADINGS, words, strict=True):
                self.paragraph(self._ui.t(TALK.spec(name).label), paragraph)
