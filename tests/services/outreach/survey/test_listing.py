"""How lists of surveys and questionnaires are read: along an index, however many there are."""

from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest

from services.outreach.questionnaire import listing as questionnaires
from services.outreach.survey.listing import Question, SurveySort, query
from services.outreach.survey.rows import SurveyStanding
from tests.plans import PLANNED, explained

pytestmark = pytest.mark.postgres

FILL = """
INSERT INTO surveys (survey_id, agency, region, questionnaire_id, edition, surveyed, title, since,
    until, state, was_open, version, changed_at)
SELECT md5('survey' || n)::uuid, 'agency-' || n % 50,
    '4101' || lpad((n % 12)::text, 2, '0') || '001001', md5('q' || n % 7)::uuid, 1, 'awareness',
    '', '2015-01-01'::date + n % 3650, '2026-01-01', CASE n % 9 WHEN 0 THEN 'prepared' ELSE 'closed'
    END, n % 9 <> 0, 1, '2020-01-01'::timestamptz + (n * 7919 % 100000) * interval '1 minute'
FROM generate_series(1, 20000) AS n;
INSERT INTO questionnaires (questionnaire_id, code, agency, region, surveyed, title, edition,
    published_on)
SELECT md5('q' || n)::uuid, 'q-' || n, 'agency', '410000000000', 'awareness', '', 1,
    '2015-01-01'::date + n % 3650
FROM generate_series(1, 20000) AS n;
"""


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_lists_are_read_along_an_index(dsn: str, mode: str) -> None:
    """A page reads about as many rows as it may have candidates."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(FILL)
        await connection.execute("ANALYZE surveys, questionnaires")
        await connection.execute(f"SET plan_cache_mode = {mode}")
        place = str(UUID(int=0))
        for sort in SurveySort:
            question = Question(sort=sort)
            at = "2020-01-05T00:00:00+00:00" if question.by_change else "2019-03-14"
            for asked, index in (
                (question, "surveys_changed" if question.by_change else "surveys_since"),
                (
                    replace(question, state=SurveyStanding.VOID),
                    "surveys_changed" if question.by_change else "surveys_since",
                ),
                (
                    replace(question, own=True),
                    "surveys_own_changed" if question.by_change else "surveys_own",
                ),
            ):
                text, given, scanned = query(("41",), "agency-7", asked, (at, place), 50)
                plan = await explained(connection, text, given)
                assert index in plan.indexes, (asked, plan)
                assert not plan.whole, (asked, plan)
                assert plan.rows <= 7 * scanned + 500, (asked, plan)
        text, given = questionnaires.query(None, None, 50)
        plan = await explained(connection, text, given)
        assert "questionnaires_published" in plan.indexes, plan
        assert not plan.whole, plan
    finally:
        await connection.close()
