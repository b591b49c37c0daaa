"""Agencies: who takes part, of which kind, and for which regions. Pure.

The register is a file of the place; the kinds are a closed list.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.text import Text


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
