"""What is known of a post that was bought, and why a command on it is refused. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Missing, Refused
from shared.events.cases.posts import Funds, PostEnding, PostSpan, VacancyReason


@dataclass(frozen=True)
class Unbought:
    """There is no post under this id."""


@dataclass(frozen=True)
class Filling:
    """A worker filled a post in [since, until); without an end, until further notice."""

    worker_id: UUID
    since: date
    until: date | None = None
    reason: VacancyReason | None = None


@dataclass(frozen=True)
class Placement:
    """A post is at a workstation from a day on."""

    workstation_id: UUID
    since: date


@dataclass(frozen=True)
class Bought:
    """A post, where it is, and who fills it; `spans` says how it was, the present last.

    `placements` are all, and `fillings` those that were no mistake, one after the other.
    """

    post_id: UUID
    agency: str
    region: str
    provider: str
    bought_on: date
    since: date
    until: date
    funds: Funds
    year: int
    reference: str = ""
    workstation_id: UUID | None = None
    worker_id: UUID | None = None
    placements: tuple[Placement, ...] = ()
    fillings: tuple[Filling, ...] = ()
    spans: tuple[PostSpan, ...] = ()

    @property
    def present(self) -> PostSpan:
        """How it is now."""
        return self.spans[-1]

    def placed(self, workstation_id: UUID, region: str, since: date) -> "Bought":
        """The post at a workstation of a region."""
        placements = (*self.placements, Placement(workstation_id, since))
        return replace(self, workstation_id=workstation_id, region=region, placements=placements)

    def filled(self, worker_id: UUID, since: date) -> "Bought":
        """The post with a worker in it."""
        fillings = (*self.fillings, Filling(worker_id, since))
        return replace(self, worker_id=worker_id, fillings=fillings)

    def vacated(self, until: date, reason: VacancyReason) -> "Bought":
        """The post without one; a filling that was entered in error never was."""
        *before, last = self.fillings
        if reason is not VacancyReason.ENTERED_IN_ERROR:
            before.append(replace(last, until=until, reason=reason))
        return replace(self, worker_id=None, fillings=tuple(before))


@dataclass(frozen=True)
class Over:
    """A post that is no more; `before` is how it was."""

    before: Bought
    ended_on: date
    reason: PostEnding


Post: TypeAlias = Unbought | Bought | Over


class PostUnknown(Missing):
    """There is no such post of your agency; buy it first."""

    zh = "没有这个岗位，请先登记购买。"


class PostAlreadyBought(Refused):
    """A post is entered under this id already."""

    zh = "该编号下已登记岗位。"


class PostHasEnded(Refused):
    """This post is no more; enter the new contract as a post of its own."""

    zh = "该岗位已经终止；续签的合同请另行登记为新岗位。"


class TermIsEmpty(Refused):
    """The contract ends after it begins; check both days."""

    zh = "合同止期应晚于起期，请核对。"
    field = "until"


class OutsideTheContract(Refused):
    """This day is not within the contract's time; check it."""

    zh = "该日期不在合同期内，请核对。"


class PostNotPlaced(Refused):
    """The post is at no workstation yet; place it first."""

    zh = "该岗位尚未安排到工作站，请先安排。"


class PostIsFilled(Refused):
    """A worker fills this post; have it vacated first."""

    zh = "该岗位已有人员在岗，请先办理空缺登记。"


class PostIsVacant(Refused):
    """Nobody fills this post."""

    zh = "该岗位目前无人在岗。"


class BeforeTheLastChange(Refused):
    """The post was bought, placed, filled or vacated later than this day; check it."""

    zh = "该日期早于该岗位上一次变动（购买、安排、到岗或空缺）的日期，请核对。"


class PostWasFilled(Refused):
    """A post that a worker has filled was not entered in error; give another reason."""

    zh = "该岗位曾有人员在岗，不能按误登处理，请填写其他原因。"
    field = "reason"


class WorkerFillsAnother(Refused):
    """This worker fills another post, or has left; one worker fills one post at a time."""

    zh = "该工作人员已在另一岗位，或已经离岗；一人同时只能在一个岗位。"
    field = "worker_id"


def bought(state: Post) -> Bought:
    """The post that there is; raises `PostUnknown` or `PostHasEnded`."""
    match state:
        case Unbought():
            raise PostUnknown
        case Over():
            raise PostHasEnded
        case Bought():
            return state
        case _:
            assert_never(state)
