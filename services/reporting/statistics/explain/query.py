"""The statements that read what a figure is made of, along an index of the facts. Pure.

Facts of one entry with the same day, region and values add up to what the entry adds in the end:
nothing, where it was made void. So facts are added up by these before they are shown. They have the
order of their days and regions, which are in the index: a page of some of these reads no others.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.facts import Expressions
from services.reporting.statistics.places import WITHIN

_FACTS_OF = """
FROM live.facts
WHERE measure = $1 AND day >= $2 AND day < $3
    AND {within}
"""
_FACTS = _FACTS_OF.format(within=WITHIN)
# Of some regions, as an array of a query like that of all: so it goes along the index.
_ONE_OF = "region >= $4 AND region < $5 AND region = ANY (ARRAY(SELECT unnest({regions}::text[])))"
# Not as a range: the index of times of recording is no help for what is nearly always all facts.
_UNTIL = "coalesce(recorded_at <= $6, true)"
_AFTER = "recorded_at > coalesce($6, 'infinity'::timestamptz)"
_FIXED = 6  # parameters of these

# `counted` are the facts that the figure is made of; the others say what became of them.
ENTRIES = f"""
SELECT day, event_id, region, {{dims}} AS dims, min(stream_id) AS stream_id, {{amount}} AS amount,
    min(recorded_at) FILTER (WHERE {{counted}}) AS recorded_at,
    coalesce(sum(delta) FILTER (WHERE {_UNTIL}), 0) = 0
        AND count(*) FILTER (WHERE {_UNTIL}) > 1 AS is_void,
    max(recorded_at) FILTER (WHERE {_UNTIL}) AS changed_at,
    sum(delta) = 0 AS is_void_now,
    min(recorded_at) FILTER (WHERE {_AFTER}) AS changed_since
{_FACTS_OF} {{conditions}} {{behind}}
GROUP BY day, region, event_id, {{dims}}
HAVING {{shown}}
ORDER BY day, region, event_id, dims
"""
# What a sample found is its last value: it is left out, and both of its facts are one row.
_WITHOUT_FINDING = "regexp_replace(dims, '[^/]*$', '')"
_NET = f"coalesce(sum(delta) FILTER (WHERE {_UNTIL}), 0)"

TOTAL = f"SELECT coalesce(sum(delta), 0)::bigint {_FACTS} AND {_UNTIL} {{conditions}}"

# In an order that is another for each question: by a hash of the person with a text of its own.
PERSONS = f"""
{{listed}}
SELECT {{place}} AS place, owner::text, sum(amount)::bigint AS total,
    array_agg(region ORDER BY region, dims) AS regions,
    array_agg(dims ORDER BY region, dims) AS dims,
    array_agg(amount ORDER BY region, dims) AS amounts
