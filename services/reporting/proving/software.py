"""Which software this is: a rebuild is continued only by the code that began it."""

from shared.software import digest_of

PACKAGES = ("services.reporting", "shared")  # the code that a read model is made by


def software() -> str:
    """The SHA-256 of the code, in hexadecimal digits."""
    return digest_of(*PACKAGES)
