"""How much is read for one answer: what would take too long is refused before it is begun."""

import json
from datetime import date, datetime

from services.reporting.declared.words import ALWAYS, Selection
from services.reporting.statistics.places import parent_of
from services.reporting.statistics.question import Question
from services.reporting.statistics.refusing import refuse
from services.reporting.statistics.spans import span_of
from shared.database import Connection
from shared.http.problems import unavailable
from shared.text import Text

MOST_FACTS = 500_000  # that are looked at one by one: in about a second
MOST_SINCE = 2_000_000  # that were recorded after a moment, and are added up: likewise
# At least about as many as there are.
FACTS = """
SELECT coalesce(sum(abs(value)), 0)::bigint FROM live.rollups
WHERE parent = $1 AND region = $2 AND measure = $3 AND grain = 'month' AND day >= $4 AND day < $5
"""
# As many as PostgreSQL expects, by its statistics of the table: no fact is read.
SINCE = "EXPLAIN (FORMAT json) SELECT FROM live.facts WHERE recorded_at > $1"


async def facts_of(
    connection: Connection, part: Selection, region: str, start: date, end: date
) -> int:
    """About how many facts there are of a measure, in a region and the months of a period."""
    first = start if start == ALWAYS else span_of("month", start).start
    asked = (parent_of(region), region, part.measure.code, first, end)
    facts: int = await connection.fetchval(FACTS, *asked)
    return facts


async def check_facts(
    connection: Connection, question: Question, part: Selection, *, soon: bool
) -> None:
    """Refuse to look at more facts than can be in a second: a 422 Problem.

    A 503 Problem if the answer will be there `soon`, without looking at them.
    """
    period = (question.start, question.end)
    if await facts_of(connection, part, question.region, *period) <= MOST_FACTS:
        return
    if soon:
        raise unavailable(
            Text(
                zh="该地区的人数还在汇总之中，暂时无法查询；请稍后重试。",
                en="The persons of this region are still being added up; ask again in a moment.",
            ),
            retry_after=30,
        )
    raise refuse(
        "region",
        "too_much",
        Text(
            zh="该查询需逐条读取的记录过多：人数请按整月、整季度或整年查询，不加其他分组、筛选和"
            " as_of；或缩小地区范围、缩短期间。",
            en="Too many entries would have to be read one by one: ask for persons of whole"
            " months, quarters or years, without dimensions, filters and as_of; or for a"
            " smaller region or a shorter period.",
        ),
    )


async def check_since(connection: Connection, moment: datetime) -> None:
    """Refuse to add up more facts that were recorded since than can be in a second: a 422 Problem.

    For regions so large that all of these are read, wherever they belong.
    """
    planned = json.loads(await connection.fetchval(SINCE, moment))
    if planned[0]["Plan"]["Plan Rows"] > MOST_SINCE:
        raise refuse(
            "as_of",
            "too_much",
            Text(
                zh="从 as_of 到现在登记的记录过多，无法在省、市范围内扣除；请改查区县或以下地区，"
                "或把 as_of 改为较近的时刻。",
                en="Too many entries were recorded since as_of to take them out for a province or a"
                " city: ask for a county or a smaller region, or for a later moment.",
            ),
        )
