"""Events as they arrive at reporting, made up for tests."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from shared.events import Entry, Event, Voidable, type_of
from shared.events.cases.assessments import EvaluationMade, RiskAssessed, SummaryWritten
from shared.events.cases.case import CaseOpened, OnCase
from shared.events.cases.case import EntryVoided as CaseEntryVoided
from shared.events.cases.contacts import ContactRecorded, CrisisFollowedUp
from shared.events.cases.drug_tests import DrugTestRecorded
from shared.events.cases.kinds import CaseKind
from shared.events.cases.observed import (
    CaseWithoutWorker,
    CaseWithoutWorkerVoided,
    CaseWithWorkerAgain,
    SpanWithoutWorker,
)
from shared.events.cases.person import NOT_KNOWN, PersonFacts
from shared.events.cases.programme import AgreementSigned, ReportedIn
from shared.events.cases.standing import Span, StandingPhase
from shared.events.corrections import Voided, VoidReason
from shared.events.outreach.articles import ArticlePublished
from shared.events.outreach.corrections import EntryVoided as RecordVoided
from shared.events.outreach.sessions import SessionHeld
from shared.events.outreach.surveys import OnSurvey, SurveyEntryVoided
from shared.ids import new_id
from shared.journal.received_event import ReceivedEvent
from tests.corrections import stored
from tests.services.reporting.standing import Standing

STREET = "410102001000"
COMMUNITY = "410105001003"
DETOX, REHAB, AT_LARGE = (
    CaseKind.DETOXIFICATION,
    CaseKind.REHABILITATION,
    CaseKind.AT_LARGE,
)
DAY = date(2019, 3, 4)
MORNING = datetime(2019, 12, 31, 1, 0, tzinfo=UTC)


class Ledger:
    """Writes events into streams as the services would, and hands them out as they arrive."""

    def __init__(self) -> None:
        self.events: list[ReceivedEvent] = []
        self._versions: dict[str, int] = {}
        self._entries: dict[UUID, tuple[str, Voidable]] = {}
        self.files: dict[UUID, File] = {}

    def add(self, stream_id: str, event: Event, *, at: datetime | None = None) -> UUID:
        """Write one event; its id."""
        version = self._versions.get(stream_id, 0) + 1
        self._versions[stream_id] = version
        offset = len(self.events)
        event_id = event.entry_id if isinstance(event, Entry) else new_id()
        if isinstance(event, Voidable):
            self._entries[event_id] = (stream_id, event)
        self.events.append(
            ReceivedEvent(
                offset,
                event_id,
                type_of(event),
                stream_id,
                version,
                at or MORNING + timedelta(seconds=offset),
                event.model_dump_json(),
            )
        )
        return event_id

    def void(self, entry_id: UUID, *, at: datetime | None = None) -> UUID:
        """Make an entry void."""
        stream_id, entry = self._entries[entry_id]
        was = stored(entry, entry_id)
        voided: Voided
        if isinstance(entry, OnCase):
            voided = CaseEntryVoided(
                entry_id=entry_id,
                entry_type=was.type,
                entry=was.fields,
                reason=VoidReason.MISTAKEN,
                case_id=entry.case_id,
                standing=self.files[entry.case_id].without(entry_id),
            )
        elif isinstance(entry, OnSurvey):
            voided = SurveyEntryVoided(
                survey_id=entry.survey_id,
                entry_id=entry_id,
                entry_type=was.type,
                entry=was.fields,
                reason=VoidReason.MISTAKEN,
            )
        else:
            voided = RecordVoided(
                entry_id=entry_id,
                entry_type=was.type,
                entry=was.fields,
                reason=VoidReason.MISTAKEN,
            )
        return self.add(stream_id, voided, at=at)

    def case(
        self,
        kind: CaseKind,
        region: str = STREET,
        opened: date | None = None,
        client_id: UUID | None = None,
        person: PersonFacts = NOT_KNOWN,
    ) -> "File":
        """Open a case, which stands at its first phase from that day on."""
        file = File(self, new_id(), client_id or new_id(), kind, region)
        self.files[file.case_id] = file
        at_large = kind is AT_LARGE or opened is None
        phase = StandingPhase.AT_LARGE if at_large else StandingPhase.ORDERED
        span = Span(since=opened, until=None, kind=kind, region=region, phase=phase, person=person)
        file.opening = self.add(
            file.stream_id,
            CaseOpened(
                case_id=file.case_id,
                client_id=file.client_id,
                kind=kind,
                region=region,
                occurred_on=opened,
                person=person,
                standing=file.stands_at((span,)),
            ),
        )
        return file

    def session(
        self,
        day: date,
        place: str = "school",
        attendance: int = 30,
        region: str = STREET,
        *,
        forms: tuple[str, ...] = (),
        partners: tuple[str, ...] = (),
        topic: str = "",
        **more: Any,
    ) -> UUID:
        """Hold a session, or an activity of the kind that `more` says."""
        activity_id = new_id()
        held = SessionHeld(
            entry_id=new_id(),
            activity_id=activity_id,
            region=region,
            occurred_on=day,
            place_kind=place,
            attendance=attendance,
            forms=forms,
            partners=partners,
            topic=topic,
            **more,
        )
        return self.add(f"activity-{activity_id}", held)

    def article(
        self,
        day: date,
        channel: str = "website",
        region: str = STREET,
        *,
        same_as: UUID | None = None,
        reads: int | None = None,
    ) -> UUID:
        """Publish an article; `same_as` is the entry of the one that it repeats."""
        publication_id = new_id()
        published = ArticlePublished(
            entry_id=new_id(),
            publication_id=publication_id,
            region=region,
            occurred_on=day,
            channel=channel,
            same_as=same_as and self._publication(same_as),
            reads=reads,
        )
        return self.add(f"publication-{publication_id}", published)

    def without_worker(
        self, kind: str, since: date, until: date | None = None, *, void: bool = False
    ) -> None:
        """Nobody is there for a case from a day on, until another; or the case is void."""
        case_id = uuid4()
        so: dict[str, Any] = {"case_id": case_id, "client_id": uuid4(), "region": "410102001003"}
        so["kind"] = kind
        self.add(f"lacking_worker-{case_id}", CaseWithoutWorker(**so, since=since))
        if until is not None:
            over = CaseWithWorkerAgain(**so, since=since, until=until)
            self.add(f"lacking_worker-{case_id}", over)
        if void:
            where = {"region": so["region"], "kind": kind, "since": since, "until": until}
            removed = (SpanWithoutWorker(**where),)
            back = {"case_id": case_id, "client_id": so["client_id"], "region": so["region"]}
            self.add(f"lacking_worker-{case_id}", CaseWithoutWorkerVoided(**back, removed=removed))

    def _publication(self, entry_id: UUID) -> UUID:
        _, entry = self._entries[entry_id]
        assert isinstance(entry, ArticlePublished)
        return entry.publication_id


class File(Standing):
    """One case of a ledger."""

    def __init__(
        self, ledger: Ledger, case_id: UUID, client_id: UUID, kind: CaseKind, region: str
    ) -> None:
        super().__init__(client_id, kind)
        self.ledger, self.case_id = ledger, case_id
        self.region = region
        self.stream_id = f"case-{case_id}"

    def _fields(self, day: date) -> dict[str, object]:
        return {
            "entry_id": new_id(),
            "case_id": self.case_id,
            "client_id": self.client_id,
            "kind": self.kind,
            "region": self.region,
            "occurred_on": day,
        }

    def _add(self, model: type[Event], day: date, at: datetime | None, **more: object) -> UUID:
        event = model.model_validate({**self._fields(day), **more})
        return self.ledger.add(self.stream_id, event, at=at)

    def contact(
        self, day: date, mode: str = "home_visit", *, at: datetime | None = None, **said: object
    ) -> UUID:
        """Meet the client."""
        return self._add(ContactRecorded, day, at, mode=mode, **said)

    def follow_up(self, day: date, contact_id: UUID, crisis: str, outcome: str = "safe") -> UUID:
        """See to a crisis that was seen at a contact."""
        about = {"contact_id": contact_id, "crisis": crisis, "outcome": outcome}
        return self._add(CrisisFollowedUp, day, None, **about)

    def test(self, day: date, result: str = "negative", reason: str | None = None) -> UUID:
        """Test the client."""
        return self._add(DrugTestRecorded, day, None, result=result, not_done_reason=reason)

    def assessment(self, day: date, level: str = "low", **more: object) -> UUID:
        """Assess the client's risk."""
        return self._add(RiskAssessed, day, None, level=level, **more)

    def summary(self, day: date) -> UUID:
        """Sum up the half year."""
        return self._add(SummaryWritten, day, None)

    def evaluation(self, day: date, outcome: str = "kept") -> UUID:
        """Evaluate the year."""
        return self._add(EvaluationMade, day, None, outcome=outcome)

    def entry(self, model: type[Event], day: date, **more: object) -> UUID:
        """Make an entry of a kind."""
        return self._add(model, day, None, **more)

    def report_in(self, day: date) -> UUID:
        """The client reports in."""
        return self._add(ReportedIn, day, None)

    def agreement(self, day: date) -> UUID:
        """The client signs the agreement."""
        return self._add(AgreementSigned, day, None)


