"""A city's work of the last fifteen months, up to today, for pages to show.

Of its counties one (410105) has three streets, the middle one with two communities; in it most
tests are missed. One (410103) has entries in a single community alone.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from services.reporting.counting.consume import Consumer
from services.reporting.counting.migrations import migrate_reporting
from services.reporting.statistics.spans import Span, span_of
from shared.clock import CHINA, present_day, utc_now
from shared.database import connect_pool
from shared.events.cases.counselling import CounsellingHeld
from shared.events.cases.duties import Duty, DutyOutcome
from shared.events.cases.help import HelpGiven, NeedAssessed
from shared.events.cases.household import HouseholdRecorded
from shared.events.cases.observed import StationUnderstaffed, WorkerOverLimit
from shared.events.cases.person import AgeBand, PersonFacts, Sex, Substance
from shared.events.cases.staff import Area, EmployedAs, WorkerRegistered
from shared.events.outreach.campaigns import (
    AimOf,
    CampaignAim,
    CampaignDrafted,
    CampaignKind,
    CampaignLaunched,
    CampaignSpan,
)
from shared.events.outreach.informants import InformantsCounted
from shared.events.outreach.places import NAMED, PlaceOpened, PlaceSpan, PlaceUsed
from shared.ids import new_id
from shared.journal.received_event import ReceivedEvent
from shared.regions import level
from tests.services.reporting import surveyed
from tests.services.reporting.closing import closed
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, File, Ledger

CITY, COUNTY, WORST = "4101", "410105", "410105002"
LONE_COMMUNITY = "410103001001"
EMPTY = "410106"  # a county in which nothing was ever recorded
PLACES = (
    "410102001000",
    "410102002000",
    "410105001000",
    "410105002001",
    "410105002002",
    "410105003000",
    "410103001001",
)
WORKERS = (
    (EmployedAs.SOCIAL_WORKER, "410105001000", Area.URBAN),
    (EmployedAs.SOCIAL_WORKER, "410105002001", Area.RURAL),
    (EmployedAs.VOLUNTEER, "410105002001", None),
)
ENTERED = PLACES[2], PLACES[4]  # whose schools were entered in the quarter
MONTHS = 15
FILES = 3  # in each place
TODAY = present_day()
QUARTER = span_of("quarter", TODAY).before()  # the last one that is over
MONTH = span_of("month", TODAY).before()
IN_QUARTER = span_of("month", QUARTER.last_day).with_earlier(3)
CAMPAIGN, SWEEP, CITYWIDE = "county-week", "county-sweep", "city-month"
NAMES = {CAMPAIGN: "禁毒宣传周", SWEEP: "清零行动", CITYWIDE: "全市宣传月"}
YESTERDAY = TODAY - timedelta(days=1)


def months() -> Iterator[Span]:
    """The months of the history, the present one as the last."""
    found = [span_of("month", TODAY)]
    while len(found) < MONTHS:
        found.append(found[-1].before())
    yield from reversed(found)


def work() -> list[ReceivedEvent]:
    """Everything that was recorded: each entry on the evening of its own day, or just now."""
    ledger = Ledger()
    opened = next(months()).start
    for place in PLACES:
        _in_place(ledger, place, opened)
    _staffed(ledger, opened)
    _launch(ledger, CAMPAIGN, CampaignKind.CAMPAIGN, {AimOf.SESSIONS: 3, AimOf.HOUSEHOLDS: 200})
    _launch(ledger, SWEEP, CampaignKind.SPECIAL_ACTION, {AimOf.SESSIONS: 5, AimOf.CONTACTS: 60})
    on, aims = CampaignKind.CAMPAIGN, {AimOf.SESSIONS: 50}
    _launch(ledger, CITYWIDE, on, aims, CITY, Span(QUARTER.start, TODAY + timedelta(days=20)))
    return [_recorded(event) for event in ledger.events]


def _in_place(ledger: Ledger, place: str, opened: date) -> None:
    files = [
        ledger.case((DETOX, REHAB, AT_LARGE)[number], place, opened, person=_person(number))
        for number in range(FILES)
    ]
    seed = PLACES.index(place)
    for number, month in enumerate(months()):
        for at, file in enumerate(files):
            _month_of(file, month, missed=_misses(place, at, number))
        day = min(month.start + timedelta(days=3 + seed), TODAY)
        if (number + seed) % 2 == 0:
            ledger.session(
                day,
                ("school", "community", "venue", "family", "enterprise")[
                    (seed + number) % (4 + seed % 2)
                ],
                20 + 7 * seed + number,
                place,
                forms=("leaflets", "lecture"),
                partners=("youth_league",),
                campaign=(CAMPAIGN if place.startswith(COUNTY) else CITYWIDE)
                if month in IN_QUARTER
                else None,
                households=seed,
            )
        if (number + seed) % 3 == 0:
            ledger.article(day, ("website", "newspaper", "wechat_account")[number % 3], place)
    _surveyed(ledger, place, seed)
    _places(ledger, place, opened)
    void = files[0].contact(opened + timedelta(days=40), "phone")
    ledger.void(void)
    _helped(files, opened)
    files[0].assessment(opened + timedelta(days=20), "high")
    for file in files[:2]:
        file.joined(opened + timedelta(days=30), "social_worker", "lacking")
    files[1].assessment(opened + timedelta(days=25), "low")


def _staffed(ledger: Ledger, day: date) -> None:
    """A social worker in the county's first street and one in another, and a volunteer there; the
    first has too many cases, and one street of the county nobody, as one elsewhere."""
    for number, (employment, place, area) in enumerate(WORKERS):
        worker_id = UUID(int=900 + number)
        registered = WorkerRegistered(
            worker_id=worker_id,
            agency="agency",
            region=place,
            employment=employment,
            joined_on=day,
            area=area,
        )
        ledger.add(f"worker-{worker_id}", registered)
    said: dict[str, Any] = {"region": WORKERS[0][1], "worker_id": UUID(int=900), "agency": "agency"}
    ledger.add("over_limit-900", WorkerOverLimit(**said, since=day, cases=31, allowed=30))
    for number, place in enumerate((PLACES[5], PLACES[0])):
        said = {"region": place, "since": day, "workstation_id": UUID(int=950 + number)}
        ledger.add(f"lacking_staff-{number}", StationUnderstaffed(**said, workers=0, fewest=1))


def _surveyed(ledger: Ledger, place: str, seed: int) -> None:
    """A survey in each quarter that is over; of one place, so few that no rate is shown."""
    few = place == LONE_COMMUNITY
    for month in months():
        if month.start.month % 3 == 2 and month.last_day < TODAY:
            day = month.start + timedelta(days=10)
            students = (4, 5) if few else (90 + seed, 100)
            surveyed.answers(ledger, day, {"students": students, "residents": (57, 60)}, place)
            surveyed.answers(ledger, day, {"residents": (80, 90)}, place, "satisfaction")
            surveyed.closed(ledger, day, place, met=not few)
    ledger.void(surveyed.answers(ledger, QUARTER.start, {"students": (0, 500)}, place))


def _places(ledger: Ledger, place: str, opened: date) -> None:
    """A shop or a station, a school that must be entered, uses now and then, informants."""
    number = PLACES.index(place)
    kind = ("points_shop", "sunshine_station")[number % 2]
    for at, (its, place_kind) in enumerate(((kind, ""), (NAMED, "school"))):
        span = PlaceSpan(
            region=place,
            kind=its,
            place_kind=place_kind,
            must_enter=bool(place_kind),
            since=opened,
        )
        said = span.model_dump(exclude={"since", "until"})
        place_id = UUID(int=2 * number + at + 1)
        name = f"第{number + 1}小学（模拟）" if place_kind else "处所"
        there = PlaceOpened(place_id=place_id, **said, name=name, opened_on=opened, added=(span,))
        ledger.add(f"place-{place_id}", there)
        if place_kind and place in ENTERED:
            ledger.session(QUARTER.start, place_kind, 40, place, place_id=place_id)
    for at, month in enumerate(months()):
        use = PlaceUsed(
            entry_id=new_id(),
            use_id=new_id(),
            place_id=UUID(int=2 * number + 1),
            region=place,
            occurred_on=month.start,
            kind=kind,
            purpose=("visit", "training")[at % 2],
            person_times=10 + at,
        )
        ledger.add(f"use-{use.use_id}", use)
    if level(place) == "community":
        counted = InformantsCounted(region=place, occurred_on=opened, number=17 + number)
        ledger.add(f"informants-{place}", counted)


def _launch(
    ledger: Ledger,
    code: str,
    kind: CampaignKind,
    aims: dict[AimOf, int],
    where: str = COUNTY,
    days: Span = QUARTER,
) -> None:
    """A campaign with its name; of the county, in the last quarter that is over."""
    span = CampaignSpan(
        region=where.ljust(12, "0"),
        code=code,
        kind=kind,
        since=days.start,
        until=days.end,
        aims=tuple(CampaignAim(of=of, number=number) for of, number in aims.items()),
    )
    drafted = CampaignDrafted(
        campaign_id=new_id(), agency="tests", name=NAMES[code], **span.model_dump()
    )
    launched = CampaignLaunched(
        campaign_id=drafted.campaign_id,
        region=span.region,
        code=code,
        launched_on=QUARTER.start,
        added=(span,),
    )
    for event in (drafted, launched):
        ledger.add(f"campaign-{drafted.campaign_id}", event)


def _helped(files: list[File], opened: date) -> None:
    """Relief now and then, an allowance that goes on, work, a need, a household, counselling."""
    for number, month in enumerate(months()):
        day = month.start + timedelta(days=2)
        if day > TODAY:
            continue
        relief = {"help": "temporary_relief", "form": "once", "source": "civil_affairs"}
        files[number % 2].entry(HelpGiven, day, amount_fen=50_050 + number, **relief)
        by = {"qualification": "counsellor", "mode": "office", "stage": "contemplation"}
        files[2].entry(CounsellingHeld, day, **by)
        files[0].entry(NeedAssessed, day, need="medical", urgency="soon")
        files[0].entry(HouseholdRecorded, day, facts=("disability",), happened=("birth",))
    files[1].live_by(opened + timedelta(days=30), "employed", ("minimum_living_allowance",))
    files[2].live_by(opened + timedelta(days=30), "looking")


def _month_of(file: File, month: Span, *, missed: bool) -> None:
    day = month.start + timedelta(days=8 + PLACES.index(file.region))
    if day <= TODAY:
        file.contact(day, "home_visit" if file.kind is not AT_LARGE else "phone")
    if file.kind is AT_LARGE:
        return
    if not missed and day <= TODAY:
        file.test(day)
    if month.last_day < TODAY:
        outcome = DutyOutcome.MISSED if missed else DutyOutcome.MET
        closed(file, Duty.TEST, outcome, None if missed else day, until=month.end)
        closed(file, Duty.CONTACT, DutyOutcome.MET, day, until=month.end)


def _misses(place: str, file: int, month: int) -> bool:
    """Whether a test was missed: most of the worst street's, here and there another."""
    if place.startswith(WORST):
        return (file + month) % 2 == 0 or month % 3 == 0
    return (month * 5 + PLACES.index(place) + file) % 11 == 0


def _person(number: int) -> PersonFacts:
    return PersonFacts(
        sex=[*Sex][number % 2],
        age_band=[*AgeBand][number],
        substance=[*Substance][number],
    )


def _recorded(event: ReceivedEvent) -> ReceivedEvent:
    fields = json.loads(event.data)
    day = fields.get("occurred_on") or (fields.get("entry") or {}).get("occurred_on")
    evening = datetime.combine(date.fromisoformat(day) if day else TODAY, time(18), CHINA)
    return event._replace(recorded_at=min(evening, utc_now() - timedelta(minutes=1)))


async def city_at_work(dsn: str) -> None:
    """Migrate a database and count all of it; what was recorded until now is known to be all."""
    await migrate_reporting(dsn)
    pool = await connect_pool(dsn, application_name="tests", size=2)
    try:
        await Consumer(pool).apply("cases", 0, 0, work())
        async with pool.acquire() as connection:
            await connection.execute(
                "INSERT INTO live.cursors (source, complete_until)"
                " SELECT source, now() FROM unnest(ARRAY['cases', 'outreach']) AS source"
            )
    finally:
        await pool.close()
