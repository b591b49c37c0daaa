"""Moments as PostgreSQL keeps them: asyncpg takes longer for one than for the rest of a row."""

from datetime import UTC, datetime, timedelta

from shared.database import Connection

_BEGIN = datetime(2000, 1, 1, tzinfo=UTC)  # from which PostgreSQL counts microseconds


async def prepare(connection: Connection) -> None:
    """Let a connection write and read moments by these functions; none may be without a zone."""
    await connection.set_type_codec(
        "timestamptz", schema="pg_catalog", format="tuple", encoder=encoded, decoder=decoded
    )


def encoded(moment: datetime) -> tuple[int]:
    """A moment in microseconds.

    >>> encoded(datetime(2000, 1, 2, 0, 0, 0, 7, tzinfo=UTC))
    (86400000007,)
    """
    since = moment - _BEGIN
    return ((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds,)


def decoded(microseconds: tuple[int]) -> datetime:
    """The moment, in UTC.

    >>> decoded((86400000007,))
    datetime.datetime(2000, 1, 2, 0, 0, 0, 7, tzinfo=datetime.timezone.utc)
    """
    return _BEGIN + timedelta(microseconds=microseconds[0])
