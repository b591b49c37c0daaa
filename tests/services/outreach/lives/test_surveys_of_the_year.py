"""A street's surveys: two editions of a questionnaire, and rates as they are published."""

from math import sqrt
from typing import Any

import pytest

from services.outreach.questionnaire.examples import NEW
from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.outreach.lives.telling import YEAR, Prevention, posted
from tests.services.reporting.calling import get

pytestmark = pytest.mark.postgres

STREET = "410102001"
HOTLINE: dict[str, Any] = {"audience": "students", "answers": {"hotline": ["a"]}}
HOTLINE_ALONE = {"questions": NEW["questions"][:1], "enough": 1}  # of the first edition


def groups(**found: tuple[int, int]) -> list[dict[str, Any]]:
    """Totals by group: who counts and who answered."""
    return [
        {"audience": code, "counting": counting, "answered": answered}
        for code, (counting, answered) in found.items()
    ]


def wilson(counting: int, answered: int) -> tuple[float, float]:
    """The bounds in per cent, by the formula in floats."""
    z, n, p = 1.959963984540054, answered, counting / answered
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return 100 * (middle - half), 100 * (middle + half)


async def held(year: Prevention, edition: int, days: tuple[str, str], *batches: Any) -> str:
    """A survey of the street by an edition, prepared, opened, answered and closed."""
    street = year.api.as_agency(id_of(AgencyKind.STREET_WORKSTATION), STREET)
    plan = {
        "region": STREET + "000",
        "questionnaire": NEW["code"],
        "edition": edition,
        "title": "居民禁毒知识知晓率调查",
        "since": days[0],
        "until": days[1],
        "planned": [{"audience": "students", "number": 100}],
    }
    prepared = await posted(street, "/v1/surveys", plan)
    path = f"/v1/surveys/{prepared['survey_id']}"
    day = {"occurred_on": days[0]}
    version = (await posted(street, f"{path}/open", day, If_Match='"1"'))["version"]
    for batch in batches:
        version = (await posted(street, f"{path}/answers", {**day, **batch}))["version"]
    await posted(street, f"{path}/close", day, If_Match=f'"{version}"')
    return path


async def test_two_editions_and_what_they_found(year: Prevention) -> None:
    """In June one question is enough, in November two: the same sheet counts once. What others read
    is the rate of each large group with interval and band; the five women are nowhere."""
    office = year.api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "4101")
    first = {**NEW, **HOTLINE_ALONE}
    made = await posted(office, "/v1/questionnaires", first)
    edition = {name: NEW[name] for name in ("title", "questions", "enough")}
    address = f"/v1/questionnaires/{made['questionnaire_id']}/editions"
    await posted(office, address, edition, If_Match='"1"')

    sheet = {"sheets": [HOTLINE]}
    june = await held(
        year, 1, ("2019-06-01", "2019-07-01"),
        {"groups": groups(students=(97, 99), residents=(189, 200))}, sheet,
    )  # fmt: skip
    november = await held(
        year, 2, ("2019-11-01", "2019-12-01"),
        {"groups": groups(students=(94, 99), women=(5, 5))}, sheet,
    )  # fmt: skip

    shown = (await office.get(june)).body
    found = {each["audience"]: each for each in shown["groups"]}
    for code, counting, answered, percent, band in (
        ("students", 98, 100, 98.0, "98% and over"),
        ("residents", 189, 200, 94.5, "under 95%"),
    ):
        one = found[code]
        assert (one["counting"], one["answered"]) == (counting, answered)
        assert (one["rate"]["percent"], one["band"]["name"]) == (percent, band)
        low, high = wilson(counting, answered)
        assert one["rate"]["low"] == pytest.approx(low, abs=0.0051)
        assert one["rate"]["high"] == pytest.approx(high, abs=0.0051)
    assert (shown["choices"], shown["batches"]) == (None, None)
    later = (await office.get(november)).body
    assert {each["audience"]: each["rate"] for each in later["groups"]} == {
        "students": None,  # else the women would follow from the whole
        "women": None,
    }
    assert (later["whole"]["counting"], later["whole"]["answered"]) == (99, 105)

    # The figures of the year are those of the page: what is withheld is so in both.
    rows = {
        row["group"]["audience"]: row
        for row in await year.rows(f"region={STREET}&indicators=awareness_rate&by=audience")
    }
    assert rows["students"]["value"] == 96.0  # 192 of 200
    assert [rows[code]["value"] for code in ("residents", "women")] == [None, None]
    assert "30" in rows["women"]["reason"]["zh"]
    page = await year.page(f"/surveys?region={STREET}&period=2019&lang=en")
    table = page.table("Awareness rate by audience")
    lowest, highest = (f"{each:.2f}" for each in wilson(192, 200))
    assert table.row("students") == [
        "96 %",
        f"{lowest} % – {highest} %",
        "95% to under 98%",
        "200",
        "192",
    ]
    assert table.row("women") == table.row("residents") == ["*"] * 5
    assert page.table("Surveys held").row("Surveys held (times)")[0] == "2"
    [whole] = await year.rows(f"region={STREET}&indicators=awareness_rate")
    assert whole["value"] == 95.31  # 386 of 405
    await _withheld_everywhere(year)


