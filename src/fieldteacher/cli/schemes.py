"""``scheme list`` and ``scheme add``: evaluation schemes."""

from __future__ import annotations

from argparse import Namespace

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import Reply
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.text import Text
from fieldteacher.services.schemes import SchemeService


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun("scheme", Text("考核方案", "evaluation schemes"))
    noun.add("list", Text("已有的方案和现成方案", "the schemes there are, and ready-made ones"), list_schemes)
    add = noun.add("add", Text("采用现成方案", "take a ready-made scheme"), add_scheme)
    add.add_argument("key", choices=[ready.key for ready in SchemeService.ready()])
    add.add_argument("--name", default="")


def list_schemes(context: Context, options: Namespace) -> Reply:
    """The schemes in the store, newest version of a name first, and those that can be taken."""
    found = context.services().schemes.all()
    ready = [{"key": r.key, "label": context.say(r.label)} for r in SchemeService.ready()]
    lines = [f"{scheme.name} v{scheme.version}  {scheme.id}" for scheme in found]
    lines += [f"{item['key']}  {item['label']}" for item in ready]
    return Reply({"schemes": [_shown(scheme) for scheme in found], "ready": ready}, lines)


def add_scheme(context: Context, options: Namespace) -> Reply:
    """Make a scheme from a ready-made one."""
    label = next(ready.label for ready in SchemeService.ready() if ready.key == options.key)
    name = options.name.strip() or context.say(label)
    scheme, _ = context.services().schemes.add_ready(options.key, name)
    return Reply({"saved": [scheme]}, [scheme])


def _shown(scheme: SchemeSpec) -> dict[str, object]:
    return {
        "id": scheme.id, "name": scheme.name, "version": scheme.version, "raters": dict(scheme.raters),
        "bands": dict(scheme.bands), "pass_mark": scheme.pass_mark, "rounding": scheme.rounding,
        "frozen": scheme.frozen,
        "criteria": [
            {
                "id": c.id, "rater": c.rater, "position": c.position, "name": c.name, "standard": c.standard,
                "full_marks": c.full_marks,
            }
            for c in scheme.criteria
        ],
    }  # fmt: skip
