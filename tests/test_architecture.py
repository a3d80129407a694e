"""The layers, who may use which library, what starting loads, and the sizes of things (docs/architecture.md)."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports
from packaging.requirements import Requirement
from PySide6.QtCore import QObject
from tests.sources import ROOT, SOURCE, imports, loaded_by, modules, tree

ALONE = {
    "sqlite_utils": "store", "sqlcipher3": "store", "pysqlite3": "store", "pypinyin": "store",
    "python_calamine": "tabular", "xlsxwriter": "tabular",
    "pyrage": "exchange", "cv2": "paper", "zxingcpp": "paper",
    "reportlab": "paper", "fontTools": "paper", "docx": "paper", "pypdfium2": "paper",
    "PySide6": "ui", "shiboken6": "ui", "platformdirs": "config",
}  # fmt: skip
"""Library → the one package that may import it."""

SHARED_LIBRARIES = {
    "filelock": {"store", "ui", "bootstrap"}, "PIL": {"pictures", "paper"}, "cryptography": {"store", "exchange"},
    "numpy": {"paper"}, "pi_heif": {"pictures", "paper"},
}  # fmt: skip

HEAVY = {
    "reportlab", "docx", "pypdfium2", "PIL", "pi_heif", "python_calamine", "xlsxwriter", "pypinyin", "cryptography", "numpy", "cv2",
    "pyrage", "zxingcpp", "fontTools",
}  # fmt: skip
"""What opening the window must not load."""

REGISTRIES = re.compile(
    r"fieldteacher\.(domain\.records|store\.migrations|tabular\.layouts|ui\.screens(\.\w+)?|cli)$"
)
"""The packages whose ``__init__`` may hold something: the explicit registries and the screens."""

LONGEST_FILE = 400
LONGER_FILES = {
    "src/fieldteacher/store/migrations/m0001_first.py": "frozen: every table written out as it was",
}


LATE_IMPORTS = {
    "fieldteacher.apart.child": "runs in a process of its own, on Windows alone with this import",
    "fieldteacher.tabular.child": "runs in a process of its own that loads one reader and is bounded first",
}


def part_of(module: str) -> str:
    """The package of ours, or the module beside them, that ``module`` belongs to."""
    return module.split(".")[1] if "." in module else ""


def test_the_layers(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SOURCE))
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = grimp.build_graph("fieldteacher", cache_dir=None)
    beyond = {module: graph.find_downstream_modules(module) for module in graph.modules}
    circles = {module for module, users in beyond.items() if any(module in beyond[user] for user in users)}
    assert circles == set()


def test_each_library_is_used_by_one_package() -> None:
    wrong = []
    for module in modules():
        for item in imports(module):
            library = item.name.split(".")[0]
            if library in sys.stdlib_module_names or library == "fieldteacher":
                continue
            allowed = SHARED_LIBRARIES.get(library, {ALONE.get(library, "nobody")})
            if part_of(module) not in allowed:
                wrong.append(f"{module}:{item.line} imports {library}, which only {sorted(allowed)} may")
    assert wrong == []


def test_packages_hold_nothing_but_registries() -> None:
    wrong = []
    for module, path in modules().items():
        if path.name == "__init__.py" and not REGISTRIES.match(module):
            body = tree(path).body
            wrong += [
                f"{module}:{node.lineno}"
                for node in body
                if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
                and not (isinstance(node, ast.Assign) and ast.unparse(node).startswith("__version__"))
            ]
    assert wrong == []


def test_the_window_loads_nothing_heavy() -> None:
    starts = [
        module
        for module in modules()
        if part_of(module) in {"ui", "bootstrap", "makers", "starting", "__main__"}
    ]
    found = loaded_by(*starts)
    heavy = {name: chain for name, chain in found.items() if name.split(".")[0] in HEAVY}
    assert heavy == {}, "\n".join(" → ".join(chain) for chain in heavy.values())


def test_the_command_line_needs_no_qt() -> None:
    starts = [module for module in modules() if part_of(module) in {"cli", "services", "__main__"}]
    found = loaded_by(*starts)
    assert [" → ".join(chain) for name, chain in found.items() if name.split(".")[0] == "PySide6"] == []


def test_only_bootstrap_and_the_fronts_put_off_an_import() -> None:
    allowed = {"bootstrap", "makers", "starting", "__main__", "ui", "cli"}
    wrong = [
        f"{module}:{item.line} {item.name}"
        for module in modules()
        for item in imports(module)
        if item.deferred and part_of(module) not in allowed and item.name.split(".")[0] == "fieldteacher"
        if module not in LATE_IMPORTS
    ]
    assert wrong == []


def test_no_file_grows_too_long() -> None:
    files = [path for folder in ("src", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in files
    }
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}
    assert long.keys() == LONGER_FILES.keys(), long


def test_no_name_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert [module for module in modules() if empty & set(module.split("."))] == []


def tracked_files() -> list[Path]:
    """The files of the repository; skips where this is no checkout."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    names = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in names.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    hosts = [
        "py" + "pi.org",
        "python" + "hosted.org",
        "deb." + "debian.org",
        "npm" + "js.org",
        "tuna.tsing" + "hua",
    ]
    pattern = re.compile("|".join([*map(re.escape, hosts), "/wo" + "rk/", "/ro" + "ot/"]).encode())
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {match.group().decode()}"
        for path in tracked_files()
        if (match := pattern.search(path.read_bytes()))
    ]
    assert found == []


def test_the_top_of_the_repository_stays_tidy() -> None:
    expected = {
        "pyproject.toml", "requirements.lock", "requirements-dev.lock", "README.md", "LICENSE", "NOTICE", ".gitignore",
        ".ci", "src", "resources", "tests", "benchmarks", "packaging", "docs",
    }  # fmt: skip
    assert {path.relative_to(ROOT).parts[0] for path in tracked_files()} <= expected


def pins(lock: str) -> dict[str, set[str]]:
    """Package → its exact versions (one a platform or Python) in a lock file."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z0-9-]+)==([^ ]+)", line):
            found.setdefault(match[1], set()).add(match[2])
    return found


def test_the_locks_pin_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    running, developing = pins("requirements.lock"), pins("requirements-dev.lock")
    for lock, wanted in (
        (running, project["dependencies"]),
        (developing, [*project["dependencies"], *extras["dev"], *extras["package"]]),
    ):
        for text in wanted:
            requirement = Requirement(text)
            versions = lock[requirement.name.lower().replace("_", "-")]
            assert all(version in requirement.specifier for version in versions), text
    assert running.items() <= developing.items()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_each_pin_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_calls_that_return_nothing_keep_their_references() -> None:
    """PySide6 6.12.0 under Python 3.11 loses one reference to None at each (docs/decisions/0002)."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 500
