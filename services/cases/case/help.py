"""Help that is applied for, given, refused, and ended; among it the public-benefit post. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.help_refusals import (
    AmountOutOfRange,
    ContactUnknown,
    DecidedBeforeRequested,
    EndedBeforeGiven,
    EndsBeforeItBegins,
    GivenAlready,
    GivenBeforeNeeded,
    GivenOnceOnly,
    HelpEndedAlready,
    HelpKindUnknown,
    HelpUnknown,
    NotOnTheDayOfTheContact,
    NotWhatWasRequested,
    PostsUsedUp,
    PostTooLong,
    RequestDecided,
    RequestUnknown,
)
from services.cases.case.lasting_help import (
    end_of,
    lasting_help,
    planned_until,
    post_may_last_until,
)
from services.cases.case.ledger import MakeEntry, entry_fields, file_on
from services.cases.case.needs import NeedUnknown
from services.cases.case.state import Case, File
from services.cases.duties.windows import add_months
from shared.decider import check_day
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.help import (
    HelpEnd,
    HelpEnded,
    HelpForm,
    HelpGiven,
    HelpRefused,
    HelpRequested,
    HelpSource,
    NeedAssessed,
    RefusalReason,
)
from shared.policies.helping import HelpKind
from shared.policies.in_force import policies_in_force
from shared.policies.values import Value
from shared.warned import Warned

MOST_FEN = 100_000_000  # a million yuan: no help to one person is more


@dataclass(frozen=True)
class HelpEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class RequestHelp(HelpEntry):
    """Help is applied for."""

    help: str
    source: HelpSource
    need_id: UUID | None = None


@dataclass(frozen=True)
class RefuseHelp(HelpEntry):
    """What was applied for is not given."""

    request_id: UUID
    reason: RefusalReason


@dataclass(frozen=True)
class GiveHelp(HelpEntry):
    """Help is given on a day, or from this day on; `contact` is the entry of `contact_id`, if it is
    one of this case.
    """

    help: str
    source: HelpSource
    until: date | None = None
    amount_fen: int | None = None
    request_id: UUID | None = None
    need_id: UUID | None = None
    contact_id: UUID | None = None
    contact: CaseEvent | None = None


@dataclass(frozen=True)
class EndHelp(HelpEntry):
    """Help that goes on is given no more, from this day."""

    help_id: UUID
    reason: HelpEnd


Command: TypeAlias = RequestHelp | RefuseHelp | GiveHelp | EndHelp


class PostLastedLonger(Warned):
    """This post lasted longer than posts may; check the day of its end."""

    zh = "该岗位超过最长期限，请核对结束日期。"


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, a kind that is known nowhere, and what contradicts itself."""
    check_day(command.occurred_on, today)
    if not isinstance(command, RequestHelp | GiveHelp):
        return
    kind = policies_in_force().help(command.help)
    if kind is None:
        raise HelpKindUnknown
    if isinstance(command, RequestHelp):
        return
    if command.amount_fen is not None and not 1 <= command.amount_fen <= MOST_FEN:
        raise AmountOutOfRange
    if command.until is not None:
        if kind.form is HelpForm.ONCE:
            raise GivenOnceOnly
        if command.until <= command.occurred_on:
            raise EndsBeforeItBegins


