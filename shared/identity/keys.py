"""The keys that tokens are checked with: where they are (a JWKS), and what each is good for."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import aiohttp
import jwt

ALGORITHMS = ("EdDSA", "ES256", "RS256")
KEY_ACTIONS = "waystation_actions"  # the member of a key in a JWKS: what its tokens may allow


class Keys(Protocol):
    """Where a JWKS comes from."""

    async def fetch(self) -> Mapping[str, Any]:
        """The JWKS as it is now; OSError or ValueError when it cannot be had."""
        ...


@dataclass(frozen=True)
class TrustedKey:
    """A key that tokens are checked with.

    Those of one of the installation's own services allow no more than its `actions`, and they
    alone may be a service's instead of an agency's.
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
