"""Contacts with clients, and crises that are seen at them."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.events import published
from shared.events.cases.case import CaseEntry
from shared.events.cases.earning import OnPoints


class ContactMode(StrEnum):
    """How a client was met."""

    HOME_VISIT = "home_visit"
    OFFICE = "office"
    PHONE = "phone"
    WECHAT = "wechat"
    VIDEO = "video"


class Direction(StrEnum):
    """Who turned to whom."""

    WORKER_TO_CLIENT = "worker_to_client"
    CLIENT_TO_WORKER = "client_to_worker"
    FAMILY = "family"


class ContactPlace(StrEnum):
    """Where a client was met."""

    HOME = "home"
    WORKSTATION = "workstation"
    POLICE_STATION = "police_station"
    HOSPITAL = "hospital"
    WORKPLACE = "workplace"
    PUBLIC_PLACE = "public_place"


class Present(StrEnum):
    """Who took part besides the client, by role."""

    SOCIAL_WORKER = "social_worker"
    CADRE = "cadre"
    GRID_ADMINISTRATOR = "grid_administrator"
    POLICE = "police"
    VOLUNTEER = "volunteer"
    COMMUNITY_OFFICIAL = "community_official"
    FAMILY = "family"


class Subject(StrEnum):
    """What is observed at a contact."""

    LIVING = "living"
    MIND = "mind"
    HEALTH = "health"
    WORK = "work"
    FAMILY = "family"
    MOTIVATION = "motivation"


class Observed(StrEnum):
    """How it was found."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class Advice(StrEnum):
    """What a client was advised."""

    ABSTINENCE = "abstinence"
    HEALTH = "health"
    TREATMENT = "treatment"
    COUNSELLING = "counselling"
    WORK = "work"
    RELIEF = "relief"
    FAMILY = "family"
    LAW = "law"
    COMPANY = "company"


class Agreed(StrEnum):
    """What was agreed on."""

    NEXT_CONTACT = "next_contact"
    TEST = "test"
    MEDICAL_VISIT = "medical_visit"
    COUNSELLING = "counselling"
    JOB_SEARCH = "job_search"
    RELIEF_REQUEST = "relief_request"
    FAMILY_TALK = "family_talk"


class Crisis(StrEnum):
    """A danger that must be followed up."""

    DANGER_TO_SELF = "danger_to_self"
    DANGER_TO_OTHERS = "danger_to_others"


class SafetyIncident(StrEnum):
    """What the worker met with."""

    ABUSE = "abuse"
    THREAT = "threat"
    VIOLENCE = "violence"


@published("cases.ContactRecorded.v1")
class ContactRecorded(OnPoints, CaseEntry):
    """The client was met, or spoken with.

    All but the mode was added later, and is None or empty where it was not said. A crisis stays
    open until a follow-up closes it. `arranged_with_police` says of a remote contact that the
    community police agreed to it beforehand. `worker_ids` are the workers of the agency's roster
    who took part, in the order of their ids: however many, it is one contact.
    """

    mode: ContactMode
    direction: Direction | None = None
    place: ContactPlace | None = None
    present: tuple[Present, ...] = ()
    observations: Mapping[Subject, Observed] = Field(default_factory=dict)
    advice: tuple[Advice, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    crisis: Crisis | None = None
    safety: SafetyIncident | None = None
    arranged_with_police: bool = False
    worker_ids: tuple[UUID, ...] = ()


class CrisisOutcome(StrEnum):
    """What became of a crisis."""

    SAFE = "safe"
    IN_TREATMENT = "in_treatment"
    WITH_FAMILY = "with_family"
    WITH_POLICE = "with_police"


@published("cases.CrisisFollowedUp.v1")
class CrisisFollowedUp(CaseEntry):
    """A crisis that was seen at a contact was followed up, and is open no more."""

    contact_id: UUID
    crisis: Crisis
    outcome: CrisisOutcome
