"""A process asks its database, before it does anything, whether a newer version was there."""

from importlib.resources import files

import asyncpg

from deploy.sentence import CannotGoOn
from services.reporting.counting import migrations as reporting
from shared.catalogue import TOPIC_OF
from shared.database import Connection, DatabaseAway
from shared.migrations import SchemaNewer, refuse_newer


async def check_schema(service: str, database: str) -> None:
    """Refuse the database of a service, by the DSN of its service or relay.

    Raises CannotGoOn when a newer version has been there, and DatabaseAway.
    """
    folder, schema = (
        (files("shared") / "sql", "public")
        if service in TOPIC_OF
        else (reporting.STEPS, reporting.SCHEMA)
    )
    try:
        connection: Connection = await asyncpg.connect(database, timeout=5)
        try:
            await refuse_newer(connection, folder, schema)
        finally:
            await connection.close()
    except SchemaNewer as newer:
        raise CannotGoOn(zh=newer.text.zh, en=newer.text.en) from None
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise DatabaseAway(
            "PostgreSQL cannot be reached; see that it runs and that the address and password are"
            f" right ({type(error).__name__})."
        ) from error
