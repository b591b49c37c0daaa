"""Needs of a client, and the help that is asked for, given, refused, and ended.

Kinds of needs and of help are codes of the policies, and say nothing of an illness.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry, StandingEntry
from shared.events.cases.earning import OnPoints


class Urgency(StrEnum):
    """How soon something must be done about a need."""

    URGENT = "urgent"
    SOON = "soon"
    ORDINARY = "ordinary"


@published("cases.NeedAssessed.v1")
class NeedAssessed(CaseEntry):
    """The client was found to need something; it is open until it is closed."""

    need: str
    urgency: Urgency


class NeedOutcome(StrEnum):
    """What became of a need."""

    MET = "met"
    FALLEN_AWAY = "fallen_away"
    REASSESSED = "reassessed"


@published("cases.NeedClosed.v1")
class NeedClosed(CaseEntry):
    """A need is open no more; `need` and `urgency` are as they were assessed on `assessed_on`."""

    need_id: UUID
    need: str
    urgency: Urgency
    assessed_on: date
    outcome: NeedOutcome


class HelpForm(StrEnum):
    """Whether help is given once, goes on over time, or is a public-benefit post."""

    ONCE = "once"
    LASTING = "lasting"
    POST = "post"


class HelpSource(StrEnum):
    """Who pays for help, or gives it."""

    CIVIL_AFFAIRS = "civil_affairs"
    HUMAN_RESOURCES = "human_resources"
    ANTI_DRUG_OFFICE = "anti_drug_office"
    STREET = "street"
    COMMUNITY = "community"
    WORKSTATION = "workstation"
    RELIEF_BOX = "relief_box"
    JUSTICE = "justice"
    HEALTH = "health"
    EDUCATION = "education"
    DISABLED_FEDERATION = "disabled_federation"
    TRADE_UNION = "trade_union"
    YOUTH_LEAGUE = "youth_league"
    WOMENS_FEDERATION = "womens_federation"
    CHARITY = "charity"
    ENTERPRISE = "enterprise"
    OTHER = "other"


@published("cases.HelpRequested.v1")
class HelpRequested(CaseEntry):
    """Help was applied for, with the client or for the client.

    `help` is a kind of help, `source` who is asked for it. `need_id` is the need that it is for.
    """

    help: str
    form: HelpForm
    source: HelpSource
    need_id: UUID | None = None


class RefusalReason(StrEnum):
    """Why help that was applied for is not given."""

    CONDITIONS_NOT_MET = "conditions_not_met"
    PAPERS_MISSING = "papers_missing"
    WITHDRAWN = "withdrawn"
    NOT_AVAILABLE = "not_available"
    OTHER = "other"


@published("cases.HelpRefused.v1")
class HelpRefused(CaseEntry):
    """What was applied for is not given."""

    request_id: UUID
    help: str
    source: HelpSource
    requested_on: date
    reason: RefusalReason


@published("cases.HelpGiven.v1")
class HelpGiven(OnPoints, StandingEntry):
    """Help was given; of what goes on, `occurred_on` is the first day.

    `until` is the first day without it, as it was said; None where no end was, and for what is
    given once. `at_latest` is that day of a public-benefit post by the policy of the place,
    whatever was said. `amount_fen` is what was given, and of what goes on what is given each month.
    `request_id` is the request that was granted, `need_id` the need that it is for, `contact_id`
    the contact at which it was given: a visit with a gift. A training may earn points.
    """

    help: str
    form: HelpForm
    source: HelpSource
    until: date | None = None
    at_latest: date | None = None
    amount_fen: int | None = None
    request_id: UUID | None = None
    need_id: UUID | None = None
    contact_id: UUID | None = None


class HelpEnd(StrEnum):
    """Why help that went on is given no more."""

    EXPIRED = "expired"
    RENEWED = "renewed"
    NO_LONGER_NEEDED = "no_longer_needed"
    FOUND_WORK = "found_work"
    NO_LONGER_ENTITLED = "no_longer_entitled"
    LEFT = "left"
    DISMISSED = "dismissed"
    MOVED = "moved"
    OTHER = "other"


@published("cases.HelpEnded.v1")
class HelpEnded(StandingEntry):
    """Help that went on is given no more; `occurred_on` is the first day without it.

    `since` is its first day, `until` the first day without it as it was planned, if it was.
    """

    help_id: UUID
    help: str
    form: HelpForm
    source: HelpSource
    since: date
    until: date | None = None
    reason: HelpEnd
