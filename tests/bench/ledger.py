"""A synthetic ledger: cases of users at large with their contacts, for a year and a city."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

import asyncpg

from shared.ids import new_id

Written = tuple[str, int, UUID, str, str, str]  # the columns of `events` that an append fills

YEAR = 2019
EVENTS_A_CASE = 20
_COLUMNS = ("stream_id", "version", "event_id", "type", "data", "metadata")
_MODES = ("home_visit", "phone", "office", "wechat", "video")
_METADATA = '{"agency":"bench","traceparent":"00-' + "a" * 32 + "-" + "b" * 16 + '-01"}'
_CHUNK = 10_000  # events in one transaction


def ledger(number: int) -> Iterator[Written]:
    """A number of events, case after case; every case has one opening and contacts."""
    return islice(_cases(), number)


def _cases() -> Iterator[Written]:
    places = [
        f"4101{county:02}{street:03}001" for county in (2, 3, 4, 5, 6, 8) for street in range(1, 13)
    ]
    case = 0
    while True:
        region = places[case % len(places)]
        case_id, client_id = new_id(), new_id()
        stream = f"case-{case_id}"
        common = (
            f'{{"case_id":"{case_id}","client_id":"{client_id}","kind":"at_large",'
            f'"region":"{region}"'
        )
        yield stream, 1, new_id(), "cases.CaseOpened.v1", common + "}", _METADATA
        for version in range(2, EVENTS_A_CASE + 1):
            entry_id = new_id()
            day = date(YEAR, 1, 1) + timedelta(days=(case * 7 + version * 17) % 365)
            data = (
                f'{common},"entry_id":"{entry_id}","occurred_on":"{day}",'
                f'"mode":"{_MODES[(case + version) % 5]}"}}'
            )
            yield stream, version, entry_id, "cases.ContactRecorded.v1", data, _METADATA
        case += 1


async def fill(dsn: str, number: int) -> None:
    """Write a number of events into a journal, ten thousand a transaction."""
    connection = await asyncpg.connect(dsn)
    try:
        events = ledger(number)
        while chunk := list(islice(events, _CHUNK)):
            await connection.copy_records_to_table("events", columns=_COLUMNS, records=chunk)
        await connection.execute("VACUUM ANALYZE events")
    finally:
        await connection.close()
