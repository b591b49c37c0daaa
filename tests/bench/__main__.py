"""Run the benchmarks: all of them, or those named; all of them also writes docs/benchmarks.md."""

import sys
import tempfile
from pathlib import Path

import uvloop

from shared import logs
from tests.bench import page, run
from tests.bench.rounds import Scale

names = sys.argv[1:]
if unknown := [name for name in names if name not in run.BENCHES]:
    sys.exit(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(run.BENCHES)}.")
logs.configure("bench", level="warning")
with (
    tempfile.TemporaryDirectory(prefix="waystation-bench-") as scratch,
    run.servers_of_ones_own(Scale(), Path(scratch)) as place,
):
    outcome = uvloop.run(run.run(names or list(run.BENCHES), place))
print(page.table(outcome.rows))
if not names:
    page.write(outcome)
