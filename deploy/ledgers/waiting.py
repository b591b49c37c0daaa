"""Waiting until the figures count what was written."""

from collections.abc import Mapping, Sequence

from deploy.ledgers.errors import CannotReach
from deploy.ledgers.inflight import each
from deploy.ledgers.sending import Api
from shared.text import Text

AT_ONCE = 50  # positions that one question names, so that its address stays short


async def wait_until_counted(
    api: Api, positions: Mapping[str, int], region: str, year: int
) -> list[Text]:
    """Wait until reporting has what was written; one sentence if it has not in the end.

    `positions` are the last versions of the streams; `region` is one that the caller may see.
    """
    wanted = [("min_position", f"{stream}@{version}") for stream, version in positions.items()]

    async def wait(some: Sequence[tuple[str, str]]) -> None:
        await api.get("/v1/reports/annual", [("region", region), ("year", str(year)), *some])

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
