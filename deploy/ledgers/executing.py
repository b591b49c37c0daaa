"""A plan → calls: in order where one rests on another, many at once where none does."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from deploy.ledgers import calls
from deploy.ledgers.checking import Line, Place, Rejected
from deploy.ledgers.inflight import each
from deploy.ledgers.known import Found
from deploy.ledgers.outcome import Outcome
from deploy.ledgers.planning import Plan
from deploy.ledgers.reasons import Fault, Reason, fault
from deploy.ledgers.records import CaseEntry, Client, Outreach, Workstation
from deploy.ledgers.sending import Answer, Api


class Execution:
    """Sends the rows of a plan and enters into an outcome what became of each.

    `positions` are the last versions of the streams that the calls spoke of.
    """

    def __init__(
        self, api: Api, found: Found, outcome: Outcome, settled: Callable[[], None]
    ) -> None:
        self._api = api
        self._found = found
        self._outcome = outcome
        self._settled = settled
        self.positions: dict[str, int] = {}

    async def run(self, plan: Plan) -> None:
        """Send everything; entries of one client one after the other, so that none conflict."""
        await each(plan.workstations.lines, self._workstation)
        await each(plan.clients.lines, self._client)
        of_client: dict[str, list[Line[CaseEntry]]] = defaultdict(list)
        for line in plan.entries.lines:
            of_client[line.record.reference].append(line)
        await each(of_client.items(), self._entries)
        await each(plan.outreach.lines, self._outreach)

    async def _workstation(self, line: Line[Workstation]) -> None:
        record = line.record
        try:
            answer = await self._post(calls.register_workstation(record))
        except Fault as refused:
            self._reject(line.place, refused)
            return
        self._found.add_workstation(record.name, record.region, answer.body["workstation_id"])
        self._accept(line.place, is_new=answer.is_new)

    async def _client(self, line: Line[Client]) -> None:
        record = line.record
        try:
            person = await self._post(calls.register_client(record))
            workstation = self._found.workstation(record.workstation, record.region)
            case = await self._post(calls.open_case(record, person.body["client_id"], workstation))
            case_id = case.body["case_id"]
            self._found.add_case(record.reference, case_id)
            steps = [await self._post(call) for call in calls.first_steps(record, case_id)]
        except Fault as refused:
            self._reject(line.place, refused)
            return
        self._accept(line.place, is_new=any(said.is_new for said in (person, case, *steps)))

    async def _entries(self, of_client: tuple[str, Sequence[Line[CaseEntry]]]) -> None:
        reference, lines = of_client
        case_id = await self._found.case(reference)
        for line in lines:
            try:
                if case_id is None:
                    raise fault("对象编号", Reason.UNKNOWN_CLIENT)
                answer = await self._post(calls.make_entry(line.record, case_id))
            except Fault as refused:
                self._reject(line.place, refused)
            else:
                self._accept(line.place, is_new=answer.is_new)

    async def _outreach(self, line: Line[Outreach]) -> None:
        try:
            answer = await self._post(calls.record_outreach(line.record))
        except Fault as refused:
            self._reject(line.place, refused)
        else:
            self._accept(line.place, is_new=answer.is_new)

    async def _post(self, call: calls.Call) -> Answer:
        answer = await self._api.post(call)
        stream, _, version = str(answer.body.get("position", "")).rpartition("@")
        if stream:
            self.positions[stream] = max(int(version), self.positions.get(stream, 0))
        return answer

    def _accept(self, place: Place, *, is_new: bool) -> None:
        self._outcome.accept(place, is_new=is_new)
        self._settled()

    def _reject(self, place: Place, refused: Fault) -> None:
        self._outcome.rejected.append(Rejected.of(place, refused))
        self._settled()
