"""The settings of a gateway, and how long it remembers how its services stand."""

import asyncio
import re
import time
from collections.abc import Mapping
from types import SimpleNamespace

import pytest

from deploy.gateway import app
from deploy.gateway.app import GatewaySettings, cached
from shared.settings import SettingsBroken, read

NAMES = ("CASES", "OUTREACH", "REPORTING")
URLS = {f"WAYSTATION_{name}_URL": f"http://{name.lower()}:8000" for name in NAMES}


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"WAYSTATION_REPORTING_URL": ""}, "should be http://host or http://host:port"),
        *(
            ({"WAYSTATION_REPORTING_URL": url}, "should be http://host or http://host:port")
            for url in ("reporting:8000", "https://r", "http://", "http://r/v1", "http://r:x")
        ),
        ({"WAYSTATION_BROWSER_KEY": "a-key-of-the-tests"}, "WAYSTATION_BROWSER_KEY is no setting"),
    ],
)
def test_settings_that_cannot_be_are_told(more: dict[str, str], named: str) -> None:
    """Each is named before anything listens."""
    with pytest.raises(SettingsBroken, match=re.escape(named)):
        read(GatewaySettings, URLS | more)


async def test_readiness_is_cached_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask at once, or one after the other, the services are asked once a while."""
    asked = 0

    async def ask() -> Mapping[str, str]:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        return {"cases": str(asked)}

    readiness = cached(ask)
    for known in await asyncio.gather(readiness(), readiness(), readiness()):
        assert known == {"cases": "1"}
    assert await readiness() == {"cases": "1"}
    later = time.monotonic() + 1.1
    monkeypatch.setattr(app, "time", SimpleNamespace(monotonic=lambda: later))
    assert await readiness() == {"cases": "2"}
