"""`waystation relay`: publishes the events of one service to Kafka."""

import click

from deploy.cli.listening import listening_options
from deploy.cli.settings import from_environment
from deploy.processes.relaying import RelaySettings, relay
from deploy.processes.running import run
from shared.catalogue import TOPIC_OF


@click.command("relay")
@click.argument("service", type=click.Choice(sorted(TOPIC_OF)))
@listening_options
def command(service: str, host: str, port: int, metrics_port: int | None) -> None:
    """Carry the events of one service to Kafka until SIGTERM or Ctrl-C.

    Of several at once one leads, and the others stand by. /livez and /readyz show its state. The
    settings are WAYSTATION_RELAY_DATABASE, WAYSTATION_KAFKA and what Kafka asks for
    (docs/settings.md).
    """
    settings = from_environment(RelaySettings)
    run(f"{service}-relay", relay(service, settings, host, port, metrics_port))
