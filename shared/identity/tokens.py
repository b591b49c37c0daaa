"""Bearer tokens: who is calling, for which agency and regions, and what they may do.

Tokens are JWTs signed with a key of a JWKS. Only asymmetric algorithms are accepted: a service
that checks tokens cannot make them.
"""

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import aiohttp
import jwt
import structlog

from shared.http.problems import unavailable
from shared.identity.claims import OWN_NAMES, Caller, ClaimNames, caller_from, refused
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
HOUR = 3600.0  # seconds that a token may be good for, where nothing else is set
KEY_ACTIONS = "waystation_actions"  # the member of a key in a JWKS: what its tokens may allow
_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})  # RFC 7519 and RFC 9068, any case


class Keys(Protocol):
    """Where a JWKS comes from."""

    async def fetch(self) -> Mapping[str, Any]:
        """The JWKS as it is now; OSError or ValueError when it cannot be had."""
        ...


@dataclass(frozen=True)
class TrustedKey:
    """A key that tokens are checked with.

    Those of one of the installation's own services allow no more than its `actions`.
    """

    key: jwt.PyJWK
    actions: frozenset[str] | None = None

    @property
    def is_ours(self) -> bool:
        """Whether it is a service's own, whose tokens have our names and audience."""
        return self.actions is not None


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


@dataclass(frozen=True)
class AllKeys:
    """The keys of several places as one set; it cannot be had while one of them cannot."""

    places: Sequence[Keys]

    async def fetch(self) -> Mapping[str, Any]:
        """The JWKS as it is now; OSError or ValueError when it cannot be had."""
        sets = [await place.fetch() for place in self.places]
        return {"keys": [key for each in sets for key in key_list(each)]}


class Verifier:
    """Checks tokens of one issuer; a checked token is remembered until it expires.

    It is remembered no longer than the keys, which are read again every hour. A token is good for
    `longest` seconds at most, whatever its issuer says; `names` are those of its claims.
    """

    def __init__(
        self,
        keys: Keys,
        *,
        issuer: str,
        audience: str = AUDIENCE,
        longest: float = HOUR,
        names: ClaimNames = OWN_NAMES,
    ) -> None:
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
        caller = caller_from(claims, OWN_NAMES if trusted.is_ours else self._names)
        if trusted.actions is not None:
            caller = replace(caller, actions=caller.actions & trusted.actions)
        self._known[token] = caller, ends
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return caller

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


def usable_keys(key_set: Mapping[str, Any]) -> dict[str, TrustedKey]:
    """The keys of a JWKS by their ``kid``; those of other kinds or uses are left out.

    Raises ValueError when it is no JWKS.
    """
    keys = {}
    for entry in key_list(key_set):
        try:
            key = jwt.PyJWK(entry)
        except jwt.PyJWTError:
            continue
        if key.algorithm_name in ALGORITHMS and entry.get("use", "sig") == "sig":
            only = entry.get(KEY_ACTIONS)
            actions = frozenset(map(str, only)) if isinstance(only, list) else None
            if only is None or actions is not None:
                keys[str(entry.get("kid", ""))] = TrustedKey(key, actions)
    return keys


def key_list(key_set: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entries of a JWKS. Raises ValueError when it is none."""
    entries = key_set.get("keys")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError("the key set has no list of keys")
    return entries


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
