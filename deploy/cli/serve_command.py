"""`waystation serve`: one service in a process of its own."""

import click

from deploy.cli.listening import listening_options
from deploy.cli.settings import own_environment, settings_errors_explained
from deploy.processes.running import run
from deploy.processes.serving import build, serve
from shared.catalogue import SERVICES


@click.command("serve")
@click.argument("service", type=click.Choice([each.name for each in SERVICES]))
@listening_options
def command(service: str, host: str, port: int, metrics_port: int | None) -> None:
    """Run one service until SIGTERM or Ctrl-C; docs/settings.md lists its settings.

    Its log goes to standard error, a JSON object a line; /livez and /readyz show its state.
    """
    with settings_errors_explained():
        app, tokens = build(service, own_environment())
    run(service, serve(service, app, tokens, host, port, metrics_port))
