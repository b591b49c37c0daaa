"""Workers, trainings and posts: each indicator counts what its formula names."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from services.cases.post.rules import BuyPost, EndPost, FillPost, PlacePost, VacatePost, post
from services.cases.staff.learning import AttendTraining, VoidWorkerEntry
from services.cases.staff.rules import LetGo, RegisterWorker, worker
from services.cases.staff.serving import MoveWorker
from shared.decider import fold
from shared.events.cases.observed import (
    StationStaffedAgain,
    StationUnderstaffed,
    StationWithoutPost,
    StationWithPostAgain,
    WorkerOverLimit,
    WorkerWithinLimit,
)
from shared.events.cases.posts import Funds, PostEnding, VacancyReason
from shared.events.cases.staff import Area, EmployedAs, Field, LeavingReason
from tests.given import TODAY
from tests.services.reporting.declared.by_hand import denominator, numerator
from tests.services.reporting.declared.indicators.test_contact_details import grouped
from tests.services.reporting.deliveries import DETOX, REHAB, Ledger

HERE, DAY = "410102001000", date(2019, 3, 4)
LEAVES = LetGo(date(2020, 6, 30), LeavingReason.RESIGNED)


def written(ledger: Ledger, decider: Any, stream: str, *commands: Any) -> None:
    """What commands lead to, one after the other, in one stream."""
    events: list[Any] = []
    for command in commands:
        events += decider.decide(command, fold(decider, events), TODAY)
    for event in events:
        ledger.add(stream, event)


def rosters() -> Ledger:
    """A cadre, a social worker, one more who left, and a volunteer; two files; three trainings,
    of which one is void."""
    ledger = Ledger()
    kinds = [
        EmployedAs.FULL_TIME_CADRE,
        EmployedAs.SOCIAL_WORKER,
        EmployedAs.SOCIAL_WORKER,
        EmployedAs.VOLUNTEER,
    ]
    for number, kind in enumerate(kinds):
        register = RegisterWorker(UUID(int=number), "310", HERE, kind, date(2019, 1, 2))
        trained = AttendTraining(UUID(int=50 + number), "counselling", 8, DAY)
        more: dict[int, list[Any]] = {
            0: [trained],
            1: [trained, VoidWorkerEntry(trained.training_id)],
            2: [LEAVES],
        }
        more[3] = [trained]
        written(ledger, worker, f"worker-{number}", register, *more[number])
    ledger.case(REHAB)
    ledger.case(REHAB)
    return ledger


def test_workers() -> None:
    """Whatever the employment; who has left is one no more."""
    assert numerator("workers", rosters()) == 3


def test_full_time_workers() -> None:
    """Cadres and social workers."""
    assert numerator("full_time_workers", rosters()) == 2


def test_workers_per_100_clients() -> None:
    """Cadres and social workers for clients on the register."""
    assert numerator("workers_per_100_clients", rosters()) == 2
    assert denominator("workers_per_100_clients", rosters()) == 2


def test_clients_per_worker() -> None:
    """Clients in a programme whom somebody has, for cadres and social workers who serve them."""
    ledger = rosters()
    for team in ("complete", "lacking", "lacking", None):
        file = ledger.case(DETOX, opened=DAY)
        if team:
            file.joined(DAY, "social_worker", team)
    other = RegisterWorker(
        UUID(int=9),
        "310",
        HERE,
        EmployedAs.FULL_TIME_CADRE,
        date(2019, 1, 2),
        field=Field.PREVENTION,
    )
    written(ledger, worker, "worker-9", other)
    assert numerator("clients_per_worker", ledger) == 3
    assert denominator("clients_per_worker", ledger) == 2


def test_workers_by_area() -> None:
    """In town, in the country, and where nobody said; who moves counts at the new place."""
    ledger = rosters()
    first = RegisterWorker(
        UUID(int=9), "310", HERE, EmployedAs.OTHER, date(2019, 1, 2), area=Area.URBAN
    )
    moves = MoveWorker(HERE, DAY, area=Area.RURAL)
    written(ledger, worker, "worker-9", first, moves)
    written(ledger, worker, "worker-10", replace(first, worker_id=UUID(int=10)))
    assert grouped("workers", ledger, "area") == {"urban": 1, "rural": 1, "not_known": 3}


def test_trainings() -> None:
    """Once for each who attended; what is void was none."""
    assert numerator("trainings", rosters()) == 2


def test_training_hours() -> None:
    """Of all who attended together."""
    assert numerator("training_hours", rosters()) == 16


def posts() -> Ledger:
    """Of five posts one is filled, one was, one has ended, one waits, one was entered in error."""
    ledger = Ledger()
    place = PlacePost(UUID(int=6), HERE, DAY)
    fill = FillPost(UUID(int=7), DAY)
    steps: list[list[Any]] = [
        [place, fill],
        [place, fill, VacatePost(date(2019, 9, 1), VacancyReason.WORKER_LEFT)],
        [EndPost(date(2020, 1, 1), PostEnding.CANCELLED)],
        [],
        [place, EndPost(date(2020, 1, 1), PostEnding.ENTERED_IN_ERROR)],
    ]
    for number, then in enumerate(steps):
        days = (date(2019, 3, 1), date(2019, 3, 1), date(2022, 3, 1))
        bought = BuyPost(UUID(int=number), "310", HERE, "311", *days, Funds.CITY, 2019)
        written(ledger, post, f"post-{number}", bought, *then)
    return ledger


def test_posts_bought() -> None:
    """Also those that have ended; not what was entered in error."""
    assert numerator("posts_bought", posts()) == 4


def test_posts() -> None:
    """Those that have not ended."""
    assert numerator("posts", posts()) == 3


def test_posts_filled() -> None:
    """Those that a worker fills now."""
    assert numerator("posts_filled", posts()) == 1


def test_posts_vacant() -> None:
    """Those that nobody fills, or nobody any more."""
    assert numerator("posts_vacant", posts()) == 2


def test_posts_filled_rate() -> None:
    """Filled ones of those that have not ended."""
    assert (numerator("posts_filled_rate", posts()), denominator("posts_filled_rate", posts())) == (
        1,
        3,
    )


def test_stations_due_post() -> None:
    """Stations that were observed to be due a post, until they are no more."""
    ledger = Ledger()
    since, until = date(2019, 9, 2), date(2020, 1, 6)
    for number in range(3):
        station: dict[str, Any] = {
            "workstation_id": UUID(int=number),
            "region": HERE,
            "since": since,
        }
        stream = f"lacking_post-{number}"
        ledger.add(stream, StationWithoutPost(**station, clients=104, due_at=100))
        if number == 0:
            ledger.add(stream, StationWithPostAgain(**station, until=until))
    assert numerator("stations_due_post", ledger) == 2


def test_stations_understaffed() -> None:
    """Stations that were observed to have too few workers, until they have enough."""
    ledger = Ledger()
    for number in range(3):
        station: dict[str, Any] = {"workstation_id": UUID(int=number), "region": HERE}
        station["since"] = date(2019, 9, 2)
        stream = f"lacking_staff-{number}"
        ledger.add(stream, StationUnderstaffed(**station, workers=0, fewest=1))
        if number == 0:
            ledger.add(stream, StationStaffedAgain(**station, until=date(2020, 1, 6)))
    assert numerator("stations_understaffed", ledger) == 2


def test_workers_over_limit() -> None:
    """Workers who were observed to have too many cases, until they have fewer, or have left."""
    ledger = Ledger()
    for number in range(3):
        worker: dict[str, Any] = {"worker_id": UUID(int=number), "agency": "a", "region": HERE}
        worker["since"] = date(2019, 9, 2)
        ledger.add(f"over_limit-{number}", WorkerOverLimit(**worker, cases=31, allowed=30))
        if number == 0:
            over = WorkerWithinLimit(**worker, until=date(2020, 1, 6))
            ledger.add(f"over_limit-{number}", over)
    assert numerator("workers_over_limit", ledger) == 2
