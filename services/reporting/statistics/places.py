"""Where a region stands among the others: parent, range of codes, those just below."""

from shared import regions

# Of facts in the regions [$4, $5). Their index has the region first: each one that has facts is
# looked for from the one before it, and the index is entered once for each. By the range alone
# PostgreSQL up to 17 reads all facts of these regions, whatever their measure and day, or the whole
# table; from an array of a query it expects few regions, and goes along the index.
WITHIN = """region = ANY (ARRAY(
        WITH RECURSIVE place (code) AS (
            (
                SELECT region FROM live.facts
                WHERE region >= $4 AND region < $5 ORDER BY region LIMIT 1
            )
            UNION ALL
            SELECT (
                SELECT later.region FROM live.facts AS later
                WHERE later.region > place.code AND later.region < $5
                ORDER BY later.region LIMIT 1
            ) FROM place WHERE code IS NOT NULL
        ) SELECT code FROM place WHERE code IS NOT NULL
    ))"""


# The first $3 regions of those in [$1, $2) that have facts.
SOME = """
WITH RECURSIVE place (code, number) AS (
    (
        SELECT region, 1 FROM live.facts
        WHERE region >= $1 AND region < $2 ORDER BY region LIMIT 1
    )
    UNION ALL
    SELECT (
        SELECT later.region FROM live.facts AS later
        WHERE later.region > place.code AND later.region < $2
        ORDER BY later.region LIMIT 1
    ), number + 1 FROM place WHERE code IS NOT NULL AND number < $3
) SELECT code FROM place WHERE code IS NOT NULL ORDER BY code
"""


def parent_of(region: str) -> str:
    """The region just above, "" above a province.

    >>> parent_of("410100000000"), parent_of("410000000000")
    ('410000000000', '')
    """
    return ("", *regions.ancestors(region))[-2]


def codes_within(region: str) -> tuple[str, str]:
    """The codes of a region and of all below it, as a half-open range of texts."""
    prefix = regions.prefix(region)
    return region, f"{int(prefix) + 1:0{len(prefix)}}"


def child_length(region: str) -> int:
    """How many digits tell the regions just below apart."""
    own = len(regions.prefix(region))
    listed = regions.regions_in_force().get(region)
    if own == 4 and listed is not None and listed.below == "streets":
        return 9
    return min((length for length in regions.LENGTHS if length > own), default=12)
