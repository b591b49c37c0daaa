"""Who the person of a case is, read over HTTP, beside a bare route that decrypts the same item.

32 callers over keep-alive connections on 500 cases; one uvicorn worker each. Ours checks the token,
looks up what the caller is to the case, asks the table, and has the read on disk in the log before
it answers. The floor is FastAPI with asyncpg's pool: one SELECT, and the same decryption.
"""

from contextlib import AsyncExitStack
from itertools import cycle
from uuid import UUID

from services.cases.case.decider import case
from services.cases.client.particulars import PersonParticulars
from services.cases.client.rules import RegisterClient, client
from services.cases.purposes import LegalBasis, Purpose
from services.cases.register import rows
from shared.clock import present_day
from shared.database import connect_pool
from shared.decider import fold
from shared.events.cases.case import CaseOpened
from shared.events.cases.kinds import CaseKind
from shared.ids import new_id
from shared.journal.journal import Append, Journal
from shared.recording import new_event
from shared.vault import Vault, VaultKeys
from tests.bench.load import press
from tests.bench.place import Place
from tests.bench.posting import CALLERS
from tests.bench.rounds import Measure, Row, compared, in_turn
from tests.bench.served import ISSUER, keys_of, serving
from tests.services.service import migrated

CASES = 500
PERSON = PersonParticulars("测试甲", "19900000000", None, "11010519491231002X")


async def personal(place: Place) -> list[Row]:
    """Personal data of a case, with relation, table and log."""
    token = ISSUER.mint("bench", ["41"], ["clients:personal"], user="bench")
    async with AsyncExitStack() as stack:
        contenders: dict[str, Measure] = {}
        for name, what in (("floor", "item"), ("ours", "cases")):
            database = await place.new_database(migrated)
            cases = await _cases(place, database)
            port = await stack.enter_async_context(serving(place, what, database))
            contenders[name] = _measure(port, cases, token, place.scale.seconds)
        rates = await in_turn(contenders, place.scale.rounds)
    return [
        compared(
            "personal data of a case, 32 callers; floor: bare FastAPI route, one SELECT",
            rates["floor"],
            rates["ours"],
            unit="requests/s",
            at_least=0.5,
            why="ours writes each read into the log, on disk, before it answers.",
        )
    ]


async def _cases(place: Place, database: str) -> list[UUID]:
    """Cases with a registered person each, whose registration has the case's id."""
    pool = await connect_pool(database, application_name="bench")
    try:
        journal, vault = Journal(pool), Vault(pool, VaultKeys.load(keys_of(place)))
        ids = [new_id() for _ in range(CASES)]
        for case_id in ids:
            registered = client.decide(
                RegisterClient(case_id, "bench"), client.initial, present_day()
            )
            await journal.append(
                Append(
                    f"client-{case_id}",
                    0,
                    [new_event(event) for event in registered],
                    persons=[vault.new_person(case_id)],
                    items=[await vault.item(case_id, case_id, PERSON.content())],
                )
            )
            opened = CaseOpened(
                case_id=case_id,
                client_id=new_id(),
                kind=CaseKind.AT_LARGE,
                region="410102001003",
                registration_id=case_id,
                agency="bench",
                confirmed_by="bench",
            )
            kept = rows(fold(case, [opened]), [opened], 1)
            await journal.append(Append(f"case-{case_id}", 0, [new_event(opened)], rows=kept))
        return ids
    finally:
        await pool.close()


def _measure(port: int, cases: list[UUID], token: str, seconds: float) -> Measure:
    heads = (
        f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nPurpose: {Purpose.SUPPORT}\r\n"
        f"Legal-Basis: {LegalBasis.NARCOTICS_CONTROL_LAW_34}\r\n\r\n"
    )
    requests = cycle(
        f"GET /v1/cases/{case_id}/personal-data HTTP/1.1\r\n{heads}".encode() for case_id in cases
    )

    async def measure() -> float:
        answers = await press(port, lambda: next(requests), CALLERS, seconds)
        assert set(answers.statuses) == {200}, answers.statuses
        return len(answers.seconds) / seconds

    return measure
