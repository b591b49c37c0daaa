"""Random lives of many cases by the real rules, and what they stand at by a plain count.

The count looks at each case's entries that hold and folds those until a day: it knows of no spans.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.cases.case.assessments import AssessRisk
from services.cases.case.contacts import RecordContact
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import Command, case
from services.cases.case.endings import EndCase, ReopenCase
from services.cases.case.events import CaseEvent
from services.cases.case.kind_changes import ChangeKind
from services.cases.case.ledger import entry_fields, file_on
from services.cases.case.programme import (
    ReportIn,
    ResumeProgramme,
    SignAgreement,
    SuspendProgramme,
)
from services.cases.case.standing import unpublished_standing, with_standing
from services.cases.case.state import Case, Existing, opened, phase, running
from shared.decider import Refused, fold
from shared.events import Voidable
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import CaseEntry, CaseOpened, EntryVoided, PersonFactsCorrected
from shared.events.cases.contacts import ContactMode
from shared.events.cases.endings import Ending, ReopeningReason
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import AgeBand, PersonFacts, Sex, Substance
from shared.events.cases.programme import (
    MaintenanceEnd,
    MaintenanceEnded,
    MaintenanceStarted,
    SuspensionReason,
)
from shared.events.corrections import VoidReason
from shared.ids import new_id
from tests.corrections import stored
from tests.services.reporting.deliveries import Ledger

TODAY = date(2024, 3, 1)
FIRST, DAYS = date(2018, 11, 1), 500
REGIONS = ("410102001003", "410102002001", "410105001003", "441900004001", "419001000000")
EVIDENCE = {
    Ending.COMPLETED: Document.COMPLETION_CERTIFICATE,
    Ending.COMPULSORY_ISOLATION: Document.ISOLATION_DECISION,
    Ending.TAKEN_OFF_REGISTER: Document.REMOVAL_APPROVAL,
}
LEVELS = ("high", "medium", "low", "c1")
WORDS = ("kind", "phase", "level", "maintenance", "sex", "age_band", "substance")


class Life:
    """One case: what was written of it, in order, and its opening's event id."""

    def __init__(self, chance: random.Random, ledger: Ledger) -> None:
        self._chance, self._ledger = chance, ledger
        self.events: list[CaseEvent] = []
        self._entries: list[tuple[UUID, Voidable]] = []
        self._state: Case = case.initial
        kind = chance.choice([*CaseKind])
        at_large = kind is CaseKind.AT_LARGE
        self.region = chance.choice(REGIONS)
        self.case_id = new_id()
        opening = CaseOpened(
            case_id=self.case_id,
            client_id=new_id(),
            kind=kind,
            region=self.region,
            occurred_on=None if at_large and chance.random() < 0.5 else any_day(chance),
            person=any_person(chance),
        )
        # Some were opened by software that did not say what they stand at.
        self._write([opening] if chance.random() < 0.2 else with_standing(self._state, [opening]))
        self.opening_id = self._entries[0][0]

    def go_on(self) -> None:
        """Do something to it that the rules allow, if they allow it; now and then make it void."""
        try:
            if self._chance.random() < 0.2:
                entry_id, entry = self._chance.choice(self._entries)
                void = VoidEntry(stored(entry, entry_id), VoidReason.MISTAKEN)
                self._write(case.decide(void, self._state, TODAY))
            elif self._chance.random() < 0.3:
                self._write(with_standing(self._state, [self._any_mark()]))
            else:
                self._write(case.decide(self._any_command(), self._state, TODAY))
        except Refused:
            pass

    def say_the_rest(self) -> None:
        """Publish what is not published, as the service does when it starts."""
        self._write(unpublished_standing(self._state))

    def _write(self, events: Sequence[CaseEvent]) -> None:
        for event in events:
            event_id = self._ledger.add(f"case-{self.case_id}", event)
            self._state = case.evolve(self._state, event)
            self.events.append(event)
            if isinstance(event, Voidable):
                self._entries.append((event_id, event))

    def _any_command(self) -> Command:
        chance, entry_id = self._chance, new_id()
        day = any_day(chance)
        ending, kind = chance.choice([*EVIDENCE]), chance.choice([*CaseKind])
        is_left = kind is CaseKind.AT_LARGE
        shown = Document.REVOCATION_DECISION if is_left else Document.DECISION
        return chance.choice(
            (
                ReportIn(entry_id, day),
                SignAgreement(entry_id, day),
                SuspendProgramme(
                    entry_id, day, SuspensionReason.DETAINED, Document.DETENTION_NOTICE
                ),
                ResumeProgramme(entry_id, day, Document.RELEASE_CERTIFICATE),
                ChangeKind(entry_id, day, kind, shown),
                EndCase(entry_id, day, ending, EVIDENCE[ending]),
                ReopenCase(entry_id, day, ReopeningReason.RETURNED),
                AssessRisk(entry_id, day, chance.choice(("high", "medium", "low"))),
                RecordContact(entry_id, day, ContactMode.PHONE),
            )
        )

    def _any_mark(self) -> CaseEvent:
        """What changes what it stands at beside its phase."""
        chance, day = self._chance, any_day(self._chance)
        file = file_on(running(self._state), day)
        entry: dict[str, Any] = entry_fields(file, new_id(), day)
        started = [mark for mark in file.marks if isinstance(mark, MaintenanceStarted)]
        ended = {mark.started_id for mark in file.marks if isinstance(mark, MaintenanceEnded)}
        open_ones = [mark for mark in started if mark.entry_id not in ended]
        match chance.randrange(3):
            case 0:
                return RiskAssessed(**entry, level=chance.choice(LEVELS), scheme="abc")
            case 1:
                return PersonFactsCorrected(**entry, person=any_person(chance))
            case _ if open_ones and open_ones[0].occurred_on <= day:
                start = open_ones[0].entry_id
                return MaintenanceEnded(**entry, started_id=start, reason=MaintenanceEnd.LEFT)
            case _:
                return MaintenanceStarted(**entry, evidence=Document.CLINIC_RECORD)

    def stands_at(self, day: date) -> dict[str, str] | None:
        """What the case stood at when a day was over; None where it was not open."""
        void = {event.entry_id for event in self.events if isinstance(event, EntryVoided)}
        first = self.events[0]
        assert isinstance(first, CaseOpened)
        if self.opening_id in void or not _by(first.occurred_on, day):
            return None
        holding = [e for e in self.events if isinstance(e, CaseEntry) and e.entry_id not in void]
        until = [entry for entry in holding if entry.occurred_on <= day]
        state = fold(case, [first, *until])
        assert isinstance(state, Existing)
        if phase(state) == "ended":
            return None
        person = first.person
        for entry in holding:  # as it was corrected last, whenever that was
            if isinstance(entry, PersonFactsCorrected):
                person = entry.person
        assessed = [entry for entry in until if isinstance(entry, RiskAssessed)]
        assessed.sort(key=lambda entry: entry.occurred_on)
        ended = {entry.started_id for entry in until if isinstance(entry, MaintenanceEnded)}
        treated = {e.entry_id for e in until if isinstance(e, MaintenanceStarted)} - ended
        values = (
            opened(state).file.kind,
            phase(state),
            assessed[-1].level if assessed else "not_assessed",
            "yes" if treated else "no",
            person.sex or "not_known",
            person.age_band or "not_known",
            person.substance or "not_known",
        )
        return dict(zip(WORDS, map(str, values), strict=True))


def lives(chance: random.Random, cases: int, steps: int) -> tuple[Ledger, list[Life]]:
    """Cases whose entries were written in turns, and the ledger of all of them."""
    ledger = Ledger()
    found = [Life(chance, ledger) for _ in range(cases)]
    for _ in range(steps):
        chance.choice(found).go_on()
    for life in found:
        life.say_the_rest()
    return ledger, found


def any_day(chance: random.Random) -> date:
    """A day of the history."""
    return FIRST + timedelta(chance.randrange(DAYS))


def any_person(chance: random.Random) -> PersonFacts:
    """A person in codes, of whom something may not be known."""
    return PersonFacts(
        sex=chance.choice([*Sex, None]),
        age_band=chance.choice([*AgeBand, None]),
        substance=chance.choice([*Substance, None]),
    )


def days(chance: random.Random, number: int) -> Iterator[date]:
    """Days of the history and around it, ends of months and of a leap February among them."""
    yield from (FIRST - timedelta(1), date(2019, 12, 31), date(2020, 2, 29), FIRST + timedelta(999))
    for _ in range(number):
        yield any_day(chance)


def _by(day: date | None, other: date) -> bool:
    return day is None or day <= other
