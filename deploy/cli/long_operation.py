"""Operations of reporting that take a while: their progress on a bar, their result."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from deploy.cli.client import ApiClient, refusal
from deploy.cli.instance import Target
from deploy.language import in_language
from deploy.sentence import CannotGoOn
from shared.text import Text


async def operate(target: Target, path: str, titles: Mapping[str, Text]) -> dict[str, Any]:
    """Start the operation and show the progress of each phase; returns its result.

    `titles` names the phases for people. Raises CannotGoOn, also if the answer breaks off.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    async with ApiClient(target) as client:
        with Progress(*columns, console=Console(stderr=True)) as bars:
            phases: dict[str, TaskID] = {}
            async for line in client.operate(path):
                phase = line.pop("phase")
                if phase == "failed":
                    raise refusal(line["problem"])
                if phase not in phases:
                    for task in bars.tasks:  # a new phase begins when those before have ended
                        bars.update(task.id, completed=task.total)
                    if phase == "done":
                        return line
                    title = titles.get(phase)
                    phases[phase] = bars.add_task(in_language(title) if title else phase)
                bars.update(phases[phase], completed=line["done"], total=line["total"])
    raise CannotGoOn(
        zh="应答中途断开；请确认实例仍在运行，然后重试。",
        en="The answer broke off before its end; see that the instance still runs, and try again.",
    )
