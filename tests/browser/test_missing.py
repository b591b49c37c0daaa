"""Where there is no Chromium, the tests of pages fail, and say what to install."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser import looking


def test_a_missing_browser_is_told_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The packages of Debian by name, and how to name another browser."""
    monkeypatch.setattr(looking, "CHROMIUM", str(tmp_path / "chromium"))
    nobody: Any = None
    with pytest.raises(looking.NoChromium) as told:
        looking.started(nobody)
    for word in ("apt-get install chromium fonts-noto-cjk", "WAYSTATION_TEST_CHROMIUM"):
        assert word in str(told.value)
