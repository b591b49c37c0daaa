"""The register of agencies of the tests: those that they call as, and two of every kind.

Any agency here may act in every province: a test narrows it by the regions of its tokens.
"""

import json
from collections.abc import Iterable

from deploy.issuing import AGENCY
from services.cases.case.examples import AGENCY as AGENCY_OF_EXAMPLES
from services.cases.case.examples import LABORATORY, PROVIDER, WORKSTATION_AGENCY
from shared.agencies import Agencies, Agency, AgencyKind
from shared.regions.provinces import PROVINCES

# As which tests call that are about something else than agencies.
USED = (
    AGENCY, "agency", "other", "another", "a", "a:b", "tests", "bench", "310", "311", "4101",
    AGENCY_OF_EXAMPLES,
)  # fmt: skip


def agency(agency_id: str, kind: AgencyKind = AgencyKind.ANTI_DRUG_OFFICE, *regions: str) -> Agency:
    """An entry that is always valid; in all provinces unless regions are given."""
    return Agency(agency_id, kind, agency_id, agency_id, regions or PROVINCES)


def id_of(kind: AgencyKind, number: int = 1) -> str:
    """The id of the first or second agency of a kind: ``hospital``, ``hospital-2``."""
    name = "other-kind" if kind is AgencyKind.OTHER else str(kind)
    return name if number == 1 else f"{name}-{number}"


REGISTER = Agencies(
    [
        *map(agency, USED),
        agency(WORKSTATION_AGENCY, AgencyKind.STREET_WORKSTATION),
        agency(LABORATORY, AgencyKind.LABORATORY),
        agency(PROVIDER, AgencyKind.SOCIAL_WORK_PROVIDER),
        *(agency(id_of(kind, number), kind) for kind in AgencyKind for number in (1, 2)),
    ],
    version="tests",
)


def as_file(agencies: Iterable[Agency] = REGISTER, version: str = "tests") -> str:
    """These agencies as the text of a register's file."""
    lines = [f"version = {json.dumps(version)}"]
    for each in agencies:
        lines += ["", "[[agency]]", f"id = {json.dumps(each.agency_id)}", f'kind = "{each.kind}"']
        lines += [
            f"name = {json.dumps(each.name)}",
            f"public_name = {json.dumps(each.public_name)}",
        ]
        lines += [f"regions = {json.dumps([*each.regions])}"]
        lines += [f"valid_from = {each.valid_from}"] if each.valid_from else []
        lines += [f"valid_to = {each.valid_to}"] if each.valid_to else []
    return "\n".join(lines) + "\n"
