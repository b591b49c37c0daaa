"""Help that goes on: from when until when, and how long a public-benefit post may last. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from services.cases.case.state import File
from services.cases.duties.windows import add_months
from shared.events.cases.help import HelpEnded, HelpForm, HelpGiven
from shared.policies.in_force import policies_in_force
from shared.policies.values import Value


class LastingHelp(NamedTuple):
    """Help that went on from a day until another, half-open; `ended` once its end is recorded.

    Until then it goes on as long as was planned; `until` is None where nothing was.
    """

    given: HelpGiven
    until: date | None
    ended: bool

    @property
    def since(self) -> date:
        """Its first day."""
        return self.given.occurred_on

    def holds(self, day: date) -> bool:
        """Whether it goes on on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def meets(self, since: date, until: date | None) -> bool:
        """Whether it has a day in common with the days from one until another."""
        return (self.until is None or since < self.until) and (until is None or self.since < until)


def lasting_help(file: File) -> Iterator[LastingHelp]:
    """The help of a case that goes on or went on, in the order of recording."""
    ends = {mark.help_id: mark.occurred_on for mark in file.marks if isinstance(mark, HelpEnded)}
    for mark in file.marks:
        if isinstance(mark, HelpGiven) and mark.form is not HelpForm.ONCE:
            ended = ends.get(mark.entry_id)
            yield LastingHelp(mark, ended or planned_until(mark), ended is not None)


def planned_until(given: HelpGiven) -> date | None:
    """The first day without help that goes on, as far as is planned; a post is over at its limit.

    None where it goes on until somebody ends it.
    """
    return given.until or given.at_latest


def end_of(file: File, help_id: UUID) -> HelpEnded | None:
    """The recorded end of help, if there is one."""
    ends = (mark for mark in file.marks if isinstance(mark, HelpEnded))
    return next((each for each in ends if each.help_id == help_id), None)


def post_may_last_until(file: File, since: date) -> date:
    """The first day on which a public-benefit post that begins on a day may not go on.

    All posts of the client together last at most as many months as the place's policy says.
    """
    posts = (each for each in lasting_help(file) if each.given.form is HelpForm.POST)
    served = sum(
        (min(each.until or since, since) - each.since).days for each in posts if each.since < since
    )
    return add_months(since - timedelta(days=served), post_months(file, since))


def post_months(file: File, day: date) -> int:
    """How many months a public-benefit post may last."""
    policies = policies_in_force()
    return policies.number(
        Value.PUBLIC_BENEFIT_POST_MONTHS, file.region, day, kind=file.kind_on(day)
    )
