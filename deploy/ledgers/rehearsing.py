"""A plan → what an import would find: each row new, or said in an earlier import. Reads only."""

from collections.abc import Callable
from typing import Any

from deploy.ledgers import calls
from deploy.ledgers.checking import Line
from deploy.ledgers.inflight import each
from deploy.ledgers.known import Found
from deploy.ledgers.outcome import Outcome
from deploy.ledgers.planning import Plan
from deploy.ledgers.records import CaseEntry, Client, Outreach, Workstation
from deploy.ledgers.sending import Api


class Rehearsal:
    """Asks for each row whether its calls were answered before, and enters it into an outcome."""

    def __init__(
        self, api: Api, found: Found, outcome: Outcome, settled: Callable[[], None]
    ) -> None:
        self._api = api
        self._found = found
        self._outcome = outcome
        self._settled = settled

    async def run(self, plan: Plan) -> None:
        """Look at every row of a plan."""
        await each(plan.workstations.lines, self._workstation)
        await each(plan.clients.lines, self._client)
        await each(plan.entries.lines, self._entry)
        await each(plan.outreach.lines, self._outreach)

    async def _workstation(self, line: Line[Workstation]) -> None:
        known = await self._said("cases", calls.register_workstation(line.record))
        self._settle(line, known=known)

    async def _client(self, line: Line[Client]) -> None:
        case_id = await self._found.case(line.record.reference)
        known = case_id is not None
        if case_id is not None:
            for step in calls.first_steps(line.record, case_id):
                known = known and await self._said("cases", step)
        self._settle(line, known=known)

    async def _entry(self, line: Line[CaseEntry]) -> None:
        case_id = await self._found.case(line.record.reference)
        known = case_id is not None and await self._said(
            "cases", calls.make_entry(line.record, case_id)
        )
        self._settle(line, known=known)

    async def _outreach(self, line: Line[Outreach]) -> None:
        known = await self._said("outreach", calls.record_outreach(line.record))
        self._settle(line, known=known)

    async def _said(self, service: str, call: calls.Call) -> bool:
        told = await self._api.get(f"/{service}/v1/answers", [("key", call.key)]) or {}
        return bool(told.get("answers"))

    def _settle(self, line: Line[Any], *, known: bool) -> None:
        self._outcome.accept(line.place, is_new=not known)
        self._settled()
