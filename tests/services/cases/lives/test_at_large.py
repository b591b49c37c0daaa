"""Lives at large: spoken with by phone, taken off the register; and out of a programme."""

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


async def test_a_programme_is_over_and_the_person_stays_on_the_register(place: Place) -> None:
    """He completes his rehabilitation; the same file goes on at large, and he is called."""
    he = Life(place, PROVIDER)
    await he.opened("community_rehabilitation", "2019-05-06", sex="male")
    await he.writes("reporting-in", "2019-05-14")
    await he.writes("agreement", "2019-05-16")
    left = {"kind": "at_large", "evidence": "completion_certificate"}
    await he.cannot("kind", "2022-05-14", "programme-goes-on", **left)
    await he.writes(
        "ending",
        "2022-05-14",
        ending="completed",
        evidence="completion_certificate",
        drug_use="abstinent",
    )
    await he.writes("notices", "2022-05-16", told="street")
    await he.writes("reopening", "2022-05-14", reason="stays_registered")
    change = await he.writes("kind", "2022-05-14", **left)
    assert await he.phase() == "at_large"
    await he.writes("contacts", "2022-06-14", mode="phone")
    await he.cannot("regular-reports", "2022-06-15", "not-in-a-programme", mode="in_person")
    await he.cannot("warnings", "2022-06-15", "not-in-a-programme", reason="broke_agreement")
    await he.writes("informing", "2022-06-15", topics=["help_available"])
    assert (await he.stood_at())[-2:] == [
        ("community_rehabilitation", "agreed", "2019-05-16", "2022-05-14"),
        ("at_large", "at_large", "2022-05-14", "None"),
    ]
    # It was wrong after all, and is taken back.
    await he.takes_back(change)
    assert await he.phase() == "agreed"


async def test_a_decision_is_revoked(place: Place) -> None:
    """What only a programme has must not lie behind the revocation."""
    she = Life(place, PROVIDER)
    await she.opened("community_detoxification", "2019-05-06", sex="female")
    await she.writes("reporting-in", "2019-05-14")
    report = await she.writes("regular-reports", "2019-07-01", mode="in_person")
    revoked = {"kind": "at_large", "evidence": "revocation_decision"}
    await she.cannot("kind", "2019-07-01", "entries-need-the-programme", **revoked)
    await she.takes_back(report)
    await she.writes("kind", "2019-07-01", **revoked)
    assert (await she.file())["kind"] == "at_large"
    again = {"kind": "community_detoxification", "evidence": "decision"}
    change = await she.writes("kind", "2019-08-01", **again)
    report = await she.writes("regular-reports", "2019-08-10", mode="in_person")
    await she.cannot_take_back(change, "entries-need-the-programme")
    await she.takes_back(report)
    await she.takes_back(change)
    assert await she.phase() == "at_large"
