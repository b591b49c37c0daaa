"""The claims of a token: who is calling, for which regions, and what that caller may do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.agencies import AGENCY_ID, AgencyKind
from shared.http.problems import Problem, unauthenticated
from shared.regions import LENGTHS, prefix
from shared.strict import is_digits
from shared.text import Text

_ACTION = re.compile(r"[a-z][a-z0-9_-]*:[a-z][a-z0-9_-]*")
_ID = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True, slots=True)
class Caller:
    """The system of an agency that is calling, as its token and the register of agencies say.

    `jti` is the token's id; `user` is the person on whose behalf it calls, under a pseudonym.

    >>> police = AgencyKind.POLICE
    >>> caller = Caller("310", ("4101",), frozenset({"cases:read"}), "t-1", kind=police)
    >>> caller.covers("410102001000"), caller.covers("41")
    (True, False)
    """

    agency: str
    regions: tuple[str, ...]
    actions: frozenset[str]
    jti: str = ""
    kind: AgencyKind = field(kw_only=True)
    user: str | None = None

    def covers(self, region: str) -> bool:
        """Whether a region, given by its code or prefix, lies within the caller's regions."""
        return region.startswith(self.regions)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says of its caller, before the register of agencies is asked."""

    agency: str
    regions: tuple[str, ...]
    actions: frozenset[str]
    jti: str
    user: str | None = None


class ClaimNames(BaseModel):
    """In which claim an identity provider says what: its name, or a path with points.

    Keycloak, for example, names a client in `azp` and its roles in
    `resource_access.waystation.roles`. Several regions or actions are a list, or one text with
    blanks between, as in `scope`. The user is the person on whose behalf the agency's system calls
    (RFC 8693), under a pseudonym; a system that calls for itself names none. It is a text, or an
    object with `sub`: what is nested in it, those who acted before, is not looked at.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    agency: str = "agency"
    regions: str = "regions"
    actions: str = "actions"
    user: str = "act.sub"


OWN_NAMES = ClaimNames()


def claims_from(claims: Mapping[str, Any], names: ClaimNames = OWN_NAMES) -> Claims:
    """What a checked token's claims say; a 401 Problem when they do not fit.

    Of a claim that is not our own, words that name no action are left out: a scope has others
    (`openid`), and so have roles.

    >>> claims = {"agency": "310", "regions": ["410100000000"], "jti": "t-1"}
    >>> claims_from(claims | {"actions": ["cases:read"]}).actions
    frozenset({'cases:read'})
    >>> keycloak = ClaimNames(agency="azp", regions="regions", actions="scope")
    >>> claims_from(claims | {"azp": "hospital", "scope": "openid cases:read"}, keycloak).agency
    'hospital'
    >>> claims_from(claims | {"actions": [], "act": {"sub": "u-17", "act": {"sub": "u-3"}}}).user
    'u-17'
    """
    agency = claim_at(claims, names.agency)
    if not isinstance(agency, str) or not AGENCY_ID.fullmatch(agency):
        raise _malformed(names.agency)
    regions = _words(claim_at(claims, names.regions), names.regions)
    if regions is None or not all(map(_is_region, regions)):
        raise _malformed(names.regions)
    actions = _words(claim_at(claims, names.actions), names.actions)
    if actions is None:
        raise _malformed(names.actions)
    if names.actions != OWN_NAMES.actions:
        actions = [action for action in actions if _ACTION.fullmatch(action)]
    elif not all(map(_ACTION.fullmatch, actions)):
        raise _malformed(names.actions)
    jti = claims.get("jti")
    if not isinstance(jti, str) or not _ID.fullmatch(jti):
        raise _malformed("jti")
    user = claim_at(claims, names.user)
    if isinstance(user, Mapping):
        user = user.get("sub", user)  # an object without one is no pseudonym
    if user is not None and not (isinstance(user, str) and _ID.fullmatch(user)):
        raise _malformed(names.user)
    return Claims(agency, tuple(map(prefix, regions)), frozenset(actions), jti, user)


def claim_at(claims: Mapping[str, Any], name: str) -> Any:
    """The claim of this very name, else what the path leads to; None where there is none.

    >>> claim_at({"resource_access": {"app": {"roles": ["a"]}}}, "resource_access.app.roles")
    ['a']
    """
    value: Any = claims
    if name in claims:
        return claims[name]
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _words(value: Any, name: str) -> list[str] | None:
    """The texts of a list, or of one text with blanks between if the claim is not our own."""
    if isinstance(value, str) and name not in (OWN_NAMES.regions, OWN_NAMES.actions):
        return value.split()
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    return None


def _is_region(text: str) -> bool:
    return len(text) in LENGTHS and is_digits(text)


def refused(detail: Text) -> Problem:
    """The 401 problem for a token that does not hold."""
    return unauthenticated(detail, challenge="invalid_token")


def _malformed(claim: str) -> Problem:
    return refused(
        Text(
            zh=f"令牌的 {claim} 声明缺失或格式不正确，请联系签发方。",
            en=f"The token's claim {claim} is missing or malformed; ask its issuer.",
        ),
    )
