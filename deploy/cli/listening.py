"""Options: where a process listens that is reached over a network."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from deploy.cli.whole_number import WholeNumber

F = TypeVar("F", bound=Callable[..., Any])


metrics_option = click.option(
    "--metrics-port",
    type=WholeNumber(0, 65535),
    envvar="WAYSTATION_METRICS_PORT",
    show_envvar=True,
    help="Answer /metrics, without a token, on this port; by default nowhere.",
)


def listening_options(command: F) -> F:
    """Give a command `--host`, `--port` and `--metrics-port`."""
    host = click.option(
        "--host",
        default="0.0.0.0",  # noqa: S104 -- in a container, where nothing else can be reached
        show_default=True,
        help="Address to listen on.",
    )
    port = click.option("--port", type=WholeNumber(0, 65535), default=8000, show_default=True)
    return host(port(metrics_option(command)))
