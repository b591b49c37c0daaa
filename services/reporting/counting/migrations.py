"""Brings the database of this service up to date."""

from importlib.resources import files

from shared.migrations import migrate

SCHEMA = "reporting"
STEPS = files("services.reporting.counting") / "sql"


async def migrate_reporting(dsn: str) -> list[str]:
    """Take the steps of `sql/` that the database at `dsn` has not taken; give their names."""
    return await migrate(dsn, STEPS, SCHEMA)
