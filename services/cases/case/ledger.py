"""What every entry of a case's ledger is held to, and what it carries of its case. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.cases.case.state import Case, File, opened
from shared.decider import Refused
from shared.events.cases.endings import CaseEnded, CaseReopened
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import KindChanged


@dataclass(frozen=True)
class MakeEntry:
    """What every command has that makes an entry."""

    entry_id: UUID
    occurred_on: date


class EntryBeforeDecision(Refused):
    """This day is before the decision by which the case was opened; check both dates."""

    zh = "日期早于该档案的决定日期，请核对这两个日期。"
    field = "occurred_on"


class NotOpenThen(Refused):
    """The case was not open on this day: it had ended before, and was not yet opened again. Check
    the day; a case that has ended takes what happened before its end."""

    zh = "该档案在这一天处于终止状态；终止后只能补记终止之前发生的事项，请核对日期。"
    field = "occurred_on"


class NotInAProgramme(Refused):
    """The file was that of a user at large on this day, and this belongs to a programme; check the
    day and the client. Work with a user at large is recorded as a contact or an informing."""

    zh = (
        "该档案在这一天属于社会面人员，此项仅适用于社区戒毒、社区康复期间；请核对日期和人员。"
        "对社会面人员的工作请登记为帮教记录或告知。"
    )
    field = "occurred_on"


class NamedTwice(Refused):
    """Something is named twice in this list; name each once."""

    zh = "此处有重复的项目；每项只填一次。"

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


def check_named_once(**lists: Sequence[object]) -> None:
    """Refuse a list that has something twice. Raises `NamedTwice`."""
    for field, values in lists.items():
        if len({*values}) < len(values):
            raise NamedTwice(field)


def file_on(state: Case, day: date) -> File:
    """The file for an entry of what happened on a day, late or not.

    Raises as `opened`, `EntryBeforeDecision`, or `NotOpenThen`. The day of an ending, and of a
    reopening, are days of the case.
    """
    file = opened(state).file
    if file.decided_on is not None and day < file.decided_on:
        raise EntryBeforeDecision
    if any(since <= day < until for since, until in closed(file)):
        raise NotOpenThen
    return file


def closed(file: File) -> Iterator[tuple[date, date]]:
    """The days on which a file was not open: half-open, the last ones perhaps without an end."""
    since: date | None = None
    for step in file.path:
        if isinstance(step, CaseEnded):
            since = step.occurred_on + timedelta(days=1)
        elif isinstance(step, CaseReopened) and since is not None:
            if since < step.occurred_on:
                yield since, step.occurred_on
            since = None
    if since is not None:
        yield since, date.max


def at_large(file: File) -> Iterator[tuple[date, date]]:
    """The days on which a file was that of a user at large: half-open, perhaps without an end."""
    since = date.min if file.opening.kind is CaseKind.AT_LARGE else None
    for step in file.path:
        if isinstance(step, KindChanged):
            if since is not None and since < step.occurred_on:
                yield since, step.occurred_on
            since = step.occurred_on if step.kind is CaseKind.AT_LARGE else None
    if since is not None:
        yield since, date.max


def programme_on(state: Case, day: date) -> File:
    """The file of a client who was in a programme on a day; raises as `file_on`, or
    `NotInAProgramme`.
    """
    file = file_on(state, day)
    if file.kind_on(day) is CaseKind.AT_LARGE:
        raise NotInAProgramme
    return file


def entry_fields(file: File, entry_id: UUID, day: date) -> dict[str, Any]:
    """What every entry carries of its case: the kind is what it was on that day."""
    return {
        "entry_id": entry_id,
        "case_id": file.case_id,
        "client_id": file.client_id,
        "kind": file.kind_on(day),
        "region": file.region,
        "occurred_on": day,
    }
