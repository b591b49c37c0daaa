"""The policies by which a schedule is made today."""

from shared.policies.policies import Policies
from shared.policies.reading import built_in


def policies_in_force() -> Policies:
    """Those that every agency of the place is held to."""
    return built_in()
