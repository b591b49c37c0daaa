"""The address of every view, for a browser to go to."""

from typing import NamedTuple

from tests.services.reporting.dashboard.district import (
    CITY,
    COUNTY,
    EMPTY,
    MONTH,
    QUARTER,
    TODAY,
    WORST,
    YESTERDAY,
)

_MONTH = f"region={COUNTY}&period={MONTH.name}"
_QUARTER = f"region={COUNTY}&period={QUARTER.name}"
_YEAR = f"region={CITY}&period={TODAY.year - 1}"
_OF_TWO = "where=duty:test&where=duty_outcome:met"
_STREET = f"region={WORST}&period={QUARTER.name}"
_COMMUNITY = f"region={WORST}001&period={QUARTER.name}"


class View(NamedTuple):
    """A view: its name, its address without a language, the status, and who looks at it."""

    name: str
    address: str
    status: int = 200
    regions: tuple[str, ...] = (CITY,)
    actions: tuple[str, ...] = ("statistics:read", "statistics:detail")
    follow: str = ""  # a word of the link on that page which leads to the view

    def in_language(self, language: str) -> str:
        """The address."""
        return f"{self.address}{'&' if '?' in self.address else '?'}lang={language}"


READ = ("statistics:read",)
VIEWS = (
    View("overview", f"/?{_MONTH}"),
    View("overview-now", f"/?region={CITY}"),
    View("overview-as-of", f"/?region={CITY}&as_of={YESTERDAY}"),
    View("regions", f"/regions?{_QUARTER}"),
    View("overview-of-now", f"/?{_MONTH}&boundaries=now"),
    View("overview-of-a-street", f"/?{_STREET}"),
    View("regions-of-a-street", f"/regions?{_STREET}"),
    View("regions-of-a-community", f"/regions?{_COMMUNITY}"),
    View("all-streets", f"/regions?region={CITY}&period={QUARTER.name}&below=streets"),
    View("regions-published", f"/regions?{_QUARTER}", actions=READ),
    View("ranking-by-scheme", f"/ranking?{_QUARTER}"),
    View("ranking-by-indicator", f"/ranking?{_QUARTER}&by=due_tests_rate"),
    View("rank-opened", f"/ranking?{_QUARTER}&of={WORST}"),
    View("clients", f"/clients?{_MONTH}"),
    View("help", f"/help?{_QUARTER}"),
    View("prevention", f"/prevention?{_QUARTER}"),
    View("prevention-of-a-street", f"/prevention?{_STREET}"),
    View("prevention-of-a-community", f"/prevention?{_COMMUNITY}"),
    View("all-communities", f"/prevention?{_QUARTER}&below=communities"),
    View("surveys", f"/surveys?{_QUARTER}"),
    View("surveys-published", f"/surveys?{_QUARTER}", actions=READ),
    View("coverage", f"/coverage?{_QUARTER}"),
    View("coverage-published", f"/coverage?region={CITY}&period={QUARTER.name}", actions=READ),
    View("places", f"/places?{_QUARTER}"),
    View("places-published", f"/places?region={CITY}&period={QUARTER.name}", actions=READ),
    View("campaigns", f"/campaigns?{_QUARTER}"),
    View("workforce", f"/workforce?{_QUARTER}"),
    View("indicators", f"/indicators?{_MONTH}"),
    View("indicator", f"/indicators/due_tests_rate?{_QUARTER}"),
    View("indicator-by-week", f"/indicators/contacts?{_MONTH}&by=week"),
    View("indicator-by-day", f"/indicators/contacts?{_MONTH}&by=day"),
    View("year-so-far", f"/year?region={CITY}&period={TODAY.year}"),
    View("year", f"/year?{_YEAR}"),
    View("figure-of-a-count", f"/figure?{_MONTH}&indicator=contacts"),
    View("figure-of-persons", f"/figure?{_MONTH}&indicator=persons_contacted"),
    View("figure-of-one-person", f"/figure?{_MONTH}&indicator=persons_contacted", follow="person"),
    View(
        "figure-with-void",
        f"/figure?{_YEAR}&indicator=contacts&voided=include",
    ),
    View(
        "figure-of-two-dimensions",
        f"/figure?{_QUARTER}&indicator=duties_closed&{_OF_TWO}",
    ),
    View("figure-of-a-rate", f"/figure?{_QUARTER}&indicator=due_tests_rate&part=denominator"),
    View("figure-of-nothing", f"/figure?region={EMPTY}&period={MONTH.name}&indicator=contacts"),
    View("choice", f"/?period={MONTH.name}", regions=("410102", "410105")),
    View("choice-of-a-name", "/?region=开发区", status=300, regions=("41",)),
    View("session", "/session"),
    View("login", "/login", regions=()),
    View("not-signed-in", f"/regions?{_QUARTER}", status=401, regions=()),
    View("out-of-scope", "/?region=33", status=404),
    View("no-such-period", f"/?region={CITY}&period=2026-13", status=422),
    View("too-fine", f"/?region={WORST}", status=403, actions=READ),
)
