"""Events as they arrive at reporting, made up for tests."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from shared.events import Entry, Event, Voidable, type_of
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import CaseOpened, OnCase
from shared.events.cases.case import EntryVoided as CaseEntryVoided
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.drug_tests import DrugTestRecorded
from shared.events.cases.endings import CaseEnded, CaseReopened, EndingNotified
from shared.events.cases.kinds import CaseKind
from shared.events.cases.person import NOT_KNOWN, PersonFacts
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    MaintenanceStarted,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
)
from shared.events.cases.standing import Span, StandingChange, StandingPhase
from shared.events.corrections import Voided, VoidReason
from shared.events.outreach.articles import ArticlePublished, Channel
from shared.events.outreach.corrections import EntryVoided as RecordVoided
from shared.events.outreach.sessions import Form, Partner, PlaceKind, SessionHeld
from shared.ids import new_id
from shared.journal.received_event import ReceivedEvent
from tests.corrections import stored

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
        place: PlaceKind = PlaceKind.SCHOOL,
        attendance: int = 30,
        region: str = STREET,
        *,
        forms: tuple[Form, ...] = (),
        partners: tuple[Partner, ...] = (),
        topic: str = "",
    ) -> UUID:
        """Hold a session."""
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
        )
        return self.add(f"activity-{activity_id}", held)

    def article(
        self,
        day: date,
        channel: Channel = Channel.WEBSITE,
        region: str = STREET,
    ) -> UUID:
        """Publish an article."""
        publication_id = new_id()
        published = ArticlePublished(
            entry_id=new_id(),
            publication_id=publication_id,
            region=region,
            occurred_on=day,
            channel=channel,
        )
        return self.add(f"publication-{publication_id}", published)


class File:
    """One case of a ledger; `opening` is the event id of its first entry.

    What it stands at changes by what suspends, ends or reopens it, changes its kind, or begins a
    treatment; reporting in and the like leave it as it is, as events of before do.
    """

    opening: UUID

    def __init__(
        self, ledger: Ledger, case_id: UUID, client_id: UUID, kind: CaseKind, region: str
    ) -> None:
        self.ledger, self.case_id, self.client_id = ledger, case_id, client_id
        self.kind, self.region = kind, region
        self.stream_id = f"case-{case_id}"
        self.spans: tuple[Span, ...] = ()
        self._before: dict[UUID, tuple[Span, ...]] = {}

    def stands_at(self, spans: tuple[Span, ...]) -> StandingChange:
        """What is to be said so that it stands at these spans."""
        removed = tuple(span for span in self.spans if span not in spans)
        added = tuple(span for span in spans if span not in self.spans)
        self.spans = spans
        return StandingChange(client_id=self.client_id, removed=removed, added=added)

    def without(self, entry_id: UUID) -> StandingChange | None:
        """What a void says of an entry, the last that changed anything; nothing of another."""
        if entry_id == self.opening:
            return self.stands_at(())
        return self.stands_at(self._before[entry_id]) if entry_id in self._before else None

    def _move(
        self, model: type[Event], day: date, now: dict[str, object] | None, **more: object
    ) -> UUID:
        """Write an entry from whose day on it stands at something else; at nothing for None."""
        before, last = self.spans, self.spans[-1]
        spans = [*before[:-1]]
        if last.until is None:
            spans += [last.model_copy(update={"until": day})] if last.since != day else []
        else:
            spans.append(last)
        if now is not None:
            spans.append(last.model_copy(update={"since": day, "until": None, **now}))
        entry_id = self._add(model, day, None, standing=self.stands_at((*spans,)), **more)
        self._before[entry_id] = before
        return entry_id

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

    def contact(self, day: date, mode: str = "home_visit", *, at: datetime | None = None) -> UUID:
        """Meet the client."""
        return self._add(ContactRecorded, day, at, mode=mode)

    def test(self, day: date, result: str = "negative", reason: str | None = None) -> UUID:
        """Test the client."""
        return self._add(DrugTestRecorded, day, None, result=result, not_done_reason=reason)

    def assessment(self, day: date, level: str = "low") -> UUID:
        """Assess the client's risk."""
        return self._add(RiskAssessed, day, None, level=level)

    def report_in(self, day: date) -> UUID:
        """The client reports in."""
        return self._add(ReportedIn, day, None)

    def agreement(self, day: date) -> UUID:
        """The client signs the agreement."""
        return self._add(AgreementSigned, day, None)

    def suspend(self, day: date, reason: str = "detained") -> UUID:
        """The programme is suspended."""
        now: dict[str, object] = {"phase": StandingPhase.SUSPENDED}
        return self._move(ProgrammeSuspended, day, now, reason=reason, evidence="detention_notice")

    def resume(self, day: date) -> UUID:
        """The programme goes on."""
        now: dict[str, object] = {"phase": StandingPhase.AGREED}
        return self._move(ProgrammeResumed, day, now, evidence="release_certificate")

    def change_kind(self, day: date, kind: CaseKind) -> UUID:
        """The case becomes one of another kind."""
        before, self.kind = self.kind, kind
        now: dict[str, object] = {"kind": kind, "phase": StandingPhase.ORDERED}
        return self._move(KindChanged, day, now, from_kind=before, evidence="decision")

    def start_maintenance(self, day: date) -> UUID:
        """The client begins maintenance treatment."""
        return self._move(MaintenanceStarted, day, {"maintenance": True}, evidence="clinic_record")

    def reach_level(self, day: date, level: str) -> UUID:
        """The client's risk is assessed, and the case stands at that level."""
        return self._move(RiskAssessed, day, {"level": level}, level=level)

    def end(
        self,
        day: date,
        ending: str = "completed",
        months: int | None = 36,
        drug_use: str | None = "abstinent",
        **more: object,
    ) -> UUID:
        """The case ends."""
        fields = {"ending": ending, "months": months, "drug_use": drug_use, **more}
        return self._move(CaseEnded, day, None, evidence="completion_certificate", **fields)

    def reopen(self, day: date, reason: str = "returned") -> UUID:
        """The case is taken up again."""
        return self._move(CaseReopened, day, {}, reason=reason)

    def tell(self, day: date, due_on: date, told: str = "police") -> UUID:
        """Somebody is told of the ending."""
        return self._add(EndingNotified, day, None, ending_id=new_id(), told=told, due_on=due_on)


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
        forms, partners = (Form.LEAFLETS, Form.LECTURE), (Partner.YOUTH_LEAGUE,)
        ledger.session(
            DAY, attendance=20 + number, region=COMMUNITY, forms=forms, partners=partners
        )
        ledger.void(ledger.session(DAY, forms=(Form.LEAFLETS, Form.BOARDS, Form.ADVICE)))
        ledger.void(ledger.article(DAY))
        ledger.void(ledger.case((DETOX, AT_LARGE)[number % 2], opened=DAY).opening)
        other = ledger.case(DETOX, opened=DAY)
        other.reach_level(date(2019, 4, 4), "high")
        ledger.void(other.end(date(2019, 5, 5)))
        other.end(date(2019, 5, 6), "imprisoned", None)
    return ledger
