"""What is known of a campaign, and why a command on it is refused. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from shared.decider import Missing, Refused
from shared.events.outreach.campaigns import CampaignAim, CampaignEnding, CampaignKind, CampaignSpan

LONGEST_DAYS = 5 * 366  # some special actions are of three years


@dataclass(frozen=True)
class Plan:
    """A campaign as it is planned: whose, where, for [since, until), with its aims."""

    campaign_id: UUID
    agency: str
    region: str
    code: str
    name: str
    kind: CampaignKind
    since: date
    until: date
    aims: tuple[CampaignAim, ...] = ()

    @property
    def span(self) -> CampaignSpan:
        """As figures take it."""
        return CampaignSpan(
            region=self.region,
            code=self.code,
            kind=self.kind,
            since=self.since,
            until=self.until,
            aims=self.aims,
        )


@dataclass(frozen=True)
class Undrafted:
    """There is no campaign under this id."""


@dataclass(frozen=True)
class Drafted:
    """It is planned, and not yet known to others."""

    plan: Plan


@dataclass(frozen=True)
class Launched:
    """It is known to all of its region, and counts."""

    plan: Plan
    launched_on: date


@dataclass(frozen=True)
class Ended:
    """It was ended: `plan.until` is the first day on which it is over."""

    plan: Plan
    launched_on: date
    reason: CampaignEnding


@dataclass(frozen=True)
class Void:
    """It was a mistake; `launched_on` is None where nobody else ever knew of it."""

    plan: Plan
    launched_on: date | None


Campaign: TypeAlias = Undrafted | Drafted | Launched | Ended | Void


class CampaignUnknown(Missing):
    """There is no such campaign; draft it first."""

    zh = "没有这项专项活动，请先登记活动方案。"


class CampaignAlreadyDrafted(Refused):
    """A campaign is entered under this id already."""

    zh = "该编号下已登记专项活动。"


class CampaignAlreadyLaunched(Refused):
    """This campaign is launched already; it can be changed, or ended."""

    zh = "该专项活动已经启动；可以变更或者结束。"


class CampaignNotLaunched(Refused):
    """This campaign is not launched: launch it first, or make the draft void."""

    zh = "该专项活动尚未启动；请先启动，不再开展的请作废方案。"


class CampaignHasEnded(Refused):
    """This campaign has ended, and does not change any more; if it is a mistake, make it void."""

    zh = "该专项活动已经结束，不能再变更；登记有误的请作废。"


class CampaignIsVoid(Refused):
    """This campaign is void."""

    zh = "该专项活动已经作废。"


class CampaignCodeTaken(Refused):
    """Another campaign was launched under this code; change the code of the draft."""

    zh = "该代码已用于其他专项活动，请先修改方案中的代码。"
    field = "code"


class CampaignIsEmpty(Refused):
    """The campaign ends after it begins; check both days."""

    zh = "结束日期应晚于开始日期，请核对。"
    field = "until"


class CampaignTooLong(Refused):
    """A campaign lasts five years at most; enter the years one by one."""

    zh = "一项专项活动最长五年；更长的请按年度分别登记。"
    field = "until"


class AimOfCases(Refused):
    """Contacts, tests and assessments are aims of special actions alone; change kind, or aims."""

    zh = "走访见面、吸毒检测、风险评估只能作为专项行动的目标；请修改类别或目标。"
    field = "aims"


class FixedOnceLaunched(Refused):
    """Code, region and kind stay as they were launched; end this one, and launch another."""

    zh = "代码、区划和类别启动后不能改变；请结束本项后另行启动。"
    field = "code"


class NothingChanges(Refused):
    """All of this is so already."""

    zh = "内容与现有方案相同，没有变更。"


class EndsOutsideItsTime(Refused):
    """A campaign ends after its first day, and no later than planned; check the day."""

    zh = "结束日期应晚于开始日期，且不晚于原定结束日期，请核对；延长的请先变更方案。"
    field = "ended_on"
