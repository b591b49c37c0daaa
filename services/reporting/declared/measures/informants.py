"""Informants: what each count changed of the number of a community, from its day until the next.

`of_persons`: a small number may say who it is made of, so it is shown as figures of persons are.
"""

from services.reporting.declared.words import Fact, Measure
from shared.events.outreach.informants import (
    InformantsCounted,
    InformantsCountVoided,
    OnInformants,
)


def _changed(event: OnInformants) -> list[Fact]:
    change = event.number - event.before
    if not change:
        return []
    facts = [Fact(event.occurred_on, event.region, (), change)]
    if event.until is not None:
        facts.append(Fact(event.until, event.region, (), -change))
    return facts


INFORMANTS = Measure(
    "informants",
    (),
    {InformantsCounted: _changed, InformantsCountVoided: _changed},
    taken_back=False,
)
