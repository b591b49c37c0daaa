"""How a case ends, is opened again, and who must be told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from services.cases.case.events import CaseEvent
from services.cases.case.evidence import check_document
from services.cases.case.ledger import entry_fields
from services.cases.case.programme import TakeStep, check_order
from services.cases.case.standing import assessment_on
from services.cases.case.state import (
    AtLarge,
    Case,
    Ended,
    File,
    Running,
    UnderAgreement,
    opened,
    running,
)
from services.cases.case.term import months_served
from shared.decider import Refused, check_day
from shared.events.cases.duties import Duty
from shared.events.cases.endings import (
    CaseEnded,
    CaseReopened,
    ClientView,
    DrugUse,
    Ending,
    EndingNotified,
    Household,
    Noticed,
    ReopeningReason,
    Work,
)
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.policies.in_force import policies_in_force
from shared.policies.shapes import Within
from shared.policies.values import Value
from shared.text import Text
from shared.warned import Warned


@dataclass(frozen=True)
class Outcome:
    """What became of the client, in codes, and what the client says of the support."""

    drug_use: DrugUse | None = None
    work: Work | None = None
    household: Household | None = None
    client_view: ClientView | None = None


@dataclass(frozen=True)
class EndCase(TakeStep):
    """End a case."""

    ending: Ending
    evidence: Document
    outcome: Outcome = Outcome()


@dataclass(frozen=True)
class ReopenCase(TakeStep):
    """Open a case again that has ended."""

    reason: ReopeningReason


@dataclass(frozen=True)
class NotifyOfEnding(TakeStep):
    """Write down that somebody was told of an ending.

    戒毒条例 21, 40: when a programme is completed, the certificate is given to the client and the
    family, and the street or town is told within seven days. Of the other endings anybody may be
    told, of a user at large too: what was done is recorded.
    """

    told: Noticed


Command: TypeAlias = EndCase | ReopenCase | NotifyOfEnding

ENDED_BY: Mapping[Ending, frozenset[Document]] = {
    Ending.COMPLETED: frozenset({Document.COMPLETION_CERTIFICATE}),
    Ending.COMPULSORY_ISOLATION: frozenset({Document.ISOLATION_DECISION}),
    Ending.IMPRISONED: frozenset({Document.JUDGMENT}),
    Ending.DIED: frozenset({Document.DEATH_CERTIFICATE}),
    Ending.WENT_ABROAD: frozenset({Document.EXIT_RECORD}),
    Ending.MOVED_AWAY: frozenset({Document.TRANSFER_LETTER}),
    Ending.TAKEN_OFF_REGISTER: frozenset({Document.REMOVAL_APPROVAL}),
}


class NothingToComplete(Refused):
    """Only a programme under a signed agreement can be completed; check the ending."""

    zh = "只有已签订协议、正在执行的社区戒毒或社区康复才能办理期满解除，请核对终止方式。"
    field = "ending"


class NotOnTheRegister(Refused):
    """Only a user at large is taken off the register; a programme has an end of its own."""

    zh = "只有社会面人员才能解除动态管控；社区戒毒、社区康复请选择其他终止方式。"
    field = "ending"


class CaseHasNotEnded(Refused):
    """This case has not ended: it cannot be opened again, and there is no ending to tell of."""

    zh = "该档案没有终止，无须恢复，也没有需要通知的终止事项。"


class DeathIsFinal(Refused):
    """A case that ended with the client's death is not opened again; void the ending if it is
    wrong."""

    zh = "因死亡终止的档案不能恢复；如系误登，请作废该终止记录。"


class ToldBeforeEnding(Refused):
    """Nobody can be told of an ending before it; check both days."""

    zh = "通知日期早于终止日期，请核对。"
    field = "occurred_on"


class AlreadyTold(Refused):
    """They were told of this ending already; void that entry first if it is wrong."""

    zh = "已登记过对其的终止通知；如有错误，请先作废原记录。"
    field = "told"


class CompletedEarly(Warned):
    """Fewer months are served than the programme lasts; check the day and the ending."""

    zh = "已执行的时间少于期限，请核对终止日期和终止方式。"

    def __init__(self, months: int, least: int) -> None:
        super().__init__("occurred_on")
        self._months, self._least = months, least

    def text(self) -> Text:
        """How many months are served, and how many are expected."""
        return Text(
            zh=f"已执行{self._months}个月，期满解除一般不少于{self._least}个月；请核对终止日期和终止"
            "方式。在他处执行过的，请先登记已执行期限折抵。",
            en=f"{self._months} months are served, and a programme is completed after"
            f" {self._least} at the least; check the day and the ending. Time that was served"
            " elsewhere is credited first.",
        )


def doubts(ended: CaseEnded) -> list[Warned]:
    """What an ending records that may be a mistake: a completion long before the term is served."""
    if ended.ending is not Ending.COMPLETED or ended.months is None:
        return []
    least = _months(Value.TERM_MONTHS, ended)
    if ended.kind is CaseKind.REHABILITATION:
        least = min(least, _months(Value.REHABILITATION_LEAST_MONTHS, ended))
    return [CompletedEarly(ended.months, least)] if ended.months < least else []


def _months(value: Value, ended: CaseEnded) -> int:
    """A number of months by the policies of the place, as on the day of an ending."""
    return policies_in_force().number(value, ended.region, ended.occurred_on, ended.kind)


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, or a document that does not show the ending."""
    check_day(command.occurred_on, today)
    if isinstance(command, EndCase):
        check_document(command.evidence, ENDED_BY[command.ending])


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """End the case, open it again, or tell of its end."""
    check(command, today)
    match command:
        case EndCase():
            return [_end(command, running(state))]
        case ReopenCase():
            return [_reopen(command, _ended(state))]
        case NotifyOfEnding():
            return [_notify(command, opened(state).file)]
        case _:
            assert_never(command)


