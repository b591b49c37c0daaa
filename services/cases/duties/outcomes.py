"""What became of the duties of a case, as it is recorded in their stream. Pure.

Each closed window has one outcome at a time. It is taken back, and another recorded, where a late
entry, a void or a changed policy makes it another.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeAlias, assert_never
from uuid import UUID, uuid5

from services.cases.duties.history import History
from services.cases.duties.schedule import PoliciesOver, schedule
from services.cases.duties.windows import Window
from shared.decider import Decider
from shared.events.cases.duties import Duty, DutyClosed, DutyOutcomeTakenBack
from shared.events.cases.endings import Noticed
from shared.events.corrections import StoredEntry

NAMESPACE = UUID("6a1f0c8e-2f55-5c0b-9a43-0f6d1f7f6b1e")  # of the ids of outcomes; never changed
# What an outcome says that may be another when it is recorded again for the same reason: by which
# version of a file whose rule is the same.
_NOT_COMPARED = frozenset({"entry_id", "policies", "ordinal", "replaces"})
COMPARED = tuple(name for name in DutyClosed.model_fields if name not in _NOT_COMPARED)

Stored: TypeAlias = Callable[[UUID], StoredEntry]
OutcomeEvent: TypeAlias = DutyClosed | DutyOutcomeTakenBack


class Which(NamedTuple):
    """Which window of a case it is: no two that are alike in this begin on the same day."""

    duty: Duty
    subject: UUID | None
    since: date
    to_whom: str = ""


@dataclass(frozen=True)
class Outcomes:
    """The outcomes that stand, and the last that was recorded of each window, standing or not.

    `closed_until` is the latest day until which a window was ever closed.
    """

    standing: Mapping[Which, DutyClosed] = field(default_factory=dict)
    last: Mapping[Which, DutyClosed] = field(default_factory=dict)
    closed_until: date = date.min


@dataclass(frozen=True)
class CloseDuties:
    """Have recorded what became of every window that has closed.

    `stored` gives an entry of the stream, by its id, as it stands in the journal.
    """

    history: History
    policies: PoliciesOver
    stored: Stored


class Closing(NamedTuple):
    """What is to be recorded; and the day on which the next window closes, if one will."""

    events: list[OutcomeEvent]
    next_on: date | None


def decide(command: CloseDuties, state: Outcomes, today: date) -> list[OutcomeEvent]:
    """What is to be recorded, as `close` says."""
    return close(command, state, today).events


def close(command: CloseDuties, state: Outcomes, today: date) -> Closing:
    """What is to be recorded, so that the outcomes are those of the schedule; nothing if they are.

    Where a window was closed after today, the clock was set back: then it is still that day, so
    that nothing is taken back for it and nothing is recorded twice.
    """
    day = max(today, state.closed_until)
    windows = schedule(command.history, command.policies, day)
    wanted = {which(window): window for window in windows if window.outcome is not None}
    next_on = min((each.until for each in windows if each.outcome is None), default=None)
    events: list[OutcomeEvent] = [
        _taken_back(recorded, command.stored)
        for key, recorded in state.standing.items()
        if key not in wanted
    ]
    for key, window in wanted.items():
        said = _said(command.history, window)
        recorded = state.standing.get(key)
        if recorded is not None:
            if all(getattr(recorded, name) == value for name, value in said.items()):
                continue
            events.append(_taken_back(recorded, command.stored))
        events.append(_closed(command, window, said, state.last.get(key)))
    return Closing(events, next_on)


def evolve(state: Outcomes, event: OutcomeEvent) -> Outcomes:
    """The outcomes after an event."""
    return all_evolved(state, (event,))


def all_evolved(state: Outcomes, events: Iterable[OutcomeEvent]) -> Outcomes:
    """The outcomes after several events; as `evolve` one after the other, in a time that grows
    with their number alone.
    """
    standing, last, closed_until = {**state.standing}, {**state.last}, state.closed_until
    keys = {each.entry_id: key for key, each in standing.items()}
    for event in events:
        match event:
            case DutyClosed():
                key = which(event)
                if key in standing:
                    del keys[standing[key].entry_id]
                standing[key] = last[key] = event
                keys[event.entry_id] = key
                closed_until = max(closed_until, event.until)
            case DutyOutcomeTakenBack():
                if event.entry_id in keys:
                    del standing[keys.pop(event.entry_id)]
            case _:
                assert_never(event)
    return Outcomes(standing, last, closed_until)


duties: Decider[CloseDuties, Outcomes, OutcomeEvent] = Decider(
    Outcomes(), (DutyClosed, DutyOutcomeTakenBack), decide, evolve
)


def which(window: Window | DutyClosed) -> Which:
    """Which window it is, or which window's outcome."""
    return Which(window.duty, window.subject, window.since, window.to_whom or "")


def same(recorded: DutyClosed, outcome: DutyClosed) -> bool:
    """Whether an outcome is recorded as it is."""
    return all(getattr(recorded, name) == getattr(outcome, name) for name in COMPARED)


def event_id(event: OutcomeEvent) -> UUID:
    """The id under which an event is appended: always the same for the same."""
    match event:
        case DutyClosed():
            return event.entry_id
        case DutyOutcomeTakenBack():
            return uuid5(NAMESPACE, f"taken back: {event.entry_id}")
        case _:
            assert_never(event)


def outcome_id(case_id: UUID, key: Which, ordinal: int, rule: str) -> UUID:
    """The id of an outcome: whoever records it, and however often, it is one."""
    since = key.since.isoformat()
    name = (case_id, key.duty, key.subject or "", key.to_whom, since, ordinal, rule)
    return uuid5(NAMESPACE, "|".join(map(str, name)))


def _said(history: History, window: Window) -> dict[str, Any]:
    """What an outcome says that is compared with what is recorded: `COMPARED`."""
    return {
        "case_id": history.case_id,
        "client_id": history.client_id,
        "kind": window.kind,
        "region": window.region,
        "occurred_on": window.last_day,
        "agency": history.agency_on(window.last_day),
        "duty": window.duty,
        "subject": window.subject,
        "to_whom": Noticed(window.to_whom) if window.to_whom else None,
        "since": window.since,
        "until": window.until,
        "outcome": window.outcome,
        "met_by": window.met_by,
        "met_on": window.met_on,
        "days_late": window.days_late,
        "reminded_on": window.soon_from,
        "lost": window.is_lost,
        "rule": window.rule,
    }


def _closed(
    command: CloseDuties, window: Window, said: Mapping[str, Any], before: DutyClosed | None
) -> DutyClosed:
    """The outcome of a window; `before` is the last that was recorded of it."""
    history = command.history
    ordinal = 1 if before is None else before.ordinal + 1
    return DutyClosed(
        **said,
        entry_id=outcome_id(history.case_id, which(window), ordinal, window.rule),
        policies=window.policies,
        ordinal=ordinal,
        replaces=None if before is None else before.entry_id,
    )


def _taken_back(recorded: DutyClosed, stored: Stored) -> DutyOutcomeTakenBack:
    entry = stored(recorded.entry_id)
    return DutyOutcomeTakenBack(
        case_id=recorded.case_id,
        entry_id=entry.entry_id,
        entry_type=entry.type,
        entry=entry.fields,
    )
