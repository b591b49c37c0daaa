"""What a case of a made-up ledger stands at, and the entries that change it."""

from datetime import date, datetime
from uuid import UUID

from shared.events import Event
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.employment import Employment
from shared.events.cases.endings import CaseEnded, CaseReopened, EndingNotified
from shared.events.cases.household import EmploymentRecorded
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    MaintenanceStarted,
    ProgrammeResumed,
    ProgrammeSuspended,
)
from shared.events.cases.standing import Span, StandingChange, StandingPhase, TeamStanding
from shared.events.cases.team import TeamMemberJoined
from shared.ids import new_id


class Standing:
    """A case whose events say what they change; `opening` is the event id of its first entry.

    What it stands at changes by what suspends, ends or reopens it, changes its kind, or begins a
    treatment; other entries leave it as it is, as events of before do.
    """

    opening: UUID

    def __init__(self, client_id: UUID, kind: CaseKind) -> None:
        self.client_id, self.kind = client_id, kind
        self.spans: tuple[Span, ...] = ()
        self._before: dict[UUID, tuple[Span, ...]] = {}

    def _add(self, model: type[Event], day: date, at: datetime | None, **more: object) -> UUID:
        raise NotImplementedError

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

    def live_by(self, day: date, employment: str, help_: tuple[str, ...] = ()) -> UUID:
        """The client has this work, or none, and help of these kinds that goes on."""
        now: dict[str, object] = {"employment": Employment(employment), "help": help_}
        return self._move(EmploymentRecorded, day, now, employment=employment)

    def agree(self, day: date) -> UUID:
        """The client signs the agreement, and the case stands at it."""
        now: dict[str, object] = {"phase": StandingPhase.AGREED}
        return self._move(AgreementSigned, day, now)

    def joined(self, day: date, role: str, team: str | None) -> UUID:
        """Somebody joins the team, which is complete or lacks somebody from then on."""
        now: dict[str, object] = {"team": TeamStanding(team) if team else None}
        return self._move(TeamMemberJoined, day, now, role=role, agency="agency")

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
