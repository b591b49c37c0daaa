"""The keyed hashes by which an agency's human users are known: no pseudonym is kept."""

from collections.abc import Callable

from shared.identity.claims import Caller


def user_key(index: Callable[[str], str], agency: str, user: str) -> str:
    """The keyed hash of an agency's user; `index` is the vault's.

    >>> user_key(str.upper, "310", "u-17")
    'USER:310:U-17'
    """
    return index(f"user:{agency}:{user}")


def key_of(index: Callable[[str], str], caller: Caller) -> str | None:
    """The keyed hash of the user for whom a caller calls; None where it calls for none."""
    return None if caller.user is None else user_key(index, caller.agency, caller.user)
