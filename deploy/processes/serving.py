"""One service as a process: its settings, who may call it, its port."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import asyncpg
import jwt
import structlog

from deploy.builders import BUILDERS, TokenSettings
from deploy.gateway.dispatch import Dispatcher
from deploy.issuing import issuer_with
from deploy.place import (
    log_policies,
    log_regions,
    put_policies_in_force,
    put_regions_in_force,
)
from deploy.processes.running import listening
from deploy.processes.schema import check_schema
from deploy.sentence import CannotGoOn
from shared.agency_register import note
from shared.database import DatabaseAway
from shared.http.application import Service
from shared.http.health import metrics_app
from shared.identity.keys import KeysAt, usable_keys
from shared.positions import BadPositionKey, Positions
from shared.settings import read
from shared.vault import BadKeyFile

log = structlog.get_logger(__name__)

DATABASE_WITHIN = 30.0  # seconds to wait for the database at the start
RETRY_EVERY = 1.0  # seconds


def build(name: str, environment: Mapping[str, str]) -> tuple[Service, TokenSettings]:
    """A service of the environment's settings, and those of the tokens that it takes.

    Whether its database may be used is asked by `app.state.check_schema`. Raises SettingsBroken
    and CannotGoOn.
    """
    builder = BUILDERS[name]
    settings = read(builder.process_settings, environment)
    put_regions_in_force(settings.regions)
    put_policies_in_force(settings.policies)
    # Keys that cannot be used are reported before anything is opened.
    key = getattr(settings, "service_key", None)
    if key is not None:
        issuer_with(key)
    try:
        Positions.read(getattr(settings, "position_key"))  # noqa: B009 -- of each service's own
    except BadPositionKey as bad:
        name_of = "WAYSTATION_POSITION_KEY"
        raise CannotGoOn(zh=f"{name_of}：{bad.text.zh}", en=f"{name_of}: {bad.text.en}") from None
    app = builder.build(settings, settings.verifier())
    app.state.check_schema = partial(check_schema, name, getattr(settings, f"{name}_database"))
    return app, settings


async def serve(
    name: str,
    app: Service,
    tokens: TokenSettings,
    host: str,
    port: int,
    metrics_port: int | None = None,
) -> None:
    """Answer for one service, until cancelled.

    It answers its paths as they are and also under /`name`, as behind a gateway. Raises
    CannotGoOn when the service cannot start.
    """
    log_regions()
    log_policies()
    await _check_keys("WAYSTATION_TOKEN_KEYS", tokens.token_keys)
    if tokens.service_keys is not None:
        await _check_keys("WAYSTATION_SERVICE_KEYS", str(tokens.service_keys))
    note(app.verifier.register.present())
    both = Dispatcher({name: app}, app)
    metrics = metrics_app(app.registry)
    async with started(app), listening(both, host, port, metrics, metrics_port) as serving:
        await asyncio.wait({serving})


async def _check_keys(setting: str, location: str) -> None:
    """Refuse a file without keys; an address may be away for now, and is asked again."""
    if location.startswith(("https://", "http://")):
        return
    try:
        keys = usable_keys(await KeysAt(location).fetch())
    except (OSError, ValueError, jwt.PyJWTError):
        keys = {}
    if not keys:
        raise CannotGoOn(
            zh=f"{setting}：文件 {location} 无法读取，或其中没有可用于校验令牌的密钥；"
            "请指定含 Ed25519、P-256 或 RSA 公钥的 JWKS。",
            en=f"{setting}: the file {location} cannot be read or has no key that"
            " tokens are checked with; name a JWKS with Ed25519, P-256 or RSA keys.",
        )


@asynccontextmanager
async def started(app: Service, patience: float = DATABASE_WITHIN) -> AsyncIterator[None]:
    """The application, started, for the length of an ``async with``.

    A database that is away, or not ready for this version yet, is waited for. Raises CannotGoOn.
    """
    deadline = asyncio.get_running_loop().time() + patience
    async with AsyncExitStack() as stack:
        while True:
            try:
                await app.state.check_schema()
                await stack.enter_async_context(app.router.lifespan_context(app))
                break
            except BadKeyFile as error:
                raise CannotGoOn(
                    zh="WAYSTATION_VAULT_KEYS：密钥文件无法使用；请从备份恢复。",
                    en=f"WAYSTATION_VAULT_KEYS: {error}",
                ) from None
            except (DatabaseAway, asyncpg.PostgresError) as error:
                reason = type(error.__cause__ or error).__name__
                if asyncio.get_running_loop().time() >= deadline:
                    raise _no_database(error, reason) from error
                log.warning("database_away", reason=reason)
            await asyncio.sleep(RETRY_EVERY)
        yield


def _no_database(error: Exception, reason: str) -> CannotGoOn:
    if isinstance(error, DatabaseAway):
        return CannotGoOn(
            zh=f"无法连接 PostgreSQL（{reason}）；请确认它正在运行，且地址和密码正确。",
            en=str(error),
        )
    return CannotGoOn(
        zh=f"数据库与本版本不符（{reason}）；请运行 waystation migrate。",
        en=f"The database is not as this version needs it ({reason}); run: waystation migrate",
    )
