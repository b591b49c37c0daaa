"""`waystation link`: the address that lets a browser read statistics."""

from typing import TextIO

import click

from services.reporting.entry.pages import entry_link


@click.command("link")
@click.option(
    "--url",
    default="http://localhost:8000",
    show_default=True,
    help="The gateway's address, as the browser reaches it.",
)
@click.option(
    "--browser-key",
    type=click.File(encoding="utf-8"),
    envvar="WAYSTATION_BROWSER_KEY_FILE",
    required=True,
    help="File of reporting's browser_key; else the variable WAYSTATION_BROWSER_KEY_FILE.",
)
def command(url: str, browser_key: TextIO) -> None:
    """Print the link that lets a browser read statistics at a gateway.

    Anyone with this link may read them until reporting gets another key, which ends the sessions
    that it began too: treat it as a password.
    """
    click.echo(url.rstrip("/") + entry_link(browser_key.read().strip()))
