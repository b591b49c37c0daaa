"""Run the benchmarks: all of them, or those named; all of them also writes docs/benchmarks.md.

`--events` sets how many events are worked through, where a number is: 100,000 if it is left out.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import uvloop

from shared import logs
from tests.bench import page, run
from tests.bench.rounds import EVENTS, Scale

parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(run.BENCHES))
parser.add_argument("--events", type=int, default=EVENTS)
parser.add_argument("--write", type=Path, metavar="FILE", help="write the page of those named")
arguments = parser.parse_args()
names = arguments.names
if unknown := [name for name in names if name not in run.BENCHES]:
    sys.exit(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(run.BENCHES)}.")
logs.configure("bench", level="warning")
with (
    tempfile.TemporaryDirectory(prefix="waystation-bench-") as scratch,
    run.servers_of_ones_own(Scale(events=arguments.events), Path(scratch)) as place,
):
    outcome = uvloop.run(run.run(names or list(run.BENCHES), place))
print(page.table(outcome.rows))
if arguments.write:
    page.write(outcome, names or list(run.BENCHES), arguments.write)
elif not names and arguments.events == EVENTS:
    page.write(outcome)
