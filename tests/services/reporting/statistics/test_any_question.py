"""Whatever is asked, the answer is that of looking at every event, one by one."""

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.figures import Group, answer
from services.reporting.statistics.places import child_length
from services.reporting.statistics.question import Question
from shared.database import Pool
from shared.events import Event, corrections, parse
from shared.events.cases.case import CaseOpened
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.events.cases.drug_tests import DrugTestRecorded
from shared.events.outreach.sessions import SessionHeld
from shared.ids import new_id
from shared.regions import prefix
from tests.services.reporting.deliveries import AT_LARGE, DETOX, MORNING, REHAB, Ledger

pytestmark = pytest.mark.postgres

# Of every level, a city without counties and a county without a city among them.
HAPPENED_IN = (
    "410000000000", "410100000000", "410102000000", "410102001000", "410102001003",
    "410105001003", "441900000000", "441900004001", "419001000000", "420100000000",
)  # fmt: skip
ASKED_OF = (*HAPPENED_IN, "440000000000", "419000000000", "410105000000")
FIRST, DAYS = date(2018, 11, 1), 500


def _is_by_phone_at_large(event: Any) -> bool:
    return event.kind is AT_LARGE and event.mode is ContactMode.PHONE


# What each indicator counts: the event, which of them, and how much one of them adds. Persons
# are counted once; None: whoever has been one of them since whenever.
COUNTED: dict[str, tuple[type[Event], Callable[[Any], bool], Callable[[Any], Any]]] = {
    "contacts_by_phone_at_large": (ContactRecorded, _is_by_phone_at_large, lambda _: 1),
    "tests_done": (DrugTestRecorded, lambda e: e.result != "not_done", lambda _: 1),
    "attendance": (SessionHeld, lambda _: True, lambda e: e.attendance),
    "cases_opened": (CaseOpened, lambda _: True, lambda _: 1),
    "persons_contacted": (ContactRecorded, lambda _: True, lambda e: e.client_id),
    "clients": (CaseOpened, lambda _: True, lambda e: e.client_id),
}


@pytest.mark.parametrize("seed", range(3))
async def test_any_question_is_answered_as_by_hand(pool: Pool, seed: int) -> None:
    """Regions of every level, ragged periods, moments of the past, told apart or not."""
    chance = random.Random(seed)
    ledger = _years(chance)
    await Consumer(pool).apply("cases", 0, 0, ledger.events)
    for _ in range(150):
        start, end = sorted(_day(chance) for _ in range(2))
        if chance.random() < 0.5:
            start, end = start.replace(day=1), end.replace(day=1)
        if start == end:
            continue
        moment = MORNING + timedelta(seconds=chance.randrange(len(ledger.events)))
        question = Question(
            (INDICATORS[chance.choice(list(COUNTED))],),
            chance.choice(ASKED_OF),
            start,
            end,
            chance.choice(((), ("region",), ("month",), ("region", "month"))),
            as_of=chance.choice((None, moment)),
        )
        async with pool.acquire() as connection:
            figures, _ = await answer(connection, question)
        assert {figure.group: figure.value for figure in figures} == _by_hand(ledger, question)


def _years(chance: random.Random) -> Ledger:
    """A year and more of work, a good part of it made void later."""
    ledger = Ledger()
    clients = [new_id() for _ in range(15)]
    files = [
        ledger.case(
            chance.choice((DETOX, REHAB, AT_LARGE)),
            chance.choice(HAPPENED_IN),
            chance.choice((None, _day(chance))),
            chance.choice(clients),
        )
        for _ in range(30)
    ]
    entries = []
    for _ in range(400):
        file, day = chance.choice(files), _day(chance)
        match chance.randrange(4):
            case 0:
                entries.append(file.contact(day, chance.choice(("phone", "office"))))
            case 1:
                entries.append(file.test(day, chance.choice(("negative", "positive"))))
            case 2:
                region, heads = chance.choice(HAPPENED_IN), chance.randrange(50)
                entries.append(ledger.session(day, attendance=heads, region=region))
            case _ if entries:
                ledger.void(entries.pop(chance.randrange(len(entries))))
    return ledger


def _day(chance: random.Random) -> date:
    return FIRST + timedelta(chance.randrange(DAYS))


def _by_hand(ledger: Ledger, question: Question) -> dict[Group, int]:
    [indicator] = question.indicators
    model, is_one, what = COUNTED[indicator.code]
    values: dict[Group, list[Hashable]] = defaultdict(list)
    for event in _valid(ledger, question):
        if isinstance(event, model) and is_one(event):
            for month in _months(event, question):
                values[_group(event, question, month)].append(what(event))
    if indicator.numerator.counting == "sum":
        sums: dict[Group, int] = {g: sum(numbers) for g, numbers in values.items()}  # type: ignore[arg-type]
    else:
        sums = {group: len(set(persons)) for group, persons in values.items()}
    return {(): sums.get((), 0)} if not question.by else {g: n for g, n in sums.items() if n}


def _valid(ledger: Ledger, question: Question) -> Iterator[Any]:
    """The events of the region that stood at the moment asked for."""
    seen = [e for e in ledger.events if question.as_of is None or e.recorded_at <= question.as_of]
    said = [(event.event_id, parse(event.type, event.data)) for event in seen]
    void = {event.entry_id for _, event in said if isinstance(event, corrections.Voided)}
    for event_id, event in said:
        region = getattr(event, "region", "")
        if event_id not in void and region.startswith(prefix(question.region)):
            yield event


def _months(event: Any, question: Question) -> list[date]:
    """The months for which an event counts: its own, or those by whose end it was so."""
    day: date | None = event.occurred_on
    if question.indicators[0].numerator.counting != "stock":
        in_period = day is not None and question.start <= day < question.end
        return [day] if day is not None and in_period else []
    ends = []
    month = question.start.replace(day=1)
    while month < question.end:
        following = (month + timedelta(31)).replace(day=1)
        ends.append((month, min(following, question.end)))
        month = following
    if "month" not in question.by:
        ends = ends[-1:]
    return [month for month, end in ends if day is None or day < end]


def _group(event: Any, question: Question, month: date) -> Group:
    place = event.region[: child_length(question.region)].ljust(12, "0")
    words = {"region": place, "month": f"{month:%Y-%m}"}
    return tuple(words[word] for word in question.by)
