"""The command line `waystation` with a knife in it, for a process that is to be killed.

python -m tests.chaos.victim STEP PASSING NOTE UNLEARNED -- ARGUMENTS…
kills itself at the numbered passing of the step and writes it into the file NOTE first. STEP
may be "-": no knife. UNLEARNED are event types that it does not know, with commas between.
"""

import sys
from pathlib import Path

from deploy.cli.main import main
from tests.chaos.knives import Knife, unlearn

if __name__ == "__main__":
    step, passing, note, unlearned, _, *arguments = sys.argv[1:]
    if unlearned:
        unlearn(unlearned.split(","))
    if step != "-":
        Knife(step, int(passing), Path(note)).install()
    sys.argv = ["waystation", *arguments]
    main()
