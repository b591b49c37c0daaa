"""Bearer tokens: who is calling, for which agency and regions, and what they may do.

Tokens are JWTs signed with a key of a JWKS. Only asymmetric algorithms are accepted: a service
that checks tokens cannot make them.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from datetime import time as time_of_day
from typing import Any

import jwt
import structlog

from shared.agencies import SERVICES_AGENCY, Register
from shared.clock import CHINA, present_day
from shared.http.problems import Problem, unavailable
from shared.identity.claims import OWN_NAMES, Caller, ClaimNames, claims_from, refused
from shared.identity.keys import Keys, TrustedKey, usable_keys
from shared.identity.registered import registered_caller, service_caller
from shared.text import Text

log = structlog.get_logger(__name__)

AUDIENCE = "waystation"

_NEVER = float("-inf")
_LEEWAY = 10  # seconds that the issuer's clock may be ahead
_REFETCH_AFTER = 30.0  # seconds between two fetches that an unknown key asks for
_REFRESH_AFTER = 3600.0  # seconds after which withdrawn keys must be gone
REMEMBERED = 4096  # tokens: a few hundred bytes each
_LONGEST = 8192  # characters of a token
HOUR = 3600.0  # seconds that a token may be good for, where nothing else is set
_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})  # RFC 7519 and RFC 9068, any case


class Verifier:
    """Checks tokens of one issuer; a checked token is remembered until it expires.

    It is remembered no longer than the keys, which are read again every hour, the register of
    agencies, and the time in which its agency is valid. A token is good for `longest` seconds at
    most, whatever its issuer says; `names` are those of its claims.
    """

    def __init__(
        self,
        keys: Keys,
        *,
        issuer: str,
        register: Register,
        audience: str = AUDIENCE,
        longest: float = HOUR,
        names: ClaimNames = OWN_NAMES,
    ) -> None:
        self.register = register
        self._agencies = register.present()
        self._source = keys
        self._issuer = issuer
        self._audience = audience
        self._longest = longest
        self._names = names
        self._keys: dict[str, TrustedKey] = {}
        self._fetched_at = _NEVER
        self._tried_at = _NEVER
        self._fetching = asyncio.Lock()
        self._known: OrderedDict[str, tuple[Caller, float]] = OrderedDict()

    def known(self, token: str) -> Caller | None:
        """The caller of a token that was checked before and still holds."""
        if self.register.present() is not self._agencies:
            self._agencies = self.register.present()
            self._known.clear()
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
        trusted = await self._key(_header(token))
        try:
            claims = jwt.decode(
                token,
                key=trusted.key,
                algorithms=[trusted.key.algorithm_name],
                audience=AUDIENCE if trusted.is_ours else self._audience,
                issuer=self._issuer,
                leeway=_LEEWAY,
                options={"require": ["iss", "aud", "exp", "iat"]},
            )
            ends = float(claims["exp"])
            lasts = ends - float(claims["iat"])
        except jwt.ExpiredSignatureError:
            raise refused(
                Text(zh="令牌已过期，请重新申请。", en="The token has expired; ask for a new one.")
            ) from None
        except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError):
            raise refused(
                Text(
                    zh="令牌无效：签名、签发者、受众或时间不符。",
                    en="The token is not one that this service takes: signature, issuer, audience"
                    " or times are wrong.",
                ),
            ) from None
        if lasts > self._longest:
            raise refused(
                Text(
                    zh=f"令牌的有效期过长：最长{self._longest:.0f}秒，请申请有效期较短的令牌。",
                    en=f"The token is good for too long: {self._longest:.0f} seconds are the most;"
                    " ask for one that ends sooner.",
                ),
            )
        caller, valid_until = self._caller(claims, trusted)
        self._known[token] = caller, min(ends, valid_until)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return caller

    def _caller(self, claims: Mapping[str, Any], trusted: TrustedKey) -> tuple[Caller, float]:
        """The caller by the register of agencies, and until when (POSIX seconds) it is that."""
        said = claims_from(claims, OWN_NAMES if trusted.is_ours else self._names)
        if trusted.actions is not None:
            said = replace(said, actions=said.actions & trusted.actions)
            if said.agency == SERVICES_AGENCY:
                return service_caller(said), float("inf")
        try:
            caller = registered_caller(said, self._agencies, present_day())
        except Problem:
            log.warning("agency_refused", agency=said.agency)
            raise
        agency = self._agencies.find(said.agency)
        if agency is None or agency.valid_to is None:
            return caller, float("inf")
        return caller, _midnight(agency.valid_to)

    async def _key(self, header: Mapping[str, Any]) -> TrustedKey:
        if time.monotonic() - self._fetched_at > _REFRESH_AFTER:
            await self._fetch(_REFRESH_AFTER)
        key = self._find(header)
        if key is None and time.monotonic() - self._fetched_at > _REFETCH_AFTER:
            await self._fetch(_REFETCH_AFTER)
            key = self._find(header)
        if key is None or header.get("alg") != key.key.algorithm_name:
            raise refused(
                Text(
                    zh="令牌的签名密钥或算法未被本服务认可。",
                    en="The token is signed with a key or algorithm that this service does not"
                    " know.",
                ),
            )
        return key

    def _find(self, header: Mapping[str, Any]) -> TrustedKey | None:
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


def _midnight(day: date) -> float:
    """When a day begins in China, in POSIX seconds."""
    return datetime.combine(day, time_of_day(), CHINA).timestamp()


def _header(token: str) -> Mapping[str, Any]:
    try:
        if len(token) > _LONGEST:
            raise ValueError("longer than any token")
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, ValueError):
        raise refused(
            Text(zh="这不是有效的 JSON Web Token。", en="This is no JSON Web Token.")
        ) from None
    if str(header.get("typ", "")).lower() not in _TYPES:
        raise refused(
            Text(
                zh="这不是访问令牌：其首部的 typ 应为 JWT 或 at+jwt。",
                en="This is no access token: its header must have the typ JWT or at+jwt.",
            )
        )
    return header
