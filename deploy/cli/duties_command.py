"""`waystation duties`: what is due in all cases, what became of it, and by which policies."""

import asyncio
import sys
from datetime import date
from pathlib import Path

import click

from deploy.cli.day import Day
from deploy.cli.duties_by_hand import database_of, make_anew, restate, verify
from deploy.cli.instance import FOLDER
from deploy.cli.listening import listening_options
from deploy.cli.settings import from_environment
from deploy.place import put_policies_in_force, put_regions_in_force
from deploy.processes.duties import DutiesSettings, keep_duties
from deploy.processes.running import run
from shared import logs
from shared.policies.in_force import policies_in_force


@click.command("duties")
@listening_options
@click.option(
    "--restate-from",
    "since",
    type=Day(),
    help="Have the policies in force make every window again whose last day is this day or later,"
    " those that have closed too. What changes is shown first.",
)
@click.option("--dry-run", is_flag=True, help="Only show what --restate-from would change.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option(
    "--verify",
    "is_verifying",
    is_flag=True,
    help="Compare every outcome that is recorded with what follows from the journal.",
)
@click.option(
    "--rebuild",
    "is_rebuilding",
    is_flag=True,
    help="Have the worklist made anew from the journal, beside the one that is read.",
)
@click.option(
    "--data-dir",
    type=FOLDER,
    help="With --restate-from, --verify or --rebuild: the folder of a running instance.",
)
def command(
    host: str,
    port: int,
    metrics_port: int | None,
    since: date | None,
    dry_run: bool,
    yes: bool,
    is_verifying: bool,
    is_rebuilding: bool,
    data_dir: Path | None,
) -> None:
    """Keep what is due in all cases, and record what became of it, until SIGTERM or Ctrl-C.

    Any number may run at once. /livez and /readyz show its state. Policies that are not those of
    the last start make the windows that are open, and those to come; what has closed keeps its
    outcome, unless --restate-from says otherwise. `waystation up` does all this by itself. The
    settings are WAYSTATION_DUTIES_DATABASE, WAYSTATION_REGIONS and WAYSTATION_POLICIES
    (docs/settings.md).
    """
    if (dry_run or yes) and since is None:
        raise click.UsageError("--dry-run and --yes go with --restate-from.")
    if is_verifying + is_rebuilding + (since is not None) > 1:
        raise click.UsageError("Take one of --verify, --rebuild and --restate-from.")
    if since is None and not is_verifying and not is_rebuilding:
        if data_dir is not None:
            raise click.UsageError("--data-dir goes with --restate-from, --verify or --rebuild.")
        settings = from_environment(DutiesSettings)
        put_regions_in_force(settings.regions)
        put_policies_in_force(settings.policies)
        run("duties", keep_duties(settings, policies_in_force(), host, port, metrics_port))
        return
    logs.configure("duties", level="warning")
    database = database_of(data_dir)
    if since is not None:
        asyncio.run(restate(database, since, dry_run=dry_run, yes=yes))
    elif is_rebuilding:
        asyncio.run(make_anew(database))
    elif not asyncio.run(verify(database)):
        sys.exit(1)
