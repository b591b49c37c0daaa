"""The table of the benchmarks, on the terminal and as docs/benchmarks.md."""

import os
import platform
import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.bench.place import ROOT
from tests.bench.rounds import Row
from tests.bench.run import BENCHES, Outcome

_HEAD = ("path", "floor", "ours", "ratio: median (min–max)", "aim", "met")

_PAGE = """# Benchmarks

Written by `{command}`; do not edit. Each path is measured beside its floor in the same run, in
turn (floor, ours, floor, ours …) after one round that does not count. Figures are medians; a
ratio is taken round by round, so that a slow moment of the machine weighs on both sides.

- Machine: {cores} cores ({processor}), {memory:.0f} GB, {system}; everything on this machine.
- Python {python}, uvloop; PostgreSQL {postgresql}.
- Date: {today}. Load average at the end: {load:.1f} over five minutes; what exceeds two or three
  is other work that ran meanwhile.
{more}
{table}

{misses}## How each is measured

{how}
"""

_MILLIONS = "figures-at-ten-million.md"
_AT_TEN_MILLION = f"""- Figures at ten million events beside one million:
  [{_MILLIONS}]({_MILLIONS}), by
  `python -m tests.bench --events 1000000 --write docs/{_MILLIONS} figures`.
"""


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = [_HEAD, ("---",) * len(_HEAD)]
    lines += [
        (row.path, row.floor, row.ours, row.ratio, row.aim, "yes" if row.met else "**no**")
        for row in rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(
    outcome: Outcome,
    names: Sequence[str] = tuple(BENCHES),
    path: Path = ROOT / "docs" / "benchmarks.md",
) -> None:
    """Write the page of the benchmarks named."""
    missed = [f"- {row.path}: {row.why}" for row in outcome.rows if not row.met]
    is_more = path.name != _MILLIONS and (path.parent / _MILLIONS).exists()
    more = _AT_TEN_MILLION if is_more else ""
    notes = dict.fromkeys(BENCHES[name].__module__ for name in names)
    path.write_text(
        _PAGE.format(
            command="make bench"
            if len(names) == len(BENCHES)
            else shlex.join(["python", "-m", "tests.bench", *sys.argv[1:]]),
            cores=os.cpu_count(),
            processor=_processor(),
            memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9,
            system=f"{platform.system()} {platform.machine()}",
            python=platform.python_version(),
            postgresql=outcome.postgresql,
            load=os.getloadavg()[1],
            today=date.today().isoformat(),  # noqa: DTZ011  the reader's calendar
            table=table(outcome.rows),
            more=more,
            misses="## Where an aim is missed, and why\n\n" + "\n".join(missed) + "\n\n"
            if missed
            else "",
            how="\n\n".join(map(_note, notes)),
        ),
        encoding="utf-8",
    )


def _note(module: str) -> str:
    return (sys.modules[module].__doc__ or "").strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((li.partition(": ")[2] for li in lines if li.startswith("model name")), "unknown")
