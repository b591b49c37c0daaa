"""Years imported one after the other while everything is killed, the import itself as well."""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from random import Random

from deploy.embedded.folder import DataFolder
from deploy.embedded.tokens import mint
from tests.chaos.lives import House, Process
from tests.chaos.years import Ledgers, public_year, rejected_rows, synthetic_years

STEPS = ("import: about to call", "import: answered")
A_YEAR = 300.0  # seconds that importing a year may take while instances are killed
EARLIEST, LATEST = 50, 2500  # calls after which an import is killed; the public year has 5,000
AWAY = ("run the same command again to go on", "Nobody listens at")


class Importing:
    """Imports the public year, then synthetic ones, until told that it is enough.

    The first `kills` processes are killed half way. `done` are the years that are in.
    """

    def __init__(self, house: House, chance: Random, kills: int) -> None:
        self._house = house
        self._cuts = [
            (chance.choice(STEPS), chance.randint(EARLIEST, LATEST)) for _ in range(kills)
        ]
        self._numbers = count()
        self._years = self._all_years()
        self._enough = threading.Event()
        self._process: Process | None = None
        self.done: list[Ledgers] = []

    @contextmanager
    def going_on(self) -> Iterator["Importing"]:
        """Import beside; at the end of the ``with``, finish the year that was begun."""
        with ThreadPoolExecutor(1) as executor:
            working = executor.submit(self._work)
            try:
                yield self
            except BaseException:
                self._enough.set()
                if self._process is not None:
                    self._process.kill()
                if working.done():
                    working.result()  # why it ended is why everything failed
                raise
            self._enough.set()
            working.result()

    def _work(self) -> None:
        while not self._enough.is_set():
            self.one_more()

    def one_more(self) -> None:
        """Import the year after those that are in."""
        ledgers = next(self._years)
        while not self._imported(ledgers):
            pass
        self.done.append(ledgers)

    def _all_years(self) -> Iterator[Ledgers]:
        yield public_year()
        place = self._house.place / "ledgers"
        yield from synthetic_years(place)

    def _imported(self, ledgers: Ledgers) -> bool:
        step, passing = self._cuts.pop(0) if self._cuts else ("-", 1)
        place = self._house.place / "import"
        place.mkdir(exist_ok=True)
        self._process = process = Process(
            place, "import", ledgers.folder, "--url", self._house.url, "--json",
            "--rejected", place / f"rejected-{next(self._numbers)}",
            step=step, passing=passing, token=mint(DataFolder(self._house.data)),
        )  # fmt: skip
        code = process.ended(A_YEAR)
        # The instances may be away for longer than the import's patience, or when it begins.
        if code == 1 and any(why in process.output for why in AWAY):
            if step != "-":
                self._cuts.insert(0, (step, passing))
            return False
        assert code == (0 if step == "-" else -signal.SIGKILL), f"{code}\n{process.output}"
        if code == 0:
            told = rejected_rows(process.output)
            assert told == ledgers.expected["import"]["rejected rows"], process.output
        return code == 0
