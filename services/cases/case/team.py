"""The support team of a case: members join and leave by their days. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, entry_fields, file_on
from services.cases.case.state import Case, File
from shared.decider import Missing, Refused, check_day
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.kinds import CaseKind
from shared.events.cases.team import FamilyTie, TeamLeaving, TeamMemberJoined, TeamMemberLeft
from shared.policies.in_force import policies_in_force
from shared.policies.teams import TeamPolicy
from shared.text import Text


@dataclass(frozen=True)
class TeamEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class JoinTeam(TeamEntry):
    """Somebody joins the team: a worker of an agency, or a member of the family.

    `responsible` is the agency that is, as the register has it: a case of before may not say.
    """

    role: str
    agency: str = ""
    worker_id: UUID | None = None
    paired: bool = False
    family: FamilyTie | None = None
    responsible: str = ""


@dataclass(frozen=True)
class LeaveTeam(TeamEntry):
    """A member leaves the team."""

    joining_id: UUID
    reason: TeamLeaving


@dataclass(frozen=True)
class HandOver(TeamEntry):
    """A worker takes over from a member of the same agency, in the same role and on the same day.

    `joining_id` is the member's; `next_id` will be the joining of who takes over.
    """

    joining_id: UUID
    next_id: UUID
    agency: str
    worker_id: UUID


Command: TypeAlias = JoinTeam | LeaveTeam | HandOver


class RoleUnknown(Refused):
    """There is no such role in a team where the file is, on this day; choose one that there is."""

    zh = "档案所在地区在这一天的帮教小组没有这一角色，请填写现有的角色。"
    field = "role"

    def __init__(self, team: TeamPolicy | None = None) -> None:
        super().__init__()
        self._roles = team.roles if team else {}

    @property
    def text(self) -> Text:
        """Which roles there are."""
        if not self._roles:
            return super().text
        zh = "、".join(f"{role.name.zh}（{code}）" for code, role in self._roles.items())
        en = ", ".join(f"{code} ({role.name.en})" for code, role in self._roles.items())
        return Text(
            zh=f"档案所在地区在这一天的帮教小组没有这一角色，应为：{zh}。",
            en=f"There is no such role in a team where the file is, on this day; choose one of:"
            f" {en}.",
        )


class WorkerOrFamily(Refused):
    """A member is a worker of an agency, or of the family: name the agency, or what the relative is
    to the client, and not both."""

    zh = "小组成员或是某单位的工作人员，或是家属：请填写单位，或与服务对象的关系，二者只填其一。"
    field = "family"


class NotInTeam(Missing):
    """This case's team has no such member now; look at the team."""

    zh = "该档案的帮教小组现在没有这位成员，请查看小组名单。"


class AlreadyInTeam(Refused):
    """This worker is a member of the team in this role already."""

    zh = "该工作人员已经以这一角色加入帮教小组。"


class TakesOverFromItself(Refused):
    """Another worker takes over; name one."""

    zh = "交接双方不能是同一人，请另选接手人员。"
    field = "worker_id"


class NotOfThisAgency(Refused):
    """Only a worker of the member's own agency takes over; record that the one leaves, and that
    the other joins."""

    zh = "只能由同一单位的工作人员接手；其他单位的，请分别登记退出和加入。"
    field = "worker_id"


class LeftTeamBeforeJoining(Refused):
    """The member left before the day of joining; check both days."""

    zh = "退出日期早于加入日期，请核对。"
    field = "occurred_on"


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and a member who is neither a worker nor a relative."""
    check_day(command.occurred_on, today)
    if isinstance(command, JoinTeam):
        is_worker = bool(command.agency or command.worker_id)
        if is_worker is (command.family is not None):
            raise WorkerOrFamily


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Take a member into the team, or out of it; of a case that has ended until its last day."""
    check(command, today)
    file = file_on(state, command.occurred_on)
    common = entry_fields(file, command.entry_id, command.occurred_on)
    match command:
        case JoinTeam():
            policy = policies_in_force().team(
                file.region, file.kind_on(command.occurred_on), level_of(file), command.occurred_on
            )
            if policy is None or command.role not in policy.roles:
                raise RoleUnknown(policy)
            return [_joined(command, file, common)]
        case LeaveTeam():
            return [_left(command, _member(command, file), command.reason, common)]
        case HandOver():
            return _handed_over(command, file, common)
        case _:
            assert_never(command)


