"""Places of prevention by their names: those that the service has, and those of the folder.

A name is looked for in the row's region, then in its street, then in its county: so a session of a
community finds the training base of its street. Where two have it, nobody knows which is meant.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from deploy.ledgers.ledger import Column
from deploy.ledgers.reasons import Fault
from deploy.ledgers.sending import Api
from deploy.ledgers.workforce import pages
from shared.regions import ancestors, is_region, level, prefix
from shared.text import Text

UNKNOWN, AMBIGUOUS = "unknown_place", "ambiguous_place"
PLACE_TEXTS = MappingProxyType(
    {
        UNKNOWN: Text(
            zh="该区划及其所在街道、区县没有这个名称的阵地；请核对名称和区划代码，或先列入阵地台账。",
            en="There is no place of this name in the region, nor in its street or county; check"
            " both, or enter it in 阵地台账 first.",
        ),
        AMBIGUOUS: Text(
            zh="该区划有不止一个同名阵地，无法确定是哪一个；请把区划代码写到阵地所在的社区，或改填阵地的"
            "编号（place_id）。",
            en="More than one place of this name lies in the region; give the region of the"
            " community that it lies in, or its id (place_id) instead of the name.",
        ),
    }
)
LONGEST = 100  # characters of a name
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class KnownPlace:
    """A place; the id is `NOT_YET` of one that a dry run has not entered."""

    place_id: str
    region: str
    opened_on: str = ""
    closed_on: str | None = None

    def is_open_on(self, day: str) -> bool:
        """Whether it was open on a day."""
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


class Places:
    """The places of prevention that rows may name."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._lock = asyncio.Lock()
        self._asked: set[tuple[str, str]] = set()
        self._known: defaultdict[str, dict[KnownPlace, None]] = defaultdict(dict)

    def add(self, name: str, place: KnownPlace) -> None:
        """Remember a place of the folder."""
        self._known[name][place] = None

    async def exactly(self, name: str, region: str, day: str | None) -> list[str]:
        """The ids of the places of a name in this very region: one, none, or which nobody knows."""
        found = [each for each in await self._named(name, region) if each.region == region]
        return _meant(found, day)

    async def near(self, name: str, region: str, day: str | None) -> list[str]:
        """The ids of those of a name that are nearest to a region; an id is itself."""
        if _ID.fullmatch(name.lower()):
            return [name.lower()]
        known = await self._named(name, region)
        for around in _wider(region):
            found = [each for each in known if each.region.startswith(prefix(around))]
            if found:
                return _meant(found, day)
        return []

    async def _named(self, name: str, region: str) -> list[KnownPlace]:
        """Those of a name in the county of a region; of a city or a province, in all of it."""
        if not is_region(region) or not 0 < len(name) <= LONGEST:
            return []
        widest = [*_wider(region)][-1]
        async with self._lock:
            if (name, widest) not in self._asked:
                self._asked.add((name, widest))
                query = [("name", name), ("region", widest)]
                async for each in pages(self._api, "/v1/places", "places", query):
                    days = each["opened_on"], each["closed_on"]
                    place = KnownPlace(each["place_id"], each["region"], *days)
                    self._forget(name, place.place_id)
                    self.add(name, place)
        return [*self._known[name]]

    def _forget(self, name: str, place_id: str) -> None:
        """The folder may say less of a place than the service does."""
        self._known[name] = {each: None for each in self._known[name] if each.place_id != place_id}


def fault_of(column: Column, found: Sequence[str]) -> Fault:
    """What is wrong with a name that stands for no place, or for several."""
    return column.fault(AMBIGUOUS if found else UNKNOWN)


def _meant(found: Sequence[KnownPlace], day: str | None) -> list[str]:
    """Of places of one name those that were open on a day, if any was."""
    then = [each for each in found if day is not None and each.is_open_on(day)]
    return [each.place_id for each in then or found]


def _wider(region: str) -> Iterator[str]:
    """A region, and those around it up to its county.

    >>> [*_wider("410102001003")]
    ['410102001003', '410102001000', '410102000000']
    >>> [*_wider("410100000000")]
    ['410100000000']
    """
    yield region
    for around in ancestors(region)[-2::-1]:
        if level(around) in ("street", "county"):
            yield around