def cut(events: Sequence[ReceivedEvent], size: int) -> Iterable[Sequence[ReceivedEvent]]:
    """The events in batches of at most `size`."""
    return (events[start : start + size] for start in range(0, len(events), size))


def some_work(files: int = 4) -> Ledger:
    """A ledger with a little of everything, mistakes too."""
    ledger = Ledger()
    for number in range(files):
        file = ledger.case((DETOX, REHAB, AT_LARGE)[number % 3], opened=DAY)
        file.report_in(DAY)
        file.contact(DAY, "office")
        ledger.void(file.contact(date(2019, 4, number % 30 + 1), "phone"))
        file.test(DAY, "not_done", "evaded")
        file.assessment(DAY, "high")
        forms, partners = ("leaflets", "lecture"), ("youth_league",)
        ledger.session(
            DAY, attendance=20 + number, region=COMMUNITY, forms=forms, partners=partners
        )
        ledger.void(ledger.session(DAY, forms=("leaflets", "boards", "advice")))
        ledger.void(ledger.article(DAY))
        ledger.void(ledger.case((DETOX, AT_LARGE)[number % 2], opened=DAY).opening)
        other = ledger.case(DETOX, opened=DAY)
        other.reach_level(date(2019, 4, 4), "high")
        ledger.void(other.end(date(2019, 5, 5)))
        other.end(date(2019, 5, 6), "imprisoned", None)
    return ledger
