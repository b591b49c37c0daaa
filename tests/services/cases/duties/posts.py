"""Public-benefit posts and other help that goes on, told day by day."""

from shared.events.cases.help import HelpEnd, HelpEnded, HelpForm, HelpGiven, HelpSource
from tests.services.cases.duties.told import an_entry, day


def in_post(on: str, until: str) -> HelpGiven:
    """The client is in a public-benefit post until the day before another."""
    return HelpGiven(
        **an_entry(on),
        help="public_benefit_post",
        form=HelpForm.POST,
        source=HelpSource.HUMAN_RESOURCES,
        until=day(until),
    )


def post_over(on: str, post: HelpGiven) -> HelpEnded:
    """The post is over, from a day on."""
    return HelpEnded(
        **an_entry(on),
        help_id=post.entry_id,
        help=post.help,
        form=post.form,
        source=post.source,
        since=post.occurred_on,
        until=post.until,
        reason=HelpEnd.EXPIRED,
    )


def allowance(on: str) -> HelpGiven:
    """The client has the minimum living allowance."""
    return HelpGiven(
        **an_entry(on),
        help="minimum_living_allowance",
        form=HelpForm.LASTING,
        source=HelpSource.CIVIL_AFFAIRS,
    )
