"""The register of agencies in use: read from its file, and read again when that changes.

A thread does so: thousands of agencies take half a second to read, and calls go on meanwhile.
"""

import threading
import time
import weakref
from collections.abc import Iterable
from pathlib import Path

import structlog

from shared.agencies import Agencies, Agency
from shared.agency_file import AgenciesBroken, load_agencies

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0  # seconds between two looks at the file
_WRONG = "ok: the changed register cannot be read; the one before is in use"


class AgencyFile:
    """The register in a file. The one before is in use until a changed one is read as a whole.

    A change that cannot be read leaves it in use, is logged, and shown by readiness.
    Agencies in `besides` belong to it where the file has none of their ids. Raises OSError and
    AgenciesBroken where there is no register to begin with.
    """

    def __init__(self, path: Path, besides: Iterable[Agency] = ()) -> None:
        self._path = path
        self._besides = tuple(besides)
        self._seen: tuple[int, int, int] | None = self._look()
        self._agencies = load_agencies(path, self._besides)
        self._state = "ok"
        watch = threading.Thread(target=_watch, args=(weakref.ref(self),), daemon=True)
        watch.start()

    def present(self) -> Agencies:
        """The register as it is now: the same object until something in it changes."""
        return self._agencies

    def state(self) -> str:
        """ "ok", or what is to be seen to, as readiness tells it."""
        return self._state

    def read_again(self) -> None:
        """Look at the file, and read it where it has changed; the thread calls it."""
        try:
            seen = self._look()
            if seen == self._seen:
                return
            self._seen = seen
            agencies = load_agencies(self._path, self._besides)
        except Exception as error:  # whatever it is, the thread goes on looking
            if not isinstance(error, AgenciesBroken):
                self._seen = None  # it may be readable the next time without having changed
            if self._state == "ok":
                log.error("agencies_not_read", reason=type(error).__name__)
            self._state = _WRONG
            return
        if agencies.digest != self._agencies.digest:
            self._agencies = agencies
            note(agencies)
        self._state = "ok"

    def _look(self) -> tuple[int, int, int]:
        """What changes whenever the file does."""
        file = self._path.stat()
        return file.st_ino, file.st_size, file.st_mtime_ns


def _watch(register: "weakref.ref[AgencyFile]") -> None:
    """Have the file looked at for as long as anybody uses the register."""
    while True:
        time.sleep(LOOK_EVERY)
        file = register()
        if file is None:
            return
        file.read_again()
        del file


def note(agencies: Agencies) -> None:
    """Write into the log which register is in use."""
    log.info(
        "agencies_read",
        version=agencies.version,
        sha256=agencies.digest,
        count=len([*agencies]),
    )
