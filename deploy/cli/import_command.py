"""`waystation import`: bring a folder of ledgers in."""

import asyncio
import json
import sys
from functools import partial
from pathlib import Path

import click

from deploy.cli.instance import Target, instance_options, regions_of_target
from deploy.cli.main import INTERRUPTED
from deploy.language import echo, in_language
from deploy.ledgers.bar import ProgressBar, progress_bar
from deploy.ledgers.command import Stopped, import_folder
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.replacing import Plan
from deploy.ledgers.sending import ImportTarget
from shared.clock import today, utc_now
from shared.regions import use_regions
from shared.text import Text


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option(
    "--rejected",
    type=click.Path(path_type=Path),
    help="New folder for the rejected rows.  [default: beside FOLDER]",
)
@click.option(
    "--replacing",
    metavar="ID",
    multiple=True,
    help="Take the place of an earlier import, in the ledgers that are in FOLDER: what no row says"
    " any more is made void. Can be given several times.",
)
@click.option(
    "--workers",
    "links_workers",
    is_flag=True,
    help="Contacts and counselling that are new name the workers of the roster whom their rows"
    " name.",
)
@click.option("--yes", is_flag=True, help="With --replacing: do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as one JSON object.")
@instance_options(
    "cases:import",
    "cases:read",
    "cases:write",
    "clients:personal",
    "outreach:read",
    "outreach:write",
    "staff:read",
    "staff:write",
    "statistics:read",
)
def command(
    target: Target,
    folder: Path,
    dry_run: bool,
    rejected: Path | None,
    replacing: tuple[str, ...],
    links_workers: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Bring a folder of ledgers (CSV, workbooks) in; the same again changes nothing."""
    use_regions(regions_of_target(click.get_current_context()))
    with progress_bar(in_language(Text(zh="导入", en="Importing"))) as progress:
        try:
            outcome = asyncio.run(
                import_folder(
                    folder,
                    ImportTarget(target.url, target.token),
                    today=today(utc_now()),
                    dry_run=dry_run,
                    progress=progress,
                    rejected_to=rejected,
                    replacing=replacing,
                    confirm=(lambda plan: True) if yes else partial(_confirm, progress),
                    links_workers=links_workers,
                )
            )
        except Stopped as stopped:
            if stopped.interrupted:
                click.echo(in_language(stopped.text), err=True)
                sys.exit(INTERRUPTED)
            raise
    _print(outcome, as_json=as_json)


def _confirm(progress: ProgressBar, plan: Plan) -> bool:
    """Show what is gone, new and kept, and ask. Ends the command unless the answer is yes."""
    with progress.hidden():
        for sentence in plan.trial.summary():
            click.echo(in_language(sentence), err=True)
        question = in_language(Text(zh="是否继续？", en="Go on?"))
        if not click.confirm(question, err=True):
            echo(zh="已取消，没有作任何更改。", en="Called off; nothing was changed.", err=True)
            raise click.exceptions.Exit(0)
        return True


def _print(outcome: ImportOutcome, *, as_json: bool) -> None:
    """Print the account on standard output; with JSON, the text for people on standard error."""
    if as_json:
        account = {**outcome.as_json(), "import_id": outcome.import_id}
        click.echo(json.dumps(account, ensure_ascii=False))
    for sentence in outcome.summary():
        click.echo(in_language(sentence), err=as_json)
