"""Key files: written once, whole and on disk, or not at all."""

import os
import tempfile
from pathlib import Path


def write_once(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a new file of this mode, never over an existing one.

    A kill or a power cut leaves the whole file or none: what was made with a key that is lost
    would be lost too. Raises FileExistsError and other OSErrors.
    """
    descriptor, draft = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        os.unlink(draft)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
