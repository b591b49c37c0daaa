"""A life: released in May, three years of community rehabilitation, completed."""

import pytest

from tests.services.cases.calls import WHY
from tests.services.cases.lives.telling import Life, months
from tests.services.cases.place import HOSPITAL, POLICE, WORKSTATION, Place, file_of

pytestmark = pytest.mark.postgres

REHABILITATION = "community_rehabilitation"


async def test_from_release_in_may_to_completion(place: Place) -> None:
    """Released on 6 May, he reports to the street's workstation within the fortnight, signs, is
    visited every month and tested as often as is due, and completes after three years."""
    number = place.number()
    he = Life(place, WORKSTATION)
    # The police order three years of community rehabilitation upon his release.
    await he.opened(REHABILITATION, "2019-05-06", number, sex="male", substance="heroin")
    await he.cannot("agreement", "2019-05-14", "not-reported-in")
    await he.writes("reporting-in", "2019-05-14")
    await he.writes("agreement", "2019-05-16")
    assert await he.phase() == "agreed"

    # A worker sees him every month, at home and at the workstation by turns.
    for number_of_visit, day in enumerate(months("2019-06-10", 35)):
        mode = "home_visit" if number_of_visit % 2 == 0 else "office"
        await he.writes("contacts", day, mode=mode, note="家访，情况稳定")
    # Every other month in the first year, every third in the second, twice in the third.
    first = months("2019-06-20", 12)[::2]
    second, third = months("2020-06-20", 12)[::3], months("2021-06-20", 12)[::6]
    for day in (*first, *second, *third):
        await he.writes("drug-tests", day, result="negative")
    # Each half-year his risk is assessed; it falls.
    levels = ("high", "medium", "medium", "low", "low", "low")
    for day, level in zip(months("2019-06-03", 36)[::6], levels, strict=True):
        await he.writes("risk-assessments", day, level=level)

    # In the second spring he lies in hospital, and the programme waits.
    ill = await he.writes(
        "suspension", "2021-04-02", reason="in_hospital", evidence="medical_certificate"
    )
    await he.cannot(
        "ending",
        "2021-04-03",
        "nothing-to-complete",
        ending="completed",
        evidence="completion_certificate",
    )
    await he.takes_back(ill)  # it began a day later
    await he.writes(
        "suspension", "2021-04-03", reason="in_hospital", evidence="medical_certificate"
    )
    await he.writes("resumption", "2021-04-20", evidence="medical_certificate")

    # Three years after he reported in, and the seventeen days in hospital, the programme is
    # completed; the police, who keep the time, give the certificate. He found the support helpful,
    # and works.
    ending = await he.writes(
        "ending",
        "2022-05-31",
        ending="completed",
        evidence="completion_certificate",
        document_number="解戒字〔2022〕第7号",
        drug_use="abstinent",
        work="employed",
        household="with_family",
        client_view="helpful",
        note="感谢社工三年来的帮助",
    )
    await he.writes("notices", "2022-06-02", told="police")
    await he.writes("notices", "2022-06-04", told="family")
    await he.writes("notices", "2022-06-04", told="street")

    assert await he.phase() == "ended"
    [completed] = await he.facts("CaseEnded")
    assert (completed["months"], completed["drug_use"]) == (36, "abstinent")
    notices = await he.facts("EndingNotified")
    assert [(each["told"], each["due_on"]) for each in notices] == [
        ("police", "2022-06-07"),
        ("family", "2022-06-07"),
        ("street", "2022-06-07"),
    ]
    assert len(await he.facts("ContactRecorded")) == 35
    assert len(await he.facts("DrugTestRecorded")) == 12
    assert await he.stood_at() == [
        (REHABILITATION, "ordered", "2019-05-06", "2019-05-14"),
        (REHABILITATION, "reported", "2019-05-14", "2019-05-16"),
        (REHABILITATION, "agreed", "2019-05-16", "2019-06-03"),
        (REHABILITATION, "agreed", "2019-06-03", "2019-12-03"),
        (REHABILITATION, "agreed", "2019-12-03", "2020-12-03"),
        (REHABILITATION, "agreed", "2020-12-03", "2021-04-03"),
        (REHABILITATION, "suspended", "2021-04-03", "2021-04-20"),
        (REHABILITATION, "agreed", "2021-04-20", "2022-05-31"),
    ]

    # What he said, and the number of the document, only his workstation reads.
    words = f"/v1/cases/{he.case_id}/entries/{ending}/particulars"
    kept = await place.by(WORKSTATION).get(words, **WHY)
    assert kept.body["note"] == "感谢社工三年来的帮助"
    assert kept.body["document_number"] == "解戒字〔2022〕第7号"
    assert (await place.by(POLICE).get(words, **WHY)).status == 403
    assert (await place.by(HOSPITAL).get(f"/v1/cases/{he.case_id}")).status == 404

    # A contact of the last week is written down late; one after the end belongs to no file.
    await he.writes("contacts", "2022-05-31", mode="phone")
    await he.cannot("contacts", "2022-06-01", "not-open-then", mode="phone")

    # He moves to the next county, where the police open a file of their own: it is his one file.
    elsewhere = await place.registered(POLICE, number)
    opened = await place.by(POLICE).post("/v1/cases", file_of(elsewhere, kind="at_large"))
    assert opened.status == 201, opened
    await he.cannot("reopening", "2022-09-01", "cannot-open-here", reason="used_again")
