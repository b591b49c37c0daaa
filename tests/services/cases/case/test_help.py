"""Needs, help and public-benefit posts, sentence by sentence."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.cases.case import help_refusals, needs
from services.cases.case.corrections import OthersRestOnIt, VoidEntry
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.help import (
    EndHelp,
    GiveHelp,
    RefuseHelp,
    RequestHelp,
)
from services.cases.case.needs import AssessNeed, CloseNeed
from services.cases.case.standing import spans
from services.cases.case.state import Case
from shared.decider import FutureDate, fold
from shared.events.cases.help import (
    HelpEnd,
    HelpEnded,
    HelpForm,
    HelpGiven,
    HelpRefused,
    HelpRequested,
    HelpSource,
    NeedAssessed,
    NeedClosed,
    NeedOutcome,
    RefusalReason,
    Urgency,
)
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import (
    AT_LARGE,
    ON_CASE,
    an_id,
    contact,
    ended,
    opened,
    opened_at_large,
)

DAY = date(2019, 3, 14)
NEED = NeedAssessed(
    **ON_CASE, entry_id=an_id(40), occurred_on=DAY, need="livelihood", urgency=Urgency.SOON
)
REQUEST = HelpRequested(
    **ON_CASE,
    entry_id=an_id(41),
    occurred_on=DAY,
    help="minimum_living_allowance",
    form=HelpForm.LASTING,
    source=HelpSource.CIVIL_AFFAIRS,
    need_id=an_id(40),
)
ALLOWANCE = HelpGiven(
    **ON_CASE,
    entry_id=an_id(42),
    occurred_on=date(2019, 4, 1),
    help="minimum_living_allowance",
    form=HelpForm.LASTING,
    source=HelpSource.CIVIL_AFFAIRS,
    amount_fen=63_000,
    request_id=an_id(41),
    need_id=an_id(40),
)
POST = HelpGiven(
    **ON_CASE,
    entry_id=an_id(43),
    occurred_on=date(2019, 4, 1),
    help="public_benefit_post",
    form=HelpForm.POST,
    source=HelpSource.HUMAN_RESOURCES,
    until=date(2020, 4, 1),
    at_latest=date(2022, 4, 1),
)
POST_ENDED = HelpEnded(
    **ON_CASE,
    entry_id=an_id(44),
    occurred_on=date(2020, 4, 1),
    help_id=an_id(43),
    help="public_benefit_post",
    form=HelpForm.POST,
    source=HelpSource.HUMAN_RESOURCES,
    since=date(2019, 4, 1),
    until=date(2020, 4, 1),
    reason=HelpEnd.RENEWED,
)


def after(*events: CaseEvent) -> Case:
    """The case after events."""
    return fold(case, events)


def give(kind: str, on: date, until: date | None = None, **more: Any) -> GiveHelp:
    """Give help of a kind from a day on."""
    source = more.pop("source", HelpSource.HUMAN_RESOURCES)
    return GiveHelp(an_id(50), on, kind, source, until, **more)


def test_a_need_is_open_until_it_is_closed() -> None:
    """It is not open twice; once it is closed, it can be found again."""
    command = AssessNeed(an_id(40), DAY, "livelihood", Urgency.SOON)
    given(case, opened).when(command).then(NEED)
    again = replace(command, entry_id=an_id(45))
    given(case, opened, NEED).when(again).refused(needs.NeedOpenAlready)
    close = CloseNeed(an_id(46), date(2019, 4, 2), an_id(40), NeedOutcome.MET)
    closed = NeedClosed(
        **ON_CASE,
        entry_id=an_id(46),
        occurred_on=date(2019, 4, 2),
        need_id=an_id(40),
        need="livelihood",
        urgency=Urgency.SOON,
        assessed_on=DAY,
        outcome=NeedOutcome.MET,
    )
    given(case, opened, NEED).when(close).then(closed)
    given(case, opened, NEED, closed).when(close).refused(needs.NeedClosedAlready)
    later = replace(again, occurred_on=date(2019, 5, 2))
    found = NEED.model_copy(update={"entry_id": an_id(45), "occurred_on": date(2019, 5, 2)})
    given(case, opened, NEED, closed).when(later).then(found)


def test_what_cannot_be_a_need_is_refused() -> None:
    """A kind that the place does not know, a day that has not come, an end before the beginning."""
    unknown = AssessNeed(an_id(40), DAY, "pension", Urgency.SOON)
    given(case, opened).when(unknown).refused(needs.NeedKindUnknown)
    assert "基本生活（livelihood）" in needs.NeedKindUnknown().text.zh
    given(case, opened).when(
        AssessNeed(an_id(40), date(2030, 1, 1), "livelihood", Urgency.SOON)
    ).refused(FutureDate)
    early = CloseNeed(an_id(46), date(2019, 3, 13), an_id(40), NeedOutcome.MET)
    given(case, opened, NEED).when(early).refused(needs.ClosedBeforeAssessed)
    given(case, opened).when(early).refused(needs.NeedUnknown)


def test_a_need_is_closed_also_after_the_end_of_the_case() -> None:
    """What somebody needs outlasts the file."""
    close = CloseNeed(an_id(46), date(2021, 6, 2), an_id(40), NeedOutcome.FALLEN_AWAY)
    decided = case.decide(close, after(opened, NEED, ended), date(2024, 1, 1))
    assert [type(event) for event in decided] == [NeedClosed]


def test_help_is_applied_for_and_granted_or_refused() -> None:
    """An application is decided once, not before its day, and for what it was for."""
    allowance = "minimum_living_allowance"
    ask = RequestHelp(an_id(41), DAY, allowance, HelpSource.CIVIL_AFFAIRS, an_id(40))
    given(case, opened, NEED).when(ask).then(REQUEST)
    given(case, opened).when(ask).refused(needs.NeedUnknown)
    past = [opened, NEED, REQUEST]
    grant = GiveHelp(
        an_id(42),
        date(2019, 4, 1),
        allowance,
        HelpSource.CIVIL_AFFAIRS,
        amount_fen=63_000,
        request_id=an_id(41),
        need_id=an_id(40),
    )
    given(case, *past).when(grant).then(ALLOWANCE)
    refuse = RefuseHelp(an_id(47), date(2019, 4, 1), an_id(41), RefusalReason.PAPERS_MISSING)
    refused = HelpRefused(
        **ON_CASE,
        entry_id=an_id(47),
        occurred_on=date(2019, 4, 1),
        request_id=an_id(41),
        help=allowance,
        source=HelpSource.CIVIL_AFFAIRS,
        requested_on=DAY,
        reason=RefusalReason.PAPERS_MISSING,
    )
    given(case, *past).when(refuse).then(refused)
    given(case, *past, refused).when(grant).refused(help_refusals.RequestDecided)
    given(case, *past, ALLOWANCE).when(refuse).refused(help_refusals.RequestDecided)
    early = replace(refuse, occurred_on=date(2019, 3, 13))
    given(case, *past).when(early).refused(help_refusals.DecidedBeforeRequested)
    other = replace(grant, help="temporary_relief")
    given(case, *past).when(other).refused(help_refusals.NotWhatWasRequested)
    given(case, opened).when(refuse).refused(help_refusals.RequestUnknown)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (give("lottery", DAY), help_refusals.HelpKindUnknown),
        (give("temporary_relief", DAY, amount_fen=0), help_refusals.AmountOutOfRange),
        (give("temporary_relief", DAY, amount_fen=100_000_001), help_refusals.AmountOutOfRange),
        (give("temporary_relief", DAY, date(2019, 4, 1)), help_refusals.GivenOnceOnly),
        (give("housing", DAY, DAY), help_refusals.EndsBeforeItBegins),
        (give("housing", DAY, contact_id=an_id(5)), help_refusals.ContactUnknown),
        (give("public_benefit_post", DAY, date(2022, 3, 15)), help_refusals.PostTooLong),
    ],
)
def test_help_that_contradicts_itself_is_refused(command: GiveHelp, reason: Any) -> None:
    """Each by its own name."""
    given(case, opened, contact).when(command).refused(reason)


def test_users_at_large_are_helped_too() -> None:
    """Help asks for no programme; an amount is whole fen."""
    command = give("temporary_relief", DAY, amount_fen=50_050, source=HelpSource.STREET)
    given(case, opened_at_large).when(command).then(
        HelpGiven(
            **AT_LARGE,
            entry_id=an_id(50),
            occurred_on=DAY,
            help="temporary_relief",
            form=HelpForm.ONCE,
            source=HelpSource.STREET,
            amount_fen=50_050,
        )
    )


def test_a_gift_at_a_visit_names_the_visit() -> None:
    """The visit is one contact, and cannot be made void before the gift."""
    day = contact.occurred_on
    command = give("sympathy_gift", day, contact_id=an_id(5), contact=contact)
    gift = HelpGiven(
        **ON_CASE,
        entry_id=an_id(50),
        occurred_on=day,
        help="sympathy_gift",
        form=HelpForm.ONCE,
        source=HelpSource.HUMAN_RESOURCES,
        contact_id=an_id(5),
    )
    given(case, opened, contact).when(command).then(gift)
    other_day = replace(command, occurred_on=DAY)
    given(case, opened, contact).when(other_day).refused(help_refusals.NotOnTheDayOfTheContact)
    void = VoidEntry(stored(contact), VoidReason.MISTAKEN)
    given(case, opened, contact, gift).when(void).refused(OthersRestOnIt)


def test_help_that_goes_on_ends_once() -> None:
    """Not before it began; what was given once has no end."""
    end = EndHelp(an_id(44), date(2020, 4, 1), an_id(43), HelpEnd.RENEWED)
    given(case, opened, POST).when(end).then(POST_ENDED)
    given(case, opened, POST, POST_ENDED).when(end).refused(help_refusals.HelpEndedAlready)
    early = replace(end, occurred_on=POST.occurred_on)
    given(case, opened, POST).when(early).refused(help_refusals.EndedBeforeGiven)
    once = POST.model_copy(update={"form": HelpForm.ONCE, "until": None})
    given(case, opened, once).when(end).refused(help_refusals.HelpUnknown)


def test_the_same_help_is_not_given_twice_in_the_same_days() -> None:
    """It is given again once it ended; then its end cannot be made void alone."""
    again = give("minimum_living_allowance", date(2019, 6, 1), source=HelpSource.CIVIL_AFFAIRS)
    past: list[CaseEvent] = [opened, NEED, REQUEST, ALLOWANCE]
    given(case, *past).when(again).refused(help_refusals.GivenAlready)
    end = EndHelp(an_id(48), date(2019, 5, 1), an_id(42), HelpEnd.NO_LONGER_ENTITLED)
    [finished] = case.decide(end, after(*past), date(2024, 1, 1))
    [anew] = case.decide(again, after(*past, finished), date(2024, 1, 1))
    assert isinstance(finished, HelpEnded)
    void = VoidEntry(stored(finished), VoidReason.MISTAKEN)
    given(case, *past, finished, anew).when(void).refused(OthersRestOnIt)


def test_what_goes_on_is_what_the_case_stands_at() -> None:
    """From its first day until its end; until the planned one where none is recorded."""

    def helped(*events: Any) -> list[tuple[date | None, date | None, tuple[str, ...]]]:
        return [(s.since, s.until, s.help) for s in spans(after(opened, *events)) if s.help]

    post = ("public_benefit_post",)
    assert helped(POST) == [(date(2019, 4, 1), date(2020, 4, 1), post)]
    early = POST_ENDED.model_copy(update={"occurred_on": date(2019, 9, 1)})
    assert helped(POST, early) == [(date(2019, 4, 1), date(2019, 9, 1), post)]
    both = ("minimum_living_allowance", *post)
    assert helped(NEED, REQUEST, ALLOWANCE, POST) == [
        (date(2019, 4, 1), date(2020, 4, 1), both),
        (date(2020, 4, 1), None, ("minimum_living_allowance",)),
    ]
