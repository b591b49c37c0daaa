"""Each indicator counts what its formula says, and nothing else. Without a database."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from uuid import UUID

import pytest

from services.reporting.counting.fold import Fact, fold
from services.reporting.declared.indicators import ANNUAL, DECLARED, INDICATORS
from services.reporting.declared.measures import MEASURES
from services.reporting.declared.words import Selection
from shared.events import models
from shared.events.corrections import Voided
from shared.events.outreach.articles import Channel
from shared.events.outreach.sessions import PlaceKind
from shared.ids import new_id
from shared.journal.received_event import ReceivedEvent
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger

DAY = date(2019, 3, 4)


def rows(part: Selection, events: Iterable[ReceivedEvent]) -> list[Fact]:
    """The facts that a selection looks at."""
    wanted = part.dims()
    facts = [Fact(*row) for row in fold(events).facts]
    return [f for f in facts if f.measure == part.measure.code and f.dims in wanted]


def counted(code: str, ledger: Ledger) -> int:
    """The numerator of an indicator over a whole ledger: a sum, or persons."""
    indicator = INDICATORS[code]
    facts = rows(indicator.numerator, ledger.events)
    if indicator.counting == "sum":
        return sum(fact.delta for fact in facts)
    persons: Counter[UUID | None] = Counter()
    for fact in facts:
        persons[fact.subject] += fact.delta
    return sum(total > 0 for total in persons.values())


def contacts() -> Ledger:
    """Every kind of client in every way: n-th mode n times, and 10 more in rehabilitation."""
    ledger = Ledger()
    for kind, more in ((DETOX, 0), (REHAB, 10), (AT_LARGE, 100)):
        file = ledger.case(kind)
        for times, mode in enumerate(("home_visit", "office", "phone", "wechat", "video"), 1):
            for _ in range(times + more):
                file.contact(DAY, mode)
    return ledger


def test_contacts_in_person_programme() -> None:
    """Home visits and office talks with clients in either programme."""
    assert counted("contacts_in_person_programme", contacts()) == 1 + 2 + 11 + 12


def test_contacts_in_person_at_large() -> None:
    """Home visits and office talks with users at large."""
    assert counted("contacts_in_person_at_large", contacts()) == 101 + 102


def test_contacts_by_phone_at_large() -> None:
    """Phone talks with users at large; WeChat is not the phone."""
    assert counted("contacts_by_phone_at_large", contacts()) == 103


def test_contacts_remote_programme() -> None:
    """Phone, WeChat and video with clients in either programme."""
    assert counted("contacts_remote_programme", contacts()) == 3 + 4 + 5 + 13 + 14 + 15


def test_contacts() -> None:
    """Every contact with everyone."""
    assert counted("contacts", contacts()) == 15 + 65 + 515


def test_persons_contacted() -> None:
    """A person met many times is one person; whose only contact is void, none."""
    ledger = contacts()
    ledger.void(ledger.case(DETOX).contact(DAY))
    assert counted("persons_contacted", ledger) == 3


def test_sessions() -> None:
    """One for each session, whatever the attendance; a void one does not count."""
    ledger = Ledger()
    ledger.session(DAY, PlaceKind.SCHOOL, 300)
    ledger.session(DAY, PlaceKind.SHOP, 0)
    ledger.void(ledger.session(DAY))
    assert counted("sessions", ledger) == 2


def test_attendance() -> None:
    """The attendance of the sessions, added up; that of a void one is taken back."""
    ledger = Ledger()
    ledger.session(DAY, PlaceKind.SCHOOL, 300)
    ledger.session(DAY, PlaceKind.SHOP, 7)
    ledger.void(ledger.session(DAY, PlaceKind.SHOP, 50))
    assert counted("attendance", ledger) == 307


def test_articles() -> None:
    """One for each article."""
    ledger = Ledger()
    for channel in Channel:
        ledger.article(DAY, channel)
    assert counted("articles", ledger) == len(Channel)


def drug_tests() -> Ledger:
    """3 negative, 2 positive, 4 not done for four reasons."""
    ledger = Ledger()
    file = ledger.case(REHAB)
    for result in ("negative", "negative", "negative", "positive", "positive"):
        file.test(DAY, result)
    for reason in ("excused", "unexcused", "evaded", "refused"):
        file.test(DAY, "not_done", reason)
    return ledger


def test_tests_done() -> None:
    """Negative and positive tests."""
    assert counted("tests_done", drug_tests()) == 5


def test_tests_positive() -> None:
    """Positive tests."""
    assert counted("tests_positive", drug_tests()) == 2


def test_tests_not_done() -> None:
    """Tests not done, for whatever reason."""
    assert counted("tests_not_done", drug_tests()) == 4


def test_test_rate() -> None:
    """Tests done of all that were due: five of nine."""
    denominator = INDICATORS["test_rate"].denominator
    assert denominator is not None
    assert counted("test_rate", drug_tests()) == 5
    assert len(rows(denominator, drug_tests().events)) == 9


def test_risk_assessments() -> None:
    """Assessments at every level."""
    ledger = Ledger()
    file = ledger.case(AT_LARGE)
    for level in ("high", "medium", "low", "low"):
        file.assessment(DAY, level)
    assert counted("risk_assessments", ledger) == 4


def test_clients() -> None:
    """A person with two cases after each other is one client."""
    ledger, person = Ledger(), new_id()
    ledger.case(DETOX, client_id=person)
    ledger.case(REHAB, client_id=person)
    ledger.case(AT_LARGE)
    assert counted("clients", ledger) == 2


def test_cases_opened() -> None:
    """Every case; two of one person are two."""
    ledger, person = Ledger(), new_id()
    ledger.case(DETOX, client_id=person, opened=DAY)
    ledger.case(REHAB, client_id=person, opened=DAY)
    assert counted("cases_opened", ledger) == 2


def test_reported_in() -> None:
    """Reportings in."""
    ledger = Ledger()
    ledger.case(DETOX).report_in(DAY)
    ledger.case(DETOX)
    assert counted("reported_in", ledger) == 1


def test_agreements_signed() -> None:
    """Agreements signed."""
    ledger = Ledger()
    ledger.case(DETOX).agreement(DAY)
    ledger.case(DETOX)
    assert counted("agreements_signed", ledger) == 1


def test_every_indicator_has_its_test() -> None:
    """A new indicator is one declaration and one test."""
    assert {f"test_{indicator.code}" for indicator in DECLARED} <= globals().keys()
    assert len(INDICATORS) == len(DECLARED)


def test_the_annual_rows_add_up() -> None:
    """The year's table is read from rollups alone, so its rows must be plain sums."""
    for code in ANNUAL:
        assert INDICATORS[code].counting == "sum"
        assert INDICATORS[code].denominator is None


def test_every_selection_selects_something() -> None:
    """A dimension or value misspelt in a declaration would select nothing."""
    for indicator in DECLARED:
        for part in filter(None, (indicator.numerator, indicator.denominator)):
            assert part.dims(), indicator.code
            for dimension, values in part.where.items():
                assert {*values} <= {*part.measure.values(dimension)}


def test_every_entry_is_counted_by_some_measure() -> None:
    """An entry that a worker can void is one that statistics know."""
    uncounted = {"WorkstationRegistered", "ClientRegistered"}
    read = {model for measure in MEASURES.values() for model in measure.reads}
    for model in models().values():
        if not issubclass(model, Voided) and model.__name__ not in uncounted:
            assert model in read, f"no measure reads {model.__name__}"


def test_a_dimension_that_a_measure_lacks_is_an_error() -> None:
    """Asking sessions for a mode is a mistake, not zero."""
    with pytest.raises(KeyError):
        INDICATORS["sessions"].numerator.dims({"mode": ("phone",)})
