"""The import of a folder, from its bytes to its account; what a command line calls."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deploy.ledgers.directory import Directory
from deploy.ledgers.errors import CannotReach
from deploy.ledgers.folder import Folder, read_folder
from deploy.ledgers.kinds import LEDGERS
from deploy.ledgers.ledger import REGION, Ledger
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.returning import check_free, write_rejected
from deploy.ledgers.rows import Line, read_rows
from deploy.ledgers.running import Run
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import PATIENCE, Api, ImportTarget, open_api
from deploy.ledgers.waiting import wait_until_counted
from deploy.sentence import CannotGoOn
from shared.regions import UnknownRegion, built_in
from shared.text import Text

Progress = Callable[[int, int], None]


class Stopped(CannotGoOn):
    """The import ended before its end; `outcome` is what was done until then.

    `interrupted` says whether a person wished it so. Importing the same folder again goes on.
    """

    def __init__(self, why: Text, outcome: ImportOutcome, total: int, *, interrupted: bool) -> None:
        done = outcome.accepted.total() + outcome.duplicates.total() + len(outcome.rejected)
        super().__init__(
            zh=f"{why.zh}{total}行中已处理{done}行；再次导入同一文件夹即可继续，已导入的不会重复。",
            en=f"{why.en} {done} of {total} rows are done; import the same folder again to go on: "
            "what was done stays done and is not done twice.",
        )
        self.outcome = outcome
        self.interrupted = interrupted


async def import_folder(
    folder: Path,
    service: ImportTarget,
    *,
    today: date,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
    rejected_to: Path | None = None,
    patience: float = PATIENCE,
) -> ImportOutcome:
    """Bring a folder of ledgers in through the public API of a running service.

    `today` is the day in China; `progress` is called with the rows done and all rows;
    rejected rows go to `rejected_to`, or to a new folder beside `folder`. A dry run asks the
    service what it would accept, and writes nothing anywhere. Returns when the figures count
    what was written, or says in the outcome's warnings that they do not yet. `patience` is how
    many seconds a call is tried again for while the service is away.

    Raises `CannotRead` and `CannotReach` before anything is written, `Stopped` after.
    """
    ledgers = read_folder(folder)
    if rejected_to is not None:
        check_free(rejected_to)
    async with open_api(service, patience=patience) as api:
        for path in sorted({file.ledger.path for file in ledgers.files}):
            await api.check_dry_runs(path)
        sent = await send_folder(ledgers, api, dry_run=dry_run, progress=progress)
        outcome = sent.outcome
        if dry_run:
            return outcome
        _return_rejected(outcome, ledgers, folder, rejected_to)
        if sent.region is not None:
            outcome.warnings += await wait_until_counted(
                api, sent.positions, sent.region, today.year
            )
    return outcome


@dataclass(frozen=True)
class Sent:
    """What came of sending a folder: the account, the last versions of the streams, a region.

    The region is one that the caller may see, if any is known.
    """

    outcome: ImportOutcome
    positions: Mapping[str, int]
    region: str | None


async def send_folder(
    folder: Folder,
    api: Api,
    *,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
) -> Sent:
    """Send all rows of a folder, or try to; raises `CannotReach` and `Stopped`."""
    lines = {
        ledger: read_rows(ledger, [file for file in folder.files if file.ledger is ledger])
        for ledger in LEDGERS
    }
    outcome = ImportOutcome(tuple(file.file for file in folder.files), dry_run)
    outcome.warnings += folder.warnings
    directory = Directory(api, {file.ledger.name for file in folder.files})
    sender = Sender(api, directory, dry_run=dry_run)
    region = await _run(lines, sender, outcome, api, progress)
    outcome.warnings += directory.warnings()
    return Sent(outcome, sender.positions, region or directory.region)


async def _run(
    lines: dict[Ledger, list[Line]],
    sender: Sender,
    outcome: ImportOutcome,
    api: Api,
    progress: Progress,
) -> str | None:
    """Go through all rows; the region of one that was taken. Raises `Stopped`."""
    done = 0
    total = sum(1 + len(line.copies) for rows in lines.values() for line in rows)
    progress(done, total)

    def settled(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, total)

    run = Run(sender, outcome, settled, _known_region(lines.values()))
    try:
        for ledger, rows in lines.items():
            await run.ledger(ledger, rows)
    except CannotReach as away:
        if not api.is_reached:
            raise
        why = away.text
        raise Stopped(why, outcome, total, interrupted=False) from None
    except asyncio.CancelledError:
        why = Text(zh="导入已中断。", en="The import was interrupted.")
        raise Stopped(why, outcome, total, interrupted=True) from None
    return run.region


def _known_region(ledgers: Iterable[list[Line]]) -> str | None:
    """The first region in the rows that exists."""
    for lines in ledgers:
        for line in lines:
            try:
                return built_in().check(line.record.get(REGION, ""))
            except UnknownRegion:
                continue
    return None


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
