"""The files of holidays: a year that is announced later, and every way to write one wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldteacher.config.paths import resources
from fieldteacher.services.holiday_files import HolidayFiles


def read(folder: Path, **files: str) -> HolidayFiles:
    """The program's own files and these."""
    for name, content in files.items():
        (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    return HolidayFiles((resources() / "rules", folder))


def own(year: int) -> str:
    """The program's own file of a year."""
    return (resources() / "rules" / f"holidays-{year}.toml").read_text(encoding="utf-8")


def test_the_files_the_program_brings_are_in_order() -> None:
    assert HolidayFiles((resources() / "rules",)).refused == []


def test_a_notice_that_came_out_takes_the_place_of_the_computed_days(tmp_path: Path) -> None:
    files = read(tmp_path)
    assert not files.calendar.years[-1].certain
    read(tmp_path, **{"holidays-2027": own(2027).replace("announced = false", "announced = true")})
    files.read_again()
    assert [year.year for year in files.calendar.years] == [2023, 2024, 2025, 2026, 2027]
    assert files.calendar.years[-1].certain


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('off = ["2026-01-01", "2026-01-03"]', 'off = ["2026-01-02", "2026-01-03"]', "法定日不在放假日内"),
        ('off = ["2026-01-01", "2026-01-03"]', 'off = ["2026-01-03"]', "首日和末日"),
        ('off = ["2026-01-01", "2026-01-03"]', 'off = ["2026-01-01", "2026-12-31"]', "首日和末日"),
        ("year = 2026", "year = 'MMXXVI'", "year 应为年份"),
        ("announced = true", "announced = 'yes'", "year 应为年份"),
        ('"2026-01-04"', '"2026-01-34"', "2026-01-34 不是日期"),
        ("format = 1", "format = 7", "format 应为 1"),
        ("worked =", "worked_on =", "不认识 worked_on"),
        (', en = "New Year" }', "}", "name 应有 zh 和 en"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_one_sentence(
    old: str, new: str, why: str, tmp_path: Path
) -> None:
    text = own(2026)
    assert old in text
    files = read(tmp_path, **{"holidays-2026": text.replace(old, new)})
    [refusal] = files.refused
    assert why in refusal.zh
    assert "holidays-2026.toml" in refusal.en
    assert [year.year for year in files.calendar.years] == [2023, 2024, 2025, 2026, 2027]
