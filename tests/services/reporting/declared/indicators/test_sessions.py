"""Prevention sessions: each indicator counts what its formula names, and nothing else."""

from datetime import date

from shared.events.outreach.sessions import Form, Partner, PlaceKind
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import Ledger

DAY = date(2019, 3, 4)


def test_sessions() -> None:
    """One for each session, whatever the attendance; a void one does not count."""
    ledger = Ledger()
    ledger.session(DAY, PlaceKind.SCHOOL, 300)
    ledger.session(DAY, PlaceKind.SHOP, 0)
    ledger.void(ledger.session(DAY))
    assert numerator("sessions", ledger) == 2


def test_attendance() -> None:
    """The attendance of the sessions, added up; that of a void one is taken back."""
    ledger = Ledger()
    ledger.session(DAY, PlaceKind.SCHOOL, 300)
    ledger.session(DAY, PlaceKind.SHOP, 7)
    ledger.void(ledger.session(DAY, PlaceKind.SHOP, 50))
    assert numerator("attendance", ledger) == 307


def test_sessions_by_form() -> None:
    """One for each form of each session, named once or twice; all of a void session go."""
    ledger = Ledger()
    ledger.session(DAY, forms=(Form.LEAFLETS, Form.LECTURE, Form.LEAFLETS))
    ledger.session(DAY, forms=(Form.LEAFLETS,))
    ledger.session(DAY)
    ledger.void(ledger.session(DAY, forms=(Form.LEAFLETS, Form.BOARDS)))
    assert numerator("sessions_by_form", ledger) == 3
    assert numerator("sessions", ledger) == 3


def test_sessions_by_partner() -> None:
    """One for each partner of each session; all of a void session go."""
    ledger = Ledger()
    ledger.session(DAY, partners=(Partner.YOUTH_LEAGUE, Partner.TRADE_UNION))
    ledger.session(DAY)
    ledger.void(ledger.session(DAY, partners=(Partner.YOUTH_LEAGUE, Partner.POLICE_STATION)))
    assert numerator("sessions_by_partner", ledger) == 2
