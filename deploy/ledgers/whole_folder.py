"""Sends all rows of a folder, ledger by ledger, or tries to."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from deploy.ledgers.authority import check_openings
from deploy.ledgers.directory import Directory
from deploy.ledgers.errors import CannotReach
from deploy.ledgers.folder import Folder
from deploy.ledgers.kinds import clients, ledgers_of
from deploy.ledgers.kinds.entries import CLIENT
from deploy.ledgers.ledger import REGION, Ledger
from deploy.ledgers.likeness import NewRow, alike
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.rows import Line, read_rows
from deploy.ledgers.running import Run
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import Api
from deploy.ledgers.waiting import Positions
from deploy.sentence import CannotGoOn
from shared.regions import UnknownRegion, regions_in_force
from shared.text import Text

Progress = Callable[[int, int], None]


class Stopped(CannotGoOn):
    """The import ended before its end: `why`, and how `far` it was.

    `outcome` is what was done until then; `interrupted` says whether a person wished it so. The
    same command again goes on.
    """

    def __init__(self, why: Text, far: Text, outcome: ImportOutcome, *, interrupted: bool) -> None:
        super().__init__(
            zh=f"{why.zh}{far.zh}；再次运行同一命令即可继续，已完成的不会重复。",
            en=f"{why.en} {far.en}; run the same command again to go on: what was done stays done "
            "and is not done twice.",
        )
        self.outcome = outcome
        self.interrupted = interrupted


INTERRUPTED = Text(zh="导入已中断。", en="The import was interrupted.")


ANYONE = "?"  # whom a rejected row is about that names neither a known case nor a region


@dataclass(frozen=True)
class Sent:
    """What came of sending a folder: the account, and where what was written stands.

    `known` are the entries that rows had made before; `rejected` are, by ledger, the cases and
    regions that rejected rows are about; `numbers` are those of the cases.
    """

    outcome: ImportOutcome
    positions: Positions
    known: frozenset[str]
    rejected: Mapping[str, frozenset[str]]
    numbers: Mapping[str, str]


async def send_folder(
    folder: Folder,
    api: Api,
    *,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
    replaces: bool = False,
    links_workers: bool = False,
) -> Sent:
    """Send all rows of a folder, or try to; raises `CannotReach` and `Stopped`.

    Where the files that it opens would not stand by themselves, it raises `NotAllowed` before
    anything is written. Rows that were void come back if the folder `replaces` earlier ones. With
    `links_workers` new contacts and counselling name the workers of the roster whom they are by.
    """
    present = {file.ledger for file in folder.files}
    lines = {
        ledger: read_rows(ledger, [its for its in folder.files if its.ledger.name == ledger.name])
        for ledger in await ledgers_of(api, present)
    }
    openings = (line.record.get(REGION) for line in lines[clients.LEDGER])
    await check_openings(api, (region for region in openings if region))
    outcome = ImportOutcome(tuple(file.file for file in folder.files), dry_run)
    outcome.warnings += folder.warnings
    names = {file.ledger.name for file in folder.files}
    directory = Directory(api, names, links_workers=links_workers)
    sender = Sender(api, directory, dry_run=dry_run, brings_back=replaces)
    run = await _run(lines, sender, outcome, api, progress)
    outcome.warnings += directory.warnings()
    await _compare(run, sender, outcome, api, with_earlier=not replaces)
    return Sent(
        outcome,
        sender.positions,
        frozenset(sender.known),
        {ledger.name: await _rejected(rows, directory) for ledger, rows in lines.items()},
        directory.numbers(),
    )


async def _compare(
    run: Run, sender: Sender, outcome: ImportOutcome, api: Api, *, with_earlier: bool
) -> None:
    """Warn of new rows that are very like another one."""
    try:
        for ledger, new in run.new.items():
            rows = [NewRow(line, await _case_of(line, sender.directory)) for line in new]
            outcome.doubts += await alike(
                api, ledger, rows, sender.known, with_earlier=with_earlier
            )
    except CannotReach as away:
        outcome.warnings.append(
            Text(
                zh=f"未能与以前的导入比较：{away.text.zh}",
                en=f"Rows were not compared with earlier imports: {away.text.en}",
            )
        )


async def _rejected(lines: Iterable[Line], directory: Directory) -> frozenset[str]:
    """The cases and regions that rejected rows are about; `ANYONE` for a row that names none."""
    about: set[str] = set()
    for line in lines:
        if line.faults:
            about.add(line.record.get(REGION) or await _case_of(line, directory) or ANYONE)
    return frozenset(about)


async def _case_of(line: Line, directory: Directory) -> str | None:
    """The case that a row is about, if it is about one."""
    reference = line.record.get(CLIENT.field)
    return await directory.case(reference) if reference else None


async def _run(
    lines: dict[Ledger, list[Line]],
    sender: Sender,
    outcome: ImportOutcome,
    api: Api,
    progress: Progress,
) -> Run:
    """Go through all rows. Raises `Stopped`."""
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
        raise Stopped(away.text, _far(outcome, total), outcome, interrupted=False) from None
    except asyncio.CancelledError:
        raise Stopped(INTERRUPTED, _far(outcome, total), outcome, interrupted=True) from None
    return run


def _far(outcome: ImportOutcome, total: int) -> Text:
    """How many rows are done."""
    counts = (outcome.accepted, outcome.corrected, outcome.duplicates)
    done = sum(count.total() for count in counts) + len(outcome.rejected)
    return Text(zh=f"{total}行中已处理{done}行", en=f"{done} of {total} rows are done")


def _known_region(ledgers: Iterable[list[Line]]) -> str | None:
    """The first region in the rows that exists."""
    for lines in ledgers:
        for line in lines:
            try:
                return regions_in_force().check(line.record.get(REGION) or "")
            except UnknownRegion:
                continue
    return None
