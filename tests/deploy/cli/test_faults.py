"""A fault of the program itself is told as a sentence, its details kept in a file."""

from pathlib import Path

import click
import pytest

from deploy.cli import main as command_line


def test_a_fault_is_a_sentence_with_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """No traceback reaches the terminal, and no value that it might have quoted."""

    @click.command("faulty")
    def faulty() -> None:
        raise ValueError("410105199001010000")

    monkeypatch.setattr(command_line, "commands", faulty)
    monkeypatch.setattr("sys.argv", ["waystation"])
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert command_line._run() == command_line.FAILED
    output = capsys.readouterr().err
    assert "ValueError" in output
    assert "Traceback" not in output
    assert "410105199001010000" not in output
    (kept,) = tmp_path.iterdir()
    assert str(kept) in output
    assert "Traceback" in kept.read_text()
