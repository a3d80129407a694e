"""The project's source files, and what each imports: read, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"


@dataclass(frozen=True)
class Import:
    """One imported name. ``deferred``: inside a function; ``typing``: for types only."""

    name: str
    line: int
    deferred: bool
    typing: bool


@cache
def modules() -> dict[str, Path]:
    """All modules of the program by their dotted names; a package stands for its ``__init__``."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def imports(module: str) -> tuple[Import, ...]:
    """Everything ``module`` imports; ``from a import b`` counts as ``a.b`` where that is a module."""
    return tuple(_imports(tree(modules()[module]), deferred=False, typing=False))


def _imports(node: ast.AST, *, deferred: bool, typing: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, deferred, typing)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"a relative import in line {child.lineno}"
            for alias in child.names:
                inner = f"{child.module}.{alias.name}"
                yield Import(
                    inner if inner in modules() else str(child.module), child.lineno, deferred, typing
                )
        else:
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            types = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            yield from _imports(child, deferred=deferred or function, typing=typing or types)


def loaded_by(*starts: str) -> dict[str, tuple[str, ...]]:
    """Every name that importing ``starts`` loads, with the chain of our modules that leads to it."""
    found: dict[str, tuple[str, ...]] = {}
    waiting = [(start, (start,)) for start in starts]
    while waiting:
        name, chain = waiting.pop()
        if name in found:
            continue
        found[name] = chain
        if name in modules():
            waiting += [
                (item.name, (*chain, item.name))
                for item in imports(name)
                if not item.deferred and not item.typing
            ]
            if "." in name:
                parent = name.rpartition(".")[0]
                waiting.append((parent, (*chain, parent)))
    return found
