"""Runs commands as a document prints them, in a shell, beside a running instance."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
STAND_IN = f"""#!/bin/sh
exec {sys.executable} {ROOT / "tests" / "deploy" / "curl.py"} "$@"
"""


def printed_commands(text: str) -> list[str]:
    """The blocks of shell commands in a Markdown text, in their order."""
    return [part.partition("```")[0] for part in text.split("```sh\n")[1:]]


class Shell:
    """A shell in a folder, with `waystation` and `curl` (or what does its work) in its path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        programs = folder / "programs"
        programs.mkdir(parents=True)
        (programs / "waystation").symlink_to(Path(sys.executable).parent / "waystation")
        if shutil.which("curl") is None:
            (programs / "curl").write_text(STAND_IN)
            (programs / "curl").chmod(0o755)
        inherited = {n: v for n, v in os.environ.items() if not n.startswith("WAYSTATION_")}
        self._environment = inherited | {"PATH": f"{programs}:{os.environ['PATH']}"}

    def run(self, commands: str, **variables: str) -> str:
        """What the commands print; raises AssertionError when one of them fails."""
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", commands],
            cwd=self._folder,
            env=self._environment | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.stdout
