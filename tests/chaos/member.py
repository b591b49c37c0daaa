"""One more process that counts: the reporting service over Kafka, with a knife in it.

python -m tests.chaos.member STEP PASSING NOTE - -- DATABASE KAFKA
"""

import asyncio
import sys
from pathlib import Path

from services.reporting.app import ReportingSettings, build
from tests.chaos.knives import Knife
from tests.positions import POSITION_KEY
from tests.services.service import verifier

COUNTING = "It counts what comes."


async def count(database: str, kafka: str) -> None:
    """Count what comes over Kafka, until killed."""
    app = build(
        ReportingSettings(reporting_database=database, kafka=kafka, position_key=POSITION_KEY),
        verifier(),
    )
    async with app.router.lifespan_context(app):
        print(COUNTING, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    step, passing, note, _, _, database, kafka = sys.argv[1:]
    if step != "-":
        Knife(step, int(passing), Path(note)).install()
    asyncio.run(count(database, kafka))
