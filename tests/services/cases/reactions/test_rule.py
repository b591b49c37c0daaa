"""Who helped at a prevention session: what follows from its events, as a table."""

from datetime import date
from uuid import UUID

import pytest

from services.cases.case.merits import RecordMerit
from services.cases.reactions.following import told_by
from services.cases.reactions.when_client_helped_at_activity_then_earn_points import (
    Command,
    Earn,
    TakeBack,
    commands,
    entry_id_of,
)
from shared.events import Event, type_of
from shared.events.cases.points import Merit
from shared.events.corrections import VoidReason
from shared.events.outreach.articles import ArticlePublished
from shared.events.outreach.corrections import EntryVoided
from shared.events.outreach.plans import ActivityPlanned
from shared.events.outreach.sessions import SessionHeld
from tests.corrections import stored

ACTIVITY, ONE, OTHER = UUID(int=2), UUID(int=7), UUID(int=8)
DAY = date(2024, 6, 26)


def session(*helpers: UUID) -> SessionHeld:
    """A session at which these helped."""
    return SessionHeld(
        entry_id=UUID(int=1),
        activity_id=ACTIVITY,
        region="410102001000",
        occurred_on=DAY,
        place_kind="school",
        attendance=12,
        helpers=helpers,
    )


def void(entry: SessionHeld | ArticlePublished) -> EntryVoided:
    """Its void."""
    found = stored(entry)
    return EntryVoided(
        entry_id=found.entry_id,
        entry_type=found.type,
        entry=found.fields,
        reason=VoidReason.DUPLICATE,
    )


def earn(case_id: UUID) -> Earn:
    """What is entered in a case."""
    entry_id = entry_id_of(ACTIVITY, case_id)
    return Earn(case_id, RecordMerit(entry_id, DAY, Merit.VOLUNTEER_HELP, ACTIVITY))


def back(case_id: UUID) -> TakeBack:
    """What is taken back there."""
    return TakeBack(case_id, entry_id_of(ACTIVITY, case_id), VoidReason.DUPLICATE)


ARTICLE = ArticlePublished(
    entry_id=UUID(int=3),
    publication_id=UUID(int=4),
    region="410102001000",
    occurred_on=DAY,
    channel="website",
    title="稿件",
)
PLAN = ActivityPlanned(
    entry_id=UUID(int=21),
    activity_id=UUID(int=2),
    region="410102001000",
    planned_on=DAY,
    place_kind="school",
)
TABLE: dict[str, tuple[Event, list[Command]]] = {
    "nobody helped": (session(), []),
    "two helped": (session(ONE, OTHER), [earn(ONE), earn(OTHER)]),
    "one is named twice": (session(ONE, ONE), [earn(ONE)]),
    "the record is void": (void(session(ONE, OTHER)), [back(ONE), back(OTHER)]),
    "a void session without helpers": (void(session()), []),
    "what is only planned": (PLAN, []),
    "an article": (ARTICLE, []),
    "a void article": (void(ARTICLE), []),
}


@pytest.mark.parametrize(("event", "follows"), TABLE.values(), ids=[*TABLE])
def test_what_follows_from_an_event(event: Event, follows: list[Command]) -> None:
    """A client who helped earns points, and loses them with the record; nothing else follows."""
    assert commands(event) == follows


@pytest.mark.parametrize(("event", "follows"), TABLE.values(), ids=[*TABLE])
def test_a_line_of_the_feed_says_the_same(event: Event, follows: list[Command]) -> None:
    """With the agency that recorded it, and when; most lines are not even parsed."""
    line = (
        '{"position":1,"stream_id":"activity-2","version":1,"event_id":"e","type":"'
        + type_of(event)
        + '","recorded_at":"2024-06-27T01:00:00+00:00","metadata":{"agency":"x"},"data":'
        + event.model_dump_json()
        + "}"
    )
    found = [*told_by(line)]
    assert [each.command for each in found] == follows
    assert {each.agency for each in found} <= {"x"}


def test_what_cannot_be_read_holds_up_nothing() -> None:
    """It is logged, and the next line is read."""
    line = '{"type":"outreach.SessionHeld.v1","data":{"helpers":["x"]},"metadata":{}}'
    assert [*told_by(line)] == []
