"""The folder in which a college keeps its templates of forms, and the examples that come with the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.forms.template_files import TemplateFile, read_folder, template_of
from fieldteacher.services.forms.templates import PLAIN, Template

_CANNOT_WRITE = Text("无法在“{path}”中写入：{why}。", "Nothing can be written in “{path}”: {why}.")
_EXAMPLES = "范例"


@dataclass(frozen=True, slots=True)
class TemplateFolder:
    """``path`` may not be there: then no form is changed. ``examples`` is the program's folder of examples."""

    path: Path | None = None
    examples: Path | None = None

    def of(self, form: str) -> Template:
        """The college's template of a form, or one that changes nothing; raises ``InputRefused`` (``form_template``)."""
        return template_of(self.path, form) if self.path else PLAIN

    def files(self) -> Sequence[TemplateFile]:
        """The files there are, each with the form it changes or what is wrong with it."""
        return read_folder(self.path) if self.path else []

    def made(self) -> Path:
        """The folder, made where it is not there. Raises ``UserError`` (``form_template.cannot_write``)."""
        assert self.path is not None
        with self._refusing():
            self.path.mkdir(parents=True, exist_ok=True)
        return self.path

    def add_examples(self) -> Path:
        """Lay the examples into a folder of their own beside the templates, where they change nothing; returns it.

        Raises ``UserError`` (``form_template.cannot_write``).
        """
        target = self.made() / _EXAMPLES
        with self._refusing():
            target.mkdir(exist_ok=True)
            for example in sorted(self.examples.glob("*.toml")) if self.examples else ():
                (target / example.name).write_bytes(example.read_bytes())
        return target

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            words = _CANNOT_WRITE.fill(path=self.path, why=problem.strerror or problem)
            raise UserError("form_template.cannot_write", words) from problem
