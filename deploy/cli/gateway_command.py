"""`waystation gateway`: one port for services that run elsewhere."""

import asyncio

import click
from prometheus_client import CollectorRegistry

from deploy.cli.listening import listening_options
from deploy.cli.settings import from_environment
from deploy.gateway.app import GatewaySettings, started
from deploy.place import (
    log_policies,
    log_regions,
    put_policies_in_force,
    put_regions_in_force,
)
from deploy.processes.running import listening, run
from shared.http.health import metrics_app


@click.command("gateway")
@listening_options
def command(host: str, port: int, metrics_port: int | None) -> None:
    """Answer on one port for all services, wherever they run, until SIGTERM or Ctrl-C.

    \b
    WAYSTATION_CASES_URL, WAYSTATION_OUTREACH_URL, WAYSTATION_REPORTING_URL
        where they are, as http://host:port; a name may have several addresses

    Each may end in _FILE and name a file that holds the value.
    """
    settings = from_environment(GatewaySettings)
    put_regions_in_force(settings.regions)
    put_policies_in_force(settings.policies)
    run("gateway", _serve(settings, host, port, metrics_port))


async def _serve(settings: GatewaySettings, host: str, port: int, metrics_port: int | None) -> None:
    log_regions()
    log_policies()
    registry = CollectorRegistry()
    metrics = metrics_app(registry)
    async with (
        started(settings, registry) as app,
        listening(app, host, port, metrics, metrics_port) as serving,
    ):
        await asyncio.wait({serving})
