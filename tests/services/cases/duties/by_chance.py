"""Whole lives of cases by chance, by the rules: late entries and voids among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st

from services.cases.case.assessments import AssessRisk, MakeEvaluation, WriteSummary
from services.cases.case.contacts import FollowUpCrisis, RecordContact
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import Command, case
from services.cases.case.drug_tests import AppointDrugTest, RecordDrugTest, TakeSample
from services.cases.case.endings import EndCase, NotifyOfEnding, ReopenCase
from services.cases.case.events import CaseEvent
from services.cases.case.guidance import MakeRegularReport
from services.cases.case.kind_changes import ChangeKind
from services.cases.case.leave import ExtendLeave, ReportLeave, ReturnFromLeave
from services.cases.case.maintenance import CreditTimeServed
from services.cases.case.programme import (
    ReportIn,
    ResumeProgramme,
    SignAgreement,
    SuspendProgramme,
)
from services.cases.case.state import Case, Existing
from services.cases.duties.history import History, noted
from services.cases.duties.schedule import PoliciesOver
from services.cases.duties.versions import Applied, Versions
from shared.decider import Refused, fold
from shared.events import Voidable
from shared.events.cases.assessments import Evaluated
from shared.events.cases.case import CaseOpened
from shared.events.cases.contacts import ContactMode, Crisis, CrisisOutcome
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestMethod,
    DrugTestResult,
    NotDoneReason,
    SampleTaken,
    Tester,
    TestPlace,
)
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Ending, Noticed, ReopeningReason
from shared.events.cases.evidence import Document
from shared.events.cases.guidance import ReportingMode
from shared.events.cases.kinds import CaseKind
from shared.events.cases.leave import LeaveReason, LeaveReported
from shared.events.cases.programme import ServedWhere, SuspensionReason
from shared.events.corrections import StoredEntry, VoidReason
from shared.policies.reading import built_in
from shared.policies.shapes import EachWindow, Every, Per, TimesAYear, Within
from tests.corrections import stored
from tests.services.cases.duties.saying import emergency, policies, rule
from tests.services.cases.duties.told import OPENING, opened

FIRST = date(2018, 11, 25)
TODAY = date(2030, 1, 1)
ENDED_BY: Mapping[Ending, Document] = {
    Ending.COMPLETED: Document.COMPLETION_CERTIFICATE,
    Ending.IMPRISONED: Document.JUDGMENT,
    Ending.MOVED_AWAY: Document.TRANSFER_LETTER,
}


@dataclass(repr=False)
class Life:
    """A case, its events and those of its entries that may be made void."""

    opening: CaseOpened
    state: Case = field(init=False)
    events: list[CaseEvent] = field(init=False)
    entries: list[StoredEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state, self.events = fold(case, [self.opening]), [self.opening]

    def __repr__(self) -> str:
        return "; ".join(
            f"{type(each).__name__} {getattr(each, 'occurred_on', '')}" for each in self.events
        )

    def do(self, make: "Make", number: int, day: date) -> None:
        """Have a command decided; where it is refused nothing happens."""
        try:
            events = case.decide(make(self, UUID(int=1000 + number), day), self.state, TODAY)
        except (Refused, LookupError):
            return
        for event in events:
            self.state = case.evolve(self.state, event)
            self.events.append(event)
            if isinstance(event, Voidable):
                self.entries.append(stored(event, OPENING))

    def last(self, kind: type) -> UUID:
        """The last entry of a kind that others may be about; LookupError where there is none."""
        assert isinstance(self.state, Existing)
        return [k for k, each in self.state.file.named.items() if isinstance(each, kind)][-1]

    @property
    def history(self) -> History:
        """Its history; all of it was recorded on the first day."""
        return history_of(self.events)

    @property
    def last_day(self) -> date:
        """The last day that anything in it is about."""
        days = [FIRST]
        for each in self.events:
            days += [day for _, day in each if isinstance(day, date)]
        return max(days)


def history_of(events: list[CaseEvent]) -> History:
    """The history of these events."""
    found: History | None = None
    for event in events:
        found = noted(found, getattr(event, "entry_id", OPENING), FIRST, event)
    assert found is not None
    return found


Make = Callable[[Life, UUID, date], Command]


def _test(result: DrugTestResult, why: NotDoneReason | None = None) -> Make:
    def of_appointment(life: Life, entry_id: UUID, day: date) -> Command:
        assert isinstance(life.state, Existing)
        asked = [*life.state.file.asked]
        appointment = asked[0] if asked and entry_id.int % 3 else None
        return RecordDrugTest(entry_id, day, DrugTestMethod.URINE, result, why, appointment)

    return of_appointment


def _result(life: Life, entry_id: UUID, day: date) -> Command:
    return RecordDrugTest(
        *(entry_id, day, DrugTestMethod.URINE, DrugTestResult.POSITIVE, None),
        sample_id=life.last(SampleTaken),
    )


def _void(life: Life, entry_id: UUID, day: date) -> Command:
    return VoidEntry(life.entries[-1 - entry_id.int % 3], VoidReason.MISTAKEN)


def _void_opening(life: Life, entry_id: UUID, day: date) -> Command:
    return VoidEntry(stored(life.opening, OPENING), VoidReason.MISTAKEN)


def _contact(mode: ContactMode, crisis: Crisis | None = None) -> Make:
    return lambda life, entry_id, day: RecordContact(entry_id, day, mode, crisis=crisis)


def _followed_up(life: Life, entry_id: UUID, day: date) -> Command:
    assert isinstance(life.state, Existing)
    return FollowUpCrisis(entry_id, day, life.state.file.open_crises[-1], CrisisOutcome.SAFE)


def _end(how: Ending) -> Make:
    return lambda life, entry_id, day: EndCase(entry_id, day, how, ENDED_BY[how])


def _kind(kind: CaseKind) -> Make:
    return lambda life, entry_id, day: ChangeKind(entry_id, day, kind, Document.DECISION)


def _leave(days: int) -> Make:
    return lambda life, entry_id, day: ReportLeave(
        *(entry_id, day, day + timedelta(days=2), day + timedelta(days=days)),
        *("330102000000", LeaveReason.WORK),
        in_writing=True,
    )


WHAT: Mapping[str, Make] = {
    "report in": lambda life, entry_id, day: ReportIn(entry_id, day),
    "agree": lambda life, entry_id, day: SignAgreement(entry_id, day),
    "suspend": lambda life, entry_id, day: SuspendProgramme(
        entry_id, day, SuspensionReason.DETAINED, Document.DETENTION_NOTICE
    ),
    "resume": lambda life, entry_id, day: ResumeProgramme(
        entry_id, day, Document.RELEASE_CERTIFICATE
    ),
    "detoxification": _kind(CaseKind.DETOXIFICATION),
    "rehabilitation": _kind(CaseKind.REHABILITATION),
    "at large": _kind(CaseKind.AT_LARGE),
    "complete": _end(Ending.COMPLETED),
    "imprisoned": _end(Ending.IMPRISONED),
    "moved away": _end(Ending.MOVED_AWAY),
    "reopen": lambda life, entry_id, day: ReopenCase(entry_id, day, ReopeningReason.RELEASED),
    "police told": lambda life, entry_id, day: NotifyOfEnding(entry_id, day, Noticed.POLICE),
    "family told": lambda life, entry_id, day: NotifyOfEnding(entry_id, day, Noticed.FAMILY),
    "visit": _contact(ContactMode.HOME_VISIT),
    "office": _contact(ContactMode.OFFICE),
    "phone": _contact(ContactMode.PHONE),
    "crisis": _contact(ContactMode.HOME_VISIT, Crisis.DANGER_TO_SELF),
    "follow up": _followed_up,
    "appoint": lambda life, entry_id, day: AppointDrugTest(
        entry_id, day, "", day + timedelta(days=entry_id.int % 20)
    ),
    "test": _test(DrugTestResult.NEGATIVE),
    "refused": _test(DrugTestResult.NOT_DONE, NotDoneReason.REFUSED),
    "excused": _test(DrugTestResult.NOT_DONE, NotDoneReason.EXCUSED),
    "sample": lambda life, entry_id, day: TakeSample(
        *(entry_id, day, DrugTestMethod.URINE, TestPlace.HOSPITAL, Tester.POLICE),
        life.last(DrugTestAppointed) if entry_id.int % 2 else None,
    ),
    "result": _result,
    "high": lambda life, entry_id, day: AssessRisk(entry_id, day, "high"),
    "low": lambda life, entry_id, day: AssessRisk(entry_id, day, "low"),
    "summary": lambda life, entry_id, day: WriteSummary(entry_id, day),
    "evaluation": lambda life, entry_id, day: MakeEvaluation(entry_id, day, Evaluated.KEPT),
    "regular report": lambda life, entry_id, day: MakeRegularReport(
        entry_id, day, ReportingMode.IN_PERSON
    ),
    "short leave": _leave(9),
    "long leave": _leave(120),
    "extend": lambda life, entry_id, day: ExtendLeave(
        *(entry_id, day, life.last(LeaveReported), day + timedelta(days=30)), in_writing=True
    ),
    "return": lambda life, entry_id, day: ReturnFromLeave(entry_id, day, life.last(LeaveReported)),
    "credit": lambda life, entry_id, day: CreditTimeServed(
        *(entry_id, day, 100, ServedWhere.COMPULSORY_ISOLATION, Document.RELEASE_CERTIFICATE)
    ),
    "void": _void,
    "void opening": _void_opening,
}

RULES = (
    rule(Duty.REPORT_IN, Within(7)),
    rule(Duty.AGREEMENT, Within(5, working=True)),
    rule(Duty.CONTACT, EachWindow(Per.MONTH), "month", since="2019-03-05"),
    rule(Duty.CONTACT, Every(days=10), "often", levels=frozenset({"high"})),
    rule(Duty.REGULAR_REPORT, EachWindow(Per.WEEK), until="2019-08-14"),
    rule(Duty.TEST, TimesAYear((5, 24)), "tests"),
    rule(Duty.TEST, Every(months=2), "high", levels=frozenset({"high"})),
    rule(Duty.ASSESSMENT, Every(months=3), kinds=frozenset({CaseKind.DETOXIFICATION})),
    rule(Duty.SUMMARY, EachWindow(Per.QUARTER)),
    rule(Duty.EVALUATION, TimesAYear((1,))),
    *(rule(each, Within(2)) for each in (Duty.APPOINTED_TEST, Duty.RETURN_FROM_LEAVE)),
    *(rule(each, Within(3)) for each in (Duty.CRISIS_FOLLOW_UP, Duty.ENDING_NOTICE)),
    rule(Duty.END_OF_TERM, Within(0)),
)
EMERGENCIES = (emergency("2019-02-10", "2019-06-20"),)
OWN = policies(*RULES, emergencies=EMERGENCIES)
# So that the term of many lives is over long before they are.
SHORT = policies(*RULES, emergencies=EMERGENCIES, version="short", term_months=4)
POLICIES: Mapping[str, PoliciesOver] = {
    "built in": built_in(),
    "own": OWN,
    "short term": SHORT,
    "own after built in": Versions(
        (Applied(date.min, built_in()), Applied(date(2019, 5, 17), OWN))
    ),
    "built in after own": Versions((Applied(date.min, OWN), Applied(date(2019, 9, 3), built_in()))),
    "short after own": Versions((Applied(date.min, OWN), Applied(date(2019, 5, 17), SHORT))),
}

# What follows one another in life, so that chance does not only bring what is refused.
_CHAPTERS: tuple[tuple[str, ...], ...] = (
    *((each,) for each in WHAT),
    *(("visit", "test"), ("phone", "visit"), ("appoint", "test"), ("appoint", "excused")),
    *(("sample", "result"), ("appoint", "sample", "result"), ("crisis", "follow up")),
    *(("short leave", "return"), ("long leave", "extend", "return"), ("short leave", "extend")),
    *(("suspend", "resume"), ("suspend", "resume"), ("suspend", "imprisoned", "reopen", "resume")),
    *(("imprisoned", "reopen"), ("complete", "police told", "family told", "reopen")),
    *(("rehabilitation", "report in", "agree"), ("report in", "agree"), ("visit", "void")),
    ("report in", "agree", "visit", "test", "high", "summary", "visit", "evaluation"),
)
_BEGIN = st.sampled_from([(), ("report in",), ("report in", "agree"), ("report in", "agree")])
_DONE = st.tuples(st.sampled_from(_CHAPTERS), st.integers(0, 45), st.sampled_from([0, 0, 0, 5, 40]))


@st.composite
def lives(draw: st.DrawFn, most: int = 20) -> Life:
    """A case of which one thing after another is recorded, each on its day or later."""
    kind = draw(st.sampled_from([*CaseKind, CaseKind.DETOXIFICATION]))
    day = FIRST + timedelta(days=draw(st.integers(0, 90)))
    dated = kind is not CaseKind.AT_LARGE or draw(st.booleans())
    life = Life(opened(str(day) if dated else None, kind))
    told = [(draw(_BEGIN), 3, 0), *draw(st.lists(_DONE, max_size=most))]
    number = 0
    for chapter, gap, late in told:
        for what in chapter:
            day += timedelta(days=gap)
            number += 1
            life.do(WHAT[what], number, day - timedelta(days=late))
    return life
