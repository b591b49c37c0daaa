"""services/cases: clients, their cases and ledgers. Here its parts are put together."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from pydantic import Field

from services.cases import imported, unpublished
from services.cases.case import examples as case_examples
from services.cases.changes.following import Following
from services.cases.changes.watcher import Watcher
from services.cases.context import Context, DayLimits, context_of
from services.cases.duties.applied import PoliciesApplied
from services.cases.observed.looking import Looking
from services.cases.reactions.following import Reactions
from services.cases.relations import Relations
from services.cases.routers import ROUTERS
from shared.addresses import DatabaseAddress
from shared.clock import present_day
from shared.command_handler import CommandHandler
from shared.database import connect_pool
from shared.http import command_answers
from shared.http.application import Service, new_app
from shared.http.cursors import Cursors
from shared.identity.issuer import ISSUER, ISSUER_MEANING, SERVICE_KEY_MEANING, Issuer, OwnToken
from shared.identity.tokens import Verifier
from shared.journal import api as journal_api
from shared.journal import imports_api
from shared.journal.feed import JSON_LINES
from shared.journal.feed_reader import http_feeds
from shared.journal.journal import Journal
from shared.lists.paging import SETTINGS
from shared.positions import KEY_MEANING, Positions
from shared.vault import Vault, VaultKeys

DESCRIPTION = """Clients of community drug rehabilitation, their cases, and the ledger of each.

服务对象、社区戒毒与社区康复档案及其台账。"""

TAGS = {
    "workstations": "The workstations of streets and towns. 街道（乡镇）工作站。",
    "workers": "Who serves clients: rosters, posts. 工作人员名册。",
    "posts": "Posts that government buys. 政府购买的社工岗位。",
    "clients": "Persons, and who they are to those entitled. 服务对象及其个人信息（凭权限查阅）。",
    "cases": "One file for each client: a programme, or a file at large. 一人一档。",
    "oversight": "Openings of the region: confirmed, annulled, given to another agency. 建档监督。",
    "entries": "A case's ledger; mistakes are made void, never changed. 档案台账：记错只作废。",
    "points": "Points earned and exchanged; shops and relief boxes. 积分、兑换超市、爱心救助箱。",
    "team": "The support team of a case. 帮教小组（四位一体）。",
    "schemes": "By which schemes risk is assessed, and their levels. 风险评估标准及等级。",
    "help": "What a client needs, and what is done about it. 需求、帮扶、就业与心理咨询。",
    "worklist": "What is due, in the cases of an agency or of a region. 工作清单。",
    "changes": "What changes in the cases that are an agency's own to know. 本单位档案的变更。",
    "reads": "Who read personal data or asked about a person, for whom and why. 查阅记录。",
    "imports": imports_api.TAG,
    "journal": journal_api.TAG,
}


class CasesSettings(DayLimits):
    """What an operator sets for this service."""

    cases_database: DatabaseAddress = Field(description="Where cases keeps its journal (DSN).")
    vault_keys: Path = Field(description="The file with the keys of names and other personal data.")
    position_key: Path = Field(description=KEY_MEANING)
    pool_size: int = Field(16, description="Connections to the database at most.")
    outreach_url: str | None = None
    service_key: Path | None = Field(None, description=SERVICE_KEY_MEANING)
    token_issuer: str = Field(ISSUER, description=ISSUER_MEANING)


@asynccontextmanager
async def _reacting(
    settings: CasesSettings, handler: CommandHandler, verifier: Verifier
) -> AsyncIterator[None]:
    """Follow the journal of outreach for the length of an ``async with``, where it is known."""
    if settings.outreach_url is None or settings.service_key is None:
        yield
        return
    issuer = Issuer.read(settings.service_key, settings.token_issuer)
    token = OwnToken(issuer, (), ("journal:read",))
    async with http_feeds({"outreach": settings.outreach_url}, token, tries=1, form=JSON_LINES) as (
        feed,
    ):
        reactions = Reactions(handler, verifier.register, feed)
        task = asyncio.create_task(reactions.keep_following())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def build(settings: CasesSettings, verifier: Verifier) -> Service:
    """The service's application; its lifespan opens and closes its connections.

    Raises `DatabaseAway`, `BadKeyFile` or `BadPositionKey` when it starts.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        keys = VaultKeys.load(settings.vault_keys)
        positions = Positions.read(settings.position_key)
        pool = await connect_pool(
            settings.cases_database,
            application_name="waystation-cases",
            size=settings.pool_size,
            command_timeout=5.0,  # what a call waits for is small
            TimeZone="UTC",
            **SETTINGS,
        )
        watcher = Watcher(pool)
        app.state.following = Following(pool, Cursors(keys.index, "changes"), watcher)
        try:
            vault = Vault(pool, keys)
            await vault.check()
            handler = CommandHandler(Journal(pool), present_day, positions, keys.index)
            app.state.context = Context(
                pool,
                handler,
                vault,
                Relations(pool, present_day, vault.index),
                settings,
                verifier.register,
                Cursors(keys.index, "lists"),
                PoliciesApplied(),
            )
            publishing = asyncio.create_task(unpublished.keep_publishing(pool, handler))
            app.state.publishing = publishing
            looking = asyncio.create_task(Looking(app.state.context).keep_looking())
            try:
                async with _reacting(settings, handler, verifier):
                    yield
            finally:
                publishing.cancel()
                looking.cancel()
        finally:  # asked to end, the process is cancelled where it waits
            watcher.close()
            await pool.close()

    async def readiness() -> Mapping[str, str]:
        context: Context = app.state.context
        return await context.journal.readiness()

    app = new_app(
        "Waystation cases",
        DESCRIPTION,
        verifier=verifier,
        readiness=readiness,
        registry=CollectorRegistry(),
        lifespan=lifespan,
        tags=TAGS,
    )
    command_answers.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(
        imports_api.routes(
            lambda request: context_of(request).journal,
            "cases:read",
            case_examples.IMPORTED,
            imported.SHOWN,
        )
    )
    app.include_router(
        journal_api.routes(
            lambda request: context_of(request).handler,
            "cases:read",
            "register-workstation-1",
            imported.SHOWN,
        )
    )
    return app
