"""`waystation gateway`: one port for services that run elsewhere."""

import asyncio
import os

import click

from deploy.cli.listening import listening_options
from deploy.cli.settings import settings_errors_explained
from deploy.gateway.app import GatewaySettings, read_settings, started
from deploy.processes.running import listening, run


@click.command("gateway")
@listening_options
def command(host: str, port: int) -> None:
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
        settings = read_settings(os.environ)
    run("gateway", _serve(settings, host, port))


async def _serve(settings: GatewaySettings, host: str, port: int) -> None:
    async with started(settings) as app, listening(app, host, port) as serving:
        await asyncio.wait({serving})
