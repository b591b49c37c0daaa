"""The log of an embedded instance does not grow without end."""

from pathlib import Path

import structlog

from deploy.embedded.log_file import RotatingFile, logging_to


def test_a_full_log_begins_anew(tmp_path: Path) -> None:
    """Beyond its limit the log begins anew; what it held last is kept beside it, once."""
    path = tmp_path / "waystation.log"
    with RotatingFile(path, limit=50) as log:
        for number in range(20):
            log.write(f"line {number:02d}\n")
    kept = (tmp_path / "waystation.log.old").read_text() + path.read_text()
    assert kept.endswith("line 19\n")
    assert path.stat().st_size < 100
    assert sorted(file.name for file in tmp_path.iterdir()) == [path.name, f"{path.name}.old"]


def test_facts_go_to_the_file(tmp_path: Path) -> None:
    """While an instance runs, its log lines go to the file of its folder."""
    path = tmp_path / "waystation.log"
    with logging_to(path):
        structlog.get_logger().warning("database_ended")
    assert '"event":"database_ended"' in path.read_text()