FROM (
    SELECT {{owner}} AS owner, region, dims, sum(delta)::bigint AS amount
    {_FACTS} AND {_UNTIL} {{conditions}} {{on_page}}
    GROUP BY 1, 2, 3 {{netted}}
) AS held
GROUP BY owner {{stands}}
ORDER BY 1
"""
# The persons of a page: what the entries of these say is then added up for them alone. To sort
# those of all persons by what they say takes longer than to read them twice.
LISTED = f"""
WITH listed AS MATERIALIZED (
    SELECT owner FROM (
        SELECT {{owner}} AS owner, sum(delta) AS amount
        {_FACTS} AND {_UNTIL} {{conditions}}
        GROUP BY 1
    ) AS person
    {{behind}}
    GROUP BY owner {{stands}}
    ORDER BY {{place}} LIMIT {{limit}}
)
"""


class Statement(NamedTuple):
    """A statement with its parameters."""

    sql: str
    parameters: Sequence[object]


def entries_of(
    opening: Opening,
    *,
    owner: str | None = None,
    after: Sequence[object] | None = None,
    days: tuple[date, date] | None = None,
    regions: Sequence[str] | None = None,
    with_void: bool = False,
    limit: int | None = None,
) -> Statement:
    """The entries of a part, or those of one owner: a person's id, or a stream's.

    `after` is the day, the region, the entry and the values of the last one that was shown; `days`
    [first, next) and `regions` are those that are looked at, if not all; `with_void` has those too
    that were void by then.
    """
    written, conditions = _written(opening, owner)
    facts = opening.facts()
    if opening.selection.counting == "recorded":
        later = " ".join(written.delayed(facts.where))
        counted = f"delta > 0 AND {_UNTIL} {later}"
        amount = f"count(*) FILTER (WHERE {counted})"
        shown = f"{amount} > 0"
    else:
        counted, amount = _UNTIL, _NET
        # What adds nothing by itself, such as a session that nobody came to, is shown; what was
        # taken back is not.
        shown = f"{_NET} <> 0 OR count(*) FILTER (WHERE {_UNTIL}) {'>= 1' if with_void else '= 1'}"
    dims = "dims" if opening.selection.measure.finding is None else _WITHOUT_FINDING
    behind = ""
    if after is not None:
        types = ("date", "text", "uuid", "text")
        place = ", ".join(
            f"{written.parameter(value)}::{kind}" for value, kind in zip(after, types, strict=True)
        )
        behind = f"AND (day, region, event_id, {dims}) > ({place})"
    within = WITHIN
    if regions is not None:
        within = _ONE_OF.format(regions=written.parameter(regions))
    sql = ENTRIES.format(
        dims=dims,
        amount=amount,
        counted=counted,
        shown=shown,
        within=within,
        conditions=conditions,
        behind=behind,
    )
    return _statement(sql, opening, written, limit, days)


def total_of(opening: Opening, owner: str) -> Statement:
    """What the entries of one owner add up to."""
    written, conditions = _written(opening, owner)
    return _statement(TOTAL.format(conditions=conditions), opening, written, None)


def persons_of(
    opening: Opening,
    salt: str,
    *,
    after: str | None = None,
    with_void: bool = False,
    limit: int | None = None,
) -> Statement:
    """One row for each person of a part; of a stock, for what stands at the end.

    `salt` is secret and this figure's own; `after` is the place of the last row shown.
    `with_void` also has the persons all of whose entries were void by then.
    """
    written, conditions = _written(opening, None)
    is_stock = opening.selection.counting == "stock"
    if not is_stock:
        conditions += " AND subject IS NOT NULL"
    # By the id and not by its text, which takes several times as long to sort.
    owner = "coalesce(subject::text, stream_id)" if is_stock else "subject"
    place = f'md5({written.parameter(salt)} || owner::text) COLLATE "C"'
    behind = "" if after is None else f"WHERE {place} > {written.parameter(after)}"
    stands = "HAVING sum(amount) <> 0" if is_stock else "HAVING sum(amount) > 0"
    words = {
        "owner": owner,
        "place": place,
        "conditions": conditions,
        "stands": "" if with_void else stands,
    }
    sql = PERSONS.format(
        listed="" if limit is None else LISTED.format(**words, behind=behind, limit=limit),
        on_page="" if limit is None else f"AND {owner} IN (SELECT owner FROM listed)",
        netted="" if with_void else "HAVING sum(delta) <> 0",
        **words,
    )
    return _statement(sql, opening, written, None)


def _written(opening: Opening, owner: str | None) -> tuple[Expressions, str]:
    """The expressions of a statement, and the conditions on facts."""
    written = Expressions(opening.selection, _FIXED)
    conditions = [*written.conditions(opening.facts().where)]
    if owner is not None:
        conditions.append(_is_owner(written, owner))
    return written, " ".join(conditions)


def _is_owner(written: Expressions, owner: str) -> str:
    """The condition that a fact is of a person, or of a stream where it is of no person."""
    name = written.parameter(owner)
    try:
        UUID(owner)
    except ValueError:
        return f"AND subject IS NULL AND stream_id = {name}"
    return f"AND subject = {name}::text::uuid"


def _statement(
    sql: str,
    opening: Opening,
    written: Expressions,
    limit: int | None,
    days: tuple[date, date] | None = None,
) -> Statement:
    facts = opening.facts()
    fixed = (
        opening.selection.measure.code,
        *(days or (facts.start, facts.end)),
        facts.low,
        facts.high,
        opening.question.as_of,
    )
    if limit is not None:
        sql += f"LIMIT {limit:d}"
    return Statement(sql, (*fixed, *written.parameters))
