"""What a browser may see: what it was let in with, by the register of agencies of today. Pure.

A session has an agency, regions and actions as a token has, and is held to the same rules.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.reporting.entry.sessions import BrowserSession, Grant
from shared.agencies import SERVICES_AGENCY, Agencies
from shared.catalogue import Action
from shared.http.problems import Problem
from shared.identity.claims import Caller, ClaimNames, Claims, claim_at, claims_from
from shared.identity.registered import registered_caller, service_caller
from shared.regions.provinces import PROVINCES
from shared.text import Text

READ: Action = "statistics:read"
# A browser reads statistics: nothing else, whatever a provider says of a person.
OF_BROWSERS: frozenset[Action] = frozenset({READ, "statistics:detail"})
LINK = "link"  # in place of a person: who has the link is not known


class EntryRefused(Exception):
    """This person is not let in; `reason` is for the log, the text for the person."""

    def __init__(self, reason: str, text: Text, status: int = 403) -> None:
        super().__init__(f"{reason}: {text.en}")
        self.reason = reason
        self.text = text
        self.status = status


def granted_by_link(entrance: str, actions: str) -> Grant:
    """What the link of an installation gives: its own statistics, everywhere."""
    return Grant(entrance, LINK, SERVICES_AGENCY, PROVINCES, frozenset(actions.split()))


def granted_to_person(
    entrance: str,
    person: str,
    claims: Mapping[str, Any],
    names: ClaimNames,
    agencies: Agencies,
    day: date,
) -> Grant:
    """What the claims of a person's ID token give, if the register knows the agency.

    Raises EntryRefused, in words for that person.
    """
    if claim_at(claims, names.actions) is None:
        # Providers leave a claim out that would be empty, such as the roles of who has none.
        raise EntryRefused("rights", _NO_RIGHT)
    try:
        # A token's id and user are the installation's own: those of the provider are not kept.
        stated = claims_from({**claims, "jti": "-"}, names.model_copy(update={"user": "-"}))
        caller = registered_caller(stated, agencies, day)
    except Problem as problem:
        raise EntryRefused("agency", _no_agency(problem.detail)) from None
    actions = caller.actions & OF_BROWSERS
    if READ not in actions:
        raise EntryRefused("rights", _NO_RIGHT)
    return Grant(entrance, person, stated.agency, stated.regions, actions)


def caller_of(session: BrowserSession, agencies: Agencies, day: date, by_link: str) -> Caller:
    """The caller that a session is today; `by_link` are the actions that the link gives now.

    Raises the 401 Problem of an agency that is not valid any more.
    """
    grant = session.grant
    claims = Claims(
        grant.agency,
        tuple(grant.regions),
        frozenset(grant.actions) & OF_BROWSERS,
        f"session-{session.number}",
        grant.person,
    )
    if grant.person == LINK:
        return service_caller(
            replace(claims, actions=claims.actions & frozenset(by_link.split()), user=None)
        )
    return registered_caller(claims, agencies, day)


_NO_RIGHT = Text(
    zh="您的账号没有查看统计的权限（statistics:read）；请联系本单位的账号管理员开通。",
    en="Your account may not read statistics (statistics:read); ask whoever manages your agency's"
    " accounts.",
)


def _no_agency(detail: Text) -> Text:
    return Text(
        zh=f"登录成功，但您的账号没有对应到可查看统计的单位：{detail.zh}",
        en=f"You are who you say, but your account belongs to no agency that may look in here:"
        f" {detail.en}",
    )
