"""What a place aims at, where its policies say so. Pure."""

from collections.abc import Mapping
from datetime import date

from services.reporting.declared.words import Indicator
from shared.policies.policies import Policies
from shared.policies.values import Value
from shared.text import Text

# The indicator whose best band each policy sets, in per cent.
BANDS: Mapping[str, Value] = {"programme_kept": Value.EXECUTION_BANDS}
BANDS_OF = Text(
    zh="{best} % 以上为优，{least} % 为底线", en="{best} % and above; {least} % at least"
)


def aim_of(indicator: Indicator, policies: Policies, region: str, day: date) -> Text | None:
    """The bands that hold in a region (12 digits) on a day; None where no policy sets any."""
    value = BANDS.get(indicator.code)
    if value is None:
        return None
    bands = policies.bands(value, region, day)
    best, least = bands[0], bands[-1]
    return Text(
        zh=BANDS_OF.zh.format(best=best, least=least), en=BANDS_OF.en.format(best=best, least=least)
    )
