"""Bearer tokens: who is calling, for which agency and regions, and what they may do.

Tokens are JWTs signed with a key of a JWKS. Only asymmetric algorithms are accepted: a service
that checks tokens cannot make them.
"""

import asyncio
import json
import re
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeGuard

import aiohttp
import jwt
import structlog

from shared.http.problems import Problem, unauthenticated, unavailable
from shared.regions import LENGTHS, prefix
from shared.strict import is_digits
from shared.text import Text

log = structlog.get_logger(__name__)

AUDIENCE = "waystation"
ALGORITHMS = ("EdDSA", "ES256", "RS256")

_NEVER = float("-inf")
_LEEWAY = 10  # seconds that the issuer's clock may be ahead
_REFETCH_AFTER = 30.0  # seconds between two fetches that an unknown key asks for
_REFRESH_AFTER = 3600.0  # seconds after which withdrawn keys must be gone
REMEMBERED = 4096  # tokens: a few hundred bytes each
_LONGEST = 8192  # characters of a token
_AGENCY = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,100}")
_ACTION = re.compile(r"[a-z][a-z0-9_-]*:[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Caller:
    """The system of an agency that is calling, as its token names it.

    >>> caller = Caller("310", ("4101",), frozenset({"cases:read"}))
    >>> caller.covers("410102001000"), caller.covers("41")
    (True, False)
    """

    agency: str
    regions: tuple[str, ...]
    actions: frozenset[str]

    def covers(self, region: str) -> bool:
        """Whether a region, given by its code or prefix, lies within the caller's regions."""
        return region.startswith(self.regions)


class Keys(Protocol):
    """Where a JWKS comes from."""

    async def fetch(self) -> Mapping[str, Any]:
        """The JWKS as it is now; OSError or ValueError when it cannot be had."""
        ...


@dataclass(frozen=True)
class KeysAt:
    """A JWKS at an https (or, inside a machine, http) address, or in a file."""

    location: str

    async def fetch(self) -> Mapping[str, Any]:
        """The JWKS as it is now; OSError or ValueError when it cannot be had."""
        if self.location.startswith(("https://", "http://")):
            try:
                timeout = aiohttp.ClientTimeout(total=5)
                async with (
                    aiohttp.ClientSession(timeout=timeout, raise_for_status=True) as session,
                    session.get(self.location) as answer,
                ):
                    text = await answer.text()
            except (aiohttp.ClientError, TimeoutError) as error:
                raise OSError(f"the key set cannot be fetched ({type(error).__name__})") from error
        else:
            text = await asyncio.to_thread(Path(self.location).read_text, encoding="utf-8")
        keys = json.loads(text)
        if not isinstance(keys, dict):
            raise ValueError("the key set is no JSON object")
        return keys


class Verifier:
    """Checks tokens of one issuer; a checked token is remembered until it expires.

    It is remembered no longer than the keys, which are read again every hour.
    """

    def __init__(self, keys: Keys, *, issuer: str, audience: str = AUDIENCE) -> None:
        self._source = keys
        self._issuer = issuer
        self._audience = audience
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = _NEVER
        self._tried_at = _NEVER
        self._fetching = asyncio.Lock()
        self._known: OrderedDict[str, tuple[Caller, float]] = OrderedDict()

    def known(self, token: str) -> Caller | None:
        """The caller of a token that was checked before and still holds."""
        entry = self._known.get(token)
        if entry is None or time.monotonic() - self._fetched_at > _REFRESH_AFTER:
            return None
        caller, ends = entry
        if ends <= time.time():
            del self._known[token]
            return None
        return caller

    async def verify(self, token: str) -> Caller:
        """The caller of a token.

        Raises a Problem: 401 when the token does not hold, 503 when no keys can be had.
        """
        caller = self.known(token)
        if caller is not None:
            return caller
        key = await self._key(_header(token))
        try:
            claims = jwt.decode(
                token,
                key=key,
                algorithms=[key.algorithm_name],
                audience=self._audience,
                issuer=self._issuer,
                leeway=_LEEWAY,
                options={"require": ["iss", "aud", "exp"]},
            )
            ends = float(claims["exp"])
        except jwt.ExpiredSignatureError:
            raise refused(
                Text(zh="令牌已过期，请重新申请。", en="The token has expired; ask for a new one.")
            ) from None
        except (jwt.InvalidTokenError, ValueError, OverflowError):
            raise refused(
                Text(
                    zh="令牌无效：签名、签发者或受众不符。",
                    en="The token is not one that this service takes: signature, issuer or audience"
                    " is wrong.",
                ),
            ) from None
        caller = caller_from(claims)
        self._known[token] = caller, ends
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return caller

    async def _key(self, header: Mapping[str, Any]) -> jwt.PyJWK:
        if time.monotonic() - self._fetched_at > _REFRESH_AFTER:
            await self._fetch(_REFRESH_AFTER)
        key = self._find(header)
        if key is None and time.monotonic() - self._fetched_at > _REFETCH_AFTER:
            await self._fetch(_REFETCH_AFTER)
            key = self._find(header)
        if key is None or header.get("alg") != key.algorithm_name:
            raise refused(
                Text(
                    zh="令牌的签名密钥或算法未被本服务认可。",
                    en="The token is signed with a key or algorithm that this service does not"
                    " know.",
                ),
            )
        return key

    def _find(self, header: Mapping[str, Any]) -> jwt.PyJWK | None:
        name = header.get("kid")
        if name is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(name) if isinstance(name, str) else None

    async def _fetch(self, older_than: float) -> None:
        asked_at = time.monotonic()
        async with self._fetching:
            # A caller that waited for another's fetch shares its outcome, even without keys.
            if self._tried_at < asked_at and asked_at - self._fetched_at > older_than:
                await self._try_to_fetch()
        if self._fetched_at == _NEVER:
            raise unavailable(
                Text(
                    zh="暂时无法读取令牌校验密钥，请稍后重试。",
                    en="The keys that tokens are checked with cannot be read; try again later.",
                ),
            )

    async def _try_to_fetch(self) -> None:
        try:
            keys = usable_keys(await self._source.fetch())
        except (OSError, ValueError, jwt.PyJWTError) as error:
            log.warning("keys_not_read", reason=type(error).__name__)
            # The present keys, if any, stay valid; ask again after the usual pause.
            if self._fetched_at != _NEVER:
                self._fetched_at = time.monotonic() - _REFRESH_AFTER + _REFETCH_AFTER
        else:
            self._fetched_at = time.monotonic()
            self._keys = keys
            self._known.clear()  # a key may have been withdrawn, and with it all that it signed
        self._tried_at = time.monotonic()


def usable_keys(key_set: Mapping[str, Any]) -> dict[str, jwt.PyJWK]:
    """The keys of a JWKS by their ``kid``; those of other kinds or uses are left out.

    Raises ValueError when it is no JWKS.
    """
    entries = key_set.get("keys")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError("the key set has no list of keys")
    keys = {}
    for entry in entries:
        try:
            key = jwt.PyJWK(entry)
        except jwt.PyJWTError:
            continue
        if key.algorithm_name in ALGORITHMS and entry.get("use", "sig") == "sig":
            keys[str(entry.get("kid", ""))] = key
    return keys


def caller_from(claims: Mapping[str, Any]) -> Caller:
    """The caller that a checked token's claims describe; a 401 Problem when they do not fit.

    >>> caller_from({"agency": "310", "regions": ["410100000000"], "actions": ["cases:read"]})
    Caller(agency='310', regions=('4101',), actions=frozenset({'cases:read'}))
    """
    agency, regions, actions = (claims.get(name) for name in ("agency", "regions", "actions"))
    if not isinstance(agency, str) or not _AGENCY.fullmatch(agency):
        raise _malformed("agency")
    if not _texts(regions) or not all(map(_is_region, regions)):
        raise _malformed("regions")
    if not _texts(actions) or not all(map(_ACTION.fullmatch, actions)):
        raise _malformed("actions")
    return Caller(agency, tuple(prefix(region) for region in regions), frozenset(actions))


def _texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_region(text: str) -> bool:
    return len(text) in LENGTHS and is_digits(text)


def _header(token: str) -> Mapping[str, Any]:
    try:
        if len(token) > _LONGEST:
            raise ValueError("longer than any token")
        return jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, ValueError):
        raise refused(
            Text(zh="这不是有效的 JSON Web Token。", en="This is no JSON Web Token.")
        ) from None


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
