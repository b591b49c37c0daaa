"""A post as it is shown: in lists, and to those who bought it or provide its workers."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from services.cases.post.state import Bought, Over
from shared.events.cases.posts import Funds, PostEnding, VacancyReason


class ListedPost(BaseModel):
    """A post; vacant where `worker_id` is null and it has not ended.

    `reference` is empty where none was given. `own` says whether your agency bought it.
    """

    post_id: UUID
    agency: str
    own: bool
    provider: str
    region: str
    bought_on: date
    since: date
    until: date
    funds: Funds
    year: int
    reference: str
    workstation_id: UUID | None
    worker_id: UUID | None
    ended_on: date | None


class FilledBy(BaseModel):
    """Who filled the post in [since, until), and why no longer."""

    worker_id: UUID
    since: date
    until: date | None
    reason: VacancyReason | None


class PlacedAt(BaseModel):
    """At which workstation the post was from a day on."""

    workstation_id: UUID
    since: date


class PostFacts(ListedPost):
    """A post, with where it was and who filled it until now, why it is no more, and its version."""

    placements: list[PlacedAt]
    fillings: list[FilledBy]
    bought_in: str
    ended_for: PostEnding | None
    version: int


def shown_post(state: Bought | Over, version: int, agency: str) -> PostFacts:
    """All that is known of a post, for one of its agencies."""
    was = state if isinstance(state, Bought) else state.before
    facts = {name: getattr(was, name) for name in ListedPost.model_fields if hasattr(was, name)}
    return PostFacts(
        **facts,
        own=was.agency == agency,
        ended_on=state.ended_on if isinstance(state, Over) else None,
        placements=[
            PlacedAt(workstation_id=each.workstation_id, since=each.since)
            for each in was.placements
        ],
        fillings=[
            FilledBy(
                worker_id=each.worker_id, since=each.since, until=each.until, reason=each.reason
            )
            for each in was.fillings
        ],
        bought_in=was.spans[0].region if was.spans else was.region,
        ended_for=state.reason if isinstance(state, Over) else None,
        version=version,
    )
