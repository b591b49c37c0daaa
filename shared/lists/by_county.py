"""Candidates for a page from all counties of some regions, in one order, along one index.

An index has the rows of each county in order; a city or a province is several counties. They are
found by steps along the index, one each, which come to the first row of each in the page's order.
These rows show which counties have nothing on the page. A few rows of each other one show behind
which place the page cannot end; then those give more that may have some before that place. So a
page reads about as many rows as it has, and a few for each county, however many there are.
"""

from shared.regions import prefix

COUNTY = 6  # digits

# $1: regions, as prefixes none of which holds another; $2 to $5: the range.
_CANDIDATES = """
WITH RECURSIVE county_of AS (
    SELECT wanted.prefix, first.county, first.at, first.id FROM (
        SELECT DISTINCT left(prefix, 6) AS prefix FROM unnest($1::text[]) AS prefix
    ) AS wanted CROSS JOIN LATERAL (
        {first_of} AND county {from_prefix}
        ORDER BY county {way}, {at} {way}, {key} {way} LIMIT 1
    ) AS first WHERE starts_with(first.county, wanted.prefix)
    UNION ALL
    SELECT county_of.prefix, following.county, following.at, following.id
    FROM county_of CROSS JOIN LATERAL (
        {first_of} AND county {behind} county_of.county
        ORDER BY county {way}, {at} {way}, {key} {way} LIMIT 1
    ) AS following WHERE starts_with(following.county, county_of.prefix)
), reach AS MATERIALIZED (
    SELECT at, id FROM county_of WHERE (at, id) > ({low}) AND (at, id) < ({high})
    ORDER BY at {way}, id {way} OFFSET {scanned} LIMIT 1
), size AS MATERIALIZED (
    SELECT least({scanned}, 2 + {scanned} / greatest(count(*), 1)) AS rows FROM county_of
), sample AS MATERIALIZED (
    SELECT county_of.county, first.at, first.id, row_number() OVER (
        PARTITION BY county_of.county ORDER BY first.at {way}, first.id {way}
    ) AS number
    FROM county_of CROSS JOIN LATERAL (
        {first_rows} LIMIT (SELECT rows FROM size)
    ) AS first WHERE (county_of.at, county_of.id) {before} ({reach})
), bound AS MATERIALIZED (
    SELECT at, id FROM sample ORDER BY at {way}, id {way} OFFSET {scanned} LIMIT 1
)
SELECT at, id FROM (
    SELECT at, id FROM sample
    UNION ALL
    SELECT more.at, more.id FROM sample AS last CROSS JOIN LATERAL (
        {more_rows} LIMIT {scanned}
    ) AS more
    WHERE last.number = (SELECT rows FROM size) AND last.number < {scanned}
        AND (last.at, last.id) {before} ({bound})
) AS found
ORDER BY at {way}, id {way} LIMIT {scanned}
"""

# One comparison at each end: of two at the same end, a scan may not stop at the nearer one.
_ROWS = """SELECT {at} AS at, {key} AS id FROM {table}
        WHERE {only} AND county = {county}
        AND ({at}, {key}) > ({low}) AND ({at}, {key}) < ({high})
        ORDER BY {at} {way}, {key} {way}"""
_LOW, _HIGH = "$2::{type}, $3::uuid", "$4::{type}, $5::uuid"
_FIRST_OF = "SELECT county, {at} AS at, {key} AS id FROM {table} WHERE {only}"
_BOUND = """coalesce((SELECT at FROM {name}), {end[0]}),
            coalesce((SELECT id FROM {name}), {end[1]})"""
_LAST = "last.at, last.id"


def candidates(
    table: str, key: str, at: str, kind: str, way: str, scanned: int, only: str = "true"
) -> str:
    """The query; `only` is what an index of these rows says of them.

    The index has what `only` compares, county, `at` and `key`.
    """
    words = {"table": table, "key": key, "at": at, "way": way, "only": only}
    low, high = _LOW.format(type=kind), _HIGH.format(type=kind)
    end = (high if way == "ASC" else low).split(", ")
    bound, reach = (_BOUND.format(name=name, end=end) for name in ("bound", "reach"))
    more = {"low": _LAST, "high": bound} if way == "ASC" else {"low": bound, "high": _LAST}
    return _CANDIDATES.format(
        **words,
        scanned=scanned,
        low=low,
        high=high,
        first_of=_FIRST_OF.format(**words),
        # What begins with a prefix comes before the prefix with ":", which follows the digits.
        from_prefix=">= wanted.prefix" if way == "ASC" else "< wanted.prefix || ':'",
        behind=">" if way == "ASC" else "<",
        first_rows=_ROWS.format(**words, county="county_of.county", low=low, high=high),
        more_rows=_ROWS.format(**words, county="last.county", **more),
        bound=bound,
        reach=reach,
        before="<" if way == "ASC" else ">",
    )


def within(own: tuple[str, ...], region: str | None) -> list[str]:
    """The prefixes of a region that a caller asks for, as far as it lies within its own.

    None of them holds another.

    >>> within(("4101", "410102"), None), within(("4101",), "410102000000")
    (['4101'], ['410102'])
    >>> within(("410102",), "410000000000"), within(("4101",), "330000000000")
    (['410102'], [])
    """
    wanted = prefix(region) if region else ""
    narrowed = {
        wanted if wanted.startswith(each) else each
        for each in own
        if wanted.startswith(each) or each.startswith(wanted)
    }
    return sorted(
        each
        for each in narrowed
        if not any(each != other and each.startswith(other) for other in narrowed)
    )


def whole_counties(prefixes: list[str]) -> bool:
    """Whether regions are made of whole counties, so that each candidate lies within them."""
    return all(len(each) <= COUNTY for each in prefixes)
