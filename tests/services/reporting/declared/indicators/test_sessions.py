"""Prevention sessions: each indicator counts what its formula names, and nothing else."""

from datetime import date

from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import Ledger

DAY = date(2019, 3, 4)


def test_sessions() -> None:
    """One for each session, whatever the attendance; a void one does not count."""
    ledger = Ledger()
    ledger.session(DAY, "school", 300)
    ledger.session(DAY, "shop", 0)
    ledger.void(ledger.session(DAY))
    assert numerator("sessions", ledger) == 2


def test_attendance() -> None:
    """The attendance of the sessions, added up; that of a void one is taken back."""
    ledger = Ledger()
    ledger.session(DAY, "school", 300)
    ledger.session(DAY, "shop", 7)
    ledger.void(ledger.session(DAY, "shop", 50))
    assert numerator("attendance", ledger) == 307


def test_sessions_by_form() -> None:
    """One for each form of each session, named once or twice; all of a void session go."""
    ledger = Ledger()
    ledger.session(DAY, forms=("leaflets", "lecture", "leaflets"))
    ledger.session(DAY, forms=("leaflets",))
    ledger.session(DAY)
    ledger.void(ledger.session(DAY, forms=("leaflets", "boards")))
    assert numerator("sessions_by_form", ledger) == 3
    assert numerator("sessions", ledger) == 3


def test_sessions_by_partner() -> None:
    """One for each partner of each session; all of a void session go."""
    ledger = Ledger()
    ledger.session(DAY, partners=("youth_league", "trade_union"))
    ledger.session(DAY)
    ledger.void(ledger.session(DAY, partners=("youth_league", "police_station")))
    assert numerator("sessions_by_partner", ledger) == 2


def test_sessions_by_audience() -> None:
    """One for each audience of each session, named once or twice."""
    ledger = Ledger()
    ledger.session(DAY, audiences=("students", "teachers", "students"))
    ledger.session(DAY)
    ledger.void(ledger.session(DAY, audiences=("migrants",)))
    assert numerator("sessions_by_audience", ledger) == 2


def test_key_group_sessions() -> None:
    """One for each key group of each session; others are none, and a void one is taken back."""
    ledger = Ledger()
    ledger.session(DAY, audiences=("students", "idle_youth", "teachers"))
    ledger.session(DAY, audiences=("migrants", "residents"))
    ledger.session(DAY, audiences=("teachers",))
    ledger.void(ledger.session(DAY, audiences=("jobless",)))
    assert numerator("key_group_sessions", ledger) == 3


def test_sessions_by_place_set() -> None:
    """By what was recorded; of records of before, by the sets as the field has them."""
    ledger = Ledger()
    ledger.session(DAY, "school")
    ledger.session(DAY, "cinema")
    ledger.session(DAY, "shop")
    ledger.session(DAY, "tea_house", place_sets=("ten_enterings",))
    ledger.session(DAY, "school", place_sets=())
    assert numerator("sessions_by_place_set", ledger) == 2 + 1 + 0 + 1 + 0


def test_sessions_by_occasion() -> None:
    """Those that are tied to one."""
    ledger = Ledger()
    ledger.session(DAY, occasion="qixi")
    ledger.session(DAY)
    assert numerator("sessions_by_occasion", ledger) == 1
