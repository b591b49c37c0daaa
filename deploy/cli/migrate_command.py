"""`waystation migrate`: the databases, their roles, and what they have not learnt yet."""

import asyncio

import click

from deploy.cli.settings import from_environment
from deploy.processes.migrating import MigrateSettings, migrate
from shared import logs

PATIENCE = 60.0  # seconds that PostgreSQL is waited for


@click.command("migrate", short_help="Make and update the databases. 建立并更新数据库")
def command() -> None:
    """Make the databases and roles of all services and bring them up to date; safe to repeat.

    Passwords become those of the settings each time: to change one, change it there, run this,
    and start the process anew that uses it. What these roles have beyond their use, and other
    roles' rights to these databases, are taken back. The settings are WAYSTATION_ADMIN_DATABASE (a
    superuser's), and WAYSTATION_…_DATABASE for CASES, CASES_RELAY, OUTREACH, OUTREACH_RELAY and
    REPORTING.
    """
    settings = from_environment(MigrateSettings)
    logs.configure("migrate")
    for database, steps in asyncio.run(migrate(settings, PATIENCE)).items():
        told = f"已执行 / took {', '.join(steps)}" if steps else "已是最新 / up to date"
        click.echo(f"{database}: {told}")
