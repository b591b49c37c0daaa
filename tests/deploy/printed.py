"""Runs commands as a document prints them, in a shell, beside a running instance."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CURL = f"{ROOT / 'tests' / 'deploy' / 'curl.py'}"
GENERATOR = "-m openapi_python_client"


def printed_commands(text: str) -> list[str]:
    """The blocks of shell commands in a Markdown text, in their order."""
    return [part.partition("```")[0] for part in text.split("```sh\n")[1:]]


def printed_programs(text: str) -> list[str]:
    """The blocks of Python in a Markdown text."""
    return [part.partition("```")[0] for part in text.split("```python\n")[1:]]


class Shell:
    """A shell in a folder, with the programs of the project and `curl` (or its stand-in)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        programs = folder / "programs"
        programs.mkdir(parents=True)
        beside = Path(sys.executable).parent
        (programs / "waystation").symlink_to(beside / "waystation")
        written = {"openapi-python-client": GENERATOR}
        if shutil.which("curl") is None:
            written["curl"] = CURL
        for name, run in written.items():
            (programs / name).write_text(f'#!/bin/sh\nexec {sys.executable} {run} "$@"\n')
            (programs / name).chmod(0o755)
        inherited = {n: v for n, v in os.environ.items() if not n.startswith("WAYSTATION_")}
        self._environment = inherited | {"PATH": f"{programs}:{beside}:{os.environ['PATH']}"}

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
