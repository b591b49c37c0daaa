"""The register of agencies in use: its file may change while a service runs."""

from pathlib import Path

import pytest

from shared import agency_register
from shared.agency_register import AgencyFile
from tests.agencies import agency, as_file


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register's file, looked at whenever it is asked for."""
    monkeypatch.setattr(agency_register, "LOOK_EVERY", 0.0)
    path = tmp_path / "agencies.toml"
    path.write_text(as_file([agency("310")], "1"))
    return path


def replace(path: Path, text: str) -> None:
    """Put a new file in the place of the old one, as an editor does."""
    draft = path.with_suffix(".new")
    draft.write_text(text)
    draft.replace(path)


def test_a_changed_file_is_read_again(path: Path) -> None:
    """Until then the register is the same object, which a verifier knows it by."""
    register = AgencyFile(path)
    first = register.present()
    assert register.present() is first
    replace(path, as_file([agency("311")], "2"))
    assert register.present().version == "2"
    assert [each.agency_id for each in register.present()] == ["311"]
    assert register.state() == "ok"


@pytest.mark.parametrize("text", [None, "[[agency]", 'version = "2"'])
def test_a_change_that_cannot_be_read_leaves_the_one_before(path: Path, text: str | None) -> None:
    """Readiness says so until the file is in order again; no caller is sent away meanwhile."""
    register = AgencyFile(path)
    first = register.present()
    if text is None:
        path.unlink()
    else:
        replace(path, text)
    assert register.present() is first
    assert register.state().startswith("ok: ")
    replace(path, as_file([agency("311")], "3"))
    assert register.present().version == "3"
    assert register.state() == "ok"


def test_a_file_that_only_was_touched_changes_nothing(path: Path) -> None:
    """Tokens that were checked stay known."""
    register = AgencyFile(path)
    first = register.present()
    replace(path, path.read_text())
    assert register.present() is first


def test_a_file_is_not_looked_at_for_every_call(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only after some seconds."""
    monkeypatch.setattr(agency_register, "LOOK_EVERY", 3600.0)
    register = AgencyFile(path)
    replace(path, as_file([agency("311")], "2"))
    assert register.present().version == "1"
