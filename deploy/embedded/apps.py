"""All services, built for one process on one database server, and the one port before them."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry

from deploy.builders import BUILDERS
from deploy.embedded.folder import DataFolder
from deploy.embedded.postgres import Postgres
from deploy.embedded.tokens import issuer_of, register_of
from deploy.gateway.app import cached
from deploy.gateway.dispatch import Dispatcher
from deploy.gateway.elsewhere import build_elsewhere
from deploy.place import place_in_force
from services.cases.context import DAY_LIMITS, DayLimits
from shared.agency_register import note
from shared.catalogue import SERVICES
from shared.http.application import Service
from shared.http.health import is_well, whole_health_routes
from shared.http.middleware import Metrics, RequestMiddleware
from shared.identity.tokens import HOUR, Verifier
from shared.kafka.security import KafkaSecurity
from shared.positions import make_key
from shared.vault import VaultKeys


def build_apps(
    folder: DataFolder,
    server: Postgres,
    url: str,
    kafka: str | None,
    security: KafkaSecurity,
    token_lifetime: float = HOUR,
    limits: DayLimits = DAY_LIMITS,
    *,
    browser_key: str,
    browser_actions: str,
) -> dict[str, Service]:
    """The services, by their names, that will answer at `url`, not yet started.

    They take tokens that are good for `token_lifetime` seconds at most, and questions about
    persons up to `limits`. The link with `browser_key` lets a browser do `browser_actions`.
    The keys of the vault, of positions and of the issuer are made if the folder has none.
    """
    if not folder.vault_keys.exists():
        VaultKeys.create(folder.vault_keys)
    make_key(folder.position_key)
    issuer = issuer_of(folder)
    register = register_of(folder)
    note(register.present())
    verifier = Verifier(issuer, issuer=issuer.name, register=register, longest=token_lifetime)
    values: dict[str, object] = {
        "vault_keys": folder.vault_keys,
        "position_key": folder.position_key,
        "kafka": kafka,
        **security.model_dump(),
        **limits.model_dump(),
        "service_key": folder.issuer_key,
        "token_issuer": issuer.name,
        "browser_key": browser_key,
        "browser_actions": browser_actions,
    }
    for service in SERVICES:
        values[f"{service.name}_database"] = server.address(service.name, service.name)
        values[f"{service.name}_url"] = f"{url}/{service.name}"
    apps = {}
    for service in SERVICES:
        builder = BUILDERS[service.name]
        own = {
            name: value for name, value in values.items() if name in builder.settings.model_fields
        }
        apps[service.name] = builder.build(builder.settings.model_validate(own), verifier)
    return apps


def one_port(apps: Mapping[str, Service], registry: CollectorRegistry) -> Dispatcher:
    """The services at one address, and the health of all of them together.

    `registry` has the metrics of what belongs to no service.
    """

    async def states() -> Mapping[str, str]:
        """Each service's: a process of its own would answer so at /readyz."""
        return {
            name: "ok" if all(map(is_well, (await app.readiness()).values())) else "not ready"
            for name, app in apps.items()
        }

    routes = whole_health_routes(cached(states), place_in_force)
    elsewhere = RequestMiddleware(build_elsewhere(routes), metrics=Metrics(registry))
    return Dispatcher(apps, elsewhere)
