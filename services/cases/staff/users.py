"""Which worker is calling: an agency's human users by the keyed hash of their pseudonym."""

from uuid import UUID

from services.cases.context import Context
from services.cases.staff.keys import key_of
from services.cases.staff.own_file import is_own_registration, may_be_calling
from shared.http.operation import Call
from shared.identity.claims import Caller

MINE = "SELECT worker_id FROM workers WHERE agency = $1 AND user_key = $2 AND left_on IS NULL"
# $1: what it is about; $2: the agency; $3: the user.
IS_OWN = f"SELECT {is_own_registration('$1::text', agency='$2', user='$3::text')}"
MAY_BE = f"""
SELECT EXISTS (
    SELECT FROM workers AS person
    WHERE person.worker_id = $1 AND {may_be_calling(agency="$2", user="$3::text")}
)
"""
HAS_NUMBER = f"""
SELECT EXISTS (
    SELECT FROM workers AS person
    WHERE person.id_claim = $1 AND {may_be_calling(agency="$2", user="$3::text")}
)
"""


async def my_worker(context: Context, call: Call) -> UUID | None:
    """The worker who is calling, as the agency has registered the user; None if that is unknown."""
    key = key_of(context.vault.index, call.caller)
    if key is None:
        return None
    async with context.pool.acquire() as connection:
        found: UUID | None = await connection.fetchval(MINE, call.caller.agency, key)
    return found


async def is_of_caller(context: Context, caller: Caller, registration_id: UUID) -> bool:
    """Whether a registration is of the worker who is calling, or may be."""
    return await _is_so(context, caller, IS_OWN, str(registration_id))


async def may_be_caller(context: Context, caller: Caller, worker_id: UUID) -> bool:
    """Whether a worker whose own file is known is the one who is calling, or may be."""
    return await _is_so(context, caller, MAY_BE, worker_id)


async def has_caller_number(context: Context, caller: Caller, identity: str) -> bool:
    """Whether an ID number, by its claim, is that of the worker who is calling, or may be."""
    return await _is_so(context, caller, HAS_NUMBER, identity)


async def _is_so(context: Context, caller: Caller, statement: str, about: object) -> bool:
    user = key_of(context.vault.index, caller)
    async with context.pool.acquire() as connection:
        answer: bool = await connection.fetchval(statement, about, caller.agency, user)
    return answer
