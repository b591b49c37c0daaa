"""Prevention sessions: how many, their attendance, their forms, their partners.

A session may have several forms and partners. Each is a fact of a measure of its own, whose
total is not the number of sessions.
"""

from services.reporting.declared.words import Fact, Measure, OpenDimension
from shared.events.outreach.sessions import SessionHeld
from shared.text import Text

PLACE_KIND = OpenDimension("place_kind", Text(zh="场所类别", en="kind of place"))
FORM = OpenDimension("form", Text(zh="宣传形式", en="form"))
PARTNER = OpenDimension("partner", Text(zh="合作单位", en="partner"))


def _session(event: SessionHeld) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (event.place_kind,)),)


def _attendance(event: SessionHeld) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (event.place_kind,), event.attendance),)


def _forms(event: SessionHeld) -> list[Fact]:
    forms = dict.fromkeys(event.forms)  # one that is named twice was still used once
    return [Fact(event.occurred_on, event.region, (form,)) for form in forms]


def _partners(event: SessionHeld) -> list[Fact]:
    partners = dict.fromkeys(event.partners)
    return [Fact(event.occurred_on, event.region, (partner,)) for partner in partners]


SESSIONS = Measure("sessions", (PLACE_KIND,), {SessionHeld: _session}, of_persons=False)
ATTENDANCE = Measure("attendance", (PLACE_KIND,), {SessionHeld: _attendance}, of_persons=False)
SESSION_FORMS = Measure("session_forms", (FORM,), {SessionHeld: _forms}, of_persons=False)
SESSION_PARTNERS = Measure(
    "session_partners", (PARTNER,), {SessionHeld: _partners}, of_persons=False
)
