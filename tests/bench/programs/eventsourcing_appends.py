"""Appends with PyPI's eventsourcing: events committed a second, one event a commit.

Arguments: a DSN, the number of writers, seconds. Runs in an environment of its own.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4


def main(dsn: str, writers: int, seconds: float) -> float:
    """Append with a thread for each writer."""
    from eventsourcing.persistence import StoredEvent  # type: ignore  # noqa: PLC0415
    from eventsourcing.postgres import (  # type: ignore  # noqa: PLC0415
        PostgresApplicationRecorder,
        PostgresDatastore,
    )

    parts = urlsplit(dsn)
    datastore = PostgresDatastore(
        dbname=parts.path[1:],
        host=parts.hostname or parse_qs(parts.query)["host"][0],
        port=parts.port or 5432,
        user=parts.username or "",
        password=parts.password or "",
        pool_size=writers,
        max_overflow=0,
    )
    recorder = PostgresApplicationRecorder(datastore)
    recorder.create_table()
    state = b'{"case_id":"0197c0de","occurred_on":"2019-03-14","mode":"home_visit"}'.ljust(270)

    def write(_: int) -> int:
        stream, version = uuid4(), 0
        while time.perf_counter() < ends:
            version += 1
            recorder.insert_events([StoredEvent(stream, version, "ContactRecorded", state)])
        return version

    started = time.perf_counter()
    ends = started + seconds
    with ThreadPoolExecutor(writers) as pool:
        done = sum(pool.map(write, range(writers)))
    rate = done / (time.perf_counter() - started)
    datastore.close()
    return rate


if __name__ == "__main__":
    print(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
