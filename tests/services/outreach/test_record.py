"""The rules of prevention work on record, sentence by sentence."""

from datetime import date
from uuid import UUID

import pytest

from services.outreach import record as rules
from services.outreach.record import VoidRecord, Work, WriteDown, record
from shared.decider import Missing, Refused, RegionNotInForce
from shared.events import type_of
from shared.events.corrections import VoidReason
from shared.events.outreach.articles import ArticlePublished
from shared.events.outreach.corrections import EntryVoided
from shared.events.outreach.sessions import SessionHeld
from tests.corrections import stored
from tests.given import given


def _id(number: int) -> UUID:
    return UUID(int=number)


held = SessionHeld(
    entry_id=_id(1),
    activity_id=_id(2),
    region="410102001003",
    occurred_on=date(2019, 6, 26),
    place_kind="school",
    attendance=320,
    forms=("boards", "lecture"),
    partners=("police_station",),
    occasion="anti_drug_day",
    topic="校园宣传",
)
published = ArticlePublished(
    entry_id=_id(3),
    publication_id=_id(4),
    region="410102001003",
    occurred_on=date(2019, 6, 27),
    channel="website",
    title="宣传活动走进校园",
)
works = pytest.mark.parametrize("work", [held, published], ids=["session", "article"])


def void(work: Work, reason: VoidReason = VoidReason.DUPLICATE) -> EntryVoided:
    """The event that takes a record back."""
    return EntryVoided(
        entry_id=work.entry_id, entry_type=type_of(work), entry=stored(work).fields, reason=reason
    )


@works
def test_work_is_written_down_as_it_was(work: Work) -> None:
    """Sessions and articles need nothing before them."""
    given(record).when(WriteDown(work)).then(work)


@works
def test_work_is_written_down_once(work: Work) -> None:
    """A record is never written over, whether it stands or not."""
    given(record, work).when(WriteDown(work)).refused(rules.AlreadyWritten)


@works
@pytest.mark.parametrize("reason", list(VoidReason))
def test_a_record_is_made_void_with_its_reason(work: Work, reason: VoidReason) -> None:
    """The voiding event carries the record whole, so that its effect can be taken back."""
    given(record, work).when(VoidRecord(stored(work), reason)).then(void(work, reason))


@works
def test_a_record_is_made_void_once(work: Work) -> None:
    """What counts no more is left alone."""
    past = given(record, work, void(work))
    past.when(VoidRecord(stored(work), VoidReason.MISTAKEN)).refused(rules.AlreadyVoid)


@works
def test_a_void_record_is_not_written_again(work: Work) -> None:
    """The right entry is a new record."""
    given(record, work, void(work)).when(WriteDown(work)).refused(rules.AlreadyVoid)


def test_what_was_never_written_is_missing() -> None:
    """There is nothing to take back; at the edge this is a 404."""
    given(record).when(VoidRecord(stored(held), VoidReason.MISTAKEN)).refused(rules.RecordUnknown)
    assert issubclass(rules.RecordUnknown, Missing)


@works
def test_a_void_record_still_says_what_it_said(work: Work) -> None:
    """Folding keeps the work, so that it can be shown with its mark."""
    state = record.evolve(record.evolve(record.initial, work), void(work))
    assert state == rules.Void(work)


def test_every_refusal_speaks_both_languages() -> None:
    """A refusal's docstring is its message; its Chinese stands beside it."""
    for refusal in (rules.RecordUnknown, rules.AlreadyWritten, rules.AlreadyVoid):
        assert str(refusal()).endswith("."), refusal
        assert "。" in refusal.zh, refusal
        assert refusal.zh not in (Refused.zh, Missing.zh), refusal


def test_an_event_that_does_not_fit_is_an_error() -> None:
    """History that the rules cannot have made is never passed over in silence."""
    with pytest.raises(TypeError):
        given(record, void(held))
    with pytest.raises(TypeError):
        given(record, held, held)


@works
@pytest.mark.parametrize(
    ("region", "day", "fits"),
    [
        ("330103001000", date(2021, 4, 8), True),
        ("330103001000", date(2021, 4, 9), False),
        ("330113001000", date(2021, 4, 8), False),
        ("330113001000", date(2021, 4, 9), True),
    ],
)
def test_work_is_of_a_region_that_there_was_on_that_day(
    work: Work, region: str, day: date, *, fits: bool
) -> None:
    """Hangzhou's districts were formed anew on 2021-04-09."""
    there = work.model_copy(update={"region": region, "occurred_on": day})
    if fits:
        given(record).when(WriteDown(there)).then(there)
    else:
        given(record).when(WriteDown(there)).refused(RegionNotInForce)
