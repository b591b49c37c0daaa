"""`waystation export`: an agency's ledgers, in the columns that the import takes."""

import asyncio
import json
from pathlib import Path

import click

from deploy.cli.instance import Target, instance_options, regions_of_target
from deploy.language import echo, in_language
from deploy.ledgers.bar import progress_bar
from deploy.ledgers.exporting.command import Why, export_folder
from deploy.ledgers.sending import ImportTarget
from services.cases.purposes import LegalBasis, Purpose
from shared.regions import use_regions
from shared.text import Text


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--purpose",
    type=click.Choice([*map(str, Purpose)]),
    required=True,
    help="What the personal data is wanted for; it is logged for each file.",
)
@click.option(
    "--legal-basis",
    type=click.Choice([*map(str, LegalBasis)]),
    required=True,
    help="The article that entitles you; it is logged for each file.",
)
@click.option("--force", is_flag=True, help="Replace the ledgers of an earlier export in FOLDER.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as one JSON object.")
@instance_options("cases:read", "clients:personal", "outreach:read", "staff:read")
def command(
    target: Target, folder: Path, purpose: str, legal_basis: str, force: bool, as_json: bool
) -> None:
    """Write your agency's ledgers into FOLDER, as `waystation import` takes them.

    They hold personal data: only you can read the folder. Each file is logged as read.
    """
    use_regions(regions_of_target(click.get_current_context()))
    echo(
        zh="将导出个人信息；每份档案的导出都会记入查阅记录。",
        en="This exports personal data; the export of each file is logged.",
        err=True,
    )
    with progress_bar(in_language(Text(zh="导出", en="Exporting"))) as progress:
        account = asyncio.run(
            export_folder(
                folder,
                ImportTarget(target.url, target.token),
                Why(purpose, legal_basis),
                force=force,
                progress=progress,
            )
        )
    if as_json:
        click.echo(json.dumps(account.as_json(), ensure_ascii=False))
    for sentence in account.summary():
        click.echo(in_language(sentence), err=as_json)
