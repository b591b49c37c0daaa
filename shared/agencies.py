"""Agencies: who takes part, of which kind, and for which regions. Pure.

The register is a file of the place (shared/agency_file.py reads it); the kinds are a closed list.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from shared.text import Text

# As which Waystation's own services call each other: no agency, and in no register.
SERVICES_AGENCY = "waystation-services"
AGENCY_ID = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,100}")


class AgencyKind(StrEnum):
    """What an agency is; what it may see and do follows from it."""

    ANTI_DRUG_OFFICE = "anti_drug_office"
    POLICE = "police"
    STREET_WORKSTATION = "street_workstation"
    SOCIAL_WORK_PROVIDER = "social_work_provider"
    HOSPITAL = "hospital"
    LABORATORY = "laboratory"
    CIVIL_AFFAIRS = "civil_affairs"
    EMPLOYMENT_OFFICE = "employment_office"
    COMMUNITY = "community"
    OTHER = "other"


KINDS = {
    AgencyKind.ANTI_DRUG_OFFICE: Text(zh="禁毒办", en="anti-drug office"),
    AgencyKind.POLICE: Text(zh="公安机关", en="police"),
    AgencyKind.STREET_WORKSTATION: Text(zh="街道（乡镇）工作站", en="street workstation"),
    AgencyKind.SOCIAL_WORK_PROVIDER: Text(zh="社工机构", en="provider of social workers"),
    AgencyKind.HOSPITAL: Text(zh="医院", en="hospital"),
    AgencyKind.LABORATORY: Text(zh="检测机构", en="laboratory"),
    AgencyKind.CIVIL_AFFAIRS: Text(zh="民政部门", en="civil affairs"),
    AgencyKind.EMPLOYMENT_OFFICE: Text(zh="就业服务机构", en="employment office"),
    AgencyKind.COMMUNITY: Text(zh="社区", en="community"),
    AgencyKind.OTHER: Text(zh="其他", en="other"),
}


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency as the register has it, from `valid_from` until the day before `valid_to`.

    `public_name` may be shown to anyone; `regions` are prefixes of region codes.
    """

    agency_id: str
    kind: AgencyKind
    name: str
    public_name: str
    regions: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the entry is valid on a day.

        >>> agency = Agency("310", AgencyKind.POLICE, "", "", ("41",), valid_to=date(2026, 1, 1))
        >>> agency.holds(date(2025, 12, 31)), agency.holds(date(2026, 1, 1))
        (True, False)
        """
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    def within(self, regions: Iterable[str]) -> tuple[str, ...]:
        """What these regions have in common with the agency's own; all of them are prefixes.

        >>> agency = Agency("310", AgencyKind.POLICE, "", "", ("4101", "410203"))
        >>> agency.within(("410105", "4102", "33"))
        ('410105', '410203')
        """
        asked, own = dict.fromkeys(regions), dict.fromkeys(self.regions)
        narrow = (each for each in asked if _begins_with_one_of(each, own))
        wide = (each for each in own if _begins_with_one_of(each, asked))
        return tuple(dict.fromkeys((*narrow, *wide)))


class Agencies:
    """The register of agencies, as one version of its file says it.

    `version` is what the file calls itself, `digest` the SHA-256 of its bytes.
    """

    def __init__(self, entries: Iterable[Agency], version: str = "", digest: str = "") -> None:
        self._entries = {each.agency_id: each for each in entries}
        self.version = version
        self.digest = digest

    def __iter__(self) -> Iterator[Agency]:
        """All entries, as the file has them."""
        return iter(self._entries.values())

    def find(self, agency_id: str) -> Agency | None:
        """The entry of an agency, whether it is valid today or not."""
        return self._entries.get(agency_id)

    def present(self) -> "Agencies":
        """Itself; a file that may change gives another after a while."""
        return self

    def state(self) -> str:
        """Nothing can be wrong with it."""
        return "ok"


class Register(Protocol):
    """Where the present register of agencies comes from."""

    def present(self) -> Agencies:
        """The register as it is now: the same object until something in it changes."""
        ...

    def state(self) -> str:
        """How readiness tells it: "ok", or what is to be seen to."""
        ...


def _begins_with_one_of(region: str, prefixes: Mapping[str, None]) -> bool:
    return any(region[:length] in prefixes for length in range(1, len(region) + 1))
