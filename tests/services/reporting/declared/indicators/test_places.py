"""Places of prevention: each indicator counts what its formula names, and nothing else."""

from datetime import date
from uuid import UUID

from services.outreach.place.rules import (
    ChangePlace,
    ClosePlace,
    Command,
    OpenPlace,
    PlaceEvent,
    ReopenPlace,
    VoidPlace,
    place,
)
from shared.decider import fold
from shared.events.corrections import VoidReason
from shared.events.outreach.places import NAMED, PlaceUsed
from shared.events.outreach.sessions import ActivityKind, SessionHeld
from shared.ids import new_id
from tests.given import TODAY
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import Ledger

HERE, THERE = "410102001003", "410102001004"
SINCE, DAY = date(2018, 6, 1), date(2019, 3, 4)


def told(ledger: Ledger, *commands: Command) -> None:
    """One place, as its commands make it."""
    events: list[PlaceEvent] = []
    for command in commands:
        events += place.decide(command, fold(place, events), TODAY)
    for event in events:
        ledger.add(f"place-{events[0].place_id}", event)


def opened(number: int, kind: str = "points_shop", place_kind: str = "") -> OpenPlace:
    """A place of a kind; one that must be entered where it has a kind of place."""
    must = bool(place_kind)
    return OpenPlace(UUID(int=number), HERE, kind, "处所", SINCE, place_kind, must_enter=must)


def places() -> Ledger:
    """Of seven two are closed, one of them by mistake; one was entered by mistake."""
    ledger = Ledger()
    told(ledger, opened(1))
    told(ledger, opened(2), ClosePlace(DAY))
    told(ledger, opened(3), ClosePlace(DAY), ReopenPlace())
    told(ledger, opened(4), VoidPlace(VoidReason.MISTAKEN))
    told(ledger, opened(5, NAMED, "school"))
    told(ledger, opened(6, NAMED, "hotel"), ChangePlace(DAY, must_enter=False))
    told(ledger, opened(7, NAMED, "hotel"), ClosePlace(DAY))
    return ledger


def used(ledger: Ledger, times: int) -> UUID:
    """A place is used by so many."""
    use_id = new_id()
    use = PlaceUsed(
        entry_id=new_id(),
        use_id=use_id,
        place_id=UUID(int=1),
        region=HERE,
        occurred_on=DAY,
        kind="points_shop",
        purpose="visit",
        person_times=times,
    )
    return ledger.add(f"use-{use_id}", use)


def test_places() -> None:
    """Those that are not closed; one that was entered by mistake is none."""
    assert numerator("places", places()) == 4


def test_named_places() -> None:
    """Schools, hotels and the like, also those that need not be entered; not what is closed."""
    assert numerator("named_places", places()) == 2


def test_places_to_enter() -> None:
    """Neither the one that must be entered no longer, nor the one that is closed."""
    assert numerator("places_to_enter", places()) == 1


def test_place_uses() -> None:
    """One for each use; a void one does not count."""
    ledger = Ledger()
    used(ledger, 45)
    used(ledger, 0)
    ledger.void(used(ledger, 7))
    assert numerator("place_uses", ledger) == 2


def test_place_person_times() -> None:
    """How many came, added up; those of a void use are taken back."""
    ledger = Ledger()
    used(ledger, 45)
    used(ledger, 5)
    ledger.void(used(ledger, 7))
    assert numerator("place_person_times", ledger) == 50


def at_a_place() -> Ledger:
    """Two sessions at a school, one of them void, a training there, and one at no named place."""
    ledger = Ledger()
    for kind in ("session", "session", "cadre_training"):
        session = SessionHeld(
            entry_id=new_id(),
            activity_id=new_id(),
            region=HERE,
            occurred_on=DAY,
            place_kind="school",
            attendance=30,
            kind=ActivityKind(kind),
            place_id=UUID(int=5),
            facility_kind=NAMED,
        )
        last = ledger.add(f"activity-{session.activity_id}", session)
        if kind == "session":
            first = last
    ledger.void(first)
    ledger.session(DAY, "school", region=HERE)
    return ledger


def test_sessions_at_places() -> None:
    """Only what names a place; a training there is no session, and a void one does not count."""
    assert numerator("sessions_at_places", at_a_place()) == 1


def test_activities_at_places() -> None:
    """The training too; what was corrected is not doubled."""
    assert numerator("activities_at_places", at_a_place()) == 2


def test_attendance_at_places() -> None:
    """Of both; one that nobody came to adds nothing."""
    assert numerator("attendance_at_places", at_a_place()) == 60


def test_kinds_entered() -> None:
    """A community's kind counts once, and while one session of it still stands."""
    ledger = Ledger()
    for _ in range(3):
        ledger.session(DAY, "school", region=HERE)
    ledger.session(DAY, "school", region=THERE)
    ledger.session(DAY, "hotel", region=HERE)
    ledger.void(ledger.session(DAY, "hotel", region=HERE))
    ledger.void(ledger.session(DAY, "cinema", region=HERE))
    assert numerator("kinds_entered", ledger) == 3


def test_places_entered() -> None:
    """A place counts once, and while one session at it still stands; a training does not count."""
    ledger = Ledger()
    for number, kind in ((1, "session"), (1, "session"), (2, "session"), (3, "cadre_training")):
        ledger.session(DAY, region=HERE, place_id=UUID(int=number), kind=ActivityKind(kind))
    ledger.void(ledger.session(DAY, region=HERE, place_id=UUID(int=1)))
    ledger.void(ledger.session(DAY, region=HERE, place_id=UUID(int=4)))
    ledger.session(DAY, region=HERE)
    assert numerator("places_entered", ledger) == 2
