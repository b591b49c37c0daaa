"""What personal data is wanted for, and which article entitles to it: two closed lists. Pure.

A free text would say nothing that can be checked, and may hold what it must not.

>>> Purpose.DRUG_TEST in purposes_of(AgencyKind.HOSPITAL)
True
>>> Purpose.SUPPORT in purposes_of(AgencyKind.HOSPITAL)
False
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.cases.access_table import CARRIES, TESTS_FOR
from shared.agencies import AgencyKind
from shared.text import Text


class Purpose(StrEnum):
    """What personal data is wanted for."""

    IDENTITY_CHECK = "identity_check"
    DECISION = "decision"
    PROGRAMME = "programme"
    SUPPORT = "support"
    DRUG_TEST = "drug_test"
    RISK_ASSESSMENT = "risk_assessment"
    HELP = "help"
    CORRECTION = "correction"
    OWN_REQUEST = "own_request"


class LegalBasis(StrEnum):
    """The article that entitles to it."""

    NARCOTICS_CONTROL_LAW_33 = "narcotics_control_law_33"
    NARCOTICS_CONTROL_LAW_34 = "narcotics_control_law_34"
    NARCOTICS_CONTROL_LAW_35 = "narcotics_control_law_35"
    DRUG_REHABILITATION_REGULATIONS_14 = "drug_rehabilitation_regulations_14"
    DRUG_REHABILITATION_REGULATIONS_16 = "drug_rehabilitation_regulations_16"
    PIPL_13_1 = "pipl_13_1"
    PIPL_13_3 = "pipl_13_3"
    PIPL_45 = "pipl_45"
    PIPL_46 = "pipl_46"


PURPOSES: Mapping[Purpose, Text] = {
    Purpose.IDENTITY_CHECK: Text(zh="核对身份", en="making sure who the person is"),
    Purpose.DECISION: Text(zh="作出社区戒毒、社区康复决定", en="deciding on a programme"),
    Purpose.PROGRAMME: Text(zh="报到、签订协议", en="reporting in and the agreement"),
    Purpose.SUPPORT: Text(zh="走访、谈话等帮教", en="visits, talks and other support"),
    Purpose.DRUG_TEST: Text(zh="检测", en="a drug test"),
    Purpose.RISK_ASSESSMENT: Text(zh="风险评估", en="a risk assessment"),
    Purpose.HELP: Text(zh="救助、就业等帮扶", en="help with relief, work and the like"),
    Purpose.CORRECTION: Text(zh="更正、补充个人信息", en="correcting what is kept of the person"),
    Purpose.OWN_REQUEST: Text(zh="本人查阅、复制", en="the person asks what is kept"),
}

LEGAL_BASES: Mapping[LegalBasis, Text] = {
    LegalBasis.NARCOTICS_CONTROL_LAW_33: Text(
        zh="《禁毒法》第三十三条：公安机关责令社区戒毒",
        en="Narcotics Control Law, art. 33: the police order community detoxification",
    ),
    LegalBasis.NARCOTICS_CONTROL_LAW_34: Text(
        zh="《禁毒法》第三十四条：街道、乡镇负责社区戒毒，签订协议，落实措施",
        en="Narcotics Control Law, art. 34: streets and towns carry it out, under an agreement",
    ),
    LegalBasis.NARCOTICS_CONTROL_LAW_35: Text(
        zh="《禁毒法》第三十五条：履行协议，定期接受检测",
        en="Narcotics Control Law, art. 35: the agreement is kept, with regular tests",
    ),
    LegalBasis.DRUG_REHABILITATION_REGULATIONS_14: Text(
        zh="《戒毒条例》第十四条：报到与期限",
        en="Regulations on Drug Rehabilitation, art. 14: reporting in, and the term",
    ),
    LegalBasis.DRUG_REHABILITATION_REGULATIONS_16: Text(
        zh="《戒毒条例》第十六条：社区戒毒协议",
        en="Regulations on Drug Rehabilitation, art. 16: the agreement",
    ),
    LegalBasis.PIPL_13_1: Text(
        zh="《个人信息保护法》第十三条第一项：取得本人同意",
        en="Personal Information Protection Law, art. 13 (1): the person's consent",
    ),
    LegalBasis.PIPL_13_3: Text(
        zh="《个人信息保护法》第十三条第三项：履行法定职责或者法定义务所必需",
        en="Personal Information Protection Law, art. 13 (3): needed for a statutory duty",
    ),
    LegalBasis.PIPL_45: Text(
        zh="《个人信息保护法》第四十五条：本人查阅、复制",
        en="Personal Information Protection Law, art. 45: the person reads and copies it",
    ),
    LegalBasis.PIPL_46: Text(
        zh="《个人信息保护法》第四十六条：更正、补充",
        en="Personal Information Protection Law, art. 46: correction and completion",
    ),
}

# Whoever keeps something of a person must show and correct it.
_ANYONE = frozenset({Purpose.CORRECTION, Purpose.OWN_REQUEST})
_CARRIES = _ANYONE | {Purpose.IDENTITY_CHECK, Purpose.SUPPORT, Purpose.RISK_ASSESSMENT}
_OWN: Mapping[AgencyKind, frozenset[Purpose]] = {
    AgencyKind.ANTI_DRUG_OFFICE: frozenset({Purpose.PROGRAMME, Purpose.DRUG_TEST, Purpose.HELP}),
    AgencyKind.POLICE: frozenset({Purpose.DECISION}),
    AgencyKind.STREET_WORKSTATION: frozenset({Purpose.PROGRAMME, Purpose.HELP}),
    AgencyKind.SOCIAL_WORK_PROVIDER: frozenset({Purpose.DRUG_TEST, Purpose.HELP}),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a caller reads personal data."""

    purpose: Purpose
    legal_basis: LegalBasis


def purposes_of(kind: AgencyKind) -> tuple[Purpose, ...]:
    """What an agency of a kind may want personal data for, in the order of the list."""
    allowed = _CARRIES if kind in CARRIES else _ANYONE
    allowed |= {Purpose.DRUG_TEST} if kind in TESTS_FOR else frozenset()
    allowed |= _OWN.get(kind, frozenset())
    return tuple(purpose for purpose in Purpose if purpose in allowed)