def doubts(ended: HelpEnded) -> list[Warned]:
    """What an end records that may be a mistake: a post that lasted longer than it may."""
    if ended.form is not HelpForm.POST:
        return []
    months = policies_in_force().number(
        Value.PUBLIC_BENEFIT_POST_MONTHS, ended.region, ended.since, ended.kind
    )
    is_longer = ended.occurred_on > add_months(ended.since, months)
    return [PostLastedLonger("occurred_on")] if is_longer else []


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry."""
    check(command, today)
    file = file_on(state, command.occurred_on)
    match command:
        case RequestHelp():
            kind = _kind(command.help, file, command.occurred_on)
            _check_need(command.need_id, file, command.occurred_on)
            return [
                HelpRequested(
                    **entry_fields(file, command.entry_id, command.occurred_on),
                    help=command.help,
                    form=kind.form,
                    source=command.source,
                    need_id=command.need_id,
                )
            ]
        case RefuseHelp():
            request = _request(command.request_id, file, command.occurred_on)
            return [
                HelpRefused(
                    **entry_fields(file, command.entry_id, command.occurred_on),
                    request_id=request.entry_id,
                    help=request.help,
                    source=request.source,
                    requested_on=request.occurred_on,
                    reason=command.reason,
                )
            ]
        case GiveHelp():
            return [_give(command, file)]
        case EndHelp():
            return [_end(command, file)]
        case _:
            assert_never(command)


def _give(command: GiveHelp, file: File) -> HelpGiven:
    kind = _kind(command.help, file, command.occurred_on)
    _check_need(command.need_id, file, command.occurred_on)
    if command.request_id is not None:
        request = _request(command.request_id, file, command.occurred_on)
        if request.help != command.help:
            raise NotWhatWasRequested
    if command.contact_id is not None:
        _check_contact(command, file)
    limit = _limit(command, file) if kind.form is HelpForm.POST else None
    if kind.form is not HelpForm.ONCE:
        until = command.until or limit
        _check_alone(kind.code, kind.form, command.occurred_on, until, file)
    return HelpGiven(
        **entry_fields(file, command.entry_id, command.occurred_on),
        help=command.help,
        form=kind.form,
        source=command.source,
        until=command.until,
        at_latest=limit,
        amount_fen=command.amount_fen,
        request_id=command.request_id,
        need_id=command.need_id,
        contact_id=command.contact_id,
    )


def _end(command: EndHelp, file: File) -> HelpEnded:
    given = file.named.get(command.help_id)
    if not isinstance(given, HelpGiven) or given.form is HelpForm.ONCE:
        raise HelpUnknown
    if end_of(file, given.entry_id) is not None:
        raise HelpEndedAlready
    if command.occurred_on <= given.occurred_on:
        raise EndedBeforeGiven
    _check_alone(given.help, given.form, given.occurred_on, command.occurred_on, file, given)
    return HelpEnded(
        **entry_fields(file, command.entry_id, command.occurred_on),
        help_id=given.entry_id,
        help=given.help,
        form=given.form,
        source=given.source,
        since=given.occurred_on,
        until=planned_until(given),
        reason=command.reason,
    )


def _kind(code: str, file: File, day: date) -> HelpKind:
    used = policies_in_force().helps_used(file.region, day)
    for each in used:
        if each.code == code:
            return each
    raise HelpKindUnknown(used)


def _check_need(need_id: UUID | None, file: File, day: date) -> None:
    if need_id is None:
        return
    need = file.named.get(need_id)
    if not isinstance(need, NeedAssessed):
        refused = NeedUnknown()
        refused.field = "need_id"
        raise refused
    if day < need.occurred_on:
        raise GivenBeforeNeeded


def _request(request_id: UUID, file: File, day: date) -> HelpRequested:
    """An application that waits to be decided."""
    request = file.named.get(request_id)
    if not isinstance(request, HelpRequested):
        raise RequestUnknown
    if file.resting.get(request_id):
        raise RequestDecided
    if day < request.occurred_on:
        raise DecidedBeforeRequested
    return request


def _check_contact(command: GiveHelp, file: File) -> None:
    contact = command.contact
    if not isinstance(contact, ContactRecorded) or contact.entry_id in file.voided:
        raise ContactUnknown
    if contact.occurred_on != command.occurred_on:
        raise NotOnTheDayOfTheContact


def _limit(command: GiveHelp, file: File) -> date:
    """The first day on which a post may not go on; refuses one that is to."""
    limit = post_may_last_until(file, command.occurred_on)
    if limit <= command.occurred_on:
        raise PostsUsedUp
    if command.until is not None and command.until > limit:
        raise PostTooLong(limit)
    return limit


def _check_alone(
    code: str,
    form: HelpForm,
    since: date,
    until: date | None,
    file: File,
    own: HelpGiven | None = None,
) -> None:
    """Refuse the same help twice in the same days; a client has one post at a time."""
    for each in lasting_help(file):
        is_same = each.given.help == code or HelpForm.POST is form is each.given.form
        if is_same and each.given != own and each.meets(since, until):
            raise GivenAlready
