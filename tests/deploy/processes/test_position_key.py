"""A service does not begin without the key of positions."""

from pathlib import Path

import pytest

from deploy.processes.serving import build
from deploy.sentence import CannotGoOn


@pytest.mark.parametrize("content", [None, "", "no key", "AAAA", "é"])
def test_a_spoilt_key_of_positions_is_told(
    tmp_path: Path, keys: str, agencies: str, content: str | None
) -> None:
    """By the variable that names it, before anything is opened."""
    if content is not None:
        (tmp_path / "key").write_text(content)
    settings = {
        "WAYSTATION_OUTREACH_DATABASE": "postgresql://outreach@127.0.0.1:9/outreach",
        "WAYSTATION_TOKEN_KEYS": keys,
        "WAYSTATION_AGENCIES": agencies,
        "WAYSTATION_POSITION_KEY": str(tmp_path / "key"),
    }
    with pytest.raises(CannotGoOn, match=r"WAYSTATION_POSITION_KEY: .*key"):
        build("outreach", settings)
