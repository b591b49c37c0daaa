"""services/outreach: prevention in all that it does. Here its parts are put together."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from pydantic import Field

from services.outreach import batch, imported
from services.outreach.activity import api as activity
from services.outreach.activity import examples as activity_examples
from services.outreach.activity import planning_api as planning
from services.outreach.campaign import api as campaign
from services.outreach.campaign import reading_api as campaign_reading
from services.outreach.context import handler_of
from services.outreach.coverage import api as coverage
from services.outreach.informants import api as informants
from services.outreach.occasion import api as occasion
from services.outreach.place import api as place
from services.outreach.place import changes_api as place_changes
from services.outreach.place import uses_api as place_uses
from services.outreach.publication import api as publication
from services.outreach.questionnaire import api as questionnaire
from services.outreach.survey import api as survey
from services.outreach.survey import corrections_api as survey_corrections
from services.outreach.survey import reading_api as survey_reading
from services.outreach.words import api as words
from shared.addresses import DatabaseAddress
from shared.clock import present_day
from shared.command_handler import CommandHandler
from shared.database import connect_pool
from shared.http import command_answers
from shared.http.application import Service, new_app
from shared.http.cursors import Cursors
from shared.identity.tokens import Verifier
from shared.journal import api as journal_api
from shared.journal import imports_api
from shared.journal.journal import Journal
from shared.lists.paging import SETTINGS
from shared.positions import KEY_MEANING, Positions, read_key
from shared.settings import Settings

DESCRIPTION = """Prevention: activities planned and held, articles, campaigns, places and surveys.

禁毒宣传：各类活动、新闻稿件、专项活动、禁毒阵地与问卷调查。"""

PARTS = (
    planning,
    activity,
    publication,
    batch,
    occasion,
    campaign,
    campaign_reading,
    place,
    place_uses,
    place_changes,
    coverage,
    informants,
    questionnaire,
    survey,
    survey_corrections,
    survey_reading,
    words,
)
TAGS = {
    "activities": "Sessions, trainings, meetings and duty, one by one. 各类活动，逐场登记。",
    "publications": "Articles, one by one (篇). 新闻稿件，逐篇登记。",
    "batch": batch.TAG,
    "questionnaires": "Questionnaires and their editions. 调查问卷及其版本。",
    "surveys": "Surveys without names, and their rates. 不记名问卷调查及其结果。",
    "places": "Places of prevention, and their use. 禁毒阵地，及其使用情况。",
    "coverage": "Kinds of places entered in a year. 各类场所的年度覆盖情况。",
    "informants": "How many informants a community has. 信息员人数，按社区统计。",
    "campaigns": "Campaigns and special actions, with aims and progress. 宣传月、专项行动。",
    "occasions": "Days and months that prevention is tied to. 宣传节点。",
    "words": "Kinds of places, forms and the like, by code. 宣传工作的各类代码。",
    "imports": imports_api.TAG,
    "journal": journal_api.TAG,
}


class OutreachSettings(Settings):
    """What an operator sets for this service."""

    outreach_database: DatabaseAddress = Field(
        description="Where outreach keeps its journal (DSN)."
    )
    position_key: Path = Field(description=KEY_MEANING)
    pool_size: int = Field(16, description="Connections to the database at most.")


def build(settings: OutreachSettings, verifier: Verifier) -> Service:
    """The service's application; its lifespan opens and closes its connections.

    Raises `DatabaseAway` or `BadPositionKey` when it starts.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        key = read_key(settings.position_key)
        pool = await connect_pool(
            settings.outreach_database,
            application_name="waystation-outreach",
            size=settings.pool_size,
            command_timeout=5.0,  # what a call waits for is small
            TimeZone="UTC",
            **SETTINGS,
        )
        app.state.handler = CommandHandler(Journal(pool), present_day, Positions(key))
        app.state.cursors = Cursors(key, "lists")
        try:
            yield
        finally:  # asked to end, the process is cancelled where it waits
            await pool.close()

    async def readiness() -> Mapping[str, str]:
        handler: CommandHandler = app.state.handler
        return await handler.journal.readiness()

    app = new_app(
        "Waystation outreach",
        DESCRIPTION,
        verifier=verifier,
        readiness=readiness,
        registry=CollectorRegistry(),
        lifespan=lifespan,
        tags=TAGS,
    )
    command_answers.install(app)
    for part in PARTS:
        app.include_router(part.router)
    app.include_router(
        imports_api.routes(
            lambda request: handler_of(request).journal,
            "outreach:read",
            activity_examples.IMPORTED,
            imported.SHOWN,
        )
    )
    app.include_router(
        journal_api.routes(handler_of, "outreach:read", "record-session-1", imported.SHOWN)
    )
    return app
