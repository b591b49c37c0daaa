"""Campaigns and special actions: drafted, launched with aims, changed, ended."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Event, published
from shared.events.corrections import VoidReason


class CampaignKind(StrEnum):
    """Whether it is of prevention alone, or spans cases too."""

    CAMPAIGN = "campaign"
    SPECIAL_ACTION = "special_action"


class AimOf(StrEnum):
    """What an aim counts; the last three are of cases, for special actions."""

    SESSIONS = "sessions"
    PLACE_KINDS = "place_kinds"
    PEOPLE = "people"
    HOUSEHOLDS = "households"
    CONTACTS = "contacts"
    TESTS = "tests"
    ASSESSMENTS = "assessments"


class CampaignEnding(StrEnum):
    """Why a campaign was ended."""

    COMPLETED = "completed"
    CALLED_OFF = "called_off"


class CampaignAim(Event):
    """How many of something a campaign is to reach."""

    of: AimOf
    number: int


class CampaignSpan(Event):
    """A campaign that was launched, as figures take it: where, for [since, until), with its aims.

    `code` is what activities carry.
    """

    region: str
    code: str
    kind: CampaignKind
    since: date
    until: date
    aims: tuple[CampaignAim, ...] = ()


class OnCampaign(Event):
    """What every event of a campaign carries.

    `removed` is how figures took it no longer, `added` how they did instead. Of a draft, neither.
    """

    campaign_id: UUID
    region: str
    removed: tuple[CampaignSpan, ...] = ()
    added: tuple[CampaignSpan, ...] = ()


@published("outreach.CampaignDrafted.v1")
class CampaignDrafted(OnCampaign):
    """A campaign was planned by an agency, which alone sees it until it is launched."""

    agency: str
    code: str
    name: str
    kind: CampaignKind
    since: date
    until: date
    aims: tuple[CampaignAim, ...] = ()


@published("outreach.CampaignChanged.v1")
class CampaignChanged(OnCampaign):
    """A campaign is otherwise than before: all of it as it is now."""

    code: str
    name: str
    kind: CampaignKind
    since: date
    until: date
    aims: tuple[CampaignAim, ...] = ()


@published("outreach.CampaignLaunched.v1")
class CampaignLaunched(OnCampaign):
    """A campaign was made known: from then on activities may carry its code."""

    code: str
    launched_on: date


@published("outreach.CampaignEnded.v1")
class CampaignEnded(OnCampaign):
    """A campaign is over from a day on."""

    ended_on: date
    reason: CampaignEnding


@published("outreach.CampaignVoided.v1")
class CampaignVoided(OnCampaign):
    """A campaign was entered by mistake; its code stands for it still, and for no other."""

    reason: VoidReason
