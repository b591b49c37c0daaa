"""The fold of a batch, without a database; and that events cut anywhere add up the same."""

import asyncio
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.counting.consume import Consumer
from services.reporting.counting.fold import FactRow, OutOfOrder, fold, gates
from shared.events import MalformedEvent, UnknownEvent
from shared.events.cases.drug_tests import DrugTestRechecked
from shared.events.cases.duties import Duty, DutyOutcome
from tests.databases import Databases
from tests.services.reporting.closing import closed
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger
from tests.services.reporting.reading import fresh, naive, rollups

DAY = date(2019, 3, 4)


def test_a_void_takes_back_on_the_entrys_day_and_region() -> None:
    """The correction is the same row with the opposite delta, recorded when it was made."""
    ledger = Ledger()
    ledger.void(ledger.session(DAY, attendance=40, region="410105001003", place_sets=()))
    facts = fold(ledger.events).facts
    plus, minus = facts[: len(facts) // 2], facts[len(facts) // 2 :]
    assert [row[:4] for row in plus] == [row[:4] for row in minus]
    assert [row[4] for row in plus] == [-row[4] for row in minus]
    assert {row[0]: row[4] for row in plus}.items() >= {"sessions": 1, "attendance": 40}.items()
    assert minus[0][9] == ledger.events[1].recorded_at


def test_what_takes_a_fact_back_bears_the_id_of_its_entry() -> None:
    """Of two equal entries of a day one is void, and it is known which; the void is known too.

    A re-check takes back what the test has said, and says something else of the same test.
    """
    ledger = Ledger()
    file = ledger.case(DETOX)
    _, second = file.contact(DAY), file.contact(DAY)
    ledger.void(second)
    test = file.test(DAY, "positive")
    recheck = file.entry(
        DrugTestRechecked, date(2019, 3, 9), test_id=test, tested_on=DAY, method="urine",
        before="positive", substances_before=(), result="negative", substances=(),
        tested_by="police",
    )  # fmt: skip
    ledger.void(recheck)
    rows = [FactRow(*row) for row in fold(ledger.events).facts]
    contacts = [(row.event_id, row.delta) for row in rows if row.measure == "contacts"]
    assert contacts[1:] == [(second, 1), (second, -1)]
    [void] = [row for row in rows if row.measure == "contacts" and row.delta < 0]
    assert (void.stream_id, void.version) == (file.stream_id, 4), "and which event said so"
    tests = [(row.event_id, row.version, row.delta) for row in rows if row.measure == "tests"]
    assert tests == [
        (test, 5, 1), (test, 6, -1), (test, 6, 1), (test, 7, 1), (test, 7, -1),
    ]  # fmt: skip
    rechecks = [row.event_id for row in rows if row.measure == "tests_rechecked"]
    assert rechecks == [recheck, recheck]


def test_a_void_takes_back_every_fact_of_its_entry() -> None:
    """An event with several facts of one measure leaves none of them behind."""
    ledger = Ledger()
    ledger.void(ledger.session(DAY, forms=("leaflets", "lecture"), partners=("trade_union",)))
    facts = Counter((row[0], row[3]) for row in fold(ledger.events).facts)
    assert facts == {
        ("sessions", "school"): 2,
        ("attendance", "school"): 2,
        ("session_forms", "leaflets"): 2,
        ("session_forms", "lecture"): 2,
        ("session_partners", "trade_union"): 2,
        ("session_sets", "six_enterings"): 2,
        ("session_sets", "ten_enterings"): 2,
        ("kinds_entered", "school"): 2,
    }
    assert sum(row[4] for row in fold(ledger.events).facts) == 0
    assert fold(ledger.events).cells() == []


def test_an_outcome_that_is_taken_back_subtracts_what_it_added() -> None:
    """On its own day, in its own region; the one that takes its place counts alone."""
    ledger = Ledger()
    window = closed(ledger.case(DETOX), Duty.TEST, DutyOutcome.OVERDUE)
    first = fold(ledger.events[1:]).facts
    window.close(DutyOutcome.LATE, date(2019, 4, 9))
    facts = fold(ledger.events[1:]).facts
    back = facts[len(first) : 2 * len(first)]
    assert [row[:4] for row in first] == [row[:4] for row in back]
    assert [row[4] for row in back] == [-row[4] for row in first]
    assert {row[5] for row in facts} == {first[0][5]}
    outcomes = Counter[str]()
    for row in facts:
        outcomes[row[3]] += row[4] if row[0] == "duties" else 0
    assert +outcomes == {"community_detoxification/test/late": 1}
    window.take_back()
    assert fold(ledger.events[1:]).cells() == []


@pytest.mark.parametrize("opened", [DAY, None])
def test_a_void_opening_is_taken_back(opened: date | None) -> None:
    """Its data has no id of its own, and needs none: the void carries it whole."""
    ledger = Ledger()
    ledger.void(ledger.case(DETOX, opened=opened).opening)
    facts = [row for row in fold(ledger.events).facts if row[0] == "cases_opened"]
    plus, minus = facts
    assert plus[:4] == minus[:4]
    assert (plus[4], minus[4], plus[5]) == (1, -1, minus[5])
    assert fold(ledger.events).cells() == []


def test_a_void_says_by_itself_what_a_case_stands_at() -> None:
    """What its entry said of that is not taken back a second time; its other facts are."""
    ledger = Ledger()
    ledger.void(ledger.case(DETOX, opened=DAY).end(date(2019, 6, 7), "died", None))
    [void] = ledger.events[2:]
    facts = [(row[0], row[1], row[4]) for row in fold([void]).facts]
    standing = (
        *("standing", "standing_persons", "standing_substances", "standing_teams"),
        "without_worker",
    )
    ended_on = date(2019, 6, 7)
    assert sorted(facts) == [("endings", ended_on, -1), *((code, ended_on, 1) for code in standing)]
    assert {(cell[2], cell[4]) for cell in fold(ledger.events).cells() if cell[3] == "month"} == {
        (code, date(2019, 3, 1)) for code in ("cases_opened", *standing)
    }


def test_what_stays_as_it_was_adds_nothing() -> None:
    """A span that is cut in two goes on in what both parts have in common."""
    ledger = Ledger()
    ledger.case(DETOX, opened=DAY).suspend(date(2019, 6, 7))
    facts = [row for row in fold(ledger.events[1:]).facts if row[0].startswith("standing")]
    assert [(row[0], row[1], row[3].split("/")[1], row[4]) for row in facts] == [
        ("standing", date(2019, 6, 7), "ordered", -1),
        ("standing", date(2019, 6, 7), "suspended", 1),
        ("standing_teams", date(2019, 6, 7), "ordered", -1),
        ("standing_teams", date(2019, 6, 7), "suspended", 1),
    ]


def test_an_event_of_before_says_nothing_of_what_its_case_stands_at() -> None:
    """Nor does its void; what is published later says it."""
    ledger = Ledger()
    file = ledger.case(DETOX, opened=DAY)
    ledger.void(file.report_in(DAY))
    assert not [row for row in fold(ledger.events[1:]).facts if row[0].startswith("standing")]


def test_cells_reach_up_to_the_province() -> None:
    """A fact in a community adds to each region above, below its parent, by what is kept there."""
    ledger = Ledger()
    ledger.article(DAY, region="410105001003")
    first = {"day": DAY, "month": DAY.replace(day=1), "year": DAY.replace(month=1, day=1)}
    places = {
        ("", "410000000000"): ("day", "month", "year"),
        ("410000000000", "410100000000"): ("day", "month", "year"),
        ("410100000000", "410105000000"): ("day", "month", "year"),
        ("410105000000", "410105001000"): ("month", "year"),
        ("410105001000", "410105001003"): ("month",),
    }
    cells = [cell for cell in fold(ledger.events).cells() if cell[2] == "articles"]
    assert [(*cell[:2], *cell[3:5], cell[6]) for cell in cells] == [
        (*place, grain, first[grain], 1) for place, grains in places.items() for grain in grains
    ]


def test_a_city_without_counties() -> None:
    """Where streets follow the city, the city is their parent."""
    ledger = Ledger()
    ledger.article(DAY, region="441900003000")
    years = [cell for cell in fold(ledger.events).cells() if cell[2:4] == ("articles", "year")]
    assert [cell[:2] for cell in years] == [
        ("", "440000000000"),
        ("440000000000", "441900000000"),
        ("441900000000", "441900003000"),
    ]


def test_what_cancels_out_writes_no_cell() -> None:
    """An entry voided in the same batch leaves facts, and nothing to add."""
    ledger = Ledger()
    ledger.void(ledger.article(DAY))
    assert fold(ledger.events).cells() == []


@pytest.mark.parametrize("region", ["", "4101", "41010500100x", "000000000000"])
def test_a_region_that_is_none_is_malformed(region: str) -> None:
    """Such an event parks its stream instead of counting nowhere."""
    ledger = Ledger()
    ledger.article(DAY, region=region)
    with pytest.raises(MalformedEvent):
        fold(ledger.events)


def test_an_unknown_type_is_refused() -> None:
    """Whether a measure would read it cannot be known, so it may not be ignored."""
    ledger = Ledger()
    ledger.article(DAY)
    with pytest.raises(UnknownEvent):
        fold([ledger.events[0]._replace(type="outreach.CampaignOpened.v1")])


def test_versions_must_follow_each_other() -> None:
    """A repeated, missing or reversed pair in a batch cannot be counted as one."""
    file = Ledger().case(DETOX)
    for _ in range(3):
        file.contact(DAY)
    one, two, three, four = file.ledger.events
    assert gates([one, two]) == (
        {one.stream_id: 1},
        {one.stream_id: 2},
        {one.stream_id: two.event_id},
    )
    for batch in ([one, one], [one, three], [two, one], [one, two, four]):
        with pytest.raises(OutOfOrder):
            gates(batch)


step = st.tuples(
    st.sampled_from(["case", "contact", "test", "end", "session", "article", "void"]),
    st.integers(0, 99),
    st.dates(date(2018, 12, 1), date(2019, 3, 1)),
)


def play(steps: list[tuple[str, int, date]]) -> Ledger:
    """A ledger out of random steps."""
    regions = ("410102001000", "410105001003", "410100000000", "441900003000")
    ledger = Ledger()
    files = [ledger.case(DETOX)]
    entries = []
    for what, number, day in steps:
        file = files[number % len(files)]
        region = regions[number % len(regions)]
        match what:
            case "case":
                files.append(ledger.case((DETOX, REHAB, AT_LARGE)[number % 3], region, day))
            case "contact":
                entries.append(file.contact(day, ("office", "phone")[number % 2]))
            case "test":
                entries.append(file.test(day))
            case "end" if file.spans[-1].until is None:
                ended = file.end(day)
                if number % 2:
                    ledger.void(ended)
            case "session":
                entries.append(ledger.session(day, attendance=number, region=region))
            case "article":
                entries.append(ledger.article(day, region=region))
            case "void" if entries:
                ledger.void(entries.pop(number % len(entries)))
    return ledger


@pytest.mark.postgres
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(step, max_size=40),
    cuts=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 6)), max_size=60),
)
def test_cut_anywhere_and_redelivered_the_rollups_are_the_naive_fold(
    databases: Databases,
    steps: list[tuple[str, int, date]],
    cuts: list[tuple[int, int]],
) -> None:
    """Random work in random batches, each of which may go back over what was sent before."""
    events = play(steps).events

    async def deliver() -> None:
        async with fresh(databases) as pool:
            consumer = Consumer(pool)
            at = 0
            for size, back in [*cuts, *([(9, 0)] * len(events))]:
                start = max(0, at - back)
                batch = events[start : start + size]
                if batch:
                    await consumer.apply("cases", 0, start, batch)
                at = max(at, start + len(batch))
            assert await rollups(pool) == naive(events)

    asyncio.run(deliver())
