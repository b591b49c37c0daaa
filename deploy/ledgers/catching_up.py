"""Waiting until the figures count what was written."""

from collections.abc import Iterable, Mapping

from deploy.ledgers.inflight import each
from deploy.ledgers.sending import Api
from deploy.ledgers.sentences import CannotReach, Sentence

# Reporting takes events in the order in which they were written, in each of a few dozen
# partitions at most, so that this many of the last streams stand for all before them.
STREAMS = 1000


async def wait_until_counted(
    api: Api, positions: Mapping[str, int], region: str, year: int
) -> Iterable[Sentence]:
    """Wait until reporting has what was written; one sentence if it has not in the end.

    `positions` are the last version of each stream, in the order of writing; `region` is one
    that the caller may see.
    """

    async def wait(position: str) -> None:
        await api.get(
            "/v1/reports/annual",
            [("region", region), ("year", str(year)), ("min_position", position)],
        )

    last = [f"{stream}@{version}" for stream, version in positions.items()][-STREAMS:]
    try:
        await each(last, wait)
    except CannotReach:
        return [
            Sentence(
                "统计尚未计入全部已导入的内容；稍后会自动补上，请过一会儿再出报表。",
                "The figures do not count all that was imported yet; they will by themselves, "
                "so wait a little before you ask for a report.",
            )
        ]
    return []
