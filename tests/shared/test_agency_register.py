"""The register of agencies in use: its file may change while a service runs."""

import asyncio
import gc
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from shared import agency_register
from shared.agencies import Agencies
from shared.agency_file import load_agencies
from shared.agency_register import AgencyFile
from tests.agencies import agency, as_file

SOON = 30.0  # seconds until which a thread must have seen a change


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register's file."""
    path = tmp_path / "agencies.toml"
    path.write_text(as_file([agency("310")], "1"))
    return path


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is looked at all the time."""
    monkeypatch.setattr(agency_register, "LOOK_EVERY", 0.01)


def replace(path: Path, text: str) -> None:
    """Put a new file in the place of the old one, as an editor does."""
    draft = path.with_suffix(".new")
    draft.write_text(text)
    draft.replace(path)


def test_a_changed_file_is_read_again(path: Path) -> None:
    """Until then the register is the same object, which a verifier knows it by."""
    register = AgencyFile(path)
    first = register.present()
    register.read_again()
    assert register.present() is first
    replace(path, as_file([agency("311")], "2"))
    register.read_again()
    assert register.present().version == "2"
    assert [each.agency_id for each in register.present()] == ["311"]
    assert register.state() == "ok"


@pytest.mark.parametrize("text", [None, "[[agency]", 'version = "2"'])
def test_a_change_that_cannot_be_read_leaves_the_one_before(path: Path, text: str | None) -> None:
    """The log and readiness say so, once, until the file is in order again; no caller is sent away
    meanwhile."""
    register = AgencyFile(path)
    first = register.present()
    if text is None:
        path.unlink()
    else:
        replace(path, text)
    with capture_logs() as logged:
        for _ in range(3):
            register.read_again()
    assert [(each["event"], each["log_level"]) for each in logged] == [
        ("agencies_not_read", "error")
    ]
    assert register.present() is first
    assert register.state().startswith("ok: ")
    replace(path, as_file([agency("311")], "3"))
    register.read_again()
    assert register.present().version == "3"
    assert register.state() == "ok"


def test_a_file_that_was_away_is_in_order_when_it_is_back(path: Path) -> None:
    """Though it is the very same file, which nothing has changed."""
    register = AgencyFile(path)
    away = path.with_suffix(".away")
    path.rename(away)
    register.read_again()
    assert register.state() != "ok"
    away.rename(path)
    register.read_again()
    assert register.state() == "ok"


def test_a_file_that_only_was_touched_changes_nothing(path: Path) -> None:
    """Tokens that were checked stay known."""
    register = AgencyFile(path)
    first = register.present()
    replace(path, path.read_text())
    register.read_again()
    assert register.present() is first


def test_a_file_is_not_looked_at_for_every_call(path: Path) -> None:
    """Only after some seconds."""
    register = AgencyFile(path)
    replace(path, as_file([agency("311")], "2"))
    assert register.present().version == "1"


@pytest.mark.usefixtures("often")
def test_a_change_is_seen_without_any_call(path: Path) -> None:
    """Also behind one that cannot be read, whatever its fault: the thread goes on looking."""
    register = AgencyFile(path)
    replace(path, "[[agency]")
    _until(lambda: register.state() != "ok")
    replace(path, as_file([agency("311")], "2"))
    _until(lambda: register.state() == "ok")
    assert register.present().version == "2"


@pytest.mark.usefixtures("often")
async def test_calls_go_on_while_a_register_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the register before, until the new one is there as a whole."""
    begun, go_on = threading.Event(), threading.Event()
    register = AgencyFile(path)
    first = register.present()

    def slowly(*args: Any) -> Agencies:
        begun.set()
        assert go_on.wait(SOON)
        return load_agencies(*args)

    monkeypatch.setattr(agency_register, "load_agencies", slowly)
    replace(path, as_file([agency("311"), agency("312")], "2"))
    try:
        assert await asyncio.to_thread(begun.wait, SOON)
        for _ in range(100):
            assert register.present() is first
            await asyncio.sleep(0)
    finally:
        go_on.set()
    await asyncio.to_thread(_until, lambda: register.present() is not first)
    assert [each.agency_id for each in register.present()] == ["311", "312"]


@pytest.mark.usefixtures("often")
def test_nobody_looks_at_a_register_that_is_no_longer_used(path: Path) -> None:
    """Its thread ends with it."""
    before = {*threading.enumerate()}
    register = AgencyFile(path)
    [watch] = {*threading.enumerate()} - before
    gone = weakref.ref(register)
    del register
    gc.collect()
    watch.join(SOON)
    assert gone() is None
    assert not watch.is_alive()


def _until(holds: Callable[[], bool]) -> None:
    """Wait for it; fail where it takes too long."""
    end = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)