def _end(command: EndCase, case: Running) -> CaseEnded:
    if command.ending is Ending.COMPLETED and not isinstance(case, UnderAgreement):
        raise NothingToComplete
    if command.ending is Ending.TAKEN_OFF_REGISTER and not isinstance(case, AtLarge):
        raise NotOnTheRegister
    check_order(command, case)
    outcome = command.outcome
    return CaseEnded(
        **entry_fields(case.file, command.entry_id, command.occurred_on),
        ending=command.ending,
        evidence=command.evidence,
        months=months_served(case, command.occurred_on),
        drug_use=outcome.drug_use,
        work=outcome.work,
        household=outcome.household,
        client_view=outcome.client_view,
    )


def _reopen(command: ReopenCase, case: Ended) -> CaseReopened:
    if case.ending.ending is Ending.DIED:
        raise DeathIsFinal
    check_order(command, case)
    return CaseReopened(
        **entry_fields(case.file, command.entry_id, command.occurred_on), reason=command.reason
    )


def _notify(command: NotifyOfEnding, file: File) -> EndingNotified:
    """The notice of the last ending before it; the case may have been opened again since."""
    endings = [step for step in file.path if isinstance(step, CaseEnded)]
    if not endings:
        raise CaseHasNotEnded
    before = [each for each in endings if each.occurred_on <= command.occurred_on]
    if not before:
        raise ToldBeforeEnding
    ending = before[-1]
    for other in file.named.values():
        if isinstance(other, EndingNotified) and (other.ending_id, other.told) == (
            ending.entry_id,
            command.told,
        ):
            raise AlreadyTold
    return EndingNotified(
        **entry_fields(file, command.entry_id, command.occurred_on),
        ending_id=ending.entry_id,
        told=command.told,
        due_on=_notice_due(file, ending) or command.occurred_on,
    )


def _notice_due(file: File, ending: CaseEnded) -> date | None:
    """The last day to tell of an ending; None where a place sets none.

    戒毒条例 21, 40: the end of a programme is made known within seven days.
    """
    assessed = assessment_on(file, ending.occurred_on)
    policies, level = policies_in_force(), "" if assessed is None else assessed.level
    rule = policies.duty(Duty.ENDING_NOTICE, file.region, ending.kind, level, ending.occurred_on)
    if rule is None or not isinstance(rule.shape, Within):
        return None
    return policies.last_day(ending.occurred_on, rule.shape, file.region)


def _ended(state: Case) -> Ended:
    case = opened(state)
    if not isinstance(case, Ended):
        raise CaseHasNotEnded
    return case
