"""The person that a case is of: found or made when the file is opened, and only then."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.cases.access_table import Relation
from services.cases.case.decider import Command, case
from services.cases.case.opening import (
    CannotOpenHere,
    ClientHasEndedCase,
    ClientHasOpenCase,
    OpenCase,
    ReferenceTaken,
)
from services.cases.case.oversight import ConfirmOpening
from services.cases.case.state import Case, Ended
from services.cases.context import Context
from services.cases.streams import (
    case_stream,
    file_claim,
    open_case_claim,
    registration_claim,
)
from shared.answers import Answer
from shared.command_handler import Extras, Loaded, anyone
from shared.http.operation import Call
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken, Conflict, VaultItem

ATTEMPTS = 5  # while others make the same person


@dataclass(frozen=True)
class Opening:
    """An opening, or the confirmation of one, on its way into the journal.

    The person is found by the number, or made, so that at most one file of a person is open.
    `rests_on` is the registration, and `owner` the agency that it belongs to.
    """

    context: Context
    call: Call
    command: OpenCase | ConfirmOpening
    extras: Extras
    rests_on: UUID
    owner: str
    items: Callable[[Case], Awaitable[Sequence[VaultItem]]] | None = None
    case_id: UUID | None = None
    allowed: Callable[[Loaded[Case]], Awaitable[object]] = anyone

    async def write(self, identity: str | None, reference_claim: str | None = None) -> Answer:
        """Write it for the person of an identity; for nobody yet where that is None.

        Raises `CannotOpenHere`, `ClientHasOpenCase`, `ClientHasEndedCase` or `ReferenceTaken`, and
        what `handle` raises.
        """
        for _ in range(ATTEMPTS):
            command, extras, person = self.command, self.extras, None
            if identity is not None:
                holder = await self.context.journal.holder(identity)
                person = UUID(holder) if holder else new_id()
                command = replace(command, client_id=person)
                extras = self._of(person, identity, is_new=holder is None)
            try:
                return await self._handle(command, extras)
            except ClaimTaken:
                replayed = await self.context.handler.replay(self.call)
                if replayed is not None:
                    return replayed
                await self._refuse(person, reference_claim)
        raise Conflict

    def _of(self, person: UUID, identity: str, *, is_new: bool) -> Extras:
        """The same with the claims of a person's file, and of a person who is new.

        The registration's own number is given up and taken again: where it was corrected since it
        was read, there is nothing to give up, and the opening is to be sent again.
        """
        claims = [*self.extras.claims, Claim(open_case_claim(person), self._holder())]
        if is_new:
            claims.append(Claim(identity, str(person)))
        number = Claim(registration_claim(identity, self.owner), str(self.rests_on))
        return replace(self.extras, claims=[*claims, number], released=[number])

    def _holder(self) -> str:
        return str(self.command.case_id if isinstance(self.command, OpenCase) else self.case_id)

    async def _handle(self, command: Command, extras: Extras) -> Answer:
        return await self.context.handler.handle(
            self.call,
            case,
            case_stream(self._holder()),
            command,
            allowed=self.allowed,
            new=isinstance(command, OpenCase),
            extras=extras,
            items=self.items,
        )

    async def _refuse(self, person: UUID | None, reference_claim: str | None) -> None:
        """Say what is taken; return where it is nothing any more."""
        holder = self.context.journal.holder
        holders = {await holder(file_claim(self.rests_on))}
        if person is not None:
            holders.add(await holder(open_case_claim(person)))
        taken = [UUID(each) for each in holders if each not in (None, self._holder())]
        if taken:
            if isinstance(self.command, ConfirmOpening):  # another agency's person, and not told
                raise CannotOpenHere
            own = [each for each in taken if await self._is_own(each)]
            if not own:
                raise CannotOpenHere
            if all([await self._has_ended(each) for each in own]):
                raise ClientHasEndedCase
            raise ClientHasOpenCase
        if reference_claim is not None and await holder(reference_claim) is not None:
            raise ReferenceTaken

    async def _is_own(self, case_id: UUID) -> bool:
        access = await self.context.relations.access(self.call.caller, case_id)
        return access is not None and Relation.RESPONSIBLE in access.relations

    async def _has_ended(self, case_id: UUID) -> bool:
        loaded = await self.context.handler.load(case, case_stream(case_id))
        return isinstance(loaded.state, Ended)
