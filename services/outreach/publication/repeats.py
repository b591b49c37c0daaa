"""Publications that repeat an article: each names the first of its text, and is found by it."""

from functools import lru_cache

from shared.events.outreach.articles import ArticlePublished
from shared.journal.journal import Part, Row
from shared.lists.paging import PAGE, SCANNED, way

REPEAT = Part(
    """
    INSERT INTO publication_repeats (record_id, same_as, occurred_on)
    {rows}
    ON CONFLICT (record_id) DO NOTHING
    """,
    ("uuid", "uuid", "date"),
)

# $1: regions; $2 to $5: the range; $6: the first publication of the text; $7: the channel.
_CANDIDATES = """
    SELECT occurred_on AS at, record_id AS id FROM publication_repeats
    WHERE same_as = $6 AND (occurred_on, record_id) > ($2::date, $3::uuid)
        AND (occurred_on, record_id) < ($4::date, $5::uuid)
    ORDER BY occurred_on {way}, record_id {way} LIMIT {scanned}"""
_MATCHES = "kept.region ^@ ANY ($1::text[]) AND ($7::text IS NULL OR kept.kind = $7)"


def rows_of(work: object) -> list[Row]:
    """The row of a publication that repeats another."""
    if not isinstance(work, ArticlePublished) or work.same_as is None:
        return []
    return [Row(REPEAT, (work.publication_id, work.same_as, work.occurred_on))]


@lru_cache(16)
def statement(*, descending: bool, limit: int) -> str:
    """The query of a page of the publications that repeat one."""
    order = way(descending=descending)
    return PAGE.format(
        table="outreach_records",
        key="record_id",
        candidates=_CANDIDATES.format(way=order, scanned=SCANNED),
        matches=_MATCHES,
        way=order,
        scanned=SCANNED,
        limit=limit,
    )
