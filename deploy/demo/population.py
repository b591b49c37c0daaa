"""How many live in the demo's regions, and on what area; none of it is real."""

import csv
from collections import Counter
from collections.abc import Iterable
from importlib import resources

from shared.regions import ancestors
from shared.regions.files import YEARS

YEARLY = 0.004  # the share that a region grows by
CITY_DIGITS = "4101"


def demo_population(years: Iterable[int]) -> bytes:
    """The file of population in these years, from the communities up to the city.

    >>> lines = demo_population([2024, 2025]).decode().splitlines()
    >>> len(lines), lines[1].startswith("410100000000,2024,")
    (131, True)
    """
    text = resources.files(__package__).joinpath(YEARS).read_text(encoding="utf-8")
    lines = ["code,year,population,area_km2"]
    for year in years:
        population, area = Counter[str](), Counter[str]()
        for row in csv.DictReader(text.splitlines()):
            grown = round(int(row["population"]) * (1 + YEARLY * (year - int(row["year"]))))
            for code in ancestors(row["code"]):
                if code.startswith(CITY_DIGITS):
                    population[code] += grown
                    area[code] += round(100 * float(row["area_km2"]))
        lines += [
            f"{code},{year},{population[code]},{area[code] / 100:.2f}"
            for code in sorted(population)
        ]
    return "\n".join((*lines, "")).encode()
