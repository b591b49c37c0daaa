"""The office: what the routes of this service work with, put together once at the start."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request

from services.cases.case import Case, Opened, Unopened, case
from services.cases.client import Registered, client
from shared import problems
from shared.database import Pool
from shared.decider import fold
from shared.desk import Desk
from shared.events import Event, parse
from shared.journal import Append, Claim, ClaimTaken, Recorded
from shared.operation import Call
from shared.vault import Vault


@dataclass(frozen=True)
class Office:
    """The desk that takes commands, and the vault that keeps who people are."""

    pool: Pool
    desk: Desk
    vault: Vault

    async def file_of(
        self, call: Call, case_id: UUID
    ) -> tuple[Opened, list[tuple[Recorded, Event]]]:
        """An opened case within the caller's regions, and all that was recorded of it.

        Any other case is answered with 404.
        """
        recorded = await self.desk.journal.read(f"case-{case_id}")
        history = [(event, parse(event.type, event.data)) for event in recorded]
        state = fold(case, (event for _, event in history))
        return opened_within(call)(state), history

    async def knows(self, call: Call, client_id: UUID) -> bool:
        """Whether the caller's agency registered this person, as the first one or again.

        A client's id alone entitles to nothing: it stands in events and answers.
        """
        loaded = await self.desk.load(client, f"client-{client_id}")
        if not isinstance(loaded.state, Registered):
            return False
        if loaded.state.agency == call.caller.agency:
            return True
        return await self.desk.journal.holder(_acquaintance(call, client_id)) is not None

    async def note_acquaintance(self, call: Call, client_id: UUID) -> None:
        """Note that the caller's agency registered a person who was registered before."""
        claim = Claim(_acquaintance(call, client_id), str(client_id))
        with suppress(ClaimTaken):  # it was noted before
            await self.desk.journal.append(Append("", 0, (), claims=[claim]))


def _acquaintance(call: Call, client_id: UUID) -> str:
    return f"knows-client:{client_id}:{call.caller.agency}"


def opened_within(call: Call) -> Callable[[Case], Opened]:
    """A check that a case exists within the caller's regions; it answers 404 otherwise."""

    def check(state: Case) -> Opened:
        if isinstance(state, Unopened) or not call.caller.covers(state.file.region):
            raise problems.not_found()
        return state

    return check


def office_of(request: Request) -> Office:
    """The office of the application that a request came to."""
    office: Office = request.app.state.office
    return office
