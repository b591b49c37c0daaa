"""The support team of a case (四位一体): who joins, who leaves; workers by their ids alone."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import StandingEntry


class FamilyTie(StrEnum):
    """What a member of the family is to the client."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    OTHER_RELATIVE = "other_relative"


@published("cases.TeamMemberJoined.v1")
class TeamMemberJoined(StandingEntry):
    """Somebody is a member of the case's support team from `occurred_on` on.

    `role` is a role of the policies. `agency` is the member's, empty for the family; `worker_id`
    is the member in that agency's roster, where it says so. `external` members are of another
    agency than the responsible one, which has a part in the case as long as they are in the team.
    `paired` members are paired with the client (结对). `family` says what a relative is to the
    client.
    """

    role: str
    agency: str = ""
    worker_id: UUID | None = None
    external: bool = False
    paired: bool = False
    family: FamilyTie | None = None


class TeamLeaving(StrEnum):
    """Why a member left a team."""

    HANDED_OVER = "handed_over"
    LEFT_AGENCY = "left_agency"
    MOVED = "moved"
    OWN_WISH = "own_wish"
    CLIENTS_WISH = "clients_wish"
    LEVEL_CHANGED = "level_changed"
    OTHER = "other"


@published("cases.TeamMemberLeft.v1")
class TeamMemberLeft(StandingEntry):
    """A member is in the team no more, from `occurred_on` on; the rest is as at the joining."""

    joining_id: UUID
    role: str
    agency: str = ""
    worker_id: UUID | None = None
    joined_on: date
    reason: TeamLeaving
