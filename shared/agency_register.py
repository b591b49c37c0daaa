"""The register of agencies in use: read from its file, and read again when that changes."""

import time
from collections.abc import Iterable
from pathlib import Path

import structlog

from shared.agencies import Agencies, Agency
from shared.agency_file import AgenciesBroken, load_agencies

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0  # seconds between two looks at the file


class AgencyFile:
    """The register in a file. A change that cannot be read leaves the one before in use.

    Agencies in `besides` belong to it where the file has none of their ids. Raises OSError and
    AgenciesBroken where there is no register to begin with.
    """

    def __init__(self, path: Path, besides: Iterable[Agency] = ()) -> None:
        self._path = path
        self._besides = tuple(besides)
        self._seen = self._look()
        self._agencies = load_agencies(path, self._besides)
        self._state = "ok"
        self._looked_at = time.monotonic()

    def present(self) -> Agencies:
        """The register as it is now: the same object until something in it changes."""
        if time.monotonic() - self._looked_at >= LOOK_EVERY:
            self._looked_at = time.monotonic()
            self._read_again()
        return self._agencies

    def state(self) -> str:
        """ "ok", or what is to be seen to, as readiness tells it."""
        self.present()
        return self._state

    def _read_again(self) -> None:
        try:
            seen = self._look()
            if seen == self._seen:
                return
            self._seen = seen
            agencies = load_agencies(self._path, self._besides)
        except (OSError, AgenciesBroken) as error:
            if self._state == "ok":
                log.error("agencies_not_read", reason=type(error).__name__)
            self._state = "ok: the changed register cannot be read; the one before is in use"
            return
        self._state = "ok"
        if agencies.digest != self._agencies.digest:
            self._agencies = agencies
            note(agencies)

    def _look(self) -> tuple[int, int, int]:
        """What changes whenever the file does."""
        file = self._path.stat()
        return file.st_ino, file.st_size, file.st_mtime_ns


def note(agencies: Agencies) -> None:
    """Write into the log which register is in use."""
    log.info(
        "agencies_read",
        version=agencies.version,
        sha256=agencies.digest,
        count=len([*agencies]),
    )
