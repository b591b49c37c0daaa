"""What rosters add to figures: workers by their days, and trainings with their hours."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from services.cases.staff.learning import AttendTraining, VoidWorkerEntry
from services.cases.staff.rules import LetGo, RegisterWorker, WorkerEvent, worker
from services.cases.staff.serving import CorrectWorker, MoveWorker
from services.reporting.declared.measures.staff import TRAINING_HOURS, TRAININGS, WORKERS
from services.reporting.declared.words import Measure
from shared.decider import fold
from shared.events.cases.staff import EmployedAs, LeavingReason
from tests.given import TODAY

HERE, THERE = "410102001000", "410102002000"
JOINED, MOVED, LEFT = date(2019, 1, 2), date(2019, 7, 1), date(2020, 6, 30)
register = RegisterWorker(UUID(int=1), "310", HERE, EmployedAs.SOCIAL_WORKER, JOINED)
move, leave = MoveWorker(THERE, MOVED), LetGo(LEFT, LeavingReason.RESIGNED)


def after(*commands: Any) -> list[WorkerEvent]:
    """The events that commands lead to, one after the other."""
    events: list[WorkerEvent] = []
    for command in commands:
        events += worker.decide(command, fold(worker, events), TODAY)
    return events


def stock(measure: Measure, events: list[WorkerEvent], day: date) -> Counter[tuple[str, ...]]:
    """What there is on a day, by region and values."""
    found: Counter[tuple[str, ...]] = Counter()
    for event in events:
        reader = measure.reads.get(type(event))
        for fact in reader(event) if reader else ():
            if fact.day is not None and fact.day <= day:
                found[fact.region, *fact.values] += fact.delta
    return Counter({key: number for key, number in found.items() if number})


def test_a_worker_is_in_the_stock_where_and_while_the_worker_serves() -> None:
    """From the day of joining until the day before leaving, first here and then there."""
    events = after(register, move, leave)
    social = ("social_worker", "community", "not_known")
    assert stock(WORKERS, events, date(2019, 1, 1)) == {}
    assert stock(WORKERS, events, JOINED) == {(HERE, *social): 1}
    assert stock(WORKERS, events, MOVED) == {(THERE, *social): 1}
    assert stock(WORKERS, events, LEFT) == {}


def test_a_correction_is_so_on_all_days() -> None:
    """Also before a move; and who was registered in error was there on none."""
    events = after(register, move, CorrectWorker(employment=EmployedAs.VOLUNTEER))
    volunteer = ("volunteer", "community", "not_known")
    assert stock(WORKERS, events, JOINED) == {(HERE, *volunteer): 1}
    assert stock(WORKERS, events, MOVED) == {(THERE, *volunteer): 1}
    error = after(register, move, LetGo(LEFT, LeavingReason.REGISTERED_IN_ERROR))
    assert [stock(WORKERS, error, day) for day in (JOINED, MOVED, LEFT)] == [{}, {}, {}]


def test_a_training_counts_once_and_its_hours_until_it_is_void() -> None:
    """By its kind, where the worker served that day."""
    attend = AttendTraining(UUID(int=9), "counselling", 8, date(2019, 5, 6))
    events = after(register, move, attend)
    assert stock(TRAININGS, events, TODAY) == {(HERE, "counselling"): 1}
    assert stock(TRAINING_HOURS, events, TODAY) == {(HERE, "counselling"): 8}
    void = after(register, move, attend, VoidWorkerEntry(UUID(int=9)))
    assert stock(TRAININGS, void, TODAY) == stock(TRAINING_HOURS, void, TODAY) == {}
