"""What is set otherwise in the demo's county than the built-in policies have it."""

from importlib import resources

FILE = "policies.toml"


def demo_policies(year: int) -> bytes:
    """The file of policies that goes with a synthetic year.

    >>> b"since = 2025-07-10" in demo_policies(2025)
    True
    """
    return resources.files(__package__).joinpath(FILE).read_bytes().replace(b"YEAR", b"%d" % year)
