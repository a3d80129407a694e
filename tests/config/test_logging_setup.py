import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldteacher.config.logging_setup import describe, start_logging, stop_logging
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text

pytestmark = pytest.mark.logs


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    path = tmp_path / "log" / "fieldteacher.log"
    handler = start_logging(path)
    assert handler is not None
    yield path
    stop_logging(handler)
    logging.getLogger().setLevel(level)


def fail_over(name: str) -> int:
    return int(name)


def test_an_error_is_logged_without_its_words(file: Path) -> None:
    try:
        fail_over("欧阳若曦")
    except ValueError:
        logging.getLogger("fieldteacher.x").exception("a step failed")
    text = file.read_text("utf-8")
    assert "a step failed" in text
    assert "ValueError" in text
    assert "test_logging_setup.py" in text
    assert "in fail_over" in text
    assert "欧阳" not in text


def test_the_text_another_handler_made_is_not_used(file: Path) -> None:
    try:
        fail_over("欧阳若曦")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "a step failed", (), sys.exc_info())
    logging.Formatter().format(record)
    assert record.exc_text is not None
    assert "欧阳" in record.exc_text
    logging.getLogger().handle(record)
    assert "欧阳" not in file.read_text("utf-8")


def test_causes_and_codes_are_named() -> None:
    try:
        try:
            fail_over("欧阳若曦")
        except ValueError as error:
            raise UserError("bad_number", Text("欧阳若曦的号码不对。", "The number is wrong.")) from error
    except UserError as error:
        text = describe(error)
    assert "ValueError\ncaused:\n" in text
    assert "UserError (bad_number)" in text
    assert "欧阳" not in text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_no_thread_caught_is_logged(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    thread = threading.Thread(target=fail_over, args=("欧阳若曦",))
    thread.start()
    thread.join()
    text = file.read_text("utf-8")
    assert "uncaught error in a thread" in text
    assert "欧阳" not in text
    assert "ValueError" in capsys.readouterr().err


def test_what_no_one_caught_is_logged(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        fail_over("欧阳若曦")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    text = file.read_text("utf-8")
    assert "CRITICAL fieldteacher: uncaught error" in text
    assert "欧阳" not in text
    assert "ValueError" in capsys.readouterr().err


def test_the_log_does_not_grow_without_end(file: Path) -> None:
    log = logging.getLogger("fieldteacher.x")
    for number in range(30_000):
        log.info("step %d took %d ms and changed %d records in all of the store", number, number, number)
    files = sorted(file.parent.iterdir())
    assert len(files) >= 2
    assert sum(f.stat().st_size for f in files) < 4_100_000


def test_without_a_place_to_write_the_program_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    assert start_logging(tmp_path / "file" / "x.log") is None
