"""What cases stand at, day by day: +1 where a span begins, -1 where it ends."""

from collections.abc import Iterator

from services.reporting.declared.dimensions import (
    AGE_BAND,
    GROUP,
    KIND,
    LEVEL,
    MAINTENANCE,
    NOT_ASSESSED,
    PHASE,
    SEX,
    SUBSTANCE,
    Whether,
)
from services.reporting.declared.words import NOT_KNOWN, Fact, Measure
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import (
    CaseOpened,
    EntryVoided,
    OnStanding,
    PersonFactsCorrected,
    StandingPublished,
)
from shared.events.cases.endings import CaseEnded, CaseReopened
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    MaintenanceEnded,
    MaintenanceStarted,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
)
from shared.events.cases.standing import Span

_MODELS = (
    CaseOpened,
    ReportedIn,
    AgreementSigned,
    ProgrammeSuspended,
    ProgrammeResumed,
    KindChanged,
    MaintenanceStarted,
    MaintenanceEnded,
    CaseEnded,
    CaseReopened,
    RiskAssessed,
    PersonFactsCorrected,
    StandingPublished,
    EntryVoided,
)


def _changed(event: OnStanding) -> Iterator[Fact]:
    change = event.standing
    if change is None:
        return
    for spans, delta in ((change.removed, -1), (change.added, 1)):
        for span in spans:
            values = _values(span)
            yield Fact(span.since, span.region, values, delta, change.client_id)
            if span.until is not None:
                yield Fact(span.until, span.region, values, -delta, change.client_id)


def _values(span: Span) -> tuple[str, ...]:
    person = span.person
    return (
        span.kind,
        span.phase,
        span.level or NOT_ASSESSED,
        Whether.YES if span.maintenance else Whether.NO,
        person.sex or NOT_KNOWN,
        person.age_band or NOT_KNOWN,
        person.substance or NOT_KNOWN,
    )


STANDING = Measure(
    "standing",
    (KIND, PHASE, LEVEL, MAINTENANCE, SEX, AGE_BAND, SUBSTANCE),
    dict.fromkeys(_MODELS, _changed),
    (GROUP,),
    taken_back=False,
)