def _member(command: LeaveTeam | HandOver, file: File) -> TeamMemberJoined:
    member = team_of(file).get(command.joining_id)
    if member is None:
        raise NotInTeam
    if command.occurred_on < member.occurred_on:
        raise LeftTeamBeforeJoining
    return member


def _left(
    command: TeamEntry, member: TeamMemberJoined, reason: TeamLeaving, common: dict[str, Any]
) -> TeamMemberLeft:
    return TeamMemberLeft(
        **common,
        joining_id=member.entry_id,
        role=member.role,
        agency=member.agency,
        worker_id=member.worker_id,
        joined_on=member.occurred_on,
        reason=reason,
    )


def _handed_over(command: HandOver, file: File, common: dict[str, Any]) -> list[CaseEvent]:
    """The one leaves; the other joins, who may be in the team in this role already."""
    member = _member(command, file)
    if member.agency != command.agency:
        raise NotOfThisAgency
    if member.worker_id == command.worker_id:
        raise TakesOverFromItself
    left = _left(command, member, TeamLeaving.HANDED_OVER, common)
    if _is_in(file, command.worker_id, member.role):
        return [left]
    joined = TeamMemberJoined(
        **entry_fields(file, command.next_id, command.occurred_on),
        role=member.role,
        agency=member.agency,
        worker_id=command.worker_id,
        external=member.external,
        paired=member.paired,
    )
    return [joined, left]


def _is_in(file: File, worker_id: UUID, role: str) -> bool:
    return any((each.worker_id, each.role) == (worker_id, role) for each in team_of(file).values())


def _joined(command: JoinTeam, file: File, common: dict[str, Any]) -> TeamMemberJoined:
    if command.worker_id is not None and _is_in(file, command.worker_id, command.role):
        raise AlreadyInTeam
    return TeamMemberJoined(
        **common,
        role=command.role,
        agency=command.agency,
        worker_id=command.worker_id,
        external=bool(command.agency) and command.agency != (file.agency or command.responsible),
        paired=command.paired,
        family=command.family,
    )


def team_of(file: File) -> dict[UUID, TeamMemberJoined]:
    """The members of a case's team now, by their joining, in the order of recording.

    Workers of an agency that has given the case up are in it no more.
    """
    return {
        entry_id: entry
        for entry_id, entry in file.named.items()
        if isinstance(entry, TeamMemberJoined)
        and not file.resting.get(entry_id)
        and entry_id not in file.passed_on
    }


def level_of(file: File) -> str:
    """The level of the last assessment that counts; empty where there is none."""
    assessed = [mark for mark in file.marks if isinstance(mark, RiskAssessed)]
    return max(assessed, key=lambda mark: mark.occurred_on).level if assessed else ""


def lacking(file: File, day: date) -> dict[str, int]:
    """How many members of which role a team lacks on a day, by its policy and the present level."""
    there = Counter(member.role for member in team_of(file).values())
    return lacking_of(there, file.region, file.kind_on(day), level_of(file), day)


def lacking_of(
    there: Mapping[str, int], region: str, kind: CaseKind, level: str, day: date
) -> dict[str, int]:
    """How many members a team lacks that has so many in each role; none where no policy says."""
    policy = policies_in_force().team(region, kind, level, day)
    roles = policy.roles if policy else {}
    short = {code: role.number - there.get(code, 0) for code, role in roles.items()}
    return {code: number for code, number in short.items() if number > 0}
