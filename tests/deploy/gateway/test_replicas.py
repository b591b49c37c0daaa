"""The addresses behind a name: fresh, by turns, and never one that is somebody else's by now."""

from types import SimpleNamespace

import pytest

from deploy.gateway import replicas as module
from deploy.gateway.replicas import Replicas, addresses_of


class Names:
    """What the name stands for; asked in place of DNS."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)
        self.asked = 0

    async def look_up(self, host: str) -> list[str]:
        """Its addresses now."""
        self.asked += 1
        if not self.addresses:
            raise OSError("no such name")
        return self.addresses


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the module sees."""
    seconds = [1000.0]
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: seconds[0]))
    return seconds


async def test_each_has_its_turn_whatever_order_they_come_in(clock: list[float]) -> None:
    """A name server turns its answers round; the turns go on all the same."""
    names = Names("10.0.0.2", "10.0.0.1", "10.0.0.2", "fd00::3")
    replicas = Replicas("cases", 8000, names.look_up)
    firsts = []
    for _ in range(6):
        firsts.append((await replicas.in_turn())[0])
        names.addresses.reverse()
        clock[0] += 2
    assert sorted(firsts[:3]) == sorted(firsts[3:]) == [
        "http://10.0.0.1:8000", "http://10.0.0.2:8000", "http://[fd00::3]:8000",
    ]  # fmt: skip


async def test_a_name_is_known_for_a_second(clock: list[float]) -> None:
    """A container that comes back elsewhere is found; a name that is gone leads nowhere."""
    names = Names("10.0.0.1")
    replicas = Replicas("cases", 8000, names.look_up)
    for _ in range(3):
        assert await replicas.in_turn() == ["http://10.0.0.1:8000"]
    assert names.asked == 1
    names.addresses = ["10.0.0.9"]
    clock[0] += 1.1
    assert await replicas.in_turn() == ["http://10.0.0.9:8000"]
    names.addresses = []
    clock[0] += 1.1
    with pytest.raises(OSError, match="no such name"):
        await replicas.in_turn()
    names.addresses = ["10.0.0.4"]
    assert await replicas.in_turn() == ["http://10.0.0.4:8000"]


async def test_one_that_was_missed_is_asked_last_for_a_while(clock: list[float]) -> None:
    """It is not forgotten: after some seconds it has its turn again."""
    replicas = Replicas("cases", 8000, Names("10.0.0.1", "10.0.0.2").look_up)
    replicas.missed("http://10.0.0.1:8000")
    for _ in range(3):
        assert (await replicas.in_turn())[-1] == "http://10.0.0.1:8000"
    clock[0] += 6
    assert {(await replicas.in_turn())[0] for _ in range(2)} == {
        "http://10.0.0.1:8000",
        "http://10.0.0.2:8000",
    }


async def test_names_of_the_machine_are_found() -> None:
    """The look-up is the system's own."""
    assert "127.0.0.1" in await addresses_of("localhost")
