"""scratch"""
import asyncio
from datetime import date
import pytest
from services.reporting.annual import annual_report
from services.reporting.consume import Consumer
from services.reporting import careful
from shared.database import Pool
from tests.services.reporting.deliveries import DETOX, STREET, COMMUNITY, Ledger, cut
from tests.services.reporting.reading import naive, one, rollups
from tests.services.reporting.test_consume import some_work, DAY
from tests.services.reporting.test_verify import run as verify_run

async def test_two_retry(reporting_url, consumer, pool):
    ledger = Ledger()
    for _ in range(30):
        f = ledger.case(DETOX); f.contact(DAY); f.contact(DAY)
    unknown = [e if e.version == 1 else e._replace(type="cases.ContactRecorded.v9") for e in ledger.events]
    await consumer.apply("cases", 0, 0, unknown)
    async with pool.acquire() as c:
        await c.execute("UPDATE live.parked SET type='cases.ContactRecorded.v1'")
    print(await asyncio.gather(*(Consumer(pool).retry_parked() for _ in range(4)), return_exceptions=True))
    assert await rollups(pool) == naive(ledger.events)

async def test_retry_while_delivered(reporting_url, consumer, pool):
    ledger = Ledger()
    for _ in range(30):
        f = ledger.case(DETOX); f.contact(DAY); f.contact(DAY)
    unknown = [e if e.version == 1 else e._replace(type="cases.ContactRecorded.v9") for e in ledger.events]
    await consumer.apply("cases", 0, 0, unknown)
    async with pool.acquire() as c:
        await c.execute("UPDATE live.parked SET type='cases.ContactRecorded.v1'")
    n = len(ledger.events)
    again = [e._replace(offset=n + e.offset) for e in ledger.events]
    print(await asyncio.gather(Consumer(pool).retry_parked(), Consumer(pool).apply("cases", 0, n, again), return_exceptions=True))
    assert await rollups(pool) == naive(ledger.events)

@pytest.mark.parametrize("data", [b"\x00", b'{"a":"\x00"}', "\x00", b"\xff"])
async def test_nul(consumer, pool, data):
    ledger = some_work(1)
    spoilt = [ledger.events[0]._replace(data=data), *ledger.events[1:]]
    await consumer.apply("cases", 0, 0, spoilt)

async def test_annual_street(consumer, pool):
    ledger = Ledger()
    ledger.session(DAY, region=COMMUNITY)
    await consumer.apply("outreach", 0, 0, ledger.events)
    async with pool.acquire() as c:
        for r in ("410000000000","410105000000","410105001000", COMMUNITY):
            print(r, (await annual_report(c, r, 2019)).values)
        assert (await annual_report(c, "410105001000", 2019)).values[3] == 1

async def test_cancel(consumer, pool):
    events = some_work(60).events
    bad = []
    first = True
    done = 0
    for i, batch in enumerate(cut(events, 10)):
        for k in range(8):
            task = asyncio.create_task(consumer.apply("cases", 0, batch[0].offset, batch))
            for _ in range(k): await asyncio.sleep(0)
            task.cancel()
            r = (await asyncio.gather(task, return_exceptions=True))[0]
            if not isinstance(r, asyncio.CancelledError) and r is not None: bad.append((k, repr(r)))
        await consumer.apply("cases", 0, batch[0].offset, batch)
    assert await rollups(pool) == naive(events)
    assert not bad, bad[:5]

COLS = ["measure='sessions'", "day='2019-03-05'", "region='410102001001'", "dims='x'", "delta=delta+1", "subject=NULL", "event_id=gen_random_uuid()", "stream_id='case-x'", "version=version+1", "recorded_at=recorded_at+interval '1 second'"]
@pytest.mark.parametrize("c", COLS)
async def test_tamper(reporting_url, pool, consumer, c):
    events = some_work().events
    await consumer.apply("cases", 0, 0, events)
    await one(pool, f"UPDATE live.facts SET {c} WHERE ctid = (SELECT min(ctid) FROM live.facts WHERE measure='contacts')")
    result = await verify_run(reporting_url, events)
    assert not result["equal"]

RC = ["parent='x'", "region='410102001001'", "measure='sessions'", "month='2019-05-01'", "dims='x'", "value=value+1", "value=0"]
@pytest.mark.parametrize("c", RC)
async def test_tamper_rollup(reporting_url, pool, consumer, c):
    events = some_work().events
    await consumer.apply("cases", 0, 0, events)
    await one(pool, f"UPDATE live.rollups SET {c} WHERE ctid = (SELECT min(ctid) FROM live.rollups WHERE measure='contacts' and value<>0)")
    result = await verify_run(reporting_url, events)
    assert not result["equal"]

async def test_tamper_streams_and_parked(reporting_url, pool, consumer):
    events = some_work(6).events
    await consumer.apply("cases", 0, 0, events)
    # an event whose measure is none
    await one(pool, "UPDATE live.streams SET version = version + CASE stream_id WHEN (SELECT min(stream_id) FROM live.streams WHERE stream_id LIKE 'case%') THEN 1 ELSE -1 END WHERE stream_id IN (SELECT min(stream_id) FROM live.streams WHERE stream_id LIKE 'case%' UNION SELECT max(stream_id) FROM live.streams WHERE stream_id LIKE 'case%')")
    result = await verify_run(reporting_url, events)
    print(result)
    assert not result["equal"]
