"""The rows of posts: what lists ask, written in each append. Pure."""

from collections.abc import Sequence

from services.cases.post.rules import PostEvent
from services.cases.post.state import Over, Post, Unbought
from shared.journal.journal import Part, Row

POST = Part(
    """
    INSERT INTO posts AS kept (post_id, agency, provider, region, bought_on, since, until, funds,
        year, reference, workstation_id, worker_id, ended_on, version)
    {rows}
    ON CONFLICT (post_id) DO UPDATE SET
        region = excluded.region, workstation_id = excluded.workstation_id,
        worker_id = excluded.worker_id, ended_on = excluded.ended_on, version = excluded.version,
        changed_at = clock_timestamp()
    """,
    (
        *("uuid", "text", "text", "text", "date", "date", "date", "text", "int4"),
        *("text", "uuid", "uuid", "date", "int4"),
    ),
)


def rows_of(state: Post, events: Sequence[PostEvent], version: int) -> list[Row]:
    """The row of a post as it stands after an append."""
    if isinstance(state, Unbought):
        return []
    was, ended_on = (state.before, state.ended_on) if isinstance(state, Over) else (state, None)
    return [
        Row(
            POST,
            (
                was.post_id,
                was.agency,
                was.provider,
                was.region,
                was.bought_on,
                was.since,
                was.until,
                was.funds.value,
                was.year,
                was.reference,
                was.workstation_id,
                was.worker_id,
                ended_on,
                version,
            ),
        )
    ]
