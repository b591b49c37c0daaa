"""`waystation migrate`: the databases, their roles, and their missing migrations."""

import asyncio

import click

from deploy.cli.settings import from_environment
from deploy.language import echo
from deploy.processes.migrating import MigrateSettings, migrate
from shared import logs

POSTGRES_WITHIN = 60.0  # seconds to wait for PostgreSQL


@click.command("migrate")
def command() -> None:
    """Make the databases and roles of all services and bring them up to date; safe to repeat.

    Passwords become those of the settings each time: to change one, change it there, run this,
    and restart the process that uses it. Rights that these roles do not need, and other roles'
    rights to these databases, are revoked. The settings are WAYSTATION_ADMIN_DATABASE (a
    superuser's), and WAYSTATION_…_DATABASE for CASES, CASES_RELAY, CASES_DUTIES, OUTREACH,
    OUTREACH_RELAY and REPORTING.
    """
    settings = from_environment(MigrateSettings)
    logs.configure("migrate")
    for database, steps in asyncio.run(migrate(settings, POSTGRES_WITHIN)).items():
        taken = ", ".join(steps)
        echo(
            zh=f"{database}：已执行 {taken}" if steps else f"{database}：已是最新",
            en=f"{database}: took {taken}" if steps else f"{database}: up to date",
        )
