"""What tests of all services have in common."""

import asyncio
from typing import NoReturn

import pytest

from services.cases import app
from services.cases.observed.looking import Looking


class _Blind(Looking):
    async def keep_looking(self) -> NoReturn:
        """Never look: what a look asks and writes would come between what a test does."""
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


@pytest.fixture(autouse=True)
def unobserved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service does not look by itself: a test does."""
    monkeypatch.setattr(app, "Looking", _Blind)
