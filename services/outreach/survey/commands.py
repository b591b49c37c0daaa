"""The commands on a survey. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from shared.events.corrections import StoredEntry, VoidReason
from shared.events.outreach.surveys import GroupAnswers, SurveyPrepared


@dataclass(frozen=True)
class PrepareSurvey:
    """Prepare a survey."""

    plan: SurveyPrepared


@dataclass(frozen=True)
class OpenSurvey:
    """Open the survey."""

    entry_id: UUID
    occurred_on: date


@dataclass(frozen=True)
class RecordAnswers:
    """Record answers of one day, by group."""

    entry_id: UUID
    occurred_on: date
    groups: tuple[GroupAnswers, ...]


@dataclass(frozen=True)
class CloseSurvey:
    """Close the survey; `smallest` is the least sample of which others are shown a rate."""

    entry_id: UUID
    occurred_on: date
    smallest: int


@dataclass(frozen=True)
class RecordHeldSurvey:
    """Enter a survey that is over, with its answers by group, in one step."""

    plan: SurveyPrepared
    groups: tuple[GroupAnswers, ...]
    entry_ids: tuple[UUID, UUID, UUID]  # of its opening, its answers and its closing


@dataclass(frozen=True)
class VoidAnswers:
    """Take back a batch of answers; `entry` is as it is stored."""

    entry: StoredEntry
    reason: VoidReason


@dataclass(frozen=True)
class ReopenSurvey:
    """Take back the closing; `entries` are all of the survey, as they are stored."""

    entries: tuple[StoredEntry, ...]
    reason: VoidReason


@dataclass(frozen=True)
class VoidSurvey:
    """Take back the survey with all its answers; `entries` as above."""

    entries: tuple[StoredEntry, ...]
    reason: VoidReason


Command: TypeAlias = (
    PrepareSurvey
    | OpenSurvey
    | RecordAnswers
    | CloseSurvey
    | RecordHeldSurvey
    | VoidAnswers
    | ReopenSurvey
    | VoidSurvey
)
