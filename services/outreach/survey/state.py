"""What is known of a survey, and why a command on it is refused. Pure."""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from shared.decider import Missing, Refused
from shared.events.outreach.surveys import AnswersRecorded, SurveyPrepared


@dataclass(frozen=True)
class Unprepared:
    """There is no such survey."""


@dataclass(frozen=True)
class Prepared:
    """A survey that only its agency knows of."""

    plan: SurveyPrepared


@dataclass(frozen=True)
class Open:
    """A survey that may be answered; `batches` are the answers that count.

    `closed_with` are those that it was closed with before it was reopened: others saw what they
    came to.
    """

    plan: SurveyPrepared
    opened_id: UUID
    batches: tuple[AnswersRecorded, ...] = ()
    closed_with: tuple[AnswersRecorded, ...] | None = None


@dataclass(frozen=True)
class Closed:
    """A survey that is over; `before` is how it was open."""

    before: Open
    closed_id: UUID

    @property
    def plan(self) -> SurveyPrepared:
        """How it was prepared."""
        return self.before.plan

    @property
    def batches(self) -> tuple[AnswersRecorded, ...]:
        """The answers that count."""
        return self.before.batches


@dataclass(frozen=True)
class VoidedSurvey:
    """A survey that counts nowhere; `was_open` says whether others knew of it."""

    plan: SurveyPrepared
    was_open: bool


Survey: TypeAlias = Unprepared | Prepared | Open | Closed | VoidedSurvey
Known: TypeAlias = Prepared | Open | Closed | VoidedSurvey


class SurveyUnknown(Missing):
    """There is no such survey."""

    zh = "没有这次调查。"


class SurveyAlreadyPrepared(Refused):
    """This survey is entered already."""

    zh = "这次调查已经登记。"


class SurveyNotOpen(Refused):
    """The survey is not open yet; open it first."""

    zh = "该调查尚未启动，请先启动。"


class SurveyAlreadyOpen(Refused):
    """The survey was opened already."""

    zh = "该调查已经启动。"


class SurveyIsClosed(Refused):
    """The survey is closed; reopen it to correct its answers."""

    zh = "该调查已经结束；如需更正答卷，请先重新打开。"


class SurveyNotClosed(Refused):
    """The survey is not closed, so there is nothing to reopen."""

    zh = "该调查并未结束，无须重新打开。"


class SurveyIsVoid(Refused):
    """The survey is void; enter the right one as a survey of its own."""

    zh = "该调查已经作废；请将正确的内容另行登记。"


class TimeIsEmpty(Refused):
    """The survey ends before it begins; check both days."""

    zh = "调查止期应晚于起期，请核对。"
    field = "until"


class GroupTwice(Refused):
    """A group stands there twice; write each once."""

    zh = "同一人群出现了两次，请合并填写。"
    field = "planned"


class OutsideItsTime(Refused):
    """This day is not within the time of the survey; check it."""

    zh = "该日期不在调查的起止期内，请核对。"
    field = "occurred_on"


class BeforeItBegins(Refused):
    """This day is before the survey's first day; check it."""

    zh = "该日期早于调查的起期，请核对。"
    field = "occurred_on"


class BeforeItsAnswers(Refused):
    """Some answers are of a later day; close the survey on the day of its last answers or later."""

    zh = "有答卷的日期晚于此日；结束日期不能早于最后一批答卷的日期，请核对。"
    field = "occurred_on"


class ChangedTooLittle(Refused):
    """Since the survey was reopened, too few answers of a group have changed: fewer than the
    smallest sample, and both results together would tell what these people ticked. Record more
    answers of the group, take a whole batch back and record the right one, or take back what was
    added; then close it.
    """

    zh = (
        "重新打开后，某一人群变动的答卷少于最小样本数；前后两次结果相减即可推知这几份答卷的内容。"
        "请补足该人群的答卷，或作废整批后重新登记，或撤回新增的答卷，再结束调查。"
    )


class NobodyAnswered(Refused):
    """Nobody has answered, so there is no result; record answers, or make the survey void."""

    zh = "还没有任何答卷；请先登记答卷，未开展的调查请作废。"


class MoreCountThanAnswered(Refused):
    """More count in a group than answered; check both numbers."""

    zh = "某一人群中计为知晓（满意）的人数多于答卷人数，请核对。"
    field = "groups"


class AnswersUnknown(Refused):
    """There are no such answers in this survey, or they are void already."""

    zh = "该调查中没有这批答卷，或者已经作废。"


class TooManyBatches(Refused):
    """A survey has 1,000 batches of answers at most; put more sheets into each."""

    zh = "一次调查最多登记1000批答卷；请合并后登记。"
