"""Relief that left a box for a case: found in the journal, and said in words."""

from uuid import UUID

from shared.database import Pool
from shared.events.cases.relief_boxes import ReliefReleased
from shared.journal.journal import RecordedEvent
from shared.money import in_yuan
from shared.names.points import RELIEF_PURPOSES
from shared.text import Text

# The boxes of several workstations may have given it; by an index (shared/sql/027).
RELIEF = """
SELECT position, stream_id, version, event_id, type, data, metadata, recorded_at FROM events
WHERE type IN ('cases.ReliefReleased.v1', 'cases.ReliefEntryVoided.v1')
    AND coalesce(data -> 'entry' ->> 'case_id', data ->> 'case_id') = $1
ORDER BY position
"""


async def relief_of(pool: Pool, case_id: UUID) -> list[RecordedEvent]:
    """The releases for a case and the voids of them, in the order of recording.

    A proposal that was dropped is among the voids.
    """
    async with pool.acquire() as connection:
        return [RecordedEvent(*row) for row in await connection.fetch(RELIEF, str(case_id))]


def relief_in_words(released: ReliefReleased) -> Text:
    """A release as a sentence of a timeline."""
    purpose = RELIEF_PURPOSES[released.purpose]
    if released.goods:
        zh, en = f"{released.goods}×{released.quantity}", f"{released.goods} ×{released.quantity}"
    else:
        zh, en = f"{in_yuan(released.amount_fen)}元", f"{in_yuan(released.amount_fen)} yuan"
    return Text(
        zh=f"爱心救助箱发放：{zh}（{purpose.zh}）",
        en=f"From the relief box: {en} ({purpose.en})",
    )
