"""Who may see what: cases by their region, clients by the agency that registered them.

Whatever a caller may not see is answered as if it were not there.
"""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from services.cases.case.decider import case
from services.cases.case.state import Case, Existing, Unopened
from services.cases.client.rules import Registered, client
from services.cases.context import Context
from services.cases.streams import acquaintance_claim, case_stream, client_stream
from shared.http import problems
from shared.http.operation import Call
from shared.journal.journal import Append, Claim, ClaimTaken


def opened_within(call: Call) -> Callable[[Case], Existing]:
    """A check that a case exists within the caller's regions; it answers 404 otherwise."""

    def check(state: Case) -> Existing:
        if isinstance(state, Unopened) or not call.caller.covers(state.file.region):
            raise problems.not_found()
        return state

    return check


async def open_case_within(context: Context, call: Call, case_id: UUID) -> Existing:
    """A case within the caller's regions; any other is answered with 404."""
    loaded = await context.handler.load(case, case_stream(case_id))
    return opened_within(call)(loaded.state)


async def knows_client(context: Context, call: Call, client_id: UUID) -> bool:
    """Whether the caller's agency registered this person, as the first one or again.

    A client's id alone entitles to nothing: it stands in events and answers. Nor does it once
    another agency has corrected the number, for whoever registered the one before means somebody
    else by it. Both are read whatever the first one says, so that the time of an answer tells
    nothing of other agencies.
    """
    person = (await context.handler.load(client, client_stream(client_id))).state
    identity = person.identity if isinstance(person, Registered) else client_id
    claim = acquaintance_claim(client_id, identity, call.caller.agency)
    again = await context.journal.holder(claim) is not None
    first = isinstance(person, Registered) and person.agency == call.caller.agency
    return isinstance(person, Registered) and (again or (first and identity == client_id))


async def note_acquaintance(context: Context, call: Call, client_id: UUID, number: str) -> None:
    """Note that the caller's agency registered a person who was registered before.

    `number` is the claim that found the person. It is looked at again behind the person: if it was
    corrected in between, or since the answer that is repeated, the agency does not know this one.
    """
    person = (await context.handler.load(client, client_stream(client_id))).state
    if not isinstance(person, Registered):
        return
    if await context.journal.holder(number) != str(client_id):
        return
    claim = acquaintance_claim(client_id, person.identity, call.caller.agency)
    with suppress(ClaimTaken):  # it was noted before
        await context.journal.append(Append("", 0, (), claims=[Claim(claim, str(client_id))]))
