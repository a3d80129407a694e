"""Writes docs/glossary.md from the declarations: ``python docs/make_glossary.py``."""

from __future__ import annotations

from pathlib import Path

from fieldteacher.domain.fields import FieldSpec, Privacy, Sync
from fieldteacher.domain.records import RECORD_TYPES

GLOSSARY = Path(__file__).with_name("glossary.md")

_HEAD = """# 词汇表 · Glossary

<!-- Made by docs/make_glossary.py from src/fieldteacher/domain/records; change the declarations, not this file. -->

每一种记录及其字段。**名**是程序、命令行和数据交换里用的名字。
Every record type and its fields; the *name* is the one used in the program, the command line and packages.

标记 · marks: **必填** required; **敏感** sensitive (masked, exported only when asked for); **仅本机** stays on this machine.
"""


def glossary() -> str:
    """The whole document."""
    parts = [_HEAD, "| 词 | word | 名 name | 含义 meaning |\n|---|---|---|---|"]
    parts += [
        f"| [{kind.label.zh}](#{name}) | {kind.label.en} | `{name}` | {kind.glossary.zh} {kind.glossary.en} |"
        for name, kind in RECORD_TYPES.items()
    ]
    for name, kind in RECORD_TYPES.items():
        parts.append(f'\n<a id="{name}"></a>\n## {kind.label.zh} · {kind.label.en} (`{name}`)\n')
        parts.append("| 字段 | field | 名 name | 类型 kind | 标记 |\n|---|---|---|---|---|")
        parts += [_row(spec) for spec in kind.fields.values()]
    return "\n".join(parts) + "\n"


def _row(spec: FieldSpec) -> str:
    marks = [
        word
        for word, holds in (
            ("必填", spec.required),
            ("敏感", spec.privacy is Privacy.SENSITIVE),
            ("仅本机", spec.sync is Sync.LOCAL),
        )
        if holds
    ]
    kind = str(spec.kind)
    if spec.targets:
        kind += " → " + ", ".join(spec.targets)
    if spec.choices:
        kind += ": " + "、".join(choice.label.zh for choice in spec.choices)
    if spec.unit.zh:
        kind += f" ({spec.unit.zh})"
    return f"| {spec.label.zh} | {spec.label.en} | `{spec.name}` | {kind} | {'、'.join(marks)} |"


if __name__ == "__main__":
    GLOSSARY.write_text(glossary(), encoding="utf-8", newline="\n")
