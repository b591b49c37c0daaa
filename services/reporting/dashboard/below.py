"""The regions just below one, on a page."""

from services.reporting.dashboard.asked import Asked
from services.reporting.statistics.places import child_length
from shared.regions import prefix, regions_in_force


def below(asked: Asked, counted: set[str], region: str | None = None) -> list[str]:
    """The regions just below, by code: those that are listed, and others that have figures.

    Below the one that is shown, or below another one.
    """
    length = child_length(region or asked.region)
    own = prefix(region or asked.region)
    listed = {
        each.code[:length].ljust(12, "0")
        for each in regions_in_force()
        if each.code.startswith(own)
        and len(prefix(each.code[:12])) >= length
        and each.holds_on(asked.days.last_day)
    }
    return sorted(listed | counted)
