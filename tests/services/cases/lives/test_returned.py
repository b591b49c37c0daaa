"""A life: detoxification fails, the police order isolation, he returns and completes."""

import pytest

from tests.services.cases.calls import problem
from tests.services.cases.lives.telling import Life, months
from tests.services.cases.place import PROVIDER, Place, file_of

pytestmark = pytest.mark.postgres

DETOXIFICATION, REHABILITATION = "community_detoxification", "community_rehabilitation"


async def test_isolation_and_the_way_back(place: Place) -> None:
    """Ordered to detoxify in the community, he uses again; the police decide on two years of
    compulsory isolation. He returns, his file is opened again, becomes one of rehabilitation, and
    is completed in the end."""
    number = place.number()
    he = Life(place, PROVIDER)
    await he.opened(DETOXIFICATION, "2017-02-20", number, substance="heroin")
    await he.writes("reporting-in", "2017-02-28")
    await he.writes("agreement", "2017-03-01")
    for day in months("2017-03-20", 8):
        await he.writes("contacts", day, mode="home_visit")
    await he.writes("drug-tests", "2017-06-10", result="negative")
    await he.writes("drug-tests", "2017-11-03", result="positive")
    await he.writes("risk-assessments", "2017-11-06", level="high")

    # He is detained on 8 November; a week later the police decide on compulsory isolation. Only
    # their decision ends a programme so.
    await he.writes("suspension", "2017-11-08", reason="detained", evidence="detention_notice")
    await he.cannot(
        "ending",
        "2017-11-15",
        "wrong-document",
        ending="compulsory_isolation",
        evidence="detention_notice",
    )
    await he.writes(
        "ending",
        "2017-11-15",
        ending="compulsory_isolation",
        evidence="isolation_decision",
        drug_use="relapsed",
    )
    await he.writes("notices", "2017-11-17", told="family")
    await he.cannot("resumption", "2017-12-01", "case-has-ended", evidence="release_certificate")

    # He comes back two years later. A person has one file: it is opened again, and not anew.
    client = await place.registered(PROVIDER, number)
    anew = await place.by(PROVIDER).post("/v1/cases", file_of(client, kind=REHABILITATION))
    problem(anew, 409, "client-has-ended-case")
    await he.writes("reopening", "2019-11-14", reason="returned")
    assert await he.phase() == "suspended"  # as it was when it ended
    await he.writes("resumption", "2019-11-14", evidence="release_certificate")
    await he.writes("kind", "2019-11-14", kind=REHABILITATION, evidence="decision")
    assert await he.phase() == "ordered"
    await he.cannot("contacts", "2018-06-01", "not-open-then", mode="phone")

    # The programme begins anew: he reports in, signs, and keeps it, through the leap year.
    await he.cannot("agreement", "2019-11-20", "not-reported-in")
    await he.writes("reporting-in", "2019-11-20")
    await he.writes("agreement", "2020-02-29")
    for day in months("2019-12-20", 36):
        await he.writes("contacts", day, mode="office")
    await he.writes("risk-assessments", "2020-03-31", level="low")
    await he.writes(
        "ending",
        "2022-11-20",
        ending="completed",
        evidence="completion_certificate",
        drug_use="abstinent",
        work="public_benefit_post",
        household="with_family",
        client_view="helpful",
    )
    await he.writes("notices", "2022-11-21", told="police")
    await he.writes("notices", "2022-11-21", told="family")

    isolation, completed = await he.facts("CaseEnded")
    assert (isolation["ending"], isolation["months"]) == ("compulsory_isolation", 8)
    assert (completed["ending"], completed["months"]) == ("completed", 36)
    assert [each["due_on"] for each in await he.facts("EndingNotified")] == [
        "2017-11-22",
        "2022-11-27",
        "2022-11-27",
    ]
    assert await he.stood_at() == [
        (DETOXIFICATION, "ordered", "2017-02-20", "2017-02-28"),
        (DETOXIFICATION, "reported", "2017-02-28", "2017-03-01"),
        (DETOXIFICATION, "agreed", "2017-03-01", "2017-11-06"),
        (DETOXIFICATION, "agreed", "2017-11-06", "2017-11-08"),
        (DETOXIFICATION, "suspended", "2017-11-08", "2017-11-15"),
        (REHABILITATION, "ordered", "2019-11-14", "2019-11-20"),
        (REHABILITATION, "reported", "2019-11-20", "2020-02-29"),
        (REHABILITATION, "agreed", "2020-02-29", "2020-03-31"),
        (REHABILITATION, "agreed", "2020-03-31", "2022-11-20"),
    ]
