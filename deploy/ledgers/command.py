"""The import of a folder, from its bytes to its account; what a command line calls."""

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from deploy.ledgers.executing import Execution
from deploy.ledgers.folder import Folder, read_folder
from deploy.ledgers.known import Found
from deploy.ledgers.outcome import Outcome, counted
from deploy.ledgers.planning import Plan, make_plan
from deploy.ledgers.rehearsing import Rehearsal
from deploy.ledgers.returning import check_free, write_rejected
from deploy.ledgers.sending import PATIENCE, Api, Service, open_api
from deploy.ledgers.sentences import CannotReach, Sentence
from deploy.ledgers.waiting import wait_until_counted
from deploy.sentence import CannotGoOn

Progress = Callable[[int, int], None]


class Stopped(CannotGoOn):
    """The import ended before its end; `outcome` is what was done until then.

    `interrupted` says whether a person wished it so. Importing the same folder again goes on.
    """

    def __init__(self, why: Sentence, outcome: Outcome, total: int, *, interrupted: bool) -> None:
        done = outcome.accepted.total() + outcome.duplicates.total() + len(outcome.rejected)
        super().__init__(
            f"{why.en} {done} of {total} rows are done; import the same folder again to go on: "
            "what was done stays done and is not done twice.",
            f"{why.zh}{total}行中已处理{done}行；再次导入同一文件夹即可继续，已导入的不会重复。",
        )
        self.outcome = outcome
        self.interrupted = interrupted


async def import_folder(
    folder: Path,
    service: Service,
    *,
    today: date,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
    rejected_to: Path | None = None,
    patience: float = PATIENCE,
) -> Outcome:
    """Bring a folder of ledgers in through the public API of a running service.

    `today` is the day in China; `progress` is called with the rows done and all rows;
    rejected rows go to `rejected_to`, or to a new folder beside `folder`. A dry run asks which
    rows were imported before, and writes nothing anywhere. Returns when the figures count what
    was written, or says in the outcome's warnings that they do not yet. `patience` is how many
    seconds a call is tried again for while the service is away.

    Raises `CannotRead` and `CannotReach` before anything is written, `Stopped` after.
    """
    ledgers = read_folder(folder)
    if rejected_to is not None:
        check_free(rejected_to)
    async with open_api(service, patience=patience) as api:
        found = Found(api)
        plan = await make_plan(ledgers, today, found)
        outcome = _before_sending(ledgers, plan, dry_run=dry_run)
        if dry_run:
            await _run(Rehearsal, plan, api, found, outcome, progress)
            return outcome
        execution = await _run(Execution, plan, api, found, outcome, progress)
        _return_rejected(outcome, ledgers, folder, rejected_to)
        region = plan.region or found.region
        if region is not None:
            outcome.warnings += await wait_until_counted(
                api, execution.positions, region, today.year
            )
    return outcome


def _before_sending(folder: Folder, plan: Plan, *, dry_run: bool) -> Outcome:
    """The account of what is known before the service is asked about the rows."""
    outcome = Outcome(tuple(ledger.file for ledger in folder.ledgers), dry_run)
    outcome.duplicates += counted(plan.duplicates)
    outcome.rejected += plan.rejected
    outcome.warnings += [*folder.warnings, *plan.warnings]
    return outcome


R = TypeVar("R", Execution, Rehearsal)


async def _run(
    kind: type[R], plan: Plan, api: Api, found: Found, outcome: Outcome, progress: Progress
) -> R:
    """Go through the plan's rows, for real or in rehearsal; raises `Stopped`."""
    done = outcome.duplicates.total() + len(outcome.rejected)
    total = done + len(plan.to_send)
    progress(done, total)

    def settled() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    running = kind(api, found, outcome, settled)
    try:
        await running.run(plan)
    except CannotReach as away:
        why = Sentence(away.chinese, away.english)
        raise Stopped(why, outcome, total, interrupted=False) from None
    except asyncio.CancelledError:
        why = Sentence("导入已中断。", "The import was interrupted.")
        raise Stopped(why, outcome, total, interrupted=True) from None
    return running


def _return_rejected(
    outcome: Outcome, folder: Folder, path: Path, rejected_to: Path | None
) -> None:
    try:
        outcome.rejected_to = write_rejected(outcome.rejected, folder.ledgers, path, rejected_to)
    except OSError as error:
        outcome.warnings.append(
            Sentence(
                f"退回的行没能写到 {error.filename}（{error.strerror}）；请再次导入并用"
                " --rejected 指明一个可写的文件夹。",
                f"The rejected rows could not be written to {error.filename} "
                f"({error.strerror}); import again and name a folder with --rejected.",
            )
        )
