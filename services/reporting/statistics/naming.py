"""The region that a person names on a page: by its code, or by a name."""

from typing import NamedTuple

from services.reporting.statistics.refusing import refuse
from shared.folding import fold_number
from shared.identity.claims import Caller
from shared.region_names import find_regions
from shared.regions import prefix, regions_in_force
from shared.strict import is_digits
from shared.text import Text


class RegionsMeant(NamedTuple):
    """Codes of regions, as short as they can be written; `clear` if it is the one that is meant."""

    codes: tuple[str, ...]
    clear: bool


def regions_meant(text: str, caller: Caller) -> RegionsMeant:
    """The regions that a person may mean; a code stands for itself, whether it exists or not.

    Of several regions with one name those in the caller's scope are meant. Where none has just
    this name, those with a name like it are there to choose from. A 422 Problem if there is none.
    """
    written = fold_number(text)
    if is_digits(written):
        return RegionsMeant((written,), clear=True)
    found = find_regions(text, regions_in_force())
    codes = [prefix(code) for code in found.exact or found.similar]
    codes = [code for code in codes if caller.covers(code)] or codes
    if not codes:
        raise refuse(
            "region",
            "unknown_region",
            Text(
                zh="区划登记表中没有这个名称；请填写省、市、县（区）的名称，或填写区划代码。",
                en="No region of this name is in the register; write the name of a province, city"
                " or county, or a code.",
            ),
        )
    return RegionsMeant(tuple(codes), clear=len(found.exact) > 0 and len(codes) == 1)
