"""Whatever is typed or piped in, the answer is one of the statuses and never a traceback."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldteacher import bootstrap
from fieldteacher.__main__ import builders
from fieldteacher.cli.main import main
from fieldteacher.cli.strict_json import objects
from fieldteacher.domain.errors import InputRefused

WORDS = st.sampled_from(
    [
        "record", "list", "put", "show", "student", "visit", "find", "export", "-o", "--where", "name=王", "birth_date=1", "--limit",
        "2", "--json", "--lang", "en", "--store", "conflict", "resolve", "--take", "undo", "status", "scheme", "add", "--map", "a=b", "backup", "restore", "--into", "print", "evaluation", "--all", "--student", "=", "", "--", "-", "\udc80", "💥",
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store that all examples share."""
    place = tmp_path_factory.mktemp("store") / "store"
    bootstrap.create_services(place, name="甲", clock=bootstrap.clock_for(None)).close()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place.parent)
        yield place


def run(folder: Path, words: list[str], typed: bytes = b"") -> tuple[int, str, str]:
    """Status, standard output and standard error of a command."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(["--store", str(folder), *words], builders(), source=io.BytesIO(typed))
    return status, out.getvalue(), err.getvalue()


@settings(max_examples=60)
@given(words=st.lists(WORDS, max_size=6))
def test_any_words(folder: Path, words: list[str]) -> None:
    status, out, err = run(folder, ["--json", *words])
    assert status in (0, 1, 2, 3, 4)
    assert "Traceback" not in err
    data = json.loads(out)
    assert data.get("error", {}).get("code") != "internal", words


@settings(max_examples=60)
@given(
    typed=st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_any_bytes_as_records(folder: Path, typed: bytes) -> None:
    status, out, _ = run(folder, ["--json", "record", "put", "student"], typed)
    assert status == 3
    assert json.loads(out)["error"]["code"] != "internal"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["id", "name", "student_number", "sex", "birth_date", "grade_year", "phone", "note", "photo", "x", "标题"]
)


@settings(max_examples=50)
@given(values=st.dictionaries(FIELDS, JSON, max_size=6))
def test_any_values(folder: Path, values: dict[str, object]) -> None:
    status, out, _ = run(folder, ["--json", "record", "put", "student"], json.dumps(values).encode())
    assert status in (0, 3)
    assert json.loads(out).get("error", {}).get("code") != "internal"


@given(
    values=st.lists(
        st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.integers(-(10**15), 10**15)), min_size=1
    ),
    pretty=st.booleans(),
)
def test_lines_come_back_as_they_were(values: list[dict[str, object]], pretty: bool) -> None:
    if pretty:
        values = values[:1]
    lines = [json.dumps(value, ensure_ascii=False, indent=1 if pretty else None) for value in values]
    assert [found for _, found in objects("\n".join(lines))] == values


@given(text=st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    refused: list[str] = []
    try:
        assert all(isinstance(found, dict) for _, found in objects(text))
    except InputRefused as error:
        refused.append(error.text.zh)
    assert all(refused)
