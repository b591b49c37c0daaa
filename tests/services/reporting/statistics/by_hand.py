"""Any question answered by looking at every event, one by one: without measures, facts or SQL."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from services.reporting.statistics.groups import Group
from services.reporting.statistics.places import child_length
from services.reporting.statistics.question import Question
from services.reporting.statistics.spans import Grain
from shared.events import Event, corrections, parse
from shared.events.cases.case import CaseOpened
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.drug_tests import DrugTestRecorded
from shared.events.outreach.sessions import SessionHeld
from shared.journal.received_event import ReceivedEvent
from shared.regions import prefix
from tests.services.reporting.deliveries import AT_LARGE

Values = dict[str, str]


class Part(NamedTuple):
    """A numerator or denominator: what an event adds, as values by dimension and an amount."""

    model: type[Event]
    adds: Callable[[Any], Iterable[tuple[Values, int]]]
    counting: str = "sum"


def _client(event: Any) -> Values:
    group = "at_large" if event.kind is AT_LARGE else "programme"
    return {"kind": str(event.kind), "group": group}


def _contact(event: Any) -> list[tuple[Values, int]]:
    return [({**_client(event), "mode": str(event.mode)}, 1)]


def _phone_at_large(event: Any) -> list[tuple[Values, int]]:
    return _contact(event) if event.kind is AT_LARGE and event.mode == "phone" else []


def _met_in_programme(event: Any) -> list[tuple[Values, int]]:
    in_person = event.mode in ("home_visit", "office")
    return _contact(event) if event.kind is not AT_LARGE and in_person else []


def _opened(event: Any) -> list[tuple[Values, int]]:
    return [(_client(event), 1)]


def _stands(event: Any) -> list[tuple[Values, int]]:
    """A case that stands at its first phase for good."""
    at_large = event.kind is AT_LARGE or event.occurred_on is None
    own = {"level": "not_assessed", "maintenance": "no"}
    return [({**_client(event), "phase": "at_large" if at_large else "ordered", **own}, 1)]


def _stands_in_programme(event: Any) -> list[tuple[Values, int]]:
    return [] if event.kind is AT_LARGE else _stands(event)


def _test(event: Any) -> list[tuple[Values, int]]:
    reason = str(event.not_done_reason or "")
    own = {"method": str(event.method), "result": str(event.result), "not_done_reason": reason}
    return [({**_client(event), **own}, 1)]


def _done(event: Any) -> list[tuple[Values, int]]:
    return _test(event) if event.result != "not_done" else []


def _attendance(event: Any) -> list[tuple[Values, int]]:
    return [({"place_kind": str(event.place_kind)}, event.attendance)]


def _forms(event: Any) -> list[tuple[Values, int]]:
    return [({"form": str(form)}, 1) for form in set(event.forms)]


# The formula of each indicator, once more.
PARTS: dict[str, tuple[Part, ...]] = {
    "contacts": (Part(ContactRecorded, _contact),),
    "contacts_by_phone_at_large": (Part(ContactRecorded, _phone_at_large),),
    "tests_done": (Part(DrugTestRecorded, _done),),
    "test_rate": (Part(DrugTestRecorded, _done), Part(DrugTestRecorded, _test)),
    "attendance": (Part(SessionHeld, _attendance),),
    "sessions_by_form": (Part(SessionHeld, _forms),),
    "cases_opened": (Part(CaseOpened, _opened),),
    "persons_contacted": (Part(ContactRecorded, _contact, "persons"),),
    "clients": (Part(CaseOpened, _stands, "stock"),),
    "share_of_clients_met": (
        Part(ContactRecorded, _met_in_programme, "persons"),
        Part(CaseOpened, _stands_in_programme, "stock"),
    ),
}


def by_hand(received: Sequence[ReceivedEvent], question: Question) -> dict[Group, Any]:
    """The values of the question's one indicator, by group."""
    [indicator] = question.indicators
    valid = list(_valid(received, question))
    numbers, *others = (_counted(part, valid, question) for part in PARTS[indicator.code])
    if others:
        [of] = others
        shares = {group: _share(numbers.get(group, 0), of[group]) for group in of}
        return shares if question.by or shares else {(): None}
    return numbers if question.by else {(): numbers.get((), 0)}


def _share(number: int, of: int) -> float:
    share = Decimal(100 * number) / Decimal(of)
    return float(share.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _counted(part: Part, valid: Sequence[Any], question: Question) -> dict[Group, int]:
    """A part by group, without the groups that are zero."""
    sums: defaultdict[Group, int] = defaultdict(int)
    persons: defaultdict[Group, set[Any]] = defaultdict(set)
    for event in valid:
        for values, amount in part.adds(event) if isinstance(event, part.model) else ():
            if all(values[code] in allowed for code, allowed in question.where.items()):
                for name in _periods(part, event, question):
                    group = _group(event, values, question, name)
                    sums[group] += amount
                    persons[group].add(getattr(event, "client_id", None))
    if part.counting != "persons":
        return {group: number for group, number in sums.items() if number}
    return {group: len(each) for group, each in persons.items()}


def _valid(received: Sequence[ReceivedEvent], question: Question) -> Iterator[Any]:
    """The events of the region that held at the moment of the question."""
    seen = [e for e in received if question.as_of is None or e.recorded_at <= question.as_of]
    parsed = [(event.event_id, parse(event.type, event.data)) for event in seen]
    void = {event.entry_id for _, event in parsed if isinstance(event, corrections.TakenBack)}
    for event_id, event in parsed:
        region = getattr(event, "region", "")
        if event_id not in void and region.startswith(prefix(question.region)):
            yield event


NAMES: dict[Grain, Callable[[date], str]] = {
    "day": date.isoformat,
    "week": lambda day: f"{day:%G-W%V}",
    "month": lambda day: f"{day:%Y-%m}",
    "quarter": lambda day: f"{day:%Y}-Q{(day.month - 1) // 3 + 1}",
    "year": lambda day: f"{day:%Y}",
}


def _periods(part: Part, event: Any, question: Question) -> list[str]:
    """The calendar periods for which an event counts: its own, or those at whose end it held."""
    day: date | None = event.occurred_on
    name = NAMES[question.grain or "month"]
    if part.counting != "stock":
        in_period = day is not None and question.start <= day < question.end
        return [name(day)] if day is not None and in_period else []
    asked = [question.start + timedelta(n) for n in range((question.end - question.start).days)]
    ends = {name(each): each for each in asked}
    if question.grain is None:
        ends = dict([ends.popitem()])
    return [period for period, end in ends.items() if day is None or day <= end]


def _group(event: Any, values: Values, question: Question, period: str) -> Group:
    place = event.region[: child_length(question.region)].ljust(12, "0")
    words = {**values, "region": place, question.grain or "": period}
    return tuple(words[word] for word in question.by)
