"""Rows → calls, ledger by ledger, and what became of each row."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from deploy.ledgers.inflight import each
from deploy.ledgers.ledger import EVERY_ROW, REGION, Ask, Column, Ledger
from deploy.ledgers.outcome import ImportOutcome, RejectedRow
from deploy.ledgers.reasons import Fault, RowRefused
from deploy.ledgers.rows import Line, ambiguous, refuse_others
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

Settled = Callable[[int], None]

KNOWN = CallAnswer({}, is_new=False)  # what a row comes to that says the same as another


class Run:
    """Has the service take the rows of ledgers, or try to, and counts them into an outcome.

    `settled` is called with the number of rows done. `sample_region` is a region that exists.
    `new` are the rows that were not known before.
    """

    def __init__(
        self, sender: Sender, outcome: ImportOutcome, settled: Settled, sample_region: str | None
    ) -> None:
        self._sender = sender
        self._outcome = outcome
        self._settled = settled
        self._region = sample_region  # of the last row that was taken, once one was
        self.new: defaultdict[Ledger, list[Line]] = defaultdict(list)

    async def ledger(self, ledger: Ledger, lines: Sequence[Line]) -> None:
        """Go through the rows of one ledger: those that can be taken, then the others."""
        for name in ambiguous(ledger, lines):
            self._sender.directory.hold_back(name)
        readable = [line for line in lines if not line.faults]
        if ledger.unique:
            await each(readable, lambda line: _ask(ledger.check, line, self._sender.dry()))
            refuse_others(ledger, [line for line in readable if not line.faults])
        groups: defaultdict[object, list[Line]] = defaultdict(list)
        for line in readable:
            if not line.faults:
                groups[_together(ledger, line)].append(line)
        if (sorted_by := ledger.sorted_by) is not None:
            for group in groups.values():
                group.sort(key=lambda line: sorted_by(line.record))
        await each(groups.values(), lambda group: self._take(ledger, group))
        await each([line for line in lines if line.faults], lambda line: self._reject(ledger, line))

    async def _take(self, ledger: Ledger, group: Sequence[Line]) -> None:
        for line in group:
            answer = await _ask(ledger.send, line, self._sender)
            if answer is None:
                continue
            self._outcome.accept(line.place, answer)
            if answer.is_new:
                self.new[ledger].append(line)
            for place in line.copies:
                self._outcome.accept(place, KNOWN)
            self._region = line.record.get(REGION) or self._region
            self._settled(1 + len(line.copies))

    async def _reject(self, ledger: Ledger, line: Line) -> None:
        faults = await self._faults(ledger, line)
        for place in (line.place, *line.copies):
            self._outcome.rejected.append(RejectedRow(place, faults))
        self._settled(1 + len(line.copies))

    async def _faults(self, ledger: Ledger, line: Line) -> tuple[Fault, ...]:
        """All faults of a row, in the order of the ledger's columns.

        One fault hides others: the row is checked again with a sample in place of each cell at
        fault, until no other is found.
        """
        columns = {column.name: column for column in ledger.columns}
        order = list(columns)
        faults: dict[str, Fault] = {}
        new: Sequence[Fault] = line.faults
        sender = self._sender.dry(is_whole=False)
        while new:
            for fault in reversed(new):
                faults[fault.column] = fault
            if not line.record:
                break
            samples = {columns[name].field: columns[name].sample for name in faults}
            if REGION in samples:
                samples[REGION] = self._region
            new = []
            try:
                await ledger.check({**line.record, **samples}, sender)
            except RowRefused as refused:
                new = [its for its in refused.faults if self._is_new(columns, faults, its)]
        certain = [its for its in faults.values() if faults.keys().isdisjoint(its.rests_on)]
        return tuple(sorted(certain, key=lambda fault: order.index(fault.column)))

    @staticmethod
    def _is_new(columns: Mapping[str, Column], faults: Mapping[str, Fault], fault: Fault) -> bool:
        """Whether a fault was hidden: of another column, or of a rule about this very column."""
        known = faults.get(fault.column)
        return known is None or (
            fault.reason != known.reason and fault.reason in columns[fault.column].reasons.values()
        )


async def _ask(ask: Ask, line: Line, sender: Sender) -> CallAnswer | None:
    """Ask for a row; what is refused becomes the row's faults."""
    try:
        return await ask(line.record, sender)
    except RowRefused as refused:
        line.faults += refused.faults
        return None


def _together(ledger: Ledger, line: Line) -> object:
    """What the rows have in common that are sent one after the other; no two have a place."""
    if ledger.in_order_of is None:
        return line.place
    if ledger.in_order_of == EVERY_ROW:
        return EVERY_ROW
    return line.record[ledger.in_order_of]
