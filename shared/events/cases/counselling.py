"""Counselling of a client by a qualified counsellor, and how motivation grows."""

from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry
from shared.events.cases.contacts import ContactMode, Crisis


class CounsellorQualification(StrEnum):
    """What a counsellor is qualified by."""

    COUNSELLOR = "counsellor"
    PSYCHOTHERAPIST = "psychotherapist"
    PSYCHIATRIST = "psychiatrist"
    SOCIAL_WORKER = "social_worker"


class MotivationStage(StrEnum):
    """How ready a client is to live without drugs, the least first."""

    PRECONTEMPLATION = "precontemplation"
    CONTEMPLATION = "contemplation"
    PREPARATION = "preparation"
    ACTION = "action"
    MAINTENANCE = "maintenance"


class StageChange(StrEnum):
    """How a stage of motivation compares with the one before."""

    FORWARD = "forward"
    BACK = "back"
    SAME = "same"
    NOT_COMPARED = "not_compared"


@published("cases.CounsellingHeld.v1")
class CounsellingHeld(CaseEntry):
    """A qualified counsellor spoke with the client; of what, stands in the vault.

    `counsellor_id` is the worker who did, where it is one of the roster. `contact_id` is the
    contact at which the `crisis` was seen that it answers. `change` compares the stage with the
    last one up to that day, as far as it was written then.
    """

    qualification: CounsellorQualification
    mode: ContactMode
    counsellor_id: UUID | None = None
    contact_id: UUID | None = None
    crisis: Crisis | None = None
    stage: MotivationStage | None = None
    change: StageChange = StageChange.NOT_COMPARED
