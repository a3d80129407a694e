"""``templates list`` and ``templates examples``: a college's own wording and layout of the printed forms."""

from __future__ import annotations

from argparse import Namespace

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.domain.text import Text

_GOOD = Text("{name}：更改表单 {form}", "{name}: changes the form {form}")
_NONE = Text("没有模板；文件夹：{folder}", "There is no template; the folder is {folder}")


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun("templates", Text("学校的表单模板", "the college's templates of forms"))
    noun.add(
        "list", Text("模板文件，有错的说明哪里错", "the files, and what is wrong with them"), list_templates
    )
    noun.add(
        "examples", Text("把范例放到模板文件夹旁", "lay the examples beside the templates"), add_examples
    )


def list_templates(context: Context, options: Namespace) -> Reply:
    """Every file of the folder; the exit status says whether one cannot be used."""
    templates = context.services().printing.templates
    found = templates.files()
    lines = [
        context.say(each.problem.text) if each.problem else context.say(_GOOD, name=each.name, form=each.form)
        for each in found
    ]
    data = {
        "folder": str(templates.path),
        "templates": [
            {"file": each.name, "form": each.form, "problem": context.say(each.problem.text) if each.problem else None}
            for each in found
        ],
    }  # fmt: skip
    status = WAITING if any(each.problem for each in found) else DONE
    return Reply(data, lines or [context.say(_NONE, folder=templates.path)], status)


def add_examples(context: Context, options: Namespace) -> Reply:
    """Copy the examples that come with the program."""
    folder = context.services().printing.templates.add_examples()
    files = sorted(str(file) for file in folder.glob("*.toml"))
    return Reply({"folder": str(folder), "files": files}, files)
