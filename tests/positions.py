"""The key of positions that services under test share, and what is in the positions they answer."""

from contextlib import suppress
from pathlib import Path

from shared.positions import NotAPosition, Positions

POSITION_KEY = Path(__file__).with_name("position-key")  # of these tests alone
POSITIONS = Positions.read(POSITION_KEY)


def opened(position: str, *agencies: str) -> str:
    """A position in plain, ``stream@version``, that one of the agencies was answered."""
    for agency in agencies or ("agency",):
        with suppress(NotAPosition):
            stream_id, version = POSITIONS.open(agency, position)
            return f"{stream_id}@{version}"
    raise NotAPosition


def sealed(position: str, agency: str = "agency") -> str:
    """A plain position, as an agency would be answered it."""
    stream_id, _, version = position.rpartition("@")
    return POSITIONS.seal(agency, stream_id, int(version))
