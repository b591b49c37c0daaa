"""Replacing imports by a corrected folder: which rows are gone, new and kept, and voiding.

Only the ledgers that are in the folder are compared. A row is kept if the folder still says it, in
any spelling; what an import wrote and no row says any more is gone. Clients and workstations
are not taken back by this, nor what is void already, nor what a rejected row may have been
meant to correct.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.errors import CannotReach, CannotRead
from deploy.ledgers.imports import ImportedEntry, read_import
from deploy.ledgers.inflight import each
from deploy.ledgers.ledger import REGION, Ledger
from deploy.ledgers.outcome import SHOWN, ImportOutcome
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sending import Api
from deploy.ledgers.waiting import Positions
from deploy.ledgers.whole_folder import ANYONE, INTERRUPTED, Sent, Stopped
from shared.text import Text

ATTEMPTS = 5  # at one case, while other writers keep coming in between
REASON = {"reason": "mistaken"}


@dataclass(frozen=True)
class Gone:
    """An entry of an earlier import that no row says any more, in the words of its ledger."""

    ledger: Ledger
    entry: ImportedEntry
    words: str


@dataclass(frozen=True)
class Left:
    """An entry that is left as it is, and why."""

    gone: Gone
    why: Text


CLIENT = Text(zh="服务对象和工作站不作废", en="clients and workstations are not made void")
VOID = Text(zh="已经作废", en="it is void already")
HALF_VOID = Text(
    zh="不再出现的行可能只作废了一部分，新的行还没有导入",
    en="Of what is gone some may be void already, and what is new is not in yet",
)
MEANT = Text(
    zh="有退回的行可能就是改这一条",
    en="a row was rejected that may be meant for it",
)


@dataclass
class Plan:
    """What a folder changes of earlier `imports`; `trial` is the account of its dry run."""

    trial: ImportOutcome
    imports: Sequence[str]
    gone: list[Gone] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, object]:
        """Counts by ledger of what is gone and kept, and the entries that are gone or left."""
        return {
            "kept": dict(self.kept),
            "gone": [_named(its) for its in self.gone],
            "left": [_named(its.gone) | {"why": its.why.en} for its in self.left],
        }

    def summary(self, *, done: bool = False) -> Iterator[Text]:
        """The same in sentences; `done` after it was done."""
        zh, en = ("已作废", "made void") if done else ("不再出现，将作废", "gone, to be made void")
        gone = Counter(its.ledger.name for its in self.gone)
        for name in dict.fromkeys([*self.kept, *gone]):
            yield Text(
                zh=f"{name}：保留 {self.kept[name]}，{zh} {gone[name]}",
                en=f"{name}: {self.kept[name]} kept, {gone[name]} {en}",
            )
        yield from _listed(
            (its, Text(zh=zh, en=en)) for its in sorted(self.gone, key=lambda its: its.words)
        )
        yield from _listed(
            (its.gone, Text(zh=f"未动（{its.why.zh}）", en=f"left ({its.why.en})"))
            for its in self.left
        )
        if done and self.kept:
            ids = " ".join(f"--replacing {its}" for its in self.imports)
            yield Text(
                zh=f"保留的行仍属于原来的导入；再次改正时请一并写上 {ids}。",
                en=f"What was kept still belongs to the earlier imports; to correct it again, give "
                f"{ids} besides.",
            )


def _named(gone: Gone) -> dict[str, str]:
    return {"ledger": gone.ledger.name, "entry_id": gone.entry.entry_id, "entry": gone.words}


def _listed(entries: Iterable[tuple[Gone, Text]]) -> Iterator[Text]:
    told = [*entries]
    for gone, what in told[:SHOWN]:
        its = f"{gone.ledger.name} {gone.words}"
        yield Text(
            zh=f"{what.zh}：{its}（{gone.entry.entry_id}）",
            en=f"{what.en}: {its} ({gone.entry.entry_id})",
        )
    if len(told) > SHOWN:
        more = len(told) - SHOWN
        yield Text(zh=f"另有{more}条；--json 列出全部。", en=f"{more} more; --json lists them all.")


async def compare(api: Api, imports: Sequence[str], ledgers: Sequence[Ledger], tried: Sent) -> Plan:
    """Compare the folder that was tried with what imports wrote in these ledgers.

    Raises `CannotRead` where there is no such import, and `CannotReach`.
    """
    plan = Plan(tried.outcome, imports)
    for import_id in imports:
        count = 0
        async for entry in read_import(api, import_id):
            count += 1
            for ledger in ledgers:
                if entry.kind in ledger.entries and ledger.wrote(entry.facts):
                    _compare(plan, ledger, entry, tried)
                    break
        if not count:
            raise CannotRead(
                zh=f"没有编号为 {import_id} 的导入；waystation imports 列出各次导入。",
                en=f"There is no import {import_id}; waystation imports lists them.",
            )
    return plan


def _compare(plan: Plan, ledger: Ledger, entry: ImportedEntry, tried: Sent) -> None:
    if entry.entry_id in tried.known:
        plan.kept[ledger.name] += 1
        return
    number = tried.numbers.get(entry.subject, "")
    gone = Gone(ledger, entry, f"{number} {ledger.describe(entry.facts)}".strip())
    about = {entry.subject, str(entry.facts.get(REGION)), ANYONE}
    if entry.is_void:
        plan.left.append(Left(gone, VOID))
    elif ledger.void_path is None:
        plan.left.append(Left(gone, CLIENT))
    elif not about.isdisjoint(tried.rejected.get(ledger.name, ())):
        plan.left.append(Left(gone, MEANT))
    else:
        plan.gone.append(gone)


async def make_void(api: Api, plan: Plan) -> Positions:
    """Make void what is gone; what was changed or built upon in between is left.

    Gives the last positions, as `Sender.positions`. Raises `Stopped`.
    """
    by_subject: defaultdict[str, list[Gone]] = defaultdict(list)
    for gone in plan.gone:
        by_subject[gone.entry.subject].append(gone)
    positions = Positions()
    try:
        await each(by_subject.values(), lambda entries: _make_void(api, entries, plan, positions))
    except CannotReach as away:
        raise Stopped(away.text, HALF_VOID, plan.trial, interrupted=False) from None
    except asyncio.CancelledError:
        raise Stopped(INTERRUPTED, HALF_VOID, plan.trial, interrupted=True) from None
    return positions


async def _make_void(api: Api, entries: Sequence[Gone], plan: Plan, positions: Positions) -> None:
    """Make entries of one case, or one record, void: the last first, since others rest on those
    before them.
    """
    version = None
    for gone in reversed(entries):
        for attempt in range(ATTEMPTS):
            version = version or await _version(api, gone)
            try:
                answer = await api.post(_voiding(gone, version))
            except RowRefused as refused:
                if refused.status == 412 and attempt + 1 < ATTEMPTS:
                    version = None
                    continue
                plan.gone.remove(gone)
                plan.left.append(Left(gone, refused.faults[0].text))
            else:
                version = int(answer.body["version"]) if answer.is_new else None
                positions.add(answer)
            break


async def _version(api: Api, gone: Gone) -> int:
    path = gone.ledger.read_path.format(subject=gone.entry.subject)
    found = await api.get(path, []) or {}
    return int(found.get("version", 0))


def _voiding(gone: Gone, version: int) -> LedgerCall:
    assert gone.ledger.void_path is not None
    path = gone.ledger.void_path.format(subject=gone.entry.subject, entry=gone.entry.entry_id)
    columns = {"occurred_on": gone.ledger.columns[0]}
    return LedgerCall(path, REASON, key_of(path, REASON), columns, if_match=version)
