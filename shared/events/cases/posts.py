"""Posts that government buys: each filled by one worker of the provider at a time."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Event, published


class Funds(StrEnum):
    """Where the money of a post comes from."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    STREET = "street"
    LOTTERY = "lottery"
    OTHER = "other"


class OnPost(Event):
    """What every event of a post carries: `agency` bought it, for a `region`."""

    post_id: UUID
    agency: str
    region: str


@published("cases.PostBought.v1")
class PostBought(OnPost):
    """A post was bought of a provider, by a contract for [since, until); `year` is the budget's."""

    provider: str
    bought_on: date
    since: date
    until: date
    funds: Funds
    year: int


@published("cases.PostPlaced.v1")
class PostPlaced(OnPost):
    """The post is at a workstation from a day on."""

    workstation_id: UUID
    placed_on: date


@published("cases.PostFilled.v1")
class PostFilled(OnPost):
    """A worker of the provider fills the post from a day on."""

    worker_id: UUID
    filled_on: date
    funds: Funds


class VacancyReason(StrEnum):
    """Why a post is vacant again."""

    WORKER_LEFT = "worker_left"
    WORKER_MOVED = "worker_moved"
    ENTERED_IN_ERROR = "entered_in_error"


@published("cases.PostVacated.v1")
class PostVacated(OnPost):
    """The post is vacant from a day on; entered in error, it never was filled by this worker."""

    worker_id: UUID
    vacated_on: date
    reason: VacancyReason
    funds: Funds


class PostEnding(StrEnum):
    """Why a post is no more."""

    CONTRACT_ENDED = "contract_ended"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered_in_error"


@published("cases.PostEnded.v1")
class PostEnded(OnPost):
    """The post is no more from a day on; `bought_on` is told again, for one entered in error."""

    ended_on: date
    reason: PostEnding
    bought_on: date
    funds: Funds
