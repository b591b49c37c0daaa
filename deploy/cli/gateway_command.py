"""`waystation gateway`: one port for services that run elsewhere."""

import asyncio

import click
from prometheus_client import CollectorRegistry

from deploy.cli.listening import listening_options
from deploy.cli.settings import own_environment, settings_errors_explained
from deploy.gateway.app import GatewaySettings, read_settings, started
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
    WAYSTATION_SERVICE_KEY, WAYSTATION_BROWSER_KEY
        to let browsers read statistics: the file of the gateway's own key, which signs the
        tokens of their reads, and the key of the link that `waystation link` makes; without
        both, no browser is let in

    Each may end in _FILE and name a file that holds the value.
    """
    with settings_errors_explained():
        settings = read_settings(own_environment())
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
