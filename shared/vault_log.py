"""The log of reads: who read personal data, or asked about a person, written before the answer.

It names the person by the id of a registration, and holds nothing personal. An entry belongs to the
regions that it is about, and to all that these lie in: who oversees one of them is shown it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.regions import LENGTHS, prefix

# What is counted together waits for each other here until it is written, so that the count below,
# a statement of its own, sees it: its snapshot is taken when it begins. The count takes the longer
# the more the agency has asked in the day: 1 ms at first, 5 ms after 25,000.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('looks'), hashtext($1))"

# One statement: what is over the limit leaves no row, and what is under it always does.
LOG = """
WITH entry AS (
    INSERT INTO vault_reads (person_id, item_id, agency, purpose, legal_basis, what, case_id, jti,
        acting_user)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
    WHERE $10::int IS NULL OR (
        SELECT count(*) FROM vault_reads
        WHERE agency = $3 AND what = ANY($13::text[]) AND read_at >= $11
    ) < $10
    RETURNING read_id, read_at
), regions AS (
    INSERT INTO vault_read_regions (region, read_at, read_id)
    SELECT unnest($12::text[]), read_at, read_id FROM entry
)
SELECT read_id FROM entry
"""


# Looks that wait at the same moment are written together. Their numbers are given in order.
LOG_ALL = """
WITH given AS (
    SELECT * FROM unnest(
        $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[],
        $8::text[], $9::text[], $10::text[]
    ) WITH ORDINALITY AS look (person_id, item_id, agency, purpose, legal_basis, what, case_id,
        jti, acting_user, regions, number)
), entry AS (
    INSERT INTO vault_reads (person_id, item_id, agency, purpose, legal_basis, what, case_id, jti,
        acting_user)
    SELECT person_id, item_id, agency, purpose, legal_basis, what, case_id, jti, acting_user
    FROM given ORDER BY number
    RETURNING read_id, read_at
)
INSERT INTO vault_read_regions (region, read_at, read_id)
SELECT unnest(string_to_array(given.regions, ' ')), numbered.read_at, numbered.read_id
FROM given JOIN (
    SELECT read_id, read_at, row_number() OVER (ORDER BY read_id) AS number FROM entry
) AS numbered USING (number)
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A read of personal data, or a question about a person: who, for whom, why, about what.

    `regions` are codes or prefixes: those of the case, or else of the agency. `purpose` and
    `legal_basis` are empty where the call has none.
    """

    what: str
    agency: str
    jti: str
    user: str
    regions: tuple[str, ...]
    purpose: str = ""
    legal_basis: str = ""
    case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` looks of some `kinds` together by an agency since a moment."""

    most: int
    since: datetime
    kinds: tuple[str, ...]


async def log_look(
    connection: Connection,
    look: Look,
    person_id: UUID | None,
    item_id: UUID | None = None,
    limit: Limit | None = None,
) -> bool:
    """Write a look down; False, and nothing is written, where it is over the limit.

    Looks that a limit counts together are counted and written one after the other.
    """
    if limit is None:
        return await _written(connection, look, person_id, item_id, None)
    async with connection.transaction(isolation="read_committed"):
        await connection.execute(LOCK, "\n".join((look.agency, *limit.kinds)))
        return await _written(connection, look, person_id, item_id, limit)


async def _written(
    connection: Connection,
    look: Look,
    person_id: UUID | None,
    item_id: UUID | None,
    limit: Limit | None,
) -> bool:
    read_id = await connection.fetchval(
        LOG,
        person_id,
        item_id,
        look.agency,
        look.purpose,
        look.legal_basis,
        look.what,
        look.case_id,
        look.jti,
        look.user,
        limit and limit.most,
        limit and limit.since,
        with_those_above(look.regions),
        limit and limit.kinds,
    )
    return read_id is not None


async def log_looks(connection: Connection, looks: Sequence[tuple[UUID, UUID, Look]]) -> None:
    """Write down looks at items: each with the person's id and the item's. All, or none."""
    rows = [
        (
            person_id,
            item_id,
            look.agency,
            look.purpose,
            look.legal_basis,
            look.what,
            look.case_id,
            look.jti,
            look.user,
            " ".join(with_those_above(look.regions)),
        )
        for person_id, item_id, look in looks
    ]
    await connection.execute(LOG_ALL, *zip(*rows, strict=True))


def with_those_above(regions: Iterable[str]) -> list[str]:
    """The prefixes of regions, and of all that they lie in.

    >>> with_those_above(["410102001000", "4103"])
    ['41', '4101', '410102', '410102001', '4103']
    """
    prefixes = [prefix(region) for region in regions]
    return sorted({each[:n] for each in prefixes for n in LENGTHS if n <= len(each)})
