"""Where a region stands among the others: parent, range of codes, those just below."""

from shared import regions


def parent_of(region: str) -> str:
    """The region just above, "" above a province.

    >>> parent_of("410100000000"), parent_of("410000000000")
    ('410000000000', '')
    """
    return ("", *regions.ancestors(region))[-2]


def codes_within(region: str) -> tuple[str, str]:
    """The codes of a region and of all below it, as a half-open range of texts."""
    prefix = regions.prefix(region)
    return region, f"{int(prefix) + 1:0{len(prefix)}}"


def child_length(region: str) -> int:
    """How many digits tell the regions just below apart."""
    own = len(regions.prefix(region))
    listed = regions.regions_in_force().get(region)
    if own == 4 and listed is not None and listed.below == "streets":
        return 9
    return min((length for length in regions.LENGTHS if length > own), default=12)
