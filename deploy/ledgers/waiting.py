"""Waiting until the figures count what was written."""

from collections.abc import Iterable, Iterator

from deploy.ledgers.errors import CannotReach
from deploy.ledgers.inflight import each
from deploy.ledgers.sending import Api, CallAnswer
from shared.text import Text

AT_ONCE = 50  # positions that one question names, so that its address stays short


class Positions:
    """The last position of everything that was written to, as it was answered."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, str]] = {}

    def add(self, answer: CallAnswer) -> None:
        """Note where a write stands, if it wrote anything."""
        position = answer.body.get("position")
        if position is not None:
            self._note(answer.place or position, (int(answer.body["version"]), position))

    def update(self, others: "Positions") -> None:
        """Add those of other writes."""
        for place, position in others._last.items():
            self._note(place, position)

    def _note(self, place: str, position: tuple[int, str]) -> None:
        self._last[place] = max(position, self._last.get(place, position))

    def __iter__(self) -> Iterator[str]:
        return (position for _, position in self._last.values())


async def wait_until_counted(api: Api, positions: Iterable[str]) -> list[Text]:
    """Wait until reporting has what was written; one sentence if it has not in the end."""
    wanted = [("min_position", position) for position in positions]

    async def wait(some: list[tuple[str, str]]) -> None:
        await api.get("/v1/reports/annual/years", some)

    try:
        await each((wanted[n : n + AT_ONCE] for n in range(0, len(wanted), AT_ONCE)), wait)
    except CannotReach:
        return [
            Text(
                zh="统计尚未计入全部已导入的内容；稍后会自动补上，请过一会儿再出报表。",
                en="The figures do not count all that was imported yet; they will by themselves, "
                "so wait a little before you ask for a report.",
            )
        ]
    return []