async def _withheld_everywhere(year: Prevention) -> None:
    """A rate of five is not had by asking otherwise: filtered, by month, opened, or as a file."""
    asked = f"region={STREET}&indicators=awareness_rate"
    for where in ("where=audience:women", "where=audience:students&where=audience:residents"):
        [row] = await year.rows(f"{asked}&{where}")
        assert row["value"] is None, where
        assert "30" in row["reason"]["en"], where
    told_apart = await get(
        year.reporting,
        f"/v1/statistics?region={STREET}&indicators=survey_answers&by=counts"
        f"&from={YEAR[0]}&to={YEAR[1]}",
    )
    assert told_apart.status == 422
    opened = f"/v1/statistics/explain?region={STREET}&from={YEAR[0]}&to={YEAR[1]}"
    refused = await get(year.reporting, f"{opened}&indicator=awareness_rate&where=audience:women")
    assert refused.status == 422
    assert refused.json()["errors"][0]["reason"] == "small_sample"
    by_batch = await get(year.reporting, f"{opened}&indicator=awareness_rate&part=numerator")
    assert by_batch.json()["errors"][0]["reason"] == "not_by_batch"
    for indicator in ("awareness_rate", "survey_answers"):
        answers = (await get(year.reporting, f"{opened}&indicator={indicator}")).json()
        amounts = sorted(row["amount"] for row in answers["rows"])
        assert amounts == [1, 1, 5, 99, 99, 200], "each batch and group once"
        assert answers["total"] == sum(amounts) == 405
        assert "counts" not in str(answers["rows"])
    file = await get(
        year.reporting,
        f"/v1/statistics?{asked}&by=audience&from={YEAR[0]}&to={YEAR[1]}&format=csv&lang=en",
    )
    lines = file.body.decode("utf-8-sig").splitlines()
    assert [line for line in lines if line.startswith("Small samples")]
    ranking = "/v1/statistics/ranking?region=4101&by=awareness_rate&period=2019"
    ranked = (await get(year.reporting, f"{ranking}&where=audience:women")).json()["rows"]
    assert [row["rank"] for row in ranked if row["region"] == "410102000000"] == [None]


async def test_a_reopened_survey_publishes_nothing_until_it_has_a_sample_more(
    year: Prevention,
) -> None:
    """One sheet that came late would be the difference of two results: it waits for others."""
    office = year.api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "4101")
    street = year.api.as_agency(id_of(AgencyKind.STREET_WORKSTATION), STREET)
    await posted(office, "/v1/questionnaires", {**NEW, **HOTLINE_ALONE})
    days, day = ("2019-06-01", "2019-07-01"), {"occurred_on": "2019-06-01"}
    path = await held(year, 1, days, {"groups": groups(students=(90, 100))})
    early = {"occurred_on": "2019-05-31"}
    await posted(street, f"{path}/reopen", {"reason": "mistaken"}, If_Match='"4"')
    late = {"occurred_on": "2019-06-20", "sheets": [HOTLINE]}
    await posted(street, f"{path}/answers", late)
    assert (await office.get(path)).body["whole"]["rate"] is None
    for closing, why in (
        (early, "before-it-begins"),
        (day, "before-its-answers"),
        ({"occurred_on": "2019-06-30"}, "changed-too-little"),
    ):
        refused = await street.post(f"{path}/close", closing, If_Match='"6"')
        assert problem(refused, 409, why)["detail_zh"]
    await posted(street, f"{path}/answers", {**late, "sheets": [HOTLINE] * 29})
    await posted(street, f"{path}/close", {"occurred_on": "2019-06-30"}, If_Match='"7"')
    whole = (await office.get(path)).body["whole"]
    assert (whole["answered"], whole["counting"]) == (130, 120)
    assert await year.total("surveys_held", region=STREET) == 1
