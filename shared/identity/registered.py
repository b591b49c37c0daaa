"""The caller that a token's claims make, by the register of agencies. Pure.

The register has the last word: a token can narrow what its agency may do, and never widen it.
"""

from datetime import date

from shared.agencies import SERVICES_AGENCY, Agencies, AgencyKind
from shared.catalogue import SERVICES_ACTIONS
from shared.identity.claims import Caller, Claims, refused
from shared.text import Text

_UNKNOWN = Text(
    zh="单位登记表中没有令牌所称的单位；请联系驿站管理员登记该单位。",
    en="The token's agency is not in the register of agencies; ask Waystation's operator to enter"
    " it.",
)
_NOT_VALID = Text(
    zh="令牌所称的单位今天不在登记表的有效期内；请联系驿站管理员。",
    en="The token's agency is in the register of agencies, but not valid today; ask Waystation's"
    " operator.",
)
_NO_REGION = Text(
    zh="令牌中的地区都不在该单位的登记范围内；请按登记的地区申请令牌，或联系驿站管理员。",
    en="None of the token's regions lies within those that its agency is registered for; ask for a"
    " token for these, or ask Waystation's operator.",
)
_NOT_A_SERVICE = Text(
    zh=f"单位代号 {SERVICES_AGENCY} 仅供驿站自身的服务使用；请用本单位的代号申请令牌。",
    en=f"The agency {SERVICES_AGENCY} is for Waystation's own services; ask for a token of your own"
    " agency.",
)


def registered_caller(claims: Claims, agencies: Agencies, day: date) -> Caller:
    """The caller of an agency's token on a day.

    Its regions are what the token and the register have in common; what is for the services alone
    is left out of its actions. Raises the 401 Problem for an agency that is unknown or not valid
    on that day, and where no region is left.
    """
    if claims.agency == SERVICES_AGENCY:
        raise refused(_NOT_A_SERVICE)
    agency = agencies.find(claims.agency)
    if agency is None:
        raise refused(_UNKNOWN)
    if not agency.holds(day):
        raise refused(_NOT_VALID)
    regions = agency.within(claims.regions)
    if not regions:
        raise refused(_NO_REGION)
    actions = claims.actions - SERVICES_ACTIONS
    return Caller(claims.agency, regions, actions, claims.jti, claims.user, kind=agency.kind)


def service_caller(claims: Claims) -> Caller:
    """One of the installation's own services as a caller: what its token says, of no kind.

    Only for tokens that are signed with a key of the installation itself.
    """
    kind = AgencyKind.OTHER
    return Caller(claims.agency, claims.regions, claims.actions, claims.jti, claims.user, kind=kind)
