"""Which cases wait for a moment: those that something is being entered in. SQL.

An import of past years brings a case entry by entry. To close its windows after each would record
thousands of outcomes that the next entry makes others.
"""

from datetime import timedelta

QUIET = timedelta(seconds=5)  # without an entry, before the windows of a case are closed

# An import is over when it has written nothing for so long. One that goes on for more than a day
# is not waited for: it may be a system that names all that it ever writes as one import.
_NOW = "BETWEEN clock_timestamp() - {quiet} AND clock_timestamp()"
_OF_ITS_IMPORT = """
    SELECT position, recorded_at FROM events AS imported
    WHERE imported.metadata ->> 'agency' = last.metadata ->> 'agency'
      AND imported.metadata ->> 'import_id' = last.metadata ->> 'import_id'
      AND (imported.metadata ->> 'import_id') IS NOT NULL
    ORDER BY position {way} LIMIT 1"""
_BEING_ENTERED = f"""EXISTS (
    SELECT FROM events AS last
    WHERE last.stream_id = 'case-' || {{case_id}} AND last.version >= {{version}}
      AND (last.recorded_at {_NOW} OR (last.metadata ->> 'import_id') IS NOT NULL
        AND EXISTS (SELECT FROM ({_OF_ITS_IMPORT.format(way="DESC")}) AS newest
            WHERE newest.recorded_at {_NOW})
        AND EXISTS (SELECT FROM ({_OF_ITS_IMPORT.format(way="ASC")}) AS first
            WHERE first.recorded_at > clock_timestamp() - interval '1 day'))
)"""


def being_entered(case_id: str, version: str, quiet: str) -> str:
    """Whether a case is being written; of a row, by the names of its columns, and a parameter."""
    return _BEING_ENTERED.format(case_id=case_id, version=version, quiet=quiet)
