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


class PostState(StrEnum):
    """Whether a worker fills a post."""

    VACANT = "vacant"
    FILLED = "filled"


class PostSpan(Event):
    """How a post was where in [since, until); without an end, until further notice."""

    region: str
    funds: Funds
    state: PostState
    since: date
    until: date | None = None


class OnPost(Event):
    """What every event of a post carries: `agency` bought it; it is of a `region` from then on.

    `removed` is how it no longer was, `added` how it was instead.
    """

    post_id: UUID
    agency: str
    region: str
    removed: tuple[PostSpan, ...] = ()
    added: tuple[PostSpan, ...] = ()


@published("cases.PostBought.v1")
class PostBought(OnPost):
    """A post was bought of a provider, by a contract for [since, until); `year` is the budget's.

    `reference` is the contract's or the post's own number, as the buyer writes it.
    """

    provider: str
    bought_on: date
    since: date
    until: date
    funds: Funds
    year: int
    reference: str = ""


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


class PostEnding(StrEnum):
    """Why a post is no more."""

    CONTRACT_ENDED = "contract_ended"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered_in_error"


@published("cases.PostEnded.v1")
class PostEnded(OnPost):
    """The post is no more from a day on; entered in error, it never was: what was said when it was
    bought is told again, and counts no longer."""

    ended_on: date
    reason: PostEnding
    bought_in: str
    bought_on: date
    funds: Funds
