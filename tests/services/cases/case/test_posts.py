"""Public-benefit posts: for how long, all of a client together, and what came later."""

from dataclasses import replace
from datetime import date

from services.cases.case import help_refusals
from services.cases.case.decider import case, doubts
from services.cases.case.events import CaseEvent
from services.cases.case.help import EndHelp, PostLastedLonger
from shared.events.cases.help import HelpEnd, HelpGiven
from tests.given import given
from tests.services.cases.case.history import an_id, opened
from tests.services.cases.case.test_help import POST, POST_ENDED, after, give


def test_a_post_lasts_at_most_as_long_as_the_policy_says() -> None:
    """Without an end it lasts until the last day that there may be: 36 months."""
    command = replace(give("public_benefit_post", date(2019, 4, 1)), entry_id=an_id(43))
    limit = POST.model_copy(update={"until": None})
    given(case, opened).when(command).then(limit)
    given(case, opened).when(replace(command, until=date(2020, 4, 1))).then(POST)


def test_all_posts_of_a_client_count_together() -> None:
    """A renewed post has what is left of the months; who has had them all gets none."""
    past: list[CaseEvent] = [opened, POST, POST_ENDED]
    command = give("public_benefit_post", date(2020, 4, 1))
    [event] = case.decide(command, after(*past), date(2024, 1, 1))
    assert isinstance(event, HelpGiven)
    assert (event.until, event.at_latest) == (None, date(2022, 4, 1))
    given(case, *past).when(replace(command, until=date(2022, 4, 2))).refused(
        help_refusals.PostTooLong
    )
    whole = POST.model_copy(update={"until": None})
    later = replace(command, occurred_on=date(2022, 4, 1))
    given(case, opened, whole).when(later).refused(help_refusals.PostsUsedUp)
    given(case, opened, POST).when(replace(command, occurred_on=date(2019, 6, 1))).refused(
        help_refusals.GivenAlready
    )


def test_a_post_that_lasted_too_long_is_recorded_and_doubted() -> None:
    """What has happened is written down; the day may be wrong."""
    past = after(opened, POST)
    [late] = case.decide(
        EndHelp(an_id(44), date(2022, 4, 2), an_id(43), HelpEnd.EXPIRED), past, date(2024, 1, 1)
    )
    [in_time] = case.decide(
        EndHelp(an_id(44), date(2022, 4, 1), an_id(43), HelpEnd.EXPIRED), past, date(2024, 1, 1)
    )
    assert doubts([late]) == [PostLastedLonger("occurred_on")]
    assert doubts([in_time]) == []
