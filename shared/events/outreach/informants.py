"""Informants (信息员): how many a community has. A number alone, and nobody is named."""

from datetime import date

from shared.events import Event, published


class OnInformants(Event):
    """A number of informants stands for a community in [occurred_on, until), instead of `before`.

    `before` is what stood for these days until now; `until` is the day of the next number, if there
    is one. So numbers of all days are sums of what each event changed, in whatever order they came.
    """

    region: str
    occurred_on: date
    number: int
    before: int = 0
    until: date | None = None


@published("outreach.InformantsCounted.v1")
class InformantsCounted(OnInformants):
    """A community has so many informants from a day on; a later one of the day corrects it."""


@published("outreach.InformantsCountVoided.v1")
class InformantsCountVoided(OnInformants):
    """Nothing was counted on this day: `number`, which the day before has, stands for it again."""
