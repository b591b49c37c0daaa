"""A life: completed, used again and ordered anew; ended on a test that another one overturns."""

import pytest

from tests.services.cases.calls import problem
from tests.services.cases.lives.telling import Life
from tests.services.cases.place import HOSPITAL, OFFICE, POLICE, PROVIDER, Place, file_of

pytestmark = pytest.mark.postgres

DETOXIFICATION, REHABILITATION = "community_detoxification", "community_rehabilitation"
COMPLETED = {"ending": "completed", "evidence": "completion_certificate"}
ISOLATION = {"ending": "compulsory_isolation", "evidence": "isolation_decision"}


async def test_a_second_decision_and_a_test_that_was_wrong(place: Place) -> None:
    """He completes on a leap day; two years later the police order him to detoxify again. They end
    that programme on a positive test of its last day, which a laboratory overturns."""
    number = place.number()
    he = Life(place, PROVIDER)
    await he.opened(DETOXIFICATION, "2017-02-27", number, substance="heroin")
    await he.writes("reporting-in", "2017-02-28")
    await he.writes("agreement", "2017-02-28")
    leave = await he.writes(
        "leave",
        "2020-02-26",
        leaves_on="2020-02-27",
        returns_on="2020-03-03",
        destination="330102000000",
        reason="family",
        in_writing=True,
    )
    completed = await he.writes("ending", "2020-02-29", **COMPLETED, drug_use="abstinent")
    await he.writes("drug-tests", "2020-02-29", result="negative", reason="scheduled")
    await he.cannot("drug-tests", "2020-03-01", "not-open-then", result="negative")
    await he.cannot(f"leave/{leave}/return", "2020-03-03", "not-open-then")
    assert [each["months"] for each in await he.facts("CaseEnded")] == [36]

    # Another agency has opened a file meanwhile; when it has ended, his own is opened again.
    other = await place.opened(OFFICE, number, decided_on="2021-01-04")
    await he.cannot("reopening", "2022-05-10", "cannot-open-here", reason="used_again")
    elsewhere = Life(place, OFFICE, other)
    await elsewhere.writes("ending", "2021-06-01", ending="moved_away", evidence="transfer_letter")
    await he.writes("reopening", "2022-05-10", reason="used_again")
    await he.cannot(f"leave/{leave}/return", "2022-05-10", "leave-was-over")
    assert await he.phase() == "agreed"
    await he.writes("kind", "2022-05-10", kind=DETOXIFICATION, evidence="decision")
    assert await he.phase() == "ordered"
    await he.writes("reporting-in", "2022-05-25")
    await he.cannot(
        "kind", "2022-05-26", "kind-cannot-change-so", kind=DETOXIFICATION, evidence="decision"
    )
    await he.writes("agreement", "2022-05-25")

    # The test is positive, and the police end the programme on that day.
    asked = await he.writes("test-appointments", "2022-10-01", asked_of=POLICE, due_on="2022-10-10")
    test = await he.writes(
        "drug-tests",
        "2022-10-08",
        POLICE,
        result="positive",
        substances=["heroin"],
        tested_by="police",
        appointment_id=asked,
    )
    hair = await he.writes(
        "samples", "2022-10-08", method="hair", place="police_station", taken_by="police"
    )
    ended = await he.writes("ending", "2022-10-08", **ISOLATION, drug_use="relapsed")
    told = await he.writes("notices", "2022-10-09", told="family")
    objected = await he.writes(f"drug-tests/{test}/objection", "2022-10-11", told_on="2022-10-08")
    await he.writes("drug-tests", "2022-10-20", method="hair", result="negative", sample_id=hair)
    await he.writes(
        f"drug-tests/{test}/recheck", "2022-10-21", result="negative", tested_by="laboratory"
    )
    client = await place.registered(PROVIDER, number)
    anew = await place.by(PROVIDER).post("/v1/cases", file_of(client, kind=REHABILITATION))
    problem(anew, 409, "client-has-ended-case")

    # The decision is lifted as if it had not been: notices first, then the ending.
    await he.cannot_take_back(ended, "others-rest-on-it")
    await he.takes_back(told)
    await he.takes_back(ended)
    await he.cannot_take_back(completed, "agreement-rests-on-it")
    await he.takes_back(objected)  # the first result was positive: the re-check stands without it
    await he.writes("ending", "2025-05-25", **COMPLETED, drug_use="abstinent")
    await he.writes("notices", "2025-06-01", told="police")
    assert [each["months"] for each in await he.facts("CaseEnded")] == [36, 36]
    assert await he.stood_at() == [
        (DETOXIFICATION, "ordered", "2017-02-27", "2017-02-28"),
        (DETOXIFICATION, "agreed", "2017-02-28", "2020-02-29"),
        (DETOXIFICATION, "ordered", "2022-05-10", "2022-05-25"),
        (DETOXIFICATION, "agreed", "2022-05-25", "2025-05-25"),
    ]
    timeline = (await place.by(PROVIDER).get(f"/v1/cases/{he.case_id}/timeline?void=false")).body
    said = [
        item["text"]["zh"] for item in timeline["items"] if item["type"] == "cases.KindChanged.v1"
    ]
    assert len(said) == 1
    assert said[0].startswith("重新决定社区戒毒")
    problem(await place.by(HOSPITAL).get(f"/v1/cases/{he.case_id}"), 404, "not-found")
