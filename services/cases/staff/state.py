"""What is known of a worker: who serves, who left, qualifications, absences; and refusals. Pure."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from shared.decider import Missing, Refused
from shared.events.cases.staff import Area, EmployedAs, Field, LeavingReason, Served


@dataclass(frozen=True)
class Unregistered:
    """Nobody is registered under this id."""


@dataclass(frozen=True)
class Qualification:
    """What a worker is qualified in, in [since, until)."""

    code: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Training:
    """A training that was attended."""

    code: str
    hours: int
    attended_on: date
    region: str


@dataclass(frozen=True)
class Absence:
    """An absence in [since, until), and who stands in from which day on (None: nobody)."""

    since: date
    until: date
    covers: Mapping[date, UUID | None]

    def holds_on(self, day: date) -> bool:
        """Whether the worker is absent on a day."""
        return self.since <= day < self.until

    def covered_on(self, day: date) -> UUID | None:
        """Who stands in on a day of it; None where nobody does."""
        begun = [since for since in self.covers if since <= day]
        return self.covers[max(begun)] if begun and self.holds_on(day) else None


@dataclass(frozen=True)
class Employed:
    """A worker who serves; `served` says where and as what until now, the present last."""

    worker_id: UUID
    agency: str
    region: str
    employment: EmployedAs
    joined_on: date
    workstation_id: UUID | None = None
    unit: str = ""
    field: Field = Field.COMMUNITY
    served: tuple[Served, ...] = ()
    name_item: UUID | None = None
    has_user: bool = False
    has_id_number: bool = False
    qualifications: Mapping[UUID, Qualification] = dataclasses.field(default_factory=dict)
    trainings: Mapping[UUID, Training] = dataclasses.field(default_factory=dict)
    absences: Mapping[UUID, Absence] = dataclasses.field(default_factory=dict)
    area: Area | None = None

    @property
    def name_in(self) -> UUID:
        """The vault's item that has the name: that of the registration, until it is corrected."""
        return self.name_item or self.worker_id

    def serves_on(self, day: date) -> bool:
        """Whether the worker serves on a day, absent or not."""
        return self.joined_on <= day

    def is_absent_on(self, day: date) -> bool:
        """Whether the worker is absent on a day."""
        return any(absence.holds_on(day) for absence in self.absences.values())

    def is_qualified(self, code: str, day: date) -> bool:
        """Whether the worker has a qualification on a day."""
        return any(
            each.code == code and each.holds_on(day) for each in self.qualifications.values()
        )


@dataclass(frozen=True)
class Left:
    """A worker who serves no longer; `before` is how the worker served."""

    before: Employed
    left_on: date
    reason: LeavingReason

    def serves_on(self, day: date) -> bool:
        """Whether the worker served on a day: until the day before `left_on`."""
        return self.before.serves_on(day) and day < self.left_on


Worker: TypeAlias = Unregistered | Employed | Left


class WorkerUnknown(Missing):
    """There is no such worker in your agency's roster; register the worker first."""

    zh = "本单位名册中没有这位工作人员，请先登记。"


class WorkerAlreadyRegistered(Refused):
    """A worker is registered under this id already."""

    zh = "该编号下已登记工作人员。"


class WorkerHasLeft(Refused):
    """This worker has left; register the worker again, from the day of the return."""

    zh = "该工作人员已经离岗；返岗的，请按返岗日期重新登记。"


class LeftBeforeJoining(Refused):
    """The worker left before the day of joining, or before the last move; check the days."""

    zh = "离岗日期早于到岗日期或最近一次调动日期，请核对。"
    field = "left_on"


class JoinedAfterMove(Refused):
    """The worker was moved before this day of joining; check the days."""

    zh = "到岗日期不早于该工作人员的调动日期，请核对。"
    field = "joined_on"


class MovedBeforeJoining(Refused):
    """A worker moves after the day of joining and after the last move; check the day."""

    zh = "调动日期应晚于到岗日期和上一次调动日期，请核对。"
    field = "moved_on"


class NothingMoved(Refused):
    """The worker is at this place already; give another workstation, region or unit."""

    zh = "该工作人员已在该工作地点；请填写新的工作站、区划或网格。"


class NothingToCorrectHere(Refused):
    """What was sent stands like this already; send what is to be otherwise."""

    zh = "所填内容与现有登记一致，无需更正。"


class UserTaken(Refused):
    """Another worker of your agency has this user; check it, or let that worker go first."""

    zh = "本单位另一名工作人员已使用该用户；请核对，或先为其办理离岗。"
    field = "user"


class OwnRecord(Refused):
    """Nobody changes how their own record tells who they are; ask a colleague to do it, whom the
    roster knows by the user."""

    zh = "本人的账号、证件号码和登记信息不能由本人登记或修改，请由名册中已登记账号的同事办理。"


class FillsPost(Refused):
    """This worker fills a post; have the post vacated first."""

    zh = "该工作人员仍在政府购买岗位上；请先办理岗位空缺登记。"


class QualifiedTooEarly(Refused):
    """A qualification ends after it begins; check both days."""

    zh = "资格有效期止应晚于起始日期，请核对。"
    field = "until"


class NotThisEntry(Missing):
    """This worker has no such entry, or it was made void already; read the worker again."""

    zh = "该工作人员没有这条记录，或者已经作废；请重新查看。"


class NotServingThen(Refused):
    """The worker did not serve on this day; check it against the day of joining."""

    zh = "该工作人员当日不在岗，请与到岗日期核对。"


class AbsenceEndsFirst(Refused):
    """An absence ends after it begins: `until` is the day of the return."""

    zh = "返岗日期应晚于缺勤开始日期，请核对。"
    field = "until"


class AbsencesOverlap(Refused):
    """The worker is absent on these days already; end or change that absence instead."""

    zh = "该工作人员在此期间已登记缺勤；请更改或结束原缺勤记录。"


class CoverOutsideAbsence(Refused):
    """The worker is not absent on this day; give a day of the absence."""

    zh = "该工作人员当日并未缺勤；请填写缺勤期间内的日期。"
    field = "since"


class CoversItself(Refused):
    """A worker cannot stand in for themselves; name another one."""

    zh = "缺勤人员不能由本人顶岗，请另选人员。"
    field = "covered_by"


class CoverNotServing(Refused):
    """Who stands in has to serve, and not be absent, on the day on which it begins."""

    zh = "顶岗人员自顶岗之日起须在岗且未缺勤，请另选人员。"
    field = "covered_by"


def employed(state: Worker) -> Employed:
    """The worker who serves; raises `WorkerUnknown` or `WorkerHasLeft`."""
    match state:
        case Unregistered():
            raise WorkerUnknown
        case Left():
            raise WorkerHasLeft
        case Employed():
            return state
