"""What a client is told and warned of, and the recurring reporting to the workstation. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import (
    MakeEntry,
    check_named_once,
    entry_fields,
    file_on,
    programme_on,
)
from services.cases.case.state import Case
from shared.decider import Refused, check_day
from shared.events.cases.guidance import (
    ClientInformed,
    InformedOf,
    RegularReportMade,
    ReportingMode,
    WarningGiven,
    WarningReason,
)


@dataclass(frozen=True)
class GuidanceEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class InformClient(GuidanceEntry):
    """The client is told how the programme and its support work; `signed` for having been told."""

    topics: tuple[InformedOf, ...]
    signed: bool = False


@dataclass(frozen=True)
class WarnClient(GuidanceEntry):
    """The client is given a written warning."""

    reason: WarningReason


@dataclass(frozen=True)
class MakeRegularReport(GuidanceEntry):
    """The client reports to the workstation as arranged."""

    mode: ReportingMode


Command: TypeAlias = InformClient | WarnClient | MakeRegularReport


class NothingTold(Refused):
    """Say what the client was told; name at least one topic."""

    zh = "请至少填写一项告知内容。"
    field = "topics"


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and an informing that says nothing, or something twice."""
    check_day(command.occurred_on, today)
    if isinstance(command, InformClient):
        check_named_once(topics=command.topics)
        if not command.topics:
            raise NothingTold


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry.

    Anyone is informed. Regular reporting is arranged in the agreement of a programme (戒毒条例 16,
    19), and a written warning is about a breach of it (戒毒条例 20): a user at large has neither.
    """
    check(command, today)
    file_of = file_on if isinstance(command, InformClient) else programme_on
    file = file_of(state, command.occurred_on)
    common = entry_fields(file, command.entry_id, command.occurred_on)
    match command:
        case InformClient():
            topics = tuple(each for each in InformedOf if each in command.topics)
            return [ClientInformed(**common, topics=topics, signed=command.signed)]
        case WarnClient():
            return [WarningGiven(**common, reason=command.reason)]
        case MakeRegularReport():
            return [RegularReportMade(**common, mode=command.mode)]
        case _:
            assert_never(command)
