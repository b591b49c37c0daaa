"""A life: a registered user in no programme, spoken with by phone, taken off the register."""

import pytest

from tests.services.cases.lives.telling import Life, months
from tests.services.cases.place import PROVIDER, Place

pytestmark = pytest.mark.postgres


async def test_a_user_at_large_until_taken_off_the_register(place: Place) -> None:
    """She is on the register, in neither programme. A social worker calls her every other month;
    after three years without drugs she is taken off."""
    she = Life(place, PROVIDER)
    await she.opened("at_large", None, sex="female", substance="methamphetamine")
    assert await she.phase() == "at_large"

    # Nothing of a programme fits her.
    await she.cannot("reporting-in", "2020-02-01", "not-a-programme")
    await she.cannot(
        "suspension", "2020-02-01", "not-a-programme", reason="arrested", evidence="arrest_warrant"
    )

    for day in months("2020-01-15", 36)[::2]:
        await she.writes("contacts", day, mode="phone")
    for day in months("2020-03-01", 34)[::12]:
        await she.writes("drug-tests", day, method="hair", result="negative")

    # A programme can only be completed by who was in one.
    await she.cannot(
        "ending",
        "2023-01-31",
        "nothing-to-complete",
        ending="completed",
        evidence="completion_certificate",
    )
    await she.writes(
        "ending",
        "2023-01-31",
        ending="taken_off_register",
        evidence="removal_approval",
        drug_use="abstinent",
        work="looking",
        household="alone",
        client_view="partly_helpful",
    )
    await she.writes("notices", "2023-02-02", told="police")

    [ending] = await she.facts("CaseEnded")
    assert (ending["ending"], ending["months"]) == ("taken_off_register", None)
    # No day is known since when she is on the register: she has always been.
    assert await she.stood_at() == [("at_large", "at_large", "None", "2023-01-31")]
    await she.cannot("contacts", "2023-02-10", "not-open-then", mode="phone")
