"""The access rules of campaigns: a draft is its agency's alone, what is launched its region's."""

from collections.abc import Iterable

from fastapi import Request
from pydantic import ValidationError

from services.outreach.access import as_id, not_entitled
from services.outreach.campaign.rules import campaign
from services.outreach.campaign.state import Campaign, Drafted, Plan, Undrafted, Void
from services.outreach.context import handler_of
from services.outreach.streams import campaign_stream
from shared.agencies import AgencyKind
from shared.http import problems
from shared.http.access_rules import AccessRule
from shared.http.operation import Call
from shared.identity.claims import Caller
from shared.regions import ancestors
from shared.text import Text

_LOADED = "waystation.campaign"


def prefixes_seen(regions: Iterable[str]) -> list[str]:
    """The regions whose campaigns are seen from some, as prefixes: these, and each above them.

    What a city has launched is for all its streets.

    >>> prefixes_seen(["410102001"])
    ['410000000000', '410100000000', '410102000000', '410102001']
    """
    above = (each for own in regions for each in ancestors(own.ljust(12, "0"))[:-1])
    return [*dict.fromkeys((*above, *regions))]


def check_seen(caller: Caller, state: Campaign) -> None:
    """404 for what is not there, of other regions, or a draft of another agency."""
    if isinstance(state, Undrafted):
        raise problems.not_found()
    if not state.plan.region.startswith(tuple(prefixes_seen(caller.regions))):
        raise problems.not_found()
    drafted = isinstance(state, Drafted) or (isinstance(state, Void) and state.launched_on is None)
    if drafted and state.plan.agency != caller.agency:
        raise problems.not_found()


class _OnCampaign(AccessRule):
    """A rule about the campaign in the path; one that is not the caller's to see is not found."""

    async def check(self, request: Request, call: Call) -> None:
        """Read the campaign, and ask whose it is."""
        try:
            campaign_id = as_id(request.path_params["campaign_id"])
        except ValidationError:
            return  # the route says what is wrong with the id
        loaded = await handler_of(request).load(campaign, campaign_stream(campaign_id))
        check_seen(call.caller, loaded.state)
        assert not isinstance(loaded.state, Undrafted)
        plan, caller = loaded.state.plan, call.caller
        oversees = caller.kind is AgencyKind.ANTI_DRUG_OFFICE and caller.covers(plan.region)
        if plan.agency != caller.agency and not oversees:
            raise not_entitled()
        request.scope[_LOADED] = loaded.state


def plan_of(request: Request) -> Plan:
    """The campaign in the path as `ON_CAMPAIGN` has read it."""
    plan: Plan = request.scope[_LOADED].plan
    return plan


ON_CAMPAIGN = _OnCampaign(
    "campaign",
    Text(
        zh="限登记该专项活动的单位，以及管辖该区划的禁毒办；尚未启动的，仅限登记单位。",
        en="The agency that entered the campaign, and the anti-drug offices of its region; a draft"
        " is its agency's alone.",
    ),
)
CAMPAIGNS_SEEN = AccessRule(
    "campaigns",
    Text(
        zh="本单位管辖区划及其上级区划已启动的专项活动；尚未启动的，仅限登记单位。",
        en="Campaigns that were launched within the regions of the token and of the agency, or for"
        " a region above them; a draft is its agency's alone.",
    ),
)
