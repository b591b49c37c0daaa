"""The import of a folder, from its bytes to its account; what a command line calls."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from deploy.ledgers.folder import Folder, read_folder
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.replacing import Plan, compare, make_void
from deploy.ledgers.returning import check_free, write_rejected
from deploy.ledgers.sending import PATIENCE, ImportTarget, open_api
from deploy.ledgers.waiting import Positions, wait_until_counted
from deploy.ledgers.whole_folder import Progress, Stopped, send_folder
from shared.text import Text

__all__ = ["Stopped", "import_folder", "send_folder"]


async def import_folder(
    folder: Path,
    service: ImportTarget,
    *,
    today: date,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
    rejected_to: Path | None = None,
    patience: float = PATIENCE,
    replacing: Sequence[str] = (),
    confirm: Callable[[Plan], bool] = lambda plan: True,
    links_workers: bool = False,
) -> ImportOutcome:
    """Bring a folder of ledgers in through the public API of a running service.

    `today` is the day in China; `progress` is called with the rows done and all rows;
    rejected rows go to `rejected_to`, or to a new folder beside `folder`. A dry run asks the
    service what it would accept, and writes nothing anywhere. Returns when the figures count
    what was written, or says in the outcome's warnings that they do not yet. `patience` is how
    many seconds a call is tried again for while the service is away. With `replacing`, the
    folder takes the place of earlier imports of these ids, if `confirm` says so of the plan. For
    `links_workers` see `send_folder`.

    Raises `CannotRead` and `CannotReach` before anything is written, `Stopped` after.
    """
    ledgers = read_folder(folder)
    if rejected_to is not None:
        check_free(rejected_to)
    async with open_api(service, patience=patience) as api:
        for path in sorted({file.ledger.path for file in ledgers.files}):
            await api.check_dry_runs(path)
        send = partial(send_folder, ledgers, api, progress=progress, links_workers=links_workers)
        plan, positions = None, Positions()
        if replacing:
            tried = await send(dry_run=True, replaces=True)
            present = list(dict.fromkeys(file.ledger for file in ledgers.files))
            plan = await compare(api, [*dict.fromkeys(replacing)], present, tried)
            tried.outcome.plan = plan
            if dry_run or not confirm(plan):
                return tried.outcome
        if plan is not None:
            positions = await make_void(api, plan)
        sent = await send(dry_run=dry_run, replaces=bool(replacing))
        outcome = sent.outcome
        outcome.plan = plan
        if dry_run:
            return outcome
        outcome.import_id = api.import_id if api.has_written else None
        _return_rejected(outcome, ledgers, folder, rejected_to)
        positions.update(sent.positions)
        outcome.warnings += await wait_until_counted(api, positions)
    return outcome


def _return_rejected(
    outcome: ImportOutcome, folder: Folder, path: Path, rejected_to: Path | None
) -> None:
    try:
        outcome.rejected_to = write_rejected(outcome.rejected, folder.files, path, rejected_to)
    except OSError as error:
        outcome.warnings.append(
            Text(
                zh=f"退回的行没能写到 {error.filename}（{error.strerror}）；请再次导入并用"
                " --rejected 指明一个可写的文件夹。",
                en=f"The rejected rows could not be written to {error.filename} "
                f"({error.strerror}); import again and name a folder with --rejected.",
            )
        )
