"""Which software this is: what is kept is continued only by code that makes it so."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def digest_of(*packages: str) -> str:
    """The SHA-256 of the code of these packages, in hexadecimal digits."""
    digest = hashlib.sha256()
    for package in packages:
        for name, file in _modules(files(package), package):
            digest.update(f"{name}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _modules(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    """The files of code in a folder and those below it, in order, by their names."""
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _modules(entry, f"{name}.{entry.name}")
        elif entry.name.endswith((".py", ".sql")):
            yield f"{name}.{entry.name}", entry
