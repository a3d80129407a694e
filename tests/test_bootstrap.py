"""What the window's start builds, without the window: the first start's store, and no display."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from fieldteacher import bootstrap, starting
from fieldteacher.domain.errors import InputRefused
from fieldteacher.ui.first_start import Beginning

CLOCK = bootstrap.clock_for(date(2026, 3, 16))


def test_the_first_start_makes_an_empty_store(tmp_path: Path) -> None:
    said = Beginning(name="张岚生", college="川南云麓职业技术学院", backup_folder=tmp_path / "U盘")
    services = starting._begun(tmp_path / "store", said, CLOCK)
    status = services.settings.status()
    assert (status.owner, status.college, status.role) == ("张岚生", "川南云麓职业技术学院", "teacher")
    assert services.backups.folder == tmp_path / "U盘"
    assert services.records.count("student") == 0
    services.close()


def test_the_first_start_makes_the_demo(tmp_path: Path) -> None:
    services = starting._begun(tmp_path / "store", Beginning(name="李老师", start="demo"), CLOCK)
    assert services.records.count("student") == 150
    assert services.settings.status().owner == "李老师"
    assert services.backups.verify() == []
    services.close()


def test_the_first_start_joins_the_college(tmp_path: Path) -> None:
    office = bootstrap.create_services(
        tmp_path / "office", name="实习办", role="office", college="示例职业技术学院", clock=CLOCK
    )
    invited = office.exchange.inviting.invite("张老师", tmp_path / "zhang.ftinvite")
    said = Beginning(start="join", invite=invited.file, code="wrong")
    with pytest.raises(InputRefused):
        starting._begun(tmp_path / "store", said, CLOCK)
    assert not (tmp_path / "store").exists()
    said = Beginning(start="join", invite=invited.file, code=invited.code.lower())
    services = starting._begun(tmp_path / "store", said, CLOCK)
    status = services.settings.status()
    assert (status.owner, status.college, status.role) == ("张老师", "示例职业技术学院", "teacher")
    assert [peer.station.label for peer in services.exchange.stations.peers()] == ["实习办"]
    for each in (services, office):
        each.close()


def test_a_demo_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("fieldteacher.services.demo.park._write", full)
    with pytest.raises(OSError, match="no space"):
        bootstrap.create_demo(tmp_path / "store", students=5, teachers=1, seed=1, clock=CLOCK)
    assert not (tmp_path / "store" / "store.db").exists()
    monkeypatch.undo()
    bootstrap.create_demo(tmp_path / "store", students=5, teachers=1, seed=1, clock=CLOCK)


def test_a_demo_may_have_a_password(tmp_path: Path) -> None:
    bootstrap.create_demo(
        tmp_path / "store", students=5, teachers=1, seed=1, clock=CLOCK, password="a good password"
    )
    assert not (tmp_path / "store" / "store.db").read_bytes().startswith(b"SQLite format")
    bootstrap.open_services(tmp_path / "store", password="a good password", clock=CLOCK).close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_one_sentence_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("fieldteacher.config.logging_setup.start_logging", lambda *_: None)
    assert starting.run_window(tmp_path / "store", language="en") == 3
    assert capsys.readouterr().err.startswith("There is no display")
    assert not (tmp_path / "store").exists()
