"""Prevention sessions: how many, their attendance, and each of their attributes.

A session may have several forms, partners and audiences, and its kind of place be in several sets.
Each is a fact of a measure of its own, whose total is not the number of sessions. Trainings,
meetings and duty are no sessions: `activities.py` counts them.
"""

from collections.abc import Callable, Iterable

from services.reporting.declared.words import Fact, Measure, OpenDimension, Reader
from shared.events.outreach.sessions import ActivityKind, SessionHeld
from shared.text import Text

# Codes are data of the policies.
PLACE_KIND = OpenDimension("place_kind", Text(zh="场所类别", en="kind of place"))
PLACE_SET = OpenDimension("place_set", Text(zh="“进”的系列", en="set of enterings"))
FORM = OpenDimension("form", Text(zh="宣传形式", en="form"))
PARTNER = OpenDimension("partner", Text(zh="合作单位", en="partner"))
AUDIENCE = OpenDimension("audience", Text(zh="宣传对象", en="audience"))
OCCASION = OpenDimension("occasion", Text(zh="宣传节点", en="occasion"))

_SIX, _TEN = "six_enterings", "ten_enterings"
# The sets of kinds of place that were recorded before a record said them: as the field has them.
_SETS_OF_BEFORE = {
    **dict.fromkeys(
        ("school", "workplace", "family", "venue", "community", "village"), (_SIX, _TEN)
    ),
    **dict.fromkeys(("cinema", "internet", "building_site", "enterprise"), (_TEN,)),
}


def _session(event: SessionHeld) -> tuple[Fact, ...]:
    if event.kind is not ActivityKind.SESSION:
        return ()
    return (Fact(event.occurred_on, event.region, (event.place_kind,)),)


def _attendance(event: SessionHeld) -> tuple[Fact, ...]:
    if event.kind is not ActivityKind.SESSION:
        return ()
    return (Fact(event.occurred_on, event.region, (event.place_kind,), event.attendance),)


def _each(codes_of: Callable[[SessionHeld], Iterable[str]]) -> Reader:
    """A reader of one fact for each code of a session; one that is named twice counts once."""

    def read(event: SessionHeld) -> list[Fact]:
        if event.kind is not ActivityKind.SESSION:
            return []
        codes = dict.fromkeys(codes_of(event))
        return [Fact(event.occurred_on, event.region, (code,)) for code in codes]

    return read


def _sets(event: SessionHeld) -> tuple[str, ...]:
    if event.place_sets is not None:
        return event.place_sets
    return _SETS_OF_BEFORE.get(event.place_kind, ())


def _of_session(code: str, dimension: OpenDimension, reader: Reader) -> Measure:
    return Measure(code, (dimension,), {SessionHeld: reader}, of_persons=False)


SESSIONS = _of_session("sessions", PLACE_KIND, _session)
ATTENDANCE = _of_session("attendance", PLACE_KIND, _attendance)
SESSION_FORMS = _of_session("session_forms", FORM, _each(lambda event: event.forms))
SESSION_PARTNERS = _of_session("session_partners", PARTNER, _each(lambda event: event.partners))
SESSION_AUDIENCES = _of_session("session_audiences", AUDIENCE, _each(lambda event: event.audiences))
SESSION_SETS = _of_session("session_sets", PLACE_SET, _each(_sets))
SESSION_OCCASIONS = _of_session(
    "session_occasions", OCCASION, _each(lambda event: filter(None, [event.occasion]))
)
